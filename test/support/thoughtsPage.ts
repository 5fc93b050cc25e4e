/** The tables of docs/thoughts.md: where a thought is written by format, and what can be asked. */
import { prompts, promptIds } from '../../src/core/cot/prompts/prompts.ts';
import { strategies } from '../../src/core/cot/prompts/strategies.ts';
import { placeholders } from '../../src/core/cot/prompts/template.ts';
import { type ThoughtHabit, thoughtHabits } from '../../src/core/cot/thoughtHabits.ts';
import { formats } from '../../src/core/formats/index.ts';

/** The page with its tables anew. */
export function thoughtsPage(page: string): string {
  const tables = { places: placesTable(), strategies: strategiesTable(), prompts: promptsTable() };
  return Object.entries(tables).reduce((text, [name, table]) => {
    const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`docs/thoughts.md has no ${start} … ${end}`);
    return `${text.slice(0, from + start.length)}\n\n${table}\n\n${text.slice(to)}`;
  }, page);
}

function placesTable(): string {
  const byWords = new Map<string, string[]>();
  for (const { id } of formats) {
    const habit = thoughtHabits[id];
    if (!habit) throw new Error(`${id} has no row in thoughtHabits.ts`);
    const words = habitWords(habit);
    byWords.set(words, [...(byWords.get(words) ?? []), `\`${id}\``]);
  }
  return table(
    ['formats', 'a thought where there is none yet'],
    [...byWords]
      .map(([words, ids]) => [ids.join(', '), words] as const)
      .sort(([, a], [, b]) => Number(a.startsWith('none')) - Number(b.startsWith('none'))),
  );
}

function habitWords(habit: ThoughtHabit): string {
  switch (habit.kind) {
    case 'tag':
      return `between \`${habit.open}\` tags in front of the answer's text`;
    case 'member':
      return `\`${habit.key}\` of the message${habit.note === undefined ? '' : `. ${habit.note}`}`;
    case 'part': {
      const members = habit.members.map(([key, value]) => {
        const text = value === undefined ? '"…"' : JSON.stringify(value);
        return `"${key}": ${text}`;
      });
      return `an element of the content, \`{${members.join(', ')}}\``;
    }
    case 'message':
      return habit.onlyBefore === undefined
        ? `a message of its own with the role \`${habit.role}\``
        : `a message of its own with the role \`${habit.role}\`, between tags, in front of a \`${habit.onlyBefore}\`; elsewhere tags in the answer's text`;
    case 'harmony':
      return 'a message of the channel `analysis`';
    case 'react':
      return 'behind `Thought:`';
    case 'argument':
      return 'a call of the tool `think`, if the sample has it';
    case 'none':
      return `none: ${habit.reason.replace(/ Write the samples in a format that has .*$/, '')}`;
  }
}

function strategiesTable(): string {
  const rows = strategies.map(({ id, description }) => [`\`${id}\``, description]);
  return table(
    ['strategy', 'what the thought is like'],
    [['`natural`', 'As the model thinks by itself.'], ...rows],
  );
}

function promptsTable(): string {
  const rows = promptIds.map((id) => {
    const { title, required } = prompts[id];
    return [`\`${id}.md\``, title, required.map((name) => `\`{{${name}}}\``).join(', ')];
  });
  const names = placeholders.map((name) => `\`{{${name}}}\``).join(', ');
  return `${table(['file', 'what it is for', 'must have'], rows)}\n\nAll places that there are: ${names}.`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
