/** Finds the calls that stand in free text behind a tag, a fence or a marker. Thoughts are never searched. */
import type { LanguageId } from '../text/path.ts';
import type { ValueNode } from '../text/valueNode.ts';
import { memberOf } from '../text/valueNodes.ts';
import { findPythonCallList } from './findPythonCalls.ts';
import { readGlaive } from './glaive.ts';
import { excerpt, jsonErrorMessage } from './jsonErrors.ts';
import { readExactJson, skipJsonSpace } from './jsonReader.ts';
import { readJson, readJsonLines } from './jsonText.ts';
import { callListNode } from './pythonCalls.ts';
import { readPythonLiteral } from './pythonLiteral.ts';
import { trimEnd } from './pythonScanner.ts';
import { readReactCall } from './reactCalls.ts';
import type { ReadError, TaggedCall } from './taggedTypes.ts';
import { splitThoughts, thoughtSpans } from './thoughts.ts';
import { readXmlCall, readXmlCalls } from './xmlCalls.ts';

/** Longest opening line of a fence that is read as one. */
const MAX_FENCE_INFO = 40;

/** Calls that are read of one text; a turn with more is no conversation, and what is kept must stay bounded. */
export const maxTaggedCalls = 10_000;

const MARKER = /<tool_call>|<functioncall>|<TOOLCALL>|<function=|```|^[ \t]*Action:/gm;

/**
 * The tagged calls of `text`, in order, outside thoughts; the first `maxTaggedCalls` of them. A code fence counts only when it holds calls: a list or an
 * object with a call's keys, an empty list, or a Python call list.
 */
export function findTaggedCalls(text: string): TaggedCall[] {
  const calls: TaggedCall[] = [];
  const thoughts = thoughtSpans(splitThoughts(text));
  let next = 0;
  MARKER.lastIndex = 0;
  for (
    let match = MARKER.exec(text);
    match !== null && calls.length < maxTaggedCalls;
    match = MARKER.exec(text)
  ) {
    while (next < thoughts.length && thoughts[next]!.end <= match.index) next++;
    const thought = thoughts[next];
    if (thought !== undefined && thought.start <= match.index) {
      MARKER.lastIndex = thought.end;
      continue;
    }
    const found = new Stretch(text, thought?.start ?? text.length).callAt(match.index, match[0]);
    if (found.call !== undefined) calls.push(found.call);
    MARKER.lastIndex = Math.max(found.next, match.index + match[0].length);
  }
  return calls;
}

interface Found {
  readonly call?: TaggedCall;
  /** Where the search goes on. */
  readonly next: number;
}

interface Body {
  readonly language: LanguageId;
  readonly node?: ValueNode;
  readonly errors: readonly ReadError[];
}

/** A stretch of text between thoughts, ending at `end`. */
class Stretch {
  constructor(
    private readonly text: string,
    private readonly end: number,
  ) {}

  callAt(start: number, marker: string): Found {
    const bodyStart = start + marker.length;
    switch (marker) {
      case '<tool_call>':
        return this.tagged(start, bodyStart, 'tool_call', '</tool_call>');
      case '<TOOLCALL>':
        return this.tagged(start, bodyStart, 'TOOLCALL', '</TOOLCALL>');
      case '<functioncall>':
        return this.glaive(start, bodyStart);
      case '<function=':
        return this.bareXml(start);
      case '```':
        return this.fence(start, bodyStart);
      default:
        return this.action(bodyStart - 'Action:'.length);
    }
  }

  private indexOf(needle: string, from: number): number | undefined {
    const at = this.text.indexOf(needle, from);
    return at < 0 || at + needle.length > this.end ? undefined : at;
  }

  private tagged(start: number, bodyStart: number, tag: 'tool_call' | 'TOOLCALL', closeTag: string): Found {
    const { text } = this;
    // A closing tag inside a JSON string is text: when a value is followed by the tag, that one counts.
    const exact = readExactJson(text, bodyStart, this.end);
    const behind = exact.ok ? skipJsonSpace(text, exact.end, this.end) : bodyStart;
    const close = exact.ok && text.startsWith(closeTag, behind) ? behind : this.closeOf(closeTag, bodyStart);
    const isClosed = text.startsWith(closeTag, close) && close + closeTag.length <= this.end;
    const body = this.body(bodyStart, close);
    const errors = isClosed ? body.errors : [...body.errors, this.error('tag-not-closed', start, bodyStart)];
    const end = isClosed ? close + closeTag.length : close;
    return { call: { ...body, errors, tag, start, end, bodyStart, bodyEnd: close }, next: end };
  }

  /**
   * Where the body that begins at `from` ends: at its closing tag, but not behind the next opening one. The next
   * opening tag is looked for first, so that many unclosed tags are still searched in linear time.
   */
  private closeOf(closeTag: string, from: number): number {
    const limit = this.before(closeTag.replace('/', ''), from, this.end);
    return this.before(closeTag, from, limit);
  }

  /** Offset of `needle` in `[from..limit)`, or `limit`. */
  private before(needle: string, from: number, limit: number): number {
    const at = this.text.slice(from, limit).indexOf(needle);
    return at < 0 ? limit : from + at;
  }

  /** What stands between the tags of a call. */
  private body(start: number, end: number): Body {
    const { text } = this;
    const from = skipJsonSpace(text, start, end);
    if (from >= end)
      return { language: 'json', errors: [this.error('not-a-call', start, Math.max(start, end))] };
    if (text.startsWith('<function=', from))
      return { language: 'xml-calls', ...readXmlCalls(text, from, end) };
    const json = readJson(text, from, end);
    if (json.errors.length === 0) return { language: 'json', node: json.node, errors: [] };
    const first = text[from];
    if (first === '{' || first === '[') {
      const python =
        json.errors[0]!.code === 'single-quotes' ? readPythonLiteral(text, from, end) : undefined;
      if (python?.complete)
        return { language: 'python-literal', node: python.node, errors: json.errors.slice(0, 1) };
    }
    if (first === '{' && this.isLines(from, end)) {
      const lines = readJsonLines(text, from, end);
      return { language: 'json-lines', node: lines.node, errors: lines.errors };
    }
    if (first !== '{') {
      const list = findPythonCallList(text, from, end);
      if (list !== undefined) return { language: 'python-calls', node: callListNode(list), errors: [] };
    }
    return { language: 'json', node: json.node, errors: json.errors };
  }

  /** True when a second object begins on a line of its own. */
  private isLines(start: number, end: number): boolean {
    let at = this.before('\n', start, end);
    while (at < end) {
      const next = skipJsonSpace(this.text, at, end);
      if (this.text[next] === '{' && next < end && this.text[trimEnd(this.text, start, at) - 1] === '}')
        return true;
      at = this.before('\n', next, end);
    }
    return false;
  }

  private glaive(start: number, bodyStart: number): Found {
    const nextCall = this.before('<functioncall>', bodyStart, this.end);
    const limit = this.before('<|endoftext|>', bodyStart, nextCall);
    const from = skipJsonSpace(this.text, bodyStart, limit);
    if (this.text[from] !== '{' || from >= limit) {
      const errors = [this.error('not-a-call', start, bodyStart)];
      const call: TaggedCall = {
        language: 'glaive',
        tag: 'functioncall',
        start,
        end: bodyStart,
        bodyStart,
        bodyEnd: bodyStart,
        errors,
      };
      return { call, next: bodyStart };
    }
    const { node, errors, end: bodyEnd } = readGlaive(this.text, from, limit);
    return {
      call: {
        language: 'glaive',
        tag: 'functioncall',
        start,
        end: bodyEnd,
        bodyStart: from,
        bodyEnd,
        node,
        errors,
      },
      next: bodyEnd,
    };
  }

  private bareXml(start: number): Found {
    const { node, errors } = readXmlCall(this.text, start, this.end);
    return {
      call: {
        language: 'xml-calls',
        tag: 'function',
        start,
        end: node.end,
        bodyStart: start,
        bodyEnd: node.end,
        node,
        errors,
      },
      next: node.end,
    };
  }

  private action(start: number): Found {
    const { node, errors } = readReactCall(this.text, start, this.end);
    return {
      call: {
        language: 'react',
        tag: 'Action',
        start,
        end: node.end,
        bodyStart: start,
        bodyEnd: node.end,
        node,
        errors,
      },
      next: node.end,
    };
  }

  private fence(start: number, infoStart: number): Found {
    const { text } = this;
    const close = this.indexOf('```', infoStart);
    // Anything but a language word on the opening line makes it an inline fence.
    const info = /^[\w+-]*[ \t\r]*\n/.exec(
      text.slice(infoStart, Math.min(this.end, infoStart + MAX_FENCE_INFO)),
    );
    if (info === null) return { next: close === undefined ? infoStart : close + 3 };
    const contentStart = infoStart + info[0].length;
    const bodyEnd = close ?? this.end;
    const end = close === undefined ? bodyEnd : close + 3;
    const body = this.fenceBody(contentStart, bodyEnd);
    if (body === undefined) return { next: end };
    const errors =
      close === undefined ? [...body.errors, this.error('tag-not-closed', start, infoStart)] : body.errors;
    return {
      call: { ...body, errors, tag: 'fence', start, end, bodyStart: contentStart, bodyEnd },
      next: end,
    };
  }

  private fenceBody(start: number, end: number): Body | undefined {
    const from = skipJsonSpace(this.text, start, end);
    const first = from < end ? this.text[from] : '';
    if (first === '{' || first === '[') {
      const json = readJson(this.text, from, end);
      if (isCallJson(json.node)) return { language: 'json', node: json.node, errors: json.errors };
    }
    if (first === '{') return undefined;
    const list = findPythonCallList(this.text, from, end);
    return list === undefined
      ? undefined
      : { language: 'python-calls', node: callListNode(list), errors: [] };
  }

  private error(code: 'tag-not-closed' | 'not-a-call', start: number, end: number): ReadError {
    return { code, start, end, message: jsonErrorMessage(code, excerpt(this.text, start, end)) };
  }
}

const NAME_KEYS = ['name', 'function', 'tool', 'api'];
const ARGUMENT_KEYS = ['arguments', 'parameters', 'args', 'input'];

/** True for an object with a call's keys (`arguments` alone says enough), a list that begins with one, or an empty list. */
function isCallJson(node: ValueNode | undefined): boolean {
  if (node?.kind === 'array') return node.elements!.length === 0 || isCallJson(node.elements![0]);
  if (node?.kind !== 'object') return false;
  if (memberOf(node, 'arguments')) return true;
  return NAME_KEYS.some((key) => memberOf(node, key)) && ARGUMENT_KEYS.some((key) => memberOf(node, key));
}
