/**
 * Writes docs/counts.md: what every rule finds in every file of the data, next to the numbers of the survey that the
 * formats were described from, with the reasons for differences (docs/counts.notes.json). Run by `npm run counts`; the
 * data are found as in the tests.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTestHelper, root } from './lib/testHelper.mjs';

/**
 * Shapes of test/support/counts.ts.
 * @typedef {{ code: string, severity: string, under: string, count: number, told: number, once: string | undefined }} RuleCount
 * @typedef {{ file: string, kind: string, format: string, records: number, samples: number, counts: RuleCount[] }} FileCounts
 * @typedef {{ row: string, what: string, source: string, survey: string, code: string, files: string[], under?: string, once?: string, target?: string, words?: string, reason: string }} SurveyNumber
 */

/** @param {string | number} text */
const cell = (text) => String(text).replaceAll('|', '\\|');
/** @param {(string | number)[]} cells */
const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
/** @param {number} number */
const grouped = (number) => number.toLocaleString('en-US');

const helper = await loadTestHelper('counts');
if (!helper.hasData) {
  console.error(`Cannot write docs/counts.md: ${helper.noData}.`);
  process.exit(2);
}
/** @type {SurveyNumber[]} */
const notes = JSON.parse(readFileSync(join(root, 'docs/counts.notes.json'), 'utf8'));
/** @type {FileCounts[]} */
const results = helper.countFindings();
/** @type {Map<string, FileCounts[]>} */
const byTarget = helper.countByTarget();

/** @param {SurveyNumber} note */
function comparison(note) {
  const ours = helper.ourNumber(note, note.target === undefined ? results : byTarget.get(note.target));
  const more = [note.once, note.target && `target ${note.target}`].filter(Boolean).join(', ');
  const rule = more === '' ? note.code : `${note.code} (${more})`;
  const found = ours === undefined ? 'no file' : grouped(ours);
  const reason = note.reason || (note.survey === found ? 'same' : '**not explained**');
  return line([note.row, note.source, note.what, rule, note.survey, found, reason]);
}

/**
 * The rules that spoke in a file; `×` marks what is told once per file with its occurrences.
 * @param {FileCounts} file
 */
function findings(file) {
  /** @type {Map<string, { count: number, told: number }>} */
  const sums = new Map();
  for (const { code, severity, count, told, once } of file.counts) {
    const key = once === undefined ? `${severity} \`${code}\`` : `once \`${code}\` ${once} ×`;
    const sum = sums.get(key) ?? { count: 0, told: 0 };
    sums.set(key, { count: sum.count + count, told: sum.told + told });
  }
  const sorted = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted
    .map(([key, { count, told }]) => {
      const fewer = key.startsWith('once') || told === count ? '' : ` (told as ${grouped(told)})`;
      return `${key} ${grouped(count)}${fewer}`;
    })
    .join('<br>');
}

/**
 * Totals of a rule over all files.
 * @param {FileCounts[]} found
 */
function totals(found) {
  /** @type {Map<string, { severity: string, count: number, told: number, files: Set<string>, once: number }>} */
  const rules = new Map();
  for (const { file, counts } of found) {
    for (const { code, severity, count, told, once } of counts) {
      const known = rules.get(code) ?? { severity, count: 0, told: 0, files: new Set(), once: 0 };
      if (once === undefined) known.count += count;
      else known.once += count;
      if (once === undefined) known.told += told;
      known.files.add(file);
      rules.set(code, known);
    }
  }
  return [...rules].sort(([a], [b]) => (a < b ? -1 : 1));
}

const text = [
  '# What the rules find in the files of the data',
  '',
  'Written by `npm run counts`; do not edit. Every file is checked with all rules that need no target. What is native to',
  'a format is told once per file, with the number of its occurrences (`×`). A habit of a file, such as one type word in',
  'hundreds of its tools, is counted at each place and told once, with that number (`told as`). The reasons are kept in',
  '`counts.notes.json`.',
  '',
  `${results.length} files, ${grouped(results.reduce((sum, { samples }) => sum + samples, 0))} samples.`,
  '',
  '## Next to the survey',
  '',
  'The survey is the one behind the formats (its ranking of what a linter should catch); it read about twice as many',
  'files as are at hand, so only the same files can be compared.',
  '',
  line(['row', 'source', 'what', 'rule', 'survey', 'here', 'why it differs']),
  line(['---:', '---', '---', '---', '---', '---:', '---']),
  ...notes.map(comparison),
  '',
  '## By rule',
  '',
  line(['rule', 'severity', 'places', 'told as', 'told once per file: occurrences', 'files']),
  line(['---', '---', '---:', '---:', '---:', '---:']),
  ...totals(results).map(([code, { severity, count, told, once, files }]) =>
    line([`\`${code}\``, severity, grouped(count), grouped(told), grouped(once), files.size]),
  ),
];
text.push(
  '',
  '## With a target',
  '',
  'What the rules say that need a target, with one chosen at a time. Rules about turns and calls look at the formats that',
  'the target reads; in others, the way of writing arguments and keys is a hint, told once per file. Rules about tools look',
  'at all formats; what is native to one is told once per file. No sample here was made for most of these targets: a',
  'finding says that it would have to be changed.',
  '',
  line(['target', 'rule', 'severity', 'places', 'told as', 'told once per file: occurrences', 'files']),
  line(['---', '---', '---', '---:', '---:', '---:', '---:']),
);
for (const [target, found] of byTarget) {
  const rows = totals(found);
  if (rows.length === 0) text.push(line([target, '', '', 0, 0, 0, 0]));
  for (const [code, { severity, count, told, once, files }] of rows)
    text.push(
      line([target, `\`${code}\``, severity, grouped(count), grouped(told), grouped(once), files.size]),
    );
}
/** @type {Map<string, FileCounts[]>} */
const sources = new Map();
for (const result of results) {
  const source = result.file.slice(0, result.file.indexOf('/'));
  sources.set(source, [...(sources.get(source) ?? []), result]);
}
text.push('', '## By file', '');
for (const [source, files] of sources) {
  const spoken = files.filter(({ counts }) => counts.length > 0);
  const silent = files.length - spoken.length;
  text.push(`### ${source}`, '');
  if (spoken.length > 0) {
    text.push(
      line(['file', 'kind', 'format', 'samples', 'findings']),
      line(['---', '---', '---', '---:', '---']),
    );
    for (const file of spoken)
      text.push(line([file.file, file.kind, file.format, file.samples, findings(file)]));
    text.push('');
  }
  if (silent > 0) text.push(`${silent} ${silent === 1 ? 'file' : 'files'} without a finding.`, '');
}
while (text.at(-1) === '') text.pop();
writeFileSync(join(root, 'docs/counts.md'), `${text.join('\n')}\n`);
const unexplained = text.filter((row) => row.includes('**not explained**')).length;
console.log(
  `docs/counts.md: ${results.length} files, ${notes.length} numbers of the survey, ${unexplained} not explained.`,
);
