/**
 * A small positioned reader of Python values and call lists, written for the mutation bench alone: what it says of
 * places must not come from the code that is under test. It takes well-formed text only and gives up on anything else.
 */

export interface LooseNode {
  readonly start: number;
  readonly end: number;
  readonly kind: 'dict' | 'list' | 'string' | 'other' | 'call';
  /** Of a string: its text. */
  readonly text?: string;
  readonly members?: readonly {
    readonly key: string;
    readonly keyStart: number;
    readonly keyEnd: number;
    readonly node: LooseNode;
  }[];
  readonly elements?: readonly LooseNode[];
  /** Of a call: its name's place; `members` are its named arguments, `elements` its positional ones. */
  readonly name?: { readonly start: number; readonly end: number };
}

class GiveUp extends Error {}

/** The value or call list at the beginning of `text`, or `undefined`. */
export function readLoosely(text: string): LooseNode | undefined {
  try {
    const reader = new Reader(text);
    reader.space();
    return reader.value(0);
  } catch (error) {
    if (error instanceof GiveUp) return undefined;
    throw error;
  }
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '/': '/',
};

class Reader {
  private at = 0;
  constructor(private readonly text: string) {}

  space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
  }

  value(depth: number): LooseNode {
    if (depth > 60) throw new GiveUp();
    const c = this.text[this.at];
    if (c === '{') return this.dict(depth);
    if (c === '[' || c === '(') return this.list(depth, c === '[' ? ']' : ')');
    if (c === '"' || c === "'") return this.string();
    return this.word(depth);
  }

  private dict(depth: number): LooseNode {
    const start = this.at++;
    const members: { key: string; keyStart: number; keyEnd: number; node: LooseNode }[] = [];
    for (this.space(); this.text[this.at] !== '}'; this.space()) {
      const key = this.string();
      this.space();
      this.take(':');
      this.space();
      members.push({ key: key.text!, keyStart: key.start, keyEnd: key.end, node: this.value(depth + 1) });
      this.space();
      if (this.text[this.at] !== '}') this.take(',');
    }
    return { kind: 'dict', start, end: ++this.at, members };
  }

  private list(depth: number, close: string): LooseNode {
    const start = this.at++;
    const elements: LooseNode[] = [];
    for (this.space(); this.text[this.at] !== close; this.space()) {
      elements.push(this.value(depth + 1));
      this.space();
      if (this.text[this.at] !== close) this.take(',');
    }
    return { kind: 'list', start, end: ++this.at, elements };
  }

  private string(): LooseNode {
    const start = this.at;
    const quote = this.text[start];
    if ((quote !== '"' && quote !== "'") || this.text.startsWith(quote.repeat(3), start)) throw new GiveUp();
    let text = '';
    for (this.at++; this.text[this.at] !== quote; this.at++) {
      const c = this.text[this.at];
      if (c === undefined || c === '\n') throw new GiveUp();
      if (c !== '\\') text += c;
      else if (this.text[this.at + 1] === 'u') {
        text += String.fromCharCode(parseInt(this.text.slice(this.at + 2, this.at + 6), 16));
        this.at += 5;
      } else {
        const plain = escapes[this.text[++this.at] ?? ''];
        if (plain === undefined) throw new GiveUp();
        text += plain;
      }
    }
    return { kind: 'string', start, end: ++this.at, text };
  }

  /** A number, a bare word, or a call. */
  private word(depth: number): LooseNode {
    const match = /^[\w.+-]+/.exec(this.text.slice(this.at, this.at + 200));
    if (!match) throw new GiveUp();
    const start = this.at;
    this.at += match[0].length;
    if (this.text[this.at] !== '(') return { kind: 'other', start, end: this.at };
    const name = { start, end: this.at++ };
    const members: { key: string; keyStart: number; keyEnd: number; node: LooseNode }[] = [];
    const elements: LooseNode[] = [];
    for (this.space(); this.text[this.at] !== ')'; this.space()) {
      const key = /^([A-Za-z_]\w*)\s*=\s*/.exec(this.text.slice(this.at, this.at + 200));
      if (key) {
        const keyStart = this.at;
        this.at += key[0].length;
        members.push({
          key: key[1]!,
          keyStart,
          keyEnd: keyStart + key[1]!.length,
          node: this.value(depth + 1),
        });
      } else elements.push(this.value(depth + 1));
      this.space();
      if (this.text[this.at] !== ')') this.take(',');
    }
    return { kind: 'call', start, end: ++this.at, name, members, elements };
  }

  private take(c: string): void {
    if (this.text[this.at] !== c) throw new GiveUp();
    this.at++;
  }
}
