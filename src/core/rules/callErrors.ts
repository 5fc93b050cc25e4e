/**
 * From contradictions between arguments and schema to findings: code, place, words, the schema's place, and a fix
 * where one change certainly mends it. Computed once per call; each rule file takes its own code from here.
 */
import type { JsonValue } from '../json.ts';
import { isObject, jsonTypeOf, own } from '../json.ts';
import type { SchemaError } from '../schema/types.ts';
import type { Place } from '../text/path.ts';
import { withFixes } from './argumentFixes.ts';
import { closestValue, typeFix, writeFix } from './valueFixes.ts';
import { isReference } from './references.ts';
import { below } from './places.ts';
import { type Spelling, spellingAt } from './spelling.ts';
import type { CallSubject, Finding, Report, RuleCode, Where } from './types.ts';
import { violationWords } from './violationWords.ts';
import { anyOf, closest, cut, dotted, show, showTyped, some, typeWords } from './words.ts';

/** The codes that come from comparing arguments with the schema. */
export type ArgumentCode =
  | 'call.missing-argument'
  | 'call.unknown-argument'
  | 'call.wrong-type'
  | 'call.null-argument'
  | 'call.not-in-enum'
  | 'call.format'
  | 'call.schema-violation'
  | 'call.check-stopped';

/** A finding about arguments, with the rule that it belongs to. */
export interface ArgumentFinding extends Finding {
  readonly code: ArgumentCode & RuleCode;
}

const known = new WeakMap<readonly SchemaError[], readonly ArgumentFinding[]>();

/** All findings about a call's arguments; computed once per call. Empty errors cost nothing. */
export function argumentFindings(subject: CallSubject): readonly ArgumentFinding[] {
  const { errors } = subject;
  if (errors.length === 0) return noFindings;
  let findings = known.get(errors);
  if (!findings) known.set(errors, (findings = findingsOf(subject, errors)));
  return findings;
}

const noFindings: readonly ArgumentFinding[] = [];

/** Reports those of a call's argument findings that have `code`. */
export function reportArguments(code: ArgumentCode, subject: CallSubject, report: Report): void {
  if (subject.errors.length === 0) return;
  for (const finding of argumentFindings(subject)) if (finding.code === code) report(finding);
}

/** The findings for errors that a rule came by itself (a call without any arguments). */
export function findingsOf(subject: CallSubject, errors: readonly SchemaError[]): readonly ArgumentFinding[] {
  const findings: ArgumentFinding[] = [];
  const typeErrors = new Set(
    errors.filter((e) => e.keyword === 'type').map((e) => JSON.stringify(e.instancePath)),
  );
  const nulls = new Set<string>();
  for (const error of errors) {
    const value = below(subject.call.arguments, error.instancePath);
    if (subject.sample.references && isReference(value, subject.sample.references)) continue;
    if (error.keyword === 'required' && isUndeclared(subject, error)) continue;
    const isValueCheck = error.keyword === 'enum' || error.keyword === 'const';
    if (value === null && (isValueCheck || error.keyword === 'type' || isAlternative(error))) {
      const at = JSON.stringify(error.instancePath);
      if (!nulls.has(at)) findings.push(withFixes(subject, error, nullArgument(subject, error)));
      nulls.add(at);
      continue;
    }
    // Of a value of another type it goes without saying that it is none of the allowed values.
    if (isValueCheck && typeErrors.has(JSON.stringify(error.instancePath))) continue;
    findings.push(withFixes(subject, error, findingOf(subject, error, value)));
  }
  return findings;
}

function findingOf(subject: CallSubject, error: SchemaError, value: JsonValue | undefined): ArgumentFinding {
  switch (error.keyword) {
    case 'required':
      return missingArgument(subject, error);
    case 'additionalProperties':
    case 'unevaluatedProperties':
    case 'unknownProperty':
      if (error.propertyName !== undefined) return unknownArgument(subject, error);
      break;
    case 'type':
      if (value !== undefined) return wrongType(subject, error, value, wantedTypes(error));
      break;
    case 'enum':
    case 'const':
      if (value !== undefined) return notInEnum(subject, error, value);
      break;
    case 'format':
      return {
        code: 'call.format',
        where: valuePlace(subject, error),
        message: `${named(subject, error)} is ${show(value ?? null)}, which is no valid ${cut(String(error.params.format))}; write it in that format.`,
        related: schemaPlace(subject, error, 'The format that is declared.'),
      };
    case 'limit':
      return {
        code: 'call.check-stopped',
        where: subject.call.namePlace,
        message: `The arguments of ${toolName(subject)} were not checked to the end, because the schema asks for more ${error.params.what === 'depth' ? 'nesting' : 'steps'} than are followed; simplify the schema.`,
      };
    case 'anyOf':
    case 'oneOf':
      if (error.closest && value !== undefined) return alternatives(subject, error, error.closest, value);
      break;
  }
  return violation(subject, error, value);
}

/** The name that is missing is not declared either: the fault is the tool's, and is told there. */
function isUndeclared(subject: CallSubject, { schemaPath, propertyName, schemaUri }: SchemaError): boolean {
  const normalized = subject.tool?.prepared.normalized;
  if (!normalized || schemaUri !== undefined) return false;
  const unknown = normalized.findings.filter(
    ({ kind, word }) => kind === 'required-unknown-name' && word === propertyName,
  );
  const names = unknown.length > 0 ? below(normalized.schema, schemaPath) : undefined;
  if (!Array.isArray(names)) return false;
  const place = JSON.stringify(normalized.origin([...schemaPath, names.indexOf(propertyName!)]));
  return unknown.some(({ path }) => JSON.stringify(path) === place);
}

function isAlternative(error: SchemaError): boolean {
  return error.closest !== undefined && (error.keyword === 'anyOf' || error.keyword === 'oneOf');
}

/** Explains the closest alternative; when none has even the right type, all their types. */
function alternatives(
  subject: CallSubject,
  error: SchemaError,
  inner: readonly SchemaError[],
  value: JsonValue,
): ArgumentFinding {
  const depth = error.instancePath.length;
  if (inner.some((e) => e.keyword === 'type' && e.instancePath.length === depth)) {
    const branches = below(schemaOf(subject), error.schemaPath);
    const types = Array.isArray(branches) ? typesOfAll(branches) : [];
    return wrongType(subject, error, value, types.length > 0 ? types : inner.flatMap(wantedTypes));
  }
  const first = inner[0];
  if (!first) return violation(subject, error, value);
  if (
    inner.every((e) => (e.keyword === 'enum' || e.keyword === 'const') && e.instancePath.length === depth)
  ) {
    return notInEnum(subject, first, value);
  }
  const finding = findingOf(subject, first, below(subject.call.arguments, first.instancePath));
  const { message } = finding;
  return {
    code: 'call.schema-violation',
    where: valuePlace(subject, error),
    message: `${named(subject, error)} fits none of the alternatives; of the closest: ${message}`,
    related: finding.related,
    fixes: finding.fixes,
  };
}

function typesOfAll(branches: readonly JsonValue[]): string[] {
  const types = new Set<string>();
  for (const branch of branches) {
    const type = isObject(branch) ? own(branch, 'type') : undefined;
    for (const word of Array.isArray(type) ? type : [type]) if (typeof word === 'string') types.add(word);
  }
  return [...types];
}

function wantedTypes(error: SchemaError): string[] {
  const { type } = error.params;
  return (Array.isArray(type) ? type : [type]).filter((word): word is string => typeof word === 'string');
}

function missingArgument(subject: CallSubject, error: SchemaError): ArgumentFinding {
  const name = error.propertyName ?? String(error.params.missingProperty ?? '');
  const nested = error.instancePath.length > 0;
  const inside = nested ? ` inside "${dotted(error.instancePath)}"` : '';
  const related = [...schemaPlace(subject, error, 'Declared as required here.')];
  if (nested)
    related.unshift({
      where: valuePlace(subject, error),
      message: `"${cut(name)}" is missing in this object.`,
    });
  return {
    code: 'call.missing-argument',
    where: subject.call.namePlace,
    message: `The call of ${toolName(subject)} lacks the required argument "${cut(name)}"${inside}; add it.`,
    related,
  };
}

function unknownArgument(subject: CallSubject, error: SchemaError): ArgumentFinding {
  const name = error.propertyName!;
  const parent = below(schemaOf(subject), error.schemaPath.slice(0, -1));
  const properties = isObject(parent) ? own(parent, 'properties') : undefined;
  const declared = isObject(properties) ? Object.keys(properties) : [];
  const holder = below(subject.call.arguments, error.instancePath);
  const free = isObject(holder) ? declared.filter((key) => !Object.hasOwn(holder, key)) : declared;
  const meant = closest(name, free);
  const where: Place = { path: [...subject.call.argumentsPath, ...error.instancePath, name], at: 'key' };
  const inside = error.instancePath.length > 0 ? ` inside "${dotted(error.instancePath)}"` : '';
  const advice = meant
    ? `Did you mean "${cut(meant)}"?`
    : declared.length > 0
      ? `It takes ${some(declared.map((key) => `"${cut(key)}"`))}.`
      : 'It takes none.';
  return {
    code: 'call.unknown-argument',
    where,
    message: `${toolName(subject)} has no argument "${cut(name)}"${inside}. ${advice}`,
    related: schemaPlace(subject, error, 'The arguments that are declared.'),
    fixes: meant ? [{ title: `Rename to "${cut(meant)}"`, edits: [{ replace: where, value: meant }] }] : [],
  };
}

function wrongType(
  subject: CallSubject,
  error: SchemaError,
  value: JsonValue,
  types: readonly string[],
): ArgumentFinding {
  const where = valuePlace(subject, error);
  const spelling = spellingAt(subject, where.path);
  const fix = typeFix(where, value, types, spelling);
  return {
    code: 'call.wrong-type',
    where,
    message: `${named(subject, error)} is ${showTyped(value, spelling)}; ${toolName(subject)} wants ${typeWords(types)}. ${fix ? `${fix.title}.` : `Write ${typeWords(types)}.`}`,
    related: schemaPlace(subject, error, 'The type that is declared.'),
    fixes: fix ? [fix] : [],
  };
}

function nullArgument(subject: CallSubject, error: SchemaError): ArgumentFinding {
  const types = wantedTypes(error);
  const wanted = types.length > 0 ? `wants ${typeWords(types)}` : 'does not allow it';
  const canBeLeftOut = error.instancePath.length === 1 && !isRequired(subject, String(error.instancePath[0]));
  return {
    code: 'call.null-argument',
    where: valuePlace(subject, error),
    message: `${named(subject, error)} is null; ${toolName(subject)} ${wanted}. Write a value${canBeLeftOut ? ' or leave the argument out' : ''}.`,
    related: schemaPlace(subject, error, 'The schema allows no null here.'),
  };
}

/** The schema of all arguments lists this one as required. */
function isRequired(subject: CallSubject, name: string): boolean {
  const schema = schemaOf(subject);
  const required = isObject(schema) ? own(schema, 'required') : undefined;
  return Array.isArray(required) && required.includes(name);
}

function notInEnum(subject: CallSubject, error: SchemaError, value: JsonValue): ArgumentFinding {
  const { allowedValues, allowedValue } = error.params;
  const allowed = Array.isArray(allowedValues)
    ? allowedValues
    : allowedValue === undefined
      ? []
      : [allowedValue];
  const where = valuePlace(subject, error);
  const keyword = keywordSpelling(subject, error);
  const spelling: Spelling = Array.isArray(allowedValues) ? keyword : (path) => keyword(path.slice(1));
  const closestOne = closestValue(value, allowed, spelling);
  // An enum of strings on an integer: what it allows would be a wrong type, so there is no fix in the call.
  const meant = closestOne && fitsType(subject, error, closestOne.value) ? closestOne : undefined;
  const fix = meant && writeFix(where, meant.value, elementSpelling(spelling, meant.index));
  return {
    code: 'call.not-in-enum',
    where,
    message: `${named(subject, error)} is ${show(value, spellingAt(subject, where.path))}; ${toolName(subject)} allows ${someValues(allowed, spelling)}. ${fix ? `${fix.title}.` : 'Write one of them.'}`,
    related: schemaPlace(subject, error, 'The values that are allowed.'),
    fixes: fix ? [fix] : [],
  };
}

/** The schema that holds the keyword of this error wants no other type than the value has. */
function fitsType(subject: CallSubject, error: SchemaError, value: JsonValue): boolean {
  const schema = below(schemaOf(subject), error.schemaPath.slice(0, -1));
  const type = isObject(schema) ? own(schema, 'type') : undefined;
  if (type === undefined) return true;
  const types = Array.isArray(type) ? type : [type];
  return types.includes(jsonTypeOf(value)) || (types.includes('number') && typeof value === 'number');
}

/** The spelling of one element, of that of their list. */
function elementSpelling(spelling: Spelling, index: number): Spelling {
  return (path) => spelling([index, ...path]);
}

function someValues(allowed: readonly JsonValue[], spelling: Spelling): string {
  const most = 5;
  const shown = allowed.slice(0, most).map((value, i) => show(value, elementSpelling(spelling, i)));
  if (allowed.length > most) return `${shown.join(', ')} and ${allowed.length - most} more`;
  return anyOf(shown);
}

function violation(subject: CallSubject, error: SchemaError, value: JsonValue | undefined): ArgumentFinding {
  const where = valuePlace(subject, error);
  const spelling = { value: spellingAt(subject, where.path), keyword: keywordSpelling(subject, error) };
  return {
    code: 'call.schema-violation',
    where,
    message: `${named(subject, error)} ${violationWords(error, value, toolName(subject), spelling)}`,
    related: schemaPlace(subject, error, 'The rule that is declared.'),
  };
}

/** `"user.age"`, or `The arguments` for the whole. */
function named(subject: CallSubject, error: SchemaError): string {
  return error.instancePath.length === 0 ? 'The arguments value' : `"${dotted(error.instancePath)}"`;
}

function toolName(subject: CallSubject): string {
  return cut(subject.call.name ?? 'the tool', 60);
}

function valuePlace(subject: CallSubject, error: SchemaError): Place {
  return { path: [...subject.call.argumentsPath, ...error.instancePath] };
}

/** How numbers are written at the keyword of this error, in the sample's own tool. */
function keywordSpelling(subject: CallSubject, error: SchemaError): Spelling {
  const { tool } = subject;
  if (!tool || error.schemaUri !== undefined) return () => undefined;
  return (path) => {
    const names = [...error.schemaPath, ...path.filter((step) => typeof step !== 'object')];
    return spellingAt(subject, [...tool.def.path, ...tool.prepared.normalized.origin(names)])([]);
  };
}

function schemaOf(subject: CallSubject): JsonValue | undefined {
  return subject.tool?.prepared.normalized.schema;
}

function schemaPlace(
  subject: CallSubject,
  error: SchemaError,
  message: string,
): { where: Where; message: string }[] {
  const { tool } = subject;
  if (!tool || error.schemaUri !== undefined) return [];
  return [
    { where: { path: [...tool.def.path, ...tool.prepared.normalized.origin(error.schemaPath)] }, message },
  ];
}
