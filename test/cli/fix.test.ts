/** `callsmith check --fix` as a person and as a pipe see it. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, lstatSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli, type Folder, makeFolder, parseNdjson } from '../support/cli.ts';
import { rightRow, unknownFunctionRow, wrongTypeRow } from '../support/toolSamples.ts';

let folder: Folder;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => folder.remove());

const run = (...argv: string[]) => cli(argv, folder.path);
const read = (name: string) => readFileSync(join(folder.path, name), 'utf8');
/** The row with its number out of quotes, and nothing else changed. */
const mendedRow = wrongTypeRow.replace('\\"3\\"', '3');

describe('check --fix', () => {
  it('mends what is certain, leaves the rest, and reports what is left', async () => {
    folder.write('a.jsonl', `${rightRow}\n${wrongTypeRow}\n${unknownFunctionRow}\n`);
    const result = await run('check', 'a.jsonl', '--fix', '--format', 'ndjson');
    expect(read('a.jsonl')).toBe(`${rightRow}\n${mendedRow}\n${unknownFunctionRow}\n`);
    expect(result.stderr).toBe('callsmith: fixed 1 finding in 1 file.\n');
    const { findings, summary } = parseNdjson(result.stdout);
    expect(findings.filter((f) => f.severity === 'error').map((f) => f.code)).toEqual([
      'call.unknown-function',
    ]);
    expect(summary).toMatchObject({ errors: 1, fixed: 1 });
    expect(result.status).toBe(1);
  });

  it('answers 0 when nothing is left', async () => {
    folder.write('a.jsonl', `${wrongTypeRow}\n`);
    expect((await run('check', '--fix')).status).toBe(0);
    expect(read('a.jsonl')).toBe(`${mendedRow}\n`);
    expect((await run('check', '--fix')).stderr).toBe('callsmith: fixed 0 findings in 0 files.\n');
  });

  it('keeps CRLF, a missing last line break, and rows that are no UTF-8', async () => {
    const [front, back] = wrongTypeRow.split('for 3');
    const bad = Buffer.concat([Buffer.from(front!), Buffer.from([0xff]), Buffer.from(back!)]);
    folder.write(
      'a.jsonl',
      Buffer.concat([Buffer.from(`${wrongTypeRow}\r\n`), bad, Buffer.from(`\r\n${wrongTypeRow}`)]),
    );
    await run('check', 'a.jsonl', '--fix', '--as', 'xlam');
    expect(readFileSync(join(folder.path, 'a.jsonl'))).toEqual(
      Buffer.concat([Buffer.from(`${mendedRow}\r\n`), bad, Buffer.from(`\r\n${mendedRow}`)]),
    );
  });

  it('takes a byte order mark and blank lines out, whatever their breaks', async () => {
    folder.write('a.jsonl', `\uFEFF${rightRow}\r\n\r\n${rightRow}\n\n   \n${rightRow}\n  `);
    await run('check', 'a.jsonl', '--fix');
    expect(read('a.jsonl')).toBe(`${rightRow}\r\n${rightRow}\n${rightRow}\n`);
  });

  it('leaves a file without changes alone, and one that it mends its mode', async () => {
    const good = folder.write('good.jsonl', `${rightRow}\n`);
    const bad = folder.write('bad.jsonl', `${wrongTypeRow}\n`);
    chmodSync(bad, 0o640);
    utimesSync(good, 1_000_000, 1_000_000);
    const before = statSync(good);
    await run('check', '--fix');
    expect(statSync(good)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
    expect(statSync(bad).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder.path).sort()).toEqual(['bad.jsonl', 'good.jsonl']);
  });

  it('mends the file behind a link and keeps the link', async () => {
    folder.write('data/a.jsonl', `${wrongTypeRow}\n`);
    symlinkSync(join('data', 'a.jsonl'), join(folder.path, 'link.jsonl'));
    await run('check', 'link.jsonl', '--fix');
    expect(read('data/a.jsonl')).toBe(`${mendedRow}\n`);
    expect(lstatSync(join(folder.path, 'link.jsonl')).isSymbolicLink()).toBe(true);
  });

  it('mends elements of an array where they stand', async () => {
    const text = `[\n  ${rightRow},\n  ${wrongTypeRow}\n]\n`;
    folder.write('a.json', text);
    await run('check', 'a.json', '--fix');
    expect(read('a.json')).toBe(text.replace(wrongTypeRow, mendedRow));
  });

  it('writes an array whose name promises lines as lines, and keeps its numbers and escapes', async () => {
    const pretty =
      '{\n    "id": 1.0,\n    "text": "a\\u00e9\\n  b",\n    "list": [\n      1,\n      2\n    ]\n  }';
    folder.write('a.jsonl', `[\n  ${pretty},\n  {"id": 12345678901234567890}\n]\n`);
    const result = await run('check', 'a.jsonl', '--fix');
    expect(read('a.jsonl')).toBe(
      '{"id": 1.0, "text": "a\\u00e9\\n  b", "list": [1, 2]}\n{"id": 12345678901234567890}\n',
    );
    expect(result.status).toBe(0);
  });

  it('leaves an array alone that breaks off, so that nothing is lost', async () => {
    const text = '[\n  {"id": 1},\n  {"id": 2\n';
    folder.write('a.jsonl', text);
    const result = await run('check', 'a.jsonl', '--fix');
    expect([result.status, read('a.jsonl')]).toEqual([1, text]);
  });

  it('tells what it may not write, and goes on', async () => {
    folder.write('a.jsonl', `${wrongTypeRow}\n`);
    const gone = await run('check', 'gone.jsonl', 'a.jsonl', '--fix');
    expect([gone.status, gone.stderr]).toEqual([2, expect.stringContaining('no such file')]);
    expect(read('a.jsonl')).toBe(`${mendedRow}\n`);
  });

  it('leaves everything as it was when it is stopped', async () => {
    folder.write('a.jsonl', `${wrongTypeRow}\n`);
    const stopped = await cli(['check', '--fix'], folder.path, { token: { isCancellationRequested: true } });
    expect([stopped.status, read('a.jsonl')]).toEqual([130, `${wrongTypeRow}\n`]);
  });
});

describe('--fix-code', () => {
  it('mends findings of that rule only, also what is the file’s own way', async () => {
    folder.write('a.jsonl', `${wrongTypeRow}\r\n\r\n`);
    await run('check', 'a.jsonl', '--fix-code', 'record.placeholder');
    expect(read('a.jsonl')).toBe(`${wrongTypeRow}\r\n`);
    await run('check', 'a.jsonl', '--fix-code', 'record.encoding', '--fix-code', 'call.wrong-type');
    expect(read('a.jsonl')).toBe(`${mendedRow}\n`);
  });

  it('drops lines that are there twice, when that is asked for', async () => {
    folder.write('a.jsonl', `${rightRow}\n${unknownFunctionRow}\r\n${rightRow}\r\n\n${rightRow}`);
    await run('check', 'a.jsonl', '--fix');
    expect(read('a.jsonl')).toBe(`${rightRow}\n${unknownFunctionRow}\r\n${rightRow}\r\n${rightRow}`);
    const result = await run('check', 'a.jsonl', '--fix-code', 'dataset.duplicate-sample');
    expect(read('a.jsonl')).toBe(`${rightRow}\n${unknownFunctionRow}\r\n`);
    expect(result.stderr).toContain('fixed 2 findings in 1 file');
  });

  it('knows only rules that there are, and no standard input', async () => {
    const cases: [string[], RegExp][] = [
      [['check', '--fix-code', 'call.wrong-typ'], /did you mean "call.wrong-type"\?/],
      [['check', '--fix', '--stdin'], /name the files to fix/],
      [['check', '--dry-run'], /goes with --fix/],
    ];
    for (const [argv, words] of cases)
      expect(await run(...argv)).toMatchObject({ status: 2, stderr: expect.stringMatching(words) as string });
  });
});

describe('--dry-run', () => {
  it('prints a diff that makes the same changes, and writes nothing', async () => {
    const texts = [
      `${Array.from({ length: 20 }, (_, i) => (i % 9 === 4 ? wrongTypeRow : rightRow)).join('\n')}`,
      `\uFEFF${rightRow}\n\n${wrongTypeRow}\r\n${rightRow}\n${rightRow}\n${rightRow}\n${rightRow}\n${rightRow}\n${rightRow}\n\n`,
      `[\n  {"id": 1,\n   "a": 2},\n  {"id": 2}\n]`,
    ];
    for (const [i, text] of texts.entries()) {
      const name = `file${i}.jsonl`;
      folder.write(name, text);
      const dry = await run('check', name, '--fix', '--dry-run');
      expect(read(name)).toBe(text);
      expect(dry.stdout).toMatch(new RegExp(`^--- a/${name}\n\\+\\+\\+ b/${name}\n@@ `));
      folder.write('patch.diff', dry.stdout);
      await run('check', name, '--fix');
      const mended = read(name);
      expect(mended).not.toBe(text);
      folder.write(name, text);
      execFileSync('git', ['apply', '--unsafe-paths', '--whitespace=nowarn', 'patch.diff'], {
        cwd: folder.path,
        env: { ...process.env, GIT_CEILING_DIRECTORIES: join(folder.path, '..') },
      });
      expect(read(name)).toBe(mended);
    }
  });

  it('answers by what would be left', async () => {
    folder.write('a.jsonl', `${wrongTypeRow}\n`);
    const clean = await run('check', '--fix', '--dry-run');
    expect([clean.status, clean.stderr]).toEqual([
      0,
      'callsmith: would fix 1 finding in 1 file; 0 errors and 0 warnings would be left.\n',
    ]);
    folder.write('a.jsonl', `${wrongTypeRow}\n${unknownFunctionRow}\n`);
    expect((await run('check', '--fix', '--dry-run')).status).toBe(1);
  });

  it('prints nothing where nothing would change', async () => {
    folder.write('a.jsonl', `${rightRow}\n`);
    expect((await run('check', '--fix', '--dry-run')).stdout).toBe('');
  });
});
