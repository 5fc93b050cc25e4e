/** What differs between two lists of calls, by argument, as data: which calls stayed, changed, came or went. */
import { assign } from '../check/pairing.ts';
import { deepEqual, isObject, own, type JsonValue } from '../json.ts';

/** A call, as far as it is compared. */
export interface ComparedCall {
  readonly name: string | undefined;
  /** `undefined` when the call has none, or when they could not be read. */
  readonly arguments: JsonValue | undefined;
}

/** A value that is not the same. The path begins at the arguments; it is empty when they are no object on both sides. */
export type ArgumentChange = { readonly path: readonly (string | number)[] } & (
  | { readonly kind: 'changed'; readonly old: JsonValue; readonly new: JsonValue }
  | { readonly kind: 'added'; readonly new: JsonValue }
  | { readonly kind: 'removed'; readonly old: JsonValue }
);

/** What became of a call. Indices are those of the two lists. */
export type CallChange =
  | { readonly kind: 'same'; readonly old: number; readonly new: number; readonly name: string | undefined }
  | {
      readonly kind: 'changed';
      readonly old: number;
      readonly new: number;
      readonly oldName: string | undefined;
      /** The same as `oldName` unless the call is of another function now. */
      readonly newName: string | undefined;
      readonly arguments: readonly ArgumentChange[];
    }
  | { readonly kind: 'added'; readonly new: number; readonly name: string | undefined }
  | { readonly kind: 'missing'; readonly old: number; readonly name: string | undefined };

/** The differences: calls of the new list in its order, then those that are missing. */
export interface CallDiff {
  readonly changes: readonly CallChange[];
  /** No call changed, came or went; their order may have. */
  readonly isSame: boolean;
  /** Calls that are in both lists do not stand in the same order. */
  readonly isReordered: boolean;
}

/** Lists with more calls that differ than this are paired by name, in order: the best pairing costs their cube. */
const mostPaired = 60;
/** Cost of leaving a call alone; two left alone cost less than a pair of different functions with half the arguments. */
const alone = 0.7;

/**
 * Compares two lists of calls. They are paired so that as little as possible differs: equal calls first, then calls of
 * one function by how many of their arguments agree; a call of another function only when its arguments mostly agree.
 */
export function diffCalls(before: readonly ComparedCall[], after: readonly ComparedCall[]): CallDiff {
  const pairOf = pairCalls(before, after);
  const changes: CallChange[] = [];
  const used = new Set<number>();
  let last = -1;
  let isReordered = false;
  after.forEach((call, i) => {
    const j = pairOf[i]!;
    if (j < 0) {
      changes.push({ kind: 'added', new: i, name: call.name });
      return;
    }
    used.add(j);
    if (j < last) isReordered = true;
    last = Math.max(last, j);
    const old = before[j]!;
    const found = isEqual(old, call) ? [] : diffArguments(old.arguments, call.arguments);
    if (found.length === 0 && old.name === call.name)
      changes.push({ kind: 'same', old: j, new: i, name: call.name });
    else
      changes.push({
        kind: 'changed',
        old: j,
        new: i,
        oldName: old.name,
        newName: call.name,
        arguments: found,
      });
  });
  before.forEach(({ name }, old) => {
    if (!used.has(old)) changes.push({ kind: 'missing', old, name });
  });
  return { changes, isReordered, isSame: changes.every(({ kind }) => kind === 'same') };
}

/** For each new call its old one, or -1. */
function pairCalls(before: readonly ComparedCall[], after: readonly ComparedCall[]): number[] {
  const pairOf = after.map(() => -1);
  const restOld = new Set(before.keys());
  // Equal calls cost nothing, so no better pairing takes them apart.
  const restNew = [...after.keys()].filter((i) => {
    const equal = [...restOld].find((j) => isEqual(before[j]!, after[i]!));
    if (equal === undefined) return true;
    restOld.delete(equal);
    pairOf[i] = equal;
    return false;
  });
  const olds = [...restOld];
  if (olds.length === 0 || restNew.length === 0) return pairOf;
  if (olds.length > mostPaired || restNew.length > mostPaired) {
    for (const i of restNew) {
      const j = olds.findIndex((at) => before[at]!.name === after[i]!.name);
      if (j >= 0) pairOf[i] = olds.splice(j, 1)[0]!;
    }
    return pairOf;
  }
  // Square, so that each call may also stay alone.
  const size = restNew.length + olds.length;
  const costs = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => {
      const i = restNew[row];
      const j = olds[column];
      if (i === undefined && j === undefined) return 0;
      if (i === undefined || j === undefined) return alone;
      // Where all else is equal, calls keep their order.
      return distance(before[j]!, after[i]!) + Math.abs(row - column) * 1e-6;
    }),
  );
  assign(costs).forEach((column, row) => {
    const i = restNew[row];
    const j = olds[column];
    if (i !== undefined && j !== undefined) pairOf[i] = j;
  });
  return pairOf;
}

function isEqual(a: ComparedCall, b: ComparedCall): boolean {
  if (a.name !== b.name) return false;
  if (a.arguments === undefined || b.arguments === undefined) return a.arguments === b.arguments;
  return deepEqual(a.arguments, b.arguments);
}

/** The share of arguments that differ, 0 to 1; one more for another function. */
function distance(a: ComparedCall, b: ComparedCall): number {
  const other = a.name === b.name ? 0 : 1;
  const x = a.arguments;
  const y = b.arguments;
  if (!isObject(x) || !isObject(y)) return other + (isEqual({ ...a, name: b.name }, b) ? 0 : 1);
  const names = new Set([...Object.keys(x), ...Object.keys(y)]);
  let different = 0;
  for (const name of names) {
    const was = own(x, name);
    const is = own(y, name);
    if (was === undefined || is === undefined || !deepEqual(was, is)) different++;
  }
  return other + (names.size === 0 ? 0 : different / names.size);
}

/** The values that differ, down to the smallest that do; members in the order of the old value, then new ones. */
export function diffArguments(before: JsonValue | undefined, after: JsonValue | undefined): ArgumentChange[] {
  const changes: ArgumentChange[] = [];
  collect(before, after, [], changes);
  return changes;
}

function collect(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  path: readonly (string | number)[],
  changes: ArgumentChange[],
): void {
  if (before === undefined) {
    if (after !== undefined) changes.push({ path, kind: 'added', new: after });
  } else if (after === undefined) changes.push({ path, kind: 'removed', old: before });
  else if (isObject(before) && isObject(after)) {
    for (const key of Object.keys(before)) collect(before[key], own(after, key), [...path, key], changes);
    for (const key of Object.keys(after))
      if (!Object.hasOwn(before, key)) collect(undefined, after[key], [...path, key], changes);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    for (let i = 0; i < length; i++) collect(before[i], after[i], [...path, i], changes);
  } else if (!deepEqual(before, after)) changes.push({ path, kind: 'changed', old: before, new: after });
}
