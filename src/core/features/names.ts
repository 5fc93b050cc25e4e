/** Names as they are written: where their letters stand, without quotes, and how other letters go in their place. */
import { intoRecord, type TextEdit } from '../record/editText.ts';
import type { Layer, Locator } from '../record/locate.ts';
import { decodeJsonString, encodeJsonString } from '../text/jsonString.ts';
import type { Path, Place, TextStep } from '../text/path.ts';
import { decodePythonString, encodePythonString } from '../text/pythonString.ts';
import type { Span } from '../text/span.ts';
import type { DecodedText } from '../text/valueNode.ts';

/** A name in a record's text. */
export interface WrittenName {
  /** The name's letters (`recordOffset`s): no quotes, and no suffix that is not the name's own. */
  readonly span: Span;
  readonly layer: Layer;
  /** The same span in the layer's text. */
  readonly inLayer: Span;
  /** How letters are written there: as in a JSON or a Python string, or as they are (`f(a=1)`, `<function=f>`). */
  readonly form: 'json' | 'python' | 'plain';
  /** The literal with its quotes; `''` for plain names. */
  readonly literal: string;
}

/** What ACEBench appends to the second call of a function. */
const counted = /^_\d{1,3}$/;

/**
 * The name that stands at `place`; `undefined` when the place is not there, or says something else (a flag where the
 * name is only implied).
 */
export function writtenName(locator: Locator, place: Place, name: string): WrittenName | undefined {
  const located = locator.locate(place);
  if (!located.exact) return undefined;
  const { layer, inLayer, language } = located;
  const raw = layer.text.slice(inLayer.start, inLayer.end);
  const isPython = language === 'python-calls' || language === 'python-literal';
  const isQuoted =
    language !== 'text' && (isPython ? /^[A-Za-z]{0,2}['"]/ : /^['"]/).test(raw) && raw.length > 1;
  if (!isQuoted) {
    // A dotted name may have white space inside: then what was read differs from what stands there.
    if (raw !== name && !(isPython && raw.normalize('NFKC').replace(/\s/g, '') === name)) return undefined;
    return made(layer, inLayer, 'plain', '');
  }
  const decoded = isPython
    ? decodePythonString(layer.text, inLayer.start, inLayer.end)
    : decodeJsonString(layer.text, inLayer.start, inLayer.end);
  const length = lengthOf(decoded, name);
  if (length === undefined) return undefined;
  const letters = { start: decoded.toOuter(0), end: decoded.toOuter(length) };
  return made(layer, letters, isPython ? 'python' : 'json', raw);
}

/** How many units of the text are the name: all, or all but a counter; `undefined` when it is another text. */
function lengthOf({ text }: DecodedText, name: string): number | undefined {
  if (text === name) return text.length;
  return text.startsWith(name) && counted.test(text.slice(name.length)) ? name.length : undefined;
}

function made(layer: Layer, inLayer: Span, form: WrittenName['form'], literal: string): WrittenName {
  const span = { start: layer.toRecord(inLayer.start), end: layer.toRecord(inLayer.end) };
  return { span, layer, inLayer, form, literal };
}

/** The edit that writes `name` there, escaped for every layer; `undefined` when it cannot be written in that place. */
export function rewriteName(written: WrittenName, name: string): TextEdit | undefined {
  const { form, literal, layer, inLayer } = written;
  let body: string | undefined = name;
  if (form === 'python') body = encodePythonString(name, literal);
  else if (form === 'json') {
    if (literal.startsWith("'") && name.includes("'")) return undefined;
    body = encodeJsonString(name, styleAround(name, literal, layer.text));
  }
  return body === undefined ? undefined : intoRecord(layer, inLayer, body);
}

/** Text whose escapes the name should follow: the old name's where they show anything, else those of the text around. */
function styleAround(name: string, literal: string, around: string): string | undefined {
  // Letters that no style escapes: nothing to look for.
  if (/^[\w .-]*$/.test(name)) return undefined;
  return /[\\\u0080-\uffff]/.test(literal) ? literal.slice(1, -1) : around.slice(0, 20_000);
}

/**
 * The path of a part of the text at `path`, which is a string or already a stretch of one; `from` and `to` count from
 * where that text begins.
 */
export function stretch(path: Path, from: number, to: number, as: TextStep['as'] = 'text'): Path {
  const last = path.at(-1);
  if (typeof last !== 'object') return [...path, { as, start: from, end: to }];
  return [...path.slice(0, -1), { as, start: last.start + from, end: last.start + to }];
}
