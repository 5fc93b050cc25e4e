// @ts-check
// A server on 127.0.0.1 that speaks OpenAI's protocol and fails on request, for tests. A process of its own:
//   node test/support/modelServer.mjs [port]
// It prints {"port": N} when it listens and ends when its standard input does. The model's name in a request is the script
// (see `scripts`, and scoringScripts.mjs for models that begin with "score"); "scripted" takes its replies from what was
// posted to /control/replies. Start it by startModelServer().
import { createServer } from 'node:http';
import { score } from './scoringScripts.mjs';

/** @typedef {import('node:http').IncomingMessage} Incoming */
/** @typedef {import('node:http').ServerResponse} Outgoing */
/**
 * What a script gets.
 * @typedef {{ response: Outgoing, request: any, last: string, turn: number, entry: any }} Play
 */
/**
 * A reply posted by a test; all members are optional. `match`: taken only when the last message holds this text. `status`
 * above 299: an error with `body` as its JSON. `pieces`: the text in these pieces instead of `text` at once. `stall`: the
 * answer never ends.
 * @typedef {{ match?: string, text?: string, pieces?: string[], reasoning?: string, finish?: string, delayMs?: number, stall?: boolean,
 *   status?: number, headers?: Record<string, string>, body?: unknown, usage?: object }} Scripted
 */

/** @type {any[]} */
let requests = [];
/** @type {Scripted[]} */
let replies = [];
/** @type {Map<string, number>} */
const turns = new Map();
/** @type {Set<ReturnType<typeof setTimeout>>} */
const timers = new Set();

/** @param {Outgoing} response @param {number} status @param {unknown} body @param {Record<string, string>} [headers] */
function json(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** @param {Play} play @param {number} status @param {object} error @param {Record<string, string>} [headers] */
const fail = (play, status, error, headers) => json(play.response, status, { error }, headers);

/** @param {Play} play */
const begin = ({ response }) => {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.flushHeaders();
};

/** @param {Play} play @param {object} delta @param {string | null} [finish] */
const chunk = ({ response, request }, delta, finish = null) =>
  response.write(
    `data: ${JSON.stringify({
      id: 'chatcmpl-test',
      object: 'chat.completion.chunk',
      created: 0,
      model: request.model,
      choices: [{ index: 0, delta, finish_reason: finish }],
    })}\n\n`,
  );

/** @param {string} text */
const piecesOf = (text) => text.match(/[^]{1,5}/g) ?? [];

/** @param {any} request @param {string} text */
const usageOf = (request, text) => {
  const sent = request.messages?.map((/** @type {any} */ m) => m.content).join(' ') ?? request.prompt;
  const [prompt_tokens, completion_tokens] = [sent.split(/\s+/).length, text.split(/\s+/).length];
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
};

/** Finish, usage when it was asked for, and the end. @param {Play} play @param {string} text @param {string} [finish] @param {object} [usage] */
function end(play, text, finish = 'stop', usage = usageOf(play.request, text)) {
  chunk(play, {}, finish);
  if (play.request.stream_options?.include_usage)
    play.response.write(
      `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [], usage })}\n\n`,
    );
  play.response.end('data: [DONE]\n\n');
}

/** @param {Play} play @param {string} text @param {string} [finish] */
function stream(play, text, finish) {
  begin(play);
  for (const piece of piecesOf(text)) chunk(play, { content: piece });
  end(play, text, finish);
}

/** Runs after a time unless the server is gone by then. @param {number} ms @param {() => void} run */
function later(ms, run) {
  const timer = setTimeout(() => {
    timers.delete(timer);
    run();
  }, ms);
  timers.add(timer);
}

/** Breaks the connection when what was written is out. @param {Play} play */
const cut = ({ response, entry }) => {
  entry.state = 'cut';
  response.write('', () => response.destroy());
};

/** @param {Play} play @param {string} text */
const echo = (play, text = `Echo: ${play.last}`) => stream(play, text);

/** @param {Play} play */
function scripted(play) {
  const at = replies.findIndex(({ match }) => match === undefined || play.last.includes(match));
  if (at < 0) return fail(play, 500, { message: 'No reply is scripted for this request.' });
  const reply = /** @type {Scripted} */ (replies.splice(at, 1)[0]);
  const text = reply.text ?? reply.pieces?.join('') ?? '';
  later(reply.delayMs ?? 0, () => {
    if (play.response.destroyed) return;
    if ((reply.status ?? 200) > 299)
      return json(play.response, reply.status ?? 500, reply.body ?? {}, reply.headers);
    begin(play);
    if (reply.reasoning) chunk(play, { reasoning_content: reply.reasoning });
    for (const piece of reply.pieces ?? [text]) chunk(play, { content: piece });
    if (!reply.stall) end(play, text, reply.finish, reply.usage);
  });
}

/** What each model does. `turn` counts requests to the same model from 0. @type {Record<string, (play: Play) => void>} */
const scripts = {
  echo: (play) => echo(play),
  scripted,
  length: (play) => stream(play, 'Half of', 'length'),
  'no-usage': (play) => {
    play.request.stream_options = undefined;
    echo(play);
  },
  'not-streaming': ({ response, request }) =>
    json(response, 200, {
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'All at once.', reasoning_content: 'No stream.' },
          finish_reason: 'stop',
        },
      ],
      usage: usageOf(request, 'All at once.'),
    }),
  'reasoning-content': (play) => {
    begin(play);
    for (const piece of ['Think ', 'first.']) chunk(play, { reasoning_content: piece });
    for (const piece of ['Then ', 'say.']) chunk(play, { content: piece });
    end(play, 'Then say.', 'stop', {
      prompt_tokens: 7,
      completion_tokens: 9,
      total_tokens: 16,
      completion_tokens_details: { reasoning_tokens: 4 },
      prompt_tokens_details: { cached_tokens: 3 },
    });
  },
  reasoning: (play) => {
    begin(play);
    chunk(play, { reasoning: 'Think first.' });
    chunk(play, { content: 'Then say <think>.' });
    end(play, 'Then say.');
  },
  'think-tags': (play) => {
    begin(play);
    for (const piece of ['\n<th', 'ink>Think ', 'first.</', 'think>\n', '\nThen ', 'say.'])
      chunk(play, { content: piece });
    end(play, 'Then say.');
  },
  filtered: (play) => stream(play, 'I would', 'content_filter'),
  refusal: (play) => {
    begin(play);
    chunk(play, { refusal: 'I cannot help with that.' });
    end(play, '');
  },
  'slow-first-token': (play) => {
    begin(play);
    play.response.write(': still working\n\n');
    later(300, () => echo2(play));
  },
  // Some servers repeat the key that they refuse.
  'fault-401': (play) =>
    fail(play, 401, {
      message: `Incorrect API key provided: ${play.entry.headers.authorization ?? 'none'}.`,
      code: 'invalid_api_key',
    }),
  'fault-403': (play) => fail(play, 403, { message: 'Not allowed.' }),
  'fault-404': (play) => json(play.response, 404, { error: `model "${play.request.model}" not found` }),
  // Servers repeat parts of a request in their words.
  'fault-400': (play) => fail(play, 400, { message: `Unsupported value in: ${play.last}` }),
  'fault-context': (play) =>
    json(play.response, 400, {
      object: 'error',
      message: "This model's maximum context length is 4096 tokens. However, you requested 9000 tokens.",
      code: 400,
    }),
  'fault-stream-options': (play) =>
    play.request.stream_options
      ? fail(play, 422, { message: 'Extra inputs are not permitted: stream_options' })
      : echo(play),
  'fault-429-then-ok': (play) =>
    play.turn === 0 ? fail(play, 429, { message: 'Slow down.' }, { 'retry-after': '1' }) : echo(play),
  'fault-429': (play) => fail(play, 429, { message: 'Slow down.' }),
  'fault-429-long': (play) => fail(play, 429, { message: 'Slow down.' }, { 'retry-after': '3600' }),
  'fault-quota': (play) => fail(play, 429, { message: 'No credit.', code: 'insufficient_quota' }),
  'fault-500': (play) => fail(play, 500, { message: `Failed on: ${play.last}` }),
  'fault-500-then-ok': (play) => (play.turn < 2 ? fail(play, 500, { message: 'Oh.' }) : echo(play)),
  'fault-503-html': ({ response }) => {
    response.writeHead(503, { 'content-type': 'text/html' });
    response.end('<html><body>Bad gateway</body></html>');
  },
  'fault-stall': (play) => {
    begin(play);
    for (const piece of ['Half ', 'of it']) chunk(play, { content: piece });
  },
  'fault-silent': () => undefined,
  // Some servers begin before they have a token.
  'fault-role-only': (play) => {
    begin(play);
    chunk(play, { role: 'assistant', content: '' });
  },
  'fault-cut': (play) => {
    begin(play);
    for (const piece of ['Half ', 'of it']) chunk(play, { content: piece });
    // In a packet of its own, so that what was written is read before the connection breaks.
    later(20, () => cut(play));
  },
  'fault-end': (play) => {
    begin(play);
    chunk(play, { content: 'Half of it' });
    play.response.end();
  },
  'fault-cut-first-then-ok': (play) => {
    if (play.turn > 0) return echo(play);
    play.entry.state = 'cut';
    play.response.socket?.destroy();
  },
  'fault-cut-after-finish': (play) => {
    begin(play);
    chunk(play, { content: 'All of it.' });
    chunk(play, {}, 'stop');
    later(20, () => cut(play));
  },
  'fault-malformed': (play) => {
    begin(play);
    chunk(play, { content: 'Half' });
    play.response.end(`data: {"choices":[{"delta":{"content":"${play.last}\n\n`);
  },
  'fault-malformed-json': ({ response }) => json(response, 200, '{"choices": [{"message"'),
  'fault-html': ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<html><body>Sign in to the network</body></html>');
  },
  'fault-error-event': (play) => {
    begin(play);
    chunk(play, { content: 'Half' });
    play.response.end(
      `data: ${JSON.stringify({ error: { message: `Died on ${play.last} for ${play.entry.headers.authorization}`, code: 500 } })}\n\n`,
    );
  },
  'fault-redirect': ({ response }) => {
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    response.writeHead(307, { location: `http://localhost:${port}/stolen/chat/completions` });
    response.end();
  },
  // Both write as fast as they are read, until the connection is closed.
  oversized: (play) => {
    begin(play);
    const more = () => {
      while (!play.response.destroyed && chunk(play, { content: 'More and more. ' }));
      if (!play.response.destroyed) play.response.once('drain', more);
    };
    more();
  },
  'oversized-line': (play) => {
    begin(play);
    const { response } = play;
    response.write('data: {"choices":[{"delta":{"content":"');
    const more = () => {
      while (!response.destroyed && response.write('more'.repeat(4096)));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  },
};

/** As `echo`, behind a head that is already out. @param {Play} play */
function echo2(play) {
  const text = `Echo: ${play.last}`;
  for (const piece of piecesOf(text)) chunk(play, { content: piece });
  end(play, text);
}

/** @param {Incoming} request */
async function readBody(request) {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text === '' ? undefined : JSON.parse(text);
}

/** @param {string} path @param {Incoming} incoming @param {Outgoing} response */
async function control(path, incoming, response) {
  if (path === '/control/requests') return json(response, 200, requests);
  const body = await readBody(incoming);
  if (path === '/control/replies') {
    replies.push(...body);
    return json(response, 200, { waiting: replies.length });
  }
  if (path === '/control/reset') {
    requests = [];
    replies = [];
    turns.clear();
    return json(response, 200, {});
  }
  return json(response, 404, {});
}

/** @param {Incoming} incoming @param {Outgoing} response */
async function handle(incoming, response) {
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  // Pages and web workers ask from another origin.
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-allow-headers', 'authorization, api-key, content-type');
  if (incoming.method === 'OPTIONS') return void response.writeHead(204).end();
  if (url.pathname.startsWith('/control/')) return control(url.pathname, incoming, response);
  const body = await readBody(incoming);
  const model = body?.model ?? /\/deployments\/([^/]+)/.exec(url.pathname)?.[1];
  const entry = {
    method: incoming.method,
    path: url.pathname,
    query: url.search,
    model,
    headers: incoming.headers,
    body,
    /** open, answered, cut (by the script) or closed (by the client). */
    state: 'open',
  };
  requests.push(entry);
  response.on('close', () => {
    if (entry.state === 'open') entry.state = response.writableFinished ? 'answered' : 'closed';
  });
  if (url.pathname.endsWith('/models')) {
    const data = Object.keys(scripts).map((id) => ({ id, object: 'model', owned_by: 'vllm' }));
    return json(response, 200, { object: 'list', data });
  }
  if (!url.pathname.endsWith('/completions')) return json(response, 404, { error: 'no such path' });
  const turn = turns.get(model) ?? 0;
  turns.set(model, turn + 1);
  const last = body.messages?.at(-1).content ?? body.prompt;
  const play = { response, request: body, last, turn, entry };
  const { authorization } = incoming.headers;
  const scored = score({ body, path: url.pathname, authorization });
  if (scored !== undefined) return json(response, scored.status, scored.body);
  const script = scripts[model];
  if (script === undefined) return fail(play, 404, { message: `There is no model "${model}".` });
  script(play);
}

const server = createServer((incoming, response) => {
  handle(incoming, response).catch((error) => {
    console.error(error);
    response.destroy();
  });
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  console.log(JSON.stringify({ port }));
});

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
