/** Lifting one record: runs a format's `lift` and keeps what it could not read. */
import type { JsonObject, JsonValue } from '../json.ts';
import { readNested } from '../record/record.ts';
import type { Sample, Unreadable } from '../sample.ts';
import type { Path } from '../text/path.ts';
import type { FileHints, Format, LiftContext } from './types.ts';

export interface Lifted {
  readonly sample: Sample;
  /** Paths of nested texts in which a key is written twice. */
  readonly duplicateTexts: readonly Path[];
}

/** Lifts `entry` with `format`. A format that throws is a bug of ours: the error goes up to the caller's rule funnel. */
export function liftRecord(entry: JsonObject, format: Format, hints: FileHints): Lifted {
  const unreadable: Unreadable[] = [];
  const duplicateTexts: Path[] = [];
  const context: LiftContext = {
    hints,
    unreadable: (item) => void unreadable.push(item),
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
      if (nested.hasDuplicateKeys) duplicateTexts.push(path);
      return nested.value;
    },
  };
  const sample = format.lift(entry, context);
  return {
    sample:
      unreadable.length === 0 ? sample : { ...sample, unreadable: [...sample.unreadable, ...unreadable] },
    duplicateTexts,
  };
}
