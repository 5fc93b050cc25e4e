/** call.unportable-syntax: calls in text that other readers take differently, or not at all. */
import type { CallNote } from '../sample.ts';
import { syntaxFixes } from './syntaxFixes.ts';
import type { CallSubject, FixDraft, Rule } from './types.ts';
import { cut, plural } from './words.ts';

/** What each kind of note means for other readers, and what to write instead. */
const words: Readonly<Record<string, string>> = {
  'positional-argument': 'An argument without a name is dropped by the usual readers; write name=value',
  'duplicate-argument': 'The same argument is given twice, and Python refuses such a call; keep one',
  'odd-name': 'Python cannot read this name, so readers built on ast fail on it; use letters, digits and _',
  'trailing-text': 'Text follows the call list, and strict readers then find no call; take it out',
  'separate-calls': 'The calls stand beside each other without a list; write [first(…), second(…)]',
  'json-literal': 'true, false and null are bare words in Python; write True, False or None',
  'bare-word': 'A word without quotes is read as text by some and refused by others; put it in quotes',
  set: 'A set is not JSON, and its order is lost; write a list',
  'non-string-key': 'The key is no string, so the value cannot be JSON; quote the key',
  'nested-call': 'A call as a value is kept as text or refused; write its value',
  expression: 'An expression is not a value, and safe readers do not compute it; write its result',
};

export const callUnportableSyntax: Rule = {
  code: 'call.unportable-syntax',
  severity: 'warning',
  title: 'Call syntax that other readers take differently',
  phase: 'fast',
  docs: {
    why: 'Calls written as text are read by many parsers, most of them built on Python’s own. Positional arguments, bare words, names with spaces, expressions and text behind the list are dropped, changed or refused by some of them, so the sample teaches calls that count as wrong elsewhere.\n\nWhat is the usual way of writing in a whole format is told once per file, as a hint.',
    example: {
      format: 'toolace',
      bad: '{"system":"Here is a list of functions in JSON format that you can invoke:\\n[{\\"name\\": \\"sort\\", \\"description\\": \\"Sort a file\\", \\"parameters\\": {\\"type\\": \\"dict\\", \\"properties\\": {\\"file\\": {\\"type\\": \\"string\\"}}, \\"required\\": []}}]\\n","conversations":[{"from":"user","value":"Sort notes.txt"},{"from":"assistant","value":"[sort(\'notes.txt\')]"}]}',
      good: '{"system":"Here is a list of functions in JSON format that you can invoke:\\n[{\\"name\\": \\"sort\\", \\"description\\": \\"Sort a file\\", \\"parameters\\": {\\"type\\": \\"dict\\", \\"properties\\": {\\"file\\": {\\"type\\": \\"string\\"}}, \\"required\\": []}}]\\n","conversations":[{"from":"user","value":"Sort notes.txt"},{"from":"assistant","value":"[sort(file=\'notes.txt\')]"}]}',
    },
    source:
      'In public data: ToolACE, the multi-turn answers of BFCL; Python’s ast.parse drops or refuses them.',
  },
  fileMessage(key, count) {
    return `${words[key] ?? 'This call syntax is not read by all'}; this file writes ${plural(count, 'call')} that way, as its format does.`;
  },
  checkCall(subject, report) {
    const { call, format } = subject;
    if (!call.notes) return;
    const told = new Set<string>();
    for (const note of call.notes) {
      const text = words[note.kind];
      if (text === undefined) continue;
      const isNative = format.native?.callNotes?.includes(note.kind);
      // One call, one word of each native kind: the count of the file is then one of calls.
      if (isNative && told.has(note.kind)) continue;
      told.add(note.kind);
      report({
        where: { path: note.path },
        message: `${text}${detail(note)}.`,
        lazyFixes: () => fixesOf(subject, note, isNative === true),
        oncePerFile: isNative ? { key: note.kind, severity: 'hint' } : undefined,
      });
    }
  },
};

function fixesOf(subject: CallSubject, note: CallNote, isNative: boolean): FixDraft[] {
  const fixes = syntaxFixes(subject, note);
  return isNative ? fixes.map((fix) => (fix.safe ? { ...fix, onRequest: true } : fix)) : fixes;
}

function detail(note: CallNote): string {
  return note.kind === 'odd-name' && note.detail ? ` ("${cut(note.detail)}")` : '';
}
