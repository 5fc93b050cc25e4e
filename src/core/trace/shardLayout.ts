/** Which tensors a shard has, and how their shapes hang together. */
import { bad, copyAgain, type Read, good, quoted } from './faults.ts';
import type { Dtype, SafetensorsHeader } from './safetensors.ts';

/** What a shard holds: static tables of tokens, or values of them at steps. */
export type ShardKind = 'renders' | 'visits';

/** A side of a shape: a number, or a name that stands for the same number wherever it occurs; `rows+1` is one more. */
type Side = number | string;

interface TensorSpec {
  readonly dtype: Dtype;
  readonly shape: readonly Side[];
  readonly optional?: boolean;
}

const spec = (dtype: Dtype, ...shape: Side[]): TensorSpec => ({ dtype, shape });
const maybe = (dtype: Dtype, ...shape: Side[]): TensorSpec => ({ dtype, shape, optional: true });

const layouts: Readonly<Record<ShardKind, Readonly<Record<string, TensorSpec>>>> = {
  renders: {
    'render.key': spec('U8', 'rows', 16),
    'render.row_splits': spec('U32', 'rows+1'),
    'render.text_splits': spec('U32', 'rows+1'),
    'render.meta_splits': spec('U32', 'rows+1'),
    'render.line_sha': spec('U8', 'rows', 32),
    'render.content_sha': spec('U8', 'rows', 32),
    'render.first_supervised': spec('U32', 'rows'),
    'render.flags': spec('U8', 'rows'),
    'tok.id': spec('U32', 'tokens'),
    'tok.start': spec('U32', 'tokens'),
    'tok.len': spec('U16', 'tokens'),
    'tok.segment': spec('U8', 'tokens'),
    'meta.utf8': spec('U8', 'meta'),
    'text.utf8': spec('U8', 'text'),
  },
  visits: {
    'visit.render_key': spec('U8', 'rows', 16),
    'visit.row_splits': spec('U32', 'rows+1'),
    'visit.step': spec('U32', 'rows'),
    'visit.epoch': spec('F32', 'rows'),
    'visit.scalars': spec('F32', 'rows', 'scalars'),
    'tok.logprob': spec('F16', 'tokens'),
    'tok.weight': maybe('F16', 'tokens'),
    'tok.entropy': maybe('F16', 'tokens'),
    'tok.gnorm': maybe('F16', 'tokens'),
    'tok.topk_id': maybe('U32', 'tokens', 'k'),
    'tok.topk_logprob': maybe('F16', 'tokens', 'k'),
  },
};

/** The lengths that the tensors of a shard agree on: `rows`, `tokens`, and `text`, `meta` or `scalars`. */
export type ShardLengths = ReadonlyMap<string, number>;

/** Checks a header against what a shard of that kind has; unknown tensors are let be. */
export function shardLengths(path: string, kind: ShardKind, header: SafetensorsHeader): Read<ShardLengths> {
  const format = header.metadata.get('format');
  if (format !== 'callsmith-trace' || header.metadata.get('kind') !== kind) {
    const words = `It says that it is ${quoted(header.metadata.get('kind'))} of ${quoted(format)}, and its folder says ${kind}. ${copyAgain}`;
    return bad('bad-header', path, words);
  }
  if (!/^1(?:\.|$)/.test(header.metadata.get('version') ?? '1.0')) {
    const words = `It is of version ${quoted(header.metadata.get('version'))} and this release reads 1.x. Update Callsmith.`;
    return bad('unknown-version', path, words);
  }
  const lengths = new Map<string, number>();
  for (const [name, wanted] of Object.entries(layouts[kind])) {
    const info = header.tensors.get(name);
    if (info === undefined) {
      if (wanted.optional === true) continue;
      return bad('bad-tensor', path, `There is no tensor ${name} in it. ${copyAgain}`);
    }
    const fits =
      info.dtype === wanted.dtype &&
      info.shape.length === wanted.shape.length &&
      wanted.shape.every((side, axis) => bindSide(side, info.shape[axis]!, lengths));
    if (!fits) {
      const words = `Tensor ${name} is ${info.dtype} ${quoted(info.shape)} and belongs ${wanted.dtype} [${wanted.shape.join(', ')}] with the others' ${[...lengths].map((pair) => pair.join(' ')).join(', ')}. ${copyAgain}`;
      return bad('bad-tensor', path, words);
    }
  }
  return good(lengths);
}

function bindSide(side: Side, length: number, lengths: Map<string, number>): boolean {
  if (typeof side === 'number') return length === side;
  const plus = side.endsWith('+1') ? 1 : 0;
  const name = plus === 1 ? side.slice(0, -2) : side;
  const known = lengths.get(name);
  if (known === undefined && length >= plus) lengths.set(name, length - plus);
  return known === undefined ? length >= plus : length === known + plus;
}

/** What is wrong with splits that should run from 0 to `total` without going back; `undefined` when nothing is. */
export function splitsFault(splits: Uint32Array, total: number): string | undefined {
  if (splits[0] !== 0) return `begin at ${splits[0]} instead of 0`;
  for (let i = 1; i < splits.length; i++)
    if (splits[i]! < splits[i - 1]!) return `go back from ${splits[i - 1]} to ${splits[i]} at row ${i - 1}`;
  const last = splits[splits.length - 1]!;
  return last === total ? undefined : `end at ${last} instead of ${total}`;
}
