/**
 * Findings of files that are not complete yet. A file's findings can be told only when the whole of it was seen (the
 * counts of what is told once per file stand among them), so they wait: some in memory, the rest in a temporary file.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SweepFinding } from '../core/sweep/types.ts';

/** Findings kept in memory, over all files. */
const defaultLimit = 5000;

/** A list that was put away. */
export interface StoredFindings {
  /** Gives the list; it stays here. */
  look(): readonly SweepFinding[];
  /** Gives the list back and lets go of it. */
  take(): SweepFinding[];
}

export class FindingStore {
  readonly #limit: number;
  #inMemory = 0;
  #folder: string | undefined;
  #handle: number | undefined;
  #written = 0;

  constructor(limit = defaultLimit) {
    this.#limit = limit;
  }

  /** @throws the file system's error when the temporary file cannot be written. */
  put(findings: readonly SweepFinding[]): StoredFindings {
    const { length } = findings;
    if (length === 0) return { look: () => [], take: () => [] };
    if (this.#inMemory + length <= this.#limit) {
      this.#inMemory += length;
      return {
        look: () => findings,
        take: () => {
          this.#inMemory -= length;
          return [...findings];
        },
      };
    }
    const bytes = Buffer.from(JSON.stringify(findings));
    const handle = (this.#handle ??= this.#open());
    const at = this.#written;
    for (let done = 0; done < bytes.length;)
      done += writeSync(handle, bytes, done, bytes.length - done, at + done);
    this.#written += bytes.length;
    const size = bytes.length;
    return { look: () => this.#read(at, size), take: () => this.#read(at, size) };
  }

  /** Removes the temporary file. */
  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle);
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#handle = this.#folder = undefined;
  }

  #open(): number {
    this.#folder = mkdtempSync(join(tmpdir(), 'callsmith-'));
    return openSync(join(this.#folder, 'findings'), 'w+', 0o600);
  }

  #read(at: number, size: number): SweepFinding[] {
    const bytes = Buffer.allocUnsafe(size);
    for (let done = 0; done < size;) {
      const count = readSync(this.#handle!, bytes, done, size - done, at + done);
      if (count === 0)
        throw new Error('The temporary file with findings is shorter than what was written to it');
      done += count;
    }
    return JSON.parse(bytes.toString('utf8')) as SweepFinding[];
  }
}
