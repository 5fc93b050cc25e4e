/** Python literals as data: the repr of lists and dictionaries that data sets hold where JSON was meant. */
import { skipPythonTrivia } from '../text/pythonString.ts';
import type { ValueNode } from '../text/valueNode.ts';
import type { CallNote } from './callNote.ts';
import { trimEnd } from './pythonScanner.ts';
import { PythonValueReader } from './pythonValues.ts';

/** What was read of a Python literal. */
export interface PythonLiteralReading {
  /** `undefined` when the range holds no value. */
  readonly node?: ValueNode;
  /** False when a bracket is not closed, or something could not be read. */
  readonly complete: boolean;
  readonly notes: readonly CallNote[];
}

/** Reads the one Python value of `text[start..end)`; what follows it gets a `trailing-text` note. */
export function readPythonLiteral(text: string, start = 0, end = text.length): PythonLiteralReading {
  const values = new PythonValueReader(text, start, end);
  values.skipTrivia();
  const first = values.peek();
  if (first === '' || ',)]}'.includes(first)) return { complete: false, notes: [] };
  const node = values.readValue();
  const rest = skipPythonTrivia(text, values.at, end);
  if (rest < end) values.note('trailing-text', rest, trimEnd(text, rest, end));
  return { node, complete: !values.notes.some((note) => note.kind === 'syntax-error'), notes: values.notes };
}
