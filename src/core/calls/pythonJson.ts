/**
 * The fast way through a Python literal: most of what `repr` writes differs from JSON only in its quotes and in
 * `True`, `False` and `None`. Such text is rewritten and given to `JSON.parse`; anything else is refused, and the
 * reader with places (pythonLiteral.ts) takes it. The value is the same either way.
 */

const SINGLE = 39;
const DOUBLE = 34;

/** The JSON text of the literal in `text[start..end)`, or `undefined` when it needs more than new quotes and words. */
export function pythonToJson(text: string, start: number, end: number): string | undefined {
  const backslash = text.indexOf('\\', start);
  if (backslash >= 0 && backslash < end) return undefined;
  const parts: string[] = [];
  let at = start;
  let plainStart = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === SINGLE || code === DOUBLE) {
      if (at > plainStart) parts.push(text.slice(plainStart, at));
      const close = text.indexOf(code === SINGLE ? "'" : '"', at + 1);
      if (close < 0 || close >= end) return undefined;
      // Three quotes, or strings side by side, which Python joins.
      if (text.charCodeAt(close + 1) === code) return undefined;
      const body = text.slice(at + 1, close);
      parts.push(code === SINGLE && body.includes('"') ? `"${body.replaceAll('"', '\\"')}"` : `"${body}"`);
      at = close + 1;
      plainStart = at;
      continue;
    }
    const word = code === 84 ? 'True' : code === 70 ? 'False' : code === 78 ? 'None' : undefined;
    if (word === undefined) {
      if (!isPlain(code)) return undefined;
      at++;
      continue;
    }
    if (!text.startsWith(word, at)) return undefined;
    if (at > plainStart) parts.push(text.slice(plainStart, at));
    parts.push(word === 'None' ? 'null' : word === 'True' ? 'true' : 'false');
    at += word.length;
    plainStart = at;
  }
  if (plainStart < end) parts.push(text.slice(plainStart, end));
  return parts.join('');
}

/** White space, brackets, commas, colons and what plain numbers are written with. */
function isPlain(code: number): boolean {
  return (
    (code >= 48 && code <= 58) || // digits and :
    code === 32 ||
    code === 44 || // ,
    code === 45 || // -
    code === 46 || // .
    code === 91 ||
    code === 93 ||
    code === 123 ||
    code === 125 ||
    code === 101 || // e
    code === 10 ||
    code === 13 ||
    code === 9
  );
}
