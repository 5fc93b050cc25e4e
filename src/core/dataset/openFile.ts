/**
 * The samples of an open document, kept up to date one by one: an edited line is taken out and put in again, and groups
 * of samples that agree are at hand without looking at the others. The same view of a file as `PackedFile`.
 */
import type { ComparedSample, FileContext, FileSubject, ShapeUse } from '../rules/types.ts';
import type { ColumnShape } from './columns.ts';
import type { RecordFacts } from './facts.ts';

/** A sample that is in an `OpenFile`; `line` is the owner's to keep right. */
export interface OpenSample extends ComparedSample {
  line: number;
  readonly facts: RecordFacts;
}

/** Makes the sample of a record; its line is set before rules run. */
export function openSample(facts: RecordFacts): OpenSample {
  const { whole, input, calls, asked } = facts;
  return { line: 0, whole, input, calls, asked, facts };
}

type Key = 'whole' | 'input' | 'asked';

export class OpenFile {
  readonly #byHash: Readonly<Record<Key, HashIndex>> = {
    whole: new HashIndex('whole'),
    input: new HashIndex('input'),
    asked: new HashIndex('asked'),
  };
  readonly #traits = new Map<number, number>();
  readonly #shapes = new Map<ColumnShape, number>();

  add(sample: OpenSample): void {
    this.#count(sample, 1);
    if (sample.whole === 0) return;
    for (const index of Object.values(this.#byHash)) index.add(sample);
  }

  remove(sample: OpenSample): void {
    this.#count(sample, -1);
    if (sample.whole === 0) return;
    for (const index of Object.values(this.#byHash)) index.remove(sample);
  }

  /** The view that rules get. `ordered` gives all samples in order; their lines must be right. */
  subject(file: FileContext, samples: number, ordered: () => Iterable<OpenSample>): OpenSubject {
    const traits = this.#traits;
    const byHash = this.#byHash;
    const firsts = new Map<ShapeUse, OpenSample>();
    let shapes: ShapeUse[] | undefined;
    return {
      file,
      samples,
      compared: samples,
      memo: new Map(),
      firstOf: (shape) => firsts.get(shape)!,
      count(having, lacking = 0) {
        let sum = 0;
        for (const [bits, count] of traits)
          if ((bits & having) === having && (bits & lacking) === 0) sum += count;
        return sum;
      },
      groups: (key) => byHash[key].groups(),
      // Asked for by the rules of columns alone: it has to look for the first record of each shape.
      get shapes() {
        return (shapes ??= this.findShapes());
      },
      findShapes: () => {
        const found = new Map<string, { columns: ShapeUse['columns']; count: number; order: number }>();
        const waiting = new Map(this.#shapes);
        for (const sample of ordered()) {
          if (waiting.size === 0) break;
          const shape = sample.facts.columns;
          const count = shape && waiting.get(shape);
          if (!shape || count === undefined) continue;
          waiting.delete(shape);
          const use = { columns: shape.columns, count, order: found.size };
          found.set(shape.name, use);
          firsts.set(use, sample);
        }
        return [...found.values()];
      },
    };
  }

  #count({ facts }: OpenSample, sign: 1 | -1): void {
    bump(this.#traits, facts.traits, sign);
    if (facts.columns) bump(this.#shapes, facts.columns, sign);
  }
}

/** What rules get, and where the first record of a shape is. */
export interface OpenSubject extends FileSubject {
  firstOf(shape: ShapeUse): OpenSample;
  findShapes(): ShapeUse[];
}

function bump<T>(counts: Map<T, number>, key: T, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

/** Samples by one of their hashes. Most stand alone: they are kept without a set around them. */
class HashIndex {
  readonly #members = new Map<number, OpenSample | Set<OpenSample>>();
  readonly #shared = new Set<number>();

  constructor(private readonly key: Key) {}

  add(sample: OpenSample): void {
    const hash = sample[this.key];
    const known = this.#members.get(hash);
    if (known === undefined) this.#members.set(hash, sample);
    else if (known instanceof Set) known.add(sample);
    else {
      this.#members.set(hash, new Set([known, sample]));
      this.#shared.add(hash);
    }
  }

  remove(sample: OpenSample): void {
    const hash = sample[this.key];
    const known = this.#members.get(hash);
    if (!(known instanceof Set)) {
      this.#members.delete(hash);
      return;
    }
    known.delete(sample);
    if (known.size > 1) return;
    this.#shared.delete(hash);
    const [last] = known;
    this.#members.set(hash, last!);
  }

  groups(): OpenSample[][] {
    const groups = [...this.#shared].map((hash) =>
      [...(this.#members.get(hash) as Set<OpenSample>)].sort((a, b) => a.line - b.line),
    );
    return groups.sort((a, b) => a[0]!.line - b[0]!.line);
  }
}
