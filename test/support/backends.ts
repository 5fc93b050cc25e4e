/** What tests of model backends share: a backend on a test server, tokens that can be cancelled, logs that are kept. */
import { createEndpoint, type Endpoint } from '../../src/backends/endpoint.ts';
import type { KeySource } from '../../src/backends/keys.ts';
import { systemTimers, type Timers } from '../../src/backends/limits.ts';
import { createOpenAiBackend, type OpenAiBackendOptions } from '../../src/backends/openaiBackend.ts';
import type { ServerKind } from '../../src/backends/quirks.ts';
import { BackendError } from '../../src/core/model/backendError.ts';
import type { ModelBackend, ModelRequest, ModelToken } from '../../src/core/model/modelBackend.ts';
import type { Log } from '../../src/core/ports.ts';

/** An endpoint, or the sentence that says what is wrong, thrown. */
export function endpointAt(baseUrl: string, kind?: ServerKind): Endpoint {
  const endpoint = createEndpoint(baseUrl, kind);
  if (typeof endpoint === 'string') throw new Error(endpoint);
  return endpoint;
}

/** No keys at all. */
export const noKeys: KeySource = { keyFor: async () => undefined };

/** One key for one origin. */
export const oneKey = (origin: string, key: string): KeySource => ({
  keyFor: async (asked) => (asked === origin ? key : undefined),
});

/** Timers that wait a hundredth of the time for what is long: the waits between attempts. */
export const hastyTimers: Timers = {
  ...systemTimers,
  set: (callback, ms) => systemTimers.set(callback, ms >= 20_000 ? ms : ms / 100),
};

/** A backend on a server at 127.0.0.1 that repeats without waiting long. */
export function backendAt(baseUrl: string, options: Partial<OpenAiBackendOptions> = {}): ModelBackend {
  return createOpenAiBackend({
    endpoint: endpointAt(baseUrl),
    keys: noKeys,
    retry: { baseMs: 10, capMs: 20 },
    ...options,
  });
}

/** A request for a model of the test server: its name is what happens. */
export const ask = (model: string, text = 'Which tram?'): ModelRequest => ({
  model,
  messages: [{ role: 'user', text }],
});

/** A token as VS Code's. */
export function createToken(): ModelToken & { cancel(): void; readonly listeners: number } {
  const listeners = new Set<() => void>();
  let cancelled = false;
  return {
    get isCancellationRequested() {
      return cancelled;
    },
    onCancellationRequested(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    cancel() {
      cancelled = true;
      for (const listener of [...listeners]) listener();
    },
    get listeners() {
      return listeners.size;
    },
  };
}

/** A log that keeps its lines. */
export function memoryLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const add = (level: string) => (message: string, error?: unknown) =>
    void lines.push(`${level} ${message}${error === undefined ? '' : ` ${String(error)}`}`);
  return { lines, info: add('info'), warn: add('warn'), error: add('error') };
}

/** The error that a request ends with. @throws Error when it ends with a reply, or with an error of another kind */
export async function errorOf(reply: Promise<unknown>): Promise<BackendError> {
  const outcome = await reply.then(
    () => new Error('There was a reply.'),
    (error: unknown) => error,
  );
  if (outcome instanceof BackendError) return outcome;
  throw outcome;
}
