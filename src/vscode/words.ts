/** Numbers and names in sentences. */

const separated = new Intl.NumberFormat('en-US');

/** A count with its noun: `1 sample`, `2,000 samples`. */
export function plural(n: number, noun: string): string {
  return `${number(n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** A number as people read it: `12,345`. */
export const number = (n: number): string => separated.format(n);

/**
 * Text with a name from outside (a file, a folder) for a notification: VS Code makes a link of `[label](command:…)` there,
 * and anybody can call a file so.
 */
export const unlinked = (text: string): string => text.replaceAll('](', '] (');

/** A share of a whole, rounded down, so that 100 % means all: `99 %`. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${Math.floor((100 * part) / whole)} %`;
}
