/** call.unsatisfiable-reference: a reference answer that no call can meet. */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { CallSubject, Report, Rule } from './types.ts';
import { cut } from './words.ts';

export const callUnsatisfiableReference: Rule = {
  code: 'call.unsatisfiable-reference',
  severity: 'warning',
  title: 'Reference answer that no call can meet',
  phase: 'fast',
  docs: {
    why: 'In an answer file each argument lists the values that are accepted. An empty list accepts none, and does not allow to leave the argument out either; so no call can ever be right, and every model fails on this entry.\n\nWhere the entry holds its tools too, the same is said of an argument that the tool does not have and of a required argument that the answer does not list.',
    example: {
      format: 'bfcl',
      bad: '{"id":"simple_1","ground_truth":[{"get_weather":{"city":["Oslo"],"days":[]}}]}',
      good: '{"id":"simple_1","ground_truth":[{"get_weather":{"city":["Oslo"],"days":[3,""]}}]}',
    },
    source:
      'Run of the official BFCL checker: live_simple_106-63-0, live_simple_112-68-0, live_multiple_862-181-3 and live_multiple_964-207-0 can be met by no answer.',
  },
  checkCall(subject, report) {
    const { call } = subject;
    if (!call.acceptedAnswers || !isObject(call.arguments)) return;
    for (const name of Object.keys(call.arguments)) {
      const path = unsatisfiable(call.arguments[name]!, [name]);
      if (!path) continue;
      report({
        where: { path: [...call.argumentsPath, ...path] },
        message: `"${cut(name)}" has a list of accepted answers that no value is in; write the values that are right, or "" where it may be left out.`,
      });
    }
    checkTool(subject, call.arguments, report);
  },
};

/** The path of an empty list of options that cannot be avoided; `undefined` when some value is accepted. */
function unsatisfiable(options: JsonValue, path: (string | number)[]): (string | number)[] | undefined {
  if (!Array.isArray(options)) return undefined;
  if (options.length === 0) return path;
  // A dictionary repeats the lists inside; when it is the only option, each of its members must be met.
  const only = options.length === 1 ? options[0] : undefined;
  if (!isObject(only)) return undefined;
  for (const key of Object.keys(only)) {
    const inner = unsatisfiable(only[key]!, [...path, 0, key]);
    if (inner) return inner;
  }
  return undefined;
}

function checkTool({ call, tool }: CallSubject, given: JsonObject, report: Report): void {
  const schema = tool?.prepared.normalized.schema;
  if (!isObject(schema)) return;
  const properties = own(schema, 'properties');
  const required = own(schema, 'required');
  const name = cut(call.name ?? 'the tool');
  if (isObject(properties)) {
    for (const key of Object.keys(given)) {
      const options = given[key];
      if (
        Object.hasOwn(properties, key) ||
        !Array.isArray(options) ||
        options.includes('') ||
        options.length === 0
      )
        continue;
      report({
        where: { path: [...call.argumentsPath, key], at: 'key' },
        message: `The answer wants the argument "${cut(key)}", which ${name} does not have, so no call can meet it; take it out or declare it.`,
      });
    }
  }
  for (const key of Array.isArray(required) ? required : []) {
    if (typeof key !== 'string' || Object.hasOwn(given, key)) continue;
    // Of a name that is not declared `tool.required-misplaced` speaks.
    if (isObject(properties) && !Object.hasOwn(properties, key)) continue;
    report({
      where: call.namePlace,
      message: `${name} requires "${cut(key)}", but the answer accepts no value for it, so no call can meet it; list the accepted values.`,
    });
  }
}
