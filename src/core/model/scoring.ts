/**
 * The port to a server that tells how likely a model finds a text that is given: the messages of a sample up to an answer,
 * that answer included. `core/trace/scoredSample.ts` asks, and places what comes in the sample.
 */
import type { TrainerMessage } from '../export/trainerRow.ts';
import type { JsonObject } from '../json.ts';
import type { ServerScores } from '../trace/scored.ts';
import type { ModelCost, ModelToken, ModelUsage } from './modelBackend.ts';

/**
 * How the text is made: `chat` by the server with the model's own template, as the model was trained; `plain` from the
 * texts of the messages alone, without roles and tags, which no model was trained on.
 */
export type ScoringMode = 'chat' | 'plain';

/** Ways in which servers give log-probabilities of a prompt. */
export type ScoringWay =
  /** `/chat/completions` with `prompt_logprobs` (vLLM). */
  | 'chat-prompt-logprobs'
  /** `/completions` with `prompt_logprobs` (vLLM). */
  | 'completion-prompt-logprobs'
  /** `/completions` with `echo` and `logprobs` (OpenAI's older models, vLLM, SGLang). */
  | 'completion-echo';

/** What each way does with the text. */
export const scoringModes: Readonly<Record<ScoringWay, ScoringMode>> = {
  'chat-prompt-logprobs': 'chat',
  'completion-prompt-logprobs': 'plain',
  'completion-echo': 'plain',
};

/** A text to be scored. */
export interface ScoreRequest {
  /** The model's name as its server knows it. */
  readonly model: string;
  /** In order; the last is the assistant's, and it is what is scored. */
  readonly messages: readonly TrainerMessage[];
  /** In OpenAI's shape; may be empty. */
  readonly tools: readonly JsonObject[];
  /** Absent: `chat` where the server can, else `plain`. */
  readonly mode?: ScoringMode;
}

/** What a server says of a text. */
export interface ScoreReply {
  /** Tokens of the whole prompt, and perhaps of the end of the turn. */
  readonly scores: ServerScores;
  readonly mode: ScoringMode;
  readonly way: ScoringWay;
  readonly usage: ModelUsage;
  /** Absent where the model has no known price. */
  readonly cost?: ModelCost;
  readonly model: string;
  /** Requests that were sent. */
  readonly attempts: number;
}

/** A server that scores texts, wherever it runs. */
export interface TextScorer {
  readonly id: string;
  /** Where requests go, in words for the person. */
  readonly host: string;
  /**
   * Scores one text. It always ends: with a reply, an error, a time-out or cancelled.
   * @throws BackendError for everything that goes wrong; `no-scores` where the server cannot do it
   */
  scoreText(request: ScoreRequest, token?: ModelToken): Promise<ScoreReply>;
}

/** What is wrong with a request before it is sent, as one sentence; undefined when nothing is. */
export function scoreRequestProblem({ model, messages }: ScoreRequest): string | undefined {
  if (model.trim() === '') return 'No model is named.';
  if (messages.at(-1)?.role !== 'assistant') return 'The last message must be the answer that is scored.';
  return undefined;
}

/** The prompt of the mode `plain`: all texts in order, a blank line apart. */
export function plainPrompt(messages: readonly TrainerMessage[]): string {
  return messages
    .flatMap(({ reasoning_content, content, tool_calls = [] }) => [
      reasoning_content ?? '',
      content,
      ...tool_calls.map((call) => JSON.stringify(call.function ?? null)),
    ])
    .filter((text) => text !== '')
    .join('\n\n');
}
