/**
 * Writing into a record: a fix says what should stand where (by place), this says which characters to change. Only
 * the edited span changes; text that goes into a string is escaped for every layer around it, in the style of the
 * literal it goes into. How values are written: editText.ts; members and lists: editMembers.ts.
 */
import { keepsNumbers, type JsonValue } from '../json.ts';
import type { FixDraft, FixEdit } from '../rules/types.ts';
import { encodeJsonString } from '../text/jsonString.ts';
import type { Path, Place } from '../text/path.ts';
import { quotePythonString } from '../text/pythonString.ts';
import { memberEdits, wrapEdits } from './editMembers.ts';
import {
  intoRecord,
  onOneLine,
  styleAt,
  type TextEdit,
  writeKey,
  writePython,
  writeValue,
} from './editText.ts';
import { createLocator, type Locator } from './locate.ts';
import { readRecord } from './record.ts';

/**
 * The text edits of a fix, ordered by place, none overlapping; `undefined` when a place of it is not there any more,
 * or what is there cannot hold what the fix writes.
 */
export function applyFix(recordText: string, fix: FixDraft): TextEdit[] | undefined {
  const locator = createLocator(recordText, readRecord(recordText).value !== undefined);
  const edits = memberEdits(locator, fix.edits);
  if (!edits) return undefined;
  for (const edit of fix.edits) {
    const made = oneEdit(locator, recordText, edit);
    if (!made) return undefined;
    edits.push(...made);
  }
  edits.sort((a, b) => a.start - b.start || a.end - b.end);
  for (let i = 1; i < edits.length; i++) if (edits[i]!.start < edits[i - 1]!.end) return undefined;
  return edits;
}

/** The text with the edits made; they must be ordered and must not overlap. */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let from = 0;
  for (const edit of edits) {
    result += text.slice(from, edit.start) + edit.newText;
    from = edit.end;
  }
  return result + text.slice(from);
}

/** The text edits of one edit, save for members, which are made together. */
function oneEdit(locator: Locator, recordText: string, edit: FixEdit): TextEdit[] | undefined {
  if ('replace' in edit) return list(replacement(locator, edit.replace, edit.value, edit.spelling));
  if ('quote' in edit) return list(quoting(locator, edit.quote));
  if ('unquote' in edit) return list(unquoting(locator, edit.unquote));
  if ('wrap' in edit) {
    const located = locator.locate({ path: edit.wrap });
    return located.exact ? wrapEdits(located, edit.in) : undefined;
  }
  if ('span' in edit) {
    const { start, end } = edit.span;
    return start <= end && end <= recordText.length ? [{ start, end, newText: edit.text }] : undefined;
  }
  if ('removeRecord' in edit) return [{ start: 0, end: recordText.length, newText: '', removesRecord: true }];
  return [];
}

function list<T>(one: T | undefined): T[] | undefined {
  return one === undefined ? undefined : [one];
}

function replacement(
  locator: Locator,
  place: Place,
  value: JsonValue,
  spelling: string | undefined,
): TextEdit | undefined {
  const located = locator.locate(place);
  if (!located.exact) return undefined;
  const { layer, inLayer, language } = located;
  const style = styleAt(located);
  // A type has no literal for these.
  if (style === 'type' && typeof value === 'object') return undefined;
  const old = layer.text.slice(inLayer.start, inLayer.end);
  if (place.at === 'key') return intoRecord(layer, inLayer, writeKey(String(value), style, old));
  // A number is written alike in all languages; anything else only in JSON as JSON has it.
  if (spelling !== undefined && language !== 'text' && (style !== 'python' || typeof value === 'number'))
    return intoRecord(layer, inLayer, onOneLine(spelling));
  if (language === 'text' || (typeof value === 'string' && isCalledName(place.path)))
    return intoRecord(layer, inLayer, String(value));
  return intoRecord(layer, inLayer, writeValue(value, style, old, layer.text));
}

/** True for the name of a call in a language that writes it without quotes: `f(a=1)`, `Action: f`, `<function=f>`. */
function isCalledName(path: Path): boolean {
  if (path[path.length - 1] !== 'name') return false;
  const above = path[path.length - 2];
  const text = typeof above === 'number' ? path[path.length - 3] : above;
  return (
    typeof text === 'object' && (text.as === 'python-calls' || text.as === 'react' || text.as === 'xml-calls')
  );
}

/** The value's own text as a string. */
function quoting(locator: Locator, path: Path): TextEdit | undefined {
  const located = locator.locate({ path });
  if (!located.exact) return undefined;
  const { layer, inLayer } = located;
  const style = styleAt(located);
  const old = layer.text.slice(inLayer.start, inLayer.end);
  if (/^["']/.test(old)) return undefined;
  if (style === 'text' || style === 'type') return undefined;
  // A list of Python's is no JSON: quoting it would make text that nobody reads.
  if (style === 'python' && /^[[{(]/.test(old)) return undefined;
  const text = style === 'python' ? quotePythonString(old) : `"${encodeJsonString(old)}"`;
  return intoRecord(layer, inLayer, text);
}

/** The JSON that a string holds, in its place. */
function unquoting(locator: Locator, path: Path): TextEdit | undefined {
  const located = locator.locate({ path });
  const inner = locator.locate({ path: [...path, { as: 'text', start: 0, end: Infinity }] });
  if (!located.exact || !inner.exact || inner.layer === located.layer) return undefined;
  const text = inner.layer.text.trim();
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    // No JSON: the contract gives nothing to write.
    return undefined;
  }
  const { layer, inLayer } = located;
  const style = styleAt(located);
  if (style === 'type') return undefined;
  const isPython = style === 'python';
  // Python is written from the value, which has lost the digits that a double cannot hold.
  if (isPython && !keepsNumbers(value)) return undefined;
  const written = isPython ? writePython(value, '', text) : onOneLine(text);
  return intoRecord(layer, inLayer, written);
}
