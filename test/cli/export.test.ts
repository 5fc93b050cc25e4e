// `callsmith export --for-trainer`, as a person runs it.
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { cli, makeFolder, type Folder } from '../support/cli.ts';

let folder: Folder | undefined;
afterEach(() => {
  folder?.remove();
  folder = undefined;
});

const good = (id: string) => ({
  id,
  messages: [
    { role: 'user', content: 'The weather?' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
    },
  ],
  tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } }],
});
const lines = (...rows: unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const rowsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

async function run(files: Record<string, string>, ...argv: string[]) {
  folder = makeFolder(files);
  return cli(['export', ...argv], folder.path);
}

describe('callsmith export', () => {
  it('writes a row for each sample, and says what it leaves out and why', async () => {
    const broken = good('b');
    broken.messages[1]!.tool_calls![0]!.function.arguments = '{"a":';
    const { stdout, stderr, status } = await run(
      { 'data.jsonl': lines(good('a'), broken, good('c')) },
      ...['--for-trainer', 'data.jsonl'],
    );
    expect(rowsOf(stdout).map(({ id, line, dataset }) => [id, line, dataset])).toEqual([
      ['a', 1, 'data.jsonl'],
      ['c', 3, 'data.jsonl'],
    ]);
    expect(stderr).toContain('data.jsonl:2: left out: its arguments cannot be read: ');
    expect(stderr).toContain('rows written: 2; records left out: 1.');
    expect(status).toBe(0);
  });

  it('writes a file when it is whole, and leaves none when it fails', async () => {
    const files = { 'data.jsonl': lines(good('a')), 'text.txt': 'no data\n' };
    const { stdout, status } = await run(files, '--for-trainer', 'data.jsonl', '--out', 'rows.jsonl');
    expect([stdout, status]).toEqual(['', 0]);
    expect(rowsOf(readFileSync(path.join(folder!.path, 'rows.jsonl'), 'utf8'))).toHaveLength(1);
    const failed = await cli(
      ['export', '--for-trainer', 'data.jsonl', 'text.txt', '--out', 'two.jsonl'],
      folder!.path,
    );
    expect(failed.status).toBe(2);
    expect(failed.stderr).toContain('text.txt');
    expect(readdirSync(folder!.path).sort()).toEqual(['data.jsonl', 'rows.jsonl', 'text.txt']);
  });

  it('does not write over a data set, also by a link', async () => {
    const files = { 'data.jsonl': lines(good('a')) };
    const { status, stderr } = await run(files, '--for-trainer', 'data.jsonl', '--out', './data.jsonl');
    expect([status, stderr]).toEqual([2, expect.stringContaining('is the data set itself')]);
    symlinkSync(path.join(folder!.path, 'data.jsonl'), path.join(folder!.path, 'link.jsonl'));
    const linked = await cli(['export', '--for-trainer', 'data.jsonl', '--out', 'link.jsonl'], folder!.path);
    expect(linked.status).toBe(2);
    expect(readFileSync(path.join(folder!.path, 'data.jsonl'), 'utf8')).toBe(files['data.jsonl']);
  });

  it.each([
    [['data.jsonl'], 'Say for whom: callsmith export --for-trainer FILE.'],
    [['--for-trainer', 'tools.jsonl'], 'holds no samples to train on'],
    [['--for-trainer', 'nothing.jsonl'], 'nothing.jsonl'],
  ])('says what is wrong: %j', async (argv, words) => {
    const tool = { name: 'f', description: 'F.', parameters: { type: 'object', properties: {} } };
    const { stderr, status } = await run(
      { 'data.jsonl': lines(good('a')), 'tools.jsonl': lines(tool, tool) },
      ...argv,
    );
    expect(stderr).toContain(words);
    expect(status).toBe(2);
  });
});
