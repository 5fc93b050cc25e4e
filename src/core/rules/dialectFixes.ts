/**
 * The fixes of findings about tool definitions. A fix that is called safe is tried first: the definition, read again,
 * means what it meant before, and the finding is gone.
 */
import { deepEqual, isObject, own, type JsonObject, type JsonValue } from '../json.ts';
import { editValue } from '../record/editValue.ts';
import { checkMetaSchema } from '../schema/metaSchema.ts';
import { normalizeToolSchema } from '../schema/normalize.ts';
import type { DialectFinding, NormalizedTool, NormalizeInput } from '../schema/types.ts';
import type { Path } from '../text/path.ts';
import { setOwn } from '../text/valueNodes.ts';
import { below } from './places.ts';
import type { FixDraft, FixEdit, ToolSubject } from './types.ts';
import { closest, cut, show } from './words.ts';

/** A fix before it is tried. */
interface Candidate {
  readonly title: string;
  readonly edits: readonly FixEdit[];
  /** Offered, as a guess, also when the definition then means something else. */
  readonly orGuess?: boolean;
  /** Read again, a default that was written inside the type word stands on its own. */
  readonly addsDefault?: boolean;
}

/** The fixes of a dialect finding that hold what they promise; those for the file's own way are only made on request. */
export function dialectFixes(
  subject: ToolSubject,
  finding: DialectFinding,
  isNative: boolean,
): readonly FixDraft[] {
  const trial = new ToolTrial(subject);
  const fixes: FixDraft[] = [];
  for (const candidate of candidatesOf(trial, subject, finding)) {
    const outcome = trial.outcome(candidate, finding);
    if (outcome === 'worse' || (outcome === 'other' && !candidate.orGuess)) continue;
    if (fixes.some(({ title }) => title === candidate.title)) continue;
    const safe = outcome === 'same';
    fixes.push({
      title: candidate.title,
      edits: candidate.edits,
      safe,
      ...(isNative && safe && { onRequest: true }),
    });
    // Other ways to say the same are no help, and each costs reading the tool once more.
    if (safe) break;
  }
  return fixes;
}

function candidatesOf(trial: ToolTrial, subject: ToolSubject, finding: DialectFinding): Iterable<Candidate> {
  switch (finding.code) {
    case 'tool.foreign-type':
      return typeCandidates(trial, finding);
    case 'tool.bare-parameter-map':
      return mapCandidates(trial, subject);
    case 'tool.required-misplaced':
      return requiredCandidates(trial, subject, finding);
    case 'tool.invalid-schema':
      return keywordCandidates(trial, finding);
    case 'tool.schema-smell':
      return smellCandidates(trial, finding);
  }
}

function* typeCandidates(trial: ToolTrial, finding: DialectFinding): Generator<Candidate> {
  const { kind, path, suggestion, detail, word = '' } = finding;
  if (kind === 'unknown-type-word') {
    const meant = closest(word.toLowerCase(), jsonTypes);
    if (meant)
      yield {
        title: `Write ${show(meant)}`,
        edits: [{ replace: { path }, value: meant }],
        orGuess: true,
      };
    return;
  }
  const schema: JsonObject = isObject(detail.schema) ? detail.schema : {};
  const holderPath = path.slice(0, -1);
  const holder = trial.at(holderPath);
  const title = suggestion === undefined ? 'Leave the type out' : `Write ${show(suggestion)}`;
  if (Array.isArray(holder)) {
    const words = holder.flatMap((item, i) => (i === path.at(-1) ? (suggestion ?? item) : item));
    yield { title, edits: [{ replace: { path: holderPath }, value: [...new Set(words)] }] };
    return;
  }
  if (!isObject(holder)) return;
  // `"city": "str"`: the word stands where a schema is wanted, unless a parameter is called "type".
  const whole: Candidate = { title: `Write ${show(schema)}`, edits: [{ replace: { path }, value: schema }] };
  const isKeyword = path.at(-1) === 'type' && path.at(-2) !== 'properties';
  if (!isKeyword) yield whole;
  const edits: FixEdit[] = [
    suggestion === undefined ? { remove: path } : { replace: { path }, value: suggestion },
  ];
  const more: JsonObject = {};
  for (const key of Object.keys(schema)) if (key !== 'type') setOwn(more, key, schema[key]!);
  if (detail.default !== undefined) setOwn(more, 'default', detail.default);
  for (const key of Object.keys(more))
    if (!Object.hasOwn(holder, key)) edits.push({ insert: holderPath, key, value: more[key]! });
  const names = Object.keys(more).map((key) => `"${key}"`);
  const added = edits.length > 1 ? ` and ${names.join(', ')}` : '';
  if (path.at(-1) === 'type')
    yield { title: title + added, edits, addsDefault: detail.default !== undefined };
}

const jsonTypes = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];

/** The schema around a map of parameters, with all that the map says about being required. */
function* mapCandidates(trial: ToolTrial, { prepared }: ToolSubject): Generator<Candidate> {
  const { key, tool } = trial;
  const { schema, origin } = prepared.normalized;
  const map = own(tool, key);
  // In a schema, `properties` stands one step further in.
  if (!isObject(map) || !isObject(schema) || origin(['properties']).length !== 1) return;
  const title = 'Write a JSON Schema around the parameters';
  const required = own(schema, 'required');
  const after: JsonObject = required === undefined ? {} : { required };
  const edits: FixEdit[] = [{ wrap: [key], in: { before: { type: 'object' }, key: 'properties', after } }];
  const properties = own(schema, 'properties');
  for (const name of Object.keys(map)) {
    const member = map[name]!;
    if (isObject(properties) && !Object.hasOwn(properties, name)) edits.push({ remove: [key, name] });
    else if (isObject(member) && typeof own(member, 'required') === 'boolean')
      edits.push({ remove: [key, name, 'required'] });
  }
  if (own(tool, 'required') !== undefined) edits.push({ remove: ['required'] });
  yield { title, edits };
  // Parameters in prose, or with optional types, are written as what they mean.
  const rest: FixEdit[] = own(tool, 'required') === undefined ? [] : [{ remove: ['required'] }];
  yield { title, edits: [{ replace: { path: [key] }, value: schema }, ...rest] };
}

function* requiredCandidates(
  trial: ToolTrial,
  subject: ToolSubject,
  finding: DialectFinding,
): Generator<Candidate> {
  const { kind, path, detail, word } = finding;
  const { normalized } = subject.prepared;
  switch (kind) {
    case 'boolean-required': {
      const all = normalized.findings.filter((other) => other.kind === kind);
      if (detail.required === false) yield { title: 'Take "required": false out', edits: [{ remove: path }] };
      yield { title: 'Write the list "required" instead', edits: listInsteadOf(trial, all) };
      yield* mapCandidates(trial, subject);
      return;
    }
    case 'sibling-required': {
      const names = Array.isArray(detail.required) ? detail.required : [];
      const edits = [...addRequired(trial, [trial.key], names), { remove: path }];
      yield { title: `Move it into "${cut(trial.key)}"`, edits };
      yield* mapCandidates(trial, subject);
      return;
    }
    case 'required-inside-properties': {
      const names = Array.isArray(detail.required) ? detail.required : [];
      const edits = [...addRequired(trial, path.slice(0, -2), names), { remove: path }];
      yield { title: 'Move it up, next to "properties"', edits };
      return;
    }
    case 'required-not-a-list':
      yield { title: 'Take it out', edits: [{ remove: path }] };
      return;
    case 'required-unknown-name': {
      const meant = word === undefined ? undefined : closest(word, freeNames(trial, normalized, path));
      if (meant)
        yield {
          title: `Write "${cut(meant)}"`,
          edits: [{ replace: { path }, value: meant }],
          orGuess: true,
        };
      yield { title: `Take "${cut(word ?? '')}" out`, edits: [{ remove: path }], orGuess: true };
    }
  }
}

/** Declared names that the list does not have yet. */
function freeNames(trial: ToolTrial, { schema }: NormalizedTool, path: Path): string[] {
  const list = trial.at(path.slice(0, -1));
  const named: readonly JsonValue[] = Array.isArray(list) ? list : [];
  const parent = path.length > 3 ? trial.at(path.slice(0, -2)) : schema;
  const properties = isObject(parent) ? own(parent, 'properties') : undefined;
  return isObject(properties) ? Object.keys(properties).filter((name) => !named.includes(name)) : [];
}

/** All truth values of the tool as lists of names beside their `properties`. */
function listInsteadOf(trial: ToolTrial, flags: readonly DialectFinding[]): FixEdit[] {
  const edits: FixEdit[] = [];
  const lists = new Map<string, { path: Path; names: JsonValue[] }>();
  for (const { path, detail } of flags) {
    const parent = path.slice(0, -3);
    const name = path.at(-2);
    if (detail.required !== true || path.at(-3) !== 'properties' || typeof name !== 'string') continue;
    const key = JSON.stringify(parent);
    const list = lists.get(key) ?? { path: parent, names: [] };
    list.names.push(name);
    lists.set(key, list);
  }
  for (const { path, names } of lists.values()) edits.push(...addRequired(trial, path, names));
  // Where a property has both, the list takes the place of the truth value.
  const replaced = new Set(edits.map((edit) => ('replace' in edit ? JSON.stringify(edit.replace.path) : '')));
  for (const { path } of flags) if (!replaced.has(JSON.stringify(path))) edits.push({ remove: path });
  return edits;
}

/** Names added to the list of the schema at `path`, which may have none. */
function addRequired(trial: ToolTrial, path: Path, names: readonly JsonValue[]): FixEdit[] {
  const schema = trial.at(path);
  const list = isObject(schema) ? own(schema, 'required') : undefined;
  if (list === undefined)
    return names.length === 0 ? [] : [{ insert: path, key: 'required', value: [...new Set(names)] }];
  if (!Array.isArray(list)) return [{ replace: { path: [...path, 'required'] }, value: [...names] }];
  return [...new Set(names)]
    .filter((name) => !list.includes(name))
    .map((name) => ({ append: [...path, 'required'], value: name }));
}

/** A keyword that stands among the properties: up to where it belongs, or out where that says it already. */
function* keywordCandidates(trial: ToolTrial, { kind, path, word }: DialectFinding): Generator<Candidate> {
  if (kind === 'root-not-object') {
    yield { title: 'Write "object"', edits: [{ replace: { path }, value: 'object' }], orGuess: true };
    return;
  }
  if (kind !== 'keyword-inside-properties' || word === undefined) return;
  const parentPath = path.slice(0, -2);
  const parent = trial.at(parentPath);
  const value = trial.at(path);
  if (isObject(parent) && !Object.hasOwn(parent, word) && value !== undefined)
    yield {
      title: 'Move it up, next to "properties"',
      edits: [{ remove: path }, { insert: parentPath, key: word, value }],
      orGuess: true,
    };
  else yield { title: `Remove "${cut(word)}"`, edits: [{ remove: path }] };
}

function* smellCandidates(trial: ToolTrial, { kind, path, detail }: DialectFinding): Generator<Candidate> {
  if (kind === 'default-not-in-enum') {
    const allowed = trial.at([...path.slice(0, -1), 'enum']);
    const value = trial.at(path);
    if (!Array.isArray(allowed) || typeof value !== 'string') return;
    const same = allowed.find((item) => typeof item !== 'object' && String(item) === value);
    const meant =
      same ??
      closest(
        value,
        allowed.filter((item) => typeof item === 'string'),
      );
    if (meant !== undefined)
      yield { title: `Write ${show(meant)}`, edits: [{ replace: { path }, value: meant }], orGuess: true };
    return;
  }
  if (kind !== 'enum-type-mismatch') return;
  const values = trial.at(path);
  if (!Array.isArray(values)) return;
  const edits: FixEdit[] = [];
  values.forEach((value, i) => {
    if (detail.type === 'string' && typeof value === 'number') edits.push({ quote: [...path, i] });
    else if (detail.type !== 'string' && typeof value === 'string') edits.push({ unquote: [...path, i] });
  });
  if (edits.length > 0)
    yield {
      title: `Write the values as the type ${show(detail.type ?? null)} has them`,
      edits,
      orGuess: true,
    };
}

/** Fixes of what the meta-schema says: a number or a truth value in quotes; or without the keyword. `path` is that of the value in the tool. */
export function keywordValueFixes(subject: ToolSubject, path: Path, types: readonly string[]): FixDraft[] {
  const trial = new ToolTrial(subject);
  const value = trial.at(path);
  const fixes: FixDraft[] = [];
  if (typeof value === 'string' && /^(?:-?\d+(?:\.\d+)?|true|false)$/.test(value)) {
    const type = /^[tf]/.test(value) ? 'boolean' : value.includes('.') ? 'number' : 'integer';
    if (types.includes(type) || (type === 'integer' && types.includes('number')))
      fixes.push({ title: `Write ${cut(value)}`, edits: [{ unquote: path }], safe: true });
  }
  const key = path.at(-1);
  if (typeof key === 'string' && path.length > 1)
    fixes.push({ title: `Remove "${cut(key)}"`, edits: [{ remove: path }] });
  return fixes.filter((fix) => trial.isBetterSchema(fix.edits));
}

/** Tries fixes on the definition of a tool. */
class ToolTrial {
  /** The tool object as far as its schema reads it. */
  readonly tool: JsonObject;
  readonly key: string;
  readonly #input: NormalizeInput;

  constructor(readonly subject: ToolSubject) {
    const { input } = subject.prepared;
    this.#input = input;
    this.key = input.parametersKey ?? 'parameters';
    this.tool = {};
    if (input.shape === 'toolbench') {
      if (isObject(input.parameters)) this.tool = input.parameters;
      return;
    }
    if (input.parameters !== undefined) setOwn(this.tool, this.key, input.parameters);
    if (input.required !== undefined) setOwn(this.tool, 'required', input.required);
  }

  at(path: Path): JsonValue | undefined {
    return below(this.tool, path as readonly (string | number)[]);
  }

  /** `same`: the finding is gone and the tool means the same; `other`: it means something else; `worse`: still there, or more is wrong. */
  outcome({ edits, addsDefault }: Candidate, finding: DialectFinding): 'same' | 'other' | 'worse' {
    const read = this.#read(edits);
    if (!read) return 'worse';
    const { normalized } = this.subject.prepared;
    const before = countByKind(normalized.findings);
    const after = countByKind(read.findings);
    const kind = `${finding.code} ${finding.kind}`;
    if ((after.get(kind) ?? 0) >= (before.get(kind) ?? 0)) return 'worse';
    for (const [other, count] of after) if (count > (before.get(other) ?? 0)) return 'worse';
    const isSame =
      addsDefault === true
        ? deepEqual(canonical(read.schema, true), canonical(normalized.schema, true))
        : deepEqual(canonical(read.schema, false), canonicalOf(normalized));
    if (isSame) return 'same';
    const faults = checkMetaSchema(read.schema, read.draft).length;
    return faults > this.subject.prepared.metaErrors.length ? 'worse' : 'other';
  }

  /** Fewer faults against the meta-schema, and no more of anything else. */
  isBetterSchema(edits: readonly FixEdit[]): boolean {
    const read = this.#read(edits);
    if (!read) return false;
    const { metaErrors, normalized } = this.subject.prepared;
    if (checkMetaSchema(read.schema, read.draft).length >= metaErrors.length) return false;
    return read.findings.length <= normalized.findings.length;
  }

  #read(edits: readonly FixEdit[]): NormalizedTool | undefined {
    const made = editValue(this.tool, edits);
    if (!isObject(made)) return undefined;
    const input = this.#input;
    if (input.shape === 'toolbench') return normalizeToolSchema({ ...input, parameters: made });
    return normalizeToolSchema({
      ...input,
      parameters: own(made, this.key),
      required: own(made, 'required'),
    });
  }
}

function countByKind(findings: readonly DialectFinding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code, kind } of findings) {
    const key = `${code} ${kind}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

const known = new WeakMap<NormalizedTool, JsonValue>();

/** The schema as it is, for comparing. */
function canonicalOf(normalized: NormalizedTool): JsonValue {
  let made = known.get(normalized);
  if (made === undefined) known.set(normalized, (made = canonical(normalized.schema, false)));
  return made;
}

/** A schema for comparing: the order of `required` says nothing, nor does an empty one. */
function canonical(value: JsonValue, withoutDefaults: boolean): JsonValue {
  if (Array.isArray(value)) return value.map((item) => canonical(item, withoutDefaults));
  if (!isObject(value)) return value;
  const made: JsonObject = {};
  for (const key of Object.keys(value)) {
    const member = value[key]!;
    if (withoutDefaults && key === 'default') continue;
    if (key === 'required' && Array.isArray(member) && member.every((name) => typeof name === 'string')) {
      if (member.length > 0) setOwn(made, key, [...new Set(member)].sort());
    } else setOwn(made, key, canonical(member, withoutDefaults));
  }
  return made;
}
