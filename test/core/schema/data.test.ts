/**
 * Dialects on real tool definitions: after normalising, only what is truly no schema is still invalid. Needs the data
 * sets (CALLSMITH_DATA, default ../shared/data); without them it is skipped.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isObject, type JsonObject, type JsonValue } from '../../../src/core/json.ts';
import { checkMetaSchema } from '../../../src/core/schema/metaSchema.ts';
import { prepareTool } from '../../../src/core/schema/toolCache.ts';

const DATA = process.env['CALLSMITH_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');

function files(path: string): string[] {
  if (!statSync(path).isDirectory()) return /\.jsonl?$/.test(path) ? [path] : [];
  return readdirSync(path)
    .sort()
    .flatMap((name) => files(join(path, name)));
}

function entries(file: string): JsonValue[] {
  const text = readFileSync(file, 'utf8');
  if (text.trimStart().startsWith('[')) return JSON.parse(text) as JsonValue[];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  try {
    return lines.map((line) => JSON.parse(line) as JsonValue);
  } catch (error) {
    if (error instanceof SyntaxError) return [JSON.parse(text) as JsonValue];
    throw error;
  }
}

const PARAMETERS = ['parameters', 'input_schema', 'inputSchema', 'query_parameters', 'arguments'];
/** Where calls and answers stand, which look like tools. */
const NOT_TOOLS = new Set(['answers', 'ground_truth', 'output', 'calling', 'messages']);

/** Objects with a name, a description and parameters, wherever they stand, also in strings of JSON. */
function collect(value: JsonValue, into: Map<string, { name: string; key: string; tool: JsonObject }>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, into);
  } else if (isObject(value)) {
    const { name } = value;
    const key = PARAMETERS.find((candidate) => isObject(value[candidate]));
    if (typeof name === 'string' && key !== undefined && 'description' in value) {
      into.set(JSON.stringify([name, value[key], value['required'] ?? null]), { name, key, tool: value });
      return;
    }
    for (const [member, inner] of Object.entries(value)) {
      if (NOT_TOOLS.has(member)) continue;
      if (member === 'tools' && typeof inner === 'string' && inner.startsWith('['))
        collect(JSON.parse(inner) as JsonValue, into);
      else if (typeof inner === 'object') collect(inner, into);
    }
  }
}

interface Counts {
  readonly distinct: number;
  readonly invalidAsWritten: number;
  readonly invalidNormalised: number;
  readonly dialects: Readonly<Record<string, number>>;
}

function count(source: string): Counts {
  const tools = new Map<string, { name: string; key: string; tool: JsonObject }>();
  for (const file of files(join(DATA, source))) for (const entry of entries(file)) collect(entry, tools);
  const dialects: Record<string, number> = {};
  let invalidAsWritten = 0;
  let invalidNormalised = 0;
  for (const { name, key, tool } of tools.values()) {
    const prepared = prepareTool(name, {
      parameters: tool[key],
      required: tool['required'],
      parametersKey: key,
    });
    const { dialect, draft } = prepared.normalized;
    dialects[dialect] = (dialects[dialect] ?? 0) + 1;
    if (checkMetaSchema(tool[key]!, draft).length > 0) invalidAsWritten++;
    if (prepared.metaErrors.length > 0) invalidNormalised++;
  }
  return { distinct: tools.size, invalidAsWritten, invalidNormalised, dialects };
}

/** What these files hold; when they change, check the difference by hand and write the new numbers here. */
const EXPECTED: Readonly<Record<string, Counts>> = {
  bfcl: { distinct: 2711, invalidAsWritten: 2711, invalidNormalised: 0, dialects: { S1: 2711 } },
  acebench: { distinct: 2472, invalidAsWritten: 152, invalidNormalised: 0, dialects: { S1: 152, S0: 2320 } },
  // Two tools give `examples` a text instead of a list.
  'hammer/test/original': {
    distinct: 1133,
    invalidAsWritten: 48,
    invalidNormalised: 2,
    dialects: { S2: 48, S0: 64, S4: 1021 },
  },
  // One tool writes draft 04's `exclusiveMinimum: true` under draft 07.
  livemcpbench: { distinct: 522, invalidAsWritten: 1, invalidNormalised: 1, dialects: { S0: 522 } },
  nestful: { distinct: 131, invalidAsWritten: 16, invalidNormalised: 0, dialects: { S3: 123, S2: 7, S0: 1 } },
  llamafactory: {
    distinct: 437,
    invalidAsWritten: 46,
    invalidNormalised: 0,
    dialects: { S0: 377, S4: 29, S1: 17, S2: 14 },
  },
  quoted: { distinct: 10, invalidAsWritten: 8, invalidNormalised: 0, dialects: { S5: 7, S2: 3 } },
  'qwen-agent': { distinct: 33, invalidAsWritten: 0, invalidNormalised: 0, dialects: { S0: 33 } },
  ftrl: { distinct: 26, invalidAsWritten: 0, invalidNormalised: 0, dialects: { S0: 26 } },
  'nemo-gym': { distinct: 65, invalidAsWritten: 0, invalidNormalised: 0, dialects: { S0: 65 } },
};

describe.skipIf(!existsSync(DATA))(`tool definitions of the data sets (skipped without ${DATA})`, () => {
  it.each(Object.keys(EXPECTED))('%s', (source) => {
    expect(count(source)).toEqual(EXPECTED[source]);
  });
});
