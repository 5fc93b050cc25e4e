// Models of VS Code's: an extension that never answers ends with the person's patience or with the limits.
import { describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { defaultLimits } from '../../src/backends/limits.ts';
import { createLanguageModelBackend } from '../../src/vscode/languageModelBackend.ts';

vi.mock('vscode', () => ({
  CancellationError: class extends Error {},
  LanguageModelError: class extends Error {},
  LanguageModelChatMessage: { User: (text: string) => text, Assistant: (text: string) => text },
  CancellationTokenSource: class {
    token = { isCancellationRequested: false };
    cancel() {
      this.token.isCancellationRequested = true;
    }
    dispose() {}
  },
}));

/** A model that writes pieces and then nothing more; `silent` never even begins. */
function stalling(pieces: readonly string[], isSilent = false) {
  const tokens: { isCancellationRequested: boolean }[] = [];
  const model = {
    id: 'm',
    name: 'Model',
    sendRequest: (_: unknown, __: unknown, token: { isCancellationRequested: boolean }) => {
      tokens.push(token);
      async function* text() {
        yield* pieces;
        await new Promise(() => undefined);
      }
      return isSilent ? new Promise(() => undefined) : Promise.resolve({ text: text() });
    },
  };
  return { model: model as unknown as vscode.LanguageModelChat, tokens };
}

const request = { model: 'm', messages: [{ role: 'user' as const, text: 'Hello' }] };

describe('an extension that does not answer', () => {
  it.each([
    ['at all', true],
    ['to the end', false],
  ])('%s ends when the person cancels', async (_, isSilent) => {
    const { model, tokens } = stalling(['a'], isSilent);
    const token = { isCancellationRequested: false };
    const asked = createLanguageModelBackend(model).generate(request, undefined, token);
    setTimeout(() => (token.isCancellationRequested = true), 20);
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(tokens).toMatchObject([{ isCancellationRequested: true }]);
  });

  it('ends with the limit between two pieces', async () => {
    const { model, tokens } = stalling(['a']);
    const asked = createLanguageModelBackend(model, { ...defaultLimits, idleMs: 20 }).generate(request);
    await expect(asked).rejects.toMatchObject({ code: 'timeout', reason: 'idle' });
    expect(tokens).toMatchObject([{ isCancellationRequested: true }]);
  });

  it('leaves a line in the log, of counts alone', async () => {
    const { model } = stalling(['a secret']);
    const lines: string[] = [];
    const log = { info: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) };
    const limits = { ...defaultLimits, idleMs: 20 };
    await expect(
      createLanguageModelBackend(model, limits, log as never).generate(request),
    ).rejects.toMatchObject({ code: 'timeout' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^vscode .* outcome=timeout\/?\S* attempts=1 .*characters=8\+0$/);
    expect(lines[0]).not.toContain('secret');
  });

  it('writes no more than the limit', async () => {
    const { model } = stalling(['aaaa', 'aaaa']);
    const asked = createLanguageModelBackend(model, { ...defaultLimits, maxReplyCharacters: 5 }).generate(
      request,
    );
    await expect(asked).rejects.toMatchObject({ code: 'too-large' });
  });
});
