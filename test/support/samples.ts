/** Lifted samples as text, and the check that every place in one leads to the text it stands for. */
import { formatById } from '../../src/core/formats/index.ts';
import { liftRecord } from '../../src/core/formats/lift.ts';
import type { FileHints } from '../../src/core/formats/types.ts';
import { deepEqual, isObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { createLocator, type Locator } from '../../src/core/record/locate.ts';
import type { Call, Sample, Turn } from '../../src/core/sample.ts';
import { type Path, type Place, toPointer } from '../../src/core/text/path.ts';

/** Lifts a record's text with the format of that id. */
export function liftText(recordText: string, id: string, hints: FileHints = {}): Sample {
  const format = formatById(id);
  if (!format) throw new Error(`no format ${id}`);
  return liftRecord(JSON.parse(recordText) as JsonObject, format, hints).sample;
}

/**
 * A sample in short lines: `tool name {parameters}`, `role: "text"`, `  thought "…"`, `  call name {arguments} #id`,
 * `  result "…" #id`, `unreadable what at pointer: reason`.
 */
export function describeSample(sample: Sample): string[] {
  const lines = (sample.tools ?? []).map((tool) => `tool ${tool.name} ${parameterNames(tool.parameters)}`);
  if (sample.tools === undefined) lines.push('no tools');
  for (const turn of sample.turns) lines.push(...describeTurn(turn));
  for (const { what, path, reason } of sample.unreadable) {
    lines.push(`unreadable ${what} at ${toPointer(path)}: ${reason}`);
  }
  return lines;
}

function parameterNames(parameters: JsonValue | undefined): string {
  if (!isObject(parameters)) return String(parameters);
  const properties = isObject(parameters.properties) ? parameters.properties : parameters;
  return `{${Object.keys(properties).join(', ')}}`;
}

function describeTurn(turn: Turn): string[] {
  const lines = [`${turn.role}: ${turn.texts.map((run) => JSON.stringify(run.text)).join(' ')}`.trimEnd()];
  for (const thought of turn.thoughts) lines.push(`  thought ${JSON.stringify(thought.text)}`);
  for (const fault of turn.thoughtFaults ?? []) lines.push(`  thought is ${fault.kind}`);
  for (const call of turn.calls) {
    lines.push(
      `  call ${call.name} ${JSON.stringify(call.arguments)}${call.id === undefined ? '' : ` #${call.id}`}`,
    );
  }
  for (const result of turn.results) {
    lines.push(
      `  result ${JSON.stringify(result.content)}${result.id === undefined ? '' : ` #${result.id}`}`,
    );
  }
  return lines;
}

/** Every place of the sample that does not lead to the value it stands for; empty when all do. */
export function misplaced(recordText: string, sample: Sample): string[] {
  const locator = createLocator(recordText, true);
  const wrong: string[] = [];
  const check = (what: string, path: Path, value: JsonValue) => {
    const found = valueAt(locator, { path });
    if (found === undefined || !deepEqual(found.value, value)) {
      const got = found === undefined ? 'nowhere' : JSON.stringify(found.value).slice(0, 60);
      wrong.push(`${what} ${toPointer(path)}: ${got} instead of ${JSON.stringify(value).slice(0, 60)}`);
    }
  };
  const checkExact = (what: string, path: Path) => {
    if (!locator.locate({ path }).exact) wrong.push(`${what} ${toPointer(path)} leads nowhere`);
  };
  if (sample.toolsPath) checkExact('tools', sample.toolsPath);
  for (const tool of sample.tools ?? []) {
    check('tool', tool.path, tool.raw);
    if (tool.name !== undefined) check('tool name', [...tool.path, tool.nameKey], tool.name);
    if (tool.parameters !== undefined)
      check('parameters', [...tool.path, tool.parametersKey], tool.parameters);
  }
  for (const turn of sample.turns) {
    checkExact('turn', turn.path);
    if (turn.rolePath) check('role', turn.rolePath, turn.rawRole);
    for (const { path, text } of turn.texts) check('text', path, text);
    for (const { path, text } of turn.thoughts) check('thought', path, text);
    for (const { path } of turn.thoughtFaults ?? []) checkExact('thought fault', path);
    for (const result of turn.results)
      if (result.content !== null) check('result', result.path, result.content);
    for (const call of turn.calls) checkCall(locator, call, check, checkExact, wrong);
  }
  for (const { path } of sample.unreadable) checkExact('unreadable part', path);
  return wrong;
}

function checkCall(
  locator: Locator,
  call: Call,
  check: (what: string, path: Path, value: JsonValue) => void,
  checkExact: (what: string, path: Path) => void,
  wrong: string[],
): void {
  checkExact('call', call.path);
  if (call.name !== undefined) check('call name', call.namePlace.path, call.name);
  if (call.id !== undefined) check('call id', call.idPath ?? [], call.id);
  if (!isObject(call.arguments)) return;
  for (const [key, value] of Object.entries(call.arguments)) {
    const path = [...call.argumentsPath, key];
    check('argument', path, value);
    const keyText = valueAt(locator, { path, at: 'key' });
    if (keyText?.value !== key) wrong.push(`key ${toPointer(path)}: ${JSON.stringify(keyText?.value)}`);
  }
}

/** What is written at a place, read as the layer's language says; `undefined` when the path leads nowhere. */
function valueAt(locator: Locator, place: Place): { value: JsonValue } | undefined {
  const { layer, inLayer, language, exact } = locator.locate(place);
  if (!exact) return undefined;
  const text = layer.text.slice(inLayer.start, inLayer.end);
  if (language === 'text') return { value: text };
  try {
    return { value: JSON.parse(text) as JsonValue };
  } catch {
    // Not JSON: the caller shows the text beside what it should have been.
    return { value: text };
  }
}
