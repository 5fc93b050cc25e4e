/** Writing a thought into a record, and the proof that nothing else changed. */
import type { FileContext } from '../rules/types.ts';
import { liftRecord } from '../formats/lift.ts';
import { deepEqual, isObject, type JsonValue } from '../json.ts';
import { applyFix, withEdits } from '../record/edit.ts';
import type { TextEdit } from '../record/editText.ts';
import { readRecord } from '../record/record.ts';
import type { FixEdit } from '../rules/types.ts';
import type { Sample } from '../sample.ts';
import { textHash } from '../text/textHash.ts';
import type { ThoughtPlace } from './thoughtPlace.ts';

/** A record with another thought. */
export interface SplicedRecord {
  readonly text: string;
  /** The one stretch of the old text that is replaced, and what by. */
  readonly edit: TextEdit;
  /** Hash of all that stands outside the thought, before and after the same. */
  readonly outside: string;
}

/**
 * The record with this thought at its place. White space around an old thought stays: it belongs to the format's layout.
 * `undefined` when the place is not there any more, or when anything else of the sample would change.
 */
export function spliceThought(
  recordText: string,
  file: FileContext,
  place: ThoughtPlace,
  thought: string,
): SplicedRecord | undefined {
  const edits = applyFix(recordText, { title: '', edits: [editOf(place, thought)] });
  if (edits?.length !== 1) return undefined;
  const [edit] = edits as [TextEdit];
  const text = withEdits(recordText, edits);
  const newEnd = edit.start + edit.newText.length;
  const isOutsideSame =
    text.slice(0, edit.start) === recordText.slice(0, edit.start) &&
    text.slice(newEnd) === recordText.slice(edit.end);
  if (!isOutsideSame || !isSameBut(recordText, text, file)) return undefined;
  return {
    text,
    edit,
    outside: textHash(`${recordText.slice(0, edit.start)}\u0000${recordText.slice(edit.end)}`),
  };
}

function editOf(place: ThoughtPlace, thought: string): FixEdit {
  switch (place.kind) {
    case 'replace':
      return { replace: { path: place.path }, value: inLayoutOf(place.old, thought) };
    case 'before-text': {
      const value = `<think>\n${thought.trim()}\n</think>${place.separator}${place.old}`;
      return { replace: { path: place.path }, value };
    }
    case 'member':
      return { insert: place.path, key: place.key, value: thought.trim() };
  }
}

/** The new thought with the white space that the old one began and ended with. */
function inLayoutOf(old: string, thought: string): string {
  if (old.trim() === '') return thought.trim();
  const before = /^\s*/.exec(old)![0];
  const after = /\s*$/.exec(old)![0];
  return before + thought.trim() + after;
}

/** Read again, the two records have the same tools, calls, results and words, whatever their thoughts. */
function isSameBut(before: string, after: string, file: FileContext): boolean {
  const [a, b] = [sampleOf(before, file), sampleOf(after, file)];
  if (!a || !b) return false;
  return deepEqual(withoutThoughts(a), withoutThoughts(b));
}

function sampleOf(text: string, file: FileContext): Sample | undefined {
  const { value } = readRecord(text);
  return isObject(value) && file.format ? liftRecord(value, file.format, file).sample : undefined;
}

function withoutThoughts({ tools = [], turns, unreadable }: Sample): JsonValue {
  return {
    tools: tools.map(({ name, raw }) => ({ name: name ?? '', raw })),
    turns: turns
      .map(({ rawRole, texts, thoughts, calls, results }) => ({
        rawRole,
        texts: texts
          .map(({ text }) => text)
          .join('\n')
          .trim(),
        calls: calls.map(({ name = '', id = '', arguments: given = null }) => ({
          name,
          id,
          arguments: withoutTexts(given, new Set(thoughts.map(({ text }) => text))),
        })),
        results: results.map(({ content, id = '' }) => ({ content, id })),
      }))
      .filter(({ texts, calls, results }) => texts !== '' || calls.length > 0 || results.length > 0),
    unreadable: unreadable.length,
  };
}

/** Some formats hand the thought to a tool of that name: there the argument is the thought. */
function withoutTexts(given: JsonValue, thoughts: ReadonlySet<string>): JsonValue {
  if (!isObject(given)) return given;
  const kept = Object.entries(given).filter(([, value]) => typeof value !== 'string' || !thoughts.has(value));
  return Object.fromEntries(kept);
}
