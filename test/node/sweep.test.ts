/** Sweeping over files: the same findings in the same order whatever the number of threads; nothing is lost silently. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CancelledError } from '../../src/core/ports.ts';
import { createService } from '../../src/core/service.ts';
import type { SweepFailure, SweepFinding, SweptFile } from '../../src/core/sweep/types.ts';
import { lineStarts } from '../../src/core/sweep/textPosition.ts';
import { splitRecords } from '../../src/core/container.ts';
import { FindingStore } from '../../src/node/findingStore.ts';
import { type SweepInput, type SweepOptions, sweepFiles } from '../../src/node/sweep.ts';
import type { SweepProgress } from '../../src/core/sweep/sink.ts';
import { sweepStream } from '../../src/node/sweepStream.ts';
import { buildCli, chunksOf, type Folder, makeFolder } from '../support/cli.ts';
import { chatLine, chatSample } from '../support/chatLines.ts';
import { rightRow, unknownFunctionRow, wrongTypeRow, xlamRow } from '../support/toolSamples.ts';

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

function input(name: string, content: string | Uint8Array, named = true): SweepInput {
  return { path: folder.write(name, content), name, size: Buffer.byteLength(content), named };
}

async function sweep(inputs: readonly SweepInput[], options: Partial<SweepOptions> = {}) {
  const told: (
    SweptFile | SweepFailure | { path: string; findings: readonly SweepFinding[] } | { skipped: string }
  )[] = [];
  const progress: SweepProgress[] = [];
  const summary = await sweepFiles(
    inputs,
    { threads: 1, workersFrom: 0, ...options },
    {
      file: (file) => void told.push(file),
      findings: (path, findings) => void told.push({ path, findings }),
      skipped: (skipped) => void told.push({ skipped }),
      failed: (failure) => void told.push(failure),
      progress: (p) => void progress.push(p),
    },
  );
  const findings = told.flatMap((t) =>
    'findings' in t ? t.findings.map((f) => ({ path: t.path, ...f })) : [],
  );
  const failures = told.filter((t): t is SweepFailure => 'message' in t);
  return { told, findings, failures, summary, progress };
}

/** The findings of a whole text, by the service alone: what any sweep has to agree with. */
function plainly(name: string, text: string, container: 'jsonl' | 'array' | 'object') {
  const service = createService();
  const spans = splitRecords(text, container);
  const format = service.recognize(
    spans.map((s) => text.slice(s.start, s.end)),
    container,
    { fileName: name },
  );
  const context = service.contextOf(format, { fileName: name, folders: [] });
  const starts = lineStarts(text);
  return spans.flatMap((record) =>
    service
      .check(text.slice(record.start, record.end), context)
      .problems.filter((p) => p.severity === 'error')
      .map((problem) => {
        const offset = record.start + problem.span.start;
        const line = starts.findLastIndex((s) => s <= offset);
        return {
          code: problem.code,
          line: line + 1,
          column: offset - starts[line]! + 1,
          message: problem.message,
        };
      }),
  );
}

/** A tool of OpenAI's form with a type word that is not of it: a habit when all rows have it. */
const strTool = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Weather',
    parameters: {
      type: 'object',
      properties: { city: { type: 'str' }, days: { type: 'integer' } },
      required: ['city'],
    },
  },
};

const rows = [
  rightRow,
  wrongTypeRow,
  unknownFunctionRow,
  '',
  '{"query": ',
  xlamRow('é😀', { city: 'é😀', days: true }),
];

describe('a sweep', () => {
  it('agrees with checking each record of the whole text', async () => {
    const jsonl = `${rows.join('\n')}\n${rows.join('\r\n')}`;
    const parsed = [rightRow, wrongTypeRow, unknownFunctionRow].map((row) => JSON.parse(row) as unknown);
    const array = JSON.stringify(parsed);
    const pretty = JSON.stringify(parsed, undefined, 2);
    for (const [name, text, container] of [
      ['a.jsonl', jsonl, 'jsonl'],
      ['b.json', array, 'array'],
      ['c.json', pretty, 'array'],
    ] as const) {
      const { findings } = await sweep([input(name, text)]);
      const records = findings.filter((f) => f.code !== 'record.encoding' && f.severity === 'error');
      const wanted = plainly(name, text, container);
      expect(wanted.length).toBeGreaterThan(1);
      expect(records.map(({ code, line, column, message }) => ({ code, line, column, message }))).toEqual(
        wanted,
      );
    }
  });

  it('tells the same with any number of threads, over files of every kind', async () => {
    const choice = fc.array(fc.integer({ min: 0, max: rows.length - 1 }), { minLength: 1, maxLength: 60 });
    const [jsonl, array] = [fc.array(choice, { minLength: 1, maxLength: 4 }), choice];
    await fc.assert(
      fc.asyncProperty(
        jsonl,
        array,
        fc.integer({ min: 1, max: 3000 }),
        async (files, elements, partBytes) => {
          const inputs = files.map((lines, i) => {
            return input(`d${i}.jsonl`, lines.map((n) => rows[n]!).join(i === 1 ? '\r\n' : '\n'));
          });
          const parsed = elements.map((n) =>
            rows[n]!.startsWith('{"query":"') ? (JSON.parse(rows[n]!) as unknown) : n,
          );
          inputs.push(input('e.json', JSON.stringify(parsed, undefined, 1)));
          const habits = elements.map((n) =>
            n < 2 ? chatLine() : JSON.stringify({ ...chatSample(), tools: [strTool] }),
          );
          inputs.push(input('f.jsonl', habits.join('\n')));
          const one = await sweep(inputs, { threads: 1, partBytes });
          for (const threads of [2, 3]) {
            const many = await sweep(inputs, { threads, partBytes, workerPath: built.worker });
            expect(many.summary).toEqual(one.summary);
            expect(many.told).toEqual(one.told);
          }
        },
      ),
      { seed: 3, numRuns: 4 },
    );
  });

  it('orders by name, line, column, with what is told once per file in between', async () => {
    const text = `\uFEFF${rightRow}\n${wrongTypeRow}\u2028\n${wrongTypeRow}\u2028\r\n`;
    const { findings, told } = await sweep([input('z.jsonl', text), input('a.jsonl', unknownFunctionRow)]);
    expect(told.flatMap((t) => ('format' in t ? [t.path] : []))).toEqual(['a.jsonl', 'z.jsonl']);
    const places = findings.map((f) => `${f.path}:${f.line}:${f.column}`);
    const sorted = findings
      .toSorted((a, b) =>
        a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line || a.column - b.column,
      )
      .map((f) => `${f.path}:${f.line}:${f.column}`);
    expect(places).toEqual(sorted);
    const encoding = findings.filter((f) => f.code === 'record.encoding');
    expect(encoding.map((f) => [f.line, f.message.replace(/[,;].*/, '')])).toEqual(
      [
        [1, 'The file begins with a byte order mark'],
        [3, '1 line of the file ends with CR LF'],
        [2, '2 records hold U+2028 or U+2029 unescaped'],
      ].sort((a, b) => Number(a[0]) - Number(b[0])),
    );
  });

  it('tells of an array or an object in a file of lines at its bracket, with the number of records', async () => {
    const parsed = [rightRow, wrongTypeRow, rightRow].map((row) => JSON.parse(row) as unknown);
    const texts = {
      'a.jsonl': `\n  [\n${JSON.stringify(parsed).slice(1)}`,
      'b.jsonl': JSON.stringify(parsed),
      'c.ndjson': `\r\n ${JSON.stringify(parsed[0], undefined, 2)}\n`,
      'd.jsonl': '\uFEFF[]',
      'e.json': JSON.stringify(parsed),
    };
    for (const partBytes of [undefined, 100]) {
      const { findings } = await sweep(
        Object.entries(texts).map(([name, text]) => input(name, text)),
        { partBytes, excerpts: true },
      );
      const told = findings.filter((f) => f.code === 'record.array-file');
      expect(
        told.map((f) => [f.path, f.line, f.column, f.endLine, f.endColumn, f.message.split(',')[0]]),
      ).toEqual([
        ['a.jsonl', 2, 3, 2, 4, 'This file is one JSON array of 3 records'],
        ['b.jsonl', 1, 1, 1, 2, 'This file is one JSON array of 3 records'],
        ['c.ndjson', 2, 2, 2, 3, 'This file is one JSON object over several lines'],
        ['d.jsonl', 1, 1, 1, 2, 'This file is one JSON array'],
      ]);
      expect(told.map((f) => f.excerpt)).toEqual(
        ['[', '[', '{', '['].map((text) => ({ text, start: 0, end: 1, cutBefore: false, cutAfter: true })),
      );
    }
  });

  it('tells a habit of the file once with its number, wherever the file is cut, and each place when asked', async () => {
    const habitRow = (n: number) => JSON.stringify({ ...chatSample(), tools: [strTool], n });
    const lines = Array.from({ length: 60 }, (_, n) => (n % 7 === 3 ? chatLine() : habitRow(n)));
    const array = JSON.stringify(
      lines.map((line) => JSON.parse(line) as unknown),
      undefined,
      1,
    );
    const files = [
      input('a.jsonl', lines.join('\n')),
      input('b.json', array),
      input('c.jsonl', lines.slice(0, 12).join('\n')),
    ].map((file) => ({ ...file, settings: { severities: { 'dataset.duplicate-sample': 'off' as const } } }));
    const codeOf = (code: string) => (f: { code: string }) => f.code === code;
    const every = await sweep(files, { everyPlace: true });
    const places = every.findings.filter(codeOf('tool.foreign-type'));
    expect([...new Set(places.map((f) => f.message))]).toHaveLength(1);
    expect(places.map((f) => f.path).join('')).toMatch(/^(a\.jsonl){51}(b\.json){51}(c\.jsonl){10}$/);
    expect(every.summary.counts.warning).toBe(112);
    for (const partBytes of [undefined, 700, 3000]) {
      const { findings, summary } = await sweep(files, { partBytes });
      const told = findings.filter(codeOf('tool.foreign-type'));
      expect(summary.counts.warning).toBe(12);
      expect(told.slice(2)).toEqual(places.slice(-10).map((f) => ({ ...f, habit: true })));
      for (const [i, name] of ['a.jsonl', 'b.json'].entries()) {
        const own = places.filter((f) => f.path === name);
        const [first] = own;
        expect(told[i]).toEqual({
          ...first,
          habit: true,
          count: 51,
          message: `${first!.message} The same at 51 places of this file, of which this is the first.`,
          related: own.slice(1, 6).map(({ line, column, endLine, endColumn }) => ({
            line,
            column,
            endLine,
            endColumn,
            message: 'Here as well.',
          })),
        });
      }
      const others = (all: typeof findings) => all.filter((f) => !f.habit && f.code !== 'tool.foreign-type');
      expect(others(findings)).toEqual(others(every.findings));
    }
  });

  it('puts a file together from stretches: a line over several of them belongs to the first', async () => {
    const long = xlamRow('x'.repeat(200_000), { city: 'Oslo', days: '3' });
    const text = `${wrongTypeRow}\n${long}\n${wrongTypeRow}\n`;
    const { findings } = await sweep([input('long.jsonl', text)], { partBytes: 30_000 });
    expect(findings.filter((f) => f.code === 'call.wrong-type').map((f) => f.line)).toEqual([1, 2, 3]);
  });

  it('reports progress in bytes up to the end', async () => {
    const { progress } = await sweep([input('p.jsonl', `${rightRow}\n`.repeat(1500))], { partBytes: 20_000 });
    expect(progress.length).toBeGreaterThan(1);
    const last = progress.at(-1)!;
    expect(last.bytes).toBe(last.totalBytes);
    expect(progress.every((p, i) => i === 0 || p.bytes >= progress[i - 1]!.bytes)).toBe(true);
  });

  it('can be stopped, in this thread and in workers', async () => {
    const files = [input('stop.jsonl', `${wrongTypeRow}\n`.repeat(20_000))];
    for (const threads of [1, 2]) {
      const token = { isCancellationRequested: false };
      const nothing = () => undefined;
      const run = sweepFiles(
        files,
        { threads, workerPath: built.worker, workersFrom: 0, partBytes: 10_000 },
        {
          file: nothing,
          findings: nothing,
          skipped: nothing,
          failed: nothing,
          progress: () => (token.isCancellationRequested = true),
        },
        token,
      );
      await expect(run).rejects.toThrow(CancelledError);
    }
  });

  it('passes on what the sink throws', async () => {
    const nothing = () => undefined;
    const run = sweepFiles(
      [input('sink.jsonl', wrongTypeRow)],
      { threads: 1 },
      {
        file: nothing,
        findings: () => Promise.reject(new Error('the disk is full')),
        skipped: nothing,
        failed: nothing,
      },
    );
    await expect(run).rejects.toThrow('the disk is full');
  });

  it('names the file when a worker dies, and checks the others', async () => {
    // The listener that is added first is asked first.
    const dying = `require('node:worker_threads').parentPort.on('message', (m) => {
      if (m.path.endsWith('bad.jsonl')) process.exit(7);
    });\n`;
    const worker = folder.write('dying.cjs', dying + readFileSync(built.worker, 'utf8').replace(/^#!.*/, ''));
    const inputs = ['a.jsonl', 'bad.jsonl', 'c.jsonl'].map((name) => input(name, `${wrongTypeRow}\n`));
    const { failures, findings, summary } = await sweep(inputs, { threads: 2, workerPath: worker });
    expect(failures).toEqual([
      { path: 'bad.jsonl', code: 'worker', message: expect.stringContaining('exit code 7') as string },
    ]);
    const errors = findings.filter((f) => f.severity === 'error');
    expect(errors.map((f) => f.path)).toEqual(['a.jsonl', 'c.jsonl']);
    expect(summary).toMatchObject({ files: 2, failed: 1 });
  });

  it('says so when a file is gone, is a folder, is UTF-16 or no data set', async () => {
    const inputs = [
      { path: `${folder.path}/gone.jsonl`, name: 'gone.jsonl', size: 0, named: true },
      { path: folder.path, name: 'folder', size: 0, named: true },
      input('u16.jsonl', Buffer.from(`\uFEFF${rightRow}`, 'utf16le')),
      input('u16n.jsonl', Buffer.from(rightRow, 'utf16le')),
      input('notes.txt', 'just words\nand more\n'),
    ];
    const { failures } = await sweep(inputs);
    expect(failures.map((f) => [f.path, f.code])).toEqual([
      ['folder', 'not-readable'],
      ['gone.jsonl', 'not-found'],
      ['notes.txt', 'not-a-data-set'],
      ['u16.jsonl', 'encoding'],
      ['u16n.jsonl', 'encoding'],
    ]);
  });

  it('passes over a .json of no known format unless it was named', async () => {
    const content = '{\n  "compilerOptions": {}\n}\n';
    expect((await sweep([input('some.json', content, false)])).told).toEqual([{ skipped: 'some.json' }]);
    expect((await sweep([input('some.json', content, true)])).summary).toMatchObject({
      files: 1,
      skipped: 0,
    });
    expect((await sweep([input('words.json', 'words', false)])).told).toEqual([{ skipped: 'words.json' }]);
  });

  it('counts findings that it does not keep', async () => {
    const { summary, findings } = await sweep([
      input('blank.jsonl', `${rightRow}\n${'null\n'.repeat(50_000)}`),
    ]);
    expect(summary.counts.error).toBe(50_000);
    expect(findings.length + summary.omitted).toBe(50_000);
    expect(summary.omitted).toBeGreaterThan(0);
  });

  it('reads a stream as it reads a file', async () => {
    const texts: [string, string][] = [
      ['s.jsonl', `\uFEFF${rows.join('\r\n')}\n${rows.join('\n')}`],
      ['s.json', JSON.stringify([JSON.parse(wrongTypeRow), JSON.parse(rightRow)], undefined, 1)],
      ['empty.jsonl', ''],
    ];
    for (const [name, text] of texts) {
      const file = await sweep([input(name, text)]);
      for (const size of [7, 1 << 20]) {
        const told: unknown[] = [];
        const summary = await sweepStream(
          { name, chunks: chunksOf(text, size) },
          {},
          {
            file: (f) => void told.push(f),
            findings: (path, findings) => void told.push({ path, findings }),
            skipped: () => undefined,
            failed: (f) => void told.push(f),
          },
        );
        expect(summary).toEqual(file.summary);
        expect(told).toEqual(file.told);
      }
    }
  });
});

describe('the store of findings', () => {
  it('gives back what was put in, from memory and from disk', () => {
    const store = new FindingStore(3);
    const finding = { line: 1, column: 2, message: 'é' } as SweepFinding;
    const lists = [1, 2, 5, 0, 1].map((n) => Array.from({ length: n }, (_, i) => ({ ...finding, line: i })));
    const put = lists.map((list) => store.put(list));
    expect(put.map((p) => p.take())).toEqual(lists);
    store.close();
  });

  it('says so when its file was tampered with', () => {
    const store = new FindingStore(0);
    const stored = store.put([{ line: 1 } as SweepFinding]);
    store.close();
    expect(() => stored.take()).toThrow();
  });
});
