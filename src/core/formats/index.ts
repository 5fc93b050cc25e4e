/** The table of formats. Order is precedence: the first that is certain of an entry has its vote (formats.md, section 2). */
import type { Format, FormatId } from './types.ts';
import { xlam } from './xlam.ts';

export const formats: readonly Format[] = [xlam];

const byId = new Map<FormatId, Format>(formats.map((format) => [format.id, format]));

/** The format of that id; `undefined` for `plain` and unknown ids. */
export function formatById(id: FormatId): Format | undefined {
  return byId.get(id);
}
