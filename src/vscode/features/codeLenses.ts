/**
 * Code lenses above records: what is wrong with it, Edit Sample, its format. Places are given at once, words when a lens
 * is visible. In a long file only the records around the visible part have lenses: VS Code asks for all lenses of a
 * document again after each pause in typing, and takes every one over to its window.
 */
import * as vscode from 'vscode';
import type { AnswerCheck } from '../../core/check/sampleCheck.ts';
import { mayHaveThoughts } from '../../core/cot/thoughtHabits.ts';
import { summaryOf, type VisitSummary } from '../../core/heat/ranking.ts';
import type { Problem } from '../../core/rules/types.ts';
import { commands, settings } from '../ids.ts';
import { recordAt } from '../sampleDocuments.ts';
import type { Session } from '../session.ts';
import { isSample, type Sessions } from '../sessions.ts';
import { sliceMs } from '../run.ts';
import type { Traces } from '../traces.ts';
import { plural } from '../words.ts';
import type { AnswerResults } from './checkAnswer.ts';
import { selector } from './providers.ts';

/** Files of at most this many records have all their lenses. */
const maxAll = 1_000;
/** Records above and below the visible ones that have lenses in a longer file, and how near its end scrolling may come. */
const around = 300;
const near = 80;

type Part = 'problems' | 'answer' | 'new-answer' | 'model' | 'thought' | 'weights' | 'edit' | 'format';

/** A lens that knows what it is for. */
class SampleLens extends vscode.CodeLens {
  constructor(
    range: vscode.Range,
    readonly session: Session,
    readonly index: number,
    readonly part: Part,
  ) {
    super(range);
  }
}

export function registerCodeLenses(
  sessions: Sessions,
  answers: AnswerResults,
  traces: Traces,
): vscode.Disposable {
  const lenses = new Lenses(sessions, answers, traces);
  return vscode.Disposable.from(lenses, vscode.languages.registerCodeLensProvider(selector, lenses));
}

class Lenses implements vscode.CodeLensProvider<SampleLens>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];
  /** The lines that have lenses, of documents where not all have. */
  readonly #windows = new WeakMap<vscode.TextDocument, { readonly from: number; readonly to: number }>();
  /** What VS Code has of a document: the format at that time, and the words of lenses that were visible, by record. */
  readonly #given = new WeakMap<
    vscode.TextDocument,
    { readonly format: string | undefined; readonly words: Map<number, string> }
  >();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looking: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly sessions: Sessions,
    private readonly answers: AnswerResults,
    private readonly traces: Traces,
  ) {
    this.#subscriptions = [
      this.#changed,
      traces.onDidChange(() => this.#later(0)),
      answers.onDidChange(() => this.#later(0)),
      // New findings, another format: the words that a person sees may be other ones, at most twice a second.
      sessions.onDidChange(() => this.#lookSoon(500)),
      vscode.window.onDidChangeTextEditorVisibleRanges((event) => {
        if (this.#isNearEdge(event.textEditor)) this.#later(100);
        else this.#lookSoon(100);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settings.section}.${settings.codeLens}`)) this.#changed.fire();
      }),
    ];
  }

  #later(milliseconds: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#changed.fire();
    }, milliseconds);
  }

  #lookSoon(milliseconds: number): void {
    this.#looking ??= setTimeout(() => {
      this.#looking = undefined;
      if (vscode.window.visibleTextEditors.some((editor) => this.#isOld(editor))) this.#later(0);
    }, milliseconds);
  }

  /** A lens in sight says something that is no longer so. VS Code builds all lenses anew when it is told that. */
  #isOld({ document, visibleRanges }: vscode.TextEditor): boolean {
    const given = this.#given.get(document);
    if (!given) return false;
    const session = this.sessions.get(document);
    if (given.format !== (session && formatOf(session))) return true;
    if (!session) return false;
    const isLines = session.file.container === 'jsonl';
    for (const [index, words] of given.words) {
      const isVisible = visibleRanges.some(({ start, end }) => index >= start.line && index <= end.line);
      if (isLines && !isVisible) continue;
      const record = recordAt(session, index);
      if (!record || problemWords(session.problemsAt(record)) !== words) return true;
    }
    return false;
  }

  #isNearEdge({ document, visibleRanges }: vscode.TextEditor): boolean {
    const window = this.#windows.get(document);
    const first = visibleRanges[0]?.start.line;
    const last = visibleRanges.at(-1)?.end.line;
    if (!window || first === undefined || last === undefined) return false;
    return (
      (window.from > 0 && first < window.from + near) ||
      (window.to < document.lineCount && last > window.to - near)
    );
  }

  async provideCodeLenses(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<SampleLens[]> {
    const section = vscode.workspace.getConfiguration(settings.section, document);
    if (!section.get<boolean>(settings.codeLens, true) || isSample(document)) return [];
    const session = this.sessions.get(document) ?? (await this.sessions.open(document));
    if (token.isCancellationRequested) return [];
    const format = session && formatOf(session);
    this.#given.set(document, { format, words: new Map() });
    if (!session || format === undefined) return [];
    const lenses: SampleLens[] = [];
    const parts = partsOf(session, this.traces.concerns(session));
    const { from, to } = this.#window(document);
    const visible = visibleRanges(document);
    const until = performance.now() + sliceMs;
    for (const { index, line } of places(session, from, to)) {
      const range = new vscode.Range(line, 0, line, 0);
      // What a person sees has its words at once, as far as there is time: to ask for them takes the window as long again.
      const isVisible =
        visible.length === 0
          ? index < 40
          : visible.some(({ start, end }) => line >= start.line && line <= end.line);
      const hasWords = isVisible && performance.now() < until;
      for (const part of this.#isWrong(session, index) ? withNewAnswer(parts) : parts) {
        const lens = new SampleLens(range, session, index, part);
        lenses.push(hasWords ? this.resolveCodeLens(lens) : lens);
      }
    }
    return lenses;
  }

  /** The sample's own answer was checked and found wrong: another one can be asked for. */
  #isWrong(session: Session, index: number): boolean {
    if (!this.answers.has(session, index)) return false;
    const record = recordAt(session, index);
    const check = record && this.answers.of(session, record);
    return check?.state === 'wrong' && check.basis !== 'output';
  }

  #window(document: vscode.TextDocument): { from: number; to: number } {
    if (document.lineCount <= maxAll) return { from: 0, to: document.lineCount };
    const visible = visibleRanges(document);
    const from = Math.max(
      0,
      Math.min(...visible.map((range) => range.start.line), document.lineCount) - around,
    );
    const to = Math.min(document.lineCount, Math.max(...visible.map((range) => range.end.line), 0) + around);
    const window = from < to ? { from, to } : { from: 0, to: around };
    this.#windows.set(document, window);
    return window;
  }

  resolveCodeLens(lens: SampleLens): SampleLens {
    const { session, index, part } = lens;
    const { uri } = session.document;
    if (part === 'edit') {
      lens.command = {
        title: vscode.l10n.t('$(edit) Edit Sample'),
        tooltip: vscode.l10n.t(
          'Open this record by itself, laid out for reading; saving writes back only what you changed',
        ),
        command: commands.editSample,
        arguments: [uri, index],
      };
    } else if (part === 'answer') {
      lens.command = answerCommand(session, index, this.answers);
    } else if (part === 'model') {
      lens.command = {
        title: `$(hubot)\u00a0${vscode.l10n.t('Model Answer')}`,
        tooltip: vscode.l10n.t(
          'Ask a model the question of this sample, and compare its answer with the expected one',
        ),
        command: commands.modelAnswer,
        arguments: [uri, index],
      };
    } else if (part === 'thought') {
      lens.command = {
        title: `$(refresh)\u00a0${vscode.l10n.t('Regenerate CoT')}`,
        tooltip: vscode.l10n.t(
          'Ask a model for another chain of thought that leads to this answer; it is shown as a diff, and nothing else changes',
        ),
        command: commands.regenerateThought,
        arguments: [uri, index],
      };
    } else if (part === 'new-answer') {
      lens.command = {
        title: `$(refresh)\u00a0${vscode.l10n.t('Regenerate Answer')}`,
        tooltip: vscode.l10n.t(
          'Ask a model what to call instead; it is shown as a diff with the arguments that differ, and nothing else changes',
        ),
        command: commands.regenerateAnswer,
        arguments: [uri, index],
      };
    } else if (part === 'weights') {
      lens.command = weightsCommand(session, index, this.traces);
    } else if (part === 'format') {
      lens.command = {
        title: session.state.format.id,
        tooltip: vscode.l10n.t('The format of this file; click to choose another'),
        command: commands.pickFormat,
      };
    } else {
      lens.command = problemsCommand(session, lens);
      this.#given.get(session.document)?.words.set(index, lens.command.title);
    }
    return lens;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#looking);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

/** Samples have answers to be checked; a list of tools or a file of answers has none. */
function partsOf({ file }: Session, wasTrained: boolean): readonly Part[] {
  if (file.kind !== 'samples' || !file.format) return ['problems', 'edit', 'format'];
  const thought: readonly Part[] = mayHaveThoughts(file.format.id) ? ['thought'] : [];
  const weights: readonly Part[] = wasTrained ? ['weights'] : [];
  return ['problems', 'answer', ...weights, 'model', ...thought, 'edit', 'format'];
}

/** What to do about a wrong answer stands beside the words that say so. */
function withNewAnswer(parts: readonly Part[]): readonly Part[] {
  return parts.flatMap((part): readonly Part[] => (part === 'answer' ? ['answer', 'new-answer'] : [part]));
}

/** How the sample went in the latest run that has it. */
function weightsCommand(session: Session, index: number, traces: Traces): vscode.Command {
  const record = recordAt(session, index);
  const found = record && traces.same(session, record.text)[0];
  const summary = found && summaryOf(found.known.run.visits(found.match.keys.at(-1)!), found.known.loss);
  const what = vscode.l10n.t(
    'How much the loss weighs each token of this sample, and how well the model predicted it',
  );
  return {
    title: `$(graph)\u00a0${summary ? vscode.l10n.t('Weights ({0})', summaryWords(summary)) : vscode.l10n.t('Weights')}`,
    tooltip: found
      ? vscode.l10n.t('{0}; run "{1}"', what, found.known.name)
      : vscode.l10n.t('{0}; no run has this sample as it is', what),
    command: commands.showWeights,
    arguments: [session.document.uri, index],
  };
}

/** `3 visits · call share 31 % · call loss 0.12 ↓`; shares are of the sample's loss at its last visit. */
function summaryWords({ visits, callShare, lossCall, change }: VisitSummary): string {
  const arrow = change === undefined || Math.abs(change) < 0.005 ? '' : change < 0 ? ' ↓' : ' ↑';
  return [
    plural(visits, 'visit'),
    ...(callShare === undefined ? [] : [vscode.l10n.t('call share {0} %', Math.round(100 * callShare))]),
    ...(lossCall === undefined ? [] : [vscode.l10n.t('call loss {0}', lossCall.toFixed(2)) + arrow]),
  ].join(' · ');
}

/** Before the check its name, behind it what came of it. */
function answerCommand(session: Session, index: number, answers: AnswerResults): vscode.Command {
  const record = recordAt(session, index);
  const check = record && answers.of(session, record);
  return {
    title: answerWords(check),
    tooltip: answerTooltip(check),
    command: commands.checkAnswer,
    arguments: [session.document.uri, index],
  };
}

function answerWords(check: AnswerCheck | undefined): string {
  switch (check?.state) {
    case 'right':
      return `$(pass)\u00a0${
        check.panel
          ? vscode.l10n.t('answer right · {0}/{1} judges', check.panel.verdict.yes, check.panel.judges.length)
          : check.basis === 'tools'
            ? vscode.l10n.t('calls fit tools')
            : vscode.l10n.t('answer right')
      }`;
    case 'wrong':
      return `$(error)\u00a0${
        check.problems.length === 1
          ? vscode.l10n.t('answer wrong')
          : vscode.l10n.t('answer wrong in {0} places', check.problems.length)
      }`;
    case 'nothing':
      return `$(circle-slash)\u00a0${vscode.l10n.t('no call to check')}`;
    case undefined:
      return `$(checklist)\u00a0${vscode.l10n.t('Check Answer')}`;
  }
}

function answerTooltip(check: AnswerCheck | undefined): string {
  if (check?.state === 'right' && check.panel)
    return check.panel.judges
      .map(({ judge, score, said }) => `${judge}: ${score === undefined ? '–' : score.toFixed(2)} ${said}`)
      .join('\n');
  if (check?.state === 'wrong')
    return check.problems
      .slice(0, 5)
      .map(({ message }) => message)
      .join('\n');
  return check
    ? vscode.l10n.t('Click to check again')
    : vscode.l10n.t(
        'Compare the calls with the expected ones, or with their tools where nothing else is known',
      );
}

/** What the lenses of a session depend on, beside the findings. */
function formatOf(session: Session): string | undefined {
  return session.file.format === undefined ? undefined : session.state.format.id;
}

function visibleRanges(document: vscode.TextDocument): readonly vscode.Range[] {
  return vscode.window.visibleTextEditors
    .filter((editor) => editor.document === document)
    .flatMap((editor) => editor.visibleRanges);
}

/** The records that begin in lines `[from, to)` and hold something. */
function* places(session: Session, from: number, to: number): Iterable<{ index: number; line: number }> {
  const { document } = session;
  if (session.file.container === 'jsonl') {
    for (let line = from; line < to; line++)
      if (document.lineAt(line).text.trim() !== '') yield { index: line, line };
    return;
  }
  for (const record of session.records()) {
    const { line } = record.toRange({ start: 0, end: 0 }).start;
    if (line >= from && line < to) yield { index: record.index, line };
  }
}

function problemsCommand(session: Session, lens: SampleLens): vscode.Command {
  const record = recordAt(session, lens.index);
  const problems = record ? session.problemsAt(record) : [];
  const title = problemWords(problems);
  const place = record && problems[0] ? record.toRange(problems[0].span) : undefined;
  // A lens without a command is words only.
  if (!place) return { title, command: '' };
  return {
    title,
    tooltip: problems
      .slice(0, 5)
      .map(({ message }) => message)
      .join('\n'),
    command: commands.showProblem,
    arguments: [session.document.uri, place],
  };
}

function problemWords(problems: readonly Problem[]): string {
  const count = (severity: Problem['severity']) => problems.filter((p) => p.severity === severity).length;
  const [errors, warnings, hints] = [count('error'), count('warning'), count('hint')];
  const parts = [
    ...(errors > 0 ? [`$(error)\u00a0${plural(errors, 'error')}`] : []),
    ...(warnings > 0 ? [`$(warning)\u00a0${plural(warnings, 'warning')}`] : []),
    ...(hints > 0 ? [`$(info)\u00a0${plural(hints, 'hint')}`] : []),
  ];
  return parts.length > 0 ? parts.join(' ') : vscode.l10n.t('$(check) no problems');
}
