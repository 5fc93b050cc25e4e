/**
 * The only way out of this folder: a `fetch` that talks to one origin, gives the key to that origin alone, follows no
 * redirect, sends no headers but its own, and reads no more than a limit. The SDK runs on top of it and never sees the key.
 */
import { BackendError } from '../core/model/backendError.ts';
import type { Endpoint } from './endpoint.ts';
import { parseRetryAfter } from './retry.ts';
import { errorOfResponse, type ErrorContext } from './serverErrors.ts';

/** As `globalThis.fetch`, with what is used of it. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** The most bytes that are read of an error's body. */
const maxErrorBytes = 64 * 1024;

/** What one attempt left behind. */
export interface AttemptTrace {
  /** HTTP's status, as soon as it is known. */
  status?: number;
  /** Our own error: the SDK wraps what its `fetch` throws, so it is kept here. */
  failure?: BackendError;
}

/** What a guarded fetch needs. */
export interface GuardedFetchOptions {
  readonly fetch: Fetch;
  readonly endpoint: Endpoint;
  readonly key: string | undefined;
  readonly context: ErrorContext;
  /** The most characters of a reply; bounds what is read, see `limitBody`. */
  readonly maxReplyCharacters: number;
  /** The time of day for dates in Retry-After, as `Date.now()`. */
  readonly wallNow: () => number;
  readonly trace: AttemptTrace;
}

/**
 * Bounds a body. One character may take six bytes of JSON, and a stream wraps every few of them in some hundred bytes;
 * a single line beyond the bound is no event of a stream, and would be kept in memory as a whole.
 */
function limitBody(response: Response, maxCharacters: number, tooLarge: () => BackendError): Response {
  if (response.body === null) return response;
  const maxLine = 6 * maxCharacters + maxErrorBytes;
  const maxTotal = maxLine + 600 * maxCharacters;
  let total = 0;
  let line = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      total += chunk.byteLength;
      const newline = chunk.lastIndexOf(10);
      line = newline < 0 ? line + chunk.byteLength : chunk.byteLength - newline - 1;
      if (total > maxTotal || line > maxLine) controller.error(tooLarge());
      else controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counted), {
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
  });
}

/** The wait that headers ask for: milliseconds as Azure writes them, else the standard header. */
function retryAfterOf(headers: Headers, wallNow: number): number | undefined {
  const ms = headers.get('retry-after-ms');
  if (ms !== null && /^\d+(\.\d+)?$/.test(ms)) return Math.ceil(Number(ms));
  return parseRetryAfter(headers.get('retry-after'), wallNow);
}

/** A server's words without the key: some repeat a wrong one. */
export function withoutKey(words: string | undefined, key: string | undefined): string | undefined {
  return key === undefined ? words : words?.replaceAll(key, '(key)');
}

/** Drops a body that nobody reads, so that its connection is free. */
function drop(response: Response): void {
  response.body?.cancel().catch(() => undefined);
}

/**
 * Makes the `fetch` of one attempt.
 * @returns a function that gives successful responses only; else it throws a `BackendError`, also kept in `trace.failure`
 */
export function createGuardedFetch(options: GuardedFetchOptions): Fetch {
  const { fetch, endpoint, key, context, maxReplyCharacters, wallNow, trace } = options;
  const fail = (error: BackendError): BackendError => (trace.failure = error);
  const tooLarge = (): BackendError => fail(new BackendError({ ...context, code: 'too-large' }));
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== endpoint.origin) throw fail(new BackendError({ ...context, code: 'bad-request' }));
    const headers = new Headers({ accept: 'text/event-stream, application/json' });
    if (init?.body != null) headers.set('content-type', 'application/json');
    if (key !== undefined)
      headers.set(
        endpoint.quirks.keyHeader,
        endpoint.quirks.keyHeader === 'authorization' ? `Bearer ${key}` : key,
      );
    const response = await fetch(url, {
      method: init?.method ?? 'GET',
      body: init?.body,
      signal: init?.signal,
      headers,
      redirect: 'manual',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
    });
    trace.status = response.status === 0 ? undefined : response.status;
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      drop(response);
      throw fail(
        new BackendError({ ...context, code: 'not-found', reason: 'redirect', status: trace.status }),
      );
    }
    if (response.ok) return limitBody(response, maxReplyCharacters, tooLarge);
    const text = await limitBody(response, 0, tooLarge)
      .text()
      .catch(() => '');
    throw fail(
      errorOfResponse(
        {
          status: response.status,
          text: withoutKey(text, key) ?? '',
          retryAfterMs: retryAfterOf(response.headers, wallNow()),
          hadKey: key !== undefined,
        },
        context,
      ),
    );
  };
}
