/** call.ungrounded-value: a value that nothing in the conversation says. */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import { openaiLine } from './exampleLines.ts';
import { haystackOf } from './haystack.ts';
import { isReference } from './references.ts';
import type { Rule } from './types.ts';
import { dotted, show } from './words.ts';

export const callUngroundedValue: Rule = {
  code: 'call.ungrounded-value',
  severity: 'hint',
  title: 'Value found nowhere in the conversation',
  phase: 'slow',
  docs: {
    why: 'A text among the arguments has no word in common with anything said before the call: the questions, the results, the tools. The model would have to invent it, and learns to. It is only a hint, because values may rightly be known, translated or abbreviated.\n\nOnly short, name-like texts and identifiers are looked at, word by word; dates, numbers, codes of up to three letters, values of an enum, defaults and texts in another script than the question are not.',
    example: {
      format: 'openai',
      bad: openaiLine({ user: 'What is the weather in my town?', arguments: { city: 'Reykjavik' } }),
      good: openaiLine({ user: 'What is the weather in Reykjavik?', arguments: { city: 'Reykjavik' } }),
    },
    source:
      'In public data: 33 of 380 values of Glaive, 761 of 8,712 of Seal-Tools, found by literal matching; hence a hint.',
  },
  checkCall(subject, report) {
    const { call, sample, turn, tool } = subject;
    // Without the tools, enums and defaults are not known; without a question, nothing can be grounded.
    if (!tool || call.acceptedAnswers || !isObject(call.arguments)) return;
    const texts = textsIn(call.arguments);
    if (texts.length === 0) return;
    const haystack = haystackOf(subject);
    if (!haystack) return;
    const asked = haystack.asked(turn);
    if (!asked.some((said) => /\S/.test(said))) return;
    const schema = tool.prepared.normalized.schema;
    const properties = isObject(schema) ? own(schema, 'properties') : undefined;
    let askedInOtherScript: boolean | undefined;
    for (const named of texts) {
      const { text } = named;
      // Said word by word by the person who asks: the usual case, and the cheapest to see.
      const lower = text.toLowerCase();
      if (asked.some((said) => said.includes(lower))) continue;
      const words = wordsOfName(text);
      if (!words) continue;
      const path = pathOf(named);
      const property = isObject(properties) ? own(properties, String(path[0])) : undefined;
      if (
        codeNames.test(String(path[0])) ||
        isListed(property, text) ||
        (sample.references && isReference(text, sample.references))
      )
        continue;
      if (haystack.lookups <= 0) return;
      haystack.lookups--;
      // A translated value ("Beijing" asked for in Chinese) cannot be looked up.
      askedInOtherScript ??= asked.some((said) => otherScript.test(said));
      if (otherScript.test(text) !== askedInOtherScript) continue;
      const forms = formsOf(text, words);
      if (isSaid(forms, asked) || isSaid(forms, haystack.answered(turn)) || isSaid(forms, haystack.tools()))
        continue;
      report({
        where: { path: [...call.argumentsPath, ...path] },
        message: `"${dotted(path)}" is ${show(text)}, which nothing before the call mentions; ask for it in the conversation or take it from there.`,
      });
    }
  },
};

/** A text among arguments; the path is told from its end, since most are never asked for theirs. */
interface NamedText {
  readonly text: string;
  readonly key: string | number;
  readonly parent: NamedPlace | undefined;
}

interface NamedPlace {
  readonly key: string | number;
  readonly parent: NamedPlace | undefined;
}

/** Texts of a call that are looked at, and the lengths of a name, in UTF-16 units. */
const maxTexts = 100;
const minName = 4;
const maxName = 60;

/** Texts of a name's or an identifier's length; members of members included. */
function textsIn(value: JsonObject): NamedText[] {
  const found: NamedText[] = [];
  for (const key in value) addTexts(value[key]!, key, undefined, 1, found);
  return found;
}

function addTexts(
  value: JsonValue,
  key: string | number,
  parent: NamedPlace | undefined,
  depth: number,
  found: NamedText[],
): void {
  if (found.length >= maxTexts || depth > 8) return;
  if (typeof value === 'string') {
    if (value.length >= minName && value.length <= maxName) found.push({ text: value, key, parent });
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const place: NamedPlace = { key, parent };
  if (Array.isArray(value)) value.forEach((item, i) => addTexts(item, i, place, depth + 1, found));
  else for (const name of Object.keys(value)) addTexts(value[name]!, name, place, depth + 1, found);
}

function pathOf(place: NamedPlace): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: NamedPlace | undefined = place; at; at = at.parent) path.unshift(at.key);
  return path;
}

/**
 * The words of a name: up to four that say something, of which one is long enough not to be a code or an abbreviation;
 * `undefined` for any other text.
 */
function wordsOfName(text: string): readonly string[] | undefined {
  // Code and formulas are built, not quoted; short capitals are codes (AMZN, USD) that are known; digits first: a date.
  if (/[{}<>=();$\\*+|]|^[A-Z]{1,5}$|^\d{4}\D/.test(text)) return undefined;
  const words = wordsOf(text);
  if (words.length === 0 || words.length > 4 || constants.has(text.toLowerCase())) return undefined;
  return words.some((word) => word.length > 3 || isIdeographic(word)) ? words : undefined;
}

const constants = new Set(['true', 'false', 'none', 'null', 'auto', 'default', 'unknown', 'n/a']);

/** Arguments whose values are codes that stand for what the question names. */
const codeNames = /symbol|ticker|stock_?code|currency|language|locale|country|time_?zone|_code$/i;

/** Chinese, Japanese and Korean write words without spaces, so a run of letters is no word. */
function isIdeographic(word: string): boolean {
  return /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(word);
}

/** Words of letters, and of letters with digits; digits alone are numbers and dates. */
function wordsOf(text: string): string[] {
  // The classes of Unicode are several times slower.
  const parts = isAscii.test(text) ? text.split(/[^A-Za-z0-9]+/) : text.split(/[^\p{L}\p{N}]+/u);
  const words: string[] = [];
  for (const part of parts) if (part !== '' && !/^\p{N}+$/u.test(part)) words.push(part.toLowerCase());
  return words;
}

const isAscii = /^[\u0000-\u007f]*$/;

/** The property's enum, const or default says it, or its examples do. */
function isListed(property: JsonValue | undefined, text: string): boolean {
  if (!isObject(property)) return false;
  if (own(property, 'enum') !== undefined || own(property, 'const') !== undefined) return true;
  const items = own(property, 'items');
  if (isObject(items) && own(items, 'enum') !== undefined) return true;
  return own(property, 'default') === text;
}

/** What to look for: the text as it is, or one of its words in one of its forms. Lower-cased. */
function formsOf(text: string, words: readonly string[]): readonly string[] {
  // `new_york` and `newYork` may be said as two words, and `re-run` as one.
  const forms = [text.toLowerCase()];
  const isCamel = /[a-z][A-Z]/.test(text);
  for (const word of isCamel ? wordsOf(text.replace(/([a-z])([A-Z])/g, '$1 $2')) : words) {
    if (isIdeographic(word)) forms.push(...pairsOf(word));
    // The beginning of a word is enough: forms of a word differ at its end.
    else if (word.length > 4) forms.push(word.slice(0, Math.max(4, Math.ceil(word.length * 0.6))));
    else if (word.length > 2) forms.push(word);
  }
  return forms;
}

function isSaid(forms: readonly string[], pieces: readonly string[]): boolean {
  return pieces.some((said) => forms.some((form) => said.includes(form)));
}

/** The pairs of neighbouring characters of a text without spaces. */
function pairsOf(word: string): string[] {
  if (word.length < 3) return [word];
  return Array.from({ length: word.length - 1 }, (_, i) => word.slice(i, i + 2));
}

/** A letter of a script other than Latin. */
const otherScript = /[^\u0000-\u024f\u2000-\u2bff]/;
