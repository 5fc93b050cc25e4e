// `callsmith trace`, as a person runs it, on the run that the Python package writes.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cli, makeFolder, type Folder } from '../support/cli.ts';

const demo = path.resolve('test/suites/trace/demo.cstrace');
let folder: Folder;
beforeEach(() => {
  folder = makeFolder({});
  cpSync(demo, path.join(folder.path, 'run.cstrace'), { recursive: true });
});
afterEach(() => folder.remove());

const run = (...argv: string[]) => cli(['trace', ...argv], folder.path);
const data = () => readFileSync(path.join(demo, 'demo.jsonl'), 'utf8');

it('tells what a run is, and how its losses went', async () => {
  const { stdout, status } = await run('run.cstrace');
  expect(stdout).toContain('run     synthetic\n');
  expect(stdout).toContain('loss    ssb, sample, fixed, α 0.7');
  expect(stdout).toContain('8 texts, trained 24 times in 6 steps');
  expect(stdout).toMatch(/ +1 +0\.668 +0\.769 +0\.432 +0\.700/);
  expect(status).toBe(0);
});

it('tells how the samples of a data set went, hard ones first', async () => {
  const { stdout } = await run('run.cstrace', '--data', 'run.cstrace/demo.jsonl');
  expect(stdout).toContain(
    'of 8 samples 8 are in the run as they are, 0 laid out anew, 0 in an older state, 0 not',
  );
  const order = [...stdout.matchAll(/demo-(\d)/g)].map((match) => match[1]);
  expect(order.slice(0, 2)).toEqual(['1', '6']);
});

it('knows a sample that was laid out anew, one that was edited, and one that is new', async () => {
  const lines = data().trimEnd().split('\n');
  const compact = JSON.stringify(JSON.parse(lines[0]!));
  const edited = lines[1]!.replace('<think>', '<think>Well. ');
  const added = lines[2]!.replace('"demo-2"', '"new"').replace('<think>', '<think>New. ');
  writeFileSync(
    path.join(folder.path, 'data.jsonl'),
    [compact, edited, added].map((line) => `${line}\n`).join(''),
  );
  const { stdout } = await run('run.cstrace', '--data', 'data.jsonl', '--format', 'ndjson');
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map(
      (line) => JSON.parse(line) as { match: string; changed?: unknown[]; visits: { loss_call: number }[] },
    );
  expect(rows.map(({ match, visits }) => [match, visits.length])).toEqual([
    ['same-content', 3],
    ['stale', 3],
    ['none', 0],
  ]);
  expect(rows[0]!.visits[0]!.loss_call).toBeGreaterThan(0);
  // The call of the edited sample is as it was.
  expect(rows[1]!.changed).toEqual([{ pointer: '/messages/1/content', kind: 'think' }]);
});

it('passes over a damaged shard, and says so', async () => {
  const shard = path.join(folder.path, 'run.cstrace/visits/a000-r00000-000000.safetensors');
  writeFileSync(shard, readFileSync(shard).subarray(0, 100));
  const { stdout, stderr, status } = await run('run.cstrace');
  expect(stdout).toContain('trained 0 times');
  expect(stderr).toContain('visits/a000-r00000-000000.safetensors: ');
  expect(status).toBe(1);
});

it.each([
  [['nothing'], 'There is no manifest.json'],
  [['run.cstrace', '--data', 'none.jsonl'], 'none.jsonl'],
])('says what is wrong: %j', async (argv, words) => {
  const { stderr, status } = await run(...argv);
  expect(stderr).toContain(words);
  expect(status).toBe(2);
});
