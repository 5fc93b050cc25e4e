// `callsmith score`, as a person runs it, against the test server.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { cli, makeFolder, type Folder } from '../support/cli.ts';
import { startModelServer, type ModelServer } from '../support/startModelServer.ts';

let server: ModelServer;
let folder: Folder | undefined;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.stop());
beforeEach(() => server.reset());
afterEach(() => {
  folder?.remove();
  folder = undefined;
});

const sample = (id: string, answer: string) =>
  `${JSON.stringify({
    id,
    messages: [
      { role: 'system', content: 'Functions: [{"name":"f","parameters":{"type":"dict","properties":{}}}]' },
      { role: 'user', content: 'Go.' },
      { role: 'assistant', content: answer },
    ],
  })}\n`;
const data =
  sample('a', '<think>Один.</think>\n\n[f(a=1)]') +
  sample('b', '<think>Two.</think>\n\n[f(a=2)]') +
  sample('c', '[f(a=3)]');

async function run(argv: readonly string[], env: Record<string, string> = {}) {
  folder = makeFolder({ 'data.jsonl': data });
  return cli(['score', 'data.jsonl', ...argv], folder.path, { env });
}

it('tells the losses of thought and result, hard samples first, and where it sends', async () => {
  const { stdout, stderr, status } = await run(['--base-url', server.baseUrl, '--model', 'score']);
  expect(stdout).toContain('data.jsonl: 3 samples scored with score\n');
  expect(stdout).toContain("scored by chat-prompt-logprobs, with the model's own template");
  expect(stdout).toMatch(/mean loss of a token: thought 0\.\d{3}, result 0\.\d{3}/);
  expect(stdout.match(/^ +\d.*[abc]$/gm)).toHaveLength(3);
  expect(stderr).toContain(`samples are sent to ${new URL(server.origin).host}, model score.`);
  expect(status).toBe(0);
});

it('writes a line for each sample, with its tokens', async () => {
  const argv = ['--base-url', server.baseUrl, '--model', 'score', '--lines', '1,3-9', '--format', 'ndjson'];
  const { stdout } = await run(argv);
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, never>);
  expect(rows.map(({ id, line, mode }) => [id, line, mode])).toEqual([
    ['a', 1, 'chat'],
    ['c', 3, 'chat'],
  ]);
  const { text, starts, lengths, logprobs, segments, n_think, n_call } = rows[0] as unknown as {
    text: string;
    starts: number[];
    lengths: number[];
    logprobs: number[];
    segments: number[];
    n_think: number;
    n_call: number;
  };
  expect(text).toMatch(/^Functions: .*\n\nGo\.\n\n<think>/);
  expect(starts.map((start, i) => text.slice(start, start + lengths[i]!)).join('')).toBe(
    '<think>Один.</think>\n\n[f(a=1)]',
  );
  expect(logprobs).toHaveLength(starts.length);
  expect(segments.filter((code) => code === 1)).toHaveLength(n_think);
  expect(n_think + n_call).toBe(starts.length);
  expect(rows[1]).toMatchObject({ n_think: 0, loss_think: null });
});

it('sends the key of the variable that is named, to that server alone', async () => {
  await run(['--model', 'score', '--key-variable', 'MY_KEY', '--lines', '3', '--mode', 'plain'], {
    CALLSMITH_BASE_URL: server.baseUrl,
    MY_KEY: 'sk-mine',
    CALLSMITH_API_KEY: 'sk-other',
  });
  expect(await server.requests()).toMatchObject([
    { path: '/v1/completions', headers: { authorization: 'Bearer sk-mine' } },
  ]);
});

it('says which samples the server scored as another text, and goes on', async () => {
  const argv = ['--base-url', server.baseUrl, '--model', 'score-other-text'];
  const { stdout, stderr, status } = await run(argv);
  expect(stdout).toContain('1 samples scored');
  expect(stderr).toContain(
    "data.jsonl:1: The text of message 3: The server scored another text: it differs from the sample's at character 2",
  );
  expect(status).toBe(1);
});

it('reads replies that were kept, by the ids of a batch or in order, and asks nobody', async () => {
  const reply = (text: string) => {
    const tokens = text.match(/[^]{1,4}/g)!;
    return { choices: [{ logprobs: { content: tokens.map((token) => ({ token, logprob: -0.5 })) } }] };
  };
  const kept = [
    { custom_id: 'b', response: { body: reply('<think>Two.</think>\n\n[f(a=2)]') } },
    reply('<think>Один.</think>\n\n[f(a=1)]<|im_end|>'),
    reply('[f(a=4)]'),
  ];
  folder = makeFolder({
    'data.jsonl': data,
    'kept.jsonl': kept.map((one) => `${JSON.stringify(one)}\n`).join(''),
  });
  const argv = ['score', 'data.jsonl', '--replies', 'kept.jsonl', '--format', 'ndjson'];
  const { stdout, stderr, status } = await cli(argv, folder.path);
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(rows).toMatchObject([
    { id: 'a', mode: 'given', scored_by: 'chat-logprobs', loss_think: 0.5 },
    { id: 'b', mode: 'given', loss_call: 0.5 },
    { id: 'c', error: expect.stringContaining('The server scored another text') as string },
  ]);
  expect(rows[0]).not.toHaveProperty('sent_tokens');
  expect(stderr).not.toContain('are sent to');
  expect(status).toBe(1);
  expect(await server.requests()).toEqual([]);
  const { stdout: report } = await cli(argv.slice(0, -2), folder.path);
  expect(report).toContain('scored by chat-logprobs, as it was asked for then');
  expect(report).not.toContain('tokens sent');
});

it.each([
  [['--replies', 'none.jsonl'], 'Give replies of a server, as JSON lines.'],
  [['--model', 'score'], 'Name the server with --base-url or CALLSMITH_BASE_URL.'],
  [['--base-url', 'ftp://x', '--model', 'm'], 'The base URL must begin with http://'],
  [['--base-url', 'SERVER'], 'Name the model with --model.'],
  [['--base-url', 'SERVER', '--model', 'score', '--lines', '9-1'], 'It must be lines such as 1-20,35'],
  [['--base-url', 'SERVER', '--model', 'score-ignored'], 'echo was ignored'],
  [['--base-url', 'SERVER', '--model', 'score-no-echo', '--kind', 'llama-cpp'], 'Only no echo is supported'],
  [['--base-url', 'SERVER', '--model', 'fault-401'], 'needs a key, and none is stored for it'],
])('says what is wrong: %j', async (argv, words) => {
  const { stderr, status } = await run(argv.map((word) => (word === 'SERVER' ? server.baseUrl : word)));
  expect(stderr).toContain(words);
  expect(status).toBe(2);
});
