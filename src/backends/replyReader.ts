/** Puts a reply together from the chunks of OpenAI's protocol, whatever dialect of it the server speaks. */
import { isObject, type JsonObject } from '../core/json.ts';
import { BackendError, type PartialReply } from '../core/model/backendError.ts';
import type { FinishReason, ModelSink, ModelUsage, ReasoningSource } from '../core/model/modelBackend.ts';
import type { Quirks } from './quirks.ts';
import { errorOfBody, type ErrorContext } from './serverErrors.ts';
import { ThinkSplitter, type Piece } from './thinkTags.ts';
import { readUsage } from './usage.ts';

/** What a reader gives at the end. */
export interface ReadReply {
  readonly text: string;
  readonly reasoning: string;
  readonly reasoningFrom?: ReasoningSource;
  readonly finishReason: FinishReason;
  /** What the server counted; undefined where it counted nothing. */
  readonly usage?: ModelUsage;
}

/** Text of a `content` member: a string, or parts of which those of type text count. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => (isObject(part) && part.type === 'text' ? textOf(part.text) : ''))
    .join('');
}

/** Reads one reply; a new attempt needs a new reader. */
export class ReplyReader {
  readonly #quirks: Quirks;
  readonly #context: ErrorContext;
  readonly #maxCharacters: number;
  readonly #onEvent: ModelSink | undefined;
  readonly #splitter = new ThinkSplitter();
  #text = '';
  #reasoning = '';
  #refusal = '';
  #reasoningFrom: ReasoningSource | undefined;
  #finish: FinishReason | 'filtered' | undefined;
  #usage: ModelUsage | undefined;

  constructor(quirks: Quirks, context: ErrorContext, maxCharacters: number, onEvent: ModelSink | undefined) {
    this.#quirks = quirks;
    this.#context = context;
    this.#maxCharacters = maxCharacters;
    this.#onEvent = onEvent;
  }

  /** What has come so far; undefined when nothing has. */
  get partial(): PartialReply | undefined {
    return this.#text === '' && this.#reasoning === ''
      ? undefined
      : { text: this.#text, reasoning: this.#reasoning };
  }

  /** Whether the server has said that the reply is over: what fails afterwards costs only the count of tokens. */
  get isFinished(): boolean {
    return this.#finish !== undefined;
  }

  /**
   * Takes a chunk of a stream, or the whole answer of a server that does not stream.
   * @returns whether text or reasoning came with it
   * @throws BackendError `malformed`, `too-large`, or what the server tells as an error inside the stream
   */
  take(chunk: unknown): boolean {
    if (!isObject(chunk)) throw new BackendError({ ...this.#context, code: 'malformed' });
    if (isObject(chunk.error) || typeof chunk.error === 'string' || chunk.object === 'error')
      throw errorOfBody(chunk, this.#context);
    this.#usage = readUsage(chunk.usage) ?? this.#usage;
    const choice: unknown = Array.isArray(chunk.choices) ? chunk.choices[0] : undefined;
    if (!isObject(choice)) return false;
    const delta = isObject(choice.delta) ? choice.delta : choice.message;
    const before = this.#text.length + this.#reasoning.length;
    if (isObject(delta)) this.#takeDelta(delta);
    if (typeof choice.finish_reason === 'string') this.#takeFinish(choice.finish_reason);
    return this.#text.length + this.#reasoning.length > before;
  }

  /**
   * The stream has ended.
   * @throws BackendError `cut-off` when the server had not said that the reply is over, `refused` when it declined
   */
  end(): ReadReply {
    this.#emit(this.#splitter.end());
    const context = { ...this.#context, partial: this.partial };
    if (this.#finish === undefined) throw new BackendError({ ...context, code: 'cut-off' });
    if (this.#finish === 'filtered' || (this.#refusal !== '' && this.#text === ''))
      throw new BackendError({
        ...context,
        code: 'refused',
        detail: this.#refusal === '' ? undefined : this.#refusal,
      });
    return {
      text: this.#text,
      reasoning: this.#reasoning,
      ...(this.#reasoningFrom !== undefined && { reasoningFrom: this.#reasoningFrom }),
      finishReason: this.#finish,
      ...(this.#usage !== undefined && { usage: this.#usage }),
    };
  }

  #takeDelta(delta: JsonObject): void {
    // Of two members that say the same (servers in transition send both) one counts.
    const member = this.#quirks.reasoning.find(
      (name) => typeof delta[name] === 'string' && delta[name] !== '',
    );
    if (member !== undefined) {
      this.#reasoningFrom ??= member;
      this.#emit([...this.#splitter.off(), { kind: 'reasoning', text: delta[member] as string }]);
    }
    const content = textOf(delta.content);
    if (content !== '') this.#emit(this.#splitter.push(content));
    if (typeof delta.refusal === 'string' && this.#refusal.length < 1000) this.#refusal += delta.refusal;
  }

  #takeFinish(reason: string): void {
    if (reason === 'content_filter') this.#finish = 'filtered';
    else if (reason === 'stop' || reason === 'length') this.#finish = reason;
    else if (reason !== '') this.#finish = 'other';
  }

  #emit(pieces: readonly Piece[]): void {
    for (const { kind, text } of pieces) {
      if (kind === 'text') this.#text += text;
      else {
        this.#reasoningFrom ??= 'think-tags';
        this.#reasoning += text;
      }
      if (this.#text.length + this.#reasoning.length > this.#maxCharacters)
        throw new BackendError({ ...this.#context, code: 'too-large', partial: this.partial });
      this.#onEvent?.({ kind, text });
    }
  }
}
