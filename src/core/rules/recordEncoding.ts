/** record.encoding: characters and bytes that trip readers of lines; told once per file. */
import type { OnceFact } from '../check.ts';
import type { FixDraft, FixEdit, Rule } from './types.ts';
import { plural } from './words.ts';

const code = 'record.encoding';

export const recordEncoding: Rule = {
  code,
  severity: 'warning',
  title: 'Byte order mark, CRLF, NUL, U+2028 or invalid UTF-8',
  phase: 'fast',
  docs: {
    why: 'The file holds bytes or characters that some readers trip over: a byte order mark before the first record, Windows line ends, NUL characters (also written \\u0000, which databases and columns of text refuse), the line separators U+2028 and U+2029 that some readers split lines at, or bytes that are not UTF-8.\n\nTold once per file and kind. Editors hide the first, second and last of them, so they are found when the file is read from disk.',
    example: {
      format: 'plain',
      bad: '{"text": "broken\\u0000text"}',
      good: '{"text": "broken text"}',
    },
    source: 'In public data: 4,076 lines of Seal-Tools end with CRLF, LiveMCP has 1,071 \\u0000.',
  },
  fileMessage(key, count) {
    switch (key) {
      case 'bom':
        return 'The file begins with a byte order mark, which many JSON readers refuse; save it as UTF-8 without one.';
      case 'crlf':
        return `${plural(count, 'line')} of the file ${count === 1 ? 'ends' : 'end'} with CR LF; use LF, so that tools that compare or hash lines agree.`;
      case 'nul':
        return `${plural(count, 'record')} ${count === 1 ? 'holds' : 'hold'} the character NUL (\\u0000), which databases and columns of text refuse; take it out.`;
      case 'line-separator':
        return `${plural(count, 'record')} ${count === 1 ? 'holds' : 'hold'} U+2028 or U+2029 unescaped, where some readers split the line; write \\u2028 or \\u2029.`;
      default:
        return `${plural(count, 'line')} of the file ${count === 1 ? 'is' : 'are'} not valid UTF-8, and readers replace or refuse such bytes; save the file as UTF-8.`;
    }
  },
  checkRecord({ record: { text, value } }, report) {
    const nul = nulAt(text, value !== undefined);
    if (nul) {
      const lazyFixes = () => [{ title: 'Take the NUL characters out', edits: nulEdits(text) }];
      report({ where: { span: nul }, message: 'NUL', lazyFixes, oncePerFile: { key: 'nul' } });
    }
    const separator = separatorAt(text);
    if (separator >= 0) {
      const span = { start: separator, end: separator + 1 };
      // In JSON such a character can only stand in a string, where its escape is the same.
      const lazyFixes = () => (value === undefined ? [] : [separatorFix(text)]);
      report({
        where: { span },
        message: 'Line separator',
        lazyFixes,
        oncePerFile: { key: 'line-separator' },
      });
    }
    if (text.charCodeAt(0) === 0xfeff) {
      report({
        where: { span: { start: 0, end: 1 } },
        message: 'Byte order mark',
        fixes: [
          {
            title: 'Take the byte order mark out',
            edits: [{ span: { start: 0, end: 1 }, text: '' }],
            safe: true,
          },
        ],
        oncePerFile: { key: 'bom' },
      });
    }
  },
};

/** The first NUL, raw or escaped; an escape behind an even number of backslashes is only the text `\u0000`. */
function nulAt(text: string, isValidJson: boolean): { start: number; end: number } | undefined {
  // JSON has no raw control characters.
  const raw = isValidJson ? -1 : text.indexOf('\0');
  if (raw >= 0) return { start: raw, end: raw + 1 };
  // Zeros are rarer than backslashes in records with JSON in strings: a native search that seldom stops.
  if (!text.includes('0000')) return undefined;
  for (let at = text.indexOf('\\u0000'); at >= 0; at = text.indexOf('\\u0000', at + 6)) {
    let before = at;
    while (before > 0 && text[before - 1] === '\\') before--;
    if ((at - before) % 2 === 0) return { start: at, end: at + 6 };
  }
  return undefined;
}

/** All of them: raw ones, and escapes behind an odd number of backslashes. */
function nulEdits(text: string): FixEdit[] {
  const edits: FixEdit[] = [];
  for (const match of text.matchAll(/(\\+)u0000|\0/g)) {
    const slashes = match[1]?.length;
    if (slashes !== undefined && slashes % 2 === 0) continue;
    const end = match.index + match[0].length;
    const start = slashes === undefined ? match.index : end - 6;
    edits.push({ span: { start, end }, text: '' });
  }
  return edits;
}

function separatorFix(text: string): FixDraft {
  const edits: FixEdit[] = Array.from(text.matchAll(/[\u2028\u2029]/g), ({ 0: found, index }) => ({
    span: { start: index, end: index + 1 },
    text: found === '\u2028' ? '\\u2028' : '\\u2029',
  }));
  return { title: 'Write \\u2028 and \\u2029 instead', edits, safe: true };
}

function separatorAt(text: string): number {
  const line = text.indexOf('\u2028');
  return line >= 0 ? line : text.indexOf('\u2029');
}

/** What a face that sees bytes found in a file and a document hides. Counts are lines. */
export interface EncodingSeen {
  readonly bom?: boolean;
  readonly crlfLines?: number;
  readonly invalidLines?: number;
}

/** The facts to add to the file's summary, at its first record. */
export function encodingFacts(seen: EncodingSeen): OnceFact[] {
  const facts: OnceFact[] = [];
  const add = (key: string, count: number) => {
    if (count > 0)
      facts.push({
        code,
        key,
        severity: recordEncoding.severity,
        count,
        where: { span: { start: 0, end: 0 } },
      });
  };
  add('bom', seen.bom ? 1 : 0);
  add('crlf', seen.crlfLines ?? 0);
  add('utf8', seen.invalidLines ?? 0);
  return facts;
}
