/** What can be wrong with a trace, as data: nothing in a trace is believed before it is checked. */

/**
 * `unreadable`: the file system refused or gave too little; `cut-off`: shorter or longer than it says;
 * `bad-header`: no header of safetensors; `bad-tensor`: a tensor is missing, misplaced or of another type or shape;
 * `bad-values`: values that contradict each other; `bad-text`: not UTF-8 or not JSON where it must be;
 * `bad-name`: a file that is not named like a shard; `not-a-trace`, `unknown-version`: the manifest;
 * `unknown-sample`: a key that the trace does not hold.
 */
export type TraceFaultCode =
  | 'unreadable'
  | 'cut-off'
  | 'bad-header'
  | 'bad-tensor'
  | 'bad-values'
  | 'bad-text'
  | 'bad-name'
  | 'not-a-trace'
  | 'unknown-version'
  | 'unknown-sample';

/** One fault. `path` is relative to the trace's folder; `message` is a sentence or two that say what to do. */
export interface TraceFault {
  readonly code: TraceFaultCode;
  readonly path: string;
  readonly message: string;
}

/** What was read, or why it was not. */
export type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: TraceFault };

/** A result that was read. */
export function good<T>(value: T): Read<T> {
  return { ok: true, value };
}

/** A result that was not. */
export function bad(code: TraceFaultCode, path: string, message: string): { ok: false; fault: TraceFault } {
  return { ok: false, fault: { code, path, message } };
}

type Values<T extends readonly Read<unknown>[]> = {
  [K in keyof T]: T[K] extends Read<infer V> ? V : never;
};

/** All values, or the first fault. */
export function allRead<T extends readonly Read<unknown>[]>(reads: readonly [...T]): Read<Values<T>> {
  for (const read of reads) if (!read.ok) return read;
  return good(reads.map((read) => (read as { value: unknown }).value) as Values<T>);
}

/** The sentence that ends messages about damaged shards. */
export const copyAgain =
  'The file was cut off or changed: copy it again from where it was written, or delete it.';

/** Text from a file, short and on one line, to be quoted in a message. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
