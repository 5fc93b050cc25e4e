/** Cases of answers as lines of JSON: the shape of test/suites/bfcl-answers, in which models' outputs can be handed in too. */
import {
  PythonBytes,
  PythonComplex,
  PythonDict,
  PythonTuple,
  type PythonValue,
} from '../calls/python/values.ts';
import type { AnswerLanguage } from './bfcl.ts';
import { answerFormats, type AnswerFormat } from './decode.ts';
import type { AnswerCase } from './evaluate.ts';
import { readPythonJson } from './pythonJsonValue.ts';

/** A case with the id by which its verdict is told. */
export interface IdentifiedCase extends AnswerCase {
  readonly id: string;
}

export type CaseReading =
  | { readonly ok: true; readonly case: IdentifiedCase; readonly value: PythonDict }
  /** `message` says what is missing or wrong, for people. */
  | { readonly ok: false; readonly message: string };

/** Reads one line. `id` is for a case that has none of its own. */
export function readCase(line: string, id: string): CaseReading {
  const read = readPythonJson(line);
  if (!(read?.value instanceof PythonDict)) return { ok: false, message: 'The line is no JSON object.' };
  const value = read.value;
  const category = value.get('category');
  if (typeof category !== 'string')
    return wrong(
      '"category" is missing; it decides how calls are paired ("simple", "multiple", "parallel", …)',
    );
  const language = value.get('language') ?? 'python';
  if (!isLanguage(language)) return wrong('"language" is none of python, java, javascript');
  const format = value.get('format') ?? 'python';
  const text = value.get('output_text');
  let output: AnswerCase['output'];
  if (format === 'decoded') output = { decoded: unwrapValue(value.get('decoded') ?? null) };
  else if (!isFormat(format)) return wrong(`"format" is none of ${answerFormats.join(', ')}, decoded`);
  else if (typeof text !== 'string') return wrong('"output_text" is missing');
  else output = { text, format, tagged: value.get('tool_call_tag') === true };
  const own = value.get('id');
  const found: IdentifiedCase = {
    id: typeof own === 'string' ? own : id,
    category,
    language,
    underscoreToDot: value.get('underscore_to_dot') === true,
    functions: value.get('functions') ?? [],
    answers: value.get('possible_answer') ?? null,
    output,
  };
  return { ok: true, case: found, value };
}

function wrong(message: string): CaseReading {
  return { ok: false, message: `${message}.` };
}

function isLanguage(value: PythonValue): value is AnswerLanguage {
  return value === 'python' || value === 'java' || value === 'javascript';
}

function isFormat(value: PythonValue): value is AnswerFormat {
  return typeof value === 'string' && (answerFormats as readonly string[]).includes(value);
}

/** A value in which what JSON cannot say is wrapped (`{"$tuple": […]}` and so on). Depth is bounded by the JSON reader. */
export function unwrapValue(value: PythonValue): PythonValue {
  if (Array.isArray(value)) return value.map(unwrapValue);
  if (!(value instanceof PythonDict)) return value;
  const [key] = value.keys();
  const inner = value.size === 1 ? value.get(key!) : undefined;
  if (key === '$tuple' && Array.isArray(inner)) return new PythonTuple(inner.map(unwrapValue));
  if (key === '$dict' && Array.isArray(inner))
    return PythonDict.of(
      inner.map((entry) => (entry as PythonValue[]).map(unwrapValue) as [PythonValue, PythonValue]),
    );
  if (key === '$float') return inner === 'nan' ? NaN : inner === '-inf' ? -Infinity : Infinity;
  if (key === '$bytes' && typeof inner === 'string') return new PythonBytes(inner);
  if (key === '$complex' && typeof inner === 'string') return complexOf(inner);
  return PythonDict.of(Array.from(value.entries(), ([name, item]) => [name, unwrapValue(item)] as const));
}

function complexOf(text: string): PythonComplex {
  const match = /^\(?(?:([-+]?[^-+j]+(?:e[-+]?\d+)?))?([-+]?[^-+j]*(?:e[-+]?\d+)?)j\)?$/.exec(text);
  if (!match) return new PythonComplex(NaN, NaN);
  const [, real, imaginary] = match;
  return imaginary === ''
    ? new PythonComplex(0, Number(real))
    : new PythonComplex(Number(real ?? 0), Number(imaginary));
}
