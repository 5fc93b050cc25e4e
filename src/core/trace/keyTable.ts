/** Numbers keys of a fixed size in the order in which they come: a table of bytes, without an object for each key. */
export class KeyTable {
  #bytes: Uint8Array;
  #slots: Int32Array;
  #count = 0;

  /** @param size bytes of a key */
  constructor(private readonly size: number) {
    this.#bytes = new Uint8Array(size * 64);
    this.#slots = new Int32Array(256).fill(-1);
  }

  /** Keys so far; they are numbered from 0. */
  get count(): number {
    return this.#count;
  }

  /** The number of the key at `from`; a new one gets the next number. */
  add(bytes: Uint8Array, from = 0): number {
    if (2 * this.#count >= this.#slots.length) this.#grow();
    const slot = this.#slotOf(bytes, from);
    const known = this.#slots[slot]!;
    if (known >= 0) return known;
    const at = this.#count * this.size;
    if (at + this.size > this.#bytes.length) {
      const longer = new Uint8Array(2 * this.#bytes.length);
      longer.set(this.#bytes);
      this.#bytes = longer;
    }
    for (let i = 0; i < this.size; i++) this.#bytes[at + i] = bytes[from + i]!;
    this.#slots[slot] = this.#count;
    return this.#count++;
  }

  /** The number of a key; `undefined` for one that never came. */
  find(bytes: Uint8Array, from = 0): number | undefined {
    const known = this.#slots[this.#slotOf(bytes, from)]!;
    return known < 0 ? undefined : known;
  }

  /** The key of a number. */
  key(number: number): Uint8Array {
    return this.#bytes.subarray(number * this.size, (number + 1) * this.size);
  }

  /** Where the key is, or the empty slot where it would be. */
  #slotOf(bytes: Uint8Array, from: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = this.#hash(bytes, from) & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot]!;
      if (number < 0 || this.#equals(number, bytes, from)) return slot;
    }
  }

  /** Keys are hashes already, but who writes a file may choose them: all bytes count. */
  #hash(bytes: Uint8Array, from: number): number {
    let hash = 0x811c9dc5;
    for (let i = 0; i < this.size; i++) hash = Math.imul(hash ^ bytes[from + i]!, 0x01000193);
    return (hash ^ (hash >>> 15)) >>> 0;
  }

  #equals(number: number, bytes: Uint8Array, from: number): boolean {
    const at = number * this.size;
    for (let i = 0; i < this.size; i++) if (this.#bytes[at + i] !== bytes[from + i]) return false;
    return true;
  }

  #grow(): void {
    this.#slots = new Int32Array(2 * this.#slots.length).fill(-1);
    for (let number = 0; number < this.#count; number++)
      this.#slots[this.#slotOf(this.#bytes, number * this.size)] = number;
  }
}
