/** How servers that speak OpenAI's protocol differ, as data; everything else here reads this table. */
import type { ReasoningSource } from '../core/model/modelBackend.ts';
import type { ScoringWay } from '../core/model/scoring.ts';
import { isLoopback, originOf } from './address.ts';

/** Kinds of servers that are told apart. */
export type ServerKind =
  'openai' | 'azure' | 'vllm' | 'sglang' | 'ollama' | 'lm-studio' | 'llama-cpp' | 'other';

/** What is particular about one kind of server. */
export interface Quirks {
  readonly kind: ServerKind;
  readonly title: string;
  /** Where it runs by default; absent where there is no such place. */
  readonly defaultBaseUrl?: string;
  /** Whether it refuses requests without a key. */
  readonly needsKey: boolean;
  /** The header that carries the key. */
  readonly keyHeader: 'authorization' | 'api-key';
  /** The member that limits output tokens. */
  readonly maxTokens: 'max_tokens' | 'max_completion_tokens';
  /**
   * Whether `stream_options: {"include_usage": true}` makes it count tokens: `yes`, or `try` where some servers of this
   * kind refuse the member (it is then left out once, see `openaiBackend.ts`).
   */
  readonly streamUsage: 'yes' | 'try';
  /** Members of a message that hold reasoning, in the order in which they are looked at; think tags always count. */
  readonly reasoning: readonly Exclude<ReasoningSource, 'think-tags'>[];
  /** Ways to the log-probabilities of a given text, the best first; empty where there is none. */
  readonly scoring: readonly ScoringWay[];
  /** Why there is none, or where it may fail. */
  readonly scoringNote?: string;
  /** Ends of host names that tell the kind. */
  readonly hosts?: readonly string[];
  /** The port that it listens on by default; tells the kind of a server without TLS. */
  readonly port?: number;
  /** What `owned_by` says in its list of models. */
  readonly ownedBy?: readonly string[];
  /** What a user of it should know, in a sentence. */
  readonly note?: string;
  /** The day the facts were looked up, and where. */
  readonly checked: string;
  readonly source: string;
}

const checked = '2026-11-26';
const both = ['reasoning_content', 'reasoning'] as const;
const everyWay = ['chat-prompt-logprobs', 'completion-prompt-logprobs', 'completion-echo'] as const;

/** One entry per kind; `other` is what holds for servers that are not told apart. */
export const quirks: Readonly<Record<ServerKind, Quirks>> = {
  openai: {
    kind: 'openai',
    title: 'OpenAI',
    defaultBaseUrl: 'https://api.openai.com/v1',
    needsKey: true,
    keyHeader: 'authorization',
    maxTokens: 'max_completion_tokens',
    streamUsage: 'yes',
    reasoning: both,
    scoring: [],
    scoringNote: 'Its models give log-probabilities of what they write, not of what they are given.',
    hosts: ['api.openai.com'],
    note: 'Reasoning models refuse a temperature, and keep their reasoning to themselves.',
    checked,
    source: 'https://platform.openai.com/docs/api-reference/chat/create',
  },
  azure: {
    kind: 'azure',
    title: 'Azure OpenAI',
    needsKey: true,
    keyHeader: 'api-key',
    maxTokens: 'max_completion_tokens',
    streamUsage: 'yes',
    reasoning: both,
    scoring: [],
    scoringNote: 'Its models give log-probabilities of what they write, not of what they are given.',
    hosts: ['.openai.azure.com', '.services.ai.azure.com', '.cognitiveservices.azure.com'],
    note: 'The model is the name of your deployment.',
    checked,
    source: 'https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle',
  },
  vllm: {
    kind: 'vllm',
    title: 'vLLM',
    defaultBaseUrl: 'http://127.0.0.1:8000/v1',
    needsKey: false,
    keyHeader: 'authorization',
    maxTokens: 'max_tokens',
    streamUsage: 'yes',
    // Named reasoning_content up to version 0.10, reasoning since 0.11.
    reasoning: ['reasoning', 'reasoning_content'],
    scoring: everyWay,
    port: 8000,
    ownedBy: ['vllm'],
    note: 'Start it with --reasoning-parser to get reasoning apart from the text.',
    checked,
    source: 'https://docs.vllm.ai/en/v0.11.2/features/reasoning_outputs/',
  },
  sglang: {
    kind: 'sglang',
    title: 'SGLang',
    defaultBaseUrl: 'http://127.0.0.1:30000/v1',
    needsKey: false,
    keyHeader: 'authorization',
    maxTokens: 'max_tokens',
    streamUsage: 'yes',
    reasoning: both,
    scoring: ['completion-echo'],
    port: 30000,
    ownedBy: ['sglang'],
    note: 'Start it with --reasoning-parser to get reasoning apart from the text.',
    checked,
    source: 'https://docs.sglang.io/advanced_features/separate_reasoning.html',
  },
  ollama: {
    kind: 'ollama',
    title: 'Ollama',
    defaultBaseUrl: 'http://127.0.0.1:11434/v1',
    needsKey: false,
    keyHeader: 'authorization',
    maxTokens: 'max_tokens',
    streamUsage: 'yes',
    reasoning: ['reasoning', 'reasoning_content'],
    scoring: [],
    scoringNote: 'Ollama gives log-probabilities of what a model writes, not of what it is given.',
    port: 11434,
    ownedBy: ['library'],
    note: 'It cuts a request that is longer than its context (OLLAMA_CONTEXT_LENGTH) without saying so.',
    checked,
    source: 'https://docs.ollama.com/api/openai-compatibility',
  },
  'lm-studio': {
    kind: 'lm-studio',
    title: 'LM Studio',
    defaultBaseUrl: 'http://127.0.0.1:1234/v1',
    needsKey: false,
    keyHeader: 'authorization',
    maxTokens: 'max_tokens',
    streamUsage: 'yes',
    reasoning: both,
    scoring: [],
    scoringNote: 'LM Studio gives log-probabilities of what a model writes, not of what it is given.',
    port: 1234,
    ownedBy: ['organization_owner'],
    note: 'Start its server in the Developer tab, or with "lms server start".',
    checked,
    source: 'https://lmstudio.ai/docs/api/openai-api',
  },
  'llama-cpp': {
    kind: 'llama-cpp',
    title: 'llama.cpp',
    defaultBaseUrl: 'http://127.0.0.1:8080/v1',
    needsKey: false,
    keyHeader: 'authorization',
    maxTokens: 'max_tokens',
    streamUsage: 'yes',
    reasoning: both,
    scoring: ['completion-echo'],
    scoringNote:
      'llama-server gives log-probabilities of what a model writes only, and refuses echo (ggml-org/llama.cpp issue 27174, open in August 2026).',
    port: 8080,
    ownedBy: ['llamacpp'],
    note: 'Start llama-server with --jinja; --reasoning-format decides where reasoning goes.',
    checked,
    source: 'https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md',
  },
  other: {
    kind: 'other',
    title: 'OpenAI-compatible server',
    needsKey: false,
    keyHeader: 'authorization',
    maxTokens: 'max_tokens',
    streamUsage: 'try',
    reasoning: both,
    scoring: everyWay,
    checked,
    source: 'https://platform.openai.com/docs/api-reference/chat/create',
  },
};

/** The version of Azure's older interface (paths with /deployments/) that is asked for when the base URL names none. */
export const azureApiVersion = '2024-10-21';

/** The kind of server behind a base URL, by host and port alone; `other` where they do not tell. */
export function kindOfBaseUrl(baseUrl: string): ServerKind {
  const origin = originOf(baseUrl);
  if (origin === undefined) return 'other';
  const { hostname, port, protocol } = new URL(origin);
  for (const { kind, hosts } of Object.values(quirks)) {
    if (hosts?.some((end) => (end.startsWith('.') ? hostname.endsWith(end) : hostname === end))) return kind;
  }
  // A port says something only where people start such servers themselves.
  if (protocol === 'http:' || isLoopback(hostname)) {
    for (const one of Object.values(quirks))
      if (one.port !== undefined && String(one.port) === port) return one.kind;
  }
  return 'other';
}

/** The kind of server by what its list of models says, else `fallback`. */
export function kindOfOwners(owners: readonly string[], fallback: ServerKind): ServerKind {
  const known = Object.values(quirks).find(({ ownedBy }) => owners.some((owner) => ownedBy?.includes(owner)));
  return known?.kind ?? fallback;
}

/** Codes and types by which servers say that a request is longer than the model's context. */
export const contextLengthCodes: readonly string[] = [
  'context_length_exceeded',
  'exceed_context_size_error',
  'string_above_max_length',
];

/**
 * What servers without such a code say instead. Their words are the only sign: vLLM and SGLang send a plain 400.
 */
export const contextLengthWords =
  /context (length|window|size)|maximum (context|input|model) length|prompt is too long|longer than the model/i;

/** Codes by which servers say that a filter of content stopped a request. */
export const refusedCodes: readonly string[] = [
  'content_filter',
  'content_policy_violation',
  'ResponsibleAIPolicyViolation',
];

/** Codes by which servers say that the account is used up, which waiting does not mend. */
export const noQuotaCodes: readonly string[] = [
  'insufficient_quota',
  'billing_hard_limit_reached',
  'insufficient_balance',
];
