/** Running things: one funnel for the errors of commands, and long work cut into slices. */
import * as vscode from 'vscode';
import { BackendError, isCancellation } from '../core/model/backendError.ts';
import { lateProgress } from './lateProgress.ts';
import { unlinked } from './words.ts';

/** An error whose message is meant for the person: what happened, where, what to do next. */
export class UserError extends Error {
  override readonly name = 'UserError';

  /** @param action what to do next, as a button that runs a command */
  constructor(
    message: string,
    readonly action?: { readonly title: string; readonly command: string },
  ) {
    super(message);
  }
}

/** Registers a command whose errors go through the funnel: cancelled is quiet, ours is told, the rest is told and logged. */
export function registerCommand(
  id: string,
  log: vscode.LogOutputChannel,
  run: (...args: never[]) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
    try {
      return await run(...(args as never[]));
    } catch (error) {
      await tell(id, error, log);
      return undefined;
    }
  });
}

async function tell(id: string, error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  if (isCancellation(error) || error instanceof vscode.CancellationError) return;
  if (error instanceof UserError || error instanceof BackendError) {
    // What a server said may repeat a sample: the sentence is ours, and holds none.
    log.warn(`${id}: ${error.message}`);
    // The command is over when this is said, not when it has been read.
    void say(unlinked(error.message), error instanceof UserError ? error.action : undefined);
    return;
  }
  log.error(error instanceof Error ? error : String(error), `in ${id}`);
  const show = vscode.l10n.t('Show Log');
  const chosen = await vscode.window.showErrorMessage(
    vscode.l10n.t(
      'Callsmith: "{0}" failed: {1}',
      id,
      unlinked(error instanceof Error ? error.message : String(error)),
    ),
    show,
  );
  if (chosen === show) log.show();
}

async function say(message: string, action: UserError['action']): Promise<void> {
  const buttons = action ? [action.title] : [];
  const chosen = await vscode.window.showErrorMessage(`Callsmith: ${message}`, ...buttons);
  if (action && chosen === action.title) await vscode.commands.executeCommand(action.command);
}

/** Runs work that can be cancelled from a notification of its progress, which comes when it takes long. */
export async function withProgress<T>(
  title: string,
  run: (
    progress: vscode.Progress<{ message?: string; increment?: number }>,
    token: vscode.CancellationToken,
  ) => Promise<T>,
): Promise<T> {
  const cancelling = new vscode.CancellationTokenSource();
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  try {
    return await lateProgress(
      (progress) => run(progress, cancelling.token),
      (until) =>
        void vscode.window.withProgress(options, async (progress, token) => {
          const cancelled = token.onCancellationRequested(() => cancelling.cancel());
          await until(progress);
          cancelled.dispose();
        }),
    );
  } finally {
    cancelling.dispose();
  }
}

/** Gives the extension host a turn: other extensions and the editor come first. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** The longest stretch of work without a turn for others, in milliseconds. */
export const sliceMs = 8;
