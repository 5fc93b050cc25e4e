/**
 * What models cost: a dated table as data, and what the person writes over it. An unknown model has no cost, which is not
 * the same as free. Prices are of the standard service, before discounts and taxes.
 */
import { isObject } from '../core/json.ts';
import type { ModelCost, ModelUsage } from '../core/model/modelBackend.ts';
import { originOf } from './address.ts';

/** The price of one model at one place. */
export interface Price {
  /** The model's name; a dated version of it (`name-2026-01-31`) costs the same unless it has an entry of its own. */
  readonly model: string;
  /** The origin where the price holds, such as `https://api.openai.com`; absent: anywhere. */
  readonly origin?: string;
  /** US dollars for a million tokens that are sent. */
  readonly input: number;
  /** US dollars for a million tokens that come back, reasoning included. */
  readonly output: number;
  /** US dollars for a million sent tokens that the server had kept; absent: as `input`. */
  readonly cachedInput?: number;
  /** Requests with more sent tokens than `above` cost this many times as much, the whole request. */
  readonly long?: { readonly above: number; readonly input: number; readonly output: number };
  /** The day the price was looked up, as 2026-11-26. */
  readonly asOf: string;
  /** Where. */
  readonly source: string;
}

const openai = 'https://api.openai.com';
const page = (model: string): { readonly asOf: string; readonly source: string } => ({
  asOf: '2026-11-26',
  source: `https://developers.openai.com/api/docs/models/${model}`,
});
const long = { above: 272_000, input: 2, output: 1.5 };

/** The table that ships. It is a help for planning, not a bill; the person's own entries go before it. */
export const shippedPrices: readonly Price[] = [
  {
    model: 'gpt-6-luna',
    origin: openai,
    input: 0.1,
    output: 0.5,
    cachedInput: 0.01,
    long,
    ...page('gpt-6-luna'),
  },
  {
    model: 'gpt-6-sol',
    origin: openai,
    input: 2,
    output: 10,
    cachedInput: 0.2,
    long,
    asOf: '2026-09-22',
    source: 'https://github.com/merefield/codexometer/releases/tag/v0.18.4',
  },
  {
    model: 'gpt-6.1-sol',
    origin: openai,
    input: 2,
    output: 10,
    cachedInput: 0.1,
    long,
    asOf: '2026-09-30',
    source: 'https://github.com/amine123max/Codex-Manager/releases/tag/0.4.7',
  },
  {
    model: 'gpt-5.6-terra',
    origin: openai,
    input: 2,
    output: 12,
    cachedInput: 0.2,
    long,
    ...page('gpt-5.6-terra'),
  },
  {
    model: 'gpt-5.6-luna',
    origin: openai,
    input: 0.2,
    output: 1.2,
    cachedInput: 0.02,
    long,
    asOf: '2026-08-01',
    source: 'https://docs.laozhang.ai/en/announcements/gpt-5-6-pricing-2026-07.md',
  },
  {
    model: 'gpt-5-mini',
    origin: openai,
    input: 0.25,
    output: 2,
    cachedInput: 0.025,
    ...page('gpt-5-mini'),
  },
  {
    model: 'gpt-4.1-mini',
    origin: openai,
    input: 0.4,
    output: 1.6,
    cachedInput: 0.1,
    asOf: '2026-06-21',
    source: 'https://tokenmath.io/openai-api-pricing-explained',
  },
];

/** The prices that hold, the person's own first. */
export interface PriceTable {
  readonly prices: readonly Price[];
  /** What could not be read of the person's own, one sentence each. */
  readonly problems: readonly string[];
}

const isAmount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;
const known = new Set(['input', 'output', 'cachedInput', 'origin', 'asOf', 'source']);

/** One entry of the person's table, or what is wrong with it. */
function readPrice(model: string, value: unknown): Price | string {
  const where = `Price of "${model}"`;
  if (!isObject(value)) return `${where}: write {"input": 1, "output": 2, "asOf": "2026-11-26"}.`;
  const strange = Object.keys(value).find((key) => !known.has(key));
  if (strange !== undefined) return `${where}: there is no key "${strange}".`;
  const { input, output, cachedInput, origin, asOf, source } = value;
  if (!isAmount(input) || !isAmount(output))
    return `${where}: "input" and "output" are US dollars for a million tokens, 0 or more.`;
  if (cachedInput !== undefined && !isAmount(cachedInput))
    return `${where}: "cachedInput" is US dollars for a million tokens, 0 or more.`;
  if (typeof asOf !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(asOf) || Number.isNaN(Date.parse(asOf)))
    return `${where}: "asOf" is the day the price was looked up, such as "2026-11-26".`;
  if (source !== undefined && typeof source !== 'string')
    return `${where}: "source" is a text, such as an address.`;
  const bound = typeof origin === 'string' ? originOf(origin) : undefined;
  if (origin !== undefined && bound === undefined)
    return `${where}: "origin" is the beginning of an address, such as "https://api.openai.com".`;
  return {
    model,
    input,
    output,
    asOf,
    source: source ?? 'your own table',
    ...(isAmount(cachedInput) && { cachedInput }),
    ...(bound !== undefined && { origin: bound }),
  };
}

/**
 * Puts the person's own prices before the shipped ones.
 * @param own the value of the setting or the file: an object from model names to `{input, output, asOf, …}`; what cannot
 * be read is told in `problems` and left out, the rest holds
 */
export function mergePrices(own: unknown, shipped: readonly Price[] = shippedPrices): PriceTable {
  if (own === undefined || own === null) return { prices: shipped, problems: [] };
  if (!isObject(own))
    return {
      prices: shipped,
      problems: ['Prices: write an object from names of models to their prices.'],
    };
  const read = Object.entries(own).map(([model, value]) => readPrice(model, value));
  return {
    prices: [...read.filter((one) => typeof one !== 'string'), ...shipped],
    problems: read.filter((one) => typeof one === 'string'),
  };
}

/** The price of a model at an origin: its own entry first, then that of the model without a date at the end. */
export function findPrice(prices: readonly Price[], model: string, origin: string): Price | undefined {
  const at = (name: string): Price | undefined =>
    prices.find((one) => one.model === name && (one.origin === undefined || one.origin === origin));
  const undated = /^(.+)-\d{4}-\d{2}-\d{2}$/.exec(model)?.[1];
  return at(model) ?? (undated === undefined ? undefined : at(undated));
}

/** What a request cost; undefined where its model has no known price. */
export function costOf(
  prices: readonly Price[],
  model: string,
  origin: string,
  usage: ModelUsage,
): ModelCost | undefined {
  const price = findPrice(prices, model, origin);
  if (price === undefined) return undefined;
  const times =
    price.long !== undefined && usage.input > price.long.above ? price.long : { input: 1, output: 1 };
  const cached = Math.min(usage.cachedInput ?? 0, usage.input);
  const usd =
    ((usage.input - cached) * price.input * times.input +
      cached * (price.cachedInput ?? price.input) * times.input +
      usage.output * price.output * times.output) /
    1_000_000;
  return { usd, asOf: price.asOf, estimated: usage.estimated };
}
