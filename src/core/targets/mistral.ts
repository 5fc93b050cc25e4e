/** Mistral: what mistral-finetune and the validators of mistral-common (tokenizer v3, mode finetuning) refuse. */
import type { TargetProfile } from './types.ts';

const checked = '2026-11-26';
const reader = {
  checked,
  source:
    'https://github.com/mistralai/mistral-finetune/blob/20704b220d6f08ce1213387f593282f4f60e3fa1/finetune/data/tokenize.py',
};
const validator = {
  checked,
  source:
    'https://github.com/mistralai/mistral-common/blob/bc022b91aa1c3b1fb771ac70931ae0009dbf9bad/src/mistral_common/protocol/instruct/validator.py',
};

export const mistral: TargetProfile = {
  ...validator,
  id: 'mistral',
  title: 'Mistral',
  summary: 'mistral-finetune: messages and tools, arguments as a string, ids of nine letters or digits.',
  badSample: 'the validator lists it, and can write a file without it',
  formats: ['mistral', 'openai', 'hf'],
  roles: {
    ...validator,
    known: ['system', 'user', 'assistant', 'tool'],
    system: 'one',
    last: ['assistant'],
    after: {
      user: ['assistant', 'user'],
      assistant: ['assistant', 'user', 'tool'],
      tool: ['assistant', 'tool'],
    },
    minTurns: 2,
  },
  calls: { ...reader, argumentsAs: 'string', nameKey: 'name', argumentsKey: 'arguments' },
  names: {
    ...validator,
    pattern: '^[a-zA-Z0-9_-]{1,64}$',
    words: 'up to 64 of the characters a-z, A-Z, 0-9, _ and -',
  },
  ids: {
    ...validator,
    pattern: '^[a-zA-Z0-9]{9}$',
    words: 'nine letters or digits',
    required: true,
    placeholder: 'null',
  },
  schema: { ...reader, needsDescription: true },
  content: { ...validator, besideCalls: 'refused', needsContent: true, needsText: ['assistant'] },
  thoughts: { ...reader, keptKeys: [] },
  weights: [{ ...validator, key: 'weight', values: 'zero-or-one', roles: ['assistant'] }],
};
