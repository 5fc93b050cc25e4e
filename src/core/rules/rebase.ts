/** Places that are told from a value inside a record, as places of the record. */
import type { Path } from '../text/path.ts';
import type { Where } from './types.ts';

/** `where` is told from the value at `base`. */
export function rebase(where: Where, base: Path): Where {
  if (base.length === 0 || 'span' in where) return where;
  return { path: [...base, ...where.path], at: where.at };
}
