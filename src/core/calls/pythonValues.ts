/**
 * Reads Python values as data, never evaluating: strings, numbers, constants, lists, tuples, dictionaries, sets. What
 * is no plain value becomes an opaque node with a note. Bounded depth, linear time, never throws.
 */
import {
  brokenPythonEscape,
  decodePythonPieces,
  pythonStringPieces,
  skipPythonTrivia,
  type PythonStringPiece,
} from '../text/pythonString.ts';
import type { MemberNode, ValueNode } from '../text/valueNode.ts';
import { arrayNode, leafNode, objectNode } from '../text/valueNodes.ts';
import { MAX_NESTING, type CallNote, type CallNoteKind } from './callNote.ts';
import {
  dottedNameAt,
  identifierEnd,
  identifierName,
  isPythonKeyword,
  pythonNumberAt,
  skipExpression,
} from './pythonScanner.ts';

/** Where a value stands: decides what ends it. */
type Place =
  | 'element'
  /** In front of a colon: a dictionary key, or an element of a set. */
  | 'key'
  /** An argument: `name =` behind it means that a comma is missing, not that an expression goes on. */
  | 'argument';

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['True', true],
  ['False', false],
  ['None', null],
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** One pass over a text; `at` is the place of the next unread character. */
export class PythonValueReader {
  at: number;
  readonly notes: CallNote[] = [];
  /** How many of each closing bracket are waited for: a bracket that nobody waits for is skipped, not obeyed. */
  private readonly awaited: Record<string, number> = { ')': 0, ']': 0, '}': 0 };
  private depth = 0;
  /** Set by a value that turned out to be `element for …`: its container is a comprehension. */
  private comprehension = false;

  constructor(
    readonly text: string,
    start: number,
    readonly end: number,
  ) {
    this.at = start;
  }

  note(kind: CallNoteKind, start: number, end: number, detail?: string): void {
    this.notes.push(detail === undefined ? { kind, start, end } : { kind, start, end, detail });
  }

  skipTrivia(): void {
    this.at = skipPythonTrivia(this.text, this.at, this.end);
  }

  /** The next unread character, or '' at the end. */
  peek(): string {
    return this.at < this.end ? this.text[this.at]! : '';
  }

  await(closer: string, by: 1 | -1): void {
    this.awaited[closer]! += by;
  }

  isAwaited(closer: string): boolean {
    return (this.awaited[closer] ?? 0) > 0;
  }

  /** Reads the value at `at`, which is no white space; always gives a node and moves on to what ended it. */
  readValue(place: Place = 'element'): ValueNode {
    const start = this.at;
    const noteCount = this.notes.length;
    if (this.depth >= MAX_NESTING) {
      const node = this.opaqueRest(start, place);
      this.note('too-deep', node.start, node.end);
      return node;
    }
    this.depth++;
    const atom = this.readAtom();
    this.depth--;
    const isParenthesised = atom !== undefined && this.text[start] === '(' && atom.start !== start;
    if (atom !== undefined && this.endsValue(place)) {
      if (atom.kind === 'name' && !isParenthesised) return this.bareWord(atom);
      return atom;
    }
    // Something follows: not this atom but an expression, or words without quotes.
    this.notes.length = noteCount;
    if (atom?.kind === 'name' && !isParenthesised) return this.readWords(start, place);
    if (atom !== undefined) this.checkComprehension();
    const node = this.opaqueRest(start, place);
    this.note(
      node.end > node.start ? 'expression' : 'syntax-error',
      node.start,
      Math.max(node.end, node.start),
    );
    return node;
  }

  /** A word without quotes; one that Python reserves (`yield`) is an expression. */
  private bareWord(word: ValueNode): ValueNode {
    const reserved = isPythonKeyword(String(word.value));
    this.note(reserved ? 'expression' : 'bare-word', word.start, word.end);
    return reserved ? { ...word, kind: 'opaque' } : word;
  }

  /** True when what stands at `at`, white space passed over, can follow a value in this place. */
  private endsValue(place: Place): boolean {
    const next = skipPythonTrivia(this.text, this.at, this.end);
    if (next >= this.end) return true;
    const char = this.text[next]!;
    if (char === ',' || char === ')' || char === ']' || char === '}') return true;
    if (place === 'key') return char === ':';
    if (place === 'argument') return isArgumentStart(this.text, next, this.end);
    return false;
  }

  private checkComprehension(): void {
    const next = skipPythonTrivia(this.text, this.at, this.end);
    const word = this.text.slice(next, identifierEnd(this.text, next, this.end));
    if (word === 'for' || word === 'async') this.comprehension = true;
  }

  private opaqueRest(start: number, place: Place): ValueNode {
    const { stop, end } = skipExpression(this.text, Math.max(start, this.at), this.end, place === 'key');
    this.at = stop;
    return leafNode('opaque', start, end, this.text.slice(start, end));
  }

  private readAtom(): ValueNode | undefined {
    const start = this.at;
    const char = this.peek();
    const pieces = pythonStringPieces(this.text, start, this.end);
    if (pieces.length > 0) return this.readString(start, pieces);
    if (char === '[') return this.readSequence(']');
    if (char === '(') return this.readSequence(')');
    if (char === '{') return this.readBraces();
    if (char === '-' || char === '+')
      return this.readNumber(start, skipPythonTrivia(this.text, start + 1, this.end));
    const number = this.readNumber(start, start);
    if (number !== undefined) return number;
    const stop = identifierEnd(this.text, start, this.end);
    if (stop === start) return undefined;
    this.at = stop;
    const word = identifierName(this.text, start, stop);
    const constant = CONSTANTS.get(word);
    if (constant !== undefined) {
      if (word === 'true' || word === 'false' || word === 'null') this.note('json-literal', start, stop);
      return leafNode(constant === null ? 'null' : 'boolean', start, stop, constant);
    }
    return leafNode('name', start, stop, word);
  }

  private readString(start: number, pieces: readonly PythonStringPiece[]): ValueNode {
    const last = pieces.at(-1)!;
    this.at = last.end;
    if (pieces.some((piece) => piece.formatted || piece.bytes)) {
      this.note('expression', start, last.end, last.bytes ? 'bytes' : 'f-string');
      return leafNode('opaque', start, last.end, this.text.slice(start, last.end));
    }
    if (!last.closed) this.note('syntax-error', last.start, last.end, 'string not closed');
    for (const piece of pieces) {
      const broken = brokenPythonEscape(this.text, piece);
      if (broken !== undefined) this.note('syntax-error', broken, broken + 2, 'unreadable escape');
    }
    return leafNode('string', start, last.end, decodePythonPieces(this.text, pieces, start).text);
  }

  private readNumber(start: number, digits: number): ValueNode | undefined {
    const number = pythonNumberAt(this.text, digits, this.end);
    if (number === undefined) return undefined;
    this.at = number.end;
    const source = this.text.slice(start, number.end);
    if (number.kind === 'imaginary') {
      this.note('expression', start, number.end, 'imaginary number');
      return leafNode('opaque', start, number.end, source);
    }
    if (number.kind === 'malformed' && Number.isNaN(number.value))
      return leafNode('name', start, number.end, source);
    if (number.kind === 'malformed') this.note('syntax-error', start, number.end, 'malformed number');
    if (number.kind === 'integer' && !Number.isSafeInteger(number.value)) {
      this.note('unsafe-integer', start, number.end);
    }
    const sign = this.text[start];
    if (sign === '+') this.note('expression', start, number.end, 'unary plus');
    return leafNode('number', start, number.end, sign === '-' ? 0 - number.value : number.value);
  }

  /** `[…]` and `(…)`. One value in round brackets without a comma is that value. */
  private readSequence(closer: ')' | ']'): ValueNode {
    const start = this.at;
    const elements: ValueNode[] = [];
    let commas = 0;
    let comprehension = false;
    this.at++;
    this.await(closer, 1);
    for (;;) {
      const step = this.separator(closer, start);
      if (step === 'end') break;
      if (step === 'comma') {
        if (++commas > elements.length) this.note('syntax-error', this.at - 1, this.at, 'value missing');
        continue;
      }
      this.comprehension = false;
      elements.push(this.readValue());
      comprehension ||= this.comprehension;
    }
    this.comprehension = false;
    this.await(closer, -1);
    if (comprehension) return this.comprehensionNode(start);
    if (closer === ')' && commas === 0 && elements.length === 1) return elements[0]!;
    return arrayNode(start, this.at, elements);
  }

  private comprehensionNode(start: number): ValueNode {
    while (this.notes.length > 0 && this.notes.at(-1)!.start >= start) this.notes.pop();
    this.note('expression', start, this.at, 'comprehension');
    return leafNode('opaque', start, this.at, this.text.slice(start, this.at));
  }

  /**
   * Looks at what follows inside a bracket: a comma (read), a value (unread), or the end. A closing bracket of another
   * kind ends this one too when somebody outside waits for it, else it is skipped; both are noted.
   */
  separator(closer: string, openedAt: number): 'comma' | 'value' | 'end' {
    for (;;) {
      this.skipTrivia();
      const char = this.peek();
      if (char === closer) {
        this.at++;
        return 'end';
      }
      if (char === '') {
        this.note('syntax-error', openedAt, openedAt + 1, `'${closer}' missing`);
        return 'end';
      }
      if (char === ',') {
        this.at++;
        return 'comma';
      }
      if (char !== ')' && char !== ']' && char !== '}') return 'value';
      if (this.isAwaited(char)) {
        this.note('syntax-error', openedAt, openedAt + 1, `'${closer}' missing`);
        return 'end';
      }
      this.note('syntax-error', this.at, this.at + 1, `'${char}' unexpected`);
      this.at++;
    }
  }

  private readBraces(): ValueNode {
    const start = this.at;
    const members: MemberNode[] = [];
    const elements: ValueNode[] = [];
    let comprehension = false;
    let unpacked = false;
    let expectComma = false;
    this.at++;
    this.await('}', 1);
    for (;;) {
      const step = this.separator('}', start);
      if (step === 'end') break;
      if (step === 'comma') {
        if (!expectComma) this.note('syntax-error', this.at - 1, this.at, 'value missing');
        expectComma = false;
        continue;
      }
      expectComma = true;
      if (this.text.startsWith('**', this.at)) {
        unpacked = true;
        this.at = skipExpression(this.text, this.at, this.end).stop;
        continue;
      }
      this.comprehension = false;
      if (this.peek() === ':') {
        this.note('syntax-error', this.at, this.at + 1, 'key missing');
        this.at++;
        continue;
      }
      const noteCount = this.notes.length;
      const key = this.readValue('key');
      this.skipTrivia();
      if (this.peek() === ':') members.push(this.readMember(key, noteCount));
      else elements.push(key);
      comprehension ||= this.comprehension;
    }
    this.comprehension = false;
    this.await('}', -1);
    if (comprehension || unpacked) return this.comprehensionNode(start);
    if (elements.length === 0) return objectNode(start, this.at, members);
    if (members.length === 0) {
      this.note('set', start, this.at);
      return arrayNode(start, this.at, elements);
    }
    for (const key of elements) {
      this.note('syntax-error', key.start, key.end, 'value missing');
      members.push(memberOfKey(this.text, key, leafNode('opaque', key.end, key.end, '')));
    }
    return objectNode(start, this.at, members);
  }

  /** The value behind the colon at `at`; `noteCount` is where the notes about the key begin. */
  private readMember(key: ValueNode, noteCount: number): MemberNode {
    if (key.kind !== 'string' && key.kind !== 'name') {
      if (key.kind !== 'opaque') this.notes.length = noteCount;
      this.note('non-string-key', key.start, key.end);
    }
    this.at++;
    this.skipTrivia();
    const next = this.peek();
    if (next === '' || next === ',' || next === '}' || next === ']' || next === ')') {
      this.note('syntax-error', key.start, key.end, 'value missing');
      return memberOfKey(this.text, key, leafNode('opaque', this.at, this.at, ''));
    }
    return memberOfKey(this.text, key, this.readValue());
  }

  /** A name with something behind it: a nested call, words without quotes, or another expression. */
  private readWords(start: number, place: Place): ValueNode {
    const callEnd = this.nestedCallEnd(start);
    if (callEnd !== undefined) {
      this.at = callEnd;
      if (this.endsValue(place)) {
        this.note('nested-call', start, callEnd);
        return leafNode('opaque', start, callEnd, this.text.slice(start, callEnd));
      }
    } else {
      const stop = this.wordsEnd(start);
      if (stop !== undefined) {
        this.at = stop;
        if (this.endsValue(place)) {
          this.note('bare-word', start, stop);
          return leafNode('name', start, stop, this.text.slice(start, stop));
        }
      }
    }
    this.at = Math.max(this.at, identifierEnd(this.text, start, this.end));
    this.checkComprehension();
    const node = this.opaqueRest(start, place);
    this.note('expression', node.start, node.end);
    return node;
  }

  private nestedCallEnd(start: number): number | undefined {
    const name = dottedNameAt(this.text, start, this.end);
    if (name === undefined || name.reserved) return undefined;
    const open = skipPythonTrivia(this.text, name.end, this.end);
    if (open >= this.end || this.text[open] !== '(') return undefined;
    for (let at = open + 1; ;) {
      const skipped = skipExpression(this.text, at, this.end);
      const char = this.text[skipped.stop];
      if (skipped.stop < this.end && char === ')') return skipped.stop + 1;
      if (skipped.stop >= this.end || char !== ',') {
        this.note('syntax-error', open, open + 1, "')' missing");
        return Math.max(open + 1, skipped.end);
      }
      at = skipped.stop + 1;
    }
  }

  /** End of words on one line with spaces between them (`New York`), none of them reserved by Python. */
  private wordsEnd(start: number): number | undefined {
    let at = start;
    for (let stop = start; ;) {
      const wordEnd = identifierEnd(this.text, at, this.end);
      if (wordEnd === at) return stop === start ? undefined : stop;
      if (isPythonKeyword(this.text.slice(at, wordEnd))) return undefined;
      stop = wordEnd;
      at = wordEnd;
      while (at < this.end && this.text[at] === ' ') at++;
    }
  }
}

/** True when `name =` stands at `at` (and not `==`): the next argument. */
function isArgumentStart(text: string, at: number, end: number): boolean {
  const stop = identifierEnd(text, at, end);
  if (stop === at) return false;
  const equals = skipPythonTrivia(text, stop, end);
  return equals < end && text[equals] === '=' && text[equals + 1] !== '=';
}

function memberOfKey(text: string, key: ValueNode, node: ValueNode): MemberNode {
  const name =
    key.kind === 'string' || key.kind === 'name' ? String(key.value) : text.slice(key.start, key.end);
  return { key: name, keyStart: key.start, keyEnd: key.end, node };
}
