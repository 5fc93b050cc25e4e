/** Text as Python's string methods take it. */

/** Python's white space for `str.strip`. */
const space = '[\\s\\u001c-\\u001f\\u0085]';
const leadingSpace = new RegExp(`^${space}+`);
const trailingSpace = new RegExp(`${space}+$`);

/** Python's `strip`; a byte order mark is no white space there. */
export function strip(text: string): string {
  if (!/^[\s\u001c-\u001f\u0085]|[\s\u001c-\u001f\u0085]$/.test(text)) return text;
  const bom = text.startsWith('\ufeff') || text.endsWith('\ufeff');
  if (!bom) return text.replace(leadingSpace, '').replace(trailingSpace, '');
  return text.replace(/^[^\S\ufeff\u001c-\u001f\u0085]+/, '').replace(/[^\S\ufeff]+$/, '');
}
