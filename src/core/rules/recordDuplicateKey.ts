/** record.duplicate-key: the same key twice in one object. */
import { readJson } from '../calls/jsonText.ts';
import type { Path } from '../text/path.ts';
import type { Span } from '../text/span.ts';
import type { ValueNode } from '../text/valueNode.ts';
import { deepEqual } from '../json.ts';
import { applyFix } from '../record/edit.ts';
import { textAt } from './places.ts';
import { rewrite, stretch } from './textFixes.ts';
import type { FixDraft, Rule, Where } from './types.ts';
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
    const fix = found.length < maxFound ? dropFirst(found) : undefined;
    // A member in a text that goes with another member cannot be taken out as well.
    const isApart = fix && applyFix(record.text, fix) !== undefined;
    report({
      where: { span: { start: 0, end: record.text.length } },
      fixes: isApart ? [fix] : [],
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
  /** The first of the two with its comma. */
  readonly member: Span;
  /** Both have the same value, so that nothing is lost with one of them. */
  readonly isSame: boolean;
  /** The nested text; `undefined` for the record itself. */
  readonly path: Path | undefined;
}

function placeOf(span: Span, path: Path | undefined): Where {
  return path ? { path: stretch(path, span.start, span.end) } : { span };
}

/** Not in a member that goes anyway. */
function isOutermost({ member, path }: Duplicate, _i: number, all: readonly Duplicate[]): boolean {
  return !all.some(
    (other) =>
      other.path === path &&
      other.member !== member &&
      other.member.start <= member.start &&
      member.end <= other.member.end,
  );
}

/** Takes out what readers drop: of each key all but the last, whose value is the one that is read. */
function dropFirst(found: readonly Duplicate[]): FixDraft {
  const isSame = found.every((duplicate) => duplicate.isSame);
  return {
    title: isSame ? 'Keep one of the two' : 'Keep the last, which readers take',
    edits: found
      .filter(isOutermost)
      .map(({ member, path }) =>
        path ? rewrite(path, member.start, member.end, '') : { span: member, text: '' },
      ),
    safe: isSame,
  };
}

function collect(text: string, path: Path | undefined, found: Duplicate[]): void {
  const root = readJson(text).node;
  const stack: ValueNode[] = root ? [root] : [];
  for (let node = stack.pop(); node && found.length < maxFound; node = stack.pop()) {
    if (node.members) {
      const known = new Map<string, number>();
      node.members.forEach((member, i) => {
        const before = known.get(member.key);
        known.set(member.key, i);
        if (before === undefined) return;
        const first = node.members![before]!;
        found.push({
          key: member.key,
          first: { start: first.keyStart, end: first.keyEnd },
          second: { start: member.keyStart, end: member.keyEnd },
          member: { start: first.keyStart, end: node.members![before + 1]!.keyStart },
          isSame: deepEqual(first.node.value, member.node.value),
          path,
        });
      });
      for (let i = node.members.length - 1; i >= 0; i--) stack.push(node.members[i]!.node);
    } else if (node.elements) {
      for (let i = node.elements.length - 1; i >= 0; i--) stack.push(node.elements[i]!);
    }
  }
}
