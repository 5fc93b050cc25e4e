/** A record with all that the functions of this folder need to know of it: its text, and what its format makes of it. */
import { canLift, liftRecord } from '../formats/lift.ts';
import type { FileHints, Format } from '../formats/types.ts';
import type { JsonValue } from '../json.ts';
import { readRecord } from '../record/record.ts';
import type { Sample } from '../sample.ts';

/** A record as its format reads it. Make it with {@link readSource}. */
export interface CotSource {
  /** The record: a line without its line break, or an element of an array file. */
  readonly text: string;
  readonly format: Format;
  readonly hints: FileHints;
  readonly root: JsonValue;
  readonly sample: Sample;
}

/** Reads and lifts a record; `undefined` when it is no JSON, nested too deep, or not of a shape that the format takes. */
export function readSource(text: string, format: Format, hints: FileHints = {}): CotSource | undefined {
  const { value } = readRecord(text);
  if (value === undefined || !canLift(value, format)) return undefined;
  return { text, format, hints, root: value, sample: liftRecord(value, format, hints).sample };
}
