/** Tool definitions that stand in a prompt: a JSON list in prose, between tags or markers, or objects side by side. */
import { pythonToJson } from '../calls/pythonJson.ts';
import { readPythonLiteral } from '../calls/pythonLiteral.ts';
import type { JsonValue } from '../json.ts';
import { readNested } from '../record/record.ts';
import type { ToolDef } from '../sample.ts';
import { skipSpace, skipValue } from '../text/jsonScan.ts';
import type { Path } from '../text/path.ts';
import type { Span } from '../text/span.ts';
import { liftTool, liftTools, type ToolKeys } from './tools.ts';
import type { LiftContext } from './types.ts';

/**
 * The tools written in `text[span)` of the string at `path`: a JSON list, one object, objects one after the other
 * (with or without commas), or the Python repr of a list. `undefined` when they cannot be read; the context knows why.
 */
export function liftPromptTools(
  text: string,
  span: Span,
  path: Path,
  context: LiftContext,
  keys: ToolKeys = {},
): ToolDef[] | undefined {
  const start = skipSpace(text, span.start);
  let end = span.end;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  if (start >= end) return [];
  const body = text.slice(start, end);
  if (looksLikePython(body)) return liftPythonTools(text, start, end, path, context, keys);
  if (body.charCodeAt(0) === 123 && skipValue(body, 0) < body.length) {
    return liftToolSequence(text, start, end, path, context, keys);
  }
  const listPath: Path = [...path, { as: 'json', start, end }];
  const value = context.parseJson(body, listPath, 'tools');
  return value === undefined ? undefined : liftTools(value, listPath, context, keys);
}

/** Python writes `{'name'`, JSON `{"name"`: the first quote decides. */
function looksLikePython(body: string): boolean {
  const near = body.length > 200 ? body.slice(0, 200) : body;
  const single = near.indexOf("'");
  if (single < 0) return false;
  const double = near.indexOf('"');
  return double < 0 || single < double;
}

function liftPythonTools(
  text: string,
  start: number,
  end: number,
  path: Path,
  context: LiftContext,
  keys: ToolKeys,
): ToolDef[] | undefined {
  const listPath: Path = [...path, { as: 'python-literal', start, end }];
  const value = readPython(text, start, end, listPath, 'tools', context);
  return value === undefined ? undefined : liftTools(value, listPath, context, keys);
}

/** The value of a Python literal; `undefined` after telling the context that it cannot be read. */
export function readPython(
  text: string,
  start: number,
  end: number,
  path: Path,
  what: 'tools' | 'calls' | 'arguments',
  context: LiftContext,
): JsonValue | undefined {
  const json = pythonToJson(text, start, end);
  const fast = json === undefined ? undefined : readNested(json);
  if (fast?.ok) return fast.value;
  const reading = readPythonLiteral(text, start, end);
  if (reading.node && reading.complete) return reading.node.value;
  const isDeep = reading.notes.some((note) => note.kind === 'too-deep');
  const detail = isDeep ? 'it is nested too deep to be checked' : 'it is neither JSON nor a Python literal';
  context.unreadable({ what, path, reason: isDeep ? 'deep' : 'not-json', detail });
  return undefined;
}

/** Objects one after the other; each is read on its own, and a broken one ends the list. */
function liftToolSequence(
  text: string,
  start: number,
  end: number,
  path: Path,
  context: LiftContext,
  keys: ToolKeys,
): ToolDef[] | undefined {
  const tools: ToolDef[] = [];
  let at = start;
  while (at < end && text.charCodeAt(at) === 123) {
    const stop = Math.min(skipValue(text, at), end);
    const toolPath: Path = [...path, { as: 'json', start: at, end: stop, label: String(tools.length) }];
    const value = context.parseJson(text.slice(at, stop), toolPath, 'tools');
    if (value === undefined) return undefined;
    tools.push(liftTool(value, toolPath, keys));
    at = skipSpace(text, stop);
    if (text.charCodeAt(at) === 44) at = skipSpace(text, at + 1);
  }
  return tools;
}

/** `[start, end)` of what stands between the two markers, looked for from `from`; `undefined` without the first. */
export function between(text: string, open: string, close: string, from = 0): Span | undefined {
  const at = text.indexOf(open, from);
  if (at < 0) return undefined;
  const start = at + open.length;
  const end = text.indexOf(close, start);
  return { start, end: end < 0 ? text.length : end };
}

/**
 * The span of the first list of objects (`[{…}]`) at or after `from`. JSON lists end at their own bracket; Python ones
 * are read to `limit`, or to the end of the text.
 */
export function listSpan(text: string, from: number, limit = text.length): Span | undefined {
  for (let at = text.indexOf('[', from); at >= 0 && at < limit; at = text.indexOf('[', at + 1)) {
    const inner = skipSpace(text, at + 1);
    if (text.charCodeAt(inner) !== 123) continue;
    const quote = text.charCodeAt(skipSpace(text, inner + 1));
    if (quote === 34) return { start: at, end: Math.min(skipValue(text, at), limit) };
    if (quote === 39) return { start: at, end: limit };
  }
  return undefined;
}
