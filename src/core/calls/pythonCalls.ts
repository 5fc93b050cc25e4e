/**
 * Reads Python call lists: `[f(a=1, b='x'), g.h(c=[1, 2])]`, one call, or calls beside each other. Also reads what data
 * sets really hold and Python's own parser refuses (ToolACE: names with spaces and parentheses, `from=`,
 * `page-size=`), with notes. Nothing is evaluated; bounded depth, linear time, never throws.
 */
import { skipPythonTrivia } from '../text/pythonString.ts';
import type { MemberNode, ValueNode } from '../text/valueNode.ts';
import { arrayNode, leafNode, objectNode } from '../text/valueNodes.ts';
import type { CallNote } from './callNote.ts';
import { keywordAt, callHeadAt, type CallHead } from './pythonNames.ts';
import { dottedNameAt, skipExpression, trimEnd } from './pythonScanner.ts';
import { PythonValueReader } from './pythonValues.ts';

/** One call of a list; offsets are `textOffset`s in the text that was read, spans half-open. */
export interface PythonCall {
  /** The function's name, dotted parts joined; NFKC-normalised where it is a Python name. */
  readonly name: string;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly start: number;
  readonly end: number;
  /** The named arguments; the span is the round brackets', or empty behind the name when there are none. */
  readonly arguments: ValueNode;
  readonly positional: readonly ValueNode[];
}

/** A list of calls as written; offsets as in {@link PythonCall}. */
export interface PythonCallList {
  readonly calls: readonly PythonCall[];
  readonly start: number;
  readonly end: number;
  /** True when the square brackets of a list stand around the calls. */
  readonly bracketed: boolean;
  /** False when a bracket is not closed or something could not be read (there is a `syntax-error` note). */
  readonly complete: boolean;
  readonly notes: readonly CallNote[];
}

/**
 * Reads the call list of `text[start..end)`; `undefined` when the range does not begin with a call or a list of calls
 * (an empty list, `[]`, is one). Whether text that may be prose is a call list, `findPythonCallList` decides.
 */
export function parsePythonCalls(text: string, start = 0, end = text.length): PythonCallList | undefined {
  const reader = new CallListReader(text, start, end);
  return reader.read();
}

/**
 * The call list of `text[start..end)` as an array of objects with the members `name`, `arguments` and, only where
 * there are some, `positional`. These keys are not written, so their spans are empty, in front of their values.
 */
export function pythonToValueNode(text: string, start = 0, end = text.length): ValueNode | undefined {
  const list = parsePythonCalls(text, start, end);
  return list === undefined ? undefined : callListNode(list);
}

/** {@link pythonToValueNode} for a list that is already read. */
export function callListNode(list: PythonCallList): ValueNode {
  return arrayNode(list.start, list.end, list.calls.map(callNode));
}

function callNode(call: PythonCall): ValueNode {
  const unwritten = (key: string, node: ValueNode): MemberNode => ({
    key,
    keyStart: node.start,
    keyEnd: node.start,
    node,
  });
  const members = [
    unwritten('name', leafNode('string', call.nameStart, call.nameEnd, call.name)),
    unwritten('arguments', call.arguments),
  ];
  const first = call.positional[0];
  if (first !== undefined) {
    members.push(
      unwritten('positional', arrayNode(first.start, call.positional.at(-1)!.end, call.positional)),
    );
  }
  return objectNode(call.start, call.end, members);
}

class CallListReader {
  private readonly values: PythonValueReader;
  private readonly calls: PythonCall[] = [];

  constructor(
    private readonly text: string,
    start: number,
    private readonly end: number,
  ) {
    this.values = new PythonValueReader(text, start, end);
  }

  read(): PythonCallList | undefined {
    const values = this.values;
    values.skipTrivia();
    const start = values.at;
    const bracketed = values.peek() === '[';
    if (bracketed) this.readBracketed();
    else this.readBare();
    const isEmptyList = bracketed && this.text.slice(start + 1, values.at - 1).trim() === '';
    if (this.calls.length === 0 && !isEmptyList) return undefined;
    const end = values.at;
    const rest = skipPythonTrivia(this.text, end, this.end);
    if (rest < this.end) values.note('trailing-text', rest, trimEnd(this.text, rest, this.end));
    const complete = !values.notes.some((note) => note.kind === 'syntax-error');
    return { calls: this.calls, start, end, bracketed, complete, notes: values.notes };
  }

  private readBracketed(): void {
    const values = this.values;
    const openedAt = values.at++;
    values.await(']', 1);
    let pending = false;
    for (;;) {
      const step = values.separator(']', openedAt);
      if (step === 'end') break;
      if (step === 'comma') {
        if (!pending) values.note('syntax-error', values.at - 1, values.at, 'call missing');
        pending = false;
        continue;
      }
      if (pending) this.missingComma();
      else this.readCall();
      pending = true;
    }
    values.await(']', -1);
  }

  /** Behind a call in a list something else stands than a comma: another call, or text to pass over. */
  private missingComma(): void {
    const { values, text } = this;
    const start = values.at;
    if (values.peek() === ';') {
      values.note('syntax-error', start, start + 1, "';' between calls");
      values.at++;
      return;
    }
    const head = callHeadAt(text, start, this.end);
    if (head !== undefined && !head.odd) {
      values.note('syntax-error', start, start, 'comma missing');
      this.readCall();
      return;
    }
    this.skipJunk('call expected');
  }

  private skipJunk(detail: string): void {
    const start = this.values.at;
    const skipped = skipExpression(this.text, start, this.end);
    this.values.at = Math.max(start + 1, skipped.stop);
    this.values.note('syntax-error', start, Math.max(start + 1, skipped.end), detail);
  }

  /** One call, or several with line ends, `;` or commas between them, without a list around them. */
  private readBare(): void {
    const values = this.values;
    const { text, end } = this;
    let callEnd = values.at;
    for (;;) {
      const head = callHeadAt(text, values.at, end);
      if (head === undefined || !this.readCall(head)) break;
      const separatorStart = values.at;
      callEnd = separatorStart;
      const separatorEnd = callSeparatorEnd(text, separatorStart, end);
      if (separatorEnd === undefined) break;
      const next = callHeadAt(text, separatorEnd, end);
      if (next === undefined || next.odd) break;
      values.note('separate-calls', separatorStart, separatorEnd);
      values.at = separatorEnd;
    }
    values.at = callEnd;
    const close = skipPythonTrivia(text, callEnd, end);
    if (
      this.calls.length > 0 &&
      text[close] === ']' &&
      skipPythonTrivia(text, close + 1, end) >= end &&
      close < end
    ) {
      values.note('syntax-error', close, close + 1, "'[' missing");
      values.at = close + 1;
    }
  }

  /** Reads the call at the reader's place; false when none begins there (what stands there is passed over). */
  private readCall(head: CallHead | undefined = callHeadAt(this.text, this.values.at, this.end)): boolean {
    const values = this.values;
    const start = values.at;
    if (head === undefined) {
      this.readHalfTypedName(start);
      return false;
    }
    if (head.odd) values.note('odd-name', start, head.nameEnd, head.name);
    const members: MemberNode[] = [];
    const positional: ValueNode[] = [];
    values.at = head.open + 1;
    values.await(')', 1);
    this.readArguments(head.open, members, positional);
    values.await(')', -1);
    this.calls.push({
      name: head.name,
      nameStart: start,
      nameEnd: head.nameEnd,
      start,
      end: values.at,
      arguments: objectNode(head.open, values.at, members),
      positional,
    });
    return true;
  }

  /** A name without brackets is a call that is being typed; anything else in its place is no call. */
  private readHalfTypedName(start: number): void {
    const { values, text } = this;
    const name = dottedNameAt(text, start, this.end);
    const next = name === undefined ? start : skipPythonTrivia(text, name.end, this.end);
    if (name === undefined || !(next >= this.end || text[next] === ',' || text[next] === ']')) {
      this.skipJunk('call expected');
      return;
    }
    values.note('syntax-error', start, name.end, "'(' missing");
    values.at = name.end;
    this.calls.push({
      name: name.name,
      nameStart: start,
      nameEnd: name.end,
      start,
      end: name.end,
      arguments: objectNode(name.end, name.end, []),
      positional: [],
    });
  }

  private readArguments(open: number, members: MemberNode[], positional: ValueNode[]): void {
    const values = this.values;
    const names = new Set<string>();
    let afterArgument = false;
    for (;;) {
      const step = values.separator(')', open);
      if (step === 'end') return;
      if (step === 'comma') {
        if (!afterArgument) values.note('syntax-error', values.at - 1, values.at, 'argument missing');
        afterArgument = false;
        continue;
      }
      if (afterArgument) values.note('syntax-error', values.at, values.at, 'comma missing');
      afterArgument = true;
      const keyword = keywordAt(this.text, values.at, this.end);
      if (keyword === undefined) {
        const node = values.readValue('argument');
        values.note('positional-argument', node.start, node.end);
        positional.push(node);
        continue;
      }
      if (keyword.odd) values.note('odd-name', keyword.start, keyword.end, keyword.name);
      if (names.has(keyword.name))
        values.note('duplicate-argument', keyword.start, keyword.end, keyword.name);
      names.add(keyword.name);
      values.at = keyword.valueAt;
      values.skipTrivia();
      members.push({
        key: keyword.name,
        keyStart: keyword.start,
        keyEnd: keyword.end,
        node: this.readArgumentValue(keyword.start, keyword.end, keyword.valueAt),
      });
    }
  }

  private readArgumentValue(nameStart: number, nameEnd: number, valueAt: number): ValueNode {
    const next = this.values.peek();
    if (next === '' || next === ',' || next === ')' || next === ']' || next === '}') {
      this.values.note('syntax-error', nameStart, nameEnd, 'value missing');
      return leafNode('opaque', valueAt, valueAt, '');
    }
    return this.values.readValue('argument');
  }
}

/** End of what may stand between calls without a list: a line end, `;` or a comma, with white space around it. */
function callSeparatorEnd(text: string, at: number, end: number): number | undefined {
  const next = skipPythonTrivia(text, at, end);
  if (next >= end) return undefined;
  if (text[next] === ';' || text[next] === ',') return skipPythonTrivia(text, next + 1, end);
  const newline = text.indexOf('\n', at);
  return newline >= 0 && newline < next ? next : undefined;
}
