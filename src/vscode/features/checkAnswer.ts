/** Check Answer: whether the calls of a sample are right, told in its lens and, where they are not, in Problems. */
import * as vscode from 'vscode';
import { languageOfId, recordId } from '../../core/check/answerFiles.ts';
import type { CodeDecoders } from '../../core/check/decode.ts';
import { fairSwitches, isSwitchId, type Profile } from '../../core/check/profiles.ts';
import { checkAnswer, withPanel, type AnswerCheck } from '../../core/check/sampleCheck.ts';
import { textHash } from '../../core/text/textHash.ts';
import { AnswerFiles, type FilesOfDataSet } from '../answerFiles.ts';
import { Asking } from '../asking.ts';
import { commands, settings } from '../ids.ts';
import type { Models, ReadyModel } from '../models.ts';
import { Prompts } from '../prompts.ts';
import { nextTurn, registerCommand, sliceMs, UserError, withProgress } from '../run.ts';
import { recordAt } from '../sampleDocuments.ts';
import type { Host } from '../ports.ts';
import type { RecordAt, Session } from '../session.ts';
import type { Sessions } from '../sessions.ts';
import { number, plural, unlinked } from '../words.ts';
import { askJudges, judgesOf, questionsPerJudge, type Judges } from './askJudges.ts';
import { findRecord, meantRecords, meantSession } from './selectedRecords.ts';

/** A result, and the text of the record that it is about, as a hash. */
interface Kept {
  readonly hash: string;
  readonly check: AnswerCheck;
  /** Name of the file that it was held against. */
  readonly against: string | undefined;
}

/**
 * What was found so far, by document and record. Results hold for a record's text: an edit makes them old, and they go.
 * Equal records may have different results, since outputs go by their order.
 */
export class AnswerResults implements vscode.Disposable {
  readonly #kept = new Map<string, Map<number, Kept>>();
  /** Results of texts that are no more, by document and hash: Undo brings them back. */
  readonly #parked = new Map<string, Map<string, Kept>>();
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
        this.#parked.delete(uri.toString());
        if (!this.#kept.delete(uri.toString())) return;
        this.#diagnostics.delete(uri);
      }),
    ];
  }

  /** The result for a record as it reads now. */
  of(session: Session, record: RecordAt): AnswerCheck | undefined {
    const kept = this.#kept.get(session.document.uri.toString())?.get(record.index);
    return kept?.hash === textHash(record.text) ? kept.check : undefined;
  }

  /** There is a result for the record, which may be an old one. */
  has(session: Session, index: number): boolean {
    return this.#kept.get(session.document.uri.toString())?.has(index) ?? false;
  }

  keep(session: Session, record: RecordAt, check: AnswerCheck, against: string | undefined): void {
    const key = session.document.uri.toString();
    const kept = this.#kept.get(key) ?? new Map<number, Kept>();
    this.#kept.set(key, kept);
    kept.set(record.index, { hash: textHash(record.text), check, against });
  }

  /** Keeps a result that took its time: the record may have moved since, or been edited; then Undo brings it back. */
  keepLate(session: Session, record: RecordAt, check: AnswerCheck, against: string | undefined): void {
    const there = findRecord(session, record.index, record.text);
    if (there) {
      this.keep(session, there, check, against);
      return;
    }
    const key = session.document.uri.toString();
    const parked = this.#parked.get(key) ?? new Map<string, Kept>();
    this.#parked.set(key, parked);
    const hash = textHash(record.text);
    parked.set(hash, { hash, check, against });
  }

  /** Shows what was kept since. */
  publish(session: Session): void {
    const { uri } = session.document;
    const found: vscode.Diagnostic[] = [];
    for (const [index, { hash, check, against }] of this.#kept.get(uri.toString()) ?? []) {
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
    this.#parked.delete(uri.toString());
    this.#diagnostics.delete(uri);
    this.#changed.fire(uri);
  }

  /** After an edit: results go with their records, and those of edited ones are gone. */
  #follow(document: vscode.TextDocument): void {
    const session = this.sessions.get(document);
    const kept = this.#kept.get(document.uri.toString());
    if (!session || !kept) return;
    const key = document.uri.toString();
    const parked = this.#parked.get(key) ?? new Map<string, Kept>();
    this.#parked.set(key, parked);
    const found = followRecords(kept, session.records(), parked);
    const stays = new Set(found.values());
    for (const one of kept.values()) if (!stays.has(one)) parked.set(one.hash, one);
    while (parked.size > mostParked) parked.delete(parked.keys().next().value!);
    this.#kept.set(key, found);
    this.publish(session);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

/**
 * Results at their records' new places. Equal records keep their order; where not all of them have a result, one that still
 * stands at its place keeps it. A text that came back has the result that it had; it is taken out of `parked`.
 */
function followRecords(
  kept: ReadonlyMap<number, Kept>,
  records: Iterable<RecordAt>,
  parked: Map<string, Kept>,
): Map<number, Kept> {
  const results = new Map<string, { readonly index: number; readonly kept: Kept }[]>();
  for (const [index, one] of kept) {
    const equal = results.get(one.hash) ?? [];
    results.set(one.hash, equal);
    equal.push({ index, kept: one });
  }
  const places = new Map<string, number[]>();
  const found = new Map<number, Kept>();
  for (const { index, text } of records) {
    const hash = textHash(text);
    const back = parked.get(hash);
    if (!results.has(hash)) {
      if (back && parked.delete(hash)) found.set(index, back);
      continue;
    }
    const equal = places.get(hash) ?? [];
    places.set(hash, equal);
    equal.push(index);
  }
  for (const [hash, at] of places) {
    const equal = results.get(hash)!.sort((a, b) => a.index - b.index);
    const stays = at.length === equal.length ? new Set<number>() : new Set(at);
    const moved = equal.filter(({ index, kept: one }) => {
      if (!stays.has(index)) return true;
      found.set(index, one);
      return false;
    });
    const free = at.filter((index) => !found.has(index));
    for (const [i, { kept: one }] of moved.entries()) if (free[i] !== undefined) found.set(free[i], one);
  }
  return found;
}

export function registerCheckAnswer(
  sessions: Sessions,
  results: AnswerResults,
  models: Models,
  { readSmallFile, loadCodeDecoders }: Host,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const files = new AnswerFiles(sessions.service, sessions.configs, readSmallFile);
  const run = new AnswerRun(sessions, results, files, models, loadCodeDecoders, log);
  return vscode.Disposable.from(
    results,
    registerCommand(commands.checkAnswer, log, (uri?: vscode.Uri, index?: number) => run.some(uri, index)),
    registerCommand(commands.checkAnswers, log, () => run.all()),
  );
}

/** Results of texts that are no more which are kept, for each document. */
const mostParked = 1_000;
/** Judges get so many requests without a question. */
const mostUnasked = 20;
/** Samples that judges are asked about at once. */
const mostAtOnce = 4;

const title = (): string => vscode.l10n.t('Check Answer');

class AnswerRun {
  #code: CodeDecoders | undefined;

  constructor(
    private readonly sessions: Sessions,
    private readonly results: AnswerResults,
    private readonly files: AnswerFiles,
    private readonly models: Models,
    private readonly loadCode: Host['loadCodeDecoders'],
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** The sample of a lens; without one those of the selection, or at the cursor. */
  async some(uri: vscode.Uri | undefined, index: number | undefined): Promise<void> {
    const { session, records } = await meantRecords(this.sessions, title(), uri, index);
    const files = await this.#filesOf(session, records);
    if (records.length > 1) return this.#many(session, records, files);
    const [record] = records;
    let check = this.#check(session, record!, files, orderOf(session, record!));
    // Whatever becomes of the judges, what was found without them holds.
    this.results.publish(session);
    const judges = check.state === 'right' ? judgesOf(session) : undefined;
    const ready = judges && (await this.#readyFor(judges, 1));
    let spent = '';
    if (judges && ready)
      await withProgress(vscode.l10n.t('Asking {0}', judges.models.join(', ')), async (_, token) => {
        const asking = new Asking(ready, token);
        check = await this.#judge(session, record!, check, asking, judges);
        spent = asking.spent;
      });
    this.results.publish(session);
    await this.#tell(session, record!, check, files, spent);
  }

  /** The model of the judges, if the person agrees. */
  async #readyFor({ models }: Judges, samples: number): Promise<ReadyModel | undefined> {
    const ready = await this.models.ready();
    if (!(await this.models.consent(ready, samples))) return undefined;
    const requests = samples * models.length * questionsPerJudge;
    if (samples === 1 || requests <= mostUnasked) return ready;
    const ask = vscode.l10n.t('Ask the Judges');
    const chosen = await vscode.window.showWarningMessage(
      vscode.l10n.t('Ask {0} about {1}?', models.join(', '), plural(samples, 'sample')),
      {
        modal: true,
        detail: vscode.l10n.t(
          'That is {0} requests to {1}. Without the judges the answers stay as they were checked.',
          number(requests),
          ready.backend.host,
        ),
      },
      ask,
    );
    return chosen === ask ? ready : undefined;
  }

  /** What judges say of an answer with which nothing else is wrong. */
  async #judge(
    session: Session,
    record: RecordAt,
    check: AnswerCheck,
    asking: Asking,
    judges: Judges,
    prompts = new Prompts(session.document.uri, this.log),
  ): Promise<AnswerCheck> {
    const panel = await askJudges(session, record, asking, judges, prompts);
    const judged = withPanel(check, panel, record.text, session.file);
    this.results.keepLate(session, record, judged, vscode.l10n.t('judges'));
    return judged;
  }

  /** All samples of the file. */
  async all(): Promise<void> {
    const session = await meantSession(this.sessions, vscode.l10n.t('Check All Answers of File'));
    this.results.clear(session.document.uri);
    const records = [...session.records()];
    await this.#many(session, records, await this.#filesOf(session, records));
  }

  /** What the samples are held against; and the parsers, where answers are code. */
  async #filesOf(session: Session, records: readonly RecordAt[]): Promise<FilesOfDataSet> {
    const isCode = ({ text }: RecordAt) => languageOfId(recordId(text)) !== 'python';
    if (!this.#code && session.file.format?.id === 'bfcl' && records.some(isCode)) {
      if (!this.loadCode)
        throw new UserError(
          vscode.l10n.t(
            'answers in Java and JavaScript are read by VS Code on the desktop, and by callsmith answers.',
          ),
        );
      this.#code = await this.loadCode();
    }
    return this.files.of(session);
  }

  async #many(session: Session, records: readonly RecordAt[], files: FilesOfDataSet): Promise<void> {
    const counts = { right: 0, wrong: 0, nothing: 0 };
    const right: { readonly record: RecordAt; readonly check: AnswerCheck }[] = [];
    let isCancelled = false;
    await withProgress(vscode.l10n.t('Checking answers'), async (progress, token) => {
      let until = performance.now() + sliceMs;
      const orders = ordersOf(session);
      let done = 0;
      for (const record of records) {
        if (record.text.trim() === '') continue;
        const check = this.#check(session, record, files, orders(record.index));
        counts[check.state]++;
        if (check.state === 'right') right.push({ record, check });
        done++;
        if (performance.now() < until) continue;
        progress.report({ message: number(done) });
        await nextTurn();
        isCancelled = token.isCancellationRequested;
        if (isCancelled) break;
        until = performance.now() + sliceMs;
      }
    });
    this.results.publish(session);
    const judges = right.length > 0 && !isCancelled ? judgesOf(session) : undefined;
    const ready = judges && (await this.#readyFor(judges, right.length));
    const asked =
      judges && ready
        ? await this.#judgeMany(session, right, ready, judges).finally(() => this.results.publish(session))
        : undefined;
    counts.right -= asked?.wrong ?? 0;
    counts.wrong += asked?.wrong ?? 0;
    const words = vscode.l10n.t('{0} right, {1} wrong', number(counts.right), number(counts.wrong));
    const rest =
      counts.nothing > 0
        ? vscode.l10n.t('; {0} without a call to be checked', plural(counts.nothing, 'sample'))
        : '';
    const basis = [basisWords(files, profileOf(session)), ...(asked ? [asked.words] : [])].join('; ');
    void sayResult(`${words}${rest} (${basis}).`, counts.wrong > 0);
  }

  /** Judges for many samples, some at once. What was judged before somebody cancels stays. */
  async #judgeMany(
    session: Session,
    right: readonly { readonly record: RecordAt; readonly check: AnswerCheck }[],
    ready: ReadyModel,
    judges: Judges,
  ): Promise<{ readonly wrong: number; readonly words: string }> {
    const prompts = new Prompts(session.document.uri, this.log);
    const left = [...right];
    let done = 0;
    let wrong = 0;
    let spent = '';
    await withProgress(vscode.l10n.t('Asking {0}', judges.models.join(', ')), async (progress, token) => {
      const asking = new Asking(ready, token);
      const work = async () => {
        for (let one = left.shift(); one && !token.isCancellationRequested; one = left.shift()) {
          const { record, check } = one;
          try {
            const judged = await this.#judge(session, record, check, asking, judges, prompts);
            if (judged.state === 'wrong') wrong++;
          } catch (error) {
            if (token.isCancellationRequested) return;
            left.length = 0;
            throw error;
          }
          done++;
          progress.report({
            message: `${number(done)} / ${number(right.length)}`,
            increment: 100 / right.length,
          });
        }
      };
      await Promise.all(Array.from({ length: Math.min(mostAtOnce, right.length) }, work));
      spent = asking.spent;
    });
    const judged = vscode.l10n.t('{0} judged', plural(done, 'sample'));
    return { wrong, words: spent === '' ? judged : `${judged}, ${spent}` };
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
      code: this.#code,
      problems: checker.check(record.text, file, 'all').problems,
    });
    const against = output ? files.outputs?.name : expected ? files.expected?.name : undefined;
    this.results.keep(session, record, check, against);
    return check;
  }

  /** One sentence on one sample; a wrong one is shown at its first place. */
  async #tell(
    session: Session,
    record: RecordAt,
    check: AnswerCheck,
    files: FilesOfDataSet,
    spent: string,
  ): Promise<void> {
    const cost = spent === '' ? '' : ` (${spent})`;
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
        ? vscode.l10n.t(
            'The answer is right: {0} of {1} judges say so.',
            panel.verdict.yes,
            panel.judges.length,
          )
        : check.basis === 'tools'
          ? vscode.l10n.t(
              'The calls fit their tools. What else is expected nobody says: name a file of answers in callsmith.config.json to compare with.',
            )
          : vscode.l10n.t('The answer is right ({0}).', basisWords(files, profileOf(session)));
      void vscode.window.showInformationMessage(unlinked(words + cost));
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
          : first!.message + cost,
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

/** How many records stand before a record. Ask in the order of the records: it counts on from the last one. */
function ordersOf({ file, document }: Session): (index: number) => number {
  let [line, order] = [0, 0];
  return (index) => {
    if (file.container !== 'jsonl') return index;
    for (; line < index; line++) if (document.lineAt(line).text.trim() !== '') order++;
    return order;
  };
}

/** How many records stand before this one. */
export const orderOf = (session: Session, { index }: RecordAt): number => ordersOf(session)(index);
