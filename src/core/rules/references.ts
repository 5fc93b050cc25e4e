/** References from a call's arguments to the results of earlier calls. */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Call, Sample } from '../sample.ts';
import { valueAt } from './places.ts';

/** How a format writes references to results. */
export type ReferenceStyle = NonNullable<Sample['references']>;

/** NESTFUL: `$var1$`, `$var1.field$`, also within a longer text. Seal-Tools: the whole string is `API_call_0`. */
const patterns: Readonly<Record<ReferenceStyle, RegExp>> = {
  nestful: /\$([A-Za-z_]\w{0,60})(?:[.[][^$]{0,300})?\$/g,
  'seal-tools': /^(API_call_\d{1,6})$/g,
};

/** True when a value refers to the result of another call, so that its type is not known from the text. */
export function isReference(value: JsonValue | undefined, style: ReferenceStyle): boolean {
  return typeof value === 'string' && referencesIn(value, style).length > 0;
}

/** The names that a string refers to. */
export function referencesIn(text: string, style: ReferenceStyle): string[] {
  if (style === 'nestful' ? !text.includes('$') : !text.startsWith('API_call_')) return [];
  return Array.from(text.slice(0, 10_000).matchAll(patterns[style]), (match) => match[1]!);
}

/** The names under which a call's result is known afterwards; `undefined` when the record does not tell. */
export function resultNames(
  record: JsonValue | undefined,
  call: Call,
  style: ReferenceStyle,
): readonly string[] | undefined {
  if (call.produces) return call.produces;
  const raw = valueAt(record, call.path);
  if (isObject(raw)) {
    const names = namesIn(raw, style);
    if (names) return names;
  }
  return call.id === undefined ? undefined : [call.id];
}

function namesIn(raw: JsonObject, style: ReferenceStyle): string[] | undefined {
  if (style === 'nestful') {
    const label = own(raw, 'label');
    return typeof label === 'string' ? [label.replace(/^\$|\$$/g, '')] : undefined;
  }
  const responses = own(raw, 'responses');
  return Array.isArray(responses)
    ? responses.filter((name): name is string => typeof name === 'string')
    : undefined;
}
