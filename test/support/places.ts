/** Checks that every place of a lifted sample leads to the text it stands for. */
import { readPythonLiteral } from '../../src/core/calls/pythonLiteral.ts';
import { liftRecord } from '../../src/core/formats/lift.ts';
import type { FileHints, Format } from '../../src/core/formats/types.ts';
import { deepEqual, isObject, type JsonValue } from '../../src/core/json.ts';
import { createLocator, type Located } from '../../src/core/record/locate.ts';
import type { Sample } from '../../src/core/sample.ts';
import { type Path, type Place, toPointer } from '../../src/core/text/path.ts';

/** What was lifted from one record, and how many places were compared. */
export interface PlacesReport {
  readonly sample: Sample;
  /** One line for each place that leads elsewhere; empty when all is well. */
  readonly wrong: string[];
  readonly compared: number;
}

/** Lifts the record and locates tools, names, parameters, calls, ids, every argument, texts, thoughts and results. */
export function checkPlaces(recordText: string, format: Format, hints: FileHints = {}): PlacesReport {
  const { sample } = liftRecord(JSON.parse(recordText) as JsonValue, format, hints);
  return { sample, ...comparePlaces(recordText, sample) };
}

/** Locates every place of a sample that was lifted from the record, and compares what stands there. */
export function comparePlaces(recordText: string, sample: Sample): Omit<PlacesReport, 'sample'> {
  const locator = createLocator(recordText, true);
  const wrong: string[] = [];
  let compared = 0;
  const expectAt = (what: string, place: Place, expected: JsonValue) => {
    compared++;
    const located = locator.locate(place);
    if (located.exact && readsAs(located, expected)) return;
    const found = located.layer.text.slice(located.inLayer.start, located.inLayer.end);
    wrong.push(
      `${what} at ${toPointer(place.path)}${located.exact ? '' : ' (not exact)'}: ${cut(found)} is not ${cut(JSON.stringify(expected))}`,
    );
  };
  const expectFound = (what: string, path: Path) => {
    compared++;
    if (!locator.locate({ path }).exact) wrong.push(`${what} at ${toPointer(path)} is not found`);
  };
  if (sample.tools && sample.toolsPath) expectFound('tools', sample.toolsPath);
  for (const part of sample.unreadable) expectFound(`unreadable ${part.what}`, part.path);
  for (const tool of sample.tools ?? []) {
    expectFound('tool', tool.path);
    if (tool.name !== undefined) expectAt('tool name', { path: [...tool.path, tool.nameKey] }, tool.name);
    if (tool.parameters !== undefined && tool.shape !== 'toolbench') {
      expectAt('parameters', { path: [...tool.path, tool.parametersKey] }, tool.parameters);
      if (isObject(tool.parameters)) {
        for (const [key, value] of Object.entries(tool.parameters)) {
          expectAt('schema part', { path: [...tool.path, tool.parametersKey, key] }, value);
          expectAt('schema key', { path: [...tool.path, tool.parametersKey, key], at: 'key' }, key);
        }
      }
    }
  }
  for (const turn of sample.turns) {
    expectFound('turn', turn.path);
    for (const fault of turn.thoughtFaults ?? []) expectFound('fault of a thought', fault.path);
    if (turn.rolePath) expectAt('role', { path: turn.rolePath }, turn.rawRole);
    for (const run of turn.texts) expectAt('text', { path: run.path }, run.text);
    for (const thought of turn.thoughts) expectAt('thought', { path: thought.path }, thought.text);
    for (const result of turn.results) expectAt('result', { path: result.path }, result.content);
    for (const call of turn.calls) {
      if (call.name !== undefined) expectAt('call name', call.namePlace, call.name);
      expectFound('call', call.path);
      if (call.id !== undefined && call.idPath) expectAt('call id', { path: call.idPath }, call.id);
      if (call.arguments === undefined) continue;
      if (isObject(call.arguments)) {
        for (const [key, value] of Object.entries(call.arguments)) {
          const path: Path = [...call.argumentsPath, key];
          expectAt('argument', { path }, value);
          expectAt('argument key', { path, at: 'key' }, key);
        }
      } else expectAt('arguments', { path: call.argumentsPath }, call.arguments);
    }
  }
  return { wrong, compared };
}

function cut(text: string): string {
  return text.length > 80 ? text.slice(0, 80) + '…' : text;
}

/** Does the located text say this value, in whatever language it is written? */
function readsAs(located: Located, expected: JsonValue): boolean {
  const text = located.layer.text.slice(located.inLayer.start, located.inLayer.end);
  if (text === expected) return true;
  try {
    if (deepEqual(JSON.parse(text) as JsonValue, expected)) return true;
  } catch {
    // No JSON, so it may be Python.
  }
  const python = readPythonLiteral(text);
  return python.node !== undefined && deepEqual(python.node.value, expected);
}
