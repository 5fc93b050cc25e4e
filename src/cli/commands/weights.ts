/** `callsmith weights`: what the paper's loss would weigh in a data set, without a run. */
import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readSource } from '../../core/cot/source.ts';
import { recordId } from '../../core/check/answerFiles.ts';
import { trainerRow } from '../../core/export/trainerRow.ts';
import type { JsonValue } from '../../core/json.ts';
import { throwIfCancelled } from '../../core/ports.ts';
import { createService, type Service } from '../../core/service.ts';
import { type SegmentCounts, SegmentStatistics, sharesOf } from '../../core/ssb/shares.ts';
import { createTokenizer, type TextTokenizer } from '../../core/trace/hfTokenizer.ts';
import type { TrainerRow } from '../../core/export/trainerRow.ts';
import { type LossScale, readLossScale } from '../../core/trace/lossScale.ts';
import { fieldMask, maskedCounts, readMaskRow } from '../../core/trace/masks.ts';
import { type Preview, previewOf, weighedBy, weighedSpans } from '../../core/trace/preview.ts';
import { readRecord } from '../../core/record/record.ts';
import { failureOf } from '../../node/checkFile.ts';
import { recordsOf } from '../../node/records.ts';
import { BufferedOutput, exitStatus, type Io, UserError } from '../io.ts';
import { nameOf, openSamples } from '../openDataSet.ts';
import { visible } from '../terminal.ts';

/** Its flags. */
export interface WeightsFlags {
  readonly alpha: number;
  readonly tokenizer?: string;
  readonly lossScale?: string;
  /** Rows that a trainer tokenized. */
  readonly mask?: string;
  /** Roles that Axolotl learns from where a message does not say it; `true`: the assistant's. */
  readonly axolotl?: string | true;
  readonly as?: string;
  readonly format: 'pretty' | 'ndjson';
}

/**
 * Runs the command; the exit status.
 * @throws UserError, CancelledError, OutputClosedError
 */
export async function weights(paths: readonly string[], flags: WeightsFlags, io: Io): Promise<number> {
  const tokenizer =
    flags.tokenizer === undefined ? undefined : readTokenizer(resolve(io.cwd, flags.tokenizer));
  const scale = flags.lossScale === undefined ? undefined : readScale(resolve(io.cwd, flags.lossScale));
  if (flags.mask !== undefined && tokenizer === undefined)
    throw new UserError('--mask has token ids: name the tokenizer.json of the model with --tokenizer.');
  if (flags.mask !== undefined && paths.length > 1)
    throw new UserError('--mask goes with one data set; give one at a time.');
  const service = createService();
  const out = new BufferedOutput(io.stdout);
  let samples = 0;
  for (const path of paths)
    samples += await weighFile(resolve(io.cwd, path), flags, io, service, { tokenizer, scale }, out);
  await out.flush();
  return samples === 0 ? exitStatus.couldNotRun : exitStatus.ok;
}

/** What counts tokens, and what weighs them beside SSB. */
interface Sources {
  readonly tokenizer: TextTokenizer | undefined;
  readonly scale: LossScale | undefined;
}

/** ms-swift's settings. */
function readScale(path: string): LossScale {
  const name = basename(path);
  let scale: LossScale | string;
  try {
    scale = readLossScale(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UserError(`${name}: ${failureOf(error).message} Give a loss_scale file of ms-swift.`);
  }
  if (typeof scale === 'string') throw new UserError(`${name}: ${scale}`);
  return scale;
}

/** The tokenizer, with the configuration that lies beside it. */
function readTokenizer(path: string): TextTokenizer {
  const name = basename(path);
  let json: string;
  try {
    json = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`${name}: ${failureOf(error).message} Give the tokenizer.json of the model.`);
  }
  let config = '{}';
  try {
    config = readFileSync(join(dirname(path), 'tokenizer_config.json'), 'utf8');
  } catch {
    // Not every tokenizer has one.
  }
  const tokenizer = createTokenizer(json, config);
  if (typeof tokenizer === 'string') throw new UserError(`${name}: ${tokenizer}`);
  return tokenizer;
}

/** A trainer's own weights, summed over the samples that they are told for. */
class Others {
  readonly totals = new Map<string, { think: number; result: number }>();
  /** Samples whose weights are not known, and why for the first of them. */
  unknown = 0;
  why: string | undefined;
  readonly #roles: readonly string[] | undefined;
  readonly #rows: Iterator<{ readonly text: string; readonly line: number }> | undefined;

  constructor(
    private readonly flags: WeightsFlags,
    private readonly sources: Sources,
    io: Io,
  ) {
    const { mask, axolotl } = flags;
    if (sources.scale) this.totals.set('loss_scale', { think: 0, result: 0 });
    if (mask !== undefined) {
      this.totals.set('mask', { think: 0, result: 0 });
      this.#rows = maskRows(resolve(io.cwd, mask), mask);
    }
    if (axolotl !== undefined) {
      this.totals.set('Axolotl', { think: 0, result: 0 });
      this.#roles = axolotl === true ? ['assistant'] : axolotl.split(',').map((role) => role.trim());
    }
  }

  /** A record that is left out: its row of the mask is, too. */
  skip(): void {
    this.#rows?.next();
  }

  /** What each source gives to a sample. */
  add(text: string, row: TrainerRow, preview: Preview): Record<string, SegmentCounts> {
    const found: Record<string, SegmentCounts> = {};
    const { scale } = this.sources;
    if (scale) found.loss_scale = weighedBy(preview, row, scale);
    if (this.#rows) {
      const masked = this.#masked(row);
      if (typeof masked === 'string') {
        this.unknown++;
        this.why ??= `line ${row.line}: ${masked}`;
      } else found.mask = masked;
    }
    if (this.#roles) {
      const { value } = readRecord(text);
      const mask = fieldMask(value ?? null, this.#roles);
      found.Axolotl = weighedSpans(preview, row, (part, whole) => mask.spansOf(part, whole));
    }
    for (const [title, counts] of Object.entries(found)) {
      const total = this.totals.get(title)!;
      total.think += counts.think;
      total.result += counts.result;
    }
    return found;
  }

  #masked(row: TrainerRow): SegmentCounts | string {
    const next = this.#rows!.next();
    if (next.done) return `${this.flags.mask} has no row for it.`;
    let value: JsonValue;
    try {
      value = JSON.parse(next.value.text) as JsonValue;
    } catch {
      return `line ${next.value.line} of ${this.flags.mask} is no JSON.`;
    }
    const mask = readMaskRow(value);
    if (typeof mask === 'string') return `line ${next.value.line} of ${this.flags.mask}: ${mask}`;
    if (mask.id !== undefined && row.id !== null && mask.id !== row.id)
      return `line ${next.value.line} of ${this.flags.mask} is of the sample "${mask.id}".`;
    return maskedCounts(row, mask, this.sources.tokenizer!);
  }
}

/** Rows of a file of JSON lines. @throws UserError where it cannot be read */
function* maskRows(path: string, name: string): Generator<{ readonly text: string; readonly line: number }> {
  try {
    yield* recordsOf(path, 'jsonl');
  } catch (error) {
    throw new UserError(
      `${name}: ${failureOf(error).message} Give rows that a trainer tokenized, as JSON lines.`,
    );
  }
}

async function weighFile(
  path: string,
  flags: WeightsFlags,
  io: Io,
  service: Service,
  sources: Sources,
  out: BufferedOutput,
): Promise<number> {
  const { alpha, as, format: reporter } = flags;
  const { tokenizer } = sources;
  const name = nameOf(path, io);
  const data = openSamples(service, path, as, io);
  const statistics = new SegmentStatistics();
  const counts = { left: 0, estimated: 0 };
  const others = new Others(flags, sources, io);
  for (const { text, line } of recordsOf(path, data.container)) {
    throwIfCancelled(io.token);
    const source = readSource(text, data.format, data);
    const id = recordId(text);
    const row = source && trainerRow(source, service.checker.tools, { dataset: basename(path), line, id });
    if (row === undefined || typeof row === 'string') {
      counts.left++;
      others.skip();
      continue;
    }
    const preview = previewOf(row, tokenizer);
    if (preview.from === 'characters') counts.estimated++;
    statistics.add(preview);
    const weighed = others.add(text, row, preview);
    if (reporter === 'ndjson') await out.write(sampleLine(name, line, id, preview, alpha, weighed));
    if (statistics.samples % 500 === 0) await new Promise((go) => setImmediate(go));
  }
  if (reporter === 'pretty') await out.write(pretty(name, statistics, counts, alpha, tokenizer, others));
  return statistics.samples;
}

function sampleLine(
  file: string,
  line: number,
  id: string | undefined,
  { from, think, result }: Preview,
  alpha: number,
  others: Record<string, SegmentCounts>,
): string {
  const { sft, ssb, ratio } = sharesOf({ think, result }, alpha);
  const row = {
    file,
    line,
    id: id ?? null,
    counted_by: from,
    tokens: { think, result },
    share_sft: sft,
    share_ssb: ssb,
    ratio_to_sft: ratio,
    // Sums of the weights that other trainers would give.
    ...(Object.keys(others).length > 0 && { others }),
  };
  return `${JSON.stringify(row)}\n`;
}

function pretty(
  name: string,
  statistics: SegmentStatistics,
  { left, estimated }: { readonly left: number; readonly estimated: number },
  alpha: number,
  tokenizer: TextTokenizer | undefined,
  { totals, unknown, why }: Others,
): string {
  const { perSample, total, without, samples } = statistics;
  if (!perSample) return `${visible(name)}: no sample in it has an answer to learn from.\n`;
  const { mean, median } = perSample;
  const { sft, ssb, ratio } = sharesOf(total, alpha);
  const row = (title: string, segment: keyof SegmentCounts) =>
    `  ${title.padEnd(10)}${number(mean[segment], 1)}${number(median[segment], 1)}${percent(sft[segment])}${percent(ssb[segment])}${`${ratio[segment].toFixed(2)}x`.padStart(14)}${otherShares(segment)}\n`;
  const otherShares = (segment: keyof SegmentCounts) =>
    [...totals.values()]
      .map((sums) => percent(sums[segment] / (sums.think + sums.result || 1)).padStart(14))
      .join('');
  const by =
    tokenizer === undefined
      ? 'estimated from characters; --tokenizer counts'
      : estimated > 0
        ? `${tokenizer.words}; ${estimated} samples estimated`
        : tokenizer.words;
  const notes = [
    ...(without.think > 0 ? [`${without.think} without a thought`] : []),
    ...(without.result > 0 ? [`${without.result} without a result`] : []),
    ...(left > 0 ? [`${left} left out (callsmith export says why)`] : []),
  ];
  const isMasked = totals.has('mask') || totals.has('Axolotl');
  return [
    `${visible(name)}: ${samples} samples${notes.length > 0 ? `, ${notes.join(', ')}` : ''}\n`,
    `  preview, without the tokens of the chat template (${by})\n\n`,
    `  ${''.padEnd(10)}${'tokens a sample'.padStart(20)}${'share of the weight'.padStart(20)}${'of a token'.padStart(14)}\n`,
    `  ${''.padEnd(10)}${'mean'.padStart(10)}${'median'.padStart(10)}${'SFT'.padStart(10)}${`SSB ${alpha}`.padStart(10)}${'SSB / SFT'.padStart(14)}${[...totals.keys()].map((title) => title.padStart(14)).join('')}\n`,
    row('thought', 'think'),
    row('result', 'result'),
    `\n  For a trainer that takes a weight for each token: thought ${ratio.think.toFixed(3)}, result ${ratio.result.toFixed(3)}.\n`,
    isMasked ? '  mask and Axolotl: what is learnt at all, each token with the weight 1 or 0; no run.\n' : '',
    unknown > 0 ? `  ${unknown} samples have no mask; the first, ${visible(why!)}\n` : '',
  ].join('');
}

const number = (value: number, digits: number): string => value.toFixed(digits).padStart(10);
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(10);
