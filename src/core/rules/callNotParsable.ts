/** call.not-parsable: the text of a call is no call. */
import { readJson } from '../calls/jsonText.ts';
import type { Unreadable } from '../sample.ts';
import { openaiLine } from './exampleLines.ts';
import { startsWith, textAt } from './places.ts';
import { repairFixes, rewrite } from './textFixes.ts';
import type { Finding, FixDraft, RecordSubject, Rule } from './types.ts';
import { cut } from './words.ts';

export const callNotParsable: Rule = {
  code: 'call.not-parsable',
  severity: 'error',
  title: 'Call that cannot be read',
  phase: 'fast',
  docs: {
    why: 'Where the format promises a call stands something that is none: text that is not JSON (single quotes, True, a missing bracket), a broken call list, or an object without a name. Trainers skip such samples, often without a word.\n\nThe first fault is linked.',
    example: {
      format: 'openai',
      bad: openaiLine({ arguments: "{'city': 'Oslo'}" }),
      good: openaiLine({ arguments: '{"city": "Oslo"}' }),
    },
    source:
      'In public data: Glaive; ms-swift writes Python’s str(dict). Issues: Hermes 3, atropos 478, camel 4169.',
  },
  checkRecord(subject, report) {
    for (const item of subject.sample?.unreadable ?? []) {
      if (item.what !== 'calls' && item.what !== 'arguments') continue;
      if (item.reason === 'deep' || item.reason === 'double-encoded') continue;
      report(unreadableFinding(item, subject));
    }
  },
  checkCall({ sample, call }, report) {
    const isTold = () =>
      sample.unreadable.some(({ path }) => startsWith(path, call.path) || startsWith(call.path, path));
    if (call.name === undefined && !isTold()) {
      report({
        where: { path: call.path },
        message: 'This call has no function name that can be read; write the name as a string under its key.',
      });
    }
    for (const note of call.notes ?? []) {
      if (note.kind !== 'syntax-error') continue;
      report({
        where: { path: note.path },
        message: `The call breaks off here${note.detail ? `: ${cut(note.detail, 80)}` : ''}; complete it so that it reads as a call.`,
      });
    }
  },
};

function unreadableFinding(item: Unreadable, subject: RecordSubject): Finding {
  const what = item.what === 'calls' ? 'The call' : 'The arguments';
  const text = item.reason === 'not-json' ? textAt(subject.record.value, item.path) : undefined;
  const error = text === undefined ? undefined : readJson(text).errors[0];
  const where = { path: item.path };
  if (!error)
    return {
      where,
      fixes: closeTagFixes(item, subject),
      message: `${what} cannot be read: ${cut(item.detail, 120)}. Write it as its format wants.`,
    };
  const at = { path: [...item.path, { as: 'text' as const, start: error.start, end: error.end }] };
  return {
    where,
    message: `${what} cannot be read as JSON: ${error.message}`,
    // Glaive writes arguments as JSON in single quotes, which is what this would take away.
    fixes: subject.file.format?.id === 'glaive' ? [] : repairFixes(subject.record.value, item.path),
    related: [{ where: at, message: error.message }],
  };
}

/** The closing tag behind a call that is complete and is followed by nothing or by the next call. */
function closeTagFixes({ path, reason }: Unreadable, { record }: RecordSubject): FixDraft[] {
  const last = path.at(-1);
  const text =
    reason === 'not-json' && typeof last === 'object' ? textAt(record.value, path.slice(0, -1)) : undefined;
  if (text === undefined || typeof last !== 'object') return [];
  const tag = /<(tool_call|TOOLCALL)>\s*$/.exec(text.slice(Math.max(0, last.start - 40), last.start))?.[1];
  const rest = text.slice(last.end);
  if (tag === undefined || !(rest.trim() === '' || rest.trimStart().startsWith(`<${tag}>`))) return [];
  const body = text.slice(last.start, last.end);
  const end = body.trimEnd().length;
  const lineBreak = /^\s*\n/.test(body) ? '\n' : '';
  const edits = [rewrite(path, end, end, `${lineBreak}</${tag}>`)];
  return [{ title: `Add </${tag}>`, edits, safe: true }];
}
