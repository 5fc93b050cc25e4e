/** A piece of a record around a finding. Records are one line of thousands of characters: nobody can print them whole. */
import type { Span } from '../text/span.ts';
import type { Excerpt } from './types.ts';

/** Units kept before the finding, and in all. */
const before = 100;
const most = 320;

/** The piece of the line on which `span` begins; a span over several lines is cut at the end of its first. */
export function excerptOf(text: string, span: Span): Excerpt {
  const lineStart = lastBreak(text, span.start);
  const lineEnd = nextBreak(text, span.start);
  const end = Math.min(Math.max(span.end, span.start), lineEnd);
  let from = Math.max(lineStart, span.start - before);
  let to = Math.min(lineEnd, from + most);
  if (isLowSurrogate(text, from)) from++;
  if (isLowSurrogate(text, to)) to--;
  return {
    text: text.slice(from, to),
    start: Math.max(0, span.start - from),
    end: Math.max(0, Math.min(end, to) - from),
    cutBefore: from > lineStart,
    cutAfter: to < lineEnd,
  };
}

function isLowSurrogate(text: string, offset: number): boolean {
  const c = text.charCodeAt(offset);
  return c >= 0xdc00 && c <= 0xdfff;
}

// Bounded looks: a break further away than the excerpt reaches does not matter.
function lastBreak(text: string, offset: number): number {
  const floor = Math.max(0, offset - before - 1);
  for (let i = offset; i > floor; i--) if (isBreak(text.charCodeAt(i - 1))) return i;
  return floor;
}

function nextBreak(text: string, offset: number): number {
  const ceiling = Math.min(text.length, offset + most + 1);
  for (let i = offset; i < ceiling; i++) if (isBreak(text.charCodeAt(i))) return i;
  return ceiling;
}

function isBreak(c: number): boolean {
  return c === 10 || c === 13;
}
