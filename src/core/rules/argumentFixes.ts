/**
 * The fixes of findings about a call's arguments. Each is tried on the parsed arguments first: it is offered when its
 * contradiction is gone then and none has come.
 */
import { repairJson } from '../calls/jsonRepair.ts';
import type { JsonValue } from '../json.ts';
import { isObject, keepsNumbers, own } from '../json.ts';
import { editValue } from '../record/editValue.ts';
import { atPath, placeOf } from '../record/fixEdits.ts';
import { readNested } from '../record/record.ts';
import type { SchemaError } from '../schema/types.ts';
import type { Path } from '../text/path.ts';
import { createLocator, type Locator } from '../record/locate.ts';
import { below, startsWith } from './places.ts';
import { onlyValue, placeholders } from './placeholder.ts';
import type { CallSubject, Finding, FixDraft, FixEdit, RuleCode } from './types.ts';
import { cut, plural, show } from './words.ts';

/** Errors of one call that are looked at when a fix is tried; a call with as many gets none. */
const maxErrors = 50;

interface ArgumentFinding extends Finding {
  readonly code: RuleCode;
}

/** The finding with its fixes; those that it has already are tried and marked like the others. */
export function withFixes<T extends ArgumentFinding>(
  subject: CallSubject,
  error: SchemaError,
  finding: T,
): T {
  if (!subject.tool || subject.errors.length >= maxErrors) return { ...finding, fixes: [] };
  const value = below(subject.call.arguments, error.instancePath);
  const trial = new Trial(subject, error);
  const fixes: FixDraft[] = [];
  for (const fix of candidates(subject, error, value, finding, trial)) {
    const isKnown = fixes.some(({ title }) => title === fix.title);
    if (!isKnown && trial.mends(fix)) fixes.push(fix);
  }
  return { ...finding, fixes };
}

function* candidates(
  subject: CallSubject,
  error: SchemaError,
  value: JsonValue | undefined,
  finding: ArgumentFinding,
  trial: Trial,
): Generator<FixDraft> {
  const path: Path = [...subject.call.argumentsPath, ...error.instancePath];
  const given = finding.fixes ?? [];
  switch (finding.code) {
    case 'call.missing-argument':
      yield* additions(subject, error, trial);
      return;
    case 'call.unknown-argument': {
      yield* given;
      const name = error.propertyName!;
      const isNull = isObject(value) && own(value, name) === null;
      // A null that stands for "not given" says nothing; anything else was meant for something.
      yield { title: `Remove "${cut(name)}"`, edits: [{ remove: [...path, name] }], safe: isNull };
      return;
    }
    case 'call.wrong-type':
      for (const fix of given) yield { ...fix, safe: true };
      if (value !== undefined && given.length === 0) yield* coercions(subject, error, value, path);
      return;
    case 'call.null-argument':
      yield { title: `Leave ${nameOf(path)} out`, edits: [{ remove: path }], safe: true };
      for (const fill of placeholders(schemaAt(subject, error)))
        yield { title: `Write ${show(fill)}`, edits: [{ replace: { path }, value: fill }] };
      return;
    case 'call.not-in-enum':
      // The same text in another type says the same; a like spelling is a guess.
      for (const fix of given) yield { ...fix, safe: isSameText(value, fix) };
      return;
    case 'call.schema-violation': {
      yield* given;
      yield* clamped(error, path);
      const second = error.keyword === 'uniqueItems' ? error.params.second : undefined;
      if (typeof second === 'number')
        yield { title: 'Remove the second of the two', edits: [{ remove: [...path, second] }] };
      return;
    }
    default:
      yield* given;
  }
}

function nameOf(path: Path): string {
  const last = path[path.length - 1];
  return typeof last === 'string' ? `"${cut(last)}"` : 'the element';
}

function isSameText(value: JsonValue | undefined, fix: FixDraft): boolean {
  const edit = fix.edits[0];
  return edit !== undefined && 'replace' in edit && String(edit.value) === String(value);
}

/** The missing argument alone, then all that are missing in the call. */
function* additions(subject: CallSubject, error: SchemaError, trial: Trial): Generator<FixDraft> {
  const one = addition(subject, error, trial);
  if (one) yield one;
  const errors = subject.errors.length > 0 ? subject.errors : trial.before;
  const others = errors.filter((other) => other.keyword === 'required');
  if (others.length < 2) return;
  const all: FixDraft[] = [];
  for (const other of others) {
    const made = other === error ? one : addition(subject, other, new Trial(subject, other));
    if (!made) return;
    all.push(made);
  }
  const edits = all.flatMap((fix) => fix.edits);
  // Arguments that the call does not have at all are written once, not once for each.
  if (edits.every((edit) => 'insert' in edit && startsWith(edit.insert, subject.call.argumentsPath)))
    yield { title: `Add the ${plural(all.length, 'missing argument')}`, edits };
}

function addition(subject: CallSubject, error: SchemaError, trial: Trial): FixDraft | undefined {
  const name = error.propertyName ?? error.params.missingProperty;
  if (typeof name !== 'string') return undefined;
  const parent = below(schemaOf(subject), error.schemaPath.slice(0, -1));
  const properties = isObject(parent) ? own(parent, 'properties') : undefined;
  const schema = isObject(properties) ? own(properties, name) : undefined;
  const only = onlyValue(schema);
  for (const value of only === undefined ? placeholders(schema) : [only]) {
    const edit = insertArgument(subject, error.instancePath, name, value);
    const fix: FixDraft = {
      title: `Add "${cut(name)}"`,
      edits: edit ? [edit] : [],
      safe: only !== undefined,
    };
    if (edit && trial.mends(fix)) return fix;
  }
  return undefined;
}

function insertArgument(
  subject: CallSubject,
  inside: readonly (string | number)[],
  key: string,
  value: JsonValue,
): FixEdit | undefined {
  const { sample, call } = subject;
  const { argumentsPath: path } = call;
  const locator = locatorOf(subject);
  if (locator.locate({ path }).exact) return { insert: [...path, ...inside], key, value };
  // The call has no arguments at all: they are written as those of the other calls are.
  const last = path[path.length - 1];
  const parent = locator.locate({ path: path.slice(0, -1) });
  if (typeof last !== 'string' || inside.length > 0 || !parent.exact) return undefined;
  if (!parent.language.startsWith('json')) return undefined;
  const isText = sample.turns.some((turn) => turn.calls.some(({ encoding }) => encoding === 'json-string'));
  const given = { [key]: value };
  return { insert: path.slice(0, -1), key: last, value: isText ? JSON.stringify(given) : given };
}

/** The bound that a number goes beyond. */
function* clamped({ keyword, params }: SchemaError, path: Path): Generator<FixDraft> {
  const { limit } = params;
  if (typeof limit !== 'number') return;
  const step = keyword === 'exclusiveMinimum' ? 1 : keyword === 'exclusiveMaximum' ? -1 : 0;
  if (step === 0 && keyword !== 'minimum' && keyword !== 'maximum') return;
  const value = limit + step;
  if (keepsNumbers(value)) yield { title: `Write ${value}`, edits: [{ replace: { path }, value }] };
}

const locatorKey = {};

/** One for all findings of the record: it remembers the texts in strings that it has entered. */
function locatorOf({ record, memo }: CallSubject): Locator {
  let locator = memo.get(locatorKey) as Locator | undefined;
  if (!locator) memo.set(locatorKey, (locator = createLocator(record.text, record.value !== undefined)));
  return locator;
}

/** The same value in another type, as far as the schema takes it. */
function* coercions(
  subject: CallSubject,
  error: SchemaError,
  value: JsonValue,
  path: Path,
): Generator<FixDraft> {
  const isTagged = path.some((step) => typeof step === 'object' && step.as === 'xml-calls');
  if ((typeof value === 'number' || typeof value === 'boolean') && !isTagged) {
    // Python and JSON spell truth values differently, and so do those who read them.
    yield { title: 'Write it as a string', edits: [{ quote: path }], safe: typeof value === 'number' };
  }
  if (typeof value === 'string') yield* fromText(value, path);
  if (isObject(value)) {
    const [member, ...others] = Object.values(value);
    if (member !== undefined && others.length === 0 && keepsNumbers(member))
      yield { title: `Write ${show(member)}`, edits: [{ replace: { path }, value: member }] };
  }
  // A list in quotes is meant to be that list, not the text in another one.
  if (typeof value === 'string' && /^\s*[[{]/.test(value)) return;
  const schema = schemaAt(subject, error);
  const items = isObject(schema) ? own(schema, 'items') : undefined;
  if (!Array.isArray(value)) {
    const isTold = isObject(items) && (own(items, 'type') !== undefined || own(items, 'enum') !== undefined);
    yield { title: 'Write a list with this one value', edits: [{ wrap: path, in: 'list' }], safe: isTold };
    return;
  }
  const [only, ...more] = value;
  if (only === undefined || more.length > 0 || !keepsNumbers(only)) return;
  yield { title: `Write ${show(only)}`, edits: [{ replace: { path }, value: only }] };
}

function* fromText(text: string, path: Path): Generator<FixDraft> {
  const first = /^\s{0,20}([[{])/.exec(text)?.[1];
  if (first !== undefined) {
    const title = `Write the ${first === '[' ? 'array' : 'object'} without quotes`;
    const nested = readNested(text);
    const isJson = path.every((step) => typeof step !== 'object' || step.as.startsWith('json'));
    if (nested.ok && (isJson || keepsNumbers(nested.value)))
      yield { title, edits: [{ unquote: path }], safe: true };
    else {
      const repaired = repairJson(text);
      if (repaired && keepsNumbers(repaired.value))
        yield { title, edits: [{ replace: { path }, value: repaired.value }], safe: repaired.certain };
    }
  }
  if (/^\s*(?:null|None)?\s*$/.test(text))
    yield { title: 'Write null', edits: [{ replace: { path }, value: null }] };
}

function schemaOf(subject: CallSubject): JsonValue | undefined {
  return subject.tool?.prepared.normalized.schema;
}

/** The schema that holds the keyword of this error. */
function schemaAt(subject: CallSubject, error: SchemaError): JsonValue | undefined {
  return below(schemaOf(subject), error.schemaPath.slice(0, -1));
}

/** Tries fixes on the arguments of a call. */
class Trial {
  readonly before: readonly SchemaError[];
  readonly #known: ReadonlySet<string>;
  readonly #given: JsonValue;

  constructor(
    readonly subject: CallSubject,
    readonly error: SchemaError,
  ) {
    this.#given = subject.call.arguments ?? {};
    this.before =
      subject.errors.length > 0
        ? subject.errors
        : subject.tool!.prepared.validator.errors(this.#given, maxErrors);
    this.#known = new Set(this.before.map(keyOf));
  }

  /** The contradiction is gone, none has come, and the value that was written is right altogether. */
  mends(fix: FixDraft): boolean {
    const { call, tool } = this.subject;
    const depth = call.argumentsPath.length;
    const inArguments: FixEdit[] = [];
    const written: Path[] = [];
    for (const edit of fix.edits) {
      const moved = belowArguments(edit, depth, call.argumentsPath);
      if (!moved) return false;
      inArguments.push(moved);
      if ('replace' in moved && moved.replace.at !== 'key') written.push(moved.replace.path);
      else if (!('remove' in moved) && !('insert' in moved)) written.push(placeOf(moved) ?? []);
    }
    const made = editValue(this.#given, inArguments);
    if (made === undefined) return false;
    const after = tool!.prepared.validator.errors(made, maxErrors);
    const target = keyOf(this.error);
    return after.every((error) => {
      const key = keyOf(error);
      if (key === target || !this.#known.has(key)) return false;
      return !written.some((path) => path.length > 0 && startsWith(error.instancePath, path));
    });
  }
}

/** The edit as one of the arguments; one that writes the arguments themselves gives them. */
function belowArguments(edit: FixEdit, depth: number, argumentsPath: Path): FixEdit | undefined {
  const path = placeOf(edit);
  if (path === undefined) return undefined;
  if ('insert' in edit && path.length === depth - 1 && edit.key === argumentsPath[depth - 1]) {
    const value = typeof edit.value === 'string' ? (JSON.parse(edit.value) as JsonValue) : edit.value;
    return { replace: { path: [] }, value };
  }
  if (!startsWith(path, argumentsPath)) return undefined;
  const rest = path.slice(depth);
  return atPath(edit, rest);
}

function keyOf({ keyword, instancePath, propertyName, schemaPath }: SchemaError): string {
  return JSON.stringify([keyword, instancePath, propertyName, schemaPath]);
}
