/** A cache with a budget in bytes that gives up what was not used for longest. */

/** What a loader gives: the value and how many bytes it holds. */
export interface Loaded<T> {
  readonly value: T;
  readonly bytes: number;
}

interface Entry {
  readonly value: Promise<unknown>;
  /** Undefined while it is being loaded. */
  bytes: number | undefined;
}

/** Values by key. One key always has one type of value, which the caller sees to. */
export class ByteCache {
  readonly #budget: number;
  /** In the order of use, the latest last. */
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(budgetBytes: number) {
    this.#budget = budgetBytes;
  }

  /** Bytes of the values that are kept. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How many values are kept or being loaded. */
  get size(): number {
    return this.#entries.size;
  }

  /** The value of a key, loaded where it is not there; who asks while it is loaded gets the same. A failed load is not kept. */
  get<T>(key: string, load: () => Promise<Loaded<T>>): Promise<T> {
    const found = this.#entries.get(key);
    if (found !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, found);
      return found.value as Promise<T>;
    }
    const value = load().then(
      (loaded) => {
        if (this.#entries.get(key) === entry) this.#keep(entry, loaded.bytes);
        return loaded.value;
      },
      (error: unknown) => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
        throw error;
      },
    );
    const entry: Entry = { value, bytes: undefined };
    this.#entries.set(key, entry);
    return value;
  }

  /** Forgets a key, for values that turned out to be of no use. */
  delete(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }

  /** Forgets everything. */
  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  #keep(entry: Entry, bytes: number): void {
    entry.bytes = bytes;
    this.#bytes += bytes;
    for (const [key, old] of this.#entries) {
      if (this.#bytes <= this.#budget) break;
      if (old.bytes !== undefined) this.delete(key);
    }
  }
}
