/** The models that VS Code offers, behind the port: streaming text, no system message, tokens estimated. */
import * as vscode from 'vscode';
import { defaultLimits, RequestGuard, Stopped, systemTimers, type ReplyLimits } from '../backends/limits.ts';
import { logRequest, type RequestNote } from '../backends/log.ts';
import { estimateUsage } from '../backends/usage.ts';
import { BackendError } from '../core/model/backendError.ts';
import type { Log } from '../core/ports.ts';
import { foldSystem, type ModelBackend, type ModelReply } from '../core/model/modelBackend.ts';

/**
 * A model of VS Code's as a backend. VS Code asks the person for consent the first time. An extension may never answer, nor
 * heed that it is cancelled: the limits end the request all the same.
 */
export function createLanguageModelBackend(
  model: vscode.LanguageModelChat,
  limits: ReplyLimits = defaultLimits,
  log?: Log,
): ModelBackend {
  const host = model.name || model.id;
  return Object.freeze<ModelBackend>({
    id: 'vscode-lm',
    host,
    can: { system: false, sampling: false, usage: false },
    async generate(request, onEvent, token): Promise<ModelReply> {
      const cancelling = new vscode.CancellationTokenSource();
      const guard = new RequestGuard(limits, token, systemTimers);
      const messages = foldSystem(request.messages).map(({ role, text }) =>
        role === 'assistant'
          ? vscode.LanguageModelChatMessage.Assistant(text)
          : vscode.LanguageModelChatMessage.User(text),
      );
      let text = '';
      const started = systemTimers.now();
      let firstTokenMs: number | undefined;
      let outcome: RequestNote['outcome'] = 'done';
      try {
        const reply = await guard.wait(model.sendRequest(messages, {}, cancelling.token));
        guard.sent();
        const pieces = reply.text[Symbol.asyncIterator]();
        for (;;) {
          const { done, value } = await guard.wait(pieces.next());
          if (done) break;
          guard.progressed();
          firstTokenMs ??= systemTimers.now() - started;
          text += value;
          if (text.length > limits.maxReplyCharacters) throw new BackendError({ code: 'too-large', host });
          onEvent?.({ kind: 'text', text: value });
        }
      } catch (error) {
        const told = asBackendError(error, host, model.id);
        outcome = told.code;
        throw told;
      } finally {
        guard.dispose();
        logRequest(log, {
          kind: 'vscode',
          host,
          model: model.id,
          outcome,
          attempts: 1,
          durationMs: systemTimers.now() - started,
          firstTokenMs,
          textCharacters: text.length,
          reasoningCharacters: 0,
        });
        // Also where it went well: it ends whatever still goes on.
        cancelling.cancel();
        cancelling.dispose();
      }
      const usage = estimateUsage(request.messages, text, '');
      return { text, reasoning: '', finishReason: 'stop', usage, model: request.model, attempts: 1 };
    },
  });
}

function asBackendError(error: unknown, host: string, model: string): BackendError {
  if (error instanceof BackendError) return error;
  if (error instanceof Stopped && error.reason !== 'cancelled')
    return new BackendError({
      code: 'timeout',
      host,
      model,
      reason: error.reason === 'total' ? undefined : error.reason,
    });
  if (error instanceof Stopped || error instanceof vscode.CancellationError)
    return new BackendError({ code: 'cancelled', host });
  const detail = error instanceof Error ? error.message : String(error);
  const code =
    error instanceof vscode.LanguageModelError
      ? error.code === vscode.LanguageModelError.NotFound.name
        ? 'not-found'
        : error.code === vscode.LanguageModelError.Blocked.name
          ? 'refused'
          : error.code === vscode.LanguageModelError.NoPermissions.name
            ? 'refused-key'
            : 'server'
      : 'server';
  return new BackendError({ code, host, model, detail });
}
