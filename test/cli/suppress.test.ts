/** Suppressions, baselines and duplicates over files, as `callsmith check` tells them. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli, type Folder, makeFolder, parseNdjson } from '../support/cli.ts';
import { chatLine, chatSample } from '../support/chatLines.ts';

let folder: Folder;
const wrong = (question: string, more: object = {}) =>
  JSON.stringify({
    ...more,
    ...chatSample({ question: `${question} in Oslo, 3 days`, arguments: { city: 'Oslo', days: '3' } }),
  });
const right = (question: string) => chatLine({ question: `${question} in Oslo, 3 days` });

beforeEach(() => {
  folder = makeFolder({
    'data/train.jsonl': `${right('A')}\n${wrong('B', { id: 'b' })}\n${wrong('C')}\n`,
    'data/deep/more.jsonl': `${wrong('D')}\n`,
  });
});
afterEach(() => folder.remove());

const run = (...argv: string[]) => cli(['check', ...argv], folder.path);
async function told(...argv: string[]) {
  const { stdout, status, stderr } = await run(...argv, '--format', 'ndjson');
  const { findings, summary } = parseNdjson(stdout);
  return { places: findings.map((f) => `${f.path}:${f.line} ${f.code}`), summary, status, stderr };
}
const baseline = () => readFileSync(join(folder.path, 'callsmith.baseline.json'), 'utf8');

describe('suppress in callsmith.config.json', () => {
  const config = (suppress: object[]) =>
    folder.write('data/callsmith.config.json', JSON.stringify({ suppress }));

  it('takes findings away by id, and by the hash that json prints; the exit status follows', async () => {
    config([{ files: 'train.jsonl', codes: ['call.wrong-type'], ids: ['b'], reason: 'days are words here' }]);
    expect((await told('data')).places).toEqual([
      'data/deep/more.jsonl:1 call.wrong-type',
      'data/train.jsonl:3 call.wrong-type',
    ]);
    const { files } = JSON.parse((await run('data', '--format', 'json')).stdout) as {
      files: { findings: { recordHash: string }[] }[];
    };
    const hashes = files.flatMap((file) => file.findings.map((finding) => finding.recordHash));
    expect(hashes).toHaveLength(2);
    config([{ codes: ['call.wrong-type'], ids: ['b'], hashes }]);
    const { status, stdout } = await run('data');
    expect(status).toBe(0);
    expect(stdout).toContain('3 findings not told: suppressed, or in the baseline');
    // Lines move, and nothing is told anew.
    folder.write('data/train.jsonl', `${wrong('C')}\n\n${right('A')}\n${wrong('B', { id: 'b' })}\n`);
    expect((await told('data')).places).toEqual(['data/train.jsonl:2 record.placeholder']);
  });

  it('an entry that matches nothing any more is told when its whole folder was checked', async () => {
    folder.write(
      'data/callsmith.config.json',
      '{\n "suppress": [\n  { "codes": ["call.wrong-type"], "ids": ["b"] },\n  { "codes": ["call.format"], "ids": ["gone"] }\n ]\n}',
    );
    const { stderr, status } = await told('data');
    expect(stderr).toBe(
      'callsmith: data/callsmith.config.json:4: hint: the suppression of call.format matches no finding any more; remove it.\n',
    );
    expect(status).toBe(1);
    expect((await told('data/train.jsonl')).stderr).toBe('');
  });

  it('names a rule that does not exist', async () => {
    config([{ codes: ['call.wrong-typ'] }]);
    const { stderr, status } = await told('data');
    expect(stderr).toContain('There is no rule "call.wrong-typ"; did you mean "call.wrong-type"?');
    expect(status).toBe(2);
  });
});

describe('a baseline', () => {
  it('holds what was there, so that only what is new is told', async () => {
    const { stdout, status } = await run('data', '--write-baseline');
    expect(stdout).toBe('callsmith.baseline.json: 3 findings of 2 files are known from now on.\n');
    expect(status).toBe(0);
    expect(await told('data', '--baseline', 'callsmith.baseline.json')).toMatchObject({
      places: [],
      status: 0,
    });
    expect((await run('data', '--baseline', 'callsmith.baseline.json')).stdout).toContain(
      '3 findings not told',
    );
    // Lines move; a record is edited; a file is added.
    folder.write(
      'data/train.jsonl',
      `${right('Z')}\n${wrong('C')}\n${wrong('B', { id: 'bb' })}\n${right('A')}\n`,
    );
    folder.write('data/new.jsonl', `${wrong('E')}\n`);
    expect((await told('data', '--baseline', 'callsmith.baseline.json')).places).toEqual([
      'data/new.jsonl:1 call.wrong-type',
      'data/train.jsonl:3 call.wrong-type',
    ]);
  });

  it('also of findings that are about a file, and of a habit each place', async () => {
    const tool = (n: number) => ({
      name: `f${n}`,
      description: 'F',
      parameters: { type: 'object', properties: { a: { type: 'str' } } },
    });
    const rows = Array.from({ length: 15 }, (_, n) =>
      JSON.stringify({
        messages: [{ role: 'user', content: `Hi ${n}` }],
        tools: [{ type: 'function', function: tool(n) }],
      }),
    );
    folder.write('data/habit.jsonl', `\uFEFF${rows.join('\r\n')}\r\n${rows[0]!}\r\n`);
    const before = await told('data/habit.jsonl', '--as', 'openai');
    expect(before.places.length).toBeGreaterThan(2);
    await run('data/habit.jsonl', '--as', 'openai', '--write-baseline');
    expect(
      await told('data/habit.jsonl', '--as', 'openai', '--baseline', 'callsmith.baseline.json'),
    ).toMatchObject({
      places: [],
      summary: { errors: 0, warnings: 0, hints: 0 },
    });
  });

  it('is the one that the configuration names, with paths from where it lies; --baseline beats it', async () => {
    folder.write('data/callsmith.config.json', '{ "baseline": "ci/known.json" }');
    const missing = await told('data');
    expect(missing.status).toBe(2);
    expect(missing.stderr).toContain('There is no such baseline: write it with --write-baseline.');
    folder.write('data/ci/.keep', '');
    expect((await run('data', '--write-baseline')).stdout).toContain(
      'data/ci/known.json: 3 findings of 2 files',
    );
    expect(readFileSync(join(folder.path, 'data/ci/known.json'), 'utf8')).toContain('"../deep/more.jsonl"');
    expect(await told('data')).toMatchObject({ places: [], status: 0, stderr: '' });
    folder.write('empty.json', '{"version":1,"files":{}}');
    expect((await told('data', '--baseline', 'empty.json')).places).toHaveLength(3);
  });

  it('keeps what it says of files that were not checked, and forgets what was mended', async () => {
    await run('data', '--write-baseline');
    folder.write('data/train.jsonl', `${right('A')}\n${wrong('C')}\n`);
    expect((await run('data/train.jsonl', '--write-baseline')).stdout).toContain(
      '1 finding of 1 file is known',
    );
    const { files } = JSON.parse(baseline()) as { files: Record<string, Record<string, string[]>> };
    expect(Object.entries(files).map(([path, codes]) => [path, codes['call.wrong-type']!.length])).toEqual([
      ['data/deep/more.jsonl', 1],
      ['data/train.jsonl', 1],
    ]);
  });

  it('is written in one step and the same each time, without what is suppressed', async () => {
    folder.write('data/callsmith.config.json', '{ "suppress": [{ "codes": ["call.*"], "files": "deep" }] }');
    await run('data', '--write-baseline', '--threads', '1');
    const first = baseline();
    expect(first).not.toContain('deep/more');
    await run('data', '--write-baseline', '--threads', '3', '--quiet');
    expect(baseline()).toBe(first);
    expect(readdirSync(folder.path).filter((name) => name.includes('tmp'))).toEqual([]);
  });

  it('says so when it cannot be read, written, or made of a stream', async () => {
    writeFileSync(join(folder.path, 'notes.json'), '{"a":1}');
    for (const [argv, words] of [
      [['data', '--baseline', 'gone.json'], 'gone.json: There is no such baseline'],
      [['data', '--baseline', 'notes.json'], 'notes.json: It is no baseline'],
      [['data', '--baseline', 'data'], 'data: It is not a file'],
      [['--stdin', '--write-baseline'], '--write-baseline needs files'],
      [['data', '--write-baseline', '--baseline', 'no/such/folder.json'], 'ENOENT'],
    ] as const) {
      const { status, stderr } = await run(...argv);
      expect([status, stderr]).toEqual([2, expect.stringContaining(words)]);
    }
    expect(existsSync(join(folder.path, 'callsmith.baseline.json'))).toBe(false);
  });

  it('is no data set: checking its folder passes over it', async () => {
    await run('data', '--write-baseline');
    const { places, status } = await told('.', '--baseline', 'callsmith.baseline.json');
    expect([places, status]).toEqual([[], 0]);
  });
});

describe('the licence of a data set', () => {
  it('is read from the card and the licence file beside it', async () => {
    folder.write('data/README.md', '---\nlicense: cc-by-nc-4.0\n---\n');
    folder.write('data/deep/LICENSE', 'MIT License\n');
    const { places } = await told('data');
    expect(places.filter((place) => place.endsWith('dataset.licence'))).toEqual([
      'data/deep/more.jsonl:1 dataset.licence',
      'data/deep/more.jsonl:1 dataset.licence',
      'data/train.jsonl:1 dataset.licence',
    ]);
  });
});

describe('files that hold the same samples', () => {
  it('are told with both places, in every report', async () => {
    folder.write('splits/dev.jsonl', `${right('X')}\n${right('A')}\n`);
    folder.write('splits/train.jsonl', `${right('A')}\n${right('B')}\n${right('A')}\n`);
    expect((await told('splits')).places).toEqual([
      'splits/train.jsonl:1 dataset.duplicate-sample',
      'splits/train.jsonl:3 dataset.duplicate-sample',
    ]);
    const pretty = await run('splits');
    expect(pretty.stdout).toContain(
      '2 of 3 samples also stand in dev.jsonl; this is the first of them, there in line 2.',
    );
    const json = JSON.parse((await run('splits', '--format', 'json')).stdout) as {
      files: { findings: { related: { path?: string; line: number }[] }[] }[];
    };
    expect(json.files[1]!.findings.map((f) => f.related[0])).toMatchObject([
      { path: 'splits/dev.jsonl', line: 2 },
      { line: 1 },
    ]);
    const sarif = JSON.parse((await run('splits', '--format', 'sarif')).stdout) as {
      runs: {
        results: { relatedLocations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[];
      }[];
    };
    const uris = sarif.runs[0]!.results.map(
      (r) => r.relatedLocations[0]!.physicalLocation.artifactLocation.uri,
    );
    expect(uris).toEqual(['splits/dev.jsonl', 'splits/train.jsonl']);
  });

  it('SARIF fingerprints do not change when lines above are added', async () => {
    const prints = async () => {
      const { stdout } = await run('one.jsonl', '--format', 'sarif');
      const { runs } = JSON.parse(stdout) as { runs: { results: { partialFingerprints: object }[] }[] };
      return runs[0]!.results.map((r) => r.partialFingerprints);
    };
    folder.write('one.jsonl', `${right('A')}\n${right('A')}\n`);
    const before = await prints();
    folder.write('one.jsonl', `${right('B')}\n${right('A')}\n${right('A')}\n`);
    expect(await prints()).toEqual(before);
    expect(before).toHaveLength(1);
  });
});
