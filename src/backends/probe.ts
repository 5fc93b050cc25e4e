/** Asks a server for its list of models. Only on the person's own action: nothing here runs by itself. */
import { isObject } from '../core/json.ts';
import { BackendError } from '../core/model/backendError.ts';
import type { ModelToken } from '../core/model/modelBackend.ts';
import { createEndpoint, type Endpoint } from './endpoint.ts';
import { createGuardedFetch, type AttemptTrace, type Fetch } from './guardedFetch.ts';
import type { KeySource } from './keys.ts';
import { defaultLimits, RequestGuard, Stopped, systemTimers, type Timers } from './limits.ts';
import { kindOfOwners, quirks, type ServerKind } from './quirks.ts';
import { errorOfNetwork } from './serverErrors.ts';

/** A server that answered with its models, or why there is none. */
export type ProbeResult =
  | {
      readonly ok: true;
      /** With the kind that the list of models tells, where it tells one. */
      readonly endpoint: Endpoint;
      /** Names of models in the server's order; a server may list models that cannot chat. */
      readonly models: readonly string[];
    }
  | { readonly ok: false; readonly endpoint: Endpoint; readonly error: BackendError };

/** What a probe needs. */
export interface ProbeOptions {
  /** Keys for servers that want one; a local server is asked without. */
  readonly keys?: KeySource;
  /** How long to wait, in milliseconds; 3,000 when absent. */
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
  readonly timers?: Timers;
  readonly token?: ModelToken;
}

/** Characters that a list of models may have. */
const maxListCharacters = 2_000_000;

/** Names and owners in a list of models; undefined when it is none. */
function readModels(body: unknown): { names: string[]; owners: string[] } | undefined {
  if (!isObject(body) || !Array.isArray(body.data)) return undefined;
  const entries: unknown[] = body.data;
  const models = entries.filter(isObject);
  const texts = (values: readonly unknown[]): string[] => values.filter((one) => typeof one === 'string');
  return { names: texts(models.map(({ id }) => id)), owners: texts(models.map((one) => one.owned_by)) };
}

/** Asks one server for its models. It always ends; what goes wrong is in the result. */
export async function probeServer(endpoint: Endpoint, options: ProbeOptions = {}): Promise<ProbeResult> {
  const { keys, timeoutMs = 3000, fetch, timers = systemTimers, token } = options;
  const context = { host: endpoint.host };
  const trace: AttemptTrace = {};
  const guard = new RequestGuard({ ...defaultLimits, totalMs: timeoutMs }, token, timers);
  const aborting = new AbortController();
  const url = new URL(`${endpoint.baseUrl}/models`);
  for (const [name, value] of Object.entries(endpoint.query)) url.searchParams.set(name, value);

  async function ask(): Promise<unknown> {
    const guarded = createGuardedFetch({
      fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
      endpoint,
      key: await keys?.keyFor(endpoint.origin),
      context,
      maxReplyCharacters: maxListCharacters,
      wallNow: Date.now,
      trace,
    });
    const response = await guarded(url, { signal: aborting.signal });
    return response.json();
  }

  const explain = (error: unknown): BackendError => {
    const stopped = guard.reason ?? (error instanceof Stopped ? error.reason : undefined);
    if (stopped !== undefined)
      return new BackendError({ ...context, code: stopped === 'cancelled' ? 'cancelled' : 'timeout' });
    if (trace.failure !== undefined) return trace.failure;
    if (error instanceof SyntaxError)
      return new BackendError({
        ...context,
        code: 'malformed',
        reason: 'content-type',
        status: trace.status,
      });
    return errorOfNetwork(error, trace.status !== undefined, context);
  };

  try {
    const list = readModels(await guard.wait(ask()));
    if (list === undefined)
      return {
        ok: false,
        endpoint,
        error: new BackendError({ ...context, code: 'malformed', status: trace.status }),
      };
    const kind = kindOfOwners(list.owners, endpoint.quirks.kind);
    return { ok: true, endpoint: Object.freeze({ ...endpoint, quirks: quirks[kind] }), models: list.names };
  } catch (error) {
    return { ok: false, endpoint, error: explain(error) };
  } finally {
    guard.dispose();
    aborting.abort();
  }
}

/** Kinds of servers that are looked for on this machine, in the order of preference. */
export const localKinds: readonly ServerKind[] = ['ollama', 'lm-studio'];

/**
 * Looks for local servers at their own ports of 127.0.0.1, all at once. No key is sent.
 * @returns a result for each of `localKinds`, in that order
 */
export function probeLocal(options: Omit<ProbeOptions, 'keys'> = {}): Promise<readonly ProbeResult[]> {
  const endpoints = localKinds
    .map((kind) => createEndpoint('', kind))
    .filter((one) => typeof one !== 'string');
  return Promise.all(
    endpoints.map((endpoint) => probeServer(endpoint, { timeoutMs: 1500, ...options, keys: undefined })),
  );
}
