/**
 * A fix made on a parsed value instead of on text: what rules ask before they offer one. Only edits whose paths are
 * member names and indices; the text's own edits (spans, removed records) have no value to be made on.
 */
import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import type { FixEdit } from '../rules/types.ts';
import type { Path } from '../text/path.ts';
import { setOwn } from '../text/valueNodes.ts';

/**
 * A copy of `value` with the edits made; `undefined` when one of them has no place in it. All paths are those of
 * `value` as it is given.
 */
export function editValue(value: JsonValue, edits: readonly FixEdit[]): JsonValue | undefined {
  const root: JsonObject = { root: copy(value) };
  const removed: Path[] = [];
  const wrapped: Extract<FixEdit, { wrap: Path }>[] = [];
  for (const edit of edits) {
    if ('remove' in edit) removed.push(edit.remove);
    else if ('wrap' in edit) wrapped.push(edit);
    else if (!makeEdit(root, edit)) return undefined;
  }
  // What stands further behind or further inside goes first, so that the paths of the others stay right.
  for (const path of removed.sort(fromTheEnd)) if (!remove(root, path)) return undefined;
  for (const edit of wrapped.sort((a, b) => b.wrap.length - a.wrap.length)) {
    if (!change(root, edit.wrap, (inner) => wrap(inner, edit.in))) return undefined;
  }
  return root.root;
}

function makeEdit(root: JsonObject, edit: FixEdit): boolean {
  if ('replace' in edit) {
    const { path, at } = edit.replace;
    return at === 'key' ? rename(root, path, String(edit.value)) : change(root, path, () => edit.value);
  }
  if ('insert' in edit) {
    return change(root, edit.insert, (object) => {
      if (!isObject(object) || Object.hasOwn(object, edit.key)) return undefined;
      setOwn(object, edit.key, copy(edit.value));
      return object;
    });
  }
  if ('append' in edit)
    return change(root, edit.append, (list) =>
      Array.isArray(list) ? [...list, copy(edit.value)] : undefined,
    );
  if ('quote' in edit) return change(root, edit.quote, (value) => JSON.stringify(value));
  if ('unquote' in edit) return change(root, edit.unquote, unquoted);
  return false;
}

function wrap(value: JsonValue, into: Extract<FixEdit, { wrap: Path }>['in']): JsonValue {
  if (into === 'list') return [value];
  const object: JsonObject = {};
  for (const [key, member] of Object.entries(into.before)) setOwn(object, key, member);
  setOwn(object, into.key, value);
  for (const [key, member] of Object.entries(into.after)) setOwn(object, key, member);
  return object;
}

function unquoted(value: JsonValue): JsonValue | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    // No JSON: then the edit has no place here, as its contract says.
    return undefined;
  }
}

/** Replaces the value at `path` by what `make` gives for it; false when it is not there or `make` gives nothing. */
function change(root: JsonObject, path: Path, make: (old: JsonValue) => JsonValue | undefined): boolean {
  const holder = holderOf(root, path);
  if (!holder) return false;
  const old = read(holder.in, holder.key);
  const made = old === undefined ? undefined : make(old);
  if (made === undefined) return false;
  if (Array.isArray(holder.in)) holder.in[Number(holder.key)] = made;
  else setOwn(holder.in, String(holder.key), made);
  return true;
}

function rename(root: JsonObject, path: Path, name: string): boolean {
  const holder = holderOf(root, path);
  if (!holder || Array.isArray(holder.in)) return false;
  const old = read(holder.in, holder.key);
  if (old === undefined || Object.hasOwn(holder.in, name)) return false;
  delete holder.in[holder.key];
  setOwn(holder.in, name, old);
  return true;
}

function remove(root: JsonObject, path: Path): boolean {
  const holder = holderOf(root, path);
  if (!holder || read(holder.in, holder.key) === undefined) return false;
  if (Array.isArray(holder.in)) holder.in.splice(Number(holder.key), 1);
  else delete holder.in[holder.key];
  return true;
}

/** What holds the value at `path`, and under which key. */
function holderOf(
  root: JsonObject,
  path: Path,
): { in: JsonObject | JsonValue[]; key: string | number } | undefined {
  let at: JsonValue | undefined = root;
  let key: string | number = 'root';
  for (const step of path) {
    if (typeof step === 'object' || at === undefined) return undefined;
    at = read(at, key);
    key = step;
  }
  return Array.isArray(at) || isObject(at) ? { in: at, key } : undefined;
}

function read(value: JsonValue, key: string | number): JsonValue | undefined {
  if (Array.isArray(value)) return value[Number(key)];
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Depth is bounded by the reader of records. */
function copy(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copy);
  const object: JsonObject = {};
  for (const key of Object.keys(value)) setOwn(object, key, copy(value[key]!));
  return object;
}

function fromTheEnd(a: Path, b: Path): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i]!, b[i]!];
    if (typeof x === 'number' && typeof y === 'number' && x !== y) return y - x;
  }
  return b.length - a.length;
}
