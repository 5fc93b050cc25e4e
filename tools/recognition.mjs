/**
 * Writes docs/recognition.md: what the core says of every file of the data, next to expected.csv, with the reasons for
 * the differences (docs/recognition.notes.json). Run by `npm run recognition`; the data are found as in the tests.
 */
import { build } from 'esbuild';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The TypeScript helper of the tests, as a module that Node can load. */
async function loadHelper() {
  const folder = mkdtempSync(join(tmpdir(), 'callsmith-recognition-'));
  const outfile = join(folder, 'recognition.mjs');
  await build({
    entryPoints: [join(root, 'test/support/recognition.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  const helper = await import(pathToFileURL(outfile).href);
  rmSync(folder, { recursive: true });
  return helper;
}

const cell = (text) => String(text).replaceAll('|', '\\|');
const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;

/** One source's table; files of one folder with the same outcome share a row. */
function table(rows) {
  const groups = new Map();
  for (const { row, found, note } of rows) {
    const folder = row.file.slice(0, row.file.lastIndexOf('/') + 1);
    const { kind, format, share } = found.vote;
    const same = [
      found.container,
      kind,
      format,
      share.toFixed(2),
      row.kind,
      row.format,
      row.share.toFixed(2),
    ];
    const key = JSON.stringify([folder, ...same]);
    const group = groups.get(key) ?? { folder, same, note, files: 0, entries: 0, first: row.file };
    group.files++;
    group.entries += found.entries;
    groups.set(key, group);
  }
  return [...groups.values()].map(({ folder, same, note, files, entries, first }) => {
    const [container, kind, format, share, wantedKind, wantedFormat, wantedShare] = same;
    const name = files === 1 ? first : `${folder}* (${files} files)`;
    const wanted = `${wantedKind} ${wantedFormat} ${wantedShare}`;
    const isSame = wanted === `${kind} ${format} ${share}`;
    return line([
      name,
      container,
      entries,
      kind,
      format,
      share,
      isSame ? 'same' : wanted,
      isSame ? '' : (note?.reason ?? '**not explained**'),
    ]);
  });
}

const helper = await loadHelper();
if (!helper.hasData) {
  console.error(`Cannot write docs/recognition.md: ${helper.noData}.`);
  process.exit(2);
}
const notes = helper.readNotes(root);
const sources = new Map();
let agreeing = 0;
let explained = 0;
let unexplained = 0;
const rows = helper.expectedFiles();
for (const row of rows) {
  const note = helper.noteOf(row.file, notes);
  const { found, differences } = helper.compareFile(row, note);
  if (differences.length > 0) {
    unexplained++;
    console.error(`${row.file}: ${differences.join(', ')}`);
  } else if (helper.compareFile(row, undefined).differences.length > 0) explained++;
  else agreeing++;
  const source = row.file.slice(0, row.file.indexOf('/'));
  const list = sources.get(source) ?? [];
  list.push({ row, found, note });
  sources.set(source, list);
}

const text = [
  '# What the files of the data are taken for',
  '',
  'Written by `npm run recognition`; do not edit. For each file: how it holds its records (container), how many, what',
  'they are (kind), the format that won the vote and its share of the first 200 entries. "Expected" is `expected.csv`,',
  'an expectation made without this code. Reasons are kept in `recognition.notes.json`.',
  '',
  `${rows.length} files: ${agreeing} as expected, ${explained} different with a reason, ${unexplained} not explained.`,
];
for (const [source, list] of sources) {
  text.push(
    '',
    `## ${source}`,
    '',
    line(['file', 'container', 'entries', 'kind', 'format', 'share', 'expected', 'why it differs']),
    line(['---', '---', '---:', '---', '---', '---:', '---', '---']),
    ...table(list),
  );
}
writeFileSync(join(root, 'docs/recognition.md'), `${text.join('\n')}\n`);
console.log(
  `docs/recognition.md: ${agreeing} as expected, ${explained} explained, ${unexplained} not explained.`,
);
