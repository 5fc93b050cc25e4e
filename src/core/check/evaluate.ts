/** One case of answers, judged by a profile: reading, and the comparison with what is expected. */
import type { PythonDict } from '../calls/python/values.ts';
import { PythonError, type PythonValue } from '../calls/python/values.ts';
import type { Span } from '../text/span.ts';
import { checkBfcl, type AnswerLanguage, type BfclOptions } from './bfcl.ts';
import { decodeAnswer, isCallList, type AnswerFormat, type CodeDecoders } from './decode.ts';
import { compareCalls, type AnswerFinding, type ReferenceCall } from './fair.ts';
import { dictOf } from './fairValues.ts';
import { convertJava } from './javaValues.ts';
import { convertJavaScript } from './javaScriptValues.ts';
import type { PlacedValue, ReadCall } from './placed.ts';
import type { Profile } from './profiles.ts';
import { readAnswer } from './readAnswer.ts';
import { readReferences, toolsByName } from './reference.ts';
import type { Verdict } from './types.ts';

/** A model's output and what it is held against. */
export interface AnswerCase extends BfclOptions {
  readonly functions: PythonValue;
  /** `[{name: {argument: [possible value, …]}}, …]`; `null` where only decoding or relevance is judged. */
  readonly answers: PythonValue;
  /** The same as the profile `fair` takes it; absent: read from `answers`. */
  readonly references?: readonly ReferenceCall[];
  readonly output:
    | { readonly text: string; readonly format: AnswerFormat; readonly tagged: boolean }
    | { readonly decoded: PythonValue };
}

function wrong(errorType: string, message: string): Verdict {
  return { valid: false, errorType, message, path: [] };
}

/** The verdict of the profile `bfcl`. Never throws for what stands in the data. */
export function evaluateBfcl(input: AnswerCase, code?: CodeDecoders): Verdict {
  const { category } = input;
  const decoded = decode(input, code);
  if (category.includes('relevance')) {
    const hasCall = 'value' in decoded && isCallList(decoded.value) && decoded.value.length > 0;
    if (category.includes('irrelevance'))
      return hasCall
        ? wrong('irrelevance_error:decoder_success', 'No call is right here, and the answer has one.')
        : { valid: true };
    return hasCall
      ? { valid: true }
      : wrong('relevance_error:decoder_failed', 'The answer has no call that can be read.');
  }
  if ('error' in decoded)
    return wrong('ast_decoder:decoder_failed', `The answer cannot be read: ${decoded.error}`);
  if (!isCallList(decoded.value))
    return wrong('ast_decoder:decoder_wrong_output_format', 'The answer is no list of calls.');
  if (category === 'parse') return { valid: true };
  try {
    return checkBfcl(input.functions, decoded.value as PythonDict[], input.answers, input);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return wrong(`checker_exception:${error.type}`, `The official checker stops here: ${error.message}`);
  }
}

function decode(
  input: AnswerCase,
  code: CodeDecoders | undefined,
): { readonly value: PythonValue } | { readonly error: string } {
  const { output } = input;
  if ('decoded' in output) return { value: output.decoded };
  // An answer that cannot be read is nothing unusual: where it was thrown need not be noted each time.
  const errors = Error as { stackTraceLimit?: number };
  const { stackTraceLimit } = errors;
  errors.stackTraceLimit = 0;
  try {
    return { value: decodeAnswer(output.text, output.format, output.tagged, code) };
  } catch (error) {
    // Whatever the reason, upstream counts it as an answer that cannot be decoded.
    return { error: error instanceof Error ? error.message : String(error) };
  } finally {
    errors.stackTraceLimit = stackTraceLimit;
  }
}

/** A verdict with all that is known of it. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Where the first difference stands in the answer's text. */
  readonly place?: Span;
  /** All differences; of the profile `bfcl` there is none here, it stops at the first. */
  readonly findings: readonly AnswerFinding[];
  /** For each expected call the call that stands for it, or -1; where calls were compared. */
  readonly pairing?: readonly number[];
}

/** Judges a case by a profile. Never throws for what stands in the data. */
export function judge(input: AnswerCase, profile: Profile, code?: CodeDecoders): Judgement {
  if (profile.name === 'bfcl') return { verdict: evaluateBfcl(input, code), findings: [] };
  const { category } = input;
  const read = readCalls(input, profile, code);
  if (category.includes('relevance')) {
    const hasCall = read.calls.length > 0;
    if (!category.includes('irrelevance'))
      return hasCall
        ? right
        : failed({
            errorType: 'relevance_error:decoder_failed',
            message: 'The answer has no call that can be read.',
            path: [],
          });
    const isBroken =
      read.problem !== undefined && read.problem.isNoCall !== true && !profile.off.has('failed-call-is-call');
    if (!hasCall && !isBroken) return right;
    const message = hasCall
      ? 'No call is right here, and the answer has one.'
      : 'No call is right here, and the answer has one that cannot even be read.';
    return failed({
      errorType: 'irrelevance_error:decoder_success',
      message,
      path: [],
      place: read.problem?.place,
    });
  }
  if (read.problem) {
    const { errorType, message, place } = read.problem;
    return failed({ errorType, message, path: [], place });
  }
  if (category === 'parse') {
    const isEmpty = 'text' in input.output && /^\s*`*\s*\[\s*\]\s*`*\s*$/.test(input.output.text);
    if (read.calls.length > 0 || isEmpty || !('text' in input.output)) return right;
    return failed({ errorType: 'ast_decoder:decoder_failed', message: 'The answer has no call.', path: [] });
  }
  const references = input.references ?? readReferences(input.answers);
  if (!references)
    return failed({
      errorType: 'reference:unreadable',
      message: 'The reference is no list of {name: {argument: [accepted values]}}; mend the data set.',
      path: [],
    });
  return compare(read.calls, references, input, profile);
}

const right: Judgement = { verdict: { valid: true }, findings: [] };

function failed(finding: AnswerFinding): Judgement {
  const { errorType, message, path, place } = finding;
  return { verdict: { valid: false, errorType, message, path }, place, findings: [finding] };
}

function compare(
  calls: readonly ReadCall[],
  references: readonly ReferenceCall[],
  input: AnswerCase,
  profile: Profile,
): Judgement {
  const { category, language, underscoreToDot } = input;
  const tools = toolsByName(input.functions);
  const toolOf = (name: string) => tools.get(name);
  const isParallel = category.includes('parallel');
  const checker = isParallel
    ? 'parallel_function_checker_no_order'
    : `${category.includes('multiple') ? 'multiple' : 'simple'}_function_checker`;
  const inPython = language === 'python' ? calls : calls.map((call) => converted(call, toolOf, language));
  const { findings, pairing } = compareCalls(inPython, references, {
    profile,
    toolOf,
    checker,
    language,
    underscoreToDot,
  });
  const [first] = findings;
  return first ? { ...failed(first), findings, pairing } : { ...right, pairing };
}

/** Arguments in Java or JavaScript are source text: they become values by the types of the schema. */
function converted(
  call: ReadCall,
  toolOf: (name: string) => PythonDict | undefined,
  language: AnswerLanguage,
): ReadCall {
  const properties = dictOf(dictOf(toolOf(call.name)?.get('parameters'))?.get('properties'));
  const convert = language === 'java' ? convertJava : convertJavaScript;
  const named = new Map<string, PlacedValue>();
  for (const [name, placed] of call.named) {
    const details = dictOf(properties?.get(name));
    const type = details?.get('type');
    const inner = dictOf(details?.get('items'))?.get('type');
    let { value } = placed;
    if (typeof value === 'string' && typeof type === 'string') {
      try {
        value = convert(value, type, typeof inner === 'string' ? inner : undefined);
      } catch (error) {
        // A type that upstream cannot convert: the source text stands for the value.
        if (!(error instanceof PythonError)) throw error;
      }
    }
    named.set(name, { ...placed, value });
  }
  return { ...call, named };
}

interface ReadResult {
  readonly calls: readonly ReadCall[];
  readonly problem?: {
    readonly errorType: string;
    readonly message: string;
    readonly place?: Span;
    readonly isNoCall?: boolean;
  };
}

/** The calls of an answer, by the switches of the profile. */
function readCalls(input: AnswerCase, profile: Profile, code: CodeDecoders | undefined): ReadResult {
  const { output, language } = input;
  const isStrict = profile.off.has('text-around-calls') || language !== 'python' || 'decoded' in output;
  let strict: readonly ReadCall[] | undefined;
  if (isStrict) {
    const decoded = decode(input, code);
    if ('error' in decoded)
      return problem('ast_decoder:decoder_failed', `The answer cannot be read: ${decoded.error}`);
    if (!isCallList(decoded.value))
      return problem('ast_decoder:decoder_wrong_output_format', 'The answer is no list of calls.');
    strict = decoded.value.map(callOfDict);
    if (language !== 'python' || 'decoded' in output) return { calls: strict };
  }
  if (!('text' in output) || (strict && output.format !== 'python')) return { calls: strict ?? [] };
  const switches = {
    signsAsWritten: !profile.off.has('signs-as-written'),
    jsonWords: !profile.off.has('json-words'),
  };
  const read = readAnswer(output.text, switches);
  const isSame = (calls: readonly ReadCall[]) =>
    calls.length === read.calls.length && calls.every(({ name }, i) => name === read.calls[i]!.name);
  if (strict && (read.problem || !isSame(strict))) return { calls: strict };
  if (!read.problem) return { calls: read.calls };
  const { message, at, isNoCall } = read.problem;
  const place = { start: at, end: Math.min(output.text.length, at + 1) };
  const told = `The answer cannot be read: ${message.replace(/\.$/, '')}.`;
  return problem('ast_decoder:decoder_failed', told, place, isNoCall);
}

function problem(errorType: string, message: string, place?: Span, isNoCall?: boolean): ReadResult {
  return { calls: [], problem: { errorType, message, place, isNoCall } };
}

/** `{name: {argument: value}}` as a call without places. */
function callOfDict(dict: PythonDict): ReadCall {
  const [[name, given]] = [...dict.entries()] as [[PythonValue, PythonDict]];
  const nowhere = { start: 0, end: 0 };
  const named = new Map<string, PlacedValue>();
  for (const [argument, value] of given.entries()) named.set(String(argument), { value, ...nowhere });
  return { name: String(name), named, positional: [], hasStars: false, ...nowhere };
}
