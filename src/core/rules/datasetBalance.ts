/** dataset.balance: the samples show one way of answering only. */
import { traits } from '../dataset/facts.ts';
import { openaiLine } from './exampleLines.ts';
import type { Rule } from './types.ts';
import { grouped } from './words.ts';

/** Fewer samples with tools say nothing about a data set: it may be a part, or a test. */
const fewest = 100;

const cities = ['Oslo', 'Bergen', 'Hamar', 'Voss', 'Molde'];
const calling = Array.from({ length: fewest }, (_, i) =>
  openaiLine({
    user: `Weather in ${cities[i % 5]}, ${i} days from now?`,
    arguments: { city: cities[i % 5]!, days: i },
  }),
);
const refusing = JSON.stringify({
  messages: [
    { role: 'user', content: 'Write a poem about rain.' },
    { role: 'assistant', content: 'Rain on the roof, and the night goes by.' },
  ],
  tools: (JSON.parse(calling[0]!) as { tools: unknown }).tools,
});
const asking = JSON.stringify({
  messages: [
    { role: 'user', content: 'How will the weather be?' },
    { role: 'assistant', content: 'In which city?' },
    { role: 'user', content: 'Oslo' },
    ...(JSON.parse(calling[0]!) as { messages: object[] }).messages.slice(1),
  ],
  tools: (JSON.parse(calling[0]!) as { tools: unknown }).tools,
});
const parallel = JSON.stringify({
  messages: [
    { role: 'user', content: 'Weather in Oslo and in Bergen?' },
    {
      role: 'assistant',
      tool_calls: ['Oslo', 'Bergen'].map((city, i) => ({
        id: `call_${i + 1}`,
        type: 'function',
        function: { name: 'get_weather', arguments: JSON.stringify({ city }) },
      })),
    },
  ],
  tools: (JSON.parse(calling[0]!) as { tools: unknown }).tools,
});

export const datasetBalance: Rule = {
  code: 'dataset.balance',
  severity: 'hint',
  title: 'No sample without a call, without parallel calls, or none that asks back',
  phase: 'slow',
  docs: {
    why: 'A model does what it is shown. From samples that all call a function it learns to call always, also when no tool fits or an argument is missing; without parallel calls it asks for two cities one after the other; without a sample in which the assistant asks back it invents what the user left out. Data sets often leave one of these out without anybody having decided so.\n\nTold once per file, from 100 samples with tools on. A file that is one part of a data set may lack on purpose what other parts have: turn the rule off there.',
    example: {
      format: 'openai',
      bad: calling.join('\n'),
      good: [...calling, refusing, asking, parallel].join('\n'),
    },
    source:
      'Rank 36 of the survey: xLAM-60k has no row without a call; When2Call names the four behaviours (call, answer, ask, decline).',
  },
  checkFile(subject, report) {
    const withTools = subject.count(traits.tools);
    const calls = subject.count(traits.tools | traits.call);
    // Without any call there is nothing to balance: questions without answers, or data of another kind.
    if (withTools < fewest || calls === 0) return;
    const lacks: string[] = [];
    if (calls === withTools) lacks.push('none that gets by without a call');
    if (subject.count(traits.parallel) === 0) lacks.push('none with two calls in one answer');
    const hasTalk = calls < withTools || subject.count(traits.severalTurns) > 0;
    if (hasTalk && subject.count(traits.asksBack) === 0)
      lacks.push('none in which the assistant asks for what is missing');
    if (lacks.length === 0) return;
    const list = lacks.length > 1 ? `${lacks.slice(0, -1).join(', ')} and ${lacks.at(-1)}` : lacks[0];
    report({
      message: `Among the ${grouped(withTools)} samples with tools there is ${list}. A model does what it is shown: add such samples, or turn this rule off here if another file of the data set has them.`,
      key: 'balance',
    });
  },
};
