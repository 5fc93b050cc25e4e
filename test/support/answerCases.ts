/** The cases of test/suites/bfcl-answers with their verdicts, and the parsers that some of them need. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { PythonDict } from '../../src/core/calls/python/values.ts';
import { type PythonValue } from '../../src/core/calls/python/values.ts';
import { readCase, unwrapValue, type IdentifiedCase } from '../../src/core/check/cases.ts';
import { loadCodeDecoders } from '../../src/core/check/codeAnswers.ts';
import type { CodeDecoders } from '../../src/core/check/decode.ts';

export interface ExpectedCase {
  readonly case: IdentifiedCase;
  readonly kind: string;
  readonly mutation: string;
  readonly tags: readonly string[];
  /** The official error; `null` for a right answer. */
  readonly errorType: string | null;
  /** The official decoder's result; `null` where it has none. */
  readonly decoded: PythonValue;
}

/** All cases of a file; default: the suite. */
export function readCases(file = 'test/suites/bfcl-answers/cases.jsonl'): ExpectedCase[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line, i) => {
    const read = readCase(line, String(i + 1));
    if (!read.ok) throw new Error(`${file}:${i + 1}: ${read.message}`);
    const { value } = read;
    return {
      case: read.case,
      kind: value.get('kind') as string,
      mutation: value.get('mutation') as string,
      tags: value.get('tags') as string[],
      errorType: (value.get('expect') as PythonDict).get('error_type') as string | null,
      decoded: unwrapValue(value.get('decoded') ?? null),
    };
  });
}

/** The parsers of Java and JavaScript, from the packages that bring them. */
export async function codeDecoders(): Promise<CodeDecoders> {
  const require = createRequire(import.meta.url);
  const read = (file: string) => readFileSync(require.resolve(file));
  return loadCodeDecoders({
    engine: read('web-tree-sitter/web-tree-sitter.wasm'),
    java: read('tree-sitter-java/tree-sitter-java.wasm'),
    javascript: read('tree-sitter-javascript/tree-sitter-javascript.wasm'),
  });
}
