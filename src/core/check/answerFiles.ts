/** Files beside a data set: what is expected of its samples, and what a model answered; and the cases that come of them. */
import { PythonDict, type PythonValue } from '../calls/python/values.ts';
import { liftRecord } from '../formats/lift.ts';
import { isObject, type JsonObject } from '../json.ts';
import { readRecord } from '../record/record.ts';
import type { FileContext } from '../rules/types.ts';
import type { Call, Sample } from '../sample.ts';
import type { ToolCache } from '../schema/types.ts';
import type { AnswerLanguage } from './bfcl.ts';
import type { AnswerCase } from './evaluate.ts';
import type { ReferenceCall } from './fair.ts';
import { dictOf } from './fairValues.ts';
import { idOf, readOutputRow, type OutputRow } from './outputs.ts';
import { readPythonJson } from './pythonJsonValue.ts';
import { readReferences } from './reference.ts';
import { categoryOf, decodedOf, lastCalls, possibleAnswers, referencesOf, toolsOf } from './sampleAnswers.ts';

/** A record's text and the line on which it begins, from 1. */
export interface NumberedRecord {
  readonly text: string;
  readonly line: number;
}

/** What is expected of a sample. */
export interface ExpectedAnswer {
  /** As the file has it, where it is written as possible answers. */
  readonly answers?: PythonValue;
  readonly references: readonly ReferenceCall[];
}

/** Rows of a file by their id; those without one by their order. */
export class RowIndex<Row> {
  readonly #byId = new Map<string, Row>();
  readonly #inOrder: (Row | undefined)[] = [];
  /** Lines that could not be read, and why. */
  readonly unread: { readonly line: number; readonly message: string }[] = [];

  get size(): number {
    return this.#byId.size + this.#inOrder.filter((row) => row !== undefined).length;
  }

  add(id: string | undefined, row: Row): void {
    if (id === undefined) this.#inOrder.push(row);
    else this.#byId.set(id, row);
  }

  /** A row that could not be read: the rows behind it keep their order. */
  addUnread(line: number, message: string): void {
    this.#inOrder.push(undefined);
    this.unread.push({ line, message });
  }

  /** @param order of the sample among those of its file, from 0 */
  rowOf(id: string | undefined, order: number): Row | undefined {
    return (id === undefined ? undefined : this.#byId.get(id)) ?? this.#inOrder[order];
  }
}

/** Reads a file of expected answers: possible answers, or samples whose last answer counts. */
export function indexAnswers(records: Iterable<NumberedRecord>, file: FileContext): RowIndex<ExpectedAnswer> {
  const index = new RowIndex<ExpectedAnswer>();
  for (const { text, line } of records) {
    const read = readSample(text, file);
    const answers = read?.exact?.get('ground_truth');
    const references =
      (answers === undefined ? undefined : readReferences(answers)) ??
      (read && referencesOf(lastCalls(read.sample)));
    if (references) index.add(read?.id, { answers, references });
    else index.addUnread(line, 'This answer cannot be read.');
  }
  return index;
}

/** Reads a file of models' outputs. */
export function indexOutputs(records: Iterable<NumberedRecord>): RowIndex<OutputRow> {
  const index = new RowIndex<OutputRow>();
  for (const { text, line } of records) {
    const row = readOutputRow(text);
    if (typeof row === 'string') index.addUnread(line, row);
    else index.add(row.id, row);
  }
  return index;
}

/** A sample as far as its answers are concerned. */
export interface ReadSample {
  readonly id: string | undefined;
  readonly sample: Sample;
  /** The last answer's calls. */
  readonly calls: readonly Call[];
  /** The record with its numbers as they are written, where its format's checker tells 1 from 1.0. */
  readonly exact: PythonDict | undefined;
}

/** Reads a record; `undefined` when it is none of the file's format. */
export function readSample(text: string, file: FileContext): ReadSample | undefined {
  const { value } = readRecord(text);
  if (!isObject(value) || !file.format) return undefined;
  const { sample } = liftRecord(value, file.format, file);
  const exact = file.format.id === 'bfcl' ? dictOf(readPythonJson(text)?.value) : undefined;
  return { id: idIn(value), sample, calls: lastCalls(sample), exact };
}

/** The id by which a record is known in the files beside its own. */
export function recordId(text: string): string | undefined {
  const { value } = readRecord(text);
  return isObject(value) ? idIn(value) : undefined;
}

function idIn(value: JsonObject): string | undefined {
  const ids: [string, PythonValue][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === 'string') ids.push([key, item]);
    else if (typeof item === 'number' && Number.isInteger(item)) ids.push([key, BigInt(item)]);
  }
  return idOf(PythonDict.of(ids));
}

/** There may be calls that could not be read. */
function isBroken({ turns, unreadable }: Sample, calls: readonly Call[]): boolean {
  if (unreadable.some(({ what }) => what === 'calls' || what === 'arguments')) return true;
  return calls.length === 0 && turns.some(({ thoughtFaults = [] }) => thoughtFaults.length > 0);
}

/** The language that answers to a question of the leaderboard are written in: its ids name it, as in `simple_java_12`. */
export function languageOfId(id: string | undefined): AnswerLanguage {
  const language = /(?:^|_)(java|javascript)(?:_|$)/.exec(id ?? '')?.[1];
  return (language as AnswerLanguage | undefined) ?? 'python';
}

/** Text that nobody says more of is code of this language. */
function inLanguage(output: AnswerCase['output'], language: AnswerLanguage): AnswerCase['output'] {
  return 'text' in output && output.format === 'python' ? { ...output, format: language } : output;
}

/** A case, and what is expected in it. */
export interface SampleCase {
  readonly input: AnswerCase;
  readonly references: readonly ReferenceCall[];
}

/**
 * The case of a sample: what is expected stands in `expected`, else in the sample; what is judged is `output`, else the
 * sample's calls. `undefined` when the sample's calls are wanted and cannot be read.
 */
export function caseOf(
  { id, sample, calls, exact }: ReadSample,
  tools: ToolCache,
  expected: ExpectedAnswer | undefined,
  output: AnswerCase['output'] | undefined,
): SampleCase | undefined {
  // A sample whose calls are broken expects something that nobody can read.
  const references = expected?.references ?? (isBroken(sample, calls) ? undefined : referencesOf(calls));
  if (!references) return undefined;
  const declared = exact?.get('function');
  const functions =
    declared === undefined ? toolsOf(sample, tools) : Array.isArray(declared) ? declared : [declared];
  const language = exact ? languageOfId(id) : 'python';
  const input: AnswerCase = {
    category: categoryOf(references),
    language,
    underscoreToDot: false,
    functions,
    answers: expected?.answers ?? possibleAnswers(references),
    references,
    output: output ? inLanguage(output, language) : { decoded: decodedOf(calls) },
  };
  return { input, references };
}
