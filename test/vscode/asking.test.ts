// Requests of one command: how many are on their way at a time, and what they took together.
import { expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import type { ModelReply } from '../../src/core/model/modelBackend.ts';
import { Asking } from '../../src/vscode/asking.ts';
import type { ReadyModel } from '../../src/vscode/models.ts';

vi.mock('vscode', () => ({
  env: { language: 'en' },
  l10n: {
    t: (text: string, ...values: unknown[]) =>
      text.replaceAll(/\{(\d)\}/g, (_, i) => String(values[Number(i)])),
  },
}));

const reply: ModelReply = {
  text: 'yes',
  reasoning: '',
  finishReason: 'stop',
  usage: { input: 8, output: 2, estimated: false },
  model: 'm',
  attempts: 1,
};

it('is eight at a time, however many are asked, and each is answered', async () => {
  let [running, most] = [0, 0];
  const generate = async () => {
    most = Math.max(most, ++running);
    await new Promise((done) => setTimeout(done, 5));
    running--;
    return reply;
  };
  const ready = { backend: { generate }, model: 'm' } as unknown as ReadyModel;
  const asking = new Asking(ready, {} as vscode.CancellationToken);
  const replies = await Promise.all(Array.from({ length: 40 }, () => asking.ask([])));
  expect(replies).toHaveLength(40);
  expect(most).toBe(8);
  expect(asking.spent).toBe('400 tokens');
});
