/** A run on disk. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { isFault } from '../../src/core/trace/fault.ts';
import { TraceRun } from '../../src/core/trace/run.ts';
import { type ClosableTraceFiles, traceFilesIn } from '../../src/node/traceFiles.ts';
import { makeFolder, type Folder } from '../support/cli.ts';
import { manifest, rendersShard } from '../support/traceWriter.ts';

let folder: Folder | undefined;
let files: ClosableTraceFiles | undefined;
afterEach(async () => {
  await files?.close();
  folder?.remove();
  files = folder = undefined;
});

const texts = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ line: `{"n":${i}}`, text: `word${i} next`, segments: [0, 2] }));

function write(shards: number): string {
  folder = makeFolder({ 'manifest.json': manifest() });
  mkdirSync(path.join(folder.path, 'renders'));
  texts(shards).forEach((one, i) => {
    const name = `a000-r00000-${String(i).padStart(6, '0')}.safetensors`;
    writeFileSync(path.join(folder!.path, 'renders', name), rendersShard([one]));
  });
  return folder.path;
}

it('reads parts of many files, with few of them open', async () => {
  files = traceFilesIn(write(60));
  const run = await TraceRun.open(files);
  if (isFault(run)) throw new Error(run.message);
  expect(run.faults).toEqual([]);
  const read = await Promise.all([...run.keys(), ...run.keys()].map((key) => run.sample(key)));
  const found = read.map((sample) => (isFault(sample) ? sample.message : sample.text));
  expect(new Set(found)).toEqual(new Set(texts(60).map(({ text }) => text)));
});

it('lists the files of a run, and neither half-written ones nor what links lead to', async () => {
  const at = write(1);
  writeFileSync(path.join(at, 'renders', 'b.safetensors.tmp'), 'half');
  writeFileSync(path.join(at, 'elsewhere'), 'x');
  symlinkSync(path.join(at, 'elsewhere'), path.join(at, 'renders', 'link.safetensors'));
  files = traceFilesIn(at);
  expect((await files.list()).map((file) => file.path)).toEqual([
    'elsewhere',
    'manifest.json',
    'renders/a000-r00000-000000.safetensors',
  ]);
});

it('says when there is no run', async () => {
  folder = makeFolder({});
  files = traceFilesIn(path.join(folder.path, 'nothing'));
  const run = await TraceRun.open(files);
  expect(isFault(run) && run.message).toMatch(/There is no manifest\.json/);
});
