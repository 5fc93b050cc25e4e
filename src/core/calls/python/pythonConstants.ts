/** Python's constants from their text: numbers, and strings with their prefixes and escapes (Language Reference 2.4). */
import type { ConstantValue } from './ast.ts';
import { characterNamed } from './characterNames.ts';
import { PythonSyntaxError } from './pythonTokens.ts';

/** CPython refuses longer decimal integers. */
const maxIntegerDigits = 4300;

/** The value of a number token. */
export function numberConstant(text: string, at: number): ConstantValue {
  if (text.length < 16 && isDigits(text)) return { is: 'int', value: BigInt(text) };
  const clean = text.includes('_') ? text.replaceAll('_', '') : text;
  if (/^0[xXoObB]/.test(clean)) return { is: 'int', value: BigInt(clean) };
  if (/[jJ]$/.test(clean)) return { is: 'complex', value: Number(clean.slice(0, -1)) };
  if (/[.eE]/.test(clean)) return { is: 'float', value: Number(clean) };
  if (clean.length > maxIntegerDigits) throw new PythonSyntaxError('an integer with too many digits', at);
  return { is: 'int', value: BigInt(clean) };
}

function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 48 || c > 57) return false;
  }
  return true;
}

/** One quoted piece, decoded. */
export interface StringPiece {
  readonly isBytes: boolean;
  readonly isFormatted: boolean;
  readonly isUnicodePrefixed: boolean;
  readonly text: string;
}

/** Decodes a string token, prefix and quotes included, that stands at `at`. */
export function stringPiece(token: string, at: number): StringPiece {
  let quoteAt = 0;
  while (token.charCodeAt(quoteAt) !== 34 && token.charCodeAt(quoteAt) !== 39) quoteAt++;
  // Most strings are plain: no prefix, no escape, quotes of one character.
  if (
    quoteAt === 0 &&
    !token.includes('\\') &&
    !token.includes('\r') &&
    token.charCodeAt(1) !== token.charCodeAt(0)
  )
    return { isBytes: false, isFormatted: false, isUnicodePrefixed: false, text: token.slice(1, -1) };
  const prefix = token.slice(0, quoteAt).toLowerCase();
  const quote = token[quoteAt]!;
  const width = token.length - quoteAt >= 6 && token.startsWith(quote.repeat(3), quoteAt) ? 3 : 1;
  let body = token.slice(quoteAt + width, token.length - width);
  if (body.includes('\r')) body = body.replace(/\r\n?/g, '\n');
  const isBytes = prefix.includes('b');
  if (isBytes && /[^\u0000-\u007f]/.test(body))
    throw new PythonSyntaxError('bytes with a letter that is not ASCII', at);
  const isRaw = prefix.includes('r') || !body.includes('\\');
  const isFormatted = prefix.includes('f');
  return {
    isBytes,
    isFormatted,
    isUnicodePrefixed: token.startsWith('u'),
    text: isRaw ? body : unescape(body, isBytes, at),
  };
}

const simpleEscapes: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const hexDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function unescape(body: string, isBytes: boolean, at: number): string {
  let text = '';
  let copied = 0;
  for (let i = body.indexOf('\\'); i >= 0; i = body.indexOf('\\', i)) {
    text += body.slice(copied, i);
    const next = body[i + 1]!;
    const simple = simpleEscapes[next];
    const octal = /^[0-7]{1,3}/.exec(body.slice(i + 1, i + 4))?.[0];
    if (simple !== undefined) {
      text += simple;
      i += 2;
    } else if (octal !== undefined) {
      const code = Number.parseInt(octal, 8);
      text += String.fromCharCode(isBytes ? code & 255 : code);
      i += 1 + octal.length;
    } else if (next === 'x' || (!isBytes && (next === 'u' || next === 'U'))) {
      const width = hexDigits[next]!;
      const digits = body.slice(i + 2, i + 2 + width);
      const code = Number.parseInt(digits, 16);
      if (digits.length < width || !/^[0-9a-fA-F]+$/.test(digits) || code > 0x10ffff)
        throw new PythonSyntaxError('an escape that is not complete', at);
      text += String.fromCodePoint(code);
      i += 2 + width;
    } else if (!isBytes && next === 'N') {
      const named = /^\{([^}]+)\}/.exec(body.slice(i + 2));
      const char = named ? characterNamed(named[1]!) : undefined;
      if (char === undefined) throw new PythonSyntaxError('an escape by a name that is not known', at);
      text += char;
      i += 2 + named![0].length;
    } else {
      text += `\\${next}`;
      i += 2;
    }
    copied = i;
  }
  return text + body.slice(copied);
}
