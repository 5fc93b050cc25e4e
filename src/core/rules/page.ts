/** A rule's page and the index of all pages, as Markdown: docs/rules, the editor's preview and the CLI show these. */
import { maxAlike } from '../habits.ts';
import type { Rule } from './types.ts';

/** Longer examples are cut on the page; they are too long to be read. */
const maxExample = 2000;

/** The page of one rule. */
export function ruleMarkdown(rule: Rule): string {
  const { why, example, source } = rule.docs;
  const silent = rule.needsTarget ? ' Silent until a target is chosen ([targets](../targets.md)).' : '';
  const chosen = example.targets ? `, target ${example.targets.map((id) => `\`${id}\``).join(', ')}` : '';
  return [
    `# ${rule.code}`,
    `**${rule.title}**: ${rule.severity}, ${phaseWords[rule.phase]}.${silent}`,
    why,
    '## Example',
    `A record that has the problem (format \`${example.format}\`${chosen}):`,
    fence(example.bad),
    'The same without it:',
    fence(example.good),
    '## Source',
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

function fence(line: string): string {
  const text = line.length > maxExample ? `${line.slice(0, maxExample)}…` : line;
  return '```json\n' + text + '\n```';
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
