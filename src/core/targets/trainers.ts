/** Trainers that run on one's own machines: TRL, LLaMA-Factory, ms-swift, axolotl. */
import type { TargetProfile } from './types.ts';

const checked = '2026-11-26';

const trlFormats = {
  checked,
  source: 'https://huggingface.co/docs/trl/dataset_formats',
};

export const trl: TargetProfile = {
  ...trlFormats,
  id: 'trl',
  title: 'TRL',
  summary: 'Hugging Face TRL and chat templates: messages and tools, arguments as an object.',
  badSample: 'the template fails, or writes the arguments in quotes',
  formats: ['hf', 'functiongemma', 'openai', 'xlam2'],
  calls: { ...trlFormats, argumentsAs: 'object', nameKey: 'name', argumentsKey: 'arguments' },
  content: {
    checked,
    source: 'https://github.com/ggml-org/llama.cpp/issues/19702',
    withThoughtKey: 'thinking',
  },
  thoughts: {
    checked,
    source: 'https://github.com/hiyouga/LLaMA-Factory/issues/10773',
    keptKeys: ['reasoning_content', 'thinking'],
    dropsHistory: true,
  },
};

const lfConverter = {
  checked,
  source:
    'https://github.com/hiyouga/LLaMA-Factory/blob/ff6d4d12eeb035d6ce06805a5733dd7b29f2ac30/src/llamafactory/data/converter.py',
};
const lfTools = {
  checked,
  source:
    'https://github.com/hiyouga/LLaMA-Factory/blob/ff6d4d12eeb035d6ce06805a5733dd7b29f2ac30/src/llamafactory/data/tool_utils.py',
};
/** Rows of messages, which `formatting: openai` reads. */
const lfMessages = ['openai', 'hf', 'mistral', 'together', 'fireworks'] as const;

export const llamafactory: TargetProfile = {
  ...lfConverter,
  id: 'llamafactory',
  title: 'LLaMA-Factory',
  summary: 'LLaMA-Factory: ShareGPT turns in pairs, or messages; calls as JSON with name and arguments.',
  badSample: 'it is skipped with a warning in the log',
  formats: ['llamafactory', 'apigen-mt', 'llamafactory-v1', ...lfMessages],
  roles: {
    ...lfConverter,
    system: 'first',
    first: ['user', 'tool'],
    last: ['assistant'],
    after: { user: ['assistant'], tool: ['assistant'], assistant: ['user', 'tool'] },
    mergesResultsIn: lfMessages,
    formats: ['llamafactory', 'apigen-mt', ...lfMessages],
  },
  calls: { ...lfConverter, argumentsAs: 'object', nameKey: 'name', argumentsKey: 'arguments' },
  schema: { ...lfTools, needsProperties: true, enums: 'strings' },
  content: { ...lfConverter, besideCalls: 'dropped', besideCallsIn: lfMessages, needsContent: true },
  thoughts: { ...lfConverter, keptKeys: ['value'] },
  weights: [
    {
      checked,
      source:
        'https://github.com/hiyouga/LLaMA-Factory/blob/ff6d4d12eeb035d6ce06805a5733dd7b29f2ac30/src/llamafactory/v1/plugins/data_plugins/converter.py',
      key: 'loss_weight',
      values: 'not-negative',
    },
  ],
};

const swiftReader = {
  checked,
  source:
    'https://github.com/modelscope/ms-swift/blob/3602360a562313afbf2ef6065fdf61f271a2c5b9/swift/dataset/preprocessor/core.py',
};
const swiftDocs = {
  checked,
  source:
    'https://github.com/modelscope/ms-swift/blob/3602360a562313afbf2ef6065fdf61f271a2c5b9/docs/source_en/Customization/Custom-dataset.md',
};

export const msSwift: TargetProfile = {
  ...swiftReader,
  id: 'ms-swift',
  title: 'ms-swift',
  summary:
    'ms-swift: messages with tool_call and tool_response, or OpenAI and Anthropic rows; other keys are dropped.',
  badSample: 'it is deleted; the log shows the first ten',
  formats: ['ms-swift', 'openai', 'hf', 'anthropic', 'llamafactory', 'mistral'],
  roles: {
    ...swiftReader,
    known: [
      'system',
      'user',
      'human',
      'assistant',
      'gpt',
      'bot',
      'tool_call',
      'function_call',
      'tool_response',
      'tool',
      'function_response',
      'observation',
      'observations',
    ],
  },
  // Blocks of Anthropic, which it converts, say `input`.
  calls: {
    ...swiftReader,
    argumentsAs: 'either',
    nameKey: 'name',
    argumentsKey: 'arguments',
    otherKeys: ['input'],
  },
  content: { ...swiftReader, needsContent: true },
  thoughts: { ...swiftReader, keptKeys: [] },
  weights: [
    { ...swiftDocs, key: 'loss', values: 'boolean' },
    { ...swiftDocs, key: 'loss_scale', values: 'not-negative', roles: ['assistant'] },
  ],
};

const axolotlReader = {
  checked,
  source:
    'https://github.com/axolotl-ai-cloud/axolotl/blob/067b021c8b87a9e5e380b9173c704cf7340e30f5/src/axolotl/prompt_strategies/chat_template.py',
};
const axolotlDocs = {
  checked,
  source:
    'https://github.com/axolotl-ai-cloud/axolotl/blob/067b021c8b87a9e5e380b9173c704cf7340e30f5/docs/dataset-formats/conversation.qmd',
};

export const axolotl: TargetProfile = {
  ...axolotlReader,
  id: 'axolotl',
  title: 'axolotl',
  summary: 'axolotl with chat_template: messages and tools, arguments as an object or a string of JSON.',
  badSample: 'the template fails, or writes something else',
  formats: ['hf', 'openai', 'functiongemma', 'llamafactory', 'mistral'],
  calls: { ...axolotlReader, argumentsAs: 'either', nameKey: 'name', argumentsKey: 'arguments' },
  content: {
    checked,
    source: 'https://github.com/axolotl-ai-cloud/axolotl/issues/3114',
    withThoughtKey: 'thinking',
  },
  thoughts: { ...axolotlReader, keptKeys: ['reasoning_content', 'thinking'] },
  weights: [{ ...axolotlDocs, key: 'train', values: 'boolean' }],
};
