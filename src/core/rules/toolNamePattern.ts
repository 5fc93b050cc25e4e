/** tool.name-pattern: a tool name that a target does not take. */
import { exampleTool, openaiLine } from './exampleLines.ts';
import { forTargets, groupSaid, matches } from './targetWords.ts';
import type { Rule } from './types.ts';
import { some } from './words.ts';

export const toolNamePattern: Rule = {
  code: 'tool.name-pattern',
  severity: 'warning',
  title: 'Tool name that the target refuses',
  phase: 'fast',
  needsTarget: true,
  docs: {
    why: 'Services and parsers take only some characters in the name of a tool: most of them letters, digits, _ and -, up to 64. Names with dots, spaces or other scripts come from generators and benchmarks. Rename the tool and its calls alike.',
    example: {
      format: 'openai',
      bad: openaiLine({
        tools: [exampleTool({}, [], { name: 'weather.get' })],
        name: 'weather.get',
        arguments: {},
      }),
      good: openaiLine({
        tools: [exampleTool({}, [], { name: 'weather_get' })],
        name: 'weather_get',
        arguments: {},
      }),
      targets: ['openai'],
    },
    source: 'In public data: 2,493 distinct names. Reports: vllm-mlx#577, mlx-vlm#1365, mlx-lm#1150.',
  },
  checkTool({ prepared: { name }, nameKey, targets }, report) {
    if (name === '') return;
    const said = groupSaid(targets, ({ names }) =>
      names && !matches(names.pattern, name) ? `${names.words}; ${fault(name, names.pattern)}.` : undefined,
    );
    for (const { words, targets: forThese } of said) {
      report({
        where: { path: [nameKey] },
        message: `${forTargets(forThese)}a tool's name is ${words}`,
      });
    }
  },
};

/** What is wrong with a name, without the name: where all names of a file have dots, that is told once. */
function fault(name: string, pattern: string): string {
  const wrong = new Set<string>();
  for (const c of name) {
    if (matches(pattern, `a${c}a`)) continue;
    wrong.add(c === ' ' ? 'spaces' : c > ' ' && c <= '~' ? `"${c}"` : 'other characters');
  }
  if (wrong.size > 0) return `this one has ${some([...wrong].sort())}`;
  if (matches(pattern, name.slice(0, 1)))
    return name.length > 9 && matches(pattern, name.slice(0, 9)) ? 'this one is longer' : 'this one is not';
  return `this one begins with "${name.slice(0, 1)}"`;
}
