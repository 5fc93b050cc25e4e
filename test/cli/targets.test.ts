/** `callsmith check --target`, `targets` in a configuration, `callsmith targets`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { targets } from '../../src/core/targets/index.ts';
import { chunksOf, cli, type Folder, makeFolder, parseNdjson } from '../support/cli.ts';
import { chatLine, goodNumber } from '../support/chatLines.ts';

/** A right sample whose call has the id `call_1`, which Mistral does not take. */
const row = chatLine();

const many = Array.from({ length: 12 }, (_, n) => `${goodNumber(n)}\n`).join('');

let folder: Folder;
beforeAll(() => {
  folder = makeFolder({ 'data/one.jsonl': `${row}\n`, 'data/many.jsonl': many });
});
afterAll(() => folder.remove());

async function found(...argv: string[]): Promise<string[]> {
  const { stdout } = await cli(['check', ...argv, '--format', 'ndjson'], folder.path);
  return parseNdjson(stdout).findings.map(
    ({ path, line, code, severity }) => `${String(path)}:${String(line)} ${severity} ${code}`,
  );
}

describe('--target', () => {
  it('is silent without, and checks what the target wants with it', async () => {
    expect(await found('data/one.jsonl')).toEqual([]);
    expect(await found('data/one.jsonl', '--target', 'mistral')).toEqual([
      'data/one.jsonl:1 error turn.id-format',
    ]);
  });

  it('takes several, with commas or again, and a finding names those it is for', async () => {
    const argv = [
      'check',
      'data/one.jsonl',
      '--target',
      'trl, openai',
      '--target',
      'azure',
      '--format',
      'ndjson',
    ];
    const { stdout } = await cli(argv, folder.path);
    expect(parseNdjson(stdout).findings.map(({ message }) => message)).toEqual([
      'For OpenAI and Azure OpenAI, a file has at least 10 samples; this one has 1.',
      'For TRL, arguments are an object; write what this string holds as an object.',
    ]);
  });

  it('counts the samples of a file, and of a stream', async () => {
    expect(await found('data', '--target', 'openai')).toEqual(['data/one.jsonl:1 warning dataset.too-small']);
    const stream = await cli(['check', '--stdin', '--target', 'openai', '--format', 'ndjson'], folder.path, {
      stdin: chunksOf(`${row}\n${goodNumber(1)}\n`),
    });
    const { findings, summary } = parseNdjson(stream.stdout);
    expect(findings.map(({ message }) => message)).toEqual([
      'For OpenAI, a file has at least 10 samples; this one has 2.',
    ]);
    expect(summary).toMatchObject({ warnings: 1, errors: 0 });
  });

  it('makes errors count for the exit status', async () => {
    expect((await cli(['check', 'data', '--target', 'mistral'], folder.path)).status).toBe(1);
    expect((await cli(['check', 'data/many.jsonl', '--target', 'openai'], folder.path)).status).toBe(0);
  });
});

describe('targets in callsmith.config.json', () => {
  const config = 'data/callsmith.config.json';
  afterAll(() => folder.write(config, '{}'));

  it('count for the files they are for, under the flag', async () => {
    folder.write(config, '{"targets": ["mistral"], "files": [{"include": "many.jsonl", "targets": []}]}');
    expect(await found('data')).toEqual(['data/one.jsonl:1 error turn.id-format']);
    // The twelve calls of one file have the other encoding, and that is told once.
    expect(await found('data', '--target', 'trl')).toEqual([
      'data/many.jsonl:1 error call.arguments-encoding',
      'data/one.jsonl:1 error call.arguments-encoding',
    ]);
  });

  it('can be set to another severity by rule', async () => {
    folder.write(config, '{"targets": ["mistral"], "rules": {"turn.id-format": "hint"}}');
    expect(await found('data/one.jsonl')).toEqual(['data/one.jsonl:1 hint turn.id-format']);
  });
});

describe('callsmith targets', () => {
  it('lists all, with date and source', async () => {
    const { status, stdout } = await cli(['targets'], folder.path);
    expect(status).toBe(0);
    for (const { id, checked, source } of targets) {
      expect(stdout).toMatch(new RegExp(`^${id} +${checked} `, 'm'));
      expect(stdout).toContain(source);
    }
  });

  it('shows what one takes', async () => {
    const { status, stdout } = await cli(['targets', 'mistral'], folder.path);
    expect(status).toBe(0);
    expect(stdout).toContain('# Mistral (`mistral`)');
    expect(stdout).toContain('nine letters or digits');
  });
});
