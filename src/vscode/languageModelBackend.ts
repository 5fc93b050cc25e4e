/** The models that VS Code offers, behind the port: streaming text, no system message, tokens estimated. */
import * as vscode from 'vscode';
import { estimateUsage } from '../backends/usage.ts';
import { BackendError } from '../core/model/backendError.ts';
import { foldSystem, type ModelBackend, type ModelReply } from '../core/model/modelBackend.ts';

/** A model of VS Code's as a backend. VS Code asks the person for consent the first time. */
export function createLanguageModelBackend(model: vscode.LanguageModelChat): ModelBackend {
  const host = model.name || model.id;
  return Object.freeze<ModelBackend>({
    id: 'vscode-lm',
    host,
    can: { system: false, sampling: false, usage: false },
    async generate(request, onEvent, token): Promise<ModelReply> {
      const cancelling = new vscode.CancellationTokenSource();
      const listening = token?.onCancellationRequested?.(() => cancelling.cancel());
      if (token?.isCancellationRequested) cancelling.cancel();
      const messages = foldSystem(request.messages).map(({ role, text }) =>
        role === 'assistant'
          ? vscode.LanguageModelChatMessage.Assistant(text)
          : vscode.LanguageModelChatMessage.User(text),
      );
      let text = '';
      try {
        const reply = await model.sendRequest(messages, {}, cancelling.token);
        for await (const piece of reply.text) {
          text += piece;
          onEvent?.({ kind: 'text', text: piece });
        }
        if (cancelling.token.isCancellationRequested) throw new BackendError({ code: 'cancelled', host });
      } catch (error) {
        throw asBackendError(error, host, model.id, cancelling.token.isCancellationRequested);
      } finally {
        listening?.dispose();
        cancelling.dispose();
      }
      const usage = estimateUsage(request.messages, text, '');
      return { text, reasoning: '', finishReason: 'stop', usage, model: request.model, attempts: 1 };
    },
  });
}

function asBackendError(error: unknown, host: string, model: string, isCancelled: boolean): BackendError {
  if (error instanceof BackendError) return error;
  if (isCancelled || error instanceof vscode.CancellationError)
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
