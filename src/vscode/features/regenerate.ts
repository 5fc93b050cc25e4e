/**
 * A part of a sample that a model writes anew: a thought, or calls. It is shown as a diff, and written only when it is
 * accepted, and then into nothing but its own place.
 */
import * as vscode from 'vscode';
import { BackendError, concernsAll } from '../../core/model/backendError.ts';
import { Asking, charactersWords } from '../asking.ts';
import { changeScheme, commands } from '../ids.ts';
import type { Models } from '../models.ts';
import { registerCommand, UserError, withProgress } from '../run.ts';
import { recordAt } from '../sampleDocuments.ts';
import type { RecordAt, Session } from '../session.ts';
import type { Sessions } from '../sessions.ts';
import { number, plural, unlinked } from '../words.ts';
import { type Candidate, CandidateDiffs } from './candidateDiffs.ts';
import { findRecord, meantRecords } from './selectedRecords.ts';

/** Samples that are asked for at once. */
const mostAtOnce = 4;

/** A sample that stays as it is, and why, as a sentence. */
export interface NotWritten {
  readonly message: string;
}

/** What a model can write anew. */
export interface Rewriter<Subject> {
  /** Of the command. */
  readonly title: string;
  /** What can be asked of a record; a sentence when nothing can. */
  subjectOf(session: Session, record: RecordAt): Subject | string;
  /** Reads settings and prompts, once for all samples of a command. */
  prepare(session: Session): Promise<(subject: Subject, asking: Asking) => Promise<Candidate | NotWritten>>;
  /** Words around it, for one sample and for several. */
  readonly words: {
    progress(model: string, samples: number): string;
    tab(fileName: string, candidates: readonly Candidate[]): string;
    offer(candidates: number): string;
    accepted(candidates: number): string;
  };
  /** What is offered when it is written. */
  afterwards?(document: vscode.Uri, candidates: readonly Candidate[]): void;
}

/** Runs rewriters, and decides about what they wrote. */
export class Regeneration implements vscode.Disposable {
  readonly #diffs = new CandidateDiffs();
  readonly #subscription: vscode.Disposable;

  constructor(
    private readonly sessions: Sessions,
    private readonly models: Models,
    log: vscode.LogOutputChannel,
  ) {
    this.#subscription = vscode.Disposable.from(
      this.#diffs,
      vscode.workspace.registerTextDocumentContentProvider(changeScheme, this.#diffs),
      registerCommand(commands.acceptChange, log, (uri?: vscode.Uri) => this.#accept(uri)),
      registerCommand(commands.rejectChange, log, (uri?: vscode.Uri) => this.#reject(uri)),
      registerCommand(commands.retryChange, log, (uri?: vscode.Uri) => this.#again(uri)),
    );
  }

  /** For the sample of a lens; without one those of the selection, or at the cursor. */
  async start<Subject extends object>(
    rewriter: Rewriter<Subject>,
    uri?: vscode.Uri,
    index?: number,
  ): Promise<void> {
    const { session, records } = await meantRecords(this.sessions, rewriter.title, uri, index);
    await this.#regenerate(rewriter, session, records);
  }

  async #regenerate<Subject extends object>(
    rewriter: Rewriter<Subject>,
    session: Session,
    records: readonly RecordAt[],
    replaced?: string,
  ): Promise<void> {
    const failures: (NotWritten & { readonly index: number })[] = [];
    const left: { readonly index: number; readonly subject: Subject }[] = [];
    for (const record of records) {
      const subject = rewriter.subjectOf(session, record);
      const { index } = record;
      if (typeof subject === 'string') failures.push({ index, message: subject });
      else left.push({ index, subject });
    }
    const count = left.length;
    if (count === 0) throw new UserError(failures[0]!.message);
    const ready = await this.models.ready();
    if (!(await this.models.consent(ready, count))) return;
    const rewrite = await rewriter.prepare(session);
    const candidates: Candidate[] = [];
    let spent = '';
    await withProgress(rewriter.words.progress(ready.model, count), async (progress, token) => {
      const asking = new Asking(ready, token, (characters) => {
        if (count === 1) progress.report({ message: charactersWords(characters) });
      });
      let done = 0;
      const work = async () => {
        for (let one = left.shift(); one && !token.isCancellationRequested; one = left.shift()) {
          let made: Candidate | NotWritten;
          try {
            made = await rewrite(one.subject, asking);
          } catch (error) {
            // What was written before somebody cancelled is offered all the same.
            if (token.isCancellationRequested) return;
            if (!(error instanceof BackendError)) {
              left.length = 0;
              throw error;
            }
            made = { message: error.message };
            // The other samples would only wait for the same answer.
            if (concernsAll(error)) left.length = 0;
          }
          if ('message' in made) failures.push({ index: one.index, message: made.message });
          else candidates.push(made);
          done++;
          if (count > 1)
            progress.report({ message: `${number(done)} / ${number(count)}`, increment: 100 / count });
        }
      };
      await Promise.all(Array.from({ length: Math.min(mostAtOnce, count) }, work));
      if (token.isCancellationRequested && candidates.length === 0) throw new vscode.CancellationError();
      spent = asking.spent;
    });
    if (candidates.length === 0)
      throw new UserError(failures[0]!.message + (spent === '' ? '' : ` (${spent})`));
    candidates.sort((a, b) => a.index - b.index);
    failures.sort((a, b) => a.index - b.index);
    const { uri } = session.document;
    const entry = {
      source: uri,
      candidates,
      again: (replaced: string) => this.#once(rewriter, session.document, candidates, replaced),
      accepted: () => {
        vscode.window.setStatusBarMessage(rewriter.words.accepted(candidates.length), 8_000);
        rewriter.afterwards?.(uri, candidates);
      },
    };
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    const id = await this.#diffs.show(entry, rewriter.words.tab(name, candidates));
    if (replaced !== undefined) await this.#diffs.close(replaced);
    const [only] = candidates;
    const words = candidates.length === 1 ? only!.words : rewriter.words.offer(candidates.length);
    void this.#offer(id, `${words}${failureWords(failures)}${spent === '' ? '' : ` (${spent})`}`);
  }

  async #once<Subject extends object>(
    rewriter: Rewriter<Subject>,
    document: vscode.TextDocument,
    candidates: readonly Candidate[],
    replaced: string,
  ): Promise<void> {
    const session = this.sessions.get(document) ?? (await this.sessions.open(document));
    if (!session) return;
    // Lines may have moved since: another sample must not be asked about. One that was edited is looked for at its place.
    const found = new Map<number, RecordAt>();
    for (const { index, before } of candidates) {
      const record = findRecord(session, index, before, new Set(found.keys())) ?? recordAt(session, index);
      if (record) found.set(record.index, record);
    }
    if (found.size > 0) await this.#regenerate(rewriter, session, [...found.values()], replaced);
  }

  /** What a person can do with it, beside the buttons of the diff. */
  async #offer(id: string, words: string): Promise<void> {
    const accept = vscode.l10n.t('Accept');
    const again = vscode.l10n.t('Try Again');
    const reject = vscode.l10n.t('Reject');
    const chosen = await vscode.window.showInformationMessage(unlinked(words), accept, again, reject);
    if (!this.#diffs.has(id)) return;
    const uri = this.#diffs.uriOf(id);
    if (chosen === accept) await vscode.commands.executeCommand(commands.acceptChange, uri);
    else if (chosen === again) await vscode.commands.executeCommand(commands.retryChange, uri);
    else if (chosen === reject) await vscode.commands.executeCommand(commands.rejectChange, uri);
  }

  /** Writes all of a diff, in one step that can be undone. */
  async #accept(uri: vscode.Uri | undefined): Promise<void> {
    const { id, source, candidates, accepted } = this.#diffs.at(uri);
    const document = await vscode.workspace.openTextDocument(source);
    const session = this.sessions.get(document) ?? (await this.sessions.open(document));
    const edit = new vscode.WorkspaceEdit();
    const changed: number[] = [];
    const taken = new Set<number>();
    for (const candidate of candidates) {
      const record = session && findRecord(session, candidate.index, candidate.before, taken);
      if (!record) {
        changed.push(candidate.index + 1);
        continue;
      }
      taken.add(record.index);
      for (const { start, end, newText } of candidate.edits)
        edit.replace(source, record.toRange({ start, end }), newText);
    }
    if (changed.length > 0)
      throw new UserError(
        vscode.l10n.t(
          'line {0} was changed since, so nothing was written; choose Try Again.',
          changed.slice(0, 5).join(', '),
        ),
      );
    if (!(await vscode.workspace.applyEdit(edit)))
      throw new UserError(vscode.l10n.t('VS Code did not take the change; the file may be read-only.'));
    await this.#diffs.close(id);
    await vscode.window.showTextDocument(document);
    accepted();
  }

  async #reject(uri: vscode.Uri | undefined): Promise<void> {
    await this.#diffs.close(this.#diffs.at(uri).id);
  }

  async #again(uri: vscode.Uri | undefined): Promise<void> {
    const { id, again } = this.#diffs.at(uri);
    // What is there may be wanted after all, until there is something new.
    await again(id);
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}

function failureWords(failures: readonly (NotWritten & { readonly index: number })[]): string {
  const [first] = failures;
  if (!first) return '';
  const without = plural(failures.length, 'sample');
  return ` ${vscode.l10n.t('{0} without one, such as line {1}: {2}', without, number(first.index + 1), first.message)}`;
}
