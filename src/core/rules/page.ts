/** A rule's page and the index of all pages, as Markdown: docs/rules, the editor's preview and the CLI show these. */
import { maxAlike } from '../habits.ts';
import { createService } from '../service.ts';
import { FactTable } from '../sweep/fileMerge.ts';
import { TextSweep } from '../sweep/textSweep.ts';
import type { SweepFinding } from '../sweep/types.ts';
import type { Rule } from './types.ts';

/** Longer examples are cut on the page; they are too long to be read. */
const maxExample = 2000;

/** Width of the piece of an example that is shown first, and how much of it stands before what is meant. */
const pieceWidth = 72;
const pieceBefore = 30;

/** The page of one rule. */
export function ruleMarkdown(rule: Rule): string {
  const { why, source } = rule.docs;
  const silent = rule.needsTarget ? ' Silent until a target is chosen ([targets](../targets.md)).' : '';
  return [
    `# ${rule.code}`,
    `**${rule.title}**: ${rule.severity}, ${phaseWords[rule.phase]}.${silent}`,
    why,
    '## Example',
    ...exampleMarkdown(rule),
    '## Where it comes from',
    source,
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

const phaseWords: Readonly<Record<Rule['phase'], string>> = {
  fast: 'checked as you type',
  slow: 'checked after a pause in typing',
};

/** What is told, where, and what it should be; then the whole records, which are too long to see it in. */
function exampleMarkdown(rule: Rule): string[] {
  const { format, bad, good, targets } = rule.docs.example;
  const chosen = targets ? `, target ${targets.map((id) => `\`${id}\``).join(', ')}` : '';
  const finding = findingOf(rule);
  const piece = finding?.excerpt && pieceOf(finding.excerpt.text, finding.excerpt);
  if (!finding || !piece) {
    return [
      `A record that has the problem (format \`${format}\`${chosen}):`,
      fence(bad, 'json'),
      'The same without it:',
      fence(good, 'json'),
    ];
  }
  const told = [`> ${plain(finding.message)}`, fence(piece.text, 'text')];
  const isWhole = !piece.isCut && finding.excerpt.text === bad;
  const records = isWhole
    ? ['Without the problem:', fence(good, 'json')]
    : [
        `The whole example (format \`${format}\`${chosen}):`,
        fence(bad, 'json'),
        'The same without the problem:',
        fence(good, 'json'),
      ];
  return [...told, ...records];
}

/** What the rule says of its own example, as in a file of its own. */
function findingOf(rule: Rule): SweepFinding | undefined {
  const { format, bad, targets } = rule.docs.example;
  const settings = { chosen: { id: format, by: 'flag' as const }, targets };
  const service = createService();
  const facts = new FactTable();
  const findings: SweepFinding[] = [];
  const sweep = new TextSweep(service, { fileName: 'example.jsonl' }, settings, { excerpts: true });
  for (const swept of sweep.push(bad, true)) {
    if (swept.type !== 'part') continue;
    findings.push(...swept.part.findings);
    facts.add(0, swept.part.facts);
  }
  findings.push(...facts.findings(() => 0, service.rules));
  return findings.find((finding) => finding.code === rule.code);
}

/** A line's worth of text around a place, and a line under the place. */
function pieceOf(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): { readonly text: string; readonly isCut: boolean } {
  const from =
    text.length <= pieceWidth ? 0 : Math.max(0, Math.min(start - pieceBefore, text.length - pieceWidth));
  const to = Math.min(text.length, from + pieceWidth);
  const before = from > 0 ? '…' : '';
  const after = to < text.length ? '…' : '';
  const shown = text.slice(from, to).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g, '·');
  const mark = '~'.repeat(Math.max(1, Math.min(end, to) - start));
  return {
    text: `${before}${shown}${after}\n${' '.repeat(before.length + start - from)}${mark}`,
    isCut: from > 0 || to < text.length,
  };
}

/** Escapes what Markdown would read as markup. */
const plain = (text: string): string => text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&');

function fence(text: string, language: 'json' | 'text'): string {
  const shown = text.length > maxExample ? `${text.slice(0, maxExample)}…` : text;
  return `\`\`\`${language}\n${shown}\n\`\`\``;
}

const floods = `What a format does by itself is told once per file, as a hint. A habit of a file, the same words about more than ${maxAlike} places of its tools or of what a target wants otherwise, is told once at the first of them, with the number of places and links to some; its severity stays. Every place keeps its quick fixes, and \`callsmith check --all\` tells each.`;

/** The index: a table of all rules, each linked to its page. */
export function ruleIndexMarkdown(rules: readonly Rule[]): string {
  const rows = rules.map(
    (rule) =>
      `| [${rule.code}](${rule.code}.md) | ${rule.severity}${rule.needsTarget ? ', T' : ''} | ${rule.title} |`,
  );
  return `# Rules\n\nEvery finding has one of these codes. The pages are written from the rules themselves. T: depends on the target, and is silent until [one](../targets.md) is chosen.\n\n${floods}\n\n| Code | Severity | Says |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}
