/**
 * Questions and tools of public benchmarks, as hashes, for telling that a training set holds some of them. The list is
 * made by tools/buildBenchmarks.mjs from the benchmarks' own files; only hashes are kept, 48 bits each.
 */
import { isObject, type JsonValue } from '../json.ts';
import { hashOfFolded, ValueHash } from '../text/valueHash.ts';
import { benchmarkData } from './benchmarks.generated.js';

/** A benchmark that is compared with. */
export interface Benchmark {
  /** The id of its format; a file of that format is the benchmark itself, or made to look like it. */
  readonly format: string;
  /** For people: "BFCL v4". */
  readonly title: string;
  /** Where its files are from, and as of when. */
  readonly source: string;
  readonly date: string;
  readonly licence: string;
  readonly questions: ReadonlySet<number>;
  readonly tools: ReadonlySet<number>;
}

let known: readonly Benchmark[] | undefined;

/** The benchmarks; unpacked when first asked for. */
export function benchmarks(): readonly Benchmark[] {
  return (known ??= benchmarkData.map(({ questions, tools, ...about }) => ({
    ...about,
    questions: unpack(questions),
    tools: unpack(tools),
  })));
}

/** Short sentences ("What is the weather?") are said by everybody. In UTF-16 units; East Asian text says more with fewer. */
const fewest = 40;
const fewestWide = 15;

/** A text of that length is one that two people hardly write alike. */
export function isLongEnough(text: string): boolean {
  return (
    text.length >= fewest ||
    (text.length >= fewestWide && /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(text))
  );
}

/** The hash under which a question is kept: letter case, spacing and the marks at its end do not count. */
export function questionHash(text: string): number {
  return to48(hashOfFolded(text));
}

/** 48 bits of a hash. */
export function to48(hash: number): number {
  return hash % 0x1000000000000;
}

/**
 * The hash of a tool: its name and the names of its parameters, whatever the dialect of its schema. `undefined` for a
 * tool with fewer than two parameters: too little to know it by.
 */
export function toolHash(name: string | undefined, parameters: JsonValue | undefined): number | undefined {
  if (name === undefined || !isObject(parameters)) return undefined;
  const properties = isObject(parameters.properties) ? parameters.properties : parameters;
  const names = Object.keys(properties);
  if (names.length < 2) return undefined;
  const all = new ValueHash();
  const one = new ValueHash();
  for (const parameter of names) all.addLoose(one.reset().addText(parameter));
  return to48(all.addText(name).value);
}

function unpack(base64: string): Set<number> {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const hashes = new Set<number>();
  // Eight digits of six bits are one hash.
  for (let i = 0; i + 8 <= base64.length; i += 8) {
    let hash = 0;
    for (let j = 0; j < 8; j++) hash = hash * 64 + digits.indexOf(base64[i + j]!);
    hashes.add(hash);
  }
  return hashes;
}
