// `callsmith weights`, as a person runs it.
import { afterEach, expect, it } from 'vitest';
import { cli, makeFolder, type Folder } from '../support/cli.ts';
import { namedTokens, tinyBpe } from '../support/tinyBpe.ts';

let folder: Folder | undefined;
afterEach(() => {
  folder?.remove();
  folder = undefined;
});

const sample = (id: string, thought: string, call: string) =>
  `${JSON.stringify({
    id,
    messages: [
      { role: 'system', content: 'Functions: [{"name":"f","parameters":{"type":"dict","properties":{}}}]' },
      { role: 'user', content: 'Go.' },
      { role: 'assistant', content: `<think>${thought}</think>\n\n${call}` },
    ],
  })}\n`;
// 40 characters with tags and 8: ten tokens and two, by estimate.
const data = sample('a', 'x'.repeat(25), '[f(a=1)]') + sample('b', 'y'.repeat(25), '[f(a=2)]');

async function run(files: Record<string, string>, ...argv: string[]) {
  folder = makeFolder(files);
  return cli(['weights', ...argv], folder.path);
}

it('tells what a data set weighs under SFT and under SSB, and that it is a preview', async () => {
  const { stdout, status } = await run({ 'data.jsonl': data }, 'data.jsonl');
  expect(stdout).toContain('data.jsonl: 2 samples');
  expect(stdout).toContain('preview, without the tokens of the chat template (estimated from characters');
  expect(stdout).toMatch(/thought +10\.0 +10\.0 +83\.3 % +70\.0 % +0\.84x/);
  expect(stdout).toMatch(/result +2\.0 +2\.0 +16\.7 % +30\.0 % +1\.80x/);
  expect(status).toBe(0);
});

it('takes another alpha, and writes a line for each sample', async () => {
  const { stdout } = await run({ 'data.jsonl': data }, 'data.jsonl', '--alpha', '0.5', '--format', 'ndjson');
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(rows).toMatchObject([
    {
      id: 'a',
      line: 1,
      counted_by: 'characters',
      tokens: { think: 10, result: 2 },
      share_ssb: { think: 0.5 },
    },
    { id: 'b', line: 2, share_ssb: { think: 0.5, result: 0.5 } },
  ]);
});

it('counts with the tokenizer of a model', async () => {
  const vocab = Object.fromEntries([...'<>/thinkxy[]f(a=12)Ċ'].map((character, i) => [character, i]));
  const tokenizer = {
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
    model: { type: 'BPE', vocab, merges: [], unk_token: null },
  };
  const files = { 'data.jsonl': data, 'tokenizer.json': JSON.stringify(tokenizer) };
  const { stdout } = await run(files, 'data.jsonl', '--tokenizer', 'tokenizer.json');
  // A token for each character.
  expect(stdout).toMatch(/thought +40\.0/);
  expect(stdout).toMatch(/result +8\.0/);
  expect(stdout).toContain('BPE, ');
});

it('compares with the weights of ms-swift’s loss_scale', async () => {
  const files = { 'data.jsonl': data, 'scale.json': '{"\\\\[f\\\\(.+?\\\\]": [4.0]}' };
  const { stdout } = await run(files, 'data.jsonl', '--loss-scale', 'scale.json');
  expect(stdout).toContain('loss_scale');
  // Ten tokens of 1 against two of 4.
  expect(stdout).toMatch(/thought .* 55\.6 %/);
  expect(stdout).toMatch(/result .* 44\.4 %/);
});

/** A tokenizer that has a token for each byte. */
const bytes = tinyBpe('', 0);
const tokenized = (id: string, text: string, learntFrom: number) => {
  const ids = namedTokens(bytes, text).map((token) => token.id);
  return `${JSON.stringify({ id, input_ids: ids, labels: ids.map((one, i) => (i < learntFrom ? -100 : one)) })}\n`;
};

it('compares with the rows that a trainer tokenized, and says which are of another sample', async () => {
  const prompt = 'user: Go.';
  const mask =
    // Thoughts masked in the first; the second is another text.
    tokenized('a', `${prompt}<think>${'x'.repeat(25)}</think>\n\n[f(a=1)]`, prompt.length + 40) +
    tokenized('b', `${prompt}[f(a=9)]`, 0);
  const files = { 'data.jsonl': data, 'tokenizer.json': bytes, 'mask.jsonl': mask };
  const argv = ['data.jsonl', '--tokenizer', 'tokenizer.json', '--mask', 'mask.jsonl'];
  const { stdout } = await run(files, ...argv);
  expect(stdout).toMatch(/thought .* 0\.0 %\n/);
  expect(stdout).toMatch(/result .* 100\.0 %\n/);
  expect(stdout).toContain('each token with the weight 1 or 0');
  expect(stdout).toContain(
    '1 samples have no mask; the first, line 2: The text: The tokens are another text',
  );
  const { stdout: lines } = await cli(['weights', ...argv, '--format', 'ndjson'], folder!.path);
  expect(JSON.parse(lines.split('\n')[0]!)).toMatchObject({ others: { mask: { think: 0, result: 8 } } });
});

it('compares with what Axolotl would learn', async () => {
  const masked = data.replace('</think>\\n\\n[f(a=1)]"', '</think>\\n\\n[f(a=1)]","train":false');
  const { stdout } = await run({ 'data.jsonl': masked }, 'data.jsonl', '--axolotl', '--format', 'ndjson');
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { others: unknown }).others);
  expect(rows).toEqual([{ Axolotl: { think: 0, result: 0 } }, { Axolotl: { think: 10, result: 2 } }]);
});

it.each([
  [['data.jsonl', '--mask', 'mask.jsonl'], 'name the tokenizer.json of the model with --tokenizer'],
  [['data.jsonl', '--loss-scale', 'none.json'], 'Give a loss_scale file of ms-swift.'],
  [['data.jsonl', '--alpha', '2'], 'It must be a number from 0 to 1.'],
  [['data.jsonl', '--tokenizer', 'data.jsonl'], 'data.jsonl: It is no'],
  [['data.jsonl', '--tokenizer', 'none.json'], 'none.json: '],
  [['none.jsonl'], 'none.jsonl'],
])('says what is wrong: %j', async (argv, words) => {
  const { stderr, status } = await run({ 'data.jsonl': data }, ...argv);
  expect(stderr).toContain(words);
  expect(status).toBe(2);
});
