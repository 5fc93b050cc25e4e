/**
 * The samples of all files of a run, for finding those that stand in two of them: a copy in the validation split, a
 * data set that was merged in twice. An open hash table in typed arrays, 14 bytes a sample and as much free; the order
 * of the files decides, so the result does not depend on who was ready first.
 */
import type { LineRange } from '../text/lineRange.ts';

/** Samples that are kept; those of later files are compared with these, and not with one another. */
const maxKept = 4_000_000;
/** Other files that are told of, for one file. */
const maxFiles = 10;

/** Samples of a file that an earlier one holds too. */
export interface SharedSamples {
  /** The earlier file. */
  readonly file: string;
  readonly count: number;
  /** The first of them in the file at hand, and its line in the earlier one. */
  readonly here: LineRange;
  readonly there: number;
}

export class RunTable {
  readonly #limit: number;
  readonly #files: string[] = [];
  #size = 0;
  #hashes = new Float64Array(1024);
  #fileOf = new Uint16Array(1024);
  #lineOf = new Uint32Array(1024);

  constructor(limit = maxKept) {
    this.#limit = limit;
  }

  /** Compares a file with those before it, then keeps its samples. Most shared samples first, ten files at most. */
  add(
    file: string,
    samples: Iterable<{ readonly whole: number; readonly range: LineRange }>,
  ): SharedSamples[] {
    const shared = new Map<number, { count: number; here: LineRange; there: number }>();
    // Files beyond what a number of 16 bits names are compared, but not kept.
    const own = this.#files.length < 0xffff ? this.#files.push(file) : 0;
    for (const { whole, range } of samples) {
      let slot = this.#slot(whole);
      if (this.#hashes[slot] !== 0) {
        const other = this.#fileOf[slot]!;
        if (other === own) continue;
        const known = shared.get(other);
        if (known) known.count++;
        else shared.set(other, { count: 1, here: range, there: this.#lineOf[slot]! });
        continue;
      }
      if (own === 0 || this.#size >= this.#limit) continue;
      if (++this.#size * 2 > this.#hashes.length) {
        this.#grow();
        slot = this.#slot(whole);
      }
      this.#hashes[slot] = whole;
      this.#fileOf[slot] = own;
      this.#lineOf[slot] = range.line;
    }
    return [...shared]
      .sort(([a, x], [b, y]) => y.count - x.count || a - b)
      .slice(0, maxFiles)
      .map(([other, found]) => ({ file: this.#files[other - 1]!, ...found }));
  }

  /** Where the hash stands, or would stand. */
  #slot(hash: number): number {
    const mask = this.#hashes.length - 1;
    // The low bits of a hash are as good as any.
    let slot = ((hash % 0x100000000) | 0) & mask;
    while (this.#hashes[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const { length } = this.#hashes;
    const [hashes, fileOf, lineOf] = [this.#hashes, this.#fileOf, this.#lineOf];
    this.#hashes = new Float64Array(length * 2);
    this.#fileOf = new Uint16Array(length * 2);
    this.#lineOf = new Uint32Array(length * 2);
    for (let i = 0; i < length; i++) {
      if (hashes[i] === 0) continue;
      const slot = this.#slot(hashes[i]!);
      this.#hashes[slot] = hashes[i]!;
      this.#fileOf[slot] = fileOf[i]!;
      this.#lineOf[slot] = lineOf[i]!;
    }
  }
}
