/** Numbers and names in sentences, in the language of the editor. */
import * as vscode from 'vscode';

const separated = new Intl.NumberFormat('en-US');

/** What is counted, in both numbers; a language has its own words for each. */
const nouns = {
  error: (n: number) => (n === 1 ? vscode.l10n.t('1 error') : vscode.l10n.t('{0} errors', number(n))),
  file: (n: number) => (n === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', number(n))),
  finding: (n: number) => (n === 1 ? vscode.l10n.t('1 finding') : vscode.l10n.t('{0} findings', number(n))),
  hint: (n: number) => (n === 1 ? vscode.l10n.t('1 hint') : vscode.l10n.t('{0} hints', number(n))),
  'JSON file': (n: number) =>
    n === 1 ? vscode.l10n.t('1 JSON file') : vscode.l10n.t('{0} JSON files', number(n)),
  place: (n: number) => (n === 1 ? vscode.l10n.t('1 place') : vscode.l10n.t('{0} places', number(n))),
  record: (n: number) => (n === 1 ? vscode.l10n.t('1 record') : vscode.l10n.t('{0} records', number(n))),
  rule: (n: number) => (n === 1 ? vscode.l10n.t('1 rule') : vscode.l10n.t('{0} rules', number(n))),
  sample: (n: number) => (n === 1 ? vscode.l10n.t('1 sample') : vscode.l10n.t('{0} samples', number(n))),
  token: (n: number) => (n === 1 ? vscode.l10n.t('1 token') : vscode.l10n.t('{0} tokens', number(n))),
  visit: (n: number) => (n === 1 ? vscode.l10n.t('1 visit') : vscode.l10n.t('{0} visits', number(n))),
  warning: (n: number) => (n === 1 ? vscode.l10n.t('1 warning') : vscode.l10n.t('{0} warnings', number(n))),
};

/** A count with its noun: `1 sample`, `2,000 samples`. */
export function plural(n: number, noun: keyof typeof nouns): string {
  return nouns[noun](n);
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
