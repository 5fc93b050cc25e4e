/**
 * Which tokens other trainers learn from, as weights of 0 and 1: sources of less than a run, and shown as such. Facts, 2026:
 *
 * - Rows that were tokenized before (TRL's `skip_prepare_dataset`, Axolotl's and LLaMA-Factory's prepared data): `input_ids`
 *   with `labels`, in which -100 is not learnt, or with TRL's `completion_mask` and `assistant_masks`, of which both must be 1.
 * - Axolotl's chat_template (Apache-2.0, src/axolotl/prompt_strategies/chat_template.py): `train` of a message decides; else
 *   its `train_detail`, stretches of the content with both ends in them, counted in code points, and what lies in none is not
 *   learnt; else `roles_to_train`. A text of a message's list of contents may have its own `train`. The key names are those
 *   of Axolotl's documentation; configurations may choose others.
 */
import type { TrainerPart, TrainerRow } from '../export/trainerRow.ts';
import { isObject, type JsonObject, type JsonValue, own } from '../json.ts';
import { readNested } from '../record/record.ts';
import { segment } from '../ssb/tokenWeights.ts';
import type { SegmentCounts } from '../ssb/shares.ts';
import { placeTexts } from './alignScores.ts';
import { answerTexts, type AnswerText } from './answerTexts.ts';
import type { WeightedSpan } from './lossScale.ts';

/** A tokenized row: ids, and whether each is learnt. */
export interface MaskRow {
  /** Of the sample, where the row says it. */
  readonly id?: string;
  readonly ids: readonly number[];
  /** 0 or 1 for each id. */
  readonly weights: readonly number[];
  /** The columns that decided. */
  readonly from: readonly string[];
}

/** Label of a token that is not learnt. */
const ignored = -100;
const maskColumns = ['completion_mask', 'assistant_masks', 'loss_mask'] as const;
/** More would be no row of a data set. */
const mostTokens = 1_000_000;

/** Reads a tokenized row; a sentence when it is none. */
export function readMaskRow(value: JsonValue): MaskRow | string {
  if (!isObject(value)) return 'It is no object.';
  const ids = own(value, 'input_ids');
  if (!isNumbers(ids)) return 'There is no "input_ids" in it: give rows that were tokenized by the trainer.';
  if (ids.length > mostTokens) return `It has more than ${mostTokens} tokens.`;
  const weights = new Array<number>(ids.length).fill(1);
  const from: string[] = [];
  for (const name of ['labels', ...maskColumns]) {
    const column = own(value, name);
    if (column === undefined || column === null) continue;
    if (!isNumbers(column) || column.length !== ids.length)
      return `"${name}" is no list of as many numbers as "input_ids" has.`;
    if (name !== 'labels' && column.some((one) => one !== 0 && one !== 1))
      return `"${name}" has numbers other than 0 and 1.`;
    from.push(name);
    column.forEach((one, i) => {
      if (name === 'labels' ? one === ignored : one === 0) weights[i] = 0;
    });
  }
  if (from.length === 0)
    return 'There is neither "labels" nor "completion_mask" nor "assistant_masks" in it.';
  const id = own(value, 'id');
  return { ...(typeof id === 'string' && { id }), ids, weights, from };
}

function isNumbers(value: JsonValue | undefined): value is number[] {
  return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one));
}

/** Names the tokens of a model. */
export interface TokenNames {
  /** As the tokenizer writes it; `undefined` for an id that it does not have. */
  nameOf(id: number): string | undefined;
}

/**
 * What a mask leaves of a sample's thoughts and results, as numbers of learnt tokens.
 * @returns a sentence where the tokens are not those of this sample
 */
export function maskedCounts(row: TrainerRow, mask: MaskRow, names: TokenNames): SegmentCounts | string {
  const tokens = mask.ids.map((id) => ({ text: names.nameOf(id), logprob: undefined }));
  const unknown = tokens.findIndex(({ text }) => text === undefined);
  if (unknown >= 0) return `The tokenizer has no token ${mask.ids[unknown]}; is it the model's own?`;
  const scores = { source: 'plain' as const, tokens: tokens.map((one) => ({ ...one, text: one.text! })) };
  const all = [...new Set(row.parts.map(({ message }) => message))].map((message) =>
    answerTexts(row, message),
  );
  let failed: string | undefined;
  for (const texts of [all.map(({ whole }) => whole), all.map(({ whole, apart }) => apart ?? whole)]) {
    const wanted: AnswerText[] = texts.flat();
    const placed = placeTexts(
      scores,
      wanted.map(({ ways }) => ways.map(({ text }) => text)),
    );
    if (!placed.ok) {
      failed ??= `${wanted[placed.index]!.title}: ${placed.reason.replace('The server scored', 'The tokens are')}`;
      continue;
    }
    const sums = { think: 0, result: 0 };
    placed.texts.forEach(({ way, tokens: found }, i) => {
      const { codes } = wanted[i]!.ways[way]!;
      for (const { index, start, end } of found) {
        const covered = end > start ? codes.slice(start, end) : [codes[Math.max(0, start - 1)]];
        if (covered.includes(segment.call) || covered.includes(segment.answer))
          sums.result += mask.weights[index]!;
        else if (covered.includes(segment.think)) sums.think += mask.weights[index]!;
      }
    });
    return sums;
  }
  return failed!;
}

/** What Axolotl would learn of a record, by its own keys. */
export interface FieldMask {
  /** Whether any key of the record says something; else roles alone decide. */
  readonly isSaid: boolean;
  /** Stretches of the text that holds a part, in order and without gap; `length`: of that text, in UTF-16 units. */
  spansOf(part: TrainerPart, whole: string): WeightedSpan[];
}

/**
 * Reads a record's own mask.
 * @param roles that are learnt from where a message does not say it, in the names of chat templates
 */
export function fieldMask(record: JsonValue, roles: readonly string[] = ['assistant']): FieldMask {
  return {
    isSaid: saysSomething(record, 0),
    spansOf({ pointer }, whole) {
      const { message, content } = holdersOf(record, pointer);
      const own = trainOf(content);
      if (own !== undefined) return all(whole, own);
      const train = message && trainOf(message);
      const details = message && detailsOf(message);
      if (train === false || (train === undefined && details?.length === 0)) return all(whole, false);
      // Offsets are of the message's text; what stands elsewhere in it is not cut.
      if (details && details.length > 0 && textOf(message) === whole) return detailed(whole, details);
      if (train === true || details !== undefined) return all(whole, true);
      return all(whole, roles.includes(roleOf(message)));
    },
  };
}

const trainKeys = ['train', 'training'];
const detailKeys = ['train_detail', 'training_detail'];

function trainOf(holder: JsonObject | undefined): boolean | undefined {
  if (holder === undefined) return undefined;
  const found = trainKeys.map((key) => own(holder, key)).find((one) => typeof one === 'boolean');
  return typeof found === 'boolean' ? found : undefined;
}

/** A stretch with both ends in it, in code points. */
interface Detail {
  readonly begin: number;
  readonly end: number;
  readonly train: boolean;
}

function detailsOf(message: JsonObject): Detail[] | undefined {
  const list = detailKeys.map((key) => own(message, key)).find(Array.isArray);
  return list?.flatMap((one): Detail[] => {
    if (!isObject(one)) return [];
    const [begin, end, train] = ['begin_offset', 'end_offset', 'train'].map((key) => own(one, key));
    return typeof begin === 'number' && typeof end === 'number'
      ? [{ begin, end, train: train === true }]
      : [];
  });
}

const roleNames: Readonly<Record<string, string>> = { gpt: 'assistant', human: 'user' };

function roleOf(message: JsonObject | undefined): string {
  const role = message && (own(message, 'role') ?? own(message, 'from'));
  // What is learnt from without a role is an answer by its place (`conversations` of question and answer).
  return typeof role === 'string' ? (roleNames[role] ?? role) : 'assistant';
}

function textOf(message: JsonObject | undefined): string | undefined {
  const text = message && (own(message, 'content') ?? own(message, 'value'));
  return typeof text === 'string' ? text : undefined;
}

/** The message in which a pointer ends, and the text of its list of contents. */
function holdersOf(
  record: JsonValue,
  pointer: string,
): { readonly message?: JsonObject; readonly content?: JsonObject } {
  let value: JsonValue | undefined = record;
  let message: JsonObject | undefined;
  let content: JsonObject | undefined;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value === 'string') {
      const nested = readNested(value);
      value = nested.ok ? nested.value : undefined;
    }
    if (Array.isArray(value)) value = value[Number(key)];
    else value = isObject(value) ? own(value, key) : undefined;
    if (!isObject(value)) continue;
    if (own(value, 'role') !== undefined || own(value, 'from') !== undefined)
      [message, content] = [value, undefined];
    else if (own(value, 'type') === 'text') content = value;
  }
  return { ...(message && { message }), ...(content && { content }) };
}

function saysSomething(value: JsonValue, depth: number): boolean {
  if (depth > 4) return false;
  if (Array.isArray(value)) return value.some((one) => saysSomething(one, depth + 1));
  if (!isObject(value)) return false;
  if (trainOf(value) !== undefined || detailsOf(value) !== undefined) return true;
  return Object.values(value).some((one) => saysSomething(one, depth + 1));
}

function all(text: string, isTrained: boolean): WeightedSpan[] {
  return text === '' ? [] : [{ start: 0, end: text.length, weight: Number(isTrained) }];
}

function detailed(text: string, details: readonly Detail[]): WeightedSpan[] {
  const spans: { start: number; end: number; weight: number }[] = [];
  let [point, unit] = [0, 0];
  for (const character of text) {
    const at = point;
    // As Axolotl does it: one of them that says so is enough.
    const weight = Number(details.some(({ begin, end, train }) => train && at >= begin && at <= end));
    const last = spans.at(-1);
    if (last?.weight === weight) last.end += character.length;
    else spans.push({ start: unit, end: unit + character.length, weight });
    point++;
    unit += character.length;
  }
  return spans;
}
