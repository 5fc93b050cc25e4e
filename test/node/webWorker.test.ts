/** The browser's sweep worker, as it is bundled, in a global scope that has nothing of Node. */
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { type FromSweepWorker, isFromSweepWorker, type ToSweepWorker } from '../../src/protocol/sweep.ts';
import { rightRow, wrongTypeRow } from '../support/toolSamples.ts';

let code: string;
beforeAll(async () => {
  const bundle = await build({
    entryPoints: ['src/workers/sweep.web.ts'],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    logLevel: 'warning',
    preserveSymlinks: true,
  });
  code = bundle.outputFiles[0]!.text;
});

function start() {
  const told: FromSweepWorker[] = [];
  const self: { postMessage(message: unknown): void; onmessage?: (event: { data: ToSweepWorker }) => void } =
    {
      postMessage(message) {
        if (isFromSweepWorker(message)) told.push(message);
      },
    };
  runInContext(code, createContext({ self }));
  return { told, send: (data: ToSweepWorker) => self.onmessage!({ data }) };
}

describe('the browser worker', () => {
  it('checks text that is handed over, two files at a time', () => {
    const { told, send } = start();
    const begin = { type: 'check-text', settings: {}, excerpts: false, skipPlainJson: true } as const;
    send({ ...begin, task: 1, path: '/data/a.jsonl' });
    send({ ...begin, task: 2, path: '/data/b.json' });
    const text = `${rightRow}\n${wrongTypeRow}\n`;
    send({ type: 'text-slice', task: 1, text: text.slice(0, 700), last: false });
    send({ type: 'text-slice', task: 2, text: '{"a": 1}', last: true });
    send({ type: 'text-slice', task: 1, text: text.slice(700), last: true });
    expect(told.map((m) => [m.task, m.type])).toEqual([
      [2, 'skipped'],
      [2, 'done'],
      [1, 'opened'],
      [1, 'part'],
      [1, 'done'],
    ]);
    const part = told.find((m) => m.type === 'part')!.part;
    expect(part).toMatchObject({ lines: 2, samples: 2, counts: { error: 1 } });
    expect(part.findings.map((f) => [f.line, f.code])).toEqual([[2, 'call.wrong-type']]);
  });

  it('reads rows by the mapping that comes with the task', () => {
    const { told, send } = start();
    const settings = {
      chosen: { id: 'mapped', by: 'config' },
      mapping: { format: 'mapped', query: 'ask', answer: 'target', tools: 'apis' },
    } as const;
    send({ type: 'check-text', task: 1, path: '/a.jsonl', settings, excerpts: false, skipPlainJson: false });
    const row = {
      ask: 'Line 4?',
      apis: [{ name: 'tram', description: 'd', parameters: {} }],
      target: [{ name: 'tramm' }],
    };
    send({ type: 'text-slice', task: 1, text: JSON.stringify(row), last: true });
    const part = told.find((m) => m.type === 'part')!.part;
    expect(part.findings.map((f) => [f.code, f.pointer])).toEqual([
      ['call.unknown-function', '/target/0/name'],
    ]);
  });
});
