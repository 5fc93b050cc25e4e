/** Anthropic: the Messages API, and fine-tuning on Amazon Bedrock, which takes the same rows without tools. */
import type { TargetProfile } from './types.ts';

const checked = '2026-11-26';
const tuning = { checked, source: 'https://platform.claude.com/cookbook/finetuning-finetuning-on-bedrock' };
const toolUse = {
  checked,
  source: 'https://platform.claude.com/docs/en/agents-and-tools/tool-use/implement-tool-use',
};

export const anthropic: TargetProfile = {
  ...toolUse,
  id: 'anthropic',
  title: 'Anthropic',
  summary:
    'The Messages API, and fine-tuning of Claude on Bedrock: user and assistant in turn, calls as blocks.',
  badSample: 'the file, or the request, is refused',
  formats: ['anthropic'],
  roles: {
    ...tuning,
    known: ['user', 'assistant'],
    system: 'column',
    first: ['user'],
    last: ['assistant'],
    after: { user: ['assistant'], assistant: ['user'] },
    minTurns: 2,
  },
  calls: { ...toolUse, argumentsAs: 'object', nameKey: 'name', argumentsKey: 'input' },
  names: {
    checked,
    source: 'https://github.com/home-assistant/core/issues/147760',
    pattern: '^[a-zA-Z0-9_-]{1,128}$',
    words: 'up to 128 of the characters a-z, A-Z, 0-9, _ and -',
  },
  ids: {
    ...toolUse,
    pattern: '^[a-zA-Z0-9_-]+$',
    words: 'made of the characters a-z, A-Z, 0-9, _ and -',
    required: true,
    unique: true,
  },
  schema: {
    checked,
    source: 'https://github.com/anthropics/claude-code/issues/79418',
    rootObject: true,
    refusedAtRoot: ['oneOf', 'anyOf', 'allOf'],
    types: 'json-schema',
    parameterNames: {
      pattern: '^[a-zA-Z0-9_.-]{1,64}$',
      words: 'up to 64 of the characters a-z, A-Z, 0-9, _, . and -',
    },
  },
  content: { ...toolUse, needsContent: true, needsText: ['user', 'assistant'] },
  thoughts: { ...toolUse, keptKeys: ['thinking'] },
};
