/**
 * Ids of calls and results, and fixes that pair, renumber or rewrite them. For the rules about ids: each takes the
 * fixes that fit what it found. Ids are unique in a sample; those that are made depend on nothing but the sample.
 */
import { isObject, own, type JsonValue } from '../json.ts';
import type { Call, Sample, ToolResult } from '../sample.ts';
import { child, type Path } from '../text/path.ts';
import { valueAt } from './places.ts';
import type { FixDraft, FixEdit } from './types.ts';

/** A call with the results that belong to it, and where their ids stand. */
export interface PairedCall {
  readonly call: Call;
  readonly results: readonly { readonly result: ToolResult; readonly idPath: Path | undefined }[];
}

/** Keys under which formats keep the id of the call that a result answers. */
const resultKeys = ['tool_call_id', 'call_id', 'tool_use_id', 'toolUseId'];

/**
 * Which result answers which call: by id where one call before has it that is not answered yet, else the calls in
 * their order. Results before any call, or more than there are calls, belong to none.
 */
export function pairCalls(record: JsonValue | undefined, sample: Sample): PairedCall[] {
  const pairs: { call: Call; results: PairedCall['results'][number][] }[] = [];
  for (const turn of sample.turns) {
    const places = idPlaces(valueAt(record, turn.path), turn.path);
    for (const result of turn.results) {
      const at = places.findIndex(({ id }) => id === result.id);
      const idPath = at < 0 ? undefined : places.splice(at, 1)[0]!.path;
      const open = pairs.filter(({ results }) => results.length === 0);
      const pair = open.find(({ call }) => call.id !== undefined && call.id === result.id) ?? open[0];
      pair?.results.push({ result, idPath });
    }
    for (const call of turn.calls) pairs.push({ call, results: [] });
  }
  return pairs;
}

/** Ids of results in a message and its parts, in order. */
function idPlaces(
  message: JsonValue | undefined,
  path: Path,
  depth = 0,
): { readonly id: string; readonly path: Path }[] {
  if (depth > 3) return [];
  if (Array.isArray(message)) return message.flatMap((part, i) => idPlaces(part, child(path, i), depth + 1));
  if (!isObject(message)) return [];
  const found: { id: string; path: Path }[] = [];
  for (const key of resultKeys) {
    const id = own(message, key);
    if (typeof id === 'string') found.push({ id, path: child(path, key) });
  }
  return [...found, ...idPlaces(own(message, 'content'), child(path, 'content'), depth + 1)];
}

/** Gives each result the id of its call. Safe where every result has a call of its own. */
export function pairingFix(record: JsonValue | undefined, sample: Sample): FixDraft | undefined {
  const edits: FixEdit[] = [];
  const ids = new Set<string>();
  let isCertain = true;
  for (const { call, results } of pairCalls(record, sample)) {
    if (call.id === undefined || ids.has(call.id)) return undefined;
    ids.add(call.id);
    if (results.length === 0) isCertain = false;
    for (const { result, idPath } of results)
      if (idPath && result.id !== call.id) edits.push({ replace: { path: idPath }, value: call.id });
  }
  if (edits.length === 0) return undefined;
  const answered = sample.turns.reduce((sum, turn) => sum + turn.results.length, 0);
  return {
    title: 'Give the results the ids of their calls',
    edits,
    safe: isCertain && answered === ids.size,
  };
}

/**
 * Writes new ids for all calls and their results. `make` gets the old id (`''` where there is none) and the call's
 * number; an id that is taken already is made again with another number.
 */
export function renumberingFix(
  record: JsonValue | undefined,
  sample: Sample,
  title: string,
  make: (old: string, n: number) => string,
  safe = false,
): FixDraft | undefined {
  const edits: FixEdit[] = [];
  const taken = new Set<string>();
  pairCalls(record, sample).forEach(({ call, results }, i) => {
    if (!call.idPath) return;
    let id = make(call.id ?? '', i);
    for (let n = i + 1; taken.has(id) && n < i + 1000; n++) id = make(call.id ?? '', n);
    taken.add(id);
    if (id !== call.id) edits.push({ replace: { path: call.idPath }, value: id });
    for (const { result, idPath } of results)
      if (idPath && result.id !== id) edits.push({ replace: { path: idPath }, value: id });
  });
  return edits.length === 0 ? undefined : { title, edits, safe };
}

/** `call_1`, `call_2`, … in the order of the calls. */
export const numberedId = (_old: string, n: number): string => `call_${n + 1}`;

const alphanumerics = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Nine letters and digits, as Mistral wants them: the same for the same old id and number. One that fits stays. */
export function mistralId(old: string, n: number): string {
  if (/^[A-Za-z0-9]{9}$/.test(old)) return old;
  // FNV-1a over the old id and the number, one digit after the other.
  let hash = 0x811c9dc5;
  for (const unit of `${old}#${n}`) hash = Math.imul(hash ^ unit.charCodeAt(0), 0x01000193) >>> 0;
  let id = '';
  for (let i = 0; i < 9; i++) {
    id += alphanumerics[hash % alphanumerics.length]!;
    hash = Math.imul(hash ^ (hash >>> 13) ^ (i + 1), 0x01000193) >>> 0;
  }
  return id;
}

/** Arguments as the other way of writing them: an object as a string of JSON, or the object that a string holds. */
export function argumentsEncodingFix({ encoding, argumentsPath }: Call): FixDraft | undefined {
  if (encoding === 'json-string')
    return { title: 'Write the arguments as an object', edits: [{ unquote: argumentsPath }], safe: true };
  if (encoding === 'object')
    return {
      title: 'Write the arguments as a string of JSON',
      edits: [{ quote: argumentsPath }],
      safe: true,
    };
  return undefined;
}
