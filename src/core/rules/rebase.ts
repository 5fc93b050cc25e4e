/** Places that are told from a value inside a record, as places of the record. */
import type { Path, Place } from '../text/path.ts';
import type { FixDraft, Where } from './types.ts';

/** `where` is told from the value at `base`. */
export function rebase(where: Where, base: Path): Where {
  if (base.length === 0 || 'span' in where) return where;
  return { path: [...base, ...where.path], at: where.at };
}

/** The places of `fix` are told from the value at `base`. */
export function rebaseFix(fix: FixDraft, base: Path): FixDraft {
  if (base.length === 0) return fix;
  return {
    title: fix.title,
    edits: fix.edits.map((edit) =>
      'replace' in edit
        ? { ...edit, replace: rebase(edit.replace, base) as Place }
        : 'insert' in edit
          ? { ...edit, insert: [...base, ...edit.insert] }
          : { remove: [...base, ...edit.remove] },
    ),
  };
}
