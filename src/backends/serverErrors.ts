/** What a server's or the network's failure means, as one of our codes. Their words go to `detail` and nowhere else. */
import { isObject } from '../core/json.ts';
import {
  BackendError,
  type BackendErrorCode,
  type BackendErrorReason,
  type BackendFailure,
} from '../core/model/backendError.ts';
import { contextLengthCodes, contextLengthWords, noQuotaCodes, refusedCodes } from './quirks.ts';

/** Where a request went. */
export type ErrorContext = Pick<BackendFailure, 'host' | 'model'>;

/** What an error body says, by its usual members. */
interface BodyWords {
  /** Values of `code` and `type`, where they are texts. */
  readonly codes: readonly string[];
  readonly status: number | undefined;
  readonly detail: string | undefined;
}

function wordsOf(body: unknown): BodyWords {
  if (typeof body === 'string') return { codes: [], status: undefined, detail: body };
  if (!isObject(body)) return { codes: [], status: undefined, detail: undefined };
  // {"error": {…}} is OpenAI's form, {"error": "…"} Ollama's, {"message": …} vLLM's older, {"detail": …} FastAPI's.
  const error = body.error ?? body;
  if (typeof error === 'string') return { codes: [], status: undefined, detail: error };
  if (!isObject(error)) return { codes: [], status: undefined, detail: undefined };
  const inner = isObject(error.innererror) ? error.innererror.code : undefined;
  const codes = [error.code, error.type, inner].filter((code) => typeof code === 'string');
  const status = typeof error.code === 'number' ? error.code : undefined;
  const words = [error.message, error.detail].find((one) => typeof one === 'string');
  return { codes, status, detail: words ?? JSON.stringify(body) };
}

/** Code and narrower cause of a status and what the body says. */
function classify(status: number | undefined, words: BodyWords): [BackendErrorCode, BackendErrorReason?] {
  const { codes, detail } = words;
  const says = (known: readonly string[]): boolean => codes.some((code) => known.includes(code));
  if (status === 401) return ['refused-key'];
  if (status === 402 || says(noQuotaCodes)) return ['rate-limited', 'no-quota'];
  if (says(refusedCodes)) return ['refused'];
  if (status === 403) return ['refused-key'];
  if (status === 404) return ['not-found'];
  if (status === 429 || codes.includes('rate_limit_exceeded')) return ['rate-limited'];
  if (status === 413 || says(contextLengthCodes) || contextLengthWords.test(detail ?? ''))
    return ['context-length'];
  if (status === 408) return ['timeout'];
  if (status === 409 || status === undefined || status >= 500) return ['server'];
  if (status >= 400) return ['bad-request'];
  return ['malformed'];
}

/** The error that a body describes, found inside a stream where HTTP's status was still 200. */
export function errorOfBody(body: unknown, context: ErrorContext): BackendError {
  const words = wordsOf(body);
  const [code, reason] = classify(words.status, words);
  return new BackendError({ ...context, code, reason, status: words.status, detail: words.detail });
}

/** What is known of a response that is no success. */
export interface FailedResponse {
  readonly status: number;
  /** The body as it came, cut to what was read of it. */
  readonly text: string;
  readonly retryAfterMs?: number;
  /** Whether a key was sent. */
  readonly hadKey: boolean;
}

/** The error that a status and a body mean. */
export function errorOfResponse(response: FailedResponse, context: ErrorContext): BackendError {
  const { status, text, retryAfterMs, hadKey } = response;
  let body: unknown = text;
  try {
    body = JSON.parse(text);
  } catch {
    // A body that is no JSON is told as it is.
  }
  const words = wordsOf(body);
  const [code, reason] = classify(status, words);
  return new BackendError({
    ...context,
    code,
    reason: code === 'refused-key' && !hadKey ? 'no-key' : reason,
    status,
    retryAfterMs,
    detail: words.detail === '' ? undefined : words.detail,
  });
}

/** Codes of a network that gave up waiting. */
const slow = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
/** Codes of a connection that broke after it stood. */
const broken = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH']);

/** The first code like ECONNREFUSED in an error and its causes; Node hides it there. */
function networkCodeOf(error: unknown): string | undefined {
  let at = error;
  for (let depth = 0; depth < 5 && at instanceof Error; depth++) {
    const { code, errors } = at as Error & { code?: unknown; errors?: readonly unknown[] };
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return code;
    at = at.cause ?? errors?.[0];
  }
  return undefined;
}

/**
 * What a failure of the network means.
 * @param began whether the server had begun to answer: then the answer was cut off
 */
export function errorOfNetwork(error: unknown, began: boolean, context: ErrorContext): BackendError {
  const network = networkCodeOf(error);
  const detail = network;
  if (network !== undefined && slow.has(network))
    return new BackendError({ ...context, code: 'timeout', reason: began ? 'idle' : 'first-token', detail });
  if (began || (network !== undefined && broken.has(network)))
    return new BackendError({ ...context, code: 'cut-off', detail });
  return new BackendError({ ...context, code: 'unreachable', detail });
}

/**
 * Whether the same request may succeed later. What is worth repeating is only repeated when nothing of the reply had
 * come: tokens that came are paid for.
 */
export function mayPass(error: BackendError): boolean {
  if (error.partial !== undefined) return false;
  switch (error.code) {
    case 'rate-limited':
      return error.reason !== 'no-quota';
    case 'timeout':
      return error.status === 408;
    case 'server':
    case 'cut-off':
      return true;
    default:
      return false;
  }
}
