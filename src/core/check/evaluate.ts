/** One case of answers: decoding, the test of its shape, and the comparison, as the leaderboard's runner puts them together. */
import { PythonError, type PythonDict, type PythonValue } from '../calls/python/values.ts';
import { checkBfcl, type BfclOptions } from './bfcl.ts';
import { decodeAnswer, isCallList, type AnswerFormat, type CodeDecoders } from './decode.ts';
import type { Verdict } from './types.ts';

/** A model's output and what it is held against. */
export interface AnswerCase extends BfclOptions {
  readonly functions: PythonValue;
  /** `[{name: {argument: [possible value, …]}}, …]`; `null` where only decoding or relevance is judged. */
  readonly answers: PythonValue;
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
  try {
    return { value: decodeAnswer(output.text, output.format, output.tagged, code) };
  } catch (error) {
    // Whatever the reason, upstream counts it as an answer that cannot be decoded.
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
