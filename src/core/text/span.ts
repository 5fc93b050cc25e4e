/**
 * Places in text. Every offset counts UTF-16 code units, as VS Code's columns and JavaScript's strings do;
 * every span is half-open: `start` is inside, `end` is not.
 *
 * Offsets of different texts must not be mixed, so the unit stands in the name: `recordOffset` counts from the
 * start of a record (a JSONL line, or one element of an array file), `docOffset` from the start of the document,
 * `textOffset` from the start of a decoded text, `byteOffset` in bytes of the file.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** `span` moved by `by` code units. */
export function shift(span: Span, by: number): Span {
  return { start: span.start + by, end: span.end + by };
}

/** True when `offset` is inside `span`, its end included (a cursor behind the last character is still "at" it). */
export function touches(span: Span, offset: number): boolean {
  return offset >= span.start && offset <= span.end;
}
