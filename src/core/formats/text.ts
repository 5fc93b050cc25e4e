/**
 * Lifting the text of an assistant's turn: thoughts, calls in their tags or as a Python call list, and the prose
 * between them. Every place is a path through the string by `TextStep`s.
 */
import { findPythonCallList } from '../calls/findPythonCalls.ts';
import { parsePythonCalls, type PythonCallList } from '../calls/pythonCalls.ts';
import { findTaggedCalls, maxTaggedCalls } from '../calls/tagged.ts';
import type { TaggedCall } from '../calls/taggedTypes.ts';
import { splitThoughts, thoughtSpans } from '../calls/thoughts.ts';
import type { Call, CallNote, TextRun, Thought, ThoughtFault } from '../sample.ts';
import type { Path } from '../text/path.ts';
import type { Span } from '../text/span.ts';
import type { ValueNode } from '../text/valueNode.ts';
import { hasDuplicateKeys } from '../text/valueNodes.ts';
import { type CallKeys, liftCallObject, liftCallValue, usualCallKeys } from './calls.ts';
import type { CallSyntax } from './callSyntax.ts';
import type { LiftContext } from './types.ts';

/** How a format writes calls in the text of its answers. */
export interface AssistantTextOptions {
  /** Which ways of writing calls to look for. Default: `tags` only. */
  readonly calls?: readonly CallSyntax[];
  /** Keys of call objects in tags and fences. Default: {@link usualCallKeys}. */
  readonly keys?: CallKeys;
  /** The text is only a part of the string at `path`, and begins at this `textOffset`. Default: it is all of it. */
  readonly from?: number;
}

/** What a text holds. */
export interface AssistantText {
  /** The prose, in order, without thoughts and calls; blank stretches are left out. */
  readonly texts: TextRun[];
  readonly thoughts: Thought[];
  readonly thoughtFaults: ThoughtFault[];
  readonly calls: Call[];
}

/** The string at `path`, of which `text` is the part that begins at `from`. */
interface Source {
  readonly text: string;
  readonly path: Path;
  readonly from: number;
  /** The text is all of the string, so prose without anything else is the string itself. */
  readonly isWhole: boolean;
  readonly context: LiftContext;
  readonly keys: CallKeys;
}

const tagsOnly: readonly CallSyntax[] = ['tags'];

/**
 * Lifts `text`, which is the string at `path` (or a part of it, see `options.from`). Calls that cannot be read are told
 * to `context` as unreadable. Text without tags, fences or the like costs a few substring searches.
 */
export function liftAssistantText(
  text: string,
  path: Path,
  context: LiftContext,
  options: AssistantTextOptions = {},
): AssistantText {
  const syntaxes = options.calls ?? tagsOnly;
  const source: Source = {
    text,
    path,
    from: options.from ?? 0,
    isWhole: options.from === undefined,
    context,
    keys: options.keys ?? usualCallKeys,
  };
  const found: AssistantText = { texts: [], thoughts: [], thoughtFaults: [], calls: [] };
  const taken: Span[] = [];
  const answerStart = mayHoldThoughts(text) ? liftThoughts(source, found, taken) : 0;
  if (mayHoldCalls(text, syntaxes)) {
    const all = findTaggedCalls(text);
    if (all.length >= maxTaggedCalls) {
      const detail = `only the first ${maxTaggedCalls} calls of this turn are read`;
      context.unreadable({ what: 'calls', path, reason: 'shape', detail });
    }
    const tagged = all.filter((call) => syntaxes.includes(syntaxOf(call)));
    tagged.forEach((call, i) => {
      taken.push(call);
      liftTaggedCall(call, tagged.length > 1 ? String(i) : undefined, source, found.calls);
    });
  }
  if (taken.length === 0 || found.calls.length === 0) {
    if (syntaxes.includes('python') && mayBeCallList(text, answerStart)) {
      const list = findPythonCallList(text, answerStart);
      if (list) {
        liftPythonCalls(list, undefined, source, found.calls);
        taken.push(list);
      }
    }
  }
  addProse(source, taken, found.texts);
  return found;
}

/** Adds thoughts and their faults; where the answer begins. */
function liftThoughts(source: Source, found: AssistantText, taken: Span[]): number {
  const { text } = source;
  const split = splitThoughts(text);
  const add = (start: number, end: number) => {
    found.thoughts.push({ path: place(source, start, end), text: text.slice(start, end) });
  };
  for (const thought of split.thoughts) add(thought.innerStart, thought.innerEnd);
  if (split.orphanCloses.length > 0) {
    // What leads up to a closing tag of its own is thought as well: a prompt may have opened it.
    const closes = new Map(split.orphanCloses.map((close) => [close.end, close.start]));
    for (const span of thoughtSpans(split)) {
      taken.push(span);
      const end = closes.get(span.end);
      if (end !== undefined && /\S/.test(text.slice(span.start, end))) add(span.start, end);
    }
  } else for (const thought of split.thoughts) taken.push(thought);
  for (const fault of split.problems) {
    found.thoughtFaults.push({ kind: fault.kind, path: place(source, fault.start, fault.end) });
  }
  return split.answerStart;
}

function mayHoldThoughts(text: string): boolean {
  if (!text.includes('<')) return false;
  return text.includes('think>') || text.includes('scratch_pad>');
}

function mayHoldCalls(text: string, syntaxes: readonly CallSyntax[]): boolean {
  for (const syntax of syntaxes) {
    if (syntax === 'tags') {
      if (!text.includes('<')) continue;
      if (text.includes('<tool_call') || text.includes('<function') || text.includes('<TOOLCALL'))
        return true;
    } else if (syntax === 'fence') {
      if (text.includes('```')) return true;
    } else if (syntax === 'react') {
      if (text.includes('Action:')) return true;
    }
  }
  return false;
}

/** Cheap: the answer begins like a list, or holds something like a call. */
function mayBeCallList(text: string, from: number): boolean {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= 32) continue;
    return code === 91 || text.includes('(', i);
  }
  return false;
}

function syntaxOf(call: TaggedCall): CallSyntax {
  return call.tag === 'fence' ? 'fence' : call.tag === 'Action' ? 'react' : 'tags';
}

function liftTaggedCall(call: TaggedCall, label: string | undefined, source: Source, calls: Call[]): void {
  const error = call.errors[0];
  const { context, text } = source;
  if (error) {
    context.unreadable({
      what: 'calls',
      path: place(source, call.bodyStart, call.bodyEnd),
      reason: 'not-json',
      detail: error.code === 'tag-not-closed' ? 'its tag is never closed' : asDetail(error.message),
    });
    // A Python literal where JSON was meant is told and still read: its arguments are certain.
    const isBroken = call.errors.some((other) => other.code !== 'tag-not-closed');
    if (isBroken && call.language !== 'python-literal') return;
  }
  if (!call.node) return;
  if (call.language === 'python-calls') {
    const list = parsePythonCalls(text, call.bodyStart, call.bodyEnd);
    if (list) liftPythonCalls(list, label, source, calls);
    return;
  }
  const step = { as: call.language, start: call.bodyStart + source.from, end: call.bodyEnd + source.from };
  const bodyPath: Path = [...source.path, label === undefined ? step : { ...step, label }];
  noteDuplicateKeys(call.language === 'json-lines' ? (call.node.elements ?? []) : [call.node], source);
  const encoding = call.language === 'json' || call.language === 'json-lines' ? 'object' : 'embedded';
  for (const lifted of liftCallValue(call.node.value, bodyPath, context, source.keys, encoding))
    calls.push(lifted);
}

/** Tells of each of the values whether an object in it has a key twice. */
function noteDuplicateKeys(values: readonly ValueNode[], source: Source): void {
  for (const value of values) {
    if (hasDuplicateKeys(value)) source.context.duplicateKeys(place(source, value.start, value.end));
  }
}

/** A sentence as the end of one. */
function asDetail(message: string): string {
  const words = message.endsWith('.') ? message.slice(0, -1) : message;
  return words === '' ? 'it is not JSON' : words;
}

/**
 * Lifts the Python call list that `text` is; false when it is none. For strings of which the format says that they
 * hold calls, so that text that is certainly no prose is read also without named arguments.
 */
export function liftPythonText(text: string, path: Path, context: LiftContext, calls: Call[]): boolean {
  const list = parsePythonCalls(text);
  if (!list) return false;
  liftPythonCalls(
    list,
    undefined,
    { text, path, from: 0, isWhole: true, context, keys: usualCallKeys },
    calls,
  );
  return true;
}

/** Adds the calls of a list. Notes go to the call they stand in, those outside any call to the one before. */
function liftPythonCalls(
  list: PythonCallList,
  label: string | undefined,
  source: Source,
  calls: Call[],
): void {
  const step = { as: 'python-calls' as const, start: list.start + source.from, end: list.end + source.from };
  const base: Path = [...source.path, label === undefined ? step : { ...step, label }];
  const notes = [...list.notes].sort((a, b) => a.start - b.start);
  const broken = notes.find((note) => note.kind === 'syntax-error' || note.kind === 'too-deep');
  if (broken) {
    source.context.unreadable({
      what: 'calls',
      path: place(source, list.start, list.end),
      reason: broken.kind === 'too-deep' ? 'deep' : 'not-calls',
      detail: broken.detail === undefined ? 'it is not a list of calls' : asDetail(broken.detail),
    });
  }
  let n = 0;
  list.calls.forEach((call, i) => {
    const until = i === list.calls.length - 1 ? Infinity : list.calls[i + 1]!.start;
    const own: CallNote[] = [];
    let isBroken = false;
    for (; n < notes.length && notes[n]!.start < until; n++) {
      const { kind, start, end, detail } = notes[n]!;
      if ((kind === 'syntax-error' || kind === 'too-deep') && start <= call.end) isBroken = true;
      own.push({ kind, path: place(source, start, end), ...(detail === undefined ? undefined : { detail }) });
    }
    if (isBroken) return;
    const value = { name: call.name, arguments: call.arguments.value };
    calls.push(liftCallObject(value, [...base, i], source.context, usualCallKeys, 'embedded', own));
  });
}

function place(source: Source, start: number, end: number): Path {
  return textPath(source.path, start + source.from, end + source.from);
}

/** The place of a stretch (`textOffset`s) of the text of the string at `path`. */
export function textPath(path: Path, start: number, end: number): Path {
  return [...path, { as: 'text', start, end }];
}

/** Adds what of the text is outside `taken`. */
function addProse(source: Source, taken: Span[], texts: TextRun[]): void {
  const { text, path, from, isWhole } = source;
  if (taken.length === 0 && isWhole) {
    if (text !== '') texts.push({ path, text });
    return;
  }
  taken.sort((a, b) => a.start - b.start);
  let at = 0;
  for (const span of taken) {
    addRun(text, path, at, span.start, texts, from);
    at = Math.max(at, span.end);
  }
  addRun(text, path, at, text.length, texts, from);
}

/**
 * Adds `text[start..end)` without the white space around it, if anything is left. `from` is where `text` begins in the
 * string at `path`.
 */
export function addRun(
  text: string,
  path: Path,
  start: number,
  end: number,
  texts: TextRun[],
  from = 0,
): void {
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  if (start < end)
    texts.push({ path: textPath(path, start + from, end + from), text: text.slice(start, end) });
}
