/** Score Sample with Model: how likely the selected model finds a sample's answers now, shown as the same heat without any run. */
import * as vscode from 'vscode';
import { recordId } from '../../core/check/answerFiles.ts';
import { heatOfScores } from '../../core/heat/fromScores.ts';
import { boundsOfVisits } from '../../core/heat/fromTrace.ts';
import type { HeatBounds } from '../../core/heat/heatSample.ts';
import { rankVisits } from '../../core/heat/ranking.ts';
import { linkText } from '../../core/heat/textLinks.ts';
import type { TrainerRow } from '../../core/export/trainerRow.ts';
import { BackendError, isCancellation } from '../../core/model/backendError.ts';
import { defaultAlpha } from '../../core/ssb/shares.ts';
import { lineSha } from '../../core/trace/canonical.ts';
import { type SampleScores, scoreSample } from '../../core/trace/scoredSample.ts';
import type { HeatListRow } from '../../protocol/heatmap.ts';
import { type ReadyModel, type Models } from '../models.ts';
import { UserError, withProgress } from '../run.ts';
import { recordAt } from '../sampleDocuments.ts';
import { readAs, trainerRowOf } from '../recordViews.ts';
import type { RecordAt, Session } from '../session.ts';
import type { Sessions } from '../sessions.ts';
import { number, plural } from '../words.ts';
import { toolsOf } from './heatList.ts';
import { type HeatSubject, linkSource } from './heatSubject.ts';
import { meantRecords } from './selectedRecords.ts';

/** From so many samples on it is asked first. */
const askFrom = 21;
/** Bytes of scores that are kept, about: those of samples that were scored longest ago go first. */
const mostKept = 64 * 1024 * 1024;
/** Bytes of a token's numbers, and of a character. */
const [tokenBytes, characterBytes] = [20, 2];

/** A sample that was scored. */
interface Scored {
  readonly scores: SampleScores;
  readonly model: string;
  readonly host: string;
}

const bytesOf = ({ scores: { sample } }: Scored): number =>
  sample.starts.length * tokenBytes + sample.text.length * characterBytes;

/** What models said of samples; kept until the window is closed, and never written anywhere. */
export class Scores {
  readonly #byLine = new Map<string, Scored>();
  #bytes = 0;
  #revision = 0;

  constructor(private readonly sessions: Sessions) {}

  add(text: string, scored: Scored): void {
    this.#revision++;
    this.forget(text);
    this.#byLine.set(lineSha(text), scored);
    this.#bytes += bytesOf(scored);
    for (const [sha, oldest] of this.#byLine) {
      if (this.#bytes <= mostKept || oldest === scored) break;
      this.#drop(sha, oldest);
    }
  }

  #drop(sha: string, scored: Scored): void {
    this.#byLine.delete(sha);
    this.#revision++;
    this.#bytes -= bytesOf(scored);
  }

  /** What a model's scores are like, so that colours of its samples can be compared. */
  #boundsOf(model: string): HeatBounds {
    const of = [...this.#byLine.values()].filter((one) => one.model === model);
    return boundsOfVisits(of.flatMap(({ scores }) => scores.sample.visits));
  }

  /** Forgets what was said of a sample: its recorded run is shown again. */
  forget(text: string): void {
    const sha = lineSha(text);
    const known = this.#byLine.get(sha);
    if (known) this.#drop(sha, known);
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
        bounds: this.#boundsOf(model),
        faults: [],
        actions: [{ id: 'forget-scores', label: vscode.l10n.t('Forget These Scores') }],
      },
      known: undefined,
      matches: [],
      staleNote: undefined,
      recorded: 0,
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
    const view = readAs(this.sessions, session);
    return rankVisits(samples).map((ranked) => {
      const record = records.get(ranked.key)!;
      return {
        ...ranked,
        line: record.toRange({ start: 0, end: 0 }).start.line + 1,
        id: recordId(record.text),
        tools: toolsOf(record, view),
        stale: false,
        hard: isHard(record),
      };
    });
  }

  /** Grows whenever scores come or go. */
  get revision(): number {
    return this.#revision;
  }

  /** Mean loss of a sample's calls, nats; `undefined` where it was not scored. */
  callLossOf(text: string): number | undefined {
    const loss = this.#byLine.get(lineSha(text))?.scores.sample.visits.at(-1)?.scalars['loss_call'];
    return loss !== undefined && Number.isFinite(loss) ? loss : undefined;
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
      const row = trainerRowOf(this.sessions, session, record);
      const isNothing = row === undefined || typeof row === 'string' || row.parts.length === 0;
      return isNothing ? [] : [{ record, row }];
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
