/** Starts `modelServer.mjs` in a process of its own, asks it what it was asked, and ends it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A reply for the model "scripted"; see `modelServer.mjs`. */
export interface ScriptedReply {
  /** Taken only when the last message holds this text. */
  readonly match?: string;
  readonly text?: string;
  /** The text in these pieces. */
  readonly pieces?: readonly string[];
  readonly reasoning?: string;
  readonly finish?: string;
  readonly delayMs?: number;
  /** The answer never ends. */
  readonly stall?: boolean;
  /** Above 299: an error, with `body` as its JSON. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly usage?: object;
}

/** A request that the server saw. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly model?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: {
    readonly model: string;
    readonly messages: readonly { role: string; content: string }[];
    readonly [key: string]: unknown;
  };
  /** `closed`: by the client before the answer was whole; `cut`: by the script. */
  readonly state: 'open' | 'answered' | 'cut' | 'closed';
}

/** A running server. */
export interface ModelServer {
  /** Such as `http://127.0.0.1:40001`. */
  readonly origin: string;
  /** The origin with `/v1`. */
  readonly baseUrl: string;
  /** What was asked since the start or the last reset, `/control/` aside. */
  requests(): Promise<readonly SeenRequest[]>;
  /** Puts replies into the queue of the model "scripted". */
  script(...replies: ScriptedReply[]): Promise<void>;
  /** Forgets requests, replies and turns. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the server on a free port of 127.0.0.1.
 * @throws Error when it ends before it listens
 */
export async function startModelServer(): Promise<ModelServer> {
  const program = fileURLToPath(new URL('./modelServer.mjs', import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const first = await Promise.race([
    once(child.stdout, 'data').then(([data]) => String(data)),
    ended.then(([code]) => {
      throw new Error(`The model server ended with ${code} before it listened.`);
    }),
  ]);
  const origin = `http://127.0.0.1:${(JSON.parse(first) as { port: number }).port}`;
  const post = async (path: string, body: unknown): Promise<void> => {
    const response = await fetch(`${origin}/control/${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`The model server refused ${path}: ${response.status}.`);
  };
  return {
    origin,
    baseUrl: `${origin}/v1`,
    requests: async () => (await (await fetch(`${origin}/control/requests`)).json()) as SeenRequest[],
    script: (...replies) => post('replies', replies),
    reset: () => post('reset', {}),
    async stop() {
      // It ends with its standard input, as it does when the tests end without calling this.
      child.stdin.end();
      await ended;
    },
  };
}
