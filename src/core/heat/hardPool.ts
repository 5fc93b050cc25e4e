/**
 * The hard pool: a list of records that deserve another look, beside their data set. A line is a reference, not a copy; what
 * refines data sets reads it, and so may any script.
 */
import { isObject, own, type JsonObject, type JsonValue } from '../json.ts';

/** A record, as the pool names it. */
export interface HardReference {
  /** Name of the data set's file, beside the pool. */
  readonly dataset: string;
  /** Line on which the record began when it was added, from 1. */
  readonly line: number;
  readonly id: string | null;
  /** SHA-256 of the line, which finds the record after lines were moved. */
  readonly line_sha: string;
  /** Where it was found to be hard, and by how much: mean negative log-probability of its call, nats. */
  readonly run: string | null;
  readonly call_loss: number | null;
  /** ISO 8601. */
  readonly added: string;
}

/** A pool as it was read. Lines that are no references stay as they are. */
export interface HardPool {
  readonly lines: readonly string[];
  readonly shas: ReadonlySet<string>;
}

/** Name of a data set's pool: `weather.jsonl` → `weather.hard.jsonl`. */
export function hardPoolName(dataset: string): string {
  return `${dataset.replace(/\.(?:jsonl|ndjson|json)$/i, '')}.hard.jsonl`;
}

/** Is a file of this name a pool? */
export function isHardPoolName(name: string): boolean {
  return name.toLowerCase().endsWith('.hard.jsonl');
}

/** Reads a pool; the text of a file that is not there yet is `''`. */
export function readHardPool(text: string): HardPool {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const shas = new Set<string>();
  for (const line of lines) {
    let value: JsonValue | undefined;
    try {
      value = JSON.parse(line) as JsonValue;
    } catch {
      // Somebody's own line: it is kept.
      continue;
    }
    const sha = isObject(value) ? own(value as JsonObject, 'line_sha') : undefined;
    if (typeof sha === 'string') shas.add(sha);
  }
  return { lines, shas };
}

/** The pool's text with more references; those that are in it already are left out. */
export function withReferences(
  text: string,
  references: readonly HardReference[],
): { readonly text: string; readonly added: number } {
  const known = new Set(readHardPool(text).shas);
  const fresh = references.filter(({ line_sha }) => {
    if (known.has(line_sha)) return false;
    known.add(line_sha);
    return true;
  });
  if (fresh.length === 0) return { text, added: 0 };
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return {
    text: before + fresh.map((one) => `${JSON.stringify(one)}\n`).join(''),
    added: fresh.length,
  };
}
