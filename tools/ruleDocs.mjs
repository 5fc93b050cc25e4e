#!/usr/bin/env node
// Writes docs/rules/<code>.md, docs/rules/README.md and docs/targets.md from the texts and data of rules and targets.
// `node tools/ruleDocs.mjs` writes; `--check` only says what differs and exits 1.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'docs', 'rules');
const work = mkdtempSync(join(tmpdir(), 'rule-docs-'));
try {
  const outfile = join(work, 'rules.mjs');
  await build({
    stdin: {
      contents:
        "export { rules } from './src/core/rules/index.ts'; export * from './src/core/rules/page.ts';" +
        "export { targets } from './src/core/targets/index.ts'; export * from './src/core/targets/page.ts';",
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'warning',
  });
  const { rules, ruleMarkdown, ruleIndexMarkdown, targets, targetsMarkdown } = await import(
    pathToFileURL(outfile).href
  );
  const pages = new Map(rules.map((rule) => [`${rule.code}.md`, ruleMarkdown(rule)]));
  pages.set('README.md', ruleIndexMarkdown(rules));
  pages.set('../targets.md', targetsMarkdown(targets));
  mkdirSync(folder, { recursive: true });
  const stale = readdirSync(folder).filter((name) => name.endsWith('.md') && !pages.has(name));
  const changed = [...pages].filter(([name, text]) => read(join(folder, name)) !== text);
  if (process.argv.includes('--check')) {
    for (const name of [...stale, ...changed.map(([name]) => name)])
      console.error(`docs/rules/${name} is not up to date`);
    if (stale.length + changed.length > 0) {
      console.error('Run "npm run docs:rules".');
      process.exitCode = 1;
    }
  } else {
    for (const name of stale) rmSync(join(folder, name));
    for (const [name, text] of changed) writeFileSync(join(folder, name), text);
    console.log(`docs/rules: ${pages.size} pages, ${changed.length} written, ${stale.length} removed`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
