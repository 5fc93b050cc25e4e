/** `callsmith weights`: what the paper's loss would weigh in a data set, without a run. */
import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readSource } from '../../core/cot/source.ts';
import { recordId } from '../../core/check/answerFiles.ts';
import { trainerRow } from '../../core/export/trainerRow.ts';
import { throwIfCancelled } from '../../core/ports.ts';
import { createService, type Service } from '../../core/service.ts';
import { type SegmentCounts, SegmentStatistics, sharesOf } from '../../core/ssb/shares.ts';
import { createTokenizer, type TextTokenizer } from '../../core/trace/hfTokenizer.ts';
import { type LossScale, readLossScale } from '../../core/trace/lossScale.ts';
import { previewOf, weighedBy } from '../../core/trace/preview.ts';
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

async function weighFile(
  path: string,
  { alpha, as, format: reporter }: WeightsFlags,
  io: Io,
  service: Service,
  { tokenizer, scale }: Sources,
  out: BufferedOutput,
): Promise<number> {
  const name = nameOf(path, io);
  const data = openSamples(service, path, as, io);
  const statistics = new SegmentStatistics();
  const counts = { left: 0, estimated: 0 };
  const scaled = { think: 0, result: 0 };
  for (const { text, line } of recordsOf(path, data.container)) {
    throwIfCancelled(io.token);
    const source = readSource(text, data.format, data);
    const id = recordId(text);
    const row = source && trainerRow(source, service.checker.tools, { dataset: basename(path), line, id });
    if (row === undefined || typeof row === 'string') {
      counts.left++;
      continue;
    }
    const preview = previewOf(row, tokenizer);
    if (preview.from === 'characters') counts.estimated++;
    statistics.add(preview);
    if (scale) {
      const { think, result } = weighedBy(preview, row, scale);
      scaled.think += think;
      scaled.result += result;
    }
    if (reporter === 'ndjson') await out.write(sampleLine(name, line, id, preview, alpha));
    if (statistics.samples % 500 === 0) await new Promise((go) => setImmediate(go));
  }
  if (reporter === 'pretty')
    await out.write(pretty(name, statistics, counts, alpha, tokenizer, scale && scaled));
  return statistics.samples;
}

function sampleLine(
  file: string,
  line: number,
  id: string | undefined,
  { from, think, result }: ReturnType<typeof previewOf>,
  alpha: number,
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
  };
  return `${JSON.stringify(row)}\n`;
}

function pretty(
  name: string,
  statistics: SegmentStatistics,
  { left, estimated }: { readonly left: number; readonly estimated: number },
  alpha: number,
  tokenizer: TextTokenizer | undefined,
  scaled: SegmentCounts | undefined,
): string {
  const { perSample, total, without, samples } = statistics;
  if (!perSample) return `${visible(name)}: no sample in it has an answer to learn from.\n`;
  const { mean, median } = perSample;
  const { sft, ssb, ratio } = sharesOf(total, alpha);
  const row = (title: string, segment: keyof SegmentCounts) =>
    `  ${title.padEnd(10)}${number(mean[segment], 1)}${number(median[segment], 1)}${percent(sft[segment])}${percent(ssb[segment])}${`${ratio[segment].toFixed(2)}x`.padStart(14)}${scaledShare(segment)}\n`;
  const scaledShare = (segment: keyof SegmentCounts) =>
    scaled ? percent(scaled[segment] / (scaled.think + scaled.result || 1)).padStart(14) : '';
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
  return [
    `${visible(name)}: ${samples} samples${notes.length > 0 ? `, ${notes.join(', ')}` : ''}\n`,
    `  preview, without the tokens of the chat template (${by})\n\n`,
    `  ${''.padEnd(10)}${'tokens a sample'.padStart(20)}${'share of the weight'.padStart(20)}${'of a token'.padStart(14)}\n`,
    `  ${''.padEnd(10)}${'mean'.padStart(10)}${'median'.padStart(10)}${'SFT'.padStart(10)}${`SSB ${alpha}`.padStart(10)}${'SSB / SFT'.padStart(14)}${scaled ? 'loss_scale'.padStart(14) : ''}\n`,
    row('thought', 'think'),
    row('result', 'result'),
    `\n  For a trainer that takes a weight for each token: thought ${ratio.think.toFixed(3)}, result ${ratio.result.toFixed(3)}.\n`,
  ].join('');
}

const number = (value: number, digits: number): string => value.toFixed(digits).padStart(10);
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(10);
