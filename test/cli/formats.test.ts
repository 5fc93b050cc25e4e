/** `callsmith formats` and `callsmith rules`, and what the examples hold. */
import { readdirSync, readFileSync } from 'node:fs';
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
  it('are one for each format, recognised by vote where the format has marks of its own', async () => {
    const { stdout } = await cli(['formats', 'examples', '--format', 'ndjson'], process.cwd());
    const files = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { path: string; format: string; share: number; decidedBy: string })
      .map(({ path, ...file }) => ({ ...file, name: path.slice('examples/'.length) }));
    const idOf = (name: string) => name.replace(/\..*/, '');
    const others = new Map([
      ['llamafactory-mapped.jsonl', 'llamafactory'],
      ['dataset_info.json', 'plain'],
    ]);
    for (const { name, format, share } of files) {
      expect({ name, format, share }).toEqual({ name, format: others.get(name) ?? idOf(name), share: 1 });
    }
    expect(files.filter(({ decidedBy }) => decidedBy !== 'vote').map(({ name }) => name)).toEqual([
      'fireworks.jsonl',
      'mapped.jsonl',
      'together.jsonl',
    ]);
    const ids = new Set(files.map(({ format }) => format));
    expect(formats.map(({ id }) => id).filter((id) => !ids.has(id))).toEqual([]);
  });

  it('each hold the mistakes that the README there names', async () => {
    const checked = await cli(['check', 'examples', '--format', 'ndjson', '--quiet'], process.cwd());
    const found = parseNdjson(checked.stdout).findings.map((f) => `${f.path.slice(9)}:${f.line} ${f.code}`);
    expect(found).toEqual([
      'acebench.jsonl:3 tool.required-misplaced',
      'anthropic.jsonl:2 call.wrong-type',
      'anthropic.jsonl:3 call.missing-argument',
      'anthropic.jsonl:3 call.unknown-argument',
      'api-bank.jsonl:7 record.not-json',
      'apigen-mt.jsonl:1 call.wrong-type',
      'apigen-mt.jsonl:5 call.unknown-function',
      'bfcl.jsonl:2 tool.required-misplaced',
      'fireworks.jsonl:2 call.schema-violation',
      'fireworks.jsonl:5 call.missing-argument',
      'functiongemma.jsonl:1 call.wrong-type',
      'functiongemma.jsonl:2 call.not-in-enum',
      'funreason.jsonl:4 call.wrong-type',
      'funreason.jsonl:5 call.missing-argument',
      'funreason.jsonl:6 thought.unbalanced',
      'funreason.jsonl:8 call.not-in-enum',
      'funreason.jsonl:9 call.not-parsable',
      'gemini.jsonl:2 call.wrong-type',
      'gemini.jsonl:5 call.not-in-enum',
      'glaive.jsonl:2 call.wrong-type',
      'glaive.jsonl:5 call.missing-argument',
      'glaive.jsonl:6 call.not-parsable',
      'glm.jsonl:3 call.schema-violation',
      'glm.jsonl:5 call.wrong-type',
      'glm.jsonl:7 call.not-in-enum',
      'hammer.jsonl:2 call.wrong-type',
      'hammer.jsonl:6 call.unknown-function',
      'harmony.jsonl:1 call.wrong-type',
      'harmony.jsonl:5 call.not-in-enum',
      'hermes.jsonl:4 call.wrong-type',
      'hermes.jsonl:7 call.missing-argument',
      'hermes.jsonl:8 thought.unbalanced',
      'hf.jsonl:3 call.unknown-argument',
      'hf.jsonl:6 call.schema-violation',
      'hf.jsonl:8 call.wrong-type',
      'llamafactory-mapped.jsonl:2 call.wrong-type',
      'llamafactory-mapped.jsonl:6 call.unknown-function',
      'llamafactory-v1.jsonl:1 call.not-in-enum',
      'llamafactory-v1.jsonl:3 call.missing-argument',
      'llamafactory.json:4 call.not-in-enum',
      'llamafactory.json:6 call.missing-argument',
      'llamafactory.json:6 call.unknown-argument',
      'mapped.jsonl:1 call.wrong-type',
      'mcp.jsonl:3 tool.required-misplaced',
      'mistral.jsonl:1 call.schema-violation',
      'mistral.jsonl:3 call.unknown-function',
      'ms-swift.jsonl:3 call.schema-violation',
      'ms-swift.jsonl:4 call.wrong-type',
      'ms-swift.jsonl:6 call.wrong-type',
      'ms-swift.jsonl:8 call.not-parsable',
      'nemotron.jsonl:1 call.wrong-type',
      'nemotron.jsonl:2 call.not-in-enum',
      'nemotron.jsonl:7 call.unknown-argument',
      'nestful.jsonl:3 call.dangling-reference',
      'nestful.jsonl:4 call.wrong-type',
      'nestful.jsonl:5 call.missing-argument',
      'nestful.jsonl:6 call.unknown-function',
      'openai-legacy.jsonl:2 call.wrong-type',
      'openai-legacy.jsonl:3 call.not-in-enum',
      'openai-responses.jsonl:1 call.wrong-type',
      'openai-responses.jsonl:2 call.missing-argument',
      'openai.jsonl:3 call.wrong-type',
      'openai.jsonl:5 call.not-in-enum',
      'openai.jsonl:7 call.unknown-function',
      'openai.jsonl:8 call.missing-argument',
      'openai.jsonl:10 call.not-parsable',
      'qwen-agent.jsonl:1 call.schema-violation',
      'qwen-agent.jsonl:4 call.unknown-argument',
      'rlla.jsonl:2 call.wrong-type',
      'rlla.jsonl:3 thought.unbalanced',
      'rlla.jsonl:5 call.missing-argument',
      'seal-tools.jsonl:1 call.wrong-type',
      'seal-tools.jsonl:3 call.dangling-reference',
      'seal-tools.jsonl:5 call.unknown-function',
      'step-roles.jsonl:2 call.wrong-type',
      'step-roles.jsonl:3 call.missing-argument',
      'step-roles.jsonl:5 thought.unbalanced',
      'together.jsonl:1 call.wrong-type',
      'together.jsonl:2 call.not-in-enum',
      'tool-n1.jsonl:1 call.not-in-enum',
      'tool-n1.jsonl:6 call.schema-violation',
      'toolace.jsonl:2 call.wrong-type',
      'toolace.jsonl:5 call.unknown-function',
      'toolace.jsonl:6 call.missing-argument',
      'toolace.jsonl:6 call.unknown-argument',
      'toolbench.jsonl:1 call.wrong-type',
      'toolbench.jsonl:6 call.unknown-function',
      'tools.jsonl:5 tool.required-misplaced',
      'when2call.jsonl:1 call.not-in-enum',
      'when2call.jsonl:3 call.wrong-type',
      'xlam.jsonl:4 call.wrong-type',
      'xlam.jsonl:5 call.missing-argument',
      'xlam.jsonl:5 call.unknown-argument',
      'xlam.jsonl:6 call.unknown-function',
      'xlam.jsonl:10 call.wrong-type',
      'xlam.jsonl:11 record.not-json',
      'xlam2.jsonl:2 call.wrong-type',
      'xlam2.jsonl:3 call.not-in-enum',
      'xlam2.jsonl:7 call.wrong-type',
    ]);
  });

  it('are all in the README there', () => {
    const text = readFileSync('examples/README.md', 'utf8');
    const files = readdirSync('examples').filter((name) => name !== 'README.md');
    expect(files.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
