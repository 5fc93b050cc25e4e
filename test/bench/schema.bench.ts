/**
 * The validator against ajv (strict: false, allErrors) on real tool schemas. First the verdicts must be equal, then
 * ratios are printed. Run:
 *
 *   npx esbuild test/bench/schema.bench.ts --bundle --platform=node --format=cjs --outfile=dist/bench/schema.cjs
 *   CALLSMITH_DATA=../shared/data node dist/bench/schema.cjs
 */
import Ajv2020 from 'ajv/dist/2020.js';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { compileSchema } from '../../src/core/schema/compile.ts';
import { checkMetaSchema } from '../../src/core/schema/metaSchema.ts';
import { normalizeToolSchema } from '../../src/core/schema/normalize.ts';
import { createToolCache } from '../../src/core/schema/toolCache.ts';

const DATA = process.env['CALLSMITH_DATA'] ?? '../shared/data';
const WANTED = Number(process.env['BENCH_TOOLS'] ?? 1_500);

interface Case {
  readonly name: string;
  readonly parameters: JsonObject;
  readonly schema: JsonObject;
  readonly values: readonly JsonValue[];
}

/** Tools of BFCL and ACEBench question files, one for each name and content. */
function readTools(): Map<string, { name: string; parameters: JsonObject }> {
  const tools = new Map<string, { name: string; parameters: JsonObject }>();
  for (const file of files(DATA)) {
    if (!/(bfcl|acebench).*\.json$/.test(file) || file.includes('possible_answer')) continue;
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (tools.size >= WANTED || !line.startsWith('{')) continue;
      const row = JSON.parse(line) as JsonObject;
      const list = Array.isArray(row['function']) ? row['function'] : [];
      for (const tool of list) {
        if (!isObject(tool) || typeof tool['name'] !== 'string' || !isObject(tool['parameters'])) continue;
        tools.set(JSON.stringify([tool['name'], tool['parameters']]), {
          name: tool['name'],
          parameters: tool['parameters'],
        });
      }
    }
  }
  return tools;
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

/** A value that a schema of the usual kind accepts. */
function sample(schema: JsonValue | undefined, depth = 0): JsonValue {
  if (!isObject(schema) || depth > 8) return 'x';
  if (Array.isArray(schema['enum'])) return schema['enum'][0] ?? null;
  const type = Array.isArray(schema['type']) ? schema['type'][0] : schema['type'];
  if (type === 'integer') return 3;
  if (type === 'number') return 2.5;
  if (type === 'boolean') return true;
  if (type === 'array') return [sample(schema['items'], depth + 1), sample(schema['items'], depth + 1)];
  if (type !== 'object') return 'some text';
  const value: JsonObject = {};
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  for (const name in properties) value[name] = sample(properties[name], depth + 1);
  return value;
}

/** The valid value and three near misses: a member gone, one of another type, one too many. */
function valuesFor(schema: JsonObject): JsonValue[] {
  const good = sample(schema) as JsonObject;
  const names = Object.keys(good);
  if (names.length === 0) return [good];
  const { [names[0]!]: _, ...less } = good;
  return [good, good, good, good, less, { ...good, [names.at(-1)!]: { no: 1 } }, { ...good, extra: 1 }];
}

function cpu(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

/** Median CPU µs of several alternating repetitions. */
function compare(rounds: number, ...works: readonly (() => void)[]): number[] {
  const times = works.map((): number[] => []);
  for (let i = 0; i < rounds; i++) works.forEach((work, k) => times[k]!.push(cpu(work)));
  return times.map((list) => list.sort((a, b) => a - b)[list.length >> 1]!);
}

const cases: Case[] = [...readTools().values()].map(({ name, parameters }) => {
  const schema = normalizeToolSchema({ parameters }).schema as JsonObject;
  return { name, parameters, schema, values: valuesFor(schema) };
});
const calls = cases.reduce((sum, item) => sum + item.values.length, 0);
const args = cases.reduce(
  (sum, item) => sum + item.values.reduce<number>((n, v) => n + Object.keys(v as JsonObject).length, 0),
  0,
);

let compared = 0;
for (const { schema, values } of cases) {
  const oracle = new Ajv2020({
    strict: false,
    allErrors: true,
    validateFormats: false,
    unicodeRegExp: false,
    logger: false,
  }).compile(schema);
  const ours = compileSchema(schema);
  for (const value of values) {
    compared++;
    if (ours.isValid(value) !== oracle(value))
      throw new Error(`verdicts differ: ${JSON.stringify(schema)} on ${JSON.stringify(value)}`);
  }
}
console.log(`${cases.length} tools, ${calls} calls, ${args} arguments; ${compared} verdicts equal ajv's`);

const row = (what: string, count: number, ours: number, theirs?: number): void =>
  console.log(
    `${what.padEnd(44)} ${(ours / count).toFixed(3).padStart(9)} µs` +
      (theirs === undefined
        ? ''
        : `   ajv ${(theirs / count).toFixed(3).padStart(9)} µs   ratio ${(ours / theirs).toFixed(3)}`),
  );

{
  const [ours, theirs] = compare(
    3,
    () =>
      cases.forEach(({ schema, values }) =>
        compileSchema(schema, { closed: 'arguments' }).isValid(values[0]!),
      ),
    () => {
      const ajv = new Ajv2020({
        strict: false,
        allErrors: true,
        validateFormats: false,
        unicodeRegExp: false,
        logger: false,
      });
      cases.slice(0, 300).forEach(({ schema, values }) => ajv.compile(structuredClone(schema))(values[0]!));
    },
  );
  row('compile and one call, per schema', cases.length, ours!, (theirs! * cases.length) / 300);
}
{
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    validateFormats: false,
    unicodeRegExp: false,
    logger: false,
  });
  const compiled = cases.map(({ schema, values }) => ({
    ours: compileSchema(schema),
    theirs: ajv.compile(schema),
    values,
  }));
  const rounds = 20;
  const [ours, theirs] = compare(
    5,
    () => {
      for (let i = 0; i < rounds; i++)
        for (const item of compiled) for (const value of item.values) item.ours.isValid(value);
    },
    () => {
      for (let i = 0; i < rounds; i++)
        for (const item of compiled) for (const value of item.values) item.theirs(value);
    },
  );
  row(`warm call, ${cases.length} tools`, calls * rounds, ours!, theirs!);
  row('  per argument', args * rounds, ours!, theirs!);
  const one = compiled.find((item) => item.values.length > 4 && item.ours.isValid(item.values[0]!));
  const [ours1, theirs1] = compare(
    5,
    () => {
      for (let i = 0; i < 100_000; i++)
        if (!one!.ours.isValid(one!.values[i & 3]!)) throw new Error('verdict changed');
    },
    () => {
      for (let i = 0; i < 100_000; i++)
        if (!one!.theirs(one!.values[i & 3]!)) throw new Error('verdict changed');
    },
  );
  row('warm call, one tool', 100_000, ours1!, theirs1!);
}
{
  const cache = createToolCache();
  const copies = cases.map(({ name, parameters }) => ({ name, parameters: structuredClone(parameters) }));
  for (const { name, parameters } of cases) cache.get(name, { parameters }).validator.isValid({});
  const [normalize, meta, miss, hit] = compare(
    5,
    () => cases.forEach(({ parameters }) => normalizeToolSchema({ parameters })),
    () => cases.forEach(({ schema }) => checkMetaSchema(schema, '2020-12')),
    () => {
      const empty = createToolCache();
      cases.forEach(({ name, parameters, values }) =>
        empty.get(name, { parameters }).validator.isValid(values[0]!),
      );
    },
    () => copies.forEach(({ name, parameters }) => cache.get(name, { parameters })),
  );
  row('normalise, per tool', cases.length, normalize!);
  row('meta-schema, per tool', cases.length, meta!);
  row('cache miss with one call, per tool', cases.length, miss!);
  row('cache hit, per tool', cases.length, hit!);
}
