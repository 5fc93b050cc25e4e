/** Fixes that change stretches of text: broken JSON in a string or in the whole record, and tags. */
import { repairJson, type Repair } from '../calls/jsonRepair.ts';
import type { JsonValue } from '../json.ts';
import type { Path } from '../text/path.ts';
import { textAt } from './places.ts';
import type { FixDraft, FixEdit } from './types.ts';

/** The stretch `[start, end)` of the text at `path`, which may itself be a stretch of a string. */
export function stretch(path: Path, start: number, end: number): Path {
  const last = path.at(-1);
  // A stretch of text is told by its offsets in the whole text.
  const base = typeof last === 'object' ? last.start : 0;
  const holder = typeof last === 'object' ? path.slice(0, -1) : path;
  return [...holder, { as: 'text', start: base + start, end: base + end }];
}

/** Writes `text` in place of a stretch of the text at `path`. */
export function rewrite(path: Path, start: number, end: number, text: string): FixEdit {
  return { replace: { path: stretch(path, start, end) }, value: text };
}

/** The fix of a nested text that should be JSON; none where it is, or cannot be read to its end. */
export function repairFixes(record: JsonValue | undefined, path: Path): FixDraft[] {
  const text = textAt(record, path);
  const repaired = text === undefined ? undefined : repairJson(text);
  if (!repaired || repaired.changes.length > maxChanges) return [];
  const edits = repaired.changes.map((change) => rewrite(path, change.start, change.end, change.text));
  return [{ title: repairTitle(repaired.changes, repaired.certain), edits, safe: repaired.certain }];
}

/** The same for the text of a whole record. */
export function recordRepairFixes(text: string): FixDraft[] {
  const repaired = repairJson(text);
  if (!repaired || repaired.changes.length > maxChanges) return [];
  const edits = repaired.changes.map(({ start, end, text: written }): FixEdit => ({
    span: { start, end },
    text: written,
  }));
  return [{ title: repairTitle(repaired.changes, repaired.certain), edits, safe: repaired.certain }];
}

/** A record with more changes than this is better made anew. */
const maxChanges = 20_000;

function repairTitle(changes: readonly Repair[], certain: boolean): string {
  if (!certain) return 'Complete the JSON';
  const [only, ...more] = changes;
  return only && more.length === 0 && only.text === '' ? 'Take out what is no JSON' : 'Write it as JSON';
}
