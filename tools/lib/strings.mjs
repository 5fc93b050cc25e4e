// @ts-check
// The texts that people read, gathered for translators: what `vscode.l10n.t` is called with in src/vscode, what `t` is called
// with in webview/, and the words of the heatmap's tables in src/core/heat, which the page gives to `t`.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import ts from 'typescript';
import { root } from './process.mjs';

/** Where the extension looks for translations; package.json's `l10n` names it. */
export const bundleFile = path.join(root, 'l10n', 'bundle.l10n.json');

/** Members of tables in core whose values are texts. */
const tableWords = new Set(['name', 'unit', 'words']);

/**
 * The bundle as it has to be.
 * @returns {Promise<string>} JSON, keys in order
 */
export async function exportStrings() {
  const found = await getL10nJson(
    sources('src/vscode').map((file) => ({ extension: '.ts', contents: file.text })),
  );
  for (const file of sources('webview')) for (const text of textsIn(file, isCallOfT)) found[text] = text;
  for (const file of sources('src/core/heat'))
    for (const text of textsIn(file, isTableWord)) found[text] = text;
  const sorted = Object.keys(found)
    .sort()
    .map((key) => [key, found[key]]);
  return `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`;
}

/** @typedef {{ name: string, text: string }} Source */

/** @param {string} folder @returns {Source[]} */
function sources(folder) {
  const base = path.join(root, folder);
  return readdirSync(base, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .sort()
    .map((name) => ({ name, text: readFileSync(path.join(base, name), 'utf8') }));
}

/**
 * @param {Source} source
 * @param {(node: import('typescript').Node) => import('typescript').Node | undefined} wanted what of a node is a text
 * @returns {string[]}
 */
function textsIn({ name, text }, wanted) {
  /** @type {string[]} */
  const texts = [];
  const visit = (/** @type {import('typescript').Node} */ node) => {
    const found = wanted(node);
    if (found && ts.isStringLiteralLike(found)) texts.push(found.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, text, ts.ScriptTarget.Latest));
  return texts;
}

/** @param {import('typescript').Node} node */
function isCallOfT(node) {
  const isCall =
    ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't';
  return isCall ? node.arguments[0] : undefined;
}

/** @param {import('typescript').Node} node */
function isTableWord(node) {
  const isMember =
    ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && tableWords.has(node.name.text);
  return isMember ? node.initializer : undefined;
}
