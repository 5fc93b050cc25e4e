/** Lines as hostile as they come: real ones with seeded damage. */
import type { Random } from '../bench/support/random.ts';

const bits = [
  '"', '\\', '{', '}', '[', ']', ',', ':', '\u0000', '\u2028', '\uFEFF', '\uD83D', '\uDE00', '\\ud83d', '\\u0000', '\\"', '\\\\',
  '<think>', '</think>', '<tool_call>', '</tool_call>', '<functioncall>', '```\n', "'", '(', ')', '=', 'None', 'true', 'NaN',
  '-', '1e999', '123456789012345678901234567890', '1.0', '0.1e-400', '"__proto__":', '"constructor":{"prototype":1},', '"$ref":"#",',
  '"$ref":"https://example.org/x",', '"pattern":"(a+)+$",', '"pattern":"(?<=a)b(?!c)\\\\1",', '"type":["string",7],', '"type":"dict",', '"required":true,',
  '"properties":[],', '"enum":{},', '"items":[1],', '"minLength":"x",', '$var1$', 'API_call_0', 'null', '""', '[[', '{{',
]; // prettier-ignore

/** Damages a line in one to four ways; `other` is another line to take pieces from. */
export function damage(line: string, other: string, random: Random): string {
  let text = line;
  for (let n = 1 + random.below(4); n > 0; n--) text = damageOnce(text, other, random);
  // Records end at line breaks.
  return text.replace(/[\r\n]/g, ' ');
}

function damageOnce(text: string, other: string, random: Random): string {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + random.below(random.chance(0.8) ? 12 : text.length + 1));
  switch (random.below(10)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(to);
    case 2:
      return text.slice(0, at) + text.slice(at, to) + text.slice(at);
    case 3:
      return (
        text.slice(0, at) +
        String.fromCharCode(random.below(random.chance(0.7) ? 128 : 65536)) +
        text.slice(at + 1)
      );
    case 4:
      return text.slice(0, at) + other.slice(random.below(other.length + 1));
    case 5: {
      const from = random.below(other.length + 1);
      return text.slice(0, at) + other.slice(from, from + random.below(200)) + text.slice(to);
    }
    case 6:
      return afterMark(text, random, random.pick(bits));
    case 7:
      return afterMark(text, random, nested(random));
    default:
      return text.slice(0, at) + random.pick(bits) + text.slice(at);
  }
}

/** Writes behind an opening bracket, a colon or a comma, where the text has a chance to stay JSON. */
function afterMark(text: string, random: Random, bit: string): string {
  const from = random.below(text.length + 1);
  const found = /[{[:,]/.exec(text.slice(from, from + 2_000));
  const at = found ? from + found.index + 1 : from;
  return text.slice(0, at) + bit + text.slice(at);
}

function nested(random: Random): string {
  const depth = random.pick([3, 40, 511, 513, 3_000]);
  const open = random.pick(['[', '{"a":', '[{"x":', '"', '\\"']);
  if (open.endsWith('"')) return open.repeat(Math.min(depth, 60));
  const close = [...open]
    .reverse()
    .map((c) => (c === '[' ? ']' : c === '{' ? '}' : ''))
    .join('');
  return `${open.repeat(depth)}1${close.repeat(depth)},`;
}
