/**
 * What is kept of a record for rules that compare records: hashes of what it asks and answers, and a few traits. Some
 * bytes a record, plain data, so that it crosses from workers and millions of records can be compared.
 */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject } from '../json.ts';
import type { Call, Sample, Turn } from '../sample.ts';
import type { PreparedTool } from '../schema/types.ts';
import type { Question } from '../rules/types.ts';
import { ValueHash } from '../text/valueHash.ts';
import { isLongEnough } from './benchmarks.ts';
import type { ColumnReader, ColumnShape } from './columns.ts';

/** What a sample has, as bits: what a data set lacks is seen by counting them. */
export const traits = {
  /** It declares at least one tool. */
  tools: 1,
  /** It calls one. */
  call: 2,
  /** Two calls are made at once. */
  parallel: 4,
  /** The assistant asks back: words that end with a question mark, no call, and the user goes on. */
  asksBack: 8,
  /** The user speaks more than once. */
  severalTurns: 16,
} as const;

/** The facts of one sample. Hashes are 0 where there is nothing to compare. */
export interface RecordFacts {
  /** The whole sample: tools, turns, and what else the record says, but not its ids and where it comes from. */
  readonly whole: number;
  /** What stands before the first answer that calls (without calls: before the last answer), tools included. */
  readonly input: number;
  /** The calls of that answer, in any order; 0 when it makes none. */
  readonly calls: number;
  /** All that system and user say, letter case and spacing aside, with the tools and all calls. */
  readonly asked: number;
  /** Bits of `traits`. */
  readonly traits: number;
  readonly columns: ColumnShape | undefined;
}

/** A tool that was met: with the description it had last, since equal tools mostly have equal ones. */
interface KnownTool {
  readonly tool: ValueHash;
  description: string;
  readonly described: ValueHash;
}

/** Makes the facts of records; keep one, since it remembers the tools and columns it has met. */
export class FactReader {
  readonly #columns: ColumnReader;
  readonly #tools = new WeakMap<PreparedTool, KnownTool>();
  /** Of the descriptions of the sample's tools: they are no part of what a tool is, but of the sample as a whole. */
  readonly #descriptions = new ValueHash();
  readonly #whole = new ValueHash();
  readonly #before = new ValueHash();
  readonly #input = new ValueHash();
  readonly #asked = new ValueHash();
  readonly #firstCalls = new ValueHash();
  readonly #turnCalls = new ValueHash();
  readonly #one = new ValueHash();
  #consumed: unknown[] = [];
  /** What the user says in the sample that was read last. */
  questions: readonly Question[] = [];

  constructor(columns: ColumnReader) {
    this.#columns = columns;
  }

  /** The facts of a sample; `prepared` are its tools, in order. */
  read(value: JsonValue, sample: Sample, prepared: readonly PreparedTool[]): RecordFacts {
    const columns = isObject(value) ? this.#columns.read(value) : undefined;
    const whole = this.#whole.reset();
    this.#addTools(whole, sample, prepared);
    if (isObject(value)) this.#addRest(whole, value, sample);
    const asked = this.#asked.copy(whole);
    const questions = (this.questions = []) as Question[];
    let bits = prepared.length > 0 ? traits.tools : 0;
    let userTurns = 0;
    let hasAsked = false;
    // The state before the answer that counts, and its calls; a run of turns of the assistant is one answer.
    let state: 'before' | 'answering' | 'after' = 'before';
    const firstCalls = this.#firstCalls.reset();
    const input = this.#input.copy(whole);
    let lastRole = '';
    let mayAskBack = false;
    for (const turn of sample.turns) {
      const { role } = turn;
      const hasCalls = turn.calls.length > 0;
      if (state === 'before' && role === 'assistant' && lastRole !== 'assistant') input.copy(whole);
      if (state === 'before' && hasCalls) state = 'answering';
      else if (state === 'answering' && role !== 'assistant') state = 'after';
      lastRole = role;
      this.#addTurn(whole, turn);
      if (hasCalls) {
        const calls = this.#hashCalls(turn.calls);
        whole.addHash(calls);
        if (state === 'answering') firstCalls.addLoose(calls);
        asked.addHash(calls);
        bits |= traits.call;
        if (turn.calls.length > 1) bits |= traits.parallel;
      }
      if (role === 'user') {
        userTurns++;
        if (mayAskBack) bits |= traits.asksBack;
        for (const { text, path: textPath } of turn.texts) {
          if (!hasAsked && /\S/.test(text)) hasAsked = true;
          const hash = asked.addFolded(text);
          if (isLongEnough(text)) questions.push({ hash, path: textPath });
        }
      } else if (role === 'system') for (const { text } of turn.texts) asked.addText(text);
      mayAskBack = role === 'assistant' && !hasCalls && endsWithQuestion(turn);
    }
    if (userTurns > 1) bits |= traits.severalTurns;
    whole.addHash(this.#descriptions);
    if (!hasAsked) return { whole: 0, input: 0, calls: 0, asked: 0, traits: bits, columns };
    return {
      whole: whole.value,
      input: input.value,
      calls: state === 'before' ? 0 : firstCalls.value,
      asked: asked.value,
      traits: bits,
      columns,
    };
  }

  #addTools(hash: ValueHash, sample: Sample, prepared: readonly PreparedTool[]): void {
    const tools = this.#one.reset();
    const descriptions = this.#descriptions.reset();
    for (let i = 0; i < prepared.length; i++) {
      const { name, parameters, required, description = '' } = sample.tools![i]!;
      let own = this.#tools.get(prepared[i]!);
      if (!own) {
        const tool = new ValueHash()
          .addText(name ?? '')
          .addValue(parameters ?? null)
          .addValue(required ?? null);
        own = { tool, description, described: new ValueHash().copy(tool).addText(description) };
        this.#tools.set(prepared[i]!, own);
      } else if (own.description !== description) {
        own.description = description;
        own.described.copy(own.tool).addText(description);
      }
      tools.addLoose(own.tool);
      descriptions.addLoose(own.described);
    }
    hash.addHash(tools);
  }

  /** Columns that hold neither tools nor turns, such as the state that a task begins with. */
  #addRest(hash: ValueHash, record: JsonObject, sample: Sample): void {
    const consumed = this.#consumed;
    consumed.length = 0;
    consumed.push(sample.toolsPath?.[0]);
    for (const { path } of sample.turns) if (!consumed.includes(path[0])) consumed.push(path[0]);
    const rest = this.#turnCalls.reset();
    let hasRest = false;
    for (const key in record) {
      if (consumed.includes(key) || isBookkeeping(key)) continue;
      const value = record[key]!;
      if (value === null || value === '') continue;
      rest.addLoose(this.#one.reset().addText(key).addValue(value));
      hasRest = true;
    }
    if (hasRest) hash.addHash(rest);
  }

  #addTurn(hash: ValueHash, turn: Turn): void {
    hash.addNumber(roleNumbers[turn.role]);
    for (const { text } of turn.thoughts) hash.addText(text);
    for (const { text } of turn.texts) hash.addText(text);
    for (const { content } of turn.results) hash.addValue(content);
  }

  /** The calls in any order. The result is good until the next call. */
  #hashCalls(calls: readonly Call[]): ValueHash {
    const all = this.#turnCalls.reset();
    for (const call of calls) {
      const one = this.#one.reset().addText(call.name ?? '');
      if (call.arguments !== undefined) one.addValue(call.arguments);
      all.addLoose(one);
    }
    return all;
  }
}

const roleNumbers = { system: 1, user: 2, assistant: 3, tool: 4 } as const;

const bookkeepingKeys = new Set([
  'id',
  '_id',
  'uuid',
  'guid',
  'idx',
  'index',
  'key',
  'hash',
  'line',
  'source',
  'sources',
  'origin',
  'dataset',
  'dataset_name',
  'data_source',
  'split',
  'license',
  'licence',
  'metadata',
  'meta',
  'created',
  'created_at',
  'timestamp',
  'version',
  'url',
  'author',
  'category',
  'subset',
]);

/** Ids and words about where a record comes from: two records that differ in these only are the same sample. */
export function isBookkeeping(key: string): boolean {
  return bookkeepingKeys.has(key) || /_(?:id|ids|idx|uuid|hash)$/.test(key);
}

function endsWithQuestion(turn: Turn): boolean {
  const text = turn.texts.at(-1)?.text;
  if (text === undefined) return false;
  // The last characters decide: nobody reads a long answer for that.
  return /[?？]["'”’)\]\s]{0,10}$/.test(text.slice(-40));
}
