/**
 * Numbers as the record spells them. A parsed number has lost it: 12345678901234567890 is no double, and 1.50 is 1.5 as
 * well. Only asked for what is shown in a message.
 */
import { createLocator, type Locator } from '../record/locate.ts';
import type { Path } from '../text/path.ts';
import type { CallSubject } from './types.ts';

/** How the number at a path below a value is written; `undefined` where no number is found. */
export type Spelling = (below: Path) => string | undefined;

/** The spelling of numbers in the value at `path` of the record. */
export function spellingAt(subject: CallSubject, path: Path): Spelling {
  return (below) => {
    const { layer, inLayer, exact } = locatorOf(subject).locate({ path: [...path, ...below] });
    const text = exact ? layer.text.slice(inLayer.start, inLayer.end) : '';
    return numberText.test(text) ? text : undefined;
  };
}

/** JSON and Python. */
const numberText = /^[-+]?[0-9.][0-9._]*(?:[eE][-+]?[0-9_]+)?$/;

const locatorKey = {};

/** One for all messages of the record: it remembers the texts in strings that it has entered. */
function locatorOf({ record, memo }: CallSubject): Locator {
  let locator = memo.get(locatorKey) as Locator | undefined;
  if (!locator) memo.set(locatorKey, (locator = createLocator(record.text, record.value !== undefined)));
  return locator;
}
