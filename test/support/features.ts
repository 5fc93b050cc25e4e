/** Features on records that are written as documents: what they say of a place, as text with «…» around it. */
import { fileContext } from '../../src/core/check.ts';
import { indexSample, type Occurrence, type SampleIndex } from '../../src/core/features/entities.ts';
import { viewRecord, type RecordView } from '../../src/core/features/view.ts';
import { createToolCache } from '../../src/core/schema/toolCache.ts';
import type { Span } from '../../src/core/text/span.ts';

const tools = createToolCache({});

/** Reads records of a format as the editor does. */
export function reader(format: string): (text: string) => RecordView | undefined {
  const file = fileContext(format, 'samples', 'jsonl', { fileName: 'example.jsonl' });
  return (text) => viewRecord(text, file, tools);
}

/** The view of a record that must have one. */
export function view(format: string, text: string): RecordView {
  const found = reader(format)(text);
  if (!found) throw new Error(`nothing to see as ${format}: ${text.slice(0, 80)}`);
  return found;
}

/** The index of a record. */
export const index = (format: string, text: string): SampleIndex => indexSample(view(format, text));

/** The offset in the middle of the n-th (from 0) place that says `said`. */
export function offsetOf(text: string, said: string, nth = 0): number {
  let at = text.indexOf(said);
  for (let i = 0; i < nth && at >= 0; i++) at = text.indexOf(said, at + 1);
  if (at < 0) throw new Error(`${said} is not there ${nth + 1} times`);
  return at + Math.floor(said.length / 2);
}

/** A span in its surroundings: `"name":"«get_weather»","desc`. */
export function inContext(text: string, { start, end }: Span, around = 12): string {
  const before = text.slice(Math.max(0, start - around), start);
  return `${before}«${text.slice(start, end)}»${text.slice(end, end + around)}`;
}

/** An occurrence as a line: its role, and the place. */
export function describeOccurrence(text: string, { role, written }: Occurrence): string {
  return `${role} ${inContext(text, written.span)}`;
}
