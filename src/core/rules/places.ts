/** Values at paths of a record, for rules that must look again at what a format could not read. */
import type { JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import { readNested } from '../record/record.ts';
import type { Path } from '../text/path.ts';

/**
 * The value at `path`: into objects and arrays, into strings of JSON, and to a stretch of text where a step says so.
 * `undefined` where the path leads nowhere, or on through a language other than JSON.
 */
export function valueAt(root: JsonValue | undefined, path: Path): JsonValue | undefined {
  let value = root;
  for (const step of path) {
    if (value === undefined) return undefined;
    if (typeof step === 'object') {
      if (typeof value !== 'string' || (step.as !== 'text' && step.as !== 'json')) return undefined;
      value = value.slice(step.start, step.end);
      continue;
    }
    if (typeof value === 'string') {
      const nested = readNested(value);
      value = nested.ok ? nested.value : undefined;
    }
    if (Array.isArray(value)) value = typeof step === 'number' ? value[step] : undefined;
    else value = isObject(value) ? own(value, String(step)) : undefined;
  }
  return value;
}

/** The decoded string at `path`, when a string stands there. */
export function textAt(root: JsonValue | undefined, path: Path): string | undefined {
  const value = valueAt(root, path);
  return typeof value === 'string' ? value : undefined;
}

/** The value below `value` at member names and indices; `undefined` where there is none. */
export function below(
  value: JsonValue | undefined,
  path: readonly (string | number)[],
): JsonValue | undefined {
  let at = value;
  for (const step of path) {
    if (Array.isArray(at)) at = at[Number(step)];
    else at = isObject(at) ? own(at, String(step)) : undefined;
  }
  return at;
}

/** True when `path` begins with all steps of `start`. */
export function startsWith(path: Path, start: Path): boolean {
  if (start.length > path.length) return false;
  return start.every((step, i) => {
    const other = path[i]!;
    if (typeof step !== 'object' || typeof other !== 'object') return step === other;
    return step.as === other.as && step.start === other.start && step.end === other.end;
  });
}
