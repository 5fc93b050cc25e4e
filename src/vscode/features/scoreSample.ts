/** Score Sample with Model: how likely the selected model finds a sample's answers now, shown as the same heat without any run. */
import * as vscode from 'vscode';
import { recordId } from '../../core/check/answerFiles.ts';
import { heatOfScores } from '../../core/heat/fromScores.ts';
import { rankVisits } from '../../core/heat/ranking.ts';
import { linkText } from '../../core/heat/textLinks.ts';
import { readSource } from '../../core/cot/source.ts';
import { type TrainerRow, trainerRow } from '../../core/export/trainerRow.ts';
import { BackendError, isCancellation } from '../../core/model/backendError.ts';
import { defaultAlpha } from '../../core/ssb/shares.ts';
import { lineSha } from '../../core/trace/canonical.ts';
import type { TraceSample } from '../../core/trace/run.ts';
import { type SampleScores, scoreSample } from '../../core/trace/scoredSample.ts';
import type { HeatListRow } from '../../protocol/heatmap.ts';
import { type ReadyModel, type Models } from '../models.ts';
import { UserError, withProgress } from '../run.ts';
import { recordAt } from '../sampleDocuments.ts';
import { hintsOf, type RecordAt, type Session } from '../session.ts';
import type { Sessions } from '../sessions.ts';
import { number, plural } from '../words.ts';
import { type HeatSubject, linkSource } from './heatSubject.ts';
import { meantRecords } from './selectedRecords.ts';

/** From so many samples on it is asked first. */
const askFrom = 21;
/** Samples whose scores are kept. */
const mostKept = 2_000;

/** A sample that was scored. */
interface Scored {
  readonly scores: SampleScores;
  readonly model: string;
  readonly host: string;
}

/** What models said of samples; kept until the window is closed, and never written anywhere. */
export class Scores {
  readonly #byLine = new Map<string, Scored>();

  constructor(private readonly sessions: Sessions) {}

  add(text: string, scored: Scored): void {
    this.#byLine.set(lineSha(text), scored);
    if (this.#byLine.size > mostKept) this.#byLine.delete(this.#byLine.keys().next().value!);
  }

  /** Forgets what was said of a sample: its recorded run is shown again. */
  forget(text: string): void {
    this.#byLine.delete(lineSha(text));
  }

  /** The heat of a sample that was scored as it is; `undefined` for any other. */
  subjectOf(session: Session, record: RecordAt): HeatSubject | undefined {
    const scored = this.#byLine.size > 0 ? this.#byLine.get(lineSha(record.text)) : undefined;
    if (!scored) return undefined;
    const { scores, model, host } = scored;
    const source = linkSource(session, record);
    const links = source && linkText(scores.sample.text, scores.sample.meta, source);
    const sample = heatOfScores(scores.sample, defaultAlpha, links);
    return {
      sample,
      links,
      run: {
        id: `scored ${model}`,
        name: vscode.l10n.t('Scored by {0}', model),
        facts: [
          [vscode.l10n.t('model'), model],
          [vscode.l10n.t('server'), host],
          [
            vscode.l10n.t('text'),
            scores.mode === 'chat'
              ? vscode.l10n.t('as the server’s chat template writes it')
              : vscode.l10n.t('plain, without a chat template'),
          ],
          [vscode.l10n.t('asked'), plural(scores.usage.input, 'token')],
        ],
        note:
          scores.mode === 'chat'
            ? vscode.l10n.t(
                'Scored by a model server, not recorded in training: weights are those that SSB would give.',
              )
            : vscode.l10n.t(
                'Scored as plain text, since this server does not score with its chat template: the model was trained on something else, so losses are too high. Weights are those that SSB would give.',
              ),
        steps: [],
        bounds: boundsOf(scores.sample),
        faults: [],
        actions: [{ id: 'forget-scores', label: vscode.l10n.t('Forget These Scores') }],
      },
      known: undefined,
      matches: [],
      staleNote: undefined,
    };
  }

  /** The samples of a file that were scored, those first whose call the model finds least likely. */
  rows(session: Session, isHard: (record: RecordAt) => boolean): HeatListRow[] {
    const records = new Map<string, RecordAt>();
    for (const record of session.records()) {
      const sha = lineSha(record.text);
      const scored = this.#byLine.get(sha);
      if (scored) records.set(scored.scores.sample.render.key, record);
    }
    const samples = [...records].map(([key, record]) => ({
      key,
      visits: this.#byLine.get(lineSha(record.text))!.scores.sample.visits,
    }));
    return rankVisits(samples).map((ranked) => {
      const record = records.get(ranked.key)!;
      return {
        ...ranked,
        line: record.toRange({ start: 0, end: 0 }).start.line + 1,
        id: recordId(record.text),
        tools: [],
        stale: false,
        hard: isHard(record),
      };
    });
  }

  /** The record whose scores have this key. */
  recordOf(session: Session, key: string): RecordAt | undefined {
    for (const record of session.records())
      if (this.#byLine.get(lineSha(record.text))?.scores.sample.render.key === key) return record;
    return undefined;
  }

  /**
   * Scores the samples that are meant.
   * @returns the first that was scored; `undefined` when the person did not want it
   * @throws UserError, BackendError
   */
  async score(
    models: Models,
    uri?: vscode.Uri,
    index?: number,
  ): Promise<{ readonly session: Session; readonly record: RecordAt } | undefined> {
    const title = vscode.l10n.t('Score Sample with Model');
    const { session, records } = await meantRecords(this.sessions, title, uri, index);
    const ready = await models.ready();
    if (!ready.scorer)
      throw new UserError(
        vscode.l10n.t(
          'the models of VS Code do not tell how likely they find a text; select a server such as vLLM with "Select Model Backend".',
        ),
      );
    const rows = records.flatMap((record) => {
      const row = this.#rowOf(session, record);
      return typeof row === 'string' ? [] : [{ record, row }];
    });
    if (rows.length === 0)
      throw new UserError(
        vscode.l10n.t('nothing is learnt from these samples, so there is nothing to score.'),
      );
    if (!(await models.consent(ready, rows.length))) return undefined;
    if (rows.length >= askFrom && !(await isMeant(rows.length, ready))) return undefined;
    return this.#run(session, rows, ready, records.length - rows.length);
  }

  async #run(
    session: Session,
    rows: readonly { readonly record: RecordAt; readonly row: TrainerRow }[],
    ready: ReadyModel,
    left: number,
  ): Promise<{ readonly session: Session; readonly record: RecordAt } | undefined> {
    let first: RecordAt | undefined;
    let [done, tokens, usd, isPriced] = [0, 0, 0, true];
    const failures: string[] = [];
    try {
      await withProgress(
        vscode.l10n.t('Scoring {0} with {1}', plural(rows.length, 'sample'), ready.model),
        async (progress, token) => {
          for (const { record, row } of rows) {
            progress.report({
              message: vscode.l10n.t('{0} of {1}', number(done + failures.length + 1), number(rows.length)),
              increment: 100 / rows.length,
            });
            const scores = await scoreOne(row, ready, token);
            if (typeof scores === 'string') {
              failures.push(scores);
              continue;
            }
            done++;
            tokens += scores.usage.input + scores.usage.output;
            if (scores.cost) usd += scores.cost.usd;
            else isPriced = false;
            this.add(record.text, { scores, model: ready.model, host: ready.backend.host });
            first ??= record;
          }
        },
      );
    } catch (error) {
      // What was scored before it was cancelled is kept.
      if (!isCancellation(error) || !first) throw error;
    }
    if (!first) throw new UserError(failures[0] ?? vscode.l10n.t('nothing was scored.'));
    const spent = isPriced ? `${plural(tokens, 'token')}, $${usd.toPrecision(2)}` : plural(tokens, 'token');
    const words = [
      vscode.l10n.t('Callsmith: {0} scored with {1} ({2}).', plural(done, 'sample'), ready.model, spent),
      ...(failures.length > 0
        ? [vscode.l10n.t('{0} could not be scored: {1}', number(failures.length), failures[0]!)]
        : []),
      ...(left > 0 ? [vscode.l10n.t('{0} left out, since nothing is learnt from them.', number(left))] : []),
    ].join(' ');
    if (failures.length > 0) void vscode.window.showWarningMessage(words);
    else void vscode.window.showInformationMessage(words);
    const record = recordAt(session, first.index);
    return record?.text === first.text ? { session, record } : undefined;
  }

  #rowOf(session: Session, record: RecordAt): TrainerRow | string {
    const { file } = session;
    const source =
      file.format && readSource(record.text, file.format, hintsOf(session.document.uri, file.mapping));
    if (!source) return '';
    const origin = { dataset: '', line: record.index + 1, id: recordId(record.text) };
    const row = trainerRow(source, this.sessions.service.checker.tools, origin);
    return typeof row !== 'string' && row.parts.length === 0 ? '' : row;
  }
}

/** A sentence where this sample cannot be scored; what would fail for each is thrown. */
async function scoreOne(
  row: TrainerRow,
  { scorer, model }: ReadyModel,
  token: vscode.CancellationToken,
): Promise<SampleScores | string> {
  try {
    return await scoreSample(row, scorer!, { model, alpha: defaultAlpha }, token);
  } catch (error) {
    const isOfThis =
      error instanceof BackendError && (error.code === 'context-length' || error.code === 'too-large');
    if (isOfThis) return error.message;
    throw error;
  }
}

async function isMeant(samples: number, { backend }: ReadyModel): Promise<boolean> {
  const score = vscode.l10n.t('Score');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Score {0} with {1}?', plural(samples, 'sample'), backend.host),
    {
      modal: true,
      detail: vscode.l10n.t('At least one request goes out for each sample, with all of its text.'),
    },
    score,
  );
  return chosen === score;
}

/** Of one sample: its own weights, and its worst segment. */
function boundsOf({ visits }: TraceSample): HeatSubject['run']['bounds'] {
  const { n_think = 0, n_call = 0, loss_think, loss_call } = visits[0]!.scalars as Record<string, number>;
  const weights = [
    ...(n_think > 0 ? [(n_call > 0 ? defaultAlpha : 1) / n_think] : []),
    ...(n_call > 0 ? [(n_think > 0 ? 1 - defaultAlpha : 1) / n_call] : []),
  ];
  const losses = [loss_think, loss_call].filter((loss): loss is number => Number.isFinite(loss) && loss! > 0);
  return {
    weight: weights.length > 0 ? [Math.min(...weights), Math.max(...weights)] : [1e-4, 1],
    loss: losses.length > 0 ? Math.max(...losses) : 4,
  };
}
