/** Lifting one record: runs a format's `lift` and keeps what it could not read. */
import type { JsonValue } from '../json.ts';
import { isObject } from '../json.ts';
import { hasDuplicates, readNested } from '../record/record.ts';
import type { Sample, Unreadable } from '../sample.ts';
import type { Path } from '../text/path.ts';
import type { FileHints, Format, LiftContext } from './types.ts';

/** A record as its format reads it. */
export interface Lifted {
  readonly sample: Sample;
  /** Paths of nested texts in which a key is written twice. */
  readonly duplicateTexts: readonly Path[];
  /** The nested texts that are JSON: who looks for places need not ask again. */
  readonly jsonTexts: readonly string[];
}

/** Can the format lift this entry? All take objects, a few arrays as well. */
export function canLift(entry: JsonValue | undefined, format: Format): boolean {
  return isObject(entry) || (Array.isArray(entry) && format.arrays !== undefined);
}

/**
 * Lifts `entry`, which `canLift` has let through, with `format`. A format that throws is a bug of ours: the error goes
 * up to the caller's rule funnel.
 *
 * @param nestedKeys `RecordText.nestedKeys`: when the nested texts' values have as many, no key in them is written twice.
 */
export function liftRecord(entry: JsonValue, format: Format, hints: FileHints, nestedKeys?: number): Lifted {
  const unreadable: Unreadable[] = [];
  const duplicateTexts: Path[] = [];
  const jsonTexts: string[] = [];
  const nestedTexts: { text: string; path: Path; keys: number }[] = [];
  let keys = 0;
  const context: LiftContext = {
    hints,
    unreadable: (item) => void unreadable.push(item),
    duplicateKeys: (path) => void duplicateTexts.push(path),
    parseJson(text, path, what): JsonValue | undefined {
      const nested = readNested(text);
      if (!nested.ok) {
        unreadable.push({
          what,
          path,
          reason: nested.reason,
          detail: nested.reason === 'deep' ? 'it is nested too deep to be checked' : 'it is not JSON',
        });
        return undefined;
      }
      keys += nested.keys;
      nestedTexts.push({ text, path, keys: nested.keys });
      jsonTexts.push(text);
      return nested.value;
    },
  };
  const sample =
    Array.isArray(entry) && format.arrays
      ? format.arrays.lift(entry, context)
      : format.lift(isObject(entry) ? entry : {}, context);
  // The count of the whole record's text takes in every nested key and perhaps prose that looks like one: never too few.
  if (keys !== nestedKeys)
    for (const { text, path, keys: own } of nestedTexts)
      if (hasDuplicates(text, own)) duplicateTexts.push(path);
  return {
    sample:
      unreadable.length === 0 ? sample : { ...sample, unreadable: [...sample.unreadable, ...unreadable] },
    duplicateTexts,
    jsonTexts,
  };
}
