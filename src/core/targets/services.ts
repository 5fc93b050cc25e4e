/** Services that fine-tune open models on OpenAI's rows: Together and Fireworks. */
import { openai } from './openai.ts';
import type { TargetProfile } from './types.ts';

const checked = '2026-11-26';
const rows = ['openai', 'hf', 'mistral', 'together', 'fireworks'] as const;
const roles = ['system', 'user', 'assistant', 'tool'] as const;

const togetherTools = {
  checked,
  source: 'https://docs.together.ai/docs/fine-tuning/function-calling',
};
const togetherCheck = {
  checked,
  source:
    'https://github.com/togethercomputer/together-python/blob/eba5e5f034a391df90e4a8336546314be78ba058/src/together/utils/files.py',
};

export const together: TargetProfile = {
  ...togetherTools,
  id: 'together',
  title: 'Together',
  summary: "Fine-tuning of open models on Together: OpenAI's rows, turns that alternate.",
  badSample: 'the file is refused',
  formats: rows,
  roles: {
    checked,
    source: 'https://docs.together.ai/docs/fine-tuning/data-preparation',
    known: roles,
    system: 'first',
    first: ['user'],
    after: { user: ['assistant'], assistant: ['user', 'tool'], tool: ['tool', 'assistant'] },
    needsAssistant: true,
  },
  calls: { ...togetherTools, argumentsAs: 'string', nameKey: 'name', argumentsKey: 'arguments' },
  content: { ...togetherCheck, needsContent: true },
  thoughts: {
    checked,
    source: 'https://docs.together.ai/docs/fine-tuning-reasoning',
    keptKeys: ['reasoning', 'reasoning_content'],
  },
  weights: [{ ...togetherCheck, key: 'weight', values: 'zero-or-one' }],
  count: { ...togetherCheck, minSamples: 1 },
};

const fireworksGuide = { checked, source: 'https://docs.fireworks.ai/fine-tuning/fine-tuning-models' };

export const fireworks: TargetProfile = {
  ...fireworksGuide,
  id: 'fireworks',
  title: 'Fireworks',
  summary: "Fine-tuning of open models on Fireworks: OpenAI's rows, 3 to 3,000,000 of them.",
  badSample: 'the data set is refused when it is checked',
  formats: rows,
  roles: { ...fireworksGuide, known: roles, system: 'first' },
  calls: { ...fireworksGuide, argumentsAs: 'string', nameKey: 'name', argumentsKey: 'arguments' },
  names: { ...openai.names!, ...fireworksGuide },
  content: { ...fireworksGuide, needsContent: true },
  thoughts: { ...fireworksGuide, keptKeys: ['reasoning_content'] },
  weights: [{ ...fireworksGuide, key: 'weight', values: 'zero-or-one' }],
  count: { ...fireworksGuide, minSamples: 3, maxSamples: 3_000_000 },
};
