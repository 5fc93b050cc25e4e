/** The small tables of shards: what is kept in memory of each text and each visit. */
import { fault, isFault, type TraceFault } from './fault.ts';
import type { Shard } from './shard.ts';

/** What the texts of a shard have beside their tokens. */
export interface Renders {
  readonly shard: Shard;
  readonly count: number;
  readonly keys: Uint8Array;
  readonly lineShas: Uint8Array;
  readonly contentShas: Uint8Array;
  readonly rows: Uint32Array;
  readonly texts: Uint32Array;
  readonly metas: Uint32Array;
  readonly first: Uint32Array;
  readonly flags: Uint8Array;
}

/** What the visits of a shard have beside their tokens. */
export interface Visits {
  readonly shard: Shard;
  readonly attempt: number;
  readonly count: number;
  readonly keys: Uint8Array;
  readonly rows: Uint32Array;
  readonly steps: Uint32Array;
  readonly epochs: Float32Array;
  readonly scalars: Float32Array;
  readonly columns: number;
}

/** Reads the table of a shard of texts. */
export async function readRenders(shard: Shard): Promise<Renders | TraceFault> {
  const count = shard.lengthOf('render.flags');
  const [keys, lineShas, contentShas, first, flags, rows, texts, metas] = await Promise.all([
    shard.all('render.key', 'U8', 16),
    shard.all('render.line_sha', 'U8', 32),
    shard.all('render.content_sha', 'U8', 32),
    shard.all('render.first_supervised', 'U32'),
    shard.all('render.flags', 'U8'),
    shard.splits('render.row_splits', count, shard.lengthOf('tok.id')),
    shard.splits('render.text_splits', count, shard.lengthOf('text.utf8')),
    shard.splits('render.meta_splits', count, shard.lengthOf('meta.utf8')),
  ]);
  const broken = [keys, lineShas, contentShas, first, flags, rows, texts, metas].find(isFault);
  if (broken) return broken;
  const table = { shard, count, keys, lineShas, contentShas, first, flags, rows, texts, metas } as Renders;
  const isEven =
    table.keys.length === 16 * count &&
    table.lineShas.length === 32 * count &&
    table.contentShas.length === 32 * count &&
    table.first.length === count;
  return isEven ? table : uneven(shard);
}

/** Reads the table of a shard of visits. */
export async function readVisits(shard: Shard): Promise<Visits | TraceFault> {
  const count = shard.lengthOf('visit.step');
  const shape = shard.header.tensors.get('visit.scalars')?.shape;
  const columns = shape?.length === 2 ? shape[1]! : 0;
  const [keys, steps, epochs, scalars, rows] = await Promise.all([
    shard.all('visit.render_key', 'U8', 16),
    shard.all('visit.step', 'U32'),
    shard.all('visit.epoch', 'F32'),
    shard.all('visit.scalars', 'F32', columns),
    shard.splits('visit.row_splits', count, shard.lengthOf('tok.logprob')),
  ]);
  const broken = [keys, steps, epochs, scalars, rows].find(isFault);
  if (broken) return broken;
  const attempt = Number(/\/a(\d{1,6})-/.exec(shard.file.path)?.[1] ?? 0);
  const table = { shard, attempt, count, keys, rows, steps, epochs, scalars, columns } as Visits;
  const isEven =
    table.keys.length === 16 * count &&
    table.epochs.length === count &&
    table.scalars.length === columns * count;
  return isEven ? table : uneven(shard);
}

function uneven(shard: Shard): TraceFault {
  const words = 'The shard is damaged: its tables have not the same rows. It is passed over.';
  return fault('tensor', shard.file.path, words);
}

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Bytes in hexadecimal. */
export function hex(bytes: Uint8Array, from: number, count: number): string {
  let text = '';
  for (let i = from; i < from + count; i++) text += digits[bytes[i]!]!;
  return text;
}

/** The bytes of hexadecimal digits; `undefined` where there are not so many, or something else. */
export function bytesOfHex(text: string, count: number): Uint8Array | undefined {
  if (text.length !== 2 * count || !/^[0-9a-f]*$/.test(text)) return undefined;
  const bytes = new Uint8Array(count);
  for (let i = 0; i < count; i++) bytes[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
