/** Formats of one's own on the command line: mappings of the configuration, and LLaMA-Factory's dataset_info.json. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chunksOf, cli, type Folder, makeFolder, parseNdjson } from '../support/cli.ts';

const tools = JSON.stringify([
  {
    name: 'tram',
    description: 'Next tram',
    parameters: { type: 'object', properties: { line: { type: 'integer' } }, required: ['line'] },
  },
]);
const own = JSON.stringify({
  apis: tools,
  dialog: [
    { speaker: 'u', text: 'Line 4?' },
    { speaker: 'bot', text: '', actions: [{ name: 'tram', arguments: { line: '4' } }] },
  ],
});
const factory = JSON.stringify({
  functions: tools,
  talk: [
    { who: 'human', what: 'Line 4?' },
    { who: 'call', what: '{"name":"tram","arguments":{"line":"4"}}' },
  ],
});
const info = JSON.stringify({
  a: {
    file_name: 'a.jsonl',
    formatting: 'sharegpt',
    columns: { messages: 'talk', tools: 'functions' },
    tags: { role_tag: 'who', content_tag: 'what', function_tag: 'call' },
  },
  b: {
    file_name: 'deep/b.jsonl',
    formatting: 'sharegpt',
    columns: { messages: 'talk', tools: 'functions' },
    tags: { role_tag: 'who', content_tag: 'what', function_tag: 'call' },
  },
});
const config = JSON.stringify({
  files: [
    {
      include: 'own/**',
      mapping: { messages: 'dialog', role: 'speaker', content: 'text', tools: 'apis', calls: 'actions' },
    },
  ],
});

let folder: Folder;
beforeAll(() => {
  folder = makeFolder({
    'callsmith.config.json': config,
    'own/a.jsonl': `${own}\n${own}\n`,
    'factory/dataset_info.json': info,
    'factory/a.jsonl': `${factory}\n`,
    'factory/deep/b.jsonl': `${factory}\n`,
    'factory/c.jsonl': `${factory}\n`,
    'broken/dataset_info.json': '{',
    'broken/a.jsonl': `${factory}\n`,
  });
});
afterAll(() => folder.remove());

describe('formats of one’s own', () => {
  it('are told by name, with who decided', async () => {
    const { stdout } = await cli(['formats', '--format', 'ndjson'], folder.path);
    const files = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { path: string; format: string; decidedBy: string });
    const lines = files.filter(({ path }) => path.endsWith('.jsonl'));
    expect(lines.map(({ path, format, decidedBy }) => [path, format, decidedBy])).toEqual([
      ['broken/a.jsonl', 'plain', 'vote'],
      ['factory/a.jsonl', 'llamafactory', 'vote'],
      ['factory/c.jsonl', 'plain', 'vote'],
      ['factory/deep/b.jsonl', 'llamafactory', 'vote'],
      ['own/a.jsonl', 'mapped', 'config'],
    ]);
  });

  it.each(['1', '2'])('are checked, with %s threads, at the places where they stand', async (threads) => {
    const { stdout } = await cli(['check', '--format', 'ndjson', '--threads', threads], folder.path);
    const { findings } = parseNdjson(stdout);
    // The samples are the same on purpose, which is told as well.
    const calls = findings.filter((f) => f.code.startsWith('call.'));
    expect(calls.map((f) => `${f.path}:${f.line} ${f.code} ${f.pointer}`)).toEqual([
      'factory/a.jsonl:1 call.wrong-type /talk/1/what/arguments/line',
      'factory/deep/b.jsonl:1 call.wrong-type /talk/1/what/arguments/line',
      'own/a.jsonl:1 call.wrong-type /dialog/1/actions/0/arguments/line',
      'own/a.jsonl:2 call.wrong-type /dialog/1/actions/0/arguments/line',
    ]);
  });

  it('are overruled by --as', async () => {
    const { stdout } = await cli(['check', 'own', '--as', 'plain', '--format', 'ndjson'], folder.path);
    expect(parseNdjson(stdout).findings).toEqual([]);
  });

  it('count for standard input under its name', async () => {
    const args = ['check', '--stdin', '--stdin-name', 'own/x.jsonl', '--format', 'ndjson'];
    const { stdout } = await cli(args, folder.path, { stdin: chunksOf(own) });
    expect(parseNdjson(stdout).findings.map((f) => f.code)).toEqual(['call.wrong-type']);
  });
});
