/**
 * What the loss would weigh in a sample, without a run: its parts cut into tokens by the model's own tokenizer, or into
 * stretches of characters where there is none. A preview, and labelled as one wherever it is shown: tags, roles and the
 * end of the turn, which the chat template writes, are not in it.
 */
import type { TrainerPart, TrainerRow } from '../export/trainerRow.ts';
import type { JsonValue } from '../json.ts';
import type { Span } from '../text/span.ts';
import type { SegmentCounts } from '../ssb/shares.ts';
import type { TextTokenizer } from './hfTokenizer.ts';
import type { LossScale, WeightedSpan } from './lossScale.ts';

/** A part and its tokens. */
export interface PreviewPart {
  readonly part: TrainerPart;
  /** As the model would write it, as far as that is known without its template. */
  readonly text: string;
  /** In UTF-16 units of `text`, without gap or overlap. */
  readonly tokens: readonly Span[];
}

/** The supervised parts of a sample. */
export interface Preview {
  /** `characters`: the counts are estimates. */
  readonly from: 'tokenizer' | 'characters';
  readonly parts: readonly PreviewPart[];
  /** Tokens of thoughts (N_t of the paper), and of everything else that is learnt (N_f). */
  readonly think: number;
  readonly result: number;
}

/** A token of English prose has about so many UTF-16 units. */
const unitsPerToken = 4;

/** Cuts the parts of a row into tokens. Texts that the tokenizer cannot place are estimated, and the whole with them. */
export function previewOf(row: TrainerRow, tokenizer?: TextTokenizer): Preview {
  let from: Preview['from'] = tokenizer ? 'tokenizer' : 'characters';
  const texts = row.parts.map((part) => textOf(row, part));
  let cut = tokenizer && texts.map((text) => tokenizer.spansOf(text));
  if (cut?.includes(undefined)) {
    cut = undefined;
    from = 'characters';
  }
  const parts = row.parts.map((part, i) => {
    const text = texts[i]!;
    return { part, text, tokens: cut?.[i] ?? estimatedSpans(text) };
  });
  const count = (kinds: readonly TrainerPart['kind'][]) =>
    parts.reduce((sum, { part, tokens }) => sum + (kinds.includes(part.kind) ? tokens.length : 0), 0);
  return { from, parts, think: count(['think']), result: count(['call', 'answer']) };
}

function textOf({ messages }: TrainerRow, { message, field, start, end }: TrainerPart): string {
  const { content, reasoning_content, tool_calls } = messages[message]!;
  if (field === 'content') return start === undefined ? content : content.slice(start, end);
  if (field === 'reasoning_content') return reasoning_content ?? '';
  const call = tool_calls?.[Number(field.slice('tool_calls/'.length))];
  return JSON.stringify((call?.function ?? null) as JsonValue);
}

/** Stretches of about a token's length; halves of a character stay together. */
function estimatedSpans(text: string): Span[] {
  const spans: Span[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(text.length, start + unitsPerToken);
    const code = text.charCodeAt(end);
    if (code >= 0xdc00 && code <= 0xdfff && end < text.length) end++;
    spans.push({ start, end });
    start = end;
  }
  return spans;
}

/** What a trainer's own weights give to the segments of a sample, summed over its tokens. */
export function weighedBy(preview: Preview, row: TrainerRow, scale: LossScale): SegmentCounts {
  return weighedSpans(preview, row, ({ message }, whole) => scale.spansOf(queryBefore(row, message), whole));
}

/**
 * The same for weights that are told part by part.
 * @param spansOf the stretches of the text that a part stands in, in order and without gap
 */
export function weighedSpans(
  preview: Preview,
  row: TrainerRow,
  spansOf: (part: TrainerPart, whole: string) => readonly WeightedSpan[],
): SegmentCounts {
  const spans = new Map<string, readonly WeightedSpan[]>();
  const sums = { think: 0, result: 0 };
  for (const { part, text, tokens } of preview.parts) {
    const message = row.messages[part.message]!;
    // A part that stands in a text is weighed as a stretch of it; a value as far as it is known how it is written.
    const whole = part.field === 'content' && part.start !== undefined ? message.content : text;
    const from = whole === text ? 0 : part.start!;
    const key = `${part.message} ${part.field} ${part.pointer} ${whole.length}`;
    let weighted = spans.get(key);
    if (!weighted) spans.set(key, (weighted = spansOf(part, whole)));
    let i = 0;
    let sum = 0;
    for (const { start, end } of tokens) {
      if (end === start) continue;
      while (i < weighted.length - 1 && weighted[i]!.end <= from + start) i++;
      sum += weighted[i]?.weight ?? 1;
    }
    sums[part.kind === 'think' ? 'think' : 'result'] += sum;
  }
  return sums;
}

function queryBefore({ messages }: TrainerRow, index: number): string {
  return messages.slice(0, index).findLast(({ role }) => role === 'user')?.content ?? '';
}
