/** record.duplicate-key: the same key twice in one object. */
import { readJson } from '../calls/jsonText.ts';
import type { Path } from '../text/path.ts';
import type { Span } from '../text/span.ts';
import type { ValueNode } from '../text/valueNode.ts';
import { textAt } from './places.ts';
import type { Rule, Where } from './types.ts';
import { cut, plural } from './words.ts';

export const recordDuplicateKey: Rule = {
  code: 'record.duplicate-key',
  severity: 'error',
  title: 'The same key twice in one object',
  phase: 'fast',
  docs: {
    why: 'An object has a key twice. Most readers keep the last value and drop the first without a word, others keep the first or refuse the record, so what is trained on depends on the reader.\n\nKeys are looked for in the record and in the JSON inside its strings. Both places are linked.',
    example: {
      format: 'plain',
      bad: '{"role": "user", "content": "Hi", "role": "assistant"}',
      good: '{"role": "user", "content": "Hi"}',
    },
    source: 'RFC 8259, section 4: behaviour of software with duplicate names is unpredictable.',
  },
  checkRecord({ record, duplicateTexts }, report) {
    if (!record.hasDuplicateKeys && duplicateTexts.length === 0) return;
    const found: Duplicate[] = [];
    if (record.hasDuplicateKeys) collect(record.text, undefined, found);
    for (const path of duplicateTexts) {
      const text = textAt(record.value, path);
      if (text !== undefined) collect(text, path, found);
    }
    const first = found[0];
    if (!first) return;
    const more = found.length > 1 ? ` (and ${plural(found.length - 1, 'more key')})` : '';
    report({
      where: { span: { start: 0, end: record.text.length } },
      message: `The key "${cut(first.key)}" stands twice in one object${more}, and readers keep only one of the values; keep one.`,
      related: found.slice(0, maxRelated).flatMap(({ key, first: a, second: b, path }) => [
        { where: placeOf(a, path), message: `"${cut(key)}" stands here …` },
        { where: placeOf(b, path), message: '… and here again.' },
      ]),
    });
  },
};

const maxRelated = 5;
/** More duplicates than this are only counted. */
const maxFound = 100;

interface Duplicate {
  readonly key: string;
  readonly first: Span;
  readonly second: Span;
  /** The nested text; `undefined` for the record itself. */
  readonly path: Path | undefined;
}

function placeOf(span: Span, path: Path | undefined): Where {
  if (!path) return { span };
  const last = path.at(-1);
  // A stretch of text is told by its offsets in the whole text.
  const base = typeof last === 'object' ? last.start : 0;
  const holder = typeof last === 'object' ? path.slice(0, -1) : path;
  return { path: [...holder, { as: 'text', start: base + span.start, end: base + span.end }] };
}

function collect(text: string, path: Path | undefined, found: Duplicate[]): void {
  const root = readJson(text).node;
  const stack: ValueNode[] = root ? [root] : [];
  for (let node = stack.pop(); node && found.length < maxFound; node = stack.pop()) {
    if (node.members) {
      const places = new Map<string, Span>();
      for (const { key, keyStart, keyEnd } of node.members) {
        const span = { start: keyStart, end: keyEnd };
        const first = places.get(key);
        if (first) found.push({ key, first, second: span, path });
        else places.set(key, span);
      }
      for (let i = node.members.length - 1; i >= 0; i--) stack.push(node.members[i]!.node);
    } else if (node.elements) {
      for (let i = node.elements.length - 1; i >= 0; i--) stack.push(node.elements[i]!);
    }
  }
}
