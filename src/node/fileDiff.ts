/** A unified diff of a file and its edits, as `git apply` and `patch` read it. */
import type { ByteEdit } from './fileEdits.ts';
import { ByteWindow } from './byteWindow.ts';
import { FileReader } from './fileReader.ts';

/** Unchanged lines around a change. */
const contextLines = 3;

interface Line {
  /** From 1. */
  readonly number: number;
  /** With its break. */
  readonly bytes: Buffer;
}

/** Pieces of the diff, in order; none when there are no edits. Edits are ordered and do not overlap. */
export function* diffOf(path: string, name: string, edits: readonly ByteEdit[]): Generator<string> {
  if (edits.length === 0) return;
  yield `--- a/${name}\n+++ b/${name}\n`;
  const hunks = new Hunks();
  let next = 0;
  let block: { first: number; start: number; old: Buffer[] } | undefined;
  let blockEnd = 0;
  let at = 0;
  for (const line of linesOf(path)) {
    const end = at + line.bytes.length;
    const touches = next < edits.length && edits[next]!.start < end;
    if (touches || (block && blockEnd > at)) {
      block ??= { first: line.number, start: at, old: [] };
      block.old.push(line.bytes);
      while (next < edits.length && edits[next]!.start < end)
        blockEnd = Math.max(blockEnd, edits[next++]!.end);
      blockEnd = Math.max(blockEnd, end);
    }
    at = end;
    if (block && blockEnd <= at) {
      yield* hunks.change(block.first, block.old, edited(block.start, block.old, edits, next));
      block = undefined;
    } else if (!block) yield* hunks.same(line);
  }
  // What is added behind the last line.
  const rest = edits.slice(next);
  if (rest.length > 0)
    yield* hunks.change(hunks.lines + 1, [], Buffer.concat(rest.map(({ bytes }) => bytes)));
  yield* hunks.end();
}

/** The bytes of old lines that begin at `start`, with the edits that lie in them. */
function edited(start: number, old: readonly Buffer[], edits: readonly ByteEdit[], before: number): Buffer {
  const bytes = Buffer.concat(old);
  const end = start + bytes.length;
  let first = before;
  while (first > 0 && edits[first - 1]!.start >= start) first--;
  const parts: Buffer[] = [];
  let at = start;
  for (let i = first; i < before; i++) {
    const edit = edits[i]!;
    parts.push(bytes.subarray(at - start, edit.start - start), edit.bytes);
    at = edit.end;
  }
  parts.push(bytes.subarray(at - start, end - start));
  return Buffer.concat(parts);
}

class Hunks {
  /** Lines passed of the old file. */
  lines = 0;
  #before: Line[] = [];
  #body: string[] = [];
  #open: { oldStart: number; newStart: number; old: number; new: number } | undefined;
  /** Unchanged lines since the last change. */
  #after = 0;
  #shift = 0;

  *same(line: Line): Generator<string> {
    this.lines = line.number;
    if (this.#open && this.#after < contextLines * 2) {
      this.#body.push(...marked(' ', line.bytes));
      this.#open.old++;
      this.#open.new++;
      this.#after++;
      this.#before = [...this.#before.slice(-contextLines + 1), line];
      return;
    }
    if (this.#open) yield* this.#close();
    this.#before = [...this.#before.slice(-contextLines + 1), line];
  }

  *change(first: number, old: readonly Buffer[], now: Buffer): Generator<string> {
    const fresh = splitLines(now);
    if (!this.#open) {
      const before = this.#before;
      const oldStart = first - before.length;
      this.#open = { oldStart, newStart: oldStart + this.#shift, old: 0, new: 0 };
      for (const line of before) {
        this.#body.push(...marked(' ', line.bytes));
        this.#open.old++;
        this.#open.new++;
      }
    }
    for (const line of old) this.#body.push(...marked('-', line));
    for (const line of fresh) this.#body.push(...marked('+', line));
    this.#open.old += old.length;
    this.#open.new += fresh.length;
    this.#shift += fresh.length - old.length;
    this.lines = first + old.length - 1;
    this.#before = [];
    this.#after = 0;
    if (this.#body.length > 10_000) yield* this.#close();
  }

  *end(): Generator<string> {
    if (this.#open) yield* this.#close();
  }

  /** Lines of context beyond what a hunk has go back to be the next one's. */
  *#close(): Generator<string> {
    const open = this.#open!;
    const extra = Math.max(0, this.#after - contextLines);
    const body = extra > 0 ? withoutLast(this.#body, extra) : this.#body;
    const old = open.old - extra;
    const fresh = open.new - extra;
    const start = (from: number, count: number) => (count === 0 ? from - 1 : from);
    yield `@@ -${start(open.oldStart, old)},${old} +${start(open.newStart, fresh)},${fresh} @@\n${body.join('')}`;
    this.#open = undefined;
    this.#body = [];
    this.#after = 0;
  }
}

/** Entries of a body are one line each, a note about a missing line break included. */
function withoutLast(body: readonly string[], lines: number): string[] {
  return body.slice(0, body.length - lines);
}

function marked(sign: string, line: Buffer): string[] {
  const text = line.toString('utf8');
  return [text.endsWith('\n') ? sign + text : `${sign}${text}\n\\ No newline at end of file\n`];
}

function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const found = bytes.indexOf(10, at);
    const end = found < 0 ? bytes.length : found + 1;
    lines.push(bytes.subarray(at, end));
    at = end;
  }
  return lines;
}

function* linesOf(path: string): Generator<Line> {
  const reader = new FileReader(path);
  const window = new ByteWindow();
  let number = 0;
  try {
    for (let at = 0; ;) {
      const count = reader.read(window, at);
      at += count;
      for (;;) {
        const found = window.bytes.subarray(window.start, window.end).indexOf(10);
        if (found < 0) break;
        const end = window.start + found + 1;
        yield { number: ++number, bytes: Buffer.from(window.bytes.subarray(window.start, end)) };
        window.start = end;
      }
      if (count === 0) break;
    }
    if (window.size > 0)
      yield { number: ++number, bytes: Buffer.from(window.bytes.subarray(window.start, window.end)) };
  } finally {
    reader.close();
  }
}
