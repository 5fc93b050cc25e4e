// @ts-check
// The texts of src/vscode that people read, gathered for translators: what `vscode.l10n.t` is called with.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { root } from './process.mjs';

/** Where the extension looks for translations; package.json's `l10n` names it. */
export const bundleFile = path.join(root, 'l10n', 'bundle.l10n.json');

/**
 * The bundle as it has to be.
 * @returns {Promise<string>} JSON, keys in order
 */
export async function exportStrings() {
  const folder = path.join(root, 'src', 'vscode');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const found = await getL10nJson(
    files
      .sort()
      .map((file) => ({ extension: '.ts', contents: readFileSync(path.join(folder, file), 'utf8') })),
  );
  const sorted = Object.keys(found)
    .sort()
    .map((key) => [key, found[key]]);
  return `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`;
}
