/** A run of the paper's shape on disk, for the bench of the trace reader: three visits a render, shards of about 24 MB. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  hex,
  renderKey,
  type RenderToWrite,
  rendersShard,
  runManifest,
  shardPath,
  stepLine,
  type VisitToWrite,
  visitsShard,
} from '../../support/traceWriter.ts';
import { createRandom, type Random } from './random.ts';

const epochs = 3;
/** Samples of one optimizer step, as the paper has it. */
const batch = 512;
const rendersPerShard = 2_400;
const visitsPerShard = 20_000;

/** Makes the folder unless it is there; it holds as many visits as asked, rounded up to three a render. */
export function ensureRun(folder: string, visits: number): void {
  if (existsSync(folder)) return;
  const random = createRandom(2026);
  const unfinished = `${folder}.tmp`;
  rmSync(unfinished, { recursive: true, force: true });
  const put = (path: string, bytes: string | Uint8Array) => {
    mkdirSync(dirname(join(unfinished, path)), { recursive: true });
    writeFileSync(join(unfinished, path), bytes);
  };
  put('manifest.json', JSON.stringify(runManifest({ synthetic: true })));
  const known = writeRenders(random, Math.ceil(visits / epochs), put);
  writeVisits(random, known, put);
  const steps = Math.ceil((known.length * epochs) / batch);
  put('steps/a000-r00000.jsonl', Array.from({ length: steps }, (_, step) => stepLine(step)).join(''));
  renameSync(unfinished, folder);
}

interface Known {
  readonly key: Uint8Array;
  readonly think: number;
  readonly call: number;
}

type Put = (path: string, bytes: Uint8Array) => void;

function writeRenders(random: Random, count: number, put: Put): Known[] {
  const source = sourceText(random);
  const known: Known[] = [];
  for (let serial = 0; known.length < count; serial++) {
    const rows: RenderToWrite[] = [];
    while (rows.length < rendersPerShard && known.length < count) {
      const think = logNormal(random, 248, 0.833);
      const call = logNormal(random, 27, 0.525);
      const row = render(random, source, known.length, [100 + random.below(230), think, call]);
      rows.push(row);
      known.push({ key: row.key, think, call });
    }
    put(shardPath('renders', serial), rendersShard(rows));
  }
  return known;
}

function render(
  random: Random,
  source: string,
  number: number,
  [prompt, think, call]: [number, number, number],
): RenderToWrite {
  const count = prompt + think + call + 1;
  const ids = Uint32Array.from({ length: count }, () => random.below(150_000));
  const lens = Uint16Array.from({ length: count }, () => 1 + random.below(7));
  const starts = new Uint32Array(count);
  for (let i = 1; i < count; i++) starts[i] = starts[i - 1]! + lens[i - 1]!;
  const segments = new Uint8Array(count).fill(1, prompt, prompt + think).fill(2, prompt + think);
  segments[count - 1] = 4;
  const units = starts[count - 1]! + lens[count - 1]!;
  const at = random.below(source.length - units);
  const key = renderKey(ids);
  const hashes = { tools: hex(key), messages: [hex(key), hex(key)] };
  return {
    key,
    text: source.slice(at, at + units),
    ids,
    starts,
    lens,
    segments,
    firstSupervised: prompt,
    flags: 0,
    lineSha: hex(key) + hex(key),
    contentSha: hex(key) + '0'.repeat(32),
    meta: {
      dataset: 'train.jsonl',
      line: number + 1,
      id: `sample-${number}`,
      parts: [
        {
          message: 1,
          field: 'content',
          kind: 'think',
          pointer: '/messages/1/content',
          start: 0,
          end: 9,
          sha: hex(key),
        },
      ],
      map: [['/messages/0/content', 0, 0, starts[prompt]]],
      hashes,
    },
  };
}

function writeVisits(random: Random, known: readonly Known[], put: Put): void {
  let serial = 0;
  let rows: VisitToWrite[] = [];
  const flush = () => {
    if (rows.length > 0) put(shardPath('visits', serial++), visitsShard(rows));
    rows = [];
  };
  for (let visit = 0; visit < known.length * epochs; visit++) {
    const { key, think, call } = known[visit % known.length]!;
    const logprobs = Float32Array.from(
      { length: think + call + 1 },
      () => -random.next() * random.next() * 4,
    );
    rows.push({
      key,
      step: Math.floor(visit / batch),
      epoch: visit / known.length,
      scalars: [think, call + 1, 0.45, 0.12, 0.7],
      logprobs,
    });
    if (rows.length === visitsPerShard) flush();
  }
  flush();
}

/** A whole number of the log-normal distribution with that median, at least 1 and no more than 4,000. */
function logNormal(random: Random, median: number, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return Math.min(4_000, Math.max(1, Math.round(median * Math.exp(sigma * normal))));
}

/** 200,000 characters of words, out of which the texts are cut. */
function sourceText(random: Random): string {
  const words = [
    'the',
    'user',
    'asks',
    'for',
    'weather',
    'in',
    'Oslo',
    'so',
    'call',
    'get_weather(city="Oslo")',
    'then',
    'check',
  ];
  let text = '';
  while (text.length < 200_000) text += `${random.pick(words)} `;
  return text;
}
