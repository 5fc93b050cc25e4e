// @ts-check
// `npm run l10n`: writes l10n/bundle.l10n.json, the texts that a translation of the extension has to have.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleFile, exportStrings } from './lib/strings.mjs';

const bundle = await exportStrings();
mkdirSync(path.dirname(bundleFile), { recursive: true });
writeFileSync(bundleFile, bundle);
console.log(`${path.relative(process.cwd(), bundleFile)}: ${Object.keys(JSON.parse(bundle)).length} texts`);
