/**
 * How strong a profile is: each expected call is damaged in many ways, and what the profile lets through is counted. A change
 * that says the same must pass; any other must not.
 */
import { PythonDict, type PythonValue } from '../calls/python/values.ts';
import type { AnswerCase } from './evaluate.ts';
import { judge } from './evaluate.ts';
import type { ReferenceCall } from './fair.ts';
import { dictOf } from './fairValues.ts';
import type { Profile } from './profiles.ts';
import type { CodeDecoders } from './decode.ts';

/** A call to be mutated: name and arguments. */
interface Given {
  readonly name: string;
  readonly arguments: ReadonlyMap<string, PythonValue>;
}

/** One way of changing an answer. */
export interface Mutation {
  readonly id: string;
  /** What it does, for people. */
  readonly title: string;
  /** The changed answer says the same as before. */
  readonly isHarmless: boolean;
  /** The changed calls; nothing where the change does not apply. */
  mutants(calls: readonly Given[], functions: PythonValue): readonly (readonly Given[])[];
}

/** What came of one mutation. */
export interface MutationCount {
  readonly id: string;
  readonly title: string;
  readonly isHarmless: boolean;
  readonly mutants: number;
  /** Mutants that the profile calls right. */
  readonly passed: number;
  /** The id of a case in which the verdict is the wrong one. */
  readonly example?: string;
}

const mostPerMutation = 3;

/** Changes of one argument's value; `undefined` where it does not apply. */
function ofValues(
  id: string,
  title: string,
  change: (value: PythonValue) => PythonValue | undefined,
  isHarmless = false,
): Mutation {
  return {
    id,
    title,
    isHarmless,
    mutants: (calls) => {
      const found: Given[][] = [];
      calls.forEach((call, i) => {
        for (const [name, value] of call.arguments) {
          const changed = change(value);
          if (changed === undefined || found.length >= mostPerMutation) continue;
          const given = new Map(call.arguments).set(name, changed);
          found.push(calls.map((other, j) => (j === i ? { ...call, arguments: given } : other)));
        }
      });
      return found;
    },
  };
}

const isWord = (value: PythonValue): value is string =>
  typeof value === 'string' && /[\p{L}]{2}/u.test(value);
const isNumberText = (value: PythonValue): value is string => typeof value === 'string' && /\d/.test(value);
const isNonEmptyList = (value: PythonValue): value is PythonValue[] =>
  Array.isArray(value) && value.length > 0;

/** Changes the first place inside a list or an object. */
function inside(
  value: PythonValue,
  change: (value: PythonValue) => PythonValue | undefined,
): PythonValue | undefined {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const changed = change(value[i]!) ?? inside(value[i]!, change);
      if (changed !== undefined) return value.with(i, changed);
    }
  } else if (value instanceof PythonDict) {
    for (const [key, item] of value.entries()) {
      const changed = change(item) ?? inside(item, change);
      if (changed === undefined) continue;
      const copy = PythonDict.of(value.entries());
      copy.set(key, changed);
      return copy;
    }
  }
  return undefined;
}

const otherScalar = (value: PythonValue): PythonValue | undefined => {
  if (typeof value === 'bigint') return value + 1n;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return isWord(value) ? `${value}qx` : undefined;
};

/** The mutations, harmful ones first. */
export const mutations: readonly Mutation[] = [
  ofValues('number-plus-one', 'a number is one more', (value) =>
    typeof value === 'bigint' ? value + 1n : typeof value === 'number' ? value + 1 : undefined,
  ),
  ofValues('number-negated', 'a number has the other sign', (value) =>
    (typeof value === 'bigint' && value !== 0n) || (typeof value === 'number' && value !== 0)
      ? -value
      : undefined,
  ),
  ofValues('number-as-text', 'a number is a text', (value) =>
    typeof value === 'bigint' || typeof value === 'number' ? String(value) : undefined,
  ),
  ofValues('integer-with-fraction', 'an integer has a half more', (value) =>
    typeof value === 'bigint' ? Number(value) + 0.5 : undefined,
  ),
  ofValues('boolean-flipped', 'a truth value is the other one', (value) =>
    typeof value === 'boolean' ? !value : undefined,
  ),
  ofValues('boolean-as-number', 'a truth value is 1 or 0', (value) =>
    typeof value === 'boolean' ? (value ? 1n : 0n) : undefined,
  ),
  ofValues('boolean-as-text', 'a truth value is a text', (value) =>
    typeof value === 'boolean' ? String(value) : undefined,
  ),
  ofValues('text-other-word', 'a text has another word', (value) =>
    isWord(value) ? value.replace(/[\p{L}]{2,}/u, 'qxqx') : undefined,
  ),
  ofValues('text-longer', 'a text goes on', (value) => (isWord(value) ? `${value} qx` : undefined)),
  ofValues('text-digit', 'a digit in a text is another', (value) =>
    isNumberText(value) ? value.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)) : undefined,
  ),
  ofValues('text-point-lost', 'the point of a number in a text is lost', (value) =>
    typeof value === 'string' && /\d\.\d/.test(value) ? value.replace(/(\d)\.(\d)/, '$1$2') : undefined,
  ),
  ofValues('text-sign-added', 'a number in a text has a minus', (value) =>
    typeof value === 'string' && /^\d/.test(value) ? `-${value}` : undefined,
  ),
  ofValues('text-operator-lost', 'an operator in a text is lost', (value) =>
    typeof value === 'string' && /[\dx)]\s*[*/^]+\s*[\dx(]/.test(value)
      ? value.replace(/([\dx)])\s*[*/^]+\s*([\dx(])/, '$1$2')
      : undefined,
  ),
  ofValues('text-emptied', 'a text is empty', (value) => (isWord(value) ? '' : undefined)),
  ofValues('value-null', 'a value is null', (value) => (value === null ? undefined : null)),
  ofValues('value-in-list', 'a value stands in a list', (value) =>
    Array.isArray(value) || value === null ? undefined : [value],
  ),
  ofValues('list-shorter', 'a list has lost its last element', (value) =>
    isNonEmptyList(value) ? value.slice(0, -1) : undefined,
  ),
  ofValues('list-longer', 'a list has its last element twice', (value) =>
    isNonEmptyList(value) ? [...value, value.at(-1)!] : undefined,
  ),
  ofValues('list-turned', 'a list is the other way round', (value) =>
    isNonEmptyList(value) && value.length > 1 && String(value[0]) !== String(value.at(-1))
      ? value.toReversed()
      : undefined,
  ),
  ofValues('inner-value', 'a value inside a list or an object is another', (value) =>
    inside(value, otherScalar),
  ),
  ofValues('inner-number-as-text', 'a number inside is a text', (value) =>
    inside(value, (item) =>
      typeof item === 'bigint' || typeof item === 'number' ? String(item) : undefined,
    ),
  ),
  ofValues('key-lost', 'an object has lost a member', (value) =>
    value instanceof PythonDict && value.size > 0 ? PythonDict.of([...value.entries()].slice(1)) : undefined,
  ),
  ofValues('key-added', 'an object has a member more', (value) =>
    value instanceof PythonDict ? PythonDict.of([...value.entries(), ['qx', 1n]]) : undefined,
  ),
  {
    id: 'argument-lost',
    title: 'an argument that is expected is missing',
    isHarmless: false,
    mutants: (calls, functions) =>
      eachArgument(calls, (call, name) => {
        if (!requiredOf(functions, call.name).has(name)) return undefined;
        const given = new Map(call.arguments);
        given.delete(name);
        return given;
      }),
  },
  {
    id: 'argument-added',
    title: 'an argument is added that the tool does not have',
    isHarmless: false,
    mutants: (calls) =>
      eachCall(calls, (call) => ({ ...call, arguments: new Map(call.arguments).set('qx', 1n) })),
  },
  {
    id: 'arguments-swapped',
    title: 'two arguments have each other’s value',
    isHarmless: false,
    mutants: (calls) =>
      eachCall(calls, (call) => {
        const [[a, x] = [], [b, y] = []] = [...call.arguments];
        if (a === undefined || b === undefined || x === undefined || y === undefined) return undefined;
        if (typeof x !== typeof y || JSON.stringify(printed(x)) === JSON.stringify(printed(y)))
          return undefined;
        return { ...call, arguments: new Map(call.arguments).set(a, y).set(b, x) };
      }),
  },
  {
    id: 'other-function',
    title: 'another function is called',
    isHarmless: false,
    mutants: (calls) => eachCall(calls, (call) => ({ ...call, name: `${call.name}_qx` })),
  },
  {
    id: 'function-case',
    title: 'the function is written in other case',
    isHarmless: false,
    mutants: (calls) =>
      eachCall(calls, (call) => {
        const name = call.name.toUpperCase();
        return name === call.name ? undefined : { ...call, name };
      }),
  },
  {
    id: 'call-lost',
    title: 'a call is missing',
    isHarmless: false,
    mutants: (calls) => (calls.length > 0 ? [calls.slice(1)] : []),
  },
  {
    id: 'call-twice',
    title: 'a call is made twice',
    isHarmless: false,
    mutants: (calls) => (calls.length > 0 ? [[...calls, calls[0]!]] : []),
  },
  {
    id: 'call-for-another',
    title: 'a call stands in the place of another',
    isHarmless: false,
    mutants: (calls) =>
      calls.length > 1 && JSON.stringify(printedCall(calls[0]!)) !== JSON.stringify(printedCall(calls[1]!))
        ? [[calls[1]!, ...calls.slice(1)]]
        : [],
  },
  {
    id: 'calls-turned',
    title: 'the calls are in the other order',
    isHarmless: true,
    mutants: (calls) => (calls.length > 1 ? [calls.toReversed()] : []),
  },
  {
    id: 'arguments-turned',
    title: 'the arguments are in the other order',
    isHarmless: true,
    mutants: (calls) =>
      eachCall(calls, (call) =>
        call.arguments.size > 1 ? { ...call, arguments: new Map([...call.arguments].reverse()) } : undefined,
      ),
  },
  ofValues(
    'text-case',
    'a text is written in upper case',
    (value) => (isWord(value) && value.toUpperCase() !== value ? value.toUpperCase() : undefined),
    true,
  ),
];

function eachCall(calls: readonly Given[], change: (call: Given) => Given | undefined): Given[][] {
  return calls.slice(0, mostPerMutation).flatMap((call, i) => {
    const changed = change(call);
    return changed ? [calls.map((other, j) => (j === i ? changed : other))] : [];
  });
}

function eachArgument(
  calls: readonly Given[],
  change: (call: Given, name: string) => ReadonlyMap<string, PythonValue> | undefined,
): Given[][] {
  return eachCall(calls, (call) => {
    for (const name of call.arguments.keys()) {
      const given = change(call, name);
      if (given) return { ...call, arguments: given };
    }
    return undefined;
  });
}

function requiredOf(functions: PythonValue, name: string): ReadonlySet<PythonValue> {
  const all = Array.isArray(functions) ? functions : [functions];
  const tool = all.find((one) => one instanceof PythonDict && one.get('name') === name);
  const required = dictOf(dictOf(tool)?.get('parameters'))?.get('required');
  return new Set(Array.isArray(required) ? required : []);
}

/** A value as text to compare by. */
function printed(value: PythonValue): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return value.map(printed);
  if (value instanceof PythonDict)
    return Array.from(value.entries(), ([key, item]) => [String(key), printed(item)]);
  return value;
}

function printedCall({ name, arguments: given }: Given): unknown {
  return [name, Array.from(given, ([key, value]) => [key, printed(value)])];
}

/** The first accepted answer of each expected call; arguments that may be left out are left out when nothing else is listed. */
export function firstAnswer(references: readonly ReferenceCall[]): Given[] {
  return references.map(({ name, arguments: accepted, lists }) => {
    const given = new Map<string, PythonValue>();
    for (const [argument, values] of accepted) {
      const value = lists ? values.find((one) => one !== '') : values[0];
      if (value !== undefined) given.set(argument, lists ? firstOf(value) : value);
    }
    return { name, arguments: given };
  });
}

/** An object among possible answers lists the values of each member: the first of each. */
function firstOf(value: PythonValue): PythonValue {
  if (Array.isArray(value)) return value.map(firstOf);
  if (!(value instanceof PythonDict)) return value;
  const members: (readonly [PythonValue, PythonValue])[] = [];
  for (const [key, options] of value.entries()) {
    if (!Array.isArray(options)) members.push([key, options]);
    else {
      // A member that may be left out is: to lose it would be no change.
      const [first] = options;
      if (first !== undefined && !options.includes('')) members.push([key, firstOf(first)]);
    }
  }
  return PythonDict.of(members);
}

/** The reference itself lists the changed values: the change is none. */
function isListed(calls: readonly Given[], references: readonly ReferenceCall[]): boolean {
  if (calls.length !== references.length) return false;
  return calls.every((call, i) => {
    const reference = references[i]!;
    const isWhole = Array.from(reference.arguments).every(
      ([name, accepted]) => call.arguments.has(name) || (reference.lists && accepted.includes('')),
    );
    if (call.name !== reference.name || !isWhole) return false;
    return Array.from(call.arguments).every(([name, value]) => {
      const text = JSON.stringify(printed(value));
      const accepted = reference.arguments.get(name) ?? [];
      return accepted.some((one) => JSON.stringify(printed(reference.lists ? firstOf(one) : one)) === text);
    });
  });
}

/** Counts over many cases. */
export class StrengthTest {
  readonly #counts = new Map<string, { mutants: number; passed: number; example?: string }>();
  #cases = 0;
  #unfit = 0;

  constructor(
    readonly profile: Profile,
    readonly code?: CodeDecoders,
  ) {}

  /** Cases that were mutated, and those whose own first answer the profile calls wrong, which say nothing. */
  get cases(): { readonly mutated: number; readonly unfit: number } {
    return { mutated: this.#cases, unfit: this.#unfit };
  }

  /** Mutates the expected calls of a case. */
  add(id: string, input: AnswerCase, references: readonly ReferenceCall[]): void {
    const answer = firstAnswer(references);
    if (input.language !== 'python' || answer.length === 0) return;
    if (!this.#isRight(input, answer)) {
      this.#unfit++;
      return;
    }
    this.#cases++;
    for (const mutation of mutations) {
      for (const mutant of mutation.mutants(answer, input.functions)) {
        if (!mutation.isHarmless && isListed(mutant, references)) continue;
        const count = this.#counts.get(mutation.id) ?? { mutants: 0, passed: 0 };
        this.#counts.set(mutation.id, count);
        const isRight = this.#isRight(input, mutant);
        count.mutants++;
        if (isRight) count.passed++;
        if (isRight !== mutation.isHarmless) count.example ??= id;
      }
    }
  }

  #isRight(input: AnswerCase, calls: readonly Given[]): boolean {
    const decoded = calls.map(({ name, arguments: given }) => PythonDict.of([[name, PythonDict.of(given)]]));
    return judge({ ...input, output: { decoded } }, this.profile, this.code).verdict.valid;
  }

  /** The table, in the order of the mutations; those that never applied are left out. */
  table(): MutationCount[] {
    return mutations.flatMap(({ id, title, isHarmless }) => {
      const count = this.#counts.get(id);
      return count ? [{ id, title, isHarmless, ...count }] : [];
    });
  }
}
