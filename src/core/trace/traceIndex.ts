/** The index of a run: which texts there are, by what they are known, and when each was trained. Bytes, not objects. */
import { KeyTable } from './keyTable.ts';
import { bytesOfHex, type Renders, type Visits } from './tables.ts';

/** Where a row of a table is. */
export interface At<Table> {
  readonly table: Table;
  readonly row: number;
}

const keyBytes = 16;
const shaBytes = 32;

/** Texts and visits by the key of a text. Visits may come before their text. */
export class TraceIndex {
  readonly #keys = new KeyTable(keyBytes);
  /** By the number of the key. */
  readonly #renders: (At<Renders> | undefined)[] = [];
  /** Further rows of a known key: another rank wrote the text, or another line of the data set reads the same. */
  readonly #others: At<Renders>[] = [];
  /** The last visit of a key, and for each visit the one before of the same key; -1 for none. */
  readonly #last: number[] = [];
  #previous = new Int32Array(1024);
  #visits = 0;
  #texts = 0;
  /** With the number of the first visit of each. */
  readonly #tables: { readonly first: number; readonly table: Visits }[] = [];
  /** The last attempt that took a step. */
  readonly #attempts = new Map<number, number>();
  #hashes: { readonly lines: HashIndex; readonly contents: HashIndex } | undefined;

  /** Texts, and times that a text was trained. */
  get counts(): { readonly renders: number; readonly visits: number } {
    return { renders: this.#texts, visits: this.#visits };
  }

  addRenders(table: Renders): void {
    this.#hashes = undefined;
    for (let row = 0; row < table.count; row++) {
      const number = this.#numberOf(table.keys, row);
      if (this.#renders[number]) {
        this.#others.push({ table, row });
        continue;
      }
      this.#renders[number] = { table, row };
      this.#texts++;
    }
  }

  addVisits(table: Visits): void {
    this.#tables.push({ first: this.#visits, table });
    if (this.#visits + table.count > this.#previous.length) {
      const longer = new Int32Array(Math.max(2 * this.#previous.length, this.#visits + table.count));
      longer.set(this.#previous);
      this.#previous = longer;
    }
    for (let row = 0; row < table.count; row++) {
      const number = this.#numberOf(table.keys, row);
      const visit = this.#visits++;
      this.#previous[visit] = this.#last[number]!;
      this.#last[number] = visit;
      this.reached(table.steps[row]!, table.attempt);
    }
  }

  /** An attempt took a step: what earlier attempts recorded of it does not count. */
  reached(step: number, attempt: number): void {
    this.#attempts.set(step, Math.max(attempt, this.#attempts.get(step) ?? 0));
  }

  /** @param key 32 hexadecimal digits */
  render(key: string): At<Renders> | undefined {
    const bytes = bytesOfHex(key, keyBytes);
    const number = bytes && this.#keys.find(bytes);
    return number === undefined ? undefined : this.#renders[number];
  }

  /** One row for each text. */
  *renders(): Iterable<At<Renders>> {
    for (const at of this.#renders) if (at) yield at;
  }

  /** All rows: a text has one for each line of the data set that reads so, and for each rank that wrote it. */
  *rows(): Iterable<At<Renders>> {
    yield* this.renders();
    yield* this.#others;
  }

  /** The visits of a text by step; of a step that several attempts took, the last attempt's. */
  visitsOf(key: string): At<Visits>[] {
    const bytes = bytesOfHex(key, keyBytes);
    const number = bytes && this.#keys.find(bytes);
    const found: At<Visits>[] = [];
    if (number === undefined) return found;
    for (let visit = this.#last[number]!; visit >= 0; visit = this.#previous[visit]!) {
      const at = this.#visitAt(visit);
      if (at.table.attempt === this.#attempts.get(at.table.steps[at.row]!)) found.push(at);
    }
    return found.reverse().sort((a, b) => a.table.steps[a.row]! - b.table.steps[b.row]!);
  }

  /** Texts whose data set line has this hash, 64 hexadecimal digits. */
  byLine(sha: string): readonly At<Renders>[] {
    return this.#hashIndex().lines.find(sha);
  }

  /** Texts whose record has this content. */
  byContent(sha: string): readonly At<Renders>[] {
    return this.#hashIndex().contents.find(sha);
  }

  #numberOf(keys: Uint8Array, row: number): number {
    const number = this.#keys.add(keys, row * keyBytes);
    if (number === this.#last.length) {
      this.#last.push(-1);
      this.#renders.push(undefined);
    }
    return number;
  }

  #visitAt(visit: number): At<Visits> {
    let [from, to] = [0, this.#tables.length];
    while (to - from > 1) {
      const middle = (from + to) >> 1;
      if (this.#tables[middle]!.first <= visit) from = middle;
      else to = middle;
    }
    const { first, table } = this.#tables[from]!;
    return { table, row: visit - first };
  }

  #hashIndex() {
    if (!this.#hashes) {
      this.#hashes = { lines: new HashIndex(), contents: new HashIndex() };
      for (const at of this.rows()) {
        this.#hashes.lines.add(at.table.lineShas, at);
        // A line without a canonical form has zeros.
        const [from, to] = [at.row * shaBytes, (at.row + 1) * shaBytes];
        if (at.table.contentShas.subarray(from, to).some((byte) => byte !== 0))
          this.#hashes.contents.add(at.table.contentShas, at);
      }
    }
    return this.#hashes;
  }
}

/** Rows by a hash; several may have the same. */
class HashIndex {
  readonly #keys = new KeyTable(shaBytes);
  readonly #rows: (At<Renders> | At<Renders>[])[] = [];

  add(hashes: Uint8Array, at: At<Renders>): void {
    const number = this.#keys.add(hashes, at.row * shaBytes);
    const known = this.#rows[number];
    if (known === undefined) this.#rows.push(at);
    else if (Array.isArray(known)) known.push(at);
    else this.#rows[number] = [known, at];
  }

  find(sha: string): readonly At<Renders>[] {
    const bytes = bytesOfHex(sha, shaBytes);
    const number = bytes && this.#keys.find(bytes);
    const found = number === undefined ? [] : this.#rows[number]!;
    return Array.isArray(found) ? found : [found];
  }
}
