/**
 * The facts of a stretch of a file, packed into typed arrays: 48 bytes a sample, plain data that crosses from workers.
 * Put together in the order of the stretches, they are what rules of whole files look at.
 */
import type { ComparedSample, FileContext, FileSubject, ShapeUse } from '../rules/types.ts';
import type { LineRange } from '../text/lineRange.ts';
import type { ColumnShape } from './columns.ts';
import type { RecordFacts } from './facts.ts';

/** Samples of a file that are compared with one another; more would not fit into a bounded memory. */
export const maxCompared = 4_000_000;

/** A shape of records, with the places of its columns in the first record that has it. */
export interface PackedShape {
  readonly shape: ColumnShape;
  readonly count: number;
  /** In the order of `shape.columns`. */
  readonly places: readonly LineRange[];
}

/** Facts of a stretch. Lines count from 1 at its start. */
export interface PackedFacts {
  /** By sample: line, column, end line, end column. */
  readonly ranges: Uint32Array;
  /** By sample: whole, input, calls, asked. */
  readonly hashes: Float64Array;
  /** Ids of records, where suppressions ask for them. */
  readonly ids: readonly (string | undefined)[] | undefined;
  readonly traits: readonly (readonly [number, number])[];
  readonly shapes: readonly PackedShape[];
  /** Where the first sample stands; absent when there is none. */
  readonly first: LineRange | undefined;
}

const rangeFields = 4;
const hashFields = 4;

/** Packs the facts of a stretch, one record after the other. */
export class FactPacker {
  #ranges = new Uint32Array(256);
  #hashes = new Float64Array(256);
  #count = 0;
  #ids: (string | undefined)[] | undefined;
  readonly #traits = new Map<number, number>();
  readonly #shapes = new Map<
    ColumnShape,
    { shape: ColumnShape; count: number; places: readonly LineRange[] }
  >();
  #first: LineRange | undefined;

  /** `placesOf` is asked for the places of a shape's columns, for the first record that has it. */
  add(
    facts: RecordFacts,
    range: LineRange,
    placesOf: (shape: ColumnShape) => readonly LineRange[],
    id?: string,
  ): void {
    this.#first ??= range;
    this.#traits.set(facts.traits, (this.#traits.get(facts.traits) ?? 0) + 1);
    const { columns } = facts;
    if (columns) {
      const known = this.#shapes.get(columns);
      if (known) known.count++;
      else this.#shapes.set(columns, { shape: columns, count: 1, places: placesOf(columns) });
    }
    if (facts.whole === 0) return;
    const at = this.#count++;
    if (this.#count * rangeFields > this.#ranges.length) this.#grow();
    const r = at * rangeFields;
    this.#ranges[r] = range.line;
    this.#ranges[r + 1] = range.column;
    this.#ranges[r + 2] = range.endLine;
    this.#ranges[r + 3] = range.endColumn;
    const h = at * hashFields;
    this.#hashes[h] = facts.whole;
    this.#hashes[h + 1] = facts.input;
    this.#hashes[h + 2] = facts.calls;
    this.#hashes[h + 3] = facts.asked;
    if (id !== undefined) (this.#ids ??= [])[at] = id;
  }

  /** What was packed since the last call; `undefined` when that is nothing. */
  take(): PackedFacts | undefined {
    if (!this.#first) return undefined;
    const packed: PackedFacts = {
      ranges: this.#ranges.slice(0, this.#count * rangeFields),
      hashes: this.#hashes.slice(0, this.#count * hashFields),
      ids: this.#ids,
      traits: [...this.#traits],
      shapes: [...this.#shapes.values()],
      first: this.#first,
    };
    this.#count = 0;
    this.#ids = this.#first = undefined;
    this.#traits.clear();
    this.#shapes.clear();
    return packed;
  }

  #grow(): void {
    const ranges = new Uint32Array(this.#ranges.length * 2);
    ranges.set(this.#ranges);
    this.#ranges = ranges;
    const hashes = new Float64Array(this.#hashes.length * 2);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
  }
}

/** A stretch with how many lines of the file stand before it. */
export interface PlacedFacts {
  readonly facts: PackedFacts;
  readonly linesBefore: number;
}

/** A sample found in packed facts. */
export interface PackedSample extends ComparedSample {
  readonly range: LineRange;
  readonly id: string | undefined;
}

/** The file as its rules see it, over stretches in order. */
export class PackedFile implements FileSubject {
  readonly memo = new Map<object, unknown>();
  readonly compared: number;
  readonly shapes: readonly ShapeUse[];
  /** The file's first sample. */
  readonly first: LineRange | undefined;
  readonly #stretches: { readonly placed: PlacedFacts; readonly start: number; readonly count: number }[] =
    [];
  readonly #traits = new Map<number, number>();
  readonly #places = new Map<ShapeUse, readonly LineRange[]>();
  readonly #samples = new Map<number, PackedSample>();

  constructor(
    stretches: Iterable<PlacedFacts>,
    readonly file: FileContext,
    readonly samples: number,
  ) {
    let start = 0;
    const shapes = new Map<string, { columns: ShapeUse['columns']; count: number; order: number }>();
    for (const placed of stretches) {
      const { facts, linesBefore } = placed;
      const count = Math.min(facts.hashes.length / hashFields, maxCompared - start);
      this.#stretches.push({ placed, start, count });
      start += count;
      this.first ??= facts.first && below(facts.first, linesBefore);
      for (const [bits, times] of facts.traits) this.#traits.set(bits, (this.#traits.get(bits) ?? 0) + times);
      for (const { shape, count: times, places } of facts.shapes) {
        const known = shapes.get(shape.name);
        if (known) known.count += times;
        else {
          const use = { columns: shape.columns, count: times, order: shapes.size };
          shapes.set(shape.name, use);
          this.#places.set(
            use,
            places.map((place) => below(place, linesBefore)),
          );
        }
      }
    }
    this.compared = start === maxCompared ? start : samples;
    this.shapes = [...shapes.values()];
  }

  count(having: number, lacking = 0): number {
    let sum = 0;
    for (const [bits, times] of this.#traits)
      if ((bits & having) === having && (bits & lacking) === 0) sum += times;
    return sum;
  }

  groups(key: 'whole' | 'input' | 'asked'): PackedSample[][] {
    const offset = key === 'whole' ? 0 : key === 'input' ? 1 : 3;
    const groups = new Map<number, PackedSample[]>();
    for (const hash of this.#repeated(offset)) groups.set(hash, []);
    if (groups.size > 0) {
      for (const { placed, start, count } of this.#stretches) {
        const { hashes } = placed.facts;
        for (let i = 0; i < count; i++) {
          groups.get(hashes[i * hashFields + offset]!)?.push(this.#sample(placed, i, start + i));
        }
      }
    }
    return [...groups.values()].sort((a, b) => byPlace(a[0]!.range, b[0]!.range));
  }

  /** Every sample that is compared, in order: its whole hash and where it stands. */
  *wholes(): Generator<{ readonly whole: number; readonly range: LineRange }> {
    for (const { placed, count } of this.#stretches) {
      for (let i = 0; i < count; i++)
        yield { whole: placed.facts.hashes[i * hashFields]!, range: rangeOf(placed, i) };
    }
  }

  /** Where a finding stands. */
  placeOf(at: ComparedSample | { readonly shape: ShapeUse; readonly column: object } | undefined): LineRange {
    if (at === undefined) {
      // A finding about the file stands at the first character of the first sample.
      const { line, column } = this.first ?? { line: 1, column: 1 };
      return { line, column, endLine: line, endColumn: column + 1 };
    }
    if ('shape' in at) {
      const index = at.shape.columns.indexOf(at.column as never);
      return this.#places.get(at.shape)![index]!;
    }
    return (at as PackedSample).range;
  }

  /** Hashes that stand more than once. Sorting a copy needs less memory than a table of millions of numbers. */
  #repeated(offset: number): number[] {
    let length = 0;
    for (const { count } of this.#stretches) length += count;
    const sorted = new Float64Array(length);
    let at = 0;
    for (const { placed, count } of this.#stretches) {
      const { hashes } = placed.facts;
      for (let i = 0; i < count; i++) sorted[at++] = hashes[i * hashFields + offset]!;
    }
    sorted.sort();
    const repeated: number[] = [];
    for (let i = 1; i < length; i++) {
      const hash = sorted[i]!;
      if (hash === sorted[i - 1] && hash !== repeated.at(-1)) repeated.push(hash);
    }
    return repeated;
  }

  /** One object for a sample, however many groups it is in. */
  #sample(placed: PlacedFacts, i: number, index: number): PackedSample {
    let sample = this.#samples.get(index);
    if (!sample) {
      const { hashes, ids } = placed.facts;
      const range = rangeOf(placed, i);
      const h = i * hashFields;
      sample = {
        line: range.line,
        whole: hashes[h]!,
        input: hashes[h + 1]!,
        calls: hashes[h + 2]!,
        asked: hashes[h + 3]!,
        range,
        id: ids?.[i],
      };
      this.#samples.set(index, sample);
    }
    return sample;
  }
}

function rangeOf({ facts: { ranges }, linesBefore }: PlacedFacts, i: number): LineRange {
  const r = i * rangeFields;
  return {
    line: ranges[r]! + linesBefore,
    column: ranges[r + 1]!,
    endLine: ranges[r + 2]! + linesBefore,
    endColumn: ranges[r + 3]!,
  };
}

function below(range: LineRange, lines: number): LineRange {
  const { line, column, endLine, endColumn } = range;
  return { line: line + lines, column, endLine: endLine + lines, endColumn };
}

function byPlace(a: LineRange, b: LineRange): number {
  return a.line - b.line || a.column - b.column;
}
