/**
 * What the files beside a data set say of its licence: the front matter of a dataset card (README.md), and the beginning
 * of a licence text. Only what is written there; nothing is looked up.
 */

/** Names of the files that are looked at, in the folder of a data set; a card may also stand in the folder above. */
export const cardName = 'README.md';
export const licenceNames = [
  'LICENSE',
  'LICENSE.txt',
  'LICENSE.md',
  'LICENCE',
  'LICENCE.txt',
  'LICENCE.md',
] as const;

/** How much of such a file is read, in bytes. */
export const licenceBytes = 64 * 1024;

/** A licence, and the file that says so. Plain data. */
export interface StatedLicence {
  readonly file: string;
  /** As written, or the usual id of a licence text that was recognised: `apache-2.0`. */
  readonly licence: string;
}

/** The licence that the front matter of a card names. */
export function licenceOfCard(text: string): string | undefined {
  const front = /^\uFEFF?---\r?\n([\s\S]{0,20000}?)\r?\n---/.exec(text)?.[1];
  if (front === undefined) return undefined;
  const value = /^licen[sc]e:[ \t]*(?:\r?\n[ \t]*-[ \t]+)?["']?([A-Za-z0-9][\w. +-]{0,60})/m.exec(front)?.[1];
  return value === undefined || /^(?:other|unknown|none)$/i.test(value.trim()) ? undefined : value.trim();
}

const texts: readonly (readonly [RegExp, string])[] = [
  [/Attribution-NonCommercial-NoDerivatives/i, 'cc-by-nc-nd'],
  [/Attribution-NonCommercial-ShareAlike/i, 'cc-by-nc-sa'],
  [/Attribution-NonCommercial/i, 'cc-by-nc'],
  [/Attribution-ShareAlike/i, 'cc-by-sa'],
  [/Creative Commons Attribution|Attribution 4\.0 International/i, 'cc-by'],
  [/CC0 1\.0|Creative Commons Zero/i, 'cc0'],
  [/Apache License/, 'apache'],
  [/\bMIT License\b|Permission is hereby granted, free of charge/, 'mit'],
];

/** The usual id of a licence text; `undefined` for one that is not recognised, or that speaks of several licences. */
export function licenceOfText(text: string): string | undefined {
  // The title and what follows it: further down, a text may speak of other licences.
  const head = text.slice(0, 2000);
  const found = texts.filter(([words]) => words.test(head)).map(([, id]) => id);
  const families = new Set(found.map((id) => id.replace(/-nc.*|-sa$/, '')));
  return families.size === 1 ? found[0] : undefined;
}

/** The licence does not allow commercial use, as far as its name says. */
export function isNonCommercial(licence: string): boolean {
  return /(?:^|[^a-z0-9])nc(?:[^a-z0-9]|$)|non[- ]?commercial|research[- ]only/i.test(licence);
}

/** Two names that are of the same licence, whatever version and spelling. */
export function isSameLicence(a: string, b: string): boolean {
  return family(a) === family(b);
}

function family(licence: string): string {
  return licence
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .replace(/\b(?:licen[sc]e|v|international|the)\b/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Data sets that are published for non-commercial use, and are known to be uploaded again under other licences. */
export const nonCommercialSources: readonly {
  readonly words: RegExp;
  readonly title: string;
  readonly licence: string;
}[] = [{ words: /apigen[-_ ]?mt/i, title: 'APIGen-MT-5k', licence: 'CC-BY-NC-4.0' }];
