/** Check Answer: whether the calls of a sample are right, told in its lens and, where they are not, in Problems. */
import * as vscode from 'vscode';
import { recordId } from '../../core/check/answerFiles.ts';
import { fairSwitches, isSwitchId, type Profile } from '../../core/check/profiles.ts';
import { checkAnswer, withPanel, type AnswerCheck } from '../../core/check/sampleCheck.ts';
import { textHash } from '../../core/text/textHash.ts';
import { AnswerFiles, type FilesOfDataSet } from '../answerFiles.ts';
import { commands, settings } from '../ids.ts';
import type { Models } from '../models.ts';
import { nextTurn, registerCommand, sliceMs, UserError, withProgress } from '../run.ts';
import { recordAt } from '../sampleDocuments.ts';
import type { RecordAt, Session } from '../session.ts';
import { isSample, type Sessions } from '../sessions.ts';
import type { ReadSmallFile } from '../smallFiles.ts';
import { number, plural, unlinked } from '../words.ts';
import { askJudges, judgesOf, type Judges } from './askJudges.ts';
import { recordsOfSelections } from './selectedRecords.ts';

/** A result, and the record that it is about. */
interface Kept {
  index: number;
  readonly hash: string;
  readonly check: AnswerCheck;
  /** Name of the file that it was held against. */
  readonly against: string | undefined;
}

/** What was found so far, by document. Results hold for a record's text: an edit makes them old, and they go. */
export class AnswerResults implements vscode.Disposable {
  readonly #kept = new Map<string, Map<string, Kept>>();
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('callsmith answers');
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly sessions: Sessions) {
    this.#subscriptions = [
      this.#diagnostics,
      this.#changed,
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length === 0 || !this.#kept.has(document.uri.toString())) return;
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#follow(document), 300);
      }),
      sessions.onDidClose((uri) => {
        if (!this.#kept.delete(uri.toString())) return;
        this.#diagnostics.delete(uri);
      }),
    ];
  }

  /** The result for a record as it reads now. */
  of(session: Session, record: RecordAt): AnswerCheck | undefined {
    const kept = this.#kept.get(session.document.uri.toString());
    return kept && kept.size > 0 ? kept.get(textHash(record.text))?.check : undefined;
  }

  keep(session: Session, record: RecordAt, check: AnswerCheck, against: string | undefined): void {
    const key = session.document.uri.toString();
    const kept = this.#kept.get(key) ?? new Map<string, Kept>();
    this.#kept.set(key, kept);
    const hash = textHash(record.text);
    kept.set(hash, { index: record.index, hash, check, against });
  }

  /** Shows what was kept since. */
  publish(session: Session): void {
    const { uri } = session.document;
    const found: vscode.Diagnostic[] = [];
    for (const { index, hash, check, against } of this.#kept.get(uri.toString())?.values() ?? []) {
      const record = check.state === 'wrong' ? recordAt(session, index) : undefined;
      if (!record || check.state !== 'wrong' || textHash(record.text) !== hash) continue;
      // What the rules find is told already.
      if (check.basis === 'tools') continue;
      for (const { message, code, span } of check.problems) {
        const of = check.basis === 'output' ? vscode.l10n.t('The model: {0}', message) : message;
        const diagnostic = new vscode.Diagnostic(record.toRange(span), of, vscode.DiagnosticSeverity.Error);
        diagnostic.source = against === undefined ? 'callsmith answer' : `callsmith answer, ${against}`;
        diagnostic.code = code;
        found.push(diagnostic);
      }
    }
    this.#diagnostics.set(uri, found);
    this.#changed.fire(uri);
  }

  clear(uri: vscode.Uri): void {
    this.#kept.delete(uri.toString());
    this.#diagnostics.delete(uri);
    this.#changed.fire(uri);
  }

  /** After an edit: results go with their records, and those of edited ones are gone. */
  #follow(document: vscode.TextDocument): void {
    const session = this.sessions.get(document);
    const kept = this.#kept.get(document.uri.toString());
    if (!session || !kept) return;
    const left = new Map<string, Kept>();
    for (const record of session.records()) {
      const hash = textHash(record.text);
      const one = kept.get(hash);
      if (one && !left.has(hash)) left.set(hash, { ...one, index: record.index });
      if (left.size === kept.size) break;
    }
    this.#kept.set(document.uri.toString(), left);
    this.publish(session);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

export function registerCheckAnswer(
  sessions: Sessions,
  results: AnswerResults,
  models: Models,
  read: ReadSmallFile,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const files = new AnswerFiles(sessions.service, sessions.configs, read);
  const run = new AnswerRun(sessions, results, files, models);
  return vscode.Disposable.from(
    results,
    registerCommand(commands.checkAnswer, log, (uri?: vscode.Uri, index?: number) => run.some(uri, index)),
    registerCommand(commands.checkAnswers, log, () => run.all()),
  );
}

class AnswerRun {
  constructor(
    private readonly sessions: Sessions,
    private readonly results: AnswerResults,
    private readonly files: AnswerFiles,
    private readonly models: Models,
  ) {}

  /** The sample of a lens; without one those of the selection, or at the cursor. */
  async some(uri: vscode.Uri | undefined, index: number | undefined): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const isLens = uri instanceof vscode.Uri && typeof index === 'number';
    const document = isLens ? await vscode.workspace.openTextDocument(uri) : editor?.document;
    const session = await this.#sessionOf(document);
    const records = isLens
      ? [recordAt(session, index)]
      : recordsOfSelections(session, editor?.selections ?? []);
    const found = records.filter((record) => record !== undefined && record.text.trim() !== '') as RecordAt[];
    if (found.length === 0)
      throw new UserError(
        vscode.l10n.t('there is no sample here; put the cursor into a line that holds one.'),
      );
    const files = await this.files.of(session);
    if (found.length > 1) return this.#many(session, found, files);
    const [record] = found;
    let check = this.#check(session, record!, files, orderOf(session, record!));
    const judges = check.state === 'right' ? judgesOf(session) : undefined;
    if (judges) check = await this.#judge(session, record!, check, judges);
    this.results.publish(session);
    await this.#tell(session, record!, check, files);
  }

  /** What judges say of an answer with which nothing else is wrong. */
  async #judge(session: Session, record: RecordAt, check: AnswerCheck, judges: Judges): Promise<AnswerCheck> {
    const ready = await this.models.ready();
    if (!(await this.models.consent(ready, 1))) return check;
    const title = vscode.l10n.t('Asking {0}', judges.models.join(', '));
    const panel = await withProgress(title, (_, token) => askJudges(session, record, ready, judges, token));
    const judged = withPanel(check, panel, record.text, session.file);
    this.results.keep(session, record, judged, vscode.l10n.t('judges'));
    return judged;
  }

  /** All samples of the file. */
  async all(): Promise<void> {
    const session = await this.#sessionOf(vscode.window.activeTextEditor?.document);
    this.results.clear(session.document.uri);
    await this.#many(session, [...session.records()], await this.files.of(session));
  }

  async #sessionOf(document: vscode.TextDocument | undefined): Promise<Session> {
    if (document && isSample(document))
      throw new UserError(vscode.l10n.t('answers are checked in the file; choose "Show in File" first.'));
    const session = document && (this.sessions.get(document) ?? (await this.sessions.open(document)));
    if (!session?.file.format)
      throw new UserError(
        vscode.l10n.t('put the cursor into a sample of a data set first, then run "Check Answer" again.'),
      );
    return session;
  }

  async #many(session: Session, records: readonly RecordAt[], files: FilesOfDataSet): Promise<void> {
    const counts = { right: 0, wrong: 0, nothing: 0 };
    await withProgress(vscode.l10n.t('Checking answers'), async (progress, token) => {
      let until = performance.now() + sliceMs;
      let order = records[0] ? orderOf(session, records[0]) : 0;
      let done = 0;
      for (const record of records) {
        if (record.text.trim() === '') continue;
        counts[this.#check(session, record, files, order++).state]++;
        done++;
        if (performance.now() < until) continue;
        progress.report({ message: number(done) });
        await nextTurn();
        if (token.isCancellationRequested) break;
        until = performance.now() + sliceMs;
      }
    });
    this.results.publish(session);
    const { right, wrong, nothing } = counts;
    const words = vscode.l10n.t('{0} right, {1} wrong', number(right), number(wrong));
    const rest =
      nothing > 0 ? vscode.l10n.t('; {0} without a call to be checked', plural(nothing, 'sample')) : '';
    const said = `${words}${rest} (${basisWords(files, profileOf(session))}).`;
    void sayResult(said, wrong > 0);
  }

  #check(session: Session, record: RecordAt, files: FilesOfDataSet, order: number): AnswerCheck {
    const { file } = session;
    const { checker } = this.sessions.service;
    const id = recordId(record.text);
    const expected = files.expected?.rows.rowOf(id, order);
    const output = files.outputs?.rows.rowOf(id, order)?.output;
    const check = checkAnswer({
      text: record.text,
      file,
      tools: checker.tools,
      profile: profileOf(session),
      expected,
      output,
      problems: checker.check(record.text, file, 'all').problems,
    });
    const against = output ? files.outputs?.name : expected ? files.expected?.name : undefined;
    this.results.keep(session, record, check, against);
    return check;
  }

  /** One sentence on one sample; a wrong one is shown at its first place. */
  async #tell(session: Session, record: RecordAt, check: AnswerCheck, files: FilesOfDataSet): Promise<void> {
    if (check.state === 'nothing') {
      const why =
        check.reason === 'unreadable'
          ? vscode.l10n.t('its calls cannot be read; Problems says why.')
          : (files.expected ?? files.outputs)
            ? vscode.l10n.t('it has no call, and its reference can be met.')
            : vscode.l10n.t('it has no call.');
      void vscode.window.showInformationMessage(vscode.l10n.t('Nothing to check in this sample: {0}', why));
      return;
    }
    if (check.state === 'right') {
      const { panel } = check;
      const words = panel
        ? vscode.l10n.t('The answer is right: {0} of {1} judges say so.', panel.yes, panel.votes.length)
        : check.basis === 'tools'
          ? vscode.l10n.t(
              'The calls fit their tools. What else is expected nobody says: name a file of answers in callsmith.config.json to compare with.',
            )
          : vscode.l10n.t('The answer is right ({0}).', basisWords(files, profileOf(session)));
      void vscode.window.showInformationMessage(unlinked(words));
      return;
    }
    const [first] = check.problems;
    await vscode.commands.executeCommand(
      commands.showProblem,
      session.document.uri,
      record.toRange(first!.span),
    );
    void vscode.window.showWarningMessage(
      unlinked(
        check.problems.length > 1
          ? vscode.l10n.t('{0} (and {1} more in Problems)', first!.message, number(check.problems.length - 1))
          : first!.message,
      ),
    );
  }
}

/** The command is done when the result is said, not when the person has read it. */
async function sayResult(said: string, isWrong: boolean): Promise<void> {
  if (!isWrong) {
    await vscode.window.showInformationMessage(unlinked(said));
    return;
  }
  const show = vscode.l10n.t('Show Problems');
  const chosen = await vscode.window.showWarningMessage(unlinked(said), show);
  if (chosen === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
}

/** How strict the settings of a document say to be. */
export function profileOf(session: Session): Profile {
  const section = vscode.workspace.getConfiguration(settings.section, session.document);
  const name = section.get<string>(settings.answersProfile) === 'bfcl' ? 'bfcl' : 'fair';
  const off = section.get<string[]>(settings.answersWithout, []);
  return { name, off: new Set(name === 'bfcl' ? [] : off.filter(isSwitchId)) };
}

function basisWords(files: FilesOfDataSet, { name, off }: Profile): string {
  const profile = off.size === 0 ? name : `${name} −${off.size}/${fairSwitches.length}`;
  const against = [files.outputs?.name, files.expected?.name].filter((one) => one !== undefined);
  return against.length === 0
    ? vscode.l10n.t('against the tools of each sample')
    : vscode.l10n.t('against {0}, profile {1}', against.join(', '), profile);
}

/** How many records stand before this one. */
function orderOf(session: Session, record: RecordAt): number {
  if (session.file.container !== 'jsonl') return record.index;
  let order = 0;
  for (let line = 0; line < record.index; line++)
    if (session.document.lineAt(line).text.trim() !== '') order++;
  return order;
}
