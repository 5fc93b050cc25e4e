/**
 * Checking a file whose text is handed over piece by piece, for hosts that have no file system of their own (the web).
 * The same findings as from bytes, less what only bytes show.
 */
import type { Container } from '../container.ts';
import type { FileHints } from '../formats/types.ts';
import { voters } from '../formats/vote.ts';
import { openingOf, splitRecords } from '../container.ts';
import type { FileFormat, Service } from '../service.ts';
import { PartCheck, type PartOptions, type RecordStart, usualPartBytes } from './partCheck.ts';
import { lineOf, lineStarts } from './textPosition.ts';
import type { FileSettings, SweepPart } from './types.ts';

/** What came of a piece. */
export type TextSwept =
  | { readonly type: 'opened'; readonly format: FileFormat }
  | { readonly type: 'part'; readonly part: SweepPart }
  | { readonly type: 'no-data-set' };

/** Text looked at before a file's format is decided, in UTF-16 units, when its records are long. */
const mostHeadLength = 16 * 1024 * 1024;

export class TextSweep {
  readonly #service: Service;
  readonly #hints: FileHints;
  readonly #settings: FileSettings;
  readonly #options: PartOptions;
  #text = '';
  #state: 'head' | 'body' | 'over' = 'head';
  #check: PartCheck | undefined;
  #container: Container = 'jsonl';

  constructor(service: Service, hints: FileHints, settings: FileSettings, options: PartOptions) {
    this.#service = service;
    this.#hints = { ...hints, mapping: settings.mapping };
    this.#settings = settings;
    this.#options = options;
  }

  /** Takes the next piece of the text, cut anywhere; `last` ends it. Yields what is known by now. */
  *push(piece: string, last: boolean): Generator<TextSwept> {
    if (this.#state === 'over') return;
    this.#text += piece;
    if (this.#state === 'head') {
      const opened = this.#open(last);
      if (!opened) return;
      yield opened;
      if (opened.type === 'no-data-set') return;
    }
    if (this.#container === 'jsonl') yield* this.#lines(last);
    else if (last) yield* this.#whole();
    if (last) this.#state = 'over';
  }

  #open(last: boolean): TextSwept | undefined {
    const text = this.#text;
    const { fileName = '' } = this.#hints;
    const { chosen, severities, targets } = this.#settings;
    const guess = this.#service.detectContainer(text, last, fileName);
    const container = guess.container ?? (chosen ? 'jsonl' : undefined);
    if (container === undefined) {
      if (!last && !text.includes('\n')) return undefined;
      this.#state = 'over';
      return { type: 'no-data-set' };
    }
    const isEnough = last || (container !== 'object' && text.length >= mostHeadLength);
    const records = firstRecords(text, container, last);
    if (!isEnough && records.length < voters) return undefined;
    const format = this.#service.recognize(records, container, this.#hints, chosen);
    this.#container = container;
    this.#check = new PartCheck(
      this.#service,
      this.#service.contextOf(format, this.#hints, severities, targets, this.#settings),
      this.#options,
    );
    this.#state = 'body';
    return { type: 'opened', format };
  }

  /** Checks the lines that are complete. */
  *#lines(last: boolean): Generator<TextSwept> {
    // A `\r` at the end may be half of a break: it waits for the next piece, as an open line does.
    const end = last ? this.#text.length : this.#text.lastIndexOf('\n') + 1;
    if (end === 0) return;
    const text = this.#text.slice(0, end);
    this.#text = this.#text.slice(end);
    yield* this.#records(text);
  }

  *#whole(): Generator<TextSwept> {
    const text = this.#text;
    this.#text = '';
    yield* this.#records(text);
  }

  *#records(text: string): Generator<TextSwept> {
    const check = this.#check!;
    const isLines = this.#container === 'jsonl';
    const starts = isLines ? [] : lineStarts(text);
    // A byte order mark takes no column, as in bytes and in editors.
    if (!isLines && text.charCodeAt(0) === 0xfeff) starts[0] = 1;
    const opening = openingOf(text, this.#container);
    if (opening !== undefined) check.opened(placeOf(opening, starts));
    let before = 0;
    let size = 0;
    let count = 0;
    for (const { start, end } of splitRecords(text, this.#container)) {
      const place = isLines ? { line: count + 1, column: 1 } : placeOf(start, starts);
      const passed = place.line - 1;
      if (size >= usualPartBytes) {
        yield { type: 'part', part: check.take(passed - before, size) };
        before = passed;
        size = 0;
      }
      check.add(text.slice(start, end), { line: place.line - before, column: place.column });
      size += end - start + 1;
      count++;
    }
    const lines = isLines ? count : starts.length - 1;
    yield { type: 'part', part: check.take(lines - before, size) };
  }
}

function placeOf(offset: number, starts: readonly number[]): RecordStart {
  const line = lineOf(starts, offset);
  return { line: line + 1, column: offset - starts[line]! + 1 };
}

function firstRecords(text: string, container: Container, isWhole: boolean): string[] {
  if (container === 'object' && !isWhole) return [];
  const records: string[] = [];
  const spans = splitRecords(text, container);
  // The last one may be cut.
  const whole = isWhole ? spans : spans.slice(0, -1);
  for (const { start, end } of whole.slice(0, voters)) records.push(text.slice(start, end));
  return records;
}
