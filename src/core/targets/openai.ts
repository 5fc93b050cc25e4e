/** OpenAI's fine-tuning API, and Azure's, which has the same one. */
import type { Dated, LengthRules, RoleRules, TargetProfile } from './types.ts';

const checked = '2026-11-26';

const spec: Dated = {
  checked,
  source:
    'https://github.com/openai/openai-openapi/blob/f85dbe223d40e1a31cba812ab2d755c7e98a92a3/openapi.yaml',
};
/** Azure documents the length of a training example for the same models (gpt-4o, gpt-4o-mini). */
const models: LengthRules = {
  checked,
  source: 'https://github.com/MicrosoftDocs/azure-ai-docs/pull/544/files',
  maxTokens: 65_536,
};
const structuredOutputs: Dated = {
  checked,
  source: 'https://platform.openai.com/docs/guides/structured-outputs#supported-schemas',
};

const roles: RoleRules = {
  ...spec,
  known: ['system', 'developer', 'user', 'assistant', 'tool', 'function'],
  needsAssistant: true,
};

const shared = {
  formats: ['openai', 'openai-legacy', 'mistral', 'together', 'fireworks', 'hf', 'functiongemma', 'xlam2'],
  roles,
  calls: { ...spec, argumentsAs: 'string', nameKey: 'name', argumentsKey: 'arguments' },
  names: {
    ...spec,
    pattern: '^[a-zA-Z0-9_-]{1,64}$',
    words: 'up to 64 of the characters a-z, A-Z, 0-9, _ and -',
  },
  ids: {
    checked,
    source: 'https://github.com/vercel/ai/issues/5171',
    pattern: '^[\\s\\S]{1,40}$',
    words: 'a text of 1 to 40 characters',
    required: true,
  },
  schema: {
    checked,
    source: 'https://github.com/vercel/ai/issues/7924',
    rootObject: true,
    refusedAtRoot: ['oneOf', 'anyOf', 'allOf', 'enum', 'const', 'not'],
    types: 'json-schema',
    itemsRequired: true,
  },
  strict: {
    ...structuredOutputs,
    refused: ['allOf', 'not', 'dependentRequired', 'dependentSchemas', 'if', 'then', 'else'],
    refusedWhenTuned: [
      'minLength',
      'maxLength',
      'pattern',
      'format',
      'minimum',
      'maximum',
      'multipleOf',
      'patternProperties',
      'minItems',
      'maxItems',
      'uniqueItems',
    ],
    maxProperties: 5000,
    maxDepth: 10,
    maxEnumValues: 1000,
  },
  content: { ...spec, needsContent: true },
  thoughts: { ...spec, keptKeys: [] },
  weights: [{ ...spec, key: 'weight', values: 'zero-or-one', roles: ['assistant'] }],
} as const satisfies Partial<TargetProfile>;

export const openai: TargetProfile = {
  ...shared,
  ...spec,
  id: 'openai',
  title: 'OpenAI',
  summary: 'Supervised fine-tuning of OpenAI models: messages and tools, arguments as a string of JSON.',
  badSample: 'the file is refused, with the number of the example',
  length: models,
  count: {
    checked,
    source: 'https://developers.openai.com/docs/guides/distillation',
    minSamples: 10,
  },
};

export const azure: TargetProfile = {
  ...shared,
  checked,
  source: 'https://learn.microsoft.com/azure/ai-services/openai/how-to/fine-tuning-functions',
  id: 'azure',
  title: 'Azure OpenAI',
  summary: "Fine-tuning of OpenAI models on Azure: OpenAI's rows.",
  badSample: 'the file is refused, with the number of the example',
  length: models,
  count: {
    checked,
    source: 'https://learn.microsoft.com/azure/ai-services/openai/how-to/fine-tuning-functions',
    minSamples: 10,
  },
};
