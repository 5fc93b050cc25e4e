/** Records are compared over stretches, workers and files: the same findings however the work was cut. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunTable } from '../../src/core/dataset/runTable.ts';
import { createService } from '../../src/core/service.ts';
import type { SweepFinding } from '../../src/core/sweep/types.ts';
import { type SweepInput, type SweepOptions, sweepFiles } from '../../src/node/sweep.ts';
import { sweepStream } from '../../src/node/sweepStream.ts';
import { chatLine } from '../support/chatLines.ts';
import { buildCli, chunksOf, type Folder, makeFolder } from '../support/cli.ts';
import { checkWholeFile } from '../support/wholeFile.ts';

let built: Awaited<ReturnType<typeof buildCli>>;
let folder: Folder;
beforeAll(async () => {
  built = await buildCli();
  folder = makeFolder();
});
afterAll(() => {
  built.remove();
  folder.remove();
});

const ask = (question: string, city = 'Oslo') => chatLine({ question, arguments: { city } });

function input(name: string, content: string, settings: SweepInput['settings'] = {}): SweepInput {
  return { path: folder.write(name, content), name, size: Buffer.byteLength(content), named: true, settings };
}

async function sweep(inputs: readonly SweepInput[], options: Partial<SweepOptions> = {}) {
  const findings: (SweepFinding & { path: string })[] = [];
  const dropped: unknown[] = [];
  const summary = await sweepFiles(
    inputs,
    { threads: 1, workersFrom: 0, ...options },
    {
      file: (file) => void dropped.push(file.dropped),
      findings: (path, told) => void findings.push(...told.map((f) => ({ path, ...f }))),
      skipped: () => undefined,
      failed: (failure) => {
        throw new Error(failure.message);
      },
    },
  );
  const across = findings.filter((f) => f.code.startsWith('dataset.'));
  return { across, findings, summary, dropped };
}

const brief = (f: SweepFinding & { path: string }) =>
  `${f.path}:${f.line} ${f.severity} ${f.code.slice(8)}${f.related.map((r) => ` -> ${r.path ?? f.path}:${r.line}`).join('')}`;

describe('records of a file', () => {
  it('are compared over all its stretches, in workers too, as a look at the whole compares them', async () => {
    const row = fc.constantFrom(
      ask('A'),
      ask('a'),
      ask('A', 'Bergen'),
      ask('B'),
      '{"messages":"x"}',
      '',
      '{',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 2500 }),
        async (lines, partBytes) => {
          const service = createService();
          const file = service.recognize([ask('A')], 'jsonl', {}, { id: 'openai', by: 'flag' });
          const { across: wanted } = checkWholeFile(service, lines, service.contextOf(file));
          const inputs = [input('a.jsonl', lines.join('\n'), { chosen: { id: 'openai', by: 'flag' } })];
          for (const threads of [1, 3]) {
            const { across } = await sweep(inputs, {
              threads,
              partBytes,
              workerPath: threads > 1 ? built.worker : undefined,
            });
            expect(across.map(({ path: _, ...f }) => f)).toEqual(wanted);
          }
        },
      ),
      { seed: 11, numRuns: 6 },
    );
  });

  it('stand on the lines of an array, and of a stream', async () => {
    const array = `[\n ${ask('A')},\n ${ask('B')},\n ${ask('A')}\n]`;
    const { across } = await sweep([input('array.json', array)]);
    expect(across.map(brief)).toEqual(['array.json:4 warning duplicate-sample -> array.json:2']);
    expect(across[0]).toMatchObject({ line: 4, column: 2, endLine: 4, endColumn: ask('A').length + 2 });
    const told: SweepFinding[] = [];
    await sweepStream(
      { name: 's.jsonl', chunks: chunksOf(`${ask('A')}\n${ask('A')}\n`, 100) },
      {},
      {
        file: () => undefined,
        findings: (_, findings) => void told.push(...findings),
        skipped: () => undefined,
        failed: () => undefined,
      },
    );
    const dataset = told.filter((f) => f.code.startsWith('dataset.'));
    expect(dataset.map((f) => [f.line, f.code])).toEqual([[2, 'dataset.duplicate-sample']]);
  });

  it('ten thousand copies are told in order, and counted where they are too many to be kept', async () => {
    const few = await sweep([input('ten.jsonl', `${ask('A')}\n`.repeat(10_000))], {
      threads: 2,
      workerPath: built.worker,
      partBytes: 300_000,
    });
    const copies = few.findings.filter((f) => f.code === 'dataset.duplicate-sample');
    expect(copies.map((f) => f.line)).toEqual(Array.from({ length: 9999 }, (_, i) => i + 2));
    expect(copies[0]!.message).toContain('In all, 9,999 of 10,000 samples of the file repeat this one.');
    const many = await sweep([input('many.jsonl', `${ask('A')}\n`.repeat(25_000))]);
    expect(many.summary.counts.warning).toBe(24_999);
    expect(many.findings.filter((f) => f.severity === 'warning').length + many.summary.omitted).toBe(24_999);
  });

  it('are told the same with suppressions, which are counted by entry', async () => {
    const settings = {
      suppress: [
        { entry: 0, codes: ['dataset.duplicate-sample'], ids: ['x'] },
        { entry: 4, codes: ['dataset.*', 'call.wrong-type'], hashes: ['0123456789abcd'] },
      ],
    };
    const lines = [ask('A'), `{"id":"x",${ask('A').slice(1)}`, ask('A'), `{"id":"x",${ask('B').slice(1)}`];
    const { across, dropped, summary } = await sweep([input('supp.jsonl', lines.join('\n'), settings)]);
    expect(across.map(brief)).toEqual(['supp.jsonl:3 warning duplicate-sample -> supp.jsonl:1']);
    expect(dropped).toEqual([{ entries: [[0, 1]], known: 0 }]);
    expect(summary.dropped).toBe(1);
  });
});

describe('files of one run', () => {
  it('a sample that an earlier file holds too is told once per pair, with both places', async () => {
    const inputs = [
      input('train.jsonl', [ask('A'), ask('B'), ask('C')].join('\n')),
      input('dev.jsonl', [ask('X'), ask('A'), ask('B')].join('\n')),
      input('alone.jsonl', ask('Z')),
    ];
    for (const threads of [1, 3]) {
      const { across } = await sweep(inputs, { threads, workerPath: threads > 1 ? built.worker : undefined });
      expect(across.map(brief)).toEqual(['train.jsonl:1 warning duplicate-sample -> dev.jsonl:2']);
      expect(across[0]!.message).toBe(
        '2 of 3 samples also stand in dev.jsonl; this is the first of them, there in line 2. What is in two splits of a data set makes its evaluation too good.',
      );
    }
  });

  it('is told whatever the formats, and not where the rule is off', async () => {
    const xlam = (query: string) =>
      JSON.stringify({
        query,
        tools: JSON.stringify([
          { name: 'f', description: '', parameters: { a: { type: 'string', description: '' } } },
        ]),
        answers: '[{"name":"f","arguments":{"a":"x"}}]',
      });
    const off = { severities: { 'dataset.duplicate-sample': 'off' as const } };
    const lines = `${xlam('q')}\n${xlam('r')}\n`;
    const told = await sweep([input('x.jsonl', lines), input('y.jsonl', lines)]);
    expect(told.across.map(brief)).toEqual(['y.jsonl:1 warning duplicate-sample -> x.jsonl:1']);
    expect((await sweep([input('x.jsonl', lines), input('y.jsonl', lines, off)])).across).toEqual([]);
  });
});

describe('the table of a run', () => {
  const samples = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => ({
      whole: (from + i + 1) * 0x1_0000_0001,
      range: { line: i + 1, column: 1, endLine: i + 1, endColumn: 2 },
    }));

  it('finds what earlier files hold, most shared first, also after it has grown', () => {
    const table = new RunTable();
    expect(table.add('a', samples(0, 5000))).toEqual([]);
    expect(table.add('b', samples(4000, 9000))).toMatchObject([{ file: 'a', count: 1000, there: 4001 }]);
    const shared = table.add('c', samples(4999, 9001));
    expect(shared.map(({ file, count, here, there }) => [file, count, here.line, there])).toEqual([
      ['b', 4000, 2, 1001],
      ['a', 1, 1, 5000],
    ]);
  });

  it('keeps no more than its bound; what it keeps is still found', () => {
    const table = new RunTable(100);
    table.add('a', samples(0, 1000));
    expect(table.add('b', samples(0, 1000))).toMatchObject([{ file: 'a', count: 100 }]);
  });

  it('tells of ten files at most', () => {
    const table = new RunTable();
    for (let i = 0; i < 12; i++) table.add(`f${i}`, samples(i, i + 1));
    expect(table.add('all', samples(0, 12))).toHaveLength(10);
  });
});
