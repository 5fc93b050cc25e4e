/**
 * The verdict of the Berkeley Function Calling Leaderboard's checker on decoded calls, with its own words for what is wrong.
 * Own implementation of behaviour observed in gorilla @ 6ea57973 (Apache-2.0), accidents included: it serves comparison with
 * published scores. The profile `fair` is what to judge a data set with.
 */
import {
  PythonDict,
  PythonError,
  PythonTuple,
  contains,
  iterate,
  pythonEquals,
  subscript,
  typeName,
  type PythonTypeName,
  type PythonValue,
} from '../calls/python/values.ts';
import { convertJava, javaTypes } from './javaValues.ts';
import { convertJavaScript, javaScriptTypes } from './javaScriptValues.ts';
import type { Difference, Verdict } from './types.ts';

/** The language whose types the schemas speak of. */
export type AnswerLanguage = 'python' | 'java' | 'javascript';

export interface BfclOptions {
  /** As upstream names its test sets; `parallel` and `multiple` in it decide how calls are paired. */
  readonly category: string;
  readonly language: AnswerLanguage;
  /** Dots in expected names become underscores, for models that cannot say dots. */
  readonly underscoreToDot: boolean;
}

const pythonTypes: Readonly<Record<string, PythonTypeName>> = {
  string: 'str',
  integer: 'int',
  float: 'float',
  boolean: 'bool',
  array: 'list',
  tuple: 'list',
  dict: 'dict',
  any: 'str',
};
/** The official checker knows this type word. */
export function isBfclType(word: string, language: AnswerLanguage): boolean {
  return Object.hasOwn(typesOf(language), word);
}

function typesOf(language: AnswerLanguage): Readonly<Record<string, PythonTypeName | 'set'>> {
  return language === 'python' ? pythonTypes : language === 'java' ? javaTypes : javaScriptTypes;
}

const nestedTypes = new Set(['Array', 'ArrayList', 'array']);

const valid: Verdict = { valid: true };

function wrong(errorType: string, message: string, path: Difference['path'] = []): Verdict {
  return { valid: false, errorType, message, path };
}

/**
 * Compares calls (a list of `{name: {argument: value}}`) with the possible answers (`{name: {argument: [value, …]}}`).
 * @throws PythonError where the official checker raises.
 */
export function checkBfcl(
  functions: PythonValue,
  calls: readonly PythonDict[],
  answers: PythonValue,
  options: BfclOptions,
): Verdict {
  const { category } = options;
  if (category.includes('parallel')) return checkParallel(functions, calls, answers, options);
  if (category.includes('multiple')) {
    if (calls.length !== iterate(answers).length)
      return wrongCount('multiple_function_checker', calls, answers);
    const answer = subscript(answers, 0n);
    return checkCall(descriptionOf(functions, firstKey(answer)), calls[0]!, answer, options);
  }
  if (calls.length !== 1)
    return wrong('simple_function_checker:wrong_count', `1 call is expected; there are ${calls.length}.`);
  return checkCall(subscript(functions, 0n), calls[0]!, subscript(answers, 0n), options);
}

function wrongCount(checker: string, calls: readonly PythonDict[], answers: PythonValue): Verdict {
  const expected = iterate(answers).length;
  return wrong(`${checker}:wrong_count`, `${expected} calls are expected; there are ${calls.length}.`);
}

/** Every answer takes the first call left that fits, and never gives it back. */
function checkParallel(
  functions: PythonValue,
  calls: readonly PythonDict[],
  answers: PythonValue,
  options: BfclOptions,
): Verdict {
  const checker = 'parallel_function_checker_no_order';
  if (calls.length !== iterate(answers).length) return wrongCount(checker, calls, answers);
  const expected = itemsByIndex(answers);
  const used = new Set<number>();
  for (const [i, answer] of expected.entries()) {
    const name = firstKey(answer);
    const description = descriptionOf(functions, name);
    const match = calls.findIndex(
      (call, j) => !used.has(j) && checkCall(description, call, answer, options).valid,
    );
    if (match < 0) {
      const left = calls.map((_, j) => j).filter((j) => !used.has(j));
      const message = `None of the calls ${left.map((j) => j + 1).join(', ')} is the expected call ${i + 1} of ${String(name)}.`;
      return wrong(`${checker}:cannot_find_match`, message);
    }
    used.add(match);
  }
  return valid;
}

function firstKey(answer: PythonValue): PythonValue {
  if (!(answer instanceof PythonDict))
    throw new PythonError('AttributeError', `'${typeName(answer)}' object has no attribute 'keys'`);
  const key = answer.first()?.[0];
  if (key === undefined) throw new PythonError('IndexError', 'list index out of range');
  return key;
}

function descriptionOf(functions: PythonValue, name: PythonValue): PythonValue {
  if (!Array.isArray(functions)) return functions;
  return functions.find((description) => pythonEquals(subscript(description, 'name'), name)) ?? null;
}

function checkCall(
  description: PythonValue,
  call: PythonDict,
  answer: PythonValue,
  options: BfclOptions,
): Verdict {
  if (!(answer instanceof PythonDict)) throw new PythonError('AttributeError', 'answer is no dict');
  const possible = answer.first()?.[1];
  if (possible === undefined) throw new PythonError('IndexError', 'list index out of range');
  const written = subscript(description, 'name');
  const parameters = subscript(description, 'parameters');
  const details = subscript(parameters, 'properties');
  const required = subscript(parameters, 'required');
  const name =
    options.underscoreToDot && typeof written === 'string' ? written.replaceAll('.', '_') : written;
  const given = call.get(name);
  if (given === undefined) {
    const message = `The call is of ${call.keys().map(String).join(', ')}, not of ${String(name)}.`;
    return wrong('simple_function_checker:wrong_func_name', message);
  }
  for (const parameter of iterate(required)) {
    if (!contains(given, parameter))
      return wrong(
        'simple_function_checker:missing_required',
        `The required argument ${shown(parameter)} is missing.`,
        [segment(parameter)],
      );
  }
  if (!(given instanceof PythonDict)) throw new PythonError('AttributeError', 'arguments are no dict');
  for (const [parameter, value] of given.entries()) {
    const detail = memberOf(details, parameter);
    const accepted = memberOf(possible, parameter);
    if (detail === undefined || accepted === undefined)
      return wrong(
        'simple_function_checker:unexpected_param',
        `The argument ${shown(parameter)} is not expected.`,
        [segment(parameter)],
      );
    const verdict = checkArgument(parameter, value, detail, accepted, options);
    if (!verdict.valid) return verdict;
  }
  const missing = missingArgument(possible, given);
  if (missing !== undefined)
    return wrong(
      'simple_function_checker:missing_optional',
      `The argument ${shown(missing)} is missing, and the reference does not let it be left out.`,
      [segment(missing)],
    );
  return valid;
}

/** The first argument of the reference that is not given and may not be left out. */
function missingArgument(possible: PythonValue, given: PythonDict): PythonValue | undefined {
  if (possible instanceof PythonDict) {
    for (const [parameter, accepted] of possible.entries())
      if (!given.has(parameter) && !contains(accepted, '')) return parameter;
    return undefined;
  }
  return iterate(possible).find(
    (parameter) => !given.has(parameter) && !contains(subscript(possible, parameter), ''),
  );
}

/** `container[key]` where `key in container`, else nothing. */
function memberOf(container: PythonValue, key: PythonValue): PythonValue | undefined {
  if (container instanceof PythonDict) return container.get(key);
  return contains(container, key) ? subscript(container, key) : undefined;
}

function shown(value: PythonValue): string {
  return typeof value === 'string' ? `"${value}"` : String(value);
}

function segment(value: PythonValue): string | number {
  return typeof value === 'bigint' ? Number(value) : String(value);
}

function checkArgument(
  parameter: PythonValue,
  given: PythonValue,
  details: PythonValue,
  options: PythonValue,
  { language }: BfclOptions,
): Verdict {
  const path = [segment(parameter)];
  const described = subscript(details, 'type');
  const types = typesOf(language);
  const type = typeFrom(types, described);
  let value = given;
  let nested: PythonTypeName | undefined;
  if (language === 'python') {
    if (described === 'array' || described === 'tuple') nested = typeFrom(types, nestedTypeOf(details));
    if (described === 'tuple' && value instanceof PythonTuple) value = [...value.items];
    if (described === 'float' && typeof value === 'bigint') value = floatOf(value);
  } else {
    if (typeof value !== 'string') {
      const code = language === 'java' ? 'java' : 'js';
      return wrong(
        `type_error:${code}`,
        `${shown(parameter)} is a ${typeName(value)}; the source text of a value is expected.`,
        path,
      );
    }
    const nestedName = nestedTypes.has(described as string) ? nestedTypeOf(details) : undefined;
    if (nestedName !== undefined) nested = typeFrom(types, nestedName);
    const convert = language === 'java' ? convertJava : convertJavaScript;
    value = convert(value, described as string, nestedName as string | undefined);
  }
  const checked = checkType(value, options, type, nested);
  if (checked.errorType !== undefined) {
    const inside = nested ? ` of ${nested}` : '';
    return wrong(
      checked.errorType,
      `${shown(parameter)} is a ${typeName(value)}; ${type}${inside} is expected.`,
      path,
    );
  }
  const errorType = checked.isVariable
    ? isListed(value, options)
    : type === 'dict'
      ? checkDict(value, options)
      : type === 'list' && nested === 'dict'
        ? checkDictList(value, options)
        : type === 'str'
          ? checkString(value, options)
          : type === 'list'
            ? checkList(value, options)
            : isListed(value, options);
  if (errorType === undefined) return valid;
  return wrong(errorType, `${shown(parameter)} is none of the accepted values.`, path);
}

function typeFrom(
  types: Readonly<Record<string, PythonTypeName | 'set'>>,
  described: PythonValue,
): PythonTypeName {
  const type =
    typeof described === 'string' && Object.hasOwn(types, described) ? types[described] : undefined;
  if (type === undefined) throw new PythonError('KeyError', String(described));
  return type as PythonTypeName;
}

function nestedTypeOf(details: PythonValue): PythonValue {
  return subscript(subscript(details, 'items'), 'type');
}

function floatOf(value: bigint): number {
  const float = Number(value);
  if (!Number.isFinite(float)) throw new PythonError('OverflowError', 'int too large to convert to float');
  return float;
}

/** The type of the first option that is not `""`, the mark of an optional argument. */
function firstType(options: PythonValue): PythonTypeName | undefined {
  const first = iterate(options).find((option) => option !== '');
  return first === undefined ? undefined : typeName(first);
}

function checkType(
  value: PythonValue,
  options: PythonValue,
  type: PythonTypeName,
  nested: PythonTypeName | undefined,
): { readonly isVariable: boolean; readonly errorType?: string } {
  const optionType = firstType(options);
  const isVariable = optionType !== undefined && optionType !== type;
  const isType = typeName(value) === type;
  if (isType && nested === undefined) return { isVariable };
  let errorType = 'type_error:simple';
  if (isType) {
    const fits = (option: PythonValue) =>
      !Array.isArray(option) ||
      iterate(value).every((item) => checkType(item, option, nested!, undefined).errorType === undefined);
    if (iterate(options).some(fits)) return { isVariable };
    errorType = 'type_error:nested';
  }
  // A list that failed stays wrong, whatever the type of the options.
  if (optionType === typeName(value)) return isType ? { isVariable: true, errorType } : { isVariable: true };
  return { isVariable, errorType: 'type_error:simple' };
}

/** Without spaces and `, . / - _ * ^`, in lower case, with double quotes. */
export function normalText(text: string): string {
  if (isPlain(text)) return text.toLowerCase();
  return text
    .replace(/[ ,./\-_*^]+/g, '')
    .toLowerCase()
    .replaceAll("'", '"');
}

/** Letters and digits of ASCII: nothing to be deleted. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 48 || c > 122 || (c > 57 && c < 65) || (c > 90 && c < 97)) return false;
  }
  return true;
}

function normalItem(value: PythonValue): PythonValue {
  return typeof value === 'string' ? normalText(value) : value;
}

function isListed(value: PythonValue, options: PythonValue): string | undefined {
  return contains(options, value) ? undefined : 'value_error:others';
}

function checkString(value: PythonValue, options: PythonValue): string | undefined {
  const text = normalText(value as string);
  const isSaid = itemsByIndex(options).some(
    (option) => typeof option === 'string' && normalText(option) === text,
  );
  return isSaid ? undefined : 'value_error:string';
}

function checkList(value: PythonValue, options: PythonValue): string | undefined {
  const given = iterate(value).map(normalItem);
  const possible = itemsByIndex(options).map((option) => itemsByIndex(option).map(normalItem));
  return contains(possible, given) ? undefined : 'value_error:list/tuple';
}

/** The elements as upstream takes them, by index from 0: of a dictionary that fails, unless it is empty. */
function itemsByIndex(option: PythonValue): readonly PythonValue[] {
  if (option instanceof PythonDict)
    return Array.from({ length: option.size }, (_, i) => subscript(option, BigInt(i)));
  return iterate(option);
}

function checkDict(value: PythonValue, options: PythonValue): string | undefined {
  let errorType: string | undefined = 'dict_checker:unclear';
  for (const option of itemsByIndex(options)) {
    if (option === '') continue;
    errorType = checkDictOption(value, option);
    if (errorType === undefined) return undefined;
  }
  return errorType;
}

function checkDictOption(value: PythonValue, option: PythonValue): string | undefined {
  let errorType: string | undefined;
  if (!(value instanceof PythonDict))
    throw new PythonError('AttributeError', `'${typeName(value)}' object has no attribute 'items'`);
  for (const [key, item] of value.entries()) {
    if (!contains(option, key)) {
      errorType = 'value_error:dict_key';
      break;
    }
    const possible = itemsByIndex(subscript(option, key)).map(normalItem);
    if (!contains(possible, normalItem(item))) {
      errorType = 'value_error:dict_value';
      break;
    }
  }
  if (!(option instanceof PythonDict))
    throw new PythonError('AttributeError', `'${typeName(option)}' object has no attribute 'items'`);
  for (const [key, items] of option.entries()) {
    if (!value.has(key) && !contains(items, '')) return 'value_error:dict_key';
  }
  return errorType;
}

function checkDictList(value: PythonValue, options: PythonValue): string | undefined {
  const given = iterate(value);
  let errorType: string | undefined = 'list_dict_checker:unclear';
  for (const option of itemsByIndex(options)) {
    if (given.length !== iterate(option).length) {
      errorType = 'value_error:list_dict_count';
      continue;
    }
    let wrongItem: string | undefined;
    for (let i = 0; i < given.length && wrongItem === undefined; i++)
      wrongItem = checkDict(given[i]!, [subscript(option, BigInt(i))]);
    if (wrongItem === undefined) return undefined;
    errorType = wrongItem;
  }
  return errorType;
}
