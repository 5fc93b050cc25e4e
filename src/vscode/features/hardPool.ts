/** The hard pools beside data sets: reading them, and adding to them what a person asked for. */
import * as vscode from 'vscode';
import { recordId } from '../../core/check/answerFiles.ts';
import { type HardReference, hardPoolName, readHardPool, withReferences } from '../../core/heat/hardPool.ts';
import { lineSha } from '../../core/trace/canonical.ts';
import { UserError } from '../run.ts';
import type { RecordAt, Session } from '../session.ts';
import { plural } from '../words.ts';

/** A record to be added, with what was known of it. */
export interface HardRecord {
  readonly record: RecordAt;
  readonly run: string | undefined;
  readonly callLoss: number | undefined;
}

export class HardPools implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #shas = new Map<string, ReadonlySet<string>>();
  #adding: Promise<unknown> = Promise.resolve();
  readonly #watcher = vscode.workspace.createFileSystemWatcher('**/*.hard.jsonl');

  constructor() {
    const forget = (uri: vscode.Uri) => {
      if (this.#shas.delete(uri.toString())) this.#changed.fire();
    };
    this.#watcher.onDidChange(forget);
    this.#watcher.onDidCreate(forget);
    this.#watcher.onDidDelete(forget);
  }

  /** Is the record in its data set's pool, as far as the pool was read? */
  has(dataset: vscode.Uri, text: string): boolean {
    const shas = this.#shas.get(poolOf(dataset)?.toString() ?? '');
    return shas !== undefined && shas.size > 0 && shas.has(lineSha(text));
  }

  /** Reads the pool of a data set, if that was not done since it changed. */
  async load(dataset: vscode.Uri): Promise<void> {
    const pool = poolOf(dataset);
    if (!pool || this.#shas.has(pool.toString())) return;
    this.#shas.set(pool.toString(), readHardPool((await textOf(pool)) ?? '').shas);
  }

  /** Adds records to the pool of their data set, and says so, with a way back. */
  add(session: Session, records: readonly HardRecord[]): Promise<void> {
    // One after the other: each reads what the one before has written.
    const added = this.#adding.then(() => this.#add(session, records));
    this.#adding = added.catch(() => undefined);
    return added;
  }

  async #add(session: Session, records: readonly HardRecord[]): Promise<void> {
    const { uri } = session.document;
    const pool = poolOf(uri);
    if (!pool)
      throw new UserError(vscode.l10n.t('save this data set first; its hard pool is a file beside it.'));
    if (session.file.container !== 'jsonl' && records.length > 0 && session.document.isDirty)
      throw new UserError(vscode.l10n.t('save this data set first, so that its records have their lines.'));
    const open = vscode.workspace.textDocuments.find((one) => one.uri.toString() === pool.toString());
    if (open?.isDirty)
      throw new UserError(vscode.l10n.t('{0} has changes that are not saved; save it first.', nameOf(pool)));
    const bytes = await bytesIn(pool);
    const before = bytes && decoded(bytes);
    const dataset = nameOf(uri);
    const added = new Date().toISOString();
    const references = records.map(({ record, run, callLoss }): HardReference => ({
      dataset,
      line: record.toRange({ start: 0, end: 0 }).start.line + 1,
      id: recordId(record.text) ?? null,
      line_sha: lineSha(record.text),
      run: run ?? null,
      call_loss:
        callLoss === undefined || !Number.isFinite(callLoss) ? null : Number(callLoss.toPrecision(6)),
      added,
    }));
    const after = withReferences(before ?? '', references);
    if (after.added === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Callsmith: these samples are in {0} already.', nameOf(pool)),
      );
      return;
    }
    await vscode.workspace.fs.writeFile(pool, new TextEncoder().encode(after.text));
    this.#shas.set(pool.toString(), readHardPool(after.text).shas);
    this.#changed.fire();
    this.#say(pool, bytes, after).catch((error: unknown) =>
      vscode.window.showErrorMessage(`Callsmith: ${error instanceof Error ? error.message : String(error)}`),
    );
  }

  async #say(
    pool: vscode.Uri,
    before: Uint8Array | undefined,
    after: { readonly text: string; readonly added: number },
  ): Promise<void> {
    const [open, undo] = [vscode.l10n.t('Open'), vscode.l10n.t('Undo')];
    const chosen = await vscode.window.showInformationMessage(
      vscode.l10n.t('Callsmith: {0} added to {1}.', plural(after.added, 'sample'), nameOf(pool)),
      open,
      undo,
    );
    if (chosen === open) await vscode.window.showTextDocument(pool);
    if (chosen !== undo) return;
    // Between what is added, so that nothing of it is lost.
    const undone = this.#adding.then(() => this.#undo(pool, before, after));
    this.#adding = undone.catch(() => undefined);
    await undone;
  }

  async #undo(
    pool: vscode.Uri,
    before: Uint8Array | undefined,
    after: { readonly text: string },
  ): Promise<void> {
    if ((await textOf(pool)) !== after.text) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('Callsmith: {0} was changed since, so it is left as it is.', nameOf(pool)),
      );
      return;
    }
    if (before === undefined) await vscode.workspace.fs.delete(pool);
    else await vscode.workspace.fs.writeFile(pool, before);
    this.#shas.delete(pool.toString());
    this.#changed.fire();
  }

  dispose(): void {
    this.#watcher.dispose();
    this.#changed.dispose();
  }
}

/** Where a data set's pool lies; `undefined` for one that was never saved. */
function poolOf(dataset: vscode.Uri): vscode.Uri | undefined {
  if (dataset.scheme === 'untitled') return undefined;
  return vscode.Uri.joinPath(dataset, '..', hardPoolName(nameOf(dataset)));
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/** The text of a file; `undefined` where there is none. */
async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  const bytes = await bytesIn(uri);
  return bytes && decoded(bytes);
}

/** @throws UserError for a file that is no UTF-8: written back, it would be another one */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes);
  } catch {
    throw new UserError(vscode.l10n.t('the hard pool is no UTF-8; mend it, or put it aside.'));
  }
}

async function bytesIn(uri: vscode.Uri): Promise<Uint8Array | undefined> {
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}
