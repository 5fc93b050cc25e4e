/**
 * Which parts of a string's text may be calls or tool definitions at a cursor: all of it, what stands between tags, a
 * call list behind a thought, JSON in prose. Whether one of them is what it looks like, the format decides (cursor.ts).
 */
import { skipSpace } from '../../text/jsonScan.ts';
import type { Span } from '../../text/span.ts';
import { jsonClosedBefore, jsonSpot } from './jsonSpot.ts';
import { pythonSpot } from './pythonSpot.ts';
import type { Spot } from './spot.ts';

/** A spot in a part of a text, and what has to be written behind the part when it is not closed. */
export interface IslandSpot {
  readonly spot: Spot;
  /** A closing tag that is missing. */
  readonly closeTag: string;
  /** `answer`: nothing is written yet where an answer goes, be it prose or a call. */
  readonly part: 'whole' | 'tag' | 'answer';
}

/** Tags with calls or tools between them; `close` may be missing while typing. */
const tags = [
  { open: '<tool_call>', close: '</tool_call>' },
  { open: '<TOOLCALL>', close: '</TOOLCALL>' },
  { open: '<functioncall>', close: '' },
  { open: '<tools>', close: '</tools>' },
  { open: 'Action Input:', close: '' },
] as const;

/** Behind the opening tag that holds the cursor, up to its closing one. */
interface Tagged extends Span {
  readonly closeTag: string;
}

/** The spots that `offset` may have in a string's text, the likeliest first. */
export function islandSpots(text: string, offset: number): IslandSpot[] {
  const found: IslandSpot[] = [];
  const add = (spot: Spot | undefined, part: IslandSpot['part'] = 'whole', closeTag = '') => {
    if (spot) found.push({ spot, closeTag, part });
  };
  const tagged = taggedAt(text, offset);
  if (tagged) {
    const first = skipSpace(text, tagged.start);
    const json = () => add(jsonSpot(text, tagged.start, tagged.end, offset), 'tag', tagged.closeTag);
    const python = () =>
      add(pythonSpot(text, Math.min(first, offset), tagged.end, offset), 'tag', tagged.closeTag);
    if (isPythonStart(text, first)) {
      python();
      json();
    } else json();
    return found;
  }
  const start = skipSpace(text, 0);
  const first = text.charCodeAt(start);
  if (start <= offset && (first === 0x7b || first === 0x5b)) {
    if (!isPythonStart(text, start)) add(jsonSpot(text, 0, text.length, offset));
  }
  const answer = answerStart(text, offset);
  // Nothing is written yet: a call may begin here.
  if (answer >= text.length) add(jsonSpot(text, offset, text.length, offset), 'answer');
  if (answer < offset && mayBeCalls(text, answer, offset)) add(pythonSpot(text, answer, text.length, offset));
  if (found.length === 0) {
    const prose = jsonInProse(text, offset);
    if (prose !== undefined) add(jsonSpot(text, prose, text.length, offset));
  }
  return found;
}

function taggedAt(text: string, offset: number): Tagged | undefined {
  let best: { start: number; open: string; close: string } | undefined;
  for (const { open, close } of tags) {
    const at = text.lastIndexOf(open, offset - open.length);
    if (at < 0 || (best && at + open.length <= best.start)) continue;
    best = { start: at + open.length, open, close };
  }
  const fence = fenceAt(text, offset);
  if (fence && (!best || fence.start > best.start)) return fence;
  if (!best) return undefined;
  const { start, open, close } = best;
  // The words of a prompt name the tags as well: `within <tools></tools> tags`.
  if (close !== '') {
    const closed = text.indexOf(close, start);
    if (closed >= 0 && closed < offset) return undefined;
    const again = text.indexOf(open, start);
    const end = closed < 0 || (again >= 0 && again < closed) ? -1 : closed;
    return { start, end: end < 0 ? text.length : end, closeTag: end < 0 ? close : '' };
  }
  if (open === '<functioncall>') {
    const over = jsonClosedBefore(text, skipSpace(text, start), offset);
    if (over !== undefined) return undefined;
    const stop = text.indexOf('<|endoftext|>', start);
    return { start, end: stop < offset ? text.length : stop, closeTag: '' };
  }
  const over = jsonClosedBefore(text, skipSpace(text, start), offset);
  if (over !== undefined) return undefined;
  const step = /\n[ \t]*(?:Thought|Action|Observation|Final Answer):/g;
  step.lastIndex = offset;
  return { start, end: step.exec(text)?.index ?? text.length, closeTag: '' };
}

/** The code fence that holds the cursor: an odd number of marks stands in front of it. */
function fenceAt(text: string, offset: number): Tagged | undefined {
  if (!text.includes('```')) return undefined;
  let open = -1;
  for (let at = text.indexOf('```'); at >= 0 && at < offset; at = text.indexOf('```', at + 3))
    open = open < 0 ? at : -1;
  if (open < 0) return undefined;
  const lineEnd = text.indexOf('\n', open);
  if (lineEnd < 0 || lineEnd >= offset) return undefined;
  const close = text.indexOf('```', offset);
  return { start: lineEnd + 1, end: close < 0 ? text.length : close, closeTag: close < 0 ? '\n```' : '' };
}

/** `[` with a name behind it is a call list, not JSON. */
function isPythonStart(text: string, at: number): boolean {
  return text[at] === '[' && /[\p{L}_]/u.test(text[skipSpace(text, at + 1)] ?? '');
}

/** Where the answer begins: behind the last closing tag of a thought in front of the cursor. */
function answerStart(text: string, offset: number): number {
  let start = 0;
  for (const close of ['</think>', '</scratch_pad>']) {
    const at = text.lastIndexOf(close, offset - close.length);
    if (at >= 0) start = Math.max(start, at + close.length);
  }
  return skipSpace(text, start);
}

const bareCall = /[\p{L}_][\p{L}\p{N}_.]*\(/uy;

function mayBeCalls(text: string, at: number, offset: number): boolean {
  if (text[at] === '[') return !/^\[\s*[{"]/.test(text.slice(at, at + 40));
  bareCall.lastIndex = at;
  return bareCall.test(text) && bareCall.lastIndex <= offset;
}

/** Where the JSON begins in which the cursor stands, among prose; `undefined` when it stands in none. */
function jsonInProse(text: string, offset: number): number | undefined {
  const begin = /[[{]\s*[{"']/g;
  for (let match = begin.exec(text); match && match.index < offset; match = begin.exec(text)) {
    const closed = jsonClosedBefore(text, match.index, offset);
    if (closed === undefined) return match.index;
    begin.lastIndex = closed;
  }
  return undefined;
}
