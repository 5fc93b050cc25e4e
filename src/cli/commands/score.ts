/** `callsmith score`: how well a model predicts the answers of a data set, token by token, without training it. */
import { basename, resolve } from 'node:path';
import { createEndpoint, type Endpoint } from '../../backends/endpoint.ts';
import { createEnvironmentKeys, keyVariables } from '../../backends/keys.ts';
import { probeServer } from '../../backends/probe.ts';
import type { ServerKind } from '../../backends/quirks.ts';
import { createTextScorer } from '../../backends/textScorer.ts';
import { recordId } from '../../core/check/answerFiles.ts';
import { readSource } from '../../core/cot/source.ts';
import { trainerRow, type TrainerRow } from '../../core/export/trainerRow.ts';
import { BackendError, type BackendErrorCode } from '../../core/model/backendError.ts';
import type { ScoringMode, TextScorer } from '../../core/model/scoring.ts';
import { CancelledError, throwIfCancelled } from '../../core/ports.ts';
import { createService, type Service } from '../../core/service.ts';
import { scoredSample, scoreSample, type SampleScores } from '../../core/trace/scoredSample.ts';
import { recordsOf } from '../../node/records.ts';
import { BufferedOutput, exitStatus, type Io, UserError } from '../io.ts';
import { nameOf, openSamples } from '../openDataSet.ts';
import { ScoredReplies } from '../scoredReplies.ts';
import { visible } from '../terminal.ts';

/** Its flags. */
export interface ScoreFlags {
  readonly baseUrl?: string;
  readonly model?: string;
  readonly kind?: ServerKind;
  readonly keyVariable: string;
  readonly mode?: ScoringMode;
  /** Lines on which records begin, both ends in the range. */
  readonly lines?: readonly (readonly [from: number, to: number])[];
  readonly alpha: number;
  /** Replies that a server gave before; then nobody is asked. */
  readonly replies?: string;
  readonly as?: string;
  readonly format: 'pretty' | 'ndjson';
}

/** Samples that the readable report lists. */
const mostListed = 20;
/** Most sentences on samples that could not be scored. */
const mostWarnings = 20;

/** What came of a sample. */
type Scored = Pick<SampleScores, 'sample' | 'cost'> & {
  readonly mode: ScoringMode | 'given';
  readonly way: string;
  /** Tokens that were sent; absent where nobody was asked. */
  readonly sent?: number;
};

/** Where scores come from. */
interface ScoreSource {
  /** What scored, for the report. */
  readonly title: string;
  /** A sentence where a sample cannot be scored; what would fail for each is thrown. */
  score(row: TrainerRow): Promise<Scored | string>;
}

/** A sample, and what came of it. */
interface Row {
  readonly line: number;
  readonly id: string | undefined;
  readonly scores: Scored;
}

/**
 * Runs the command; the exit status.
 * @throws UserError, CancelledError, OutputClosedError
 */
export async function score(paths: readonly string[], flags: ScoreFlags, io: Io): Promise<number> {
  const source =
    flags.replies === undefined ? await serverSource(flags, io) : repliesSource(flags.replies, flags, io);
  const service = createService();
  const out = new BufferedOutput(io.stdout);
  const run = new ScoreRun(flags, source, out, io);
  for (const path of paths) await run.file(service, resolve(io.cwd, path));
  await out.flush();
  for (const warning of run.warnings) await io.stderr.write(`callsmith: ${visible(warning)}\n`);
  if (run.failed > run.warnings.length)
    await io.stderr.write(`callsmith: ${run.failed - run.warnings.length} more like these are not told.\n`);
  if (run.scored === 0) return exitStatus.couldNotRun;
  return run.failed > 0 ? exitStatus.findings : exitStatus.ok;
}

/** The server and the model that are asked. @throws UserError where one of them is not named */
async function serverOf(
  { baseUrl, model, kind, keyVariable }: ScoreFlags,
  io: Io,
): Promise<{ readonly endpoint: Endpoint; readonly model: string; readonly scorer: TextScorer }> {
  const address = baseUrl ?? io.env[keyVariables.baseUrl] ?? '';
  if (address === '' && kind === undefined)
    throw new UserError(`Name the server with --base-url or ${keyVariables.baseUrl}.`);
  const named = createEndpoint(address, kind);
  if (typeof named === 'string') throw new UserError(named);
  const environment = { ...io.env, [keyVariables.key]: io.env[keyVariable] };
  const keys = createEnvironmentKeys(environment, named.baseUrl);
  if (named.readable && (await keys.keyFor(named.origin)) !== undefined)
    await io.stderr.write(
      `callsmith: ${visible(named.host)} is asked without TLS: key and samples can be read on the way.\n`,
    );
  if (model !== undefined && model.trim() !== '')
    return { endpoint: named, model, scorer: createTextScorer({ endpoint: named, keys }) };
  const probe = await probeServer(named, { keys, token: io.token });
  throwIfCancelled(io.token);
  if (!probe.ok) throw new UserError(`${probe.error.message} Or name the model with --model.`);
  const [only, ...others] = probe.models;
  if (only === undefined || others.length > 0)
    throw new UserError(
      `Name the model with --model. ${probe.endpoint.host} has ${probe.models.slice(0, 20).join(', ') || 'none'}.`,
    );
  // The list of models may have told the kind; what the person named goes before it.
  const endpoint = kind === undefined ? probe.endpoint : named;
  return { endpoint, model: only, scorer: createTextScorer({ endpoint, keys }) };
}

/** Errors that say nothing of the next sample; and those that say nothing of it where a sample was scored before. */
const ofOneSample: ReadonlySet<BackendErrorCode> = new Set(['context-length', 'too-large']);
const ofSomeSamples: ReadonlySet<BackendErrorCode> = new Set(['no-scores', 'malformed', 'server', 'refused']);

/** Asks a server. @throws UserError where it or its model is not named */
async function serverSource(flags: ScoreFlags, io: Io): Promise<ScoreSource> {
  const { endpoint, model, scorer } = await serverOf(flags, io);
  await io.stderr.write(
    `callsmith: samples are sent to ${visible(endpoint.host)}, model ${visible(model)}.\n`,
  );
  const { alpha } = flags;
  // That of the first sample: numbers of two modes say nothing of each other.
  let { mode } = flags;
  let scored = 0;
  return {
    title: model,
    async score(row) {
      try {
        const found = await scoreSample(row, scorer, { model, alpha, ...(mode && { mode }) }, io.token);
        if (typeof found === 'string') return found;
        mode ??= found.mode;
        scored++;
        const { sample, way, usage, cost } = found;
        return { sample, mode: found.mode, way, sent: usage.input, ...(cost && { cost }) };
      } catch (error) {
        if (!(error instanceof BackendError)) throw error;
        if (error.code === 'cancelled') throw new CancelledError();
        // What the server says may repeat a sample: it is the person's own, on their own screen.
        const words = error.detail === undefined ? error.message : `${error.message}\n${error.detail}`;
        if (ofOneSample.has(error.code) || (scored > 0 && ofSomeSamples.has(error.code))) return words;
        throw new UserError(words);
      }
    },
  };
}

/** Reads what a server said before. @throws UserError where it cannot be read */
function repliesSource(name: string, { alpha }: ScoreFlags, io: Io): ScoreSource {
  const replies = new ScoredReplies(resolve(io.cwd, name), name);
  return {
    title: name,
    async score(row) {
      const scored = replies.of(row);
      if (typeof scored === 'string') return scored;
      const sample = scoredSample(row, scored, alpha);
      return typeof sample === 'string' ? sample : { sample, mode: 'given', way: scored[0]!.scores.source };
    },
  };
}

class ScoreRun {
  readonly warnings: string[] = [];
  scored = 0;
  failed = 0;

  constructor(
    private readonly flags: ScoreFlags,
    private readonly source: ScoreSource,
    private readonly out: BufferedOutput,
    private readonly io: Io,
  ) {}

  async file(service: Service, path: string): Promise<void> {
    const { as, lines, format } = this.flags;
    const name = nameOf(path, this.io);
    const data = openSamples(service, path, as, this.io);
    const rows: Row[] = [];
    let left = 0;
    for (const { text, line } of recordsOf(path, data.container)) {
      throwIfCancelled(this.io.token);
      if (lines && !lines.some(([from, to]) => line >= from && line <= to)) continue;
      const source = readSource(text, data.format, data);
      const id = recordId(text);
      const row = source && trainerRow(source, service.checker.tools, { dataset: basename(path), line, id });
      if (row === undefined || typeof row === 'string' || row.parts.length === 0) {
        left++;
        continue;
      }
      const scores = await this.source.score(row);
      if (typeof scores === 'string') {
        this.#fail(`${name}:${line}: ${scores}`);
        if (format === 'ndjson')
          await this.out.write(`${JSON.stringify({ file: name, line, id: id ?? null, error: scores })}\n`);
        continue;
      }
      this.scored++;
      if (format === 'ndjson') await this.out.write(sampleLine(name, line, id, scores));
      else rows.push({ line, id, scores });
      await this.out.flush();
    }
    if (format === 'pretty') await this.out.write(pretty(name, rows, left, this.source.title));
  }

  #fail(words: string): void {
    this.failed++;
    if (this.warnings.length < mostWarnings) this.warnings.push(words);
  }
}

const numbers = (values: ArrayLike<number>): (number | null)[] =>
  Array.from(values, (value) => (Number.isNaN(value) ? null : Number(value.toPrecision(7))));

/** A sample in the terms of a recorded run: tokens by their places in `text`, UTF-16. */
function sampleLine(
  file: string,
  line: number,
  id: string | undefined,
  { sample, mode, way, sent }: Scored,
): string {
  const { text, starts, lengths, segments, straddles, visits, meta } = sample;
  const [visit] = visits;
  const scalars = Object.fromEntries(
    Object.entries(visit!.scalars).map(([name, value]) => [name, Number.isNaN(value) ? null : value]),
  );
  const row = {
    file,
    line,
    id: id ?? null,
    scored_by: way,
    mode,
    ...scalars,
    ...(sent !== undefined && { sent_tokens: sent }),
    text,
    map: meta.map,
    starts: [...starts],
    lengths: [...lengths],
    segments: [...segments],
    straddles: [...straddles],
    logprobs: numbers(visit!.logprobs),
    weights: numbers(visit!.weights ?? []),
  };
  return `${JSON.stringify(row)}\n`;
}

const modeWords = {
  chat: "with the model's own template",
  plain: 'as texts alone, without the template that the model was trained with',
  given: 'as it was asked for then',
} as const;

function pretty(name: string, rows: readonly Row[], left: number, title: string): string {
  const note = left > 0 ? `, ${left} left out (callsmith export says why)` : '';
  const head = `${visible(name)}: ${rows.length} samples scored with ${visible(title)}${note}\n`;
  const [first] = rows;
  if (!first) return head;
  const mean = (key: string) => {
    const values = rows.map((row) => scalar(row, key)).filter((value) => !Number.isNaN(value));
    return values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const sent = rows.reduce((sum, { scores }) => sum + (scores.sent ?? 0), 0);
  const costs = rows.map(({ scores }) => scores.cost?.usd);
  const usd = costs.includes(undefined) ? undefined : costs.reduce<number>((sum, one) => sum + one!, 0);
  const listed = [...rows]
    .sort((a, b) => hardness(b) - hardness(a))
    .slice(0, mostListed)
    .map((row) => {
      const cells = [row.line, scalar(row, 'n_think'), scalar(row, 'n_call')].map((value) =>
        String(value).padStart(9),
      );
      const losses = [scalar(row, 'loss_think'), scalar(row, 'loss_call')].map(cell);
      return `  ${cells.join('')}${losses.join('')}  ${visible(row.id ?? '')}\n`;
    });
  return [
    head,
    `  scored by ${first.scores.way}, ${modeWords[first.scores.mode]}; no run, and no weights of one\n`,
    `  mean loss of a token: thought ${cell(mean('loss_think')).trim()}, result ${cell(mean('loss_call')).trim()}\n`,
    sent === 0 ? '' : `  tokens sent: ${sent}${usd === undefined ? '' : `, $${usd.toFixed(4)}`}\n`,
    '\n',
    `  ${['line', 'thought', 'result'].map((word) => word.padStart(9)).join('')}${['loss', 'loss'].map((word) => word.padStart(9)).join('')}  thought and result, hardest result first\n`,
    ...listed,
  ].join('');
}

const scalar = ({ scores }: Row, name: string): number => scores.sample.visits[0]!.scalars[name] ?? NaN;
const hardness = (row: Row): number => {
  const loss = scalar(row, 'loss_call');
  return Number.isNaN(loss) ? -1 : loss;
};
const cell = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(3)).padStart(9);
