/**
 * Lifting the text of an assistant's turn: thoughts, calls in their tags or as a Python call list, and the prose
 * between them. Every place is a path through the string by `TextStep`s.
 */
import { findPythonCallList } from '../calls/pythonCalls.ts';
import { findTaggedCalls, splitThoughts } from '../calls/tagged.ts';
import type { TaggedCall } from '../calls/taggedTypes.ts';
import type { Call, CallNote, TextRun, Thought, ThoughtFault } from '../sample.ts';
import type { Path } from '../text/path.ts';
import type { Span } from '../text/span.ts';
import { type CallKeys, liftCallObject, liftCallValue, usualCallKeys } from './calls.ts';
import type { LiftContext } from './types.ts';

/**
 * A way in which calls are written in text. `tags`: `<tool_call>`, `<functioncall>`, `<TOOLCALL>`, `<function=…>`;
 * `fence`: a JSON list of calls between code fences (Hammer); `react`: `Action:` and `Action Input:` (ToolLLaMA);
 * `python`: a Python call list that is the whole answer behind the thought (ToolACE, FunReason).
 */
export type CallSyntax = 'tags' | 'fence' | 'react' | 'python';

export interface AssistantTextOptions {
  /** Which ways of writing calls to look for. Default: `tags` only. */
  readonly calls?: readonly CallSyntax[];
  /** Keys of call objects in tags and fences. Default: {@link usualCallKeys}. */
  readonly keys?: CallKeys;
}

/** What a text holds. */
export interface AssistantText {
  /** The prose, in order, without thoughts and calls; blank stretches are left out. */
  readonly texts: TextRun[];
  readonly thoughts: Thought[];
  readonly thoughtFaults: ThoughtFault[];
  readonly calls: Call[];
}

const tagsOnly: readonly CallSyntax[] = ['tags'];

/**
 * Lifts the text of the string at `path`. Calls that cannot be read are told to `context` as unreadable. Text without
 * `<`, fences or the like costs a few substring searches.
 */
export function liftAssistantText(
  text: string,
  path: Path,
  context: LiftContext,
  options: AssistantTextOptions = {},
): AssistantText {
  const syntaxes = options.calls ?? tagsOnly;
  const found: AssistantText = { texts: [], thoughts: [], thoughtFaults: [], calls: [] };
  const taken: Span[] = [];
  let answerStart = 0;
  if (mayHoldThoughts(text)) {
    const split = splitThoughts(text);
    answerStart = split.answerStart;
    for (const thought of split.thoughts) {
      const { innerStart, innerEnd } = thought;
      found.thoughts.push({ path: textPath(path, innerStart, innerEnd), text: text.slice(innerStart, innerEnd) });
      taken.push(thought);
    }
    for (const fault of split.problems) {
      found.thoughtFaults.push({ kind: fault.kind, path: textPath(path, fault.start, fault.end) });
    }
  }
  if (mayHoldCalls(text, syntaxes)) {
    const tagged = findTaggedCalls(text).filter((call) => syntaxes.includes(syntaxOf(call)));
    tagged.forEach((call, i) => {
      taken.push(call);
      const label = tagged.length > 1 ? String(i) : undefined;
      for (const lifted of liftTaggedCall(call, path, label, context, options)) found.calls.push(lifted);
    });
  }
  if (found.calls.length === 0 && syntaxes.includes('python') && mayBeCallList(text, answerStart)) {
    const end = liftPythonCalls(text, answerStart, path, context, found.calls);
    if (end) taken.push(end);
  }
  addProse(text, path, taken, found.texts);
  return found;
}

function mayHoldThoughts(text: string): boolean {
  if (!text.includes('<')) return false;
  return text.includes('think>') || text.includes('scratch_pad>');
}

function mayHoldCalls(text: string, syntaxes: readonly CallSyntax[]): boolean {
  for (const syntax of syntaxes) {
    if (syntax === 'tags') {
      if (!text.includes('<')) continue;
      if (text.includes('<tool_call') || text.includes('<function') || text.includes('<TOOLCALL')) return true;
    } else if (syntax === 'fence') {
      if (text.includes('```')) return true;
    } else if (syntax === 'react') {
      if (text.includes('Action:')) return true;
    }
  }
  return false;
}

/** Cheap: the answer begins like a list or a call. */
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

function liftTaggedCall(
  call: TaggedCall,
  path: Path,
  label: string | undefined,
  context: LiftContext,
  options: AssistantTextOptions,
): Call[] {
  const step = { as: call.language, start: call.bodyStart, end: call.bodyEnd };
  const bodyPath: Path = [...path, label === undefined ? step : { ...step, label }];
  const error = call.errors[0];
  if (error) {
    const where = textPath(path, call.bodyStart, call.bodyEnd);
    const detail = error.code === 'tag-not-closed' ? 'its tag is never closed' : asDetail(error.message);
    context.unreadable({ what: 'calls', path: where, reason: 'not-json', detail });
    if (call.errors.some((other) => other.code !== 'tag-not-closed')) return [];
  }
  if (!call.node) return [];
  const encoding = call.language === 'json' || call.language === 'json-lines' ? 'object' : 'embedded';
  return liftCallValue(call.node.value, bodyPath, context, options.keys ?? usualCallKeys, encoding);
}

/** A sentence as the end of one. */
function asDetail(message: string): string {
  const words = message.endsWith('.') ? message.slice(0, -1) : message;
  return words === '' ? 'it is not JSON' : words;
}

/** Lifts the call list of `text` behind `from`, if there is one; the span it takes. */
function liftPythonCalls(
  text: string,
  from: number,
  path: Path,
  context: LiftContext,
  calls: Call[],
): Span | undefined {
  const list = findPythonCallList(text, from);
  if (!list) return undefined;
  const base: Path = [...path, { as: 'python-calls', start: list.start, end: list.end }];
  for (const call of pythonCallsToCalls(list, path, base, context)) calls.push(call);
  return list;
}

/** The part of a Python call list that lifting needs. */
export type PythonCalls = NonNullable<ReturnType<typeof findPythonCallList>>;

/**
 * Calls of a Python call list. Notes go to the call they stand in, those outside any call to the nearest one before.
 *
 * @param path the string the list is written in; @param base the list in it.
 */
export function pythonCallsToCalls(list: PythonCalls, path: Path, base: Path, context: LiftContext): Call[] {
  const broken = list.notes.filter((note) => note.kind === 'syntax-error' || note.kind === 'too-deep');
  for (const note of broken.slice(0, 1)) {
    context.unreadable({
      what: 'calls',
      path: textPath(path, note.start, note.end),
      reason: note.kind === 'too-deep' ? 'deep' : 'not-calls',
      detail: note.detail === undefined ? 'it is not a list of calls' : asDetail(note.detail),
    });
  }
  const lifted: Call[] = [];
  list.calls.forEach((call, i) => {
    if (broken.some((note) => note.start >= call.start && note.start <= call.end)) return;
    const last = i === list.calls.length - 1;
    const until = last ? Infinity : list.calls[i + 1]!.start;
    const notes: CallNote[] = [];
    for (const note of list.notes) {
      const inside = note.start >= call.start || (i === 0 && note.start < call.start);
      if (!inside || note.start >= until) continue;
      notes.push({
        kind: note.kind,
        path: textPath(path, note.start, note.end),
        ...(note.detail === undefined ? undefined : { detail: note.detail }),
      });
    }
    const value = { name: call.name, arguments: call.arguments.value };
    lifted.push(liftCallObject(value, [...base, i], context, usualCallKeys, 'embedded', notes));
  });
  return lifted;
}

/** The place of a stretch of the text of the string at `path`. */
export function textPath(path: Path, start: number, end: number): Path {
  return [...path, { as: 'text', start, end }];
}

/** Adds what of the text is outside `taken`. */
function addProse(text: string, path: Path, taken: Span[], texts: TextRun[]): void {
  if (taken.length === 0) {
    if (text !== '') texts.push({ path, text });
    return;
  }
  taken.sort((a, b) => a.start - b.start);
  let from = 0;
  for (const span of taken) {
    addRun(text, path, from, span.start, texts);
    from = Math.max(from, span.end);
  }
  addRun(text, path, from, text.length, texts);
}

/** Adds `[start, end)` without the white space around it, if anything is left. */
export function addRun(text: string, path: Path, start: number, end: number, texts: TextRun[]): void {
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  if (start < end) texts.push({ path: textPath(path, start, end), text: text.slice(start, end) });
}
