/** A synthetic run of the paper's size: the same texts, tokens and visits however they are written. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { manifest, safetensors, type WrittenTensor } from '../../support/traceWriter.ts';
import { createRandom } from './random.ts';

export const epochs = 3;
/** Rows of a shard. */
export const textsInShard = 2_000;
export const visitsInShard = 20_000;
export const scalarNames = ['n_think', 'n_call', 'loss_think', 'loss_call', 'alpha'];
export const unitsPerToken = 4;

/** Lengths of texts as in the paper's data: prompt, thought (lognormal, median 248), call (median 27). */
export class SyntheticRun {
  readonly texts: number;
  readonly #lengths: readonly { readonly prompt: number; readonly think: number; readonly call: number }[];

  constructor(visits: number) {
    this.texts = Math.ceil(visits / epochs);
    const random = createRandom(2026);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    this.#lengths = Array.from({ length: this.texts }, () => {
      const think = Math.max(1, Math.round(248 * Math.exp(0.83 * normal())));
      const call = Math.max(1, Math.round(27 * Math.exp(0.5 * normal())));
      return { prompt: 100 + Math.round(230 * random.next()), think, call };
    });
  }

  lengths(i: number) {
    return this.#lengths[i]!;
  }

  total(i: number): number {
    const { prompt, think, call } = this.lengths(i);
    return prompt + think + call;
  }

  supervised(i: number): number {
    const { think, call } = this.lengths(i);
    return think + call;
  }

  /** Segment of token j. */
  segment(i: number, j: number): number {
    const { prompt, think } = this.lengths(i);
    return j < prompt ? 0 : j < prompt + think ? 1 : 2;
  }

  /** Visit n: every epoch in another order. */
  visit(n: number): { readonly epoch: number; readonly i: number; readonly step: number } {
    const [epoch, place] = [Math.floor(n / this.texts), n % this.texts];
    return { epoch, i: (place * 7919 + epoch * 31) % this.texts, step: Math.floor(n / 512) };
  }

  scalars(i: number): number[] {
    const { think, call } = this.lengths(i);
    return [think, call, 1, 1, 0.7];
  }

  meta(i: number): Uint8Array {
    return Buffer.from(JSON.stringify({ dataset: 0, line: i + 1, id: `s${i}` }));
  }
}

export const idOf = (i: number, j: number) => (i * 7919 + j * 104_729) % 150_000;
export const logprobOf = (i: number, epoch: number, j: number) =>
  -((i * 31 + epoch * 17 + j * 13) % 997) / 100;

export function keyOf(i: number): number[] {
  return Array.from(
    { length: 16 },
    (_, byte) => (((i + 1) * (byte + 3) * 2_654_435_761) >>> ((byte % 4) * 8)) & 255,
  )
    .with(0, i & 255)
    .with(1, (i >> 8) & 255)
    .with(2, (i >> 16) & 255);
}

/** SHA-256 of line or content, as it were. */
export const shaOf = (i: number, salt: number) => [...keyOf(i + salt), ...keyOf(i)];

function splits(counts: readonly number[]): Uint32Array {
  const borders = new Uint32Array(counts.length + 1);
  counts.forEach((count, i) => (borders[i + 1] = borders[i]! + count));
  return borders;
}

function tensor(
  name: string,
  type: WrittenTensor['type'],
  shape: number[],
  values: ArrayLike<number>,
): WrittenTensor {
  return { name, type, shape, values };
}

function rendersOf(run: SyntheticRun, from: number, to: number): Uint8Array {
  const rows = Array.from({ length: to - from }, (_, k) => from + k);
  const tokens = splits(rows.map((i) => run.total(i)));
  const count = tokens.at(-1)!;
  const [ids, starts, sizes, segments] = [
    new Uint32Array(count),
    new Uint32Array(count),
    new Uint16Array(count).fill(unitsPerToken),
    new Uint8Array(count),
  ];
  rows.forEach((i, k) => {
    for (let j = 0; j < run.total(i); j++) {
      const t = tokens[k]! + j;
      ids[t] = idOf(i, j);
      starts[t] = j * unitsPerToken;
      segments[t] = run.segment(i, j);
    }
  });
  const metas = rows.map((i) => [...run.meta(i)]);
  const n = rows.length;
  const sha = (salt: number) => Uint8Array.from(rows.flatMap((i) => shaOf(i, salt)));
  return safetensors([
    tensor('render.row_splits', 'U32', [n + 1], tokens),
    tensor(
      'render.text_splits',
      'U32',
      [n + 1],
      tokens.map((border) => border * unitsPerToken),
    ),
    tensor('render.key', 'U8', [n, 16], Uint8Array.from(rows.flatMap(keyOf))),
    tensor('render.line_sha', 'U8', [n, 32], sha(1)),
    tensor('render.content_sha', 'U8', [n, 32], sha(2)),
    tensor(
      'render.first_supervised',
      'U32',
      [n],
      rows.map((i) => run.lengths(i).prompt),
    ),
    tensor('render.flags', 'U8', [n], new Uint8Array(n)),
    tensor('render.meta_splits', 'U32', [n + 1], splits(metas.map((meta) => meta.length))),
    tensor('meta.utf8', 'U8', [metas.flat().length], metas.flat()),
    tensor('tok.id', 'U32', [count], ids),
    tensor('tok.start', 'U32', [count], starts),
    tensor('tok.len', 'U16', [count], sizes),
    tensor('tok.segment', 'U8', [count], segments),
    tensor('text.utf8', 'U8', [count * unitsPerToken], new Uint8Array(count * unitsPerToken).fill(97)),
  ]);
}

function visitsOf(run: SyntheticRun, from: number, to: number): Uint8Array {
  const rows = Array.from({ length: to - from }, (_, k) => run.visit(from + k));
  const tokens = splits(rows.map(({ i }) => run.supervised(i)));
  const logprobs = new Float32Array(tokens.at(-1)!);
  rows.forEach(({ i, epoch }, k) => {
    for (let j = 0; j < run.supervised(i); j++) logprobs[tokens[k]! + j] = logprobOf(i, epoch, j);
  });
  const n = rows.length;
  return safetensors([
    tensor('visit.row_splits', 'U32', [n + 1], tokens),
    tensor('visit.render_key', 'U8', [n, 16], Uint8Array.from(rows.flatMap(({ i }) => keyOf(i)))),
    tensor(
      'visit.step',
      'U32',
      [n],
      rows.map(({ step }) => step),
    ),
    tensor(
      'visit.epoch',
      'F32',
      [n],
      rows.map(({ epoch }) => epoch),
    ),
    tensor(
      'visit.scalars',
      'F32',
      [n, scalarNames.length],
      rows.flatMap(({ i }) => run.scalars(i)),
    ),
    tensor('tok.logprob', 'F16', [logprobs.length], logprobs),
  ]);
}

/** Writes the run as a `.cstrace` folder. */
export function writeTrace(run: SyntheticRun, folder: string): void {
  for (const name of ['renders', 'visits', 'steps']) mkdirSync(path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, 'manifest.json'), manifest());
  const visits = run.texts * epochs;
  const name = (n: number) => `a000-r00000-${String(n).padStart(6, '0')}.safetensors`;
  for (let from = 0, n = 0; from < run.texts; from += textsInShard, n++)
    writeFileSync(
      path.join(folder, 'renders', name(n)),
      rendersOf(run, from, Math.min(run.texts, from + textsInShard)),
    );
  for (let from = 0, n = 0; from < visits; from += visitsInShard, n++)
    writeFileSync(
      path.join(folder, 'visits', name(n)),
      visitsOf(run, from, Math.min(visits, from + visitsInShard)),
    );
  const steps = Array.from(
    { length: Math.ceil(visits / 512) },
    (_, step) => `{"step":${step},"alpha":0.7}\n`,
  );
  writeFileSync(path.join(folder, 'steps', 'a000-r00000.jsonl'), steps.join(''));
}
