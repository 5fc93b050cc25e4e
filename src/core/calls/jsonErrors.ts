/** The words for what is wrong with JSON text: what happened and what to do next, in one sentence. */
import type { ReadErrorCode } from './taggedTypes.ts';

/** The sentence for `code`; `found` is the source at the place, shortened by the caller. */
export function jsonErrorMessage(code: ReadErrorCode, found: string): string {
  switch (code) {
    case 'comma-missing':
      return 'A comma is missing before this; add it.';
    case 'comma-extra':
      return 'This comma has no value on one side; remove it.';
    case 'colon-missing':
      return 'A colon is missing between the key and this value; add it.';
    case 'value-missing':
      return `The key ${found} has no value; write a colon and a value after it.`;
    case 'key-missing':
      return `A key in double quotes is expected here, not ${found}.`;
    case 'key-not-quoted':
      return `The key ${found} is not quoted; JSON keys stand in double quotes.`;
    case 'single-quotes':
      return 'Single quotes are not JSON; write double quotes.';
    case 'python-literal':
      return `${found} is Python; JSON writes ${pythonInJson(found)}.`;
    case 'not-a-number':
      return `${found} is not JSON; write a number, a string or null.`;
    case 'bare-word':
      return `${found} is not quoted; write strings in double quotes.`;
    case 'invalid-number':
      return `${found} is not a JSON number; write it in plain decimal form or quote it.`;
    case 'invalid-escape':
      return `${found} is not an escape of JSON; write \\\\ for a backslash.`;
    case 'control-character':
      return 'A raw line break or control character stands in this string; write \\n, \\t or \\u00XX.';
    case 'string-not-closed':
      return 'This string is never closed; add a double quote at its end.';
    case 'bracket-not-closed':
      return `This ${found} is never closed; add ${found === '{' ? '}' : ']'} at its end.`;
    case 'bracket-unexpected':
      return `${found} is not expected here; remove it or add what it belongs to.`;
    case 'comment':
      return 'A comment is not JSON; remove it.';
    case 'trailing-text':
      return 'The JSON value has ended before this text; remove the text.';
    case 'too-deep':
      return 'The JSON is nested too deep to be read; flatten it.';
    case 'empty':
      return 'There is no JSON here; write a value.';
    case 'tag-not-closed':
      return `${found} is never closed; add its closing tag.`;
    case 'not-a-call':
      return `${found} is followed by no readable call; write the call or remove the tag.`;
  }
}

function pythonInJson(word: string): string {
  return word === 'None' ? 'null' : word.toLowerCase();
}

/** `text[start..end)` for use in a sentence: at most 40 characters, on one line. */
export function excerpt(text: string, start: number, end: number): string {
  const piece = text.slice(start, Math.min(end, start + 40)).replaceAll('\n', ' ');
  return end > start + 40 ? piece + '…' : piece;
}
