/** The command line as it ships: bundles, worker threads, signals, pipes, hostile input. */
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCli, type Folder, makeFolder, parseNdjson, spawnCli, startCli } from '../support/cli.ts';
import { rightRow, wrongTypeRow, xlamRow } from '../support/toolSamples.ts';

let built: Awaited<ReturnType<typeof buildCli>>;
let folder: Folder;
beforeAll(async () => {
  built = await buildCli();
  folder = makeFolder({ 'a.jsonl': `${rightRow}\n${wrongTypeRow}\n`, 'b.jsonl': `${wrongTypeRow}\n` });
});
afterAll(() => {
  built.remove();
  folder.remove();
});

const run = (argv: string[], input?: string) => spawnCli(built.cli, argv, folder.path, input);

describe('the built command line', () => {
  it('checks files and standard input, and answers with its status', async () => {
    const files = await run(['check', '.', '--format', 'ndjson']);
    expect([files.status, files.stderr]).toEqual([1, '']);
    expect(parseNdjson(files.stdout).summary).toMatchObject({ files: 2, samples: 3, errors: 2 });
    const piped = await run(['check', '--stdin', '--format', 'ndjson'], `${rightRow}\n`);
    expect([piped.status, parseNdjson(piped.stdout).summary.samples]).toEqual([0, 1]);
    expect(await run(['--version'])).toMatchObject({ status: 0, stdout: '9.9.9\n' });
  });

  it('writes the same bytes with one thread and with several', async () => {
    const big = makeFolder();
    try {
      const lines = Array.from({ length: 12_000 }, (_, i) => (i % 40 === 3 ? wrongTypeRow : rightRow));
      big.write('big.jsonl', `${lines.join('\n')}\n`.repeat(2));
      big.write('array.json', JSON.stringify(lines.slice(0, 50).map((line) => JSON.parse(line) as unknown)));
      const [one, three] = await Promise.all(
        ['1', '3'].map((n) => spawnCli(built.cli, ['check', '--format', 'ndjson', '--threads', n], big.path)),
      );
      expect(parseNdjson(one!.stdout).summary.errors).toBe(602);
      expect(three!.stdout === one!.stdout).toBe(true);
    } finally {
      big.remove();
    }
  });

  it('ends with 130 on an interrupt, also while it waits for its input', async () => {
    const child = startCli(built.cli, ['check', '--stdin', '--format', 'ndjson'], folder.path);
    // More than a pipe holds: once it is taken, the program runs and reads.
    await new Promise((resolve) => child.stdin!.write(`${rightRow}\n`.repeat(3000), resolve));
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(130);
  });

  it('stops quietly when its reader goes away', async () => {
    folder.write('many/many.jsonl', `${wrongTypeRow}\n`.repeat(3000));
    const child = startCli(built.cli, ['check', 'many', '--format', 'ndjson'], folder.path);
    const stderr: Buffer[] = [];
    child.stderr!.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.stdout!.once('data', () => child.stdout!.destroy());
    const [code] = (await once(child, 'exit')) as [number | null];
    expect([code, Buffer.concat(stderr).toString()]).toEqual([141, '']);
  });
});

describe('hostile input', () => {
  const codesOf = async (name: string, text: string | Uint8Array) => {
    folder.write(name, text);
    const { status, stdout, stderr } = await run(['check', name, '--format', 'ndjson']);
    expect([stderr, status === 0 || status === 1]).toEqual(['', true]);
    return parseNdjson(stdout).findings;
  };

  it('is told clearly and never stops the check of what follows', async () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const long = xlamRow('x'.repeat(6_000_000), { city: 'Oslo', days: '3' });
    const proto = '{"__proto__": {"a": 1}, "constructor": 2}';
    const nul = wrongTypeRow.replace('Weather in', 'Weather\0in');
    const lines = [`{"a": ${deep}}`, deep, long, proto, nul, '{"a": "\ud800"}', wrongTypeRow];
    const findings = await codesOf('hostile.jsonl', lines.join('\n'));
    const codes = (line: number) => findings.filter((f) => f.line === line).map((f) => f.code);
    expect(codes(1)).toContain('record.too-deep');
    expect(codes(2).length).toBeGreaterThan(0);
    expect(codes(3)).toContain('call.wrong-type');
    expect(codes(5)).toContain('record.not-json');
    expect(codes(7)).toContain('call.wrong-type');
    expect(findings.every((f) => f.line >= 1 && f.line <= 7 && f.column >= 1)).toBe(true);
    expect(findings.some((f) => f.code === 'record.check-failed')).toBe(false);
  });

  it('of bytes that are no UTF-8 is told once per file, and the rest is checked', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${rightRow}\n{"a":"`),
      Buffer.from([0xff, 0xc3]),
      Buffer.from(`"}\n${wrongTypeRow}\n`),
    ]);
    const findings = await codesOf('bytes.jsonl', bytes);
    expect(findings.filter((f) => f.code === 'record.encoding')).toMatchObject([{ line: 2 }]);
    expect(findings.filter((f) => f.code === 'call.wrong-type')).toMatchObject([{ line: 3 }]);
  });

  it('of a half-written array still gives its whole elements', async () => {
    const findings = await codesOf('half.json', `[${wrongTypeRow},\n${wrongTypeRow.slice(0, -20)}`);
    expect(findings.map((f) => [f.line, f.code])).toEqual(
      expect.arrayContaining([
        [1, 'call.wrong-type'],
        [2, 'record.not-json'],
      ]),
    );
  });
});
