/**
 * Seeded samples as in ../shared's measurements: xLAM-like rows (tools and answers are strings of JSON) and chats
 * (arguments are strings of JSON), with text of other scripts and a share of wrong calls. Tools come from a pool by
 * Zipf's law, so that they recur as in real files, or are made anew for every sample.
 */
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import { createRandom, type Random } from './random.ts';

interface Tool {
  readonly name: string;
  readonly description: string;
  readonly parameters: {
    type: 'object';
    properties: JsonObject;
    required: string[];
    additionalProperties?: false;
  };
}

export interface GenerateOptions {
  readonly seed: number;
  readonly shape: 'xlam' | 'chat';
  /** Tools to choose from; 0: every tool is new. */
  readonly pool: number;
  /** Share of wrong calls. Default 0.02. */
  readonly wrong?: number;
}

const words =
  'time order city report payment flight table light garden method signal window market number season price river engine record letter travel answer morning water open check large small first under between again before after simple second special during'.split(
    ' ',
  );
const foreign = ['天気予報を', '请帮我查询', '예약을', 'Привет', 'مرحبا', 'naïve', 'größer', '🚀'];
const verbs = ['get', 'list', 'create', 'update', 'find', 'cancel', 'send', 'convert', 'book', 'compare'];
const nouns = [
  'weather',
  'invoice',
  'flight',
  'meeting',
  'account',
  'playlist',
  'shipment',
  'currency',
  'document',
  'route',
  'ticket',
  'sensor',
];

/** Endless records; each is one line without its break. */
export function* generate(options: GenerateOptions): Generator<string, never> {
  const random = createRandom(options.seed);
  const pool = Array.from({ length: options.pool }, (_, i) => makeTool(random, i));
  let made = pool.length;
  // Zipf: the tool of rank r is taken about 1/r as often as the first.
  const choose = () =>
    pool[Math.min(pool.length - 1, Math.floor(Math.exp(random.next() * Math.log(pool.length + 1))) - 1)]!;
  for (let id = 0; ; id++) {
    const count = options.shape === 'xlam' ? random.pick([1, 1, 2, 2, 3, 4]) : 1 + random.below(6);
    const tools = new Map<string, Tool>();
    for (let i = 0; i < count; i++) {
      const tool = pool.length > 0 ? choose() : makeTool(random, made++);
      tools.set(tool.name, tool);
    }
    const make = options.shape === 'xlam' ? xlamRow : chatRow;
    yield make(random, id, [...tools.values()], options.wrong ?? 0.02);
  }
}

/** The first `count` of them. */
export function generateLines(count: number, options: GenerateOptions): string[] {
  const lines: string[] = [];
  for (const line of generate(options)) {
    lines.push(line);
    if (lines.length === count) break;
  }
  return lines;
}

function phrase(random: Random, least: number, most: number, other = 0.02): string {
  const count = least + random.below(most - least + 1);
  return Array.from({ length: count }, () => random.pick(random.chance(other) ? foreign : words)).join(' ');
}

function prose(random: Random, least: number, most: number): string {
  const count = least + random.below(most - least + 1);
  const sentences = Array.from({ length: count }, () => {
    const text = phrase(random, 6, 18);
    return `${text[0]!.toUpperCase()}${text.slice(1)}${random.chance(0.2) ? '?' : '.'}`;
  });
  return sentences.join(random.chance(0.1) ? '\n\n' : ' ');
}

function makeTool(random: Random, i: number): Tool {
  const properties: JsonObject = {};
  const count = 1 + random.below(7);
  for (let k = 0; k < count; k++) properties[`${random.pick(nouns)}_${k}`] = makeProperty(random, 0);
  const required = Object.keys(properties).filter(() => random.chance(0.55));
  const parameters: Tool['parameters'] = { type: 'object', properties, required };
  if (random.chance(0.5)) parameters.additionalProperties = false;
  return {
    name: `${random.pick(verbs)}_${random.pick(nouns)}_${i}`,
    description: prose(random, 1, 2),
    parameters,
  };
}

function makeProperty(random: Random, depth: number): JsonObject {
  const description = phrase(random, 4, 14, 0);
  const kind = random.next();
  if (kind < 0.38) {
    const schema: JsonObject = { type: 'string', description };
    if (random.chance(0.08)) schema.minLength = 1;
    else if (random.chance(0.06)) schema.pattern = '^[^<>]*$';
    return schema;
  }
  if (kind < 0.52) {
    const count = 2 + random.below(5);
    return {
      type: 'string',
      enum: Array.from({ length: count }, (_, i) => `${random.pick(nouns)}_${i}`),
      description,
    };
  }
  if (kind < 0.68)
    return random.chance(0.4)
      ? { type: 'integer', minimum: 0, maximum: 1000, description }
      : { type: 'integer', description };
  if (kind < 0.78) return { type: 'number', description };
  if (kind < 0.88) return { type: 'boolean', description };
  if (kind < 0.95 || depth > 1)
    return { type: 'array', items: { type: random.chance(0.7) ? 'string' : 'integer' }, description };
  const properties: JsonObject = {};
  const count = 1 + random.below(4);
  for (let k = 0; k < count; k++) properties[`${random.pick(nouns)}_${k}`] = makeProperty(random, depth + 1);
  return { type: 'object', properties, description };
}

function makeValue(random: Random, schema: JsonObject): JsonValue {
  if (Array.isArray(schema.enum)) return random.pick(schema.enum);
  switch (schema.type) {
    case 'string':
      return random.chance(0.1) ? prose(random, 1, 3) : phrase(random, 1, 5);
    case 'integer':
      return random.below(1000);
    case 'number':
      return random.below(100_000) / 100;
    case 'boolean':
      return random.chance(0.5);
    case 'array':
      return Array.from({ length: random.below(5) }, () => makeValue(random, schema.items as JsonObject));
    default: {
      const members = Object.entries(schema.properties as JsonObject).filter(() => random.chance(0.8));
      return Object.fromEntries(members.map(([key, inner]) => [key, makeValue(random, inner as JsonObject)]));
    }
  }
}

function makeArguments(random: Random, { parameters }: Tool, isWrong: boolean): JsonObject {
  const { properties, required } = parameters;
  const given: JsonObject = {};
  for (const [key, schema] of Object.entries(properties)) {
    if (required.includes(key) || random.chance(0.5)) given[key] = makeValue(random, schema as JsonObject);
  }
  if (!isWrong) return given;
  const keys = Object.keys(given);
  const kind = random.below(3);
  if (kind === 0 && required.length > 0) delete given[random.pick(required)];
  else if (kind === 1 && keys.length > 0) given[random.pick(keys)] = { wrong: 1 };
  else given.not_declared = 1;
  return given;
}

function xlamRow(random: Random, id: number, tools: readonly Tool[], wrong: number): string {
  const answers = Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () => {
    const tool = random.pick(tools);
    return { name: tool.name, arguments: makeArguments(random, tool, random.chance(wrong)) };
  });
  return JSON.stringify({
    id,
    query: phrase(random, 10, 40),
    answers: JSON.stringify(answers),
    tools: JSON.stringify(tools),
  });
}

function chatRow(random: Random, id: number, tools: readonly Tool[], wrong: number): string {
  const messages: JsonValue[] = [];
  let calls = 0;
  if (random.chance(0.7)) messages.push({ role: 'system', content: prose(random, 2, 8) });
  for (let turns = random.pick([1, 1, 2, 2, 3, 5]); turns > 0; turns--) {
    messages.push({ role: 'user', content: prose(random, 1, 5) });
    const made = Array.from({ length: random.pick([1, 1, 2]) }, () => {
      const tool = random.pick(tools);
      const given = makeArguments(random, tool, random.chance(wrong));
      return {
        id: `call_${id}_${calls++}`,
        type: 'function',
        function: { name: tool.name, arguments: JSON.stringify(given) },
      };
    });
    messages.push({ role: 'assistant', content: null, tool_calls: made });
    for (const { id: call } of made) {
      const items = Array.from({ length: random.below(6) }, () => ({
        name: phrase(random, 1, 3),
        price: random.below(10_000) / 100,
      }));
      messages.push({
        role: 'tool',
        tool_call_id: call,
        content: JSON.stringify({ status: 'ok', items, text: prose(random, 1, 6) }),
      });
    }
    messages.push({ role: 'assistant', content: prose(random, 1, 8) });
  }
  const wrapped = tools.map((tool) => ({ type: 'function', function: tool as unknown as JsonValue }));
  return JSON.stringify({ messages, tools: wrapped });
}
