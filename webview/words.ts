/** The page's texts in the editor's language. English texts are the keys; `tools/lib/strings.mjs` finds them by calls of `t`. */

let known: Readonly<Record<string, string>> = {};

/** Takes what the editor sent. Texts that are already on the page stay as they are. */
export function setWords(words: Readonly<Record<string, string>>): void {
  known = words;
}

/** A text, with `{0}`, `{1}`, … replaced by values. */
export function t(english: string, ...values: readonly (string | number)[]): string {
  const text = Object.hasOwn(known, english) ? known[english]! : english;
  return text.replace(/\{(\d)\}/g, (whole, index) => String(values[Number(index)] ?? whole));
}
