/**
 * The comparison of the profile `fair`: calls as they were read against the expected ones, paired in the best way, with every
 * difference, its path and its place in the text.
 */
import { pythonRepr } from '../calls/python/percentFormat.ts';
import { PythonDict, PythonTuple, type PythonValue } from '../calls/python/values.ts';
import { cut } from '../rules/words.ts';
import type { Span } from '../text/span.ts';
import { isBfclType, type AnswerLanguage } from './bfcl.ts';
import { dictOf, listOf, ValueComparer, type SchemaNode, type ValueDifference } from './fairValues.ts';
import { assign } from './pairing.ts';
import { placeIn, type PlacedValue, type ReadCall } from './placed.ts';
import type { Profile, SwitchId } from './profiles.ts';

/** A call that is expected. */
export interface ReferenceCall {
  readonly name: string;
  /** By argument: the values that are accepted. */
  readonly arguments: ReadonlyMap<string, readonly PythonValue[]>;
  /** Written as possible answers: `""` among the values lets the argument be left out, and objects list values for each member. */
  readonly lists: boolean;
}

/** One difference between the answer and what is expected. */
export interface AnswerFinding {
  /** As the Berkeley Function Calling Leaderboard names it. */
  readonly errorType: string;
  /** For people. */
  readonly message: string;
  /** From the call's arguments down; empty when it is about the call as a whole. */
  readonly path: readonly (string | number)[];
  /** In the text of the answer; absent for what is missing there and for answers without a text. */
  readonly place?: Span;
  /** Index of the expected call, when it is about one. */
  readonly expected?: number;
  /** Index of the call in the answer, when it is about one. */
  readonly call?: number;
}

/** What the comparison says. */
export interface Comparison {
  /** Empty: the answer is right. */
  readonly findings: readonly AnswerFinding[];
  /** For each expected call the index of the call that stands for it, or -1. */
  readonly pairing: readonly number[];
}

/** How answers are compared with what is expected. */
export interface CompareOptions {
  readonly profile: Profile;
  /** The tool of that name: `{name, parameters: {properties, required}}`; `undefined` when none is known. */
  readonly toolOf: (name: string) => PythonDict | undefined;
  /** Prefix of error types that are about the whole: `simple_function_checker`. */
  readonly checker: string;
  /** Whose types the schemas speak of. */
  readonly language: AnswerLanguage;
  /** Dots of expected names may be written as underscores. */
  readonly underscoreToDot?: boolean;
}

/** Cost of a pair whose names differ; above any number of wrong arguments that a call can have. */
const otherName = 1e6;

/** Compares an answer's calls with the expected ones. The order of the calls does not matter. */
export function compareCalls(
  calls: readonly ReadCall[],
  expected: readonly ReferenceCall[],
  options: CompareOptions,
): Comparison {
  const comparer = new CallComparer(options);
  const isOn = !options.profile.off.has('optimal-pairing');
  // Most answers are right, and in the order of the reference.
  const isRight =
    calls.length === expected.length &&
    expected.every((reference, i) => comparer.differences(calls[i]!, i, reference, i).length === 0);
  if (isRight) return { findings: [], pairing: expected.map((_, i) => i) };
  const table = expected.map((reference, i) =>
    calls.map((call, j) =>
      comparer.isNamed(call, reference) ? comparer.differences(call, j, reference, i) : undefined,
    ),
  );
  const costs = table.map((row) => row.map((found) => found?.length ?? otherName));
  const pairing = isOn || calls.length !== expected.length ? assign(costs) : greedy(costs);
  const findings: AnswerFinding[] = [];
  const isCount = calls.length !== expected.length;
  if (isCount) {
    const message = `${expected.length === 1 ? '1 call is' : `${expected.length} calls are`} expected; there ${calls.length === 1 ? 'is 1' : calls.length === 0 ? 'is none' : `are ${calls.length}`}.`;
    findings.push({ errorType: `${options.checker}:wrong_count`, message, path: [] });
  }
  const used = new Set(pairing);
  pairing.forEach((j, i) => {
    const reference = expected[i]!;
    if (j < 0) {
      const message = `The call of ${cut(reference.name)} is missing.`;
      findings.push({ errorType: `${options.checker}:wrong_count`, message, path: [], expected: i });
      return;
    }
    findings.push(...(table[i]![j] ?? comparer.differences(calls[j]!, j, reference, i)));
  });
  calls.forEach((call, j) => {
    if (used.has(j)) return;
    const message = `The call of ${cut(call.name)} is one too many.`;
    const errorType = `${options.checker}:wrong_count`;
    findings.push({ errorType, message, path: [], call: j, place: spanOf(call) });
  });
  const [first] = findings;
  if (first && !isCount && expected.length > 1 && options.checker.startsWith('parallel'))
    findings[0] = { ...first, errorType: `${options.checker}:cannot_find_match` };
  return { findings, pairing };
}

/** Every expected call takes the first call left that fits; the rest pairs up by order. */
function greedy(costs: readonly (readonly number[])[]): number[] {
  const used = new Set<number>();
  const pairing = costs.map((row) => {
    const j = row.findIndex((cost, column) => cost === 0 && !used.has(column));
    if (j >= 0) used.add(j);
    return j;
  });
  return pairing.map((j, i) => {
    if (j >= 0) return j;
    const left = costs[i]!.findIndex((_, column) => !used.has(column));
    if (left >= 0) used.add(left);
    return left;
  });
}

function spanOf({ start, end }: Span): Span | undefined {
  return start < end ? { start, end } : undefined;
}

class CallComparer {
  readonly #options: CompareOptions;
  readonly #values: ValueComparer;

  constructor(options: CompareOptions) {
    this.#options = options;
    this.#values = new ValueComparer(options.profile.off);
  }

  #isOn(id: SwitchId): boolean {
    return !this.#options.profile.off.has(id);
  }

  /** The call is of the function that is expected. */
  isNamed({ name }: ReadCall, reference: ReferenceCall): boolean {
    const isUnderscored = this.#options.underscoreToDot === true;
    if (name === reference.name && (!isUnderscored || this.#isOn('either-name-form'))) return true;
    return isUnderscored && name === reference.name.replaceAll('.', '_');
  }

  /** All differences of a call from an expected one. */
  differences(call: ReadCall, index: number, reference: ReferenceCall, expected: number): AnswerFinding[] {
    const about = { call: index, expected };
    if (!this.isNamed(call, reference)) {
      const message = `The call is of ${cut(call.name) || 'nothing'}; ${cut(reference.name)} is expected.`;
      return [
        {
          errorType: 'simple_function_checker:wrong_func_name',
          message,
          path: [],
          place: spanOf(call),
          ...about,
        },
      ];
    }
    const tool = this.#options.toolOf(reference.name);
    const parameters = dictOf(tool?.get('parameters'));
    const properties = dictOf(parameters?.get('properties'));
    const findings: AnswerFinding[] = [];
    const given = this.#named(call, properties, reference, (finding) =>
      findings.push({ ...finding, ...about }),
    );
    for (const [name, value] of given) {
      const finding = this.#argument(name, value, properties, reference);
      if (finding) findings.push({ ...finding, ...about });
    }
    const required = listOf(parameters?.get('required'));
    for (const [name, accepted] of reference.arguments) {
      if (given.has(name)) continue;
      const isRequired = required.includes(name);
      if (!isRequired) {
        if (reference.lists && accepted.includes('')) continue;
        const schema = dictOf(properties?.get(name));
        if (accepted.some((value) => this.#values.isDefault(value, schema))) continue;
      }
      findings.push({
        errorType: isRequired
          ? 'simple_function_checker:missing_required'
          : 'simple_function_checker:missing_optional',
        message: `The argument "${cut(name)}" is missing; ${inWords(accepted)} is expected.`,
        path: [name],
        place: spanOf(call),
        ...about,
      });
    }
    for (const name of required) {
      if (typeof name !== 'string' || given.has(name) || reference.arguments.has(name)) continue;
      findings.push({
        errorType: 'simple_function_checker:missing_required',
        message: `The required argument "${cut(name)}" is missing.`,
        path: [name],
        place: spanOf(call),
        ...about,
      });
    }
    return findings;
  }

  /** The arguments by name; those without one by the order of the schema. */
  #named(
    call: ReadCall,
    properties: SchemaNode,
    reference: ReferenceCall,
    report: (finding: AnswerFinding) => void,
  ): ReadonlyMap<string, PlacedValue> {
    const unexpected = 'simple_function_checker:unexpected_param';
    if (!this.#isOn('positional-by-order')) return call.named;
    if (call.hasStars) {
      const message = 'The call unpacks arguments with *, so nobody can see them.';
      report({ errorType: unexpected, message, path: [], place: spanOf(call) });
    }
    if (call.positional.length === 0) return call.named;
    const order = properties ? properties.keys().map(String) : [...reference.arguments.keys()];
    const named = new Map<string, PlacedValue>();
    call.positional.forEach((value, i) => {
      const name = order[i];
      if (name === undefined || call.named.has(name)) {
        const why =
          name === undefined ? 'there is no parameter for it' : `"${cut(name)}" is given by name, too`;
        const message = `The argument ${i + 1} has no name, and ${why}.`;
        report({ errorType: unexpected, message, path: [], place: spanOf(value) });
      } else named.set(name, value);
    });
    for (const [name, value] of call.named) named.set(name, value);
    return named;
  }

  #argument(
    name: string,
    given: PlacedValue,
    properties: SchemaNode,
    reference: ReferenceCall,
  ): AnswerFinding | undefined {
    const schema = dictOf(properties?.get(name));
    const accepted = reference.arguments.get(name);
    const place = spanOf(given);
    if (accepted === undefined) {
      if (this.#values.isDefault(given.value, schema)) return undefined;
      const known = properties && !properties.has(name) ? ', and the tool has none of that name' : '';
      return {
        errorType: 'simple_function_checker:unexpected_param',
        message: `The argument "${cut(name)}" is not expected${known}.`,
        path: [name],
        place,
      };
    }
    const type = schema?.get('type');
    if (
      !this.#isOn('known-type-words') &&
      typeof type === 'string' &&
      !isBfclType(type, this.#options.language)
    ) {
      const message = `The official checker does not know the type "${cut(type)}" and stops.`;
      return { errorType: 'checker_exception:KeyError', message, path: [name], place };
    }
    const isMarked = reference.lists && accepted.includes('');
    const markerCounts = !this.#isOn('marker-is-no-value');
    if (isMarked) {
      if (this.#values.isDefault(given.value, schema)) return undefined;
      if (markerCounts && isEmptyList(given.value) && (type === 'array' || type === 'tuple'))
        return undefined;
    }
    const values = isMarked && !markerCounts ? accepted.filter((value) => value !== '') : accepted;
    // Where nothing else is accepted, "" is the value.
    const options = values.length > 0 ? values : accepted;
    const difference = this.#values.differenceFrom(given.value, options, schema, reference.lists);
    if (!difference) return undefined;
    const path = [name, ...difference.path];
    return {
      errorType: errorTypeOf(difference, options, given.value),
      message: messageOf(path, difference, options, valueAt(given.value, difference.path)),
      path,
      place: spanOf(placeIn(given, difference.path)) ?? place,
    };
  }
}

function isEmptyList(value: PythonValue): boolean {
  return Array.isArray(value) && value.length === 0;
}

function errorTypeOf(
  { kind, path }: ValueDifference,
  options: readonly PythonValue[],
  value: PythonValue,
): string {
  const isDict = options.some((option) => option instanceof PythonDict);
  switch (kind) {
    case 'type':
      return path.length === 0 ? 'type_error:simple' : 'type_error:nested';
    case 'missing-key':
    case 'unknown-key':
      return 'value_error:dict_key';
    case 'length':
      return isDict ? 'value_error:list_dict_count' : 'value_error:list/tuple';
    case 'value':
      if (path.length === 0) return typeof value === 'string' ? 'value_error:string' : 'value_error:others';
      return isDict ? 'value_error:dict_value' : 'value_error:list/tuple';
  }
}

/** The part of a value that a path leads to; `undefined` where it leads nowhere. */
function valueAt(value: PythonValue, path: readonly (string | number)[]): PythonValue | undefined {
  let at: PythonValue | undefined = value;
  for (const step of path) {
    if (at instanceof PythonTuple) at = at.items[step as number];
    else if (Array.isArray(at)) at = at[step as number];
    else at = at instanceof PythonDict ? at.get(step) : undefined;
    if (at === undefined) return undefined;
  }
  return at;
}

function messageOf(
  path: readonly (string | number)[],
  { kind, path: inside }: ValueDifference,
  options: readonly PythonValue[],
  value: PythonValue | undefined,
): string {
  const where = `"${cut(path.join('.'))}"`;
  const wanted = inside.length === 0 ? `; ${inWords(options)} is expected` : '';
  switch (kind) {
    case 'missing-key':
      return `${where} is missing.`;
    case 'unknown-key':
      return `${where} is not expected.`;
    case 'length':
      return `${where} has another number of elements${wanted}.`;
    case 'type':
      return `${where} is ${shown(value)}, of another type${wanted}.`;
    case 'value':
      return `${where} is ${shown(value)}${wanted === '' ? ', which is none of the expected values' : wanted}.`;
  }
}

function shown(value: PythonValue | undefined): string {
  return value === undefined ? 'absent' : cut(pythonRepr(value));
}

/** The accepted values for a message: the first three. */
function inWords(options: readonly PythonValue[]): string {
  const said = options.filter((option) => option !== '' || options.length === 1);
  const words = said.slice(0, 3).map((option) => cut(pythonRepr(option)));
  return words.length === 0
    ? 'no value'
    : words.join(said.length > 3 ? ', ' : ' or ') + (said.length > 3 ? ', …' : '');
}
