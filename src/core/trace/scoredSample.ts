/**
 * A sample that a server scored, as if it were a recorded run of one visit: asked for message by message, each as the model
 * would meet it, and placed in the texts of its answers. System, question and results stand in its text without tokens; tags
 * and roles that the chat template writes are not in it.
 */
import type { TrainerRow } from '../export/trainerRow.ts';
import type { ModelCost, ModelToken, ModelUsage } from '../model/modelBackend.ts';
import type { ScoreRequest, ScoringMode, ScoringWay, TextScorer } from '../model/scoring.ts';
import { defaultAlpha } from '../ssb/shares.ts';
import { isResult, segment, tokenWeights } from '../ssb/tokenWeights.ts';
import { sha256 } from '../text/sha256.ts';
import { placeTexts, type ScoredToken } from './alignScores.ts';
import { answerTexts, type WrittenText } from './answerTexts.ts';
import type { TraceSample } from './run.ts';
import type { ServerScores } from './scored.ts';

/** A sample that was scored, and what that took. */
export interface SampleScores {
  readonly sample: TraceSample;
  readonly mode: ScoringMode;
  readonly way: ScoringWay;
  /** Of all requests together. */
  readonly usage: ModelUsage;
  /** Absent where one of them has no known price. */
  readonly cost?: ModelCost;
}

/** How a sample is scored. */
export interface SampleScoring {
  readonly model: string;
  readonly mode?: ScoringMode;
  /** The share of the thought, for the weights that SSB would give. */
  readonly alpha?: number;
}

/**
 * Scores a sample, one answer after the other.
 * @returns a sentence where the server scored another text
 * @throws BackendError
 */
export async function scoreSample(
  row: TrainerRow,
  scorer: TextScorer,
  { model, mode, alpha }: SampleScoring,
  token?: ModelToken,
): Promise<SampleScores | string> {
  const scored: (MessageScores & { readonly mode: ScoringMode })[] = [];
  const usage = { input: 0, output: 0, estimated: false };
  let cost: ModelCost | undefined = { usd: 0, asOf: '', estimated: false };
  let way: ScoringWay | undefined;
  for (const { message, request } of scoringRequests(row, model, mode)) {
    // All answers of a sample in one mode, that of the first.
    const asked = scored[0]?.mode ?? mode;
    const reply = await scorer.scoreText({ ...request, ...(asked && { mode: asked }) }, token);
    scored.push({ message, scores: reply.scores, mode: reply.mode });
    way ??= reply.way;
    usage.input += reply.usage.input;
    usage.output += reply.usage.output;
    usage.estimated ||= reply.usage.estimated;
    cost = cost && reply.cost && { ...reply.cost, usd: cost.usd + reply.cost.usd };
  }
  const sample = scoredSample(row, scored, alpha);
  if (typeof sample === 'string') return sample;
  return { sample, mode: scored[0]!.mode, way: way!, usage, ...(cost && { cost }) };
}

/** The requests that score a sample: one for each answer that something is learnt from. */
export function scoringRequests(
  row: TrainerRow,
  model: string,
  mode?: ScoringMode,
): { readonly message: number; readonly request: ScoreRequest }[] {
  return [...new Set(row.parts.map(({ message }) => message))].map((message) => ({
    message,
    request: {
      model,
      messages: row.messages.slice(0, message + 1),
      tools: row.tools,
      ...(mode !== undefined && { mode }),
    },
  }));
}

/** What a server said of the text that ends with a message. */
export interface MessageScores {
  /** Index in the row's messages. */
  readonly message: number;
  readonly scores: ServerScores;
  /** `given`: nobody was asked, and how the text was made is not known. */
  readonly mode: ScoringMode | 'given';
}

/**
 * Places scores in the answers of a sample.
 * @param alpha the share of the thought, for the weights that SSB would give
 * @returns a sentence where the server scored another text
 */
export function scoredSample(
  row: TrainerRow,
  scored: readonly MessageScores[],
  alpha = defaultAlpha,
): TraceSample | string {
  const maker = new SampleMaker();
  const wanted = new Set(row.parts.map(({ message }) => message));
  for (const [message, { content }] of row.messages.entries()) {
    if (!wanted.has(message)) {
      maker.context(content);
      continue;
    }
    const found = scored.find((one) => one.message === message);
    if (!found) return `Message ${message + 1} was not scored.`;
    const failed = placeMessage(row, found, maker);
    if (failed !== undefined) return failed;
  }
  if (maker.tokens.length === 0) return 'It has no answer to be scored.';
  return sampleOf(row, scored, maker, alpha);
}

/** The tokens and text that are gathered. */
class SampleMaker {
  text = '';
  readonly tokens: { start: number; end: number; code: number; straddles: boolean; logprob: number }[] = [];
  /** `[pointer, place in the record's string, place in the text, length]`, as recorded runs have it. */
  readonly map: [pointer: string, fieldStart: number, textStart: number, length: number][] = [];

  /** What nothing is learnt from stands in the text without tokens, as in a preview. */
  context(text: string): void {
    if (text === '') return;
    if (this.text !== '') this.text += '\n\n';
    this.text += text;
  }

  add({ text, codes, origin }: WrittenText, tokens: readonly ScoredToken[]): void {
    if (this.text !== '') this.text += '\n\n';
    const base = this.text.length;
    this.text += text;
    if (origin) this.map.push([origin.pointer, origin.start, base, text.length]);
    for (const { start, end, logprob } of tokens) {
      // The rest of a character goes with its beginning.
      const covered = end > start ? codes.slice(start, end) : [codes[Math.max(0, start - 1)]!];
      const code = ranking.find((one) => covered.includes(one)) ?? segment.struct;
      this.tokens.push({
        start: base + start,
        end: base + end,
        code,
        // A token of the borders has no probability of its own here.
        straddles: covered.some((one) => one !== code) || (logprob === undefined && end > start),
        logprob: logprob ?? NaN,
      });
    }
  }
}

/** What a token counts as that has several: the first of these, as the trainer's rule `call-first` says. */
const ranking: readonly number[] = [segment.call, segment.answer, segment.think, segment.struct];

/** Places the tokens of one message; a sentence where that fails. */
function placeMessage(row: TrainerRow, { message, scores }: MessageScores, maker: SampleMaker) {
  const { whole, apart } = answerTexts(row, message);
  let failed: string | undefined;
  for (const texts of apart === undefined ? [whole] : [whole, apart]) {
    const placed = placeTexts(
      scores,
      texts.map(({ ways }) => ways.map(({ text }) => text)),
    );
    if (placed.ok) {
      placed.texts.forEach(({ way, tokens }, i) => maker.add(texts[i]!.ways[way]!, tokens));
      return undefined;
    }
    failed ??= `${texts[placed.index]!.title} of message ${message + 1}: ${placed.reason}`;
  }
  return failed;
}

function sampleOf(
  row: TrainerRow,
  scored: readonly MessageScores[],
  { text, tokens, map }: SampleMaker,
  alpha: number,
): TraceSample {
  const segments = Uint8Array.from(tokens, ({ code }) => code);
  const logprobs = Float32Array.from(tokens, ({ logprob }) => logprob);
  const [weights] = tokenWeights([segments], { alpha, reduction: 'sample', missing: 'renorm' });
  const lossOf = (isOf: (code: number) => boolean) => {
    const losses = tokens.flatMap(({ code, logprob }) =>
      isOf(code) && !Number.isNaN(logprob) ? [-logprob] : [],
    );
    return losses.length === 0 ? NaN : losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  };
  const count = (isOf: (code: number) => boolean) => tokens.filter(({ code }) => isOf(code)).length;
  const isThink = (code: number) => code === segment.think;
  return {
    render: {
      key: sha256(text).slice(0, 32),
      lineSha: row.line_sha,
      contentSha: row.content_sha ?? '',
      // Offsets were rebuilt from the tokens' bytes.
      flags: 4,
      firstSupervised: 0,
      tokens: tokens.length,
    },
    text,
    meta: {
      dataset: 0,
      dataset_name: row.dataset,
      line: row.line,
      id: row.id,
      parts: row.parts,
      map,
      scored: { source: scored[0]!.scores.source, mode: scored[0]!.mode },
    },
    // Servers name tokens by their text.
    ids: new Uint32Array(tokens.length),
    starts: Uint32Array.from(tokens, ({ start }) => start),
    lengths: Uint16Array.from(tokens, ({ start, end }) => Math.min(65_535, end - start)),
    segments,
    straddles: Uint8Array.from(tokens, ({ straddles }) => Number(straddles)),
    visits: [
      {
        step: 0,
        epoch: 0,
        attempt: 0,
        scalars: {
          n_think: count(isThink),
          n_call: count(isResult),
          loss_think: lossOf(isThink),
          loss_call: lossOf(isResult),
          alpha,
        },
        logprobs,
        weights: Float32Array.from(weights!),
      },
    ],
    faults: [],
  };
}
