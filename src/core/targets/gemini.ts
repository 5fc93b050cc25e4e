/** Gemini: supervised tuning on Vertex AI, and the part of OpenAPI's schemas that function declarations may use. */
import type { TargetProfile } from './types.ts';

const checked = '2026-11-26';
const tuning = {
  checked,
  source: 'https://cloud.google.com/vertex-ai/generative-ai/docs/models/tune-function-calling',
};
const declarations = {
  checked,
  source:
    'https://doc.deno.land/https://googleapis.deno.dev/v1/aiplatform:v1.ts/~/GoogleCloudAiplatformV1FunctionDeclaration',
};
const limits = {
  checked,
  source: 'https://cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-supervised-tuning',
};

export const gemini: TargetProfile = {
  ...tuning,
  id: 'gemini',
  title: 'Gemini',
  summary:
    'Supervised tuning of Gemini on Vertex AI: contents of parts, function declarations in a subset of OpenAPI.',
  badSample: 'the job refuses or drops it, and reports a count',
  formats: ['gemini'],
  roles: { ...tuning, known: ['user', 'model', 'function'], resultsTogether: true },
  calls: { ...tuning, argumentsAs: 'object', nameKey: 'name', argumentsKey: 'args' },
  names: {
    ...declarations,
    pattern: '^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$',
    words: 'up to 64 of the characters a-z, A-Z, 0-9, _, ., : and -, a letter or _ first',
  },
  schema: {
    checked,
    source: 'https://github.com/zed-industries/zed/issues/44875',
    known: [
      'type',
      'format',
      'title',
      'description',
      'nullable',
      'default',
      'example',
      'enum',
      'items',
      'minItems',
      'maxItems',
      'properties',
      'propertyOrdering',
      'required',
      'minProperties',
      'maxProperties',
      'minimum',
      'maximum',
      'minLength',
      'maxLength',
      'pattern',
      'anyOf',
    ],
    types: 'one-type',
    enums: 'string-type',
    itemsRequired: true,
    parameterNames: {
      pattern: '^[a-zA-Z_][a-zA-Z0-9_]{0,63}$',
      words: 'up to 64 of the characters a-z, A-Z, 0-9 and _, a letter or _ first',
    },
    freeKey: 'parametersJsonSchema',
  },
  thoughts: { ...limits, keptKeys: [] },
  length: { ...limits, maxTokens: 131_072 },
  count: { ...limits, maxSamples: 1_000_000 },
};
