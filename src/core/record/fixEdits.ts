/** Questions about the edits of a fix, and moving them: the list of their kinds is in rules/types.ts. */
import type { FixDraft, FixEdit } from '../rules/types.ts';
import type { Path } from '../text/path.ts';

/** The fix with all its places below `base`. */
export function rebaseFix(fix: FixDraft, base: Path): FixDraft {
  return base.length === 0 ? fix : { ...fix, edits: fix.edits.map((edit) => rebaseEdit(edit, base)) };
}

/** The edit with its place below `base`; one that is told by a span of the record stays. */
export function rebaseEdit(edit: FixEdit, base: Path): FixEdit {
  const path = placeOf(edit);
  return path === undefined ? edit : atPath(edit, [...base, ...path]);
}

/** The edit made at `path` instead. */
export function atPath(edit: FixEdit, path: Path): FixEdit {
  if ('replace' in edit) return { ...edit, replace: { ...edit.replace, path } };
  if ('insert' in edit) return { ...edit, insert: path };
  if ('append' in edit) return { ...edit, append: path };
  if ('remove' in edit) return { remove: path };
  if ('wrap' in edit) return { ...edit, wrap: path };
  if ('quote' in edit) return { quote: path };
  return 'unquote' in edit ? { unquote: path } : edit;
}

/** Where an edit is made; `undefined` for those that are told without a path. */
export function placeOf(edit: FixEdit): Path | undefined {
  if ('replace' in edit) return edit.replace.path;
  if ('insert' in edit) return edit.insert;
  if ('append' in edit) return edit.append;
  if ('remove' in edit) return edit.remove;
  if ('wrap' in edit) return edit.wrap;
  if ('quote' in edit) return edit.quote;
  return 'unquote' in edit ? edit.unquote : undefined;
}

/** False where the value at `base` is written in a language that has no place for what the fix does. */
export function isPossibleAt({ edits }: FixDraft, base: Path): boolean {
  // In a type only words can be replaced.
  if (!base.some((step) => typeof step === 'object' && step.as === 'typescript-tools')) return true;
  return edits.every((edit) => 'replace' in edit && typeof edit.value !== 'object');
}
