/** call.optional-marker: the notation of answer files used as a label. */
import type { JsonValue } from '../json.ts';
import { jsonTypeOf } from '../json.ts';
import type { SchemaError } from '../schema/types.ts';
import { openaiLine } from './exampleLines.ts';
import { spellingAt } from './spelling.ts';
import type { Path } from '../text/path.ts';
import type { CallSubject, FixDraft, Report, Rule } from './types.ts';
import { cut, show } from './words.ts';

export const callOptionalMarker: Rule = {
  code: 'call.optional-marker',
  severity: 'warning',
  title: 'Notation of accepted answers used as a value',
  phase: 'fast',
  docs: {
    why: 'Answer files of benchmarks list, for each argument, the values that are accepted, and mark with "" that it may be left out. As the label of a training sample such a list is wrong: the model learns to answer with lists and empty strings.\n\nReported where the schema wants no list (or no string) and the value is a list with "" in it, "" alone, or one of the lists that are all the call has and that no argument wants; and, in answer files that hold the tools too, where "" marks an argument that the schema requires, because then the mark has no effect.',
    example: {
      format: 'openai',
      bad: openaiLine({ arguments: { city: ['Oslo', 'Oslo, Norway'], days: [3, ''] } }),
      good: openaiLine({ arguments: { city: 'Oslo', days: 3 } }),
    },
    source:
      'In public data: possible answers of BFCL pasted as labels; 14 required arguments are marked optional.',
  },
  checkCall(subject, report) {
    if (subject.call.acceptedAnswers) checkAnswers(subject, report);
    else if (subject.errors.length > 0) checkLabels(subject, report);
  },
};

function checkLabels(subject: CallSubject, report: Report): void {
  const { call, errors } = subject;
  const given = call.arguments;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return;
  // In an answer file every argument is a list of what is accepted, so none of them fits its own schema.
  const wrong = new Set(errors.map((error) => error.instancePath[0]));
  const entries = Object.entries(given);
  const allLists =
    entries.length > 1 && entries.every(([name, value]) => Array.isArray(value) && wrong.has(name));
  const told = new Set<string>();
  for (const error of errors) {
    const name = error.instancePath[0];
    if (error.instancePath.length !== 1 || typeof name !== 'string' || told.has(name)) continue;
    if (error.keyword !== 'type' && !error.closest?.every((e) => e.keyword === 'type')) continue;
    const value = given[name];
    if (value === undefined || !isMarker(value, typesOf(error), allLists)) continue;
    told.add(name);
    const where = { path: [...call.argumentsPath, name] };
    if (value === '') {
      report({
        where,
        message: `"${cut(name)}" is "", the mark of answer files for an argument that may be left out; leave it out or write a value.`,
        fixes: isRequired(subject, name)
          ? []
          : [{ title: 'Leave the argument out', edits: [{ remove: where.path }] }],
      });
    } else {
      report({
        where,
        message: `"${cut(name)}" is ${show(value, spellingAt(subject, where.path))}, which looks like a list of accepted answers; write the one value that the call should have.`,
        fixes: acceptedFixes(value, where.path),
      });
    }
  }
}

/** Each of the accepted values, as the one to keep. */
function acceptedFixes(value: JsonValue, path: Path): FixDraft[] {
  const options = Array.isArray(value) ? value.filter((item) => item !== '') : [];
  return options.slice(0, 3).map((option) => ({
    title: `Write ${show(option)}`,
    edits: [{ replace: { path }, value: option }],
  }));
}

/** The types that the schema wants there, those of the closest alternative included. */
function typesOf(error: SchemaError): JsonValue[] {
  return [error, ...(error.closest ?? [])].flatMap(({ params: { type } }) =>
    Array.isArray(type) ? type : type ? [type] : [],
  );
}

/**
 * `""` alone, or a list of different values that would each do: with the mark `""` among them, or in a call that has
 * nothing but lists where none is wanted, as answer files have. Any other list is a slip of type, which
 * `call.wrong-type` tells.
 */
function isMarker(value: JsonValue, wanted: readonly JsonValue[], allLists: boolean): boolean {
  if (value === '') return true;
  if (!Array.isArray(value) || (!value.includes('') && !allLists)) return false;
  const real = value.filter((item) => item !== '');
  return real.length > 0 && new Set(real).size === real.length && real.every((item) => fits(item, wanted));
}

function fits(item: JsonValue, wanted: readonly JsonValue[]): boolean {
  const type = jsonTypeOf(item);
  return wanted.includes(type) || (type === 'integer' && wanted.includes('number'));
}

function checkAnswers({ call, tool }: CallSubject, report: Report): void {
  const schema = tool?.prepared.normalized.schema;
  const given = call.arguments;
  if (typeof schema !== 'object' || typeof given !== 'object' || given === null || Array.isArray(given))
    return;
  const required = Object.hasOwn(schema, 'required') && Array.isArray(schema.required) ? schema.required : [];
  for (const name of required) {
    if (typeof name !== 'string' || !Object.hasOwn(given, name)) continue;
    const options = given[name];
    if (!Array.isArray(options) || options.length < 2 || !options.includes('')) continue;
    report({
      where: { path: [...call.argumentsPath, name] },
      message: `"${cut(name)}" is marked with "" as one that may be left out, but ${cut(call.name ?? 'the tool')} requires it; take the "" out.`,
      fixes: [
        {
          title: 'Take the "" out',
          edits: [{ remove: [...call.argumentsPath, name, options.indexOf('')] }],
          safe: true,
        },
      ],
    });
  }
}

function isRequired({ tool }: CallSubject, name: string): boolean {
  const schema = tool?.prepared.normalized.schema;
  const required =
    typeof schema === 'object' && Object.hasOwn(schema, 'required') ? schema.required : undefined;
  return Array.isArray(required) && required.includes(name);
}
