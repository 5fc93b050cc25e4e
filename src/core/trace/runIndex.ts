/** What is kept of all shards of a run: which render is where, and which visits it has. About 100 bytes a render, 8 a visit. */
import { byteKey } from './hex.ts';
import type { RenderIndex, Shard, VisitIndex } from './shards.ts';

/** A row of a shard. */
export interface ShardRow {
  readonly shard: Shard;
  readonly row: number;
}

/** The order in which a rank wrote rows. */
const inShards = (a: ShardRow, b: ShardRow): number =>
  a.shard.rank - b.shard.rank || a.shard.serial - b.shard.serial || a.row - b.row;

interface VisitShard {
  readonly shard: Shard;
  /** Number of the render of each row, -1 where no shard has it. */
  readonly renders: Int32Array;
  readonly steps: Uint32Array;
  unknown: number;
}

/** The visits of all renders, in runs: those of render r are `[offsets[r], offsets[r + 1])`. */
interface VisitTable {
  readonly offsets: Uint32Array;
  readonly shards: Uint32Array;
  readonly rows: Uint32Array;
}

/** Grows by shards; renders are numbered in the order in which they came. */
export class RunIndex {
  readonly renderShards: Shard[] = [];
  readonly #numbers = new Map<string, number>();
  /** Of each render: where it stands first. */
  readonly #shardOf: number[] = [];
  readonly #rowOf: number[] = [];
  readonly #visitShards: VisitShard[] = [];
  /** The highest attempt that reached a step. */
  readonly #attempts = new Map<number, number>();
  #table: VisitTable | undefined;

  /** Distinct renders, by key. */
  get renderCount(): number {
    return this.#numbers.size;
  }

  /** All visits, those of overtaken attempts and of unknown renders too. */
  get visitCount(): number {
    return this.#visitShards.reduce((sum, { steps }) => sum + steps.length, 0);
  }

  /** Visits whose render is in no shard that could be read. */
  get unknownVisits(): number {
    return this.#visitShards.reduce((sum, { unknown }) => sum + unknown, 0);
  }

  /** Keys of all renders, of {@link byteKey}. */
  keys(): Iterable<string> {
    return this.#numbers.keys();
  }

  /** The number of a render by its key of {@link byteKey}. */
  numberOf(key: string): number | undefined {
    return this.#numbers.get(key);
  }

  /** Where a render stands first. */
  rowOf(render: number): ShardRow {
    return { shard: this.renderShards[this.#shardOf[render]!]!, row: this.#rowOf[render]! };
  }

  /** Takes the rows of a renders shard; of a key that is known the first row is kept. */
  addRenders(shard: Shard, index: RenderIndex): void {
    const number = this.renderShards.push(shard) - 1;
    for (let row = 0; row < shard.rows; row++) {
      const key = byteKey(index.keys, row, 16);
      if (this.#numbers.has(key)) continue;
      this.#numbers.set(key, this.#shardOf.length);
      this.#shardOf.push(number);
      this.#rowOf.push(row);
    }
    this.#table = undefined;
  }

  /** Takes the rows of a visits shard. */
  addVisits(shard: Shard, index: VisitIndex): void {
    const entry = { shard, renders: new Int32Array(shard.rows), steps: index.steps, unknown: 0 };
    this.#visitShards.push(entry);
    this.#resolve(entry, index);
    let last = -1;
    for (const step of index.steps) {
      if (step !== last) this.reached(step, shard.attempt);
      last = step;
    }
  }

  /** Visits shards with rows whose render was unknown when they came; to be resolved again when renders were added. */
  unresolved(): Shard[] {
    return this.#visitShards.filter(({ unknown }) => unknown > 0).map(({ shard }) => shard);
  }

  /** Looks again for the renders of a visits shard. */
  resolve(shard: Shard, index: VisitIndex): void {
    const entry = this.#visitShards.find((known) => known.shard === shard);
    if (entry !== undefined) this.#resolve(entry, index);
  }

  /** Tells that an attempt reached a step. */
  reached(step: number, attempt: number): void {
    if ((this.#attempts.get(step) ?? -1) < attempt) this.#attempts.set(step, attempt);
  }

  /** The visits of a render, in the order of steps, and how many more overtaken attempts have. */
  visitsOf(render: number): { visits: ShardRow[]; overtaken: number } {
    const { offsets, shards, rows } = (this.#table ??= this.#buildTable());
    const found: (ShardRow & { step: number })[] = [];
    const end = offsets[render + 1] ?? 0;
    const start = offsets[render] ?? 0;
    for (let i = start; i < end; i++) {
      const { shard, steps } = this.#visitShards[shards[i]!]!;
      const step = steps[rows[i]!]!;
      if (shard.attempt >= (this.#attempts.get(step) ?? 0)) found.push({ shard, row: rows[i]!, step });
    }
    found.sort((a, b) => a.step - b.step || inShards(a, b));
    return { visits: found.map(({ shard, row }) => ({ shard, row })), overtaken: end - start - found.length };
  }

  #resolve(entry: VisitShard, index: VisitIndex): void {
    entry.unknown = 0;
    for (let row = 0; row < entry.renders.length; row++) {
      const render = this.#numbers.get(byteKey(index.keys, row, 16)) ?? -1;
      entry.renders[row] = render;
      if (render < 0) entry.unknown++;
    }
    this.#table = undefined;
  }

  /** Sorts the visits by render, counting. */
  #buildTable(): VisitTable {
    const offsets = new Uint32Array(this.renderCount + 1);
    for (const { renders } of this.#visitShards)
      for (const render of renders) if (render >= 0) offsets[render + 1]!++;
    for (let i = 1; i < offsets.length; i++) offsets[i]! += offsets[i - 1]!;
    const total = offsets[offsets.length - 1]!;
    const table = { offsets, shards: new Uint32Array(total), rows: new Uint32Array(total) };
    const next = offsets.slice();
    this.#visitShards.forEach(({ renders }, shard) => {
      for (let row = 0; row < renders.length; row++) {
        if (renders[row]! < 0) continue;
        const at = next[renders[row]!]!++;
        table.shards[at] = shard;
        table.rows[at] = row;
      }
    });
    return table;
  }
}
