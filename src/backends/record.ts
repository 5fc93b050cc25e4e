/**
 * Records what a backend answers, and replays it without any network: tests replay. A recording holds prompts and replies
 * as they are, so it is made of data that may be shared; it never holds a key or a server's words.
 */
import { isObject } from '../core/json.ts';
import {
  BackendError,
  backendErrorCodes,
  isCancellation,
  type BackendErrorCode,
} from '../core/model/backendError.ts';
import {
  isModelReply,
  type BackendCapabilities,
  type ModelBackend,
  type ModelReply,
  type ModelRequest,
  type ModelSink,
  type ModelToken,
} from '../core/model/modelBackend.ts';
import { textHash } from '../core/text/textHash.ts';

/** Where recordings are kept, by name; a name is made of letters, digits, `-` and `.`. */
export interface RecordingStore {
  /** The text of a recording; undefined where there is none. */
  read(name: string): Promise<string | undefined>;
  write(name: string, text: string): Promise<void>;
}

/** What came of a request: a reply, or the code of its error. */
type Outcome =
  { readonly reply: ModelReply } | { readonly error: BackendErrorCode; readonly status?: number };

/** The same request may be sent several times and answered differently: outcomes stand in the order of asking. */
interface Recording {
  /** The version of this form. */
  readonly version: 1;
  readonly request: string;
  readonly outcomes: readonly Outcome[];
}

/** A request was replayed that nobody recorded. */
export class MissingRecordingError extends Error {
  override readonly name = 'MissingRecordingError';
}

/** A request in one spelling: members in fixed order, absent ones left out. */
export function canonicalRequest(request: ModelRequest): string {
  const { model, messages, temperature, maxOutputTokens, seed, stop } = request;
  return JSON.stringify({
    model,
    messages: messages.map(({ role, text }) => ({ role, text })),
    temperature,
    maxOutputTokens,
    seed,
    stop,
  });
}

/** The name of a request's recording. */
export function recordingName(request: ModelRequest): string {
  return `${textHash(canonicalRequest(request))}.json`;
}

/** A request in words, for the message about a missing recording: it is a developer's own test that reads it. */
function summaryOf(request: ModelRequest): string {
  const last = request.messages.at(-1)?.text ?? '';
  const cut = last.length > 200 ? `…${last.slice(-200)}` : last;
  return `model "${request.model}", ${request.messages.length} messages, the last: ${JSON.stringify(cut)}`;
}

function isOutcome(value: unknown): value is Outcome & { [key: string]: never } {
  if (!isObject(value)) return false;
  return value.reply !== undefined
    ? isModelReply(value.reply)
    : backendErrorCodes.includes(value.error as BackendErrorCode);
}

/** The recording in a text; undefined when it is none, or one of another request with the same hash. */
function parseRecording(text: string, request: string): Recording | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value) || value.version !== 1 || value.request !== request) return undefined;
  const outcomes: unknown = value.outcomes;
  return Array.isArray(outcomes) && outcomes.every(isOutcome) ? { version: 1, request, outcomes } : undefined;
}

/** Counts how often each request was asked, so that the n-th answer goes to the n-th asking. */
class Turns {
  readonly #asked = new Map<string, number>();
  next(name: string): number {
    const turn = this.#asked.get(name) ?? 0;
    this.#asked.set(name, turn + 1);
    return turn;
  }
}

/**
 * Passes requests on and keeps what comes. Earlier recordings of the same requests are replaced, turn by turn. Cancelled
 * requests are not kept.
 */
export function createRecorder(backend: ModelBackend, store: RecordingStore): ModelBackend {
  const turns = new Turns();
  // Outcomes of one request may come at the same time: writes go one after the other.
  let writing: Promise<void> = Promise.resolve();

  async function keep(name: string, request: string, turn: number, outcome: Outcome): Promise<void> {
    const text = await store.read(name);
    const before = (text !== undefined && parseRecording(text, request)?.outcomes) || [];
    const outcomes = [...before];
    outcomes[turn] = outcome;
    // A turn before may still be on its way; a hole would be null in JSON.
    for (let i = 0; i < turn; i++) outcomes[i] ??= { error: 'cancelled' };
    const recording: Recording = { version: 1, request, outcomes };
    await store.write(name, `${JSON.stringify(recording, undefined, 2)}\n`);
  }
  const queue = (name: string, request: string, turn: number, outcome: Outcome): Promise<void> => {
    const done = writing.then(() => keep(name, request, turn, outcome));
    writing = done.catch(() => undefined);
    return done;
  };

  return Object.freeze({
    id: backend.id,
    host: backend.host,
    can: backend.can,
    async generate(request: ModelRequest, onEvent?: ModelSink, token?: ModelToken) {
      const name = recordingName(request);
      const canonical = canonicalRequest(request);
      const turn = turns.next(name);
      try {
        const reply = await backend.generate(request, onEvent, token);
        await queue(name, canonical, turn, { reply });
        return reply;
      } catch (error) {
        if (error instanceof BackendError && !isCancellation(error))
          await queue(name, canonical, turn, { error: error.code, status: error.status });
        throw error;
      }
    },
  });
}

/** What a player pretends to be. */
export interface PlayerOptions {
  readonly host?: string;
  readonly can?: BackendCapabilities;
}

/**
 * Answers from recordings and never sends anything. The n-th asking of a request gets the n-th outcome.
 * @returns a backend whose `generate` throws `MissingRecordingError` for what was not recorded
 */
export function createPlayer(store: RecordingStore, options: PlayerOptions = {}): ModelBackend {
  const { host = 'recording', can = { system: true, sampling: true, usage: true } } = options;
  const turns = new Turns();
  return Object.freeze({
    id: 'recording',
    host,
    can,
    async generate(request: ModelRequest, onEvent?: ModelSink, token?: ModelToken) {
      const name = recordingName(request);
      const turn = turns.next(name);
      const text = await store.read(name);
      if (token?.isCancellationRequested)
        throw new BackendError({ code: 'cancelled', host, model: request.model });
      const outcome =
        text === undefined ? undefined : parseRecording(text, canonicalRequest(request))?.outcomes[turn];
      if (outcome === undefined)
        throw new MissingRecordingError(
          `Nothing is recorded for asking ${turn + 1} of this request (${name}): ${summaryOf(request)}. Record it again, or change the test.`,
        );
      if (!('reply' in outcome))
        throw new BackendError({
          code: outcome.error,
          status: outcome.status,
          host,
          model: request.model,
          attempts: 1,
        });
      const { reply } = outcome;
      if (reply.reasoning !== '') onEvent?.({ kind: 'reasoning', text: reply.reasoning });
      if (reply.text !== '') onEvent?.({ kind: 'text', text: reply.text });
      return reply;
    },
  });
}
