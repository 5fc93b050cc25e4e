/** `callsmith formats` and `callsmith rules`, and what the examples hold. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formats } from '../../src/core/formats/index.ts';
import { rules } from '../../src/core/rules/index.ts';
import { cli, type Folder, makeFolder, memory, parseNdjson } from '../support/cli.ts';
import { rightRow, wrongTypeRow } from '../support/toolSamples.ts';

let folder: Folder;
beforeAll(() => {
  folder = makeFolder({
    'a.jsonl': `\uFEFF${rightRow}\r\n\r\n${wrongTypeRow}\n`,
    'b.json': `[${rightRow}, ${wrongTypeRow}, 3]`,
    'c.json': JSON.stringify({ settings: true }, undefined, 2),
    'd.json': 'words',
    'e.jsonl': '',
  });
});
afterAll(() => folder.remove());

describe('callsmith formats', () => {
  it('tells container, kind, format, share and entries of every file, a line each', async () => {
    const { status, stdout } = await cli(['formats', '--format', 'ndjson'], folder.path);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    const common = { kind: 'samples', format: 'xlam', decidedBy: 'vote' };
    const plain = { kind: 'other', format: 'plain', decidedBy: 'vote' };
    expect(status).toBe(0);
    expect(lines).toEqual([
      { path: 'a.jsonl', container: 'jsonl', ...common, share: 1, entries: 2 },
      { path: 'b.json', container: 'array', ...common, share: 0.6667, entries: 3 },
      { path: 'c.json', container: 'object', ...plain, share: 1, entries: 1 },
      { path: 'd.json', container: null, ...plain, share: 0, entries: 0 },
      { path: 'e.jsonl', container: 'jsonl', ...plain, share: 0, entries: 0 },
    ]);
  });

  it('is a table for people, and 2 when a file is not there', async () => {
    const { stdout } = await cli(['formats', 'a.jsonl'], folder.path);
    expect(stdout).toBe(
      'file     container  kind     format  share  entries\na.jsonl  jsonl      samples  xlam     1.00        2\n',
    );
    expect(await cli(['formats', 'gone.jsonl'], folder.path)).toMatchObject({ status: 2, stdout: '' });
  });

  it('lists the formats that --as takes', async () => {
    const { status, stdout } = await cli(['formats', '--list'], folder.path);
    const ids = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]!);
    expect(status).toBe(0);
    expect(ids).toEqual([...formats.map((format) => format.id), 'plain'].sort());
    for (const id of ids) expect((await cli(['check', 'a.jsonl', '--as', id], folder.path)).stderr).toBe('');
    expect(stdout).toMatch(/^openai +OpenAI \/ Azure chat fine-tuning$/m);
    const ndjson = await cli(['formats', '--list', '--format', 'ndjson'], folder.path);
    const [first] = ndjson.stdout.split('\n');
    expect(Object.keys(JSON.parse(first!) as object)).toEqual(['id', 'title', 'summary']);
    expect((await cli(['formats', '--list', 'a.jsonl'], folder.path)).status).toBe(2);
  });
});

describe('callsmith rules', () => {
  it('lists every rule, and shows the page of one', async () => {
    const list = await cli(['rules'], folder.path);
    expect(
      list.stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(rules.map((rule) => rule.code as string).sort());
    const page = await cli(['rules', 'call.wrong-type'], folder.path);
    expect([page.status, page.stdout.split('\n')[0]]).toEqual([0, '# call.wrong-type']);
  });

  it('keeps sentences within a terminal, and shows a page there without its Markdown', async () => {
    const print = async (...argv: string[]) => {
      const terminal = memory(60);
      await cli(['rules', '--no-color', ...argv], folder.path, { stdout: terminal.output });
      return terminal.text().split('\n');
    };
    expect((await print()).filter((line) => line.length > 60)).toEqual([]);
    const page = await print('call.wrong-type');
    expect(page[0]).toBe('call.wrong-type');
    expect(page.filter((line) => line.length > 60 && !line.startsWith('    '))).toEqual([]);
    expect(page.filter((line) => /^#|^```|\*\*/.test(line))).toEqual([]);
  });
});

describe('the examples', () => {
  it('are recognised, and each holds the mistakes that its README names', async () => {
    const { stdout } = await cli(['formats', 'examples', '--format', 'ndjson'], process.cwd());
    const files = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { path: string; format: string; share: number });
    expect(files.map((f) => [f.path, f.format, f.share])).toEqual(
      [
        'funreason.jsonl',
        'hermes.jsonl',
        'hf.jsonl',
        'llamafactory.json',
        'ms-swift.jsonl',
        'openai.jsonl',
        'xlam.jsonl',
      ].map((name) => [`examples/${name}`, name.replace(/\..*/, ''), 1]),
    );
    const checked = await cli(['check', 'examples', '--format', 'ndjson', '--quiet'], process.cwd());
    const found = parseNdjson(checked.stdout).findings.map((f) => `${f.path.slice(9)}:${f.line} ${f.code}`);
    expect(found).toEqual([
      'funreason.jsonl:4 call.wrong-type',
      'funreason.jsonl:5 call.missing-argument',
      'funreason.jsonl:6 thought.unbalanced',
      'funreason.jsonl:8 call.not-in-enum',
      'funreason.jsonl:9 call.not-parsable',
      'hermes.jsonl:4 call.wrong-type',
      'hermes.jsonl:7 call.missing-argument',
      'hermes.jsonl:8 thought.unbalanced',
      'hf.jsonl:3 call.unknown-argument',
      'hf.jsonl:6 call.schema-violation',
      'hf.jsonl:8 call.wrong-type',
      'llamafactory.json:4 call.not-in-enum',
      'llamafactory.json:6 call.missing-argument',
      'llamafactory.json:6 call.unknown-argument',
      'ms-swift.jsonl:3 call.schema-violation',
      'ms-swift.jsonl:4 call.wrong-type',
      'ms-swift.jsonl:6 call.wrong-type',
      'ms-swift.jsonl:8 call.not-parsable',
      'openai.jsonl:3 call.wrong-type',
      'openai.jsonl:5 call.not-in-enum',
      'openai.jsonl:7 call.unknown-function',
      'openai.jsonl:8 call.missing-argument',
      'openai.jsonl:10 call.not-parsable',
      'xlam.jsonl:4 call.wrong-type',
      'xlam.jsonl:5 call.missing-argument',
      'xlam.jsonl:5 call.unknown-argument',
      'xlam.jsonl:6 call.unknown-function',
      'xlam.jsonl:10 call.wrong-type',
      'xlam.jsonl:11 record.not-json',
    ]);
  });
});
