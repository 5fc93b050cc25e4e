/**
 * Renaming what has a name in a sample: the same letters in every place that names it, escaped for where they stand,
 * and nothing else. The renamed record is read again before it is offered: when it does not say what it said before
 * under the new name, nothing is changed.
 */
import { isObject, own } from '../json.ts';
import { withEdits } from '../record/edit.ts';
import type { TextEdit } from '../record/editText.ts';
import { below } from '../rules/places.ts';
import type { Span } from '../text/span.ts';
import { type Entity, entityKey, indexSample, type Occurrence, type SampleIndex } from './entities.ts';
import { rewriteName } from './names.ts';
import type { RecordView } from './view.ts';

/** The edits of a renaming, ordered by place, or the reason in one sentence why there are none. */
export type Renaming =
  { readonly edits: readonly TextEdit[] } | { readonly edits?: undefined; readonly refused: string };

/** What stands at a place that may be renamed: its letters and its present name. */
export interface Renamable {
  readonly occurrence: Occurrence;
  readonly span: Span;
  readonly name: string;
}

/** What can be renamed at `recordOffset`, or the sentence that says why nothing can. */
export function renamableAt(
  index: SampleIndex,
  recordOffset: number,
): Renamable | { readonly refused: string } {
  const occurrence = index.at(recordOffset);
  if (!occurrence)
    return { refused: 'Put the cursor on the name of a tool, an argument or an id to rename it.' };
  if (index.of(occurrence.entity).some(({ isShared }) => isShared)) {
    return {
      refused: `"${occurrence.name}" is declared in a part of the schema that others may share ($ref).`,
    };
  }
  return { occurrence, span: occurrence.written.span, name: nameOf(occurrence.entity) };
}

/** The name of an entity, as it is written. */
export function nameOf(entity: Entity): string {
  return entity.kind === 'argument' ? entity.argument.at(-1)! : entity.name;
}

/** What an entity is, in a word for people. */
export function entityWord(entity: Entity): string {
  switch (entity.kind) {
    case 'tool':
      return 'tool';
    case 'argument':
      return 'argument';
    case 'id':
      return 'id';
    case 'reference':
      return 'result';
  }
}

/**
 * The edits that give `entity` another name in its sample.
 *
 * @param reread reads the edited record the way `index` was read; see {@link RecordView}.
 */
export function renameEntity(
  index: SampleIndex,
  entity: Entity,
  newName: string,
  reread: (text: string) => RecordView | undefined,
): Renaming {
  const oldName = nameOf(entity);
  const refused = whyNot(index, entity, newName);
  if (refused !== undefined) return { refused };
  if (newName === oldName) return { edits: [] };
  const edits: TextEdit[] = [];
  for (const { written } of index.of(entity)) {
    const edit = rewriteName(written, newName);
    if (!edit)
      return { refused: `"${newName}" cannot be written in one of the places that name "${oldName}".` };
    edits.push(edit);
  }
  edits.sort((a, b) => a.start - b.start);
  const apart = edits.filter((edit, i) => i === 0 || edit.start >= edits[i - 1]!.end);
  const again = reread(withEdits(index.view.text, apart));
  if (!again || !saysTheSame(index, indexSample(again), entity, newName)) {
    return {
      refused: `Called "${newName}", the sample would not be read as it is now; choose another name.`,
    };
  }
  return { edits: apart };
}

/** The reason why the entity cannot be called that; `undefined` when it can. */
function whyNot(index: SampleIndex, entity: Entity, newName: string): string | undefined {
  if (newName.trim() === '') return 'A name needs at least one letter.';
  if (newName !== newName.trim()) return 'A name neither begins nor ends with a space.';
  if (/\p{Cc}/u.test(newName)) return 'A name cannot hold control characters or line breaks.';
  if (newName === nameOf(entity)) return undefined;
  const other = renamed(entity, newName);
  const isDeclared = index.of(entity).some(({ role }) => role === 'declaration');
  const others = index.of(other);
  if (isDeclared && others.some(({ role }) => role === 'declaration'))
    return `This sample already has ${article(entity)} called "${newName}".`;
  return entity.kind === 'argument' && meetsKey(index, entity, newName)
    ? `A call has an argument called "${newName}" already.`
    : undefined;
}

/** A call, or a schema, that has the old key would get the new one twice. */
function meetsKey(index: SampleIndex, entity: Entity & { kind: 'argument' }, newName: string): boolean {
  for (const turn of index.view.sample.turns) {
    for (const call of turn.calls) {
      if (call.name !== entity.tool || call.arguments === undefined) continue;
      let holders = [call.arguments];
      for (const step of entity.argument.slice(0, -1)) {
        holders = holders.flatMap((holder) =>
          step === '[]' ? (Array.isArray(holder) ? holder : []) : [below(holder, [step]) ?? null],
        );
      }
      for (const holder of holders) {
        if (!isObject(holder)) continue;
        if (own(holder, nameOf(entity)) !== undefined && own(holder, newName) !== undefined) return true;
      }
    }
  }
  return false;
}

function article(entity: Entity): string {
  const word = entityWord(entity);
  return `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
}

/** The entity under its new name. */
export function renamed(entity: Entity, newName: string): Entity {
  return entity.kind === 'argument'
    ? { ...entity, argument: [...entity.argument.slice(0, -1), newName] }
    : { ...entity, name: newName };
}

/** True when the sample, read again, names the same things in the same order, with the names exchanged. */
function saysTheSame(before: SampleIndex, after: SampleIndex, entity: Entity, newName: string): boolean {
  if (before.occurrences.length !== after.occurrences.length) return false;
  const calls = (index: SampleIndex) => index.view.sample.turns.reduce((n, turn) => n + turn.calls.length, 0);
  if (calls(before) !== calls(after)) return false;
  return before.occurrences.every((occurrence, i) => {
    const other = after.occurrences[i]!;
    const expected = entityKey(exchange(occurrence.entity, entity, newName));
    return occurrence.role === other.role && expected === entityKey(other.entity);
  });
}

/** What `entity` is called once `changed` has its new name: itself, or an argument that belongs to it. */
function exchange(entity: Entity, changed: Entity, newName: string): Entity {
  if (entityKey(entity) === entityKey(changed)) return renamed(changed, newName);
  if (entity.kind !== 'argument') return entity;
  if (changed.kind === 'tool') return entity.tool === changed.name ? { ...entity, tool: newName } : entity;
  if (changed.kind !== 'argument' || entity.tool !== changed.tool) return entity;
  const { length } = changed.argument;
  const isInside =
    entity.argument.length > length && changed.argument.every((step, i) => step === entity.argument[i]);
  if (!isInside) return entity;
  return {
    ...entity,
    argument: [...changed.argument.slice(0, -1), newName, ...entity.argument.slice(length)],
  };
}

/**
 * Where the record's text says a tool's name outside of the places that name it: thoughts, answers, descriptions,
 * columns that are not read. They are never renamed unasked. `[]` when the name is not made of word characters, so that
 * it cannot be told from the text around.
 */
export function mentionsOf(index: SampleIndex, entity: Entity): Span[] {
  if (entity.kind !== 'tool' || !isWord(entity.name)) return [];
  const taken = index.of(entity).map(({ written }) => written.span);
  const found: Span[] = [];
  const { text } = index.view;
  for (let at = text.indexOf(entity.name); at >= 0; at = text.indexOf(entity.name, at + 1)) {
    const end = at + entity.name.length;
    if (!isBeginning(text, at) || /[\w-]/.test(text[end] ?? '')) continue;
    if (taken.some((span) => at < span.end && end > span.start)) continue;
    found.push({ start: at, end });
    if (found.length >= maxMentions) break;
  }
  return found;
}

const maxMentions = 1000;

/** A name that reads the same at every depth of escaping and stands out as a word. */
export function isWord(name: string): boolean {
  return /^[A-Za-z_][\w.-]*$/.test(name) && name.length > 2;
}

/** True when no word goes on into `at`; the letter of an escape (`\n`) belongs to the escape, not to a word. */
function isBeginning(text: string, at: number): boolean {
  if (at === 0 || !/[\w.-]/.test(text[at - 1]!)) return true;
  if (!/[nrtbf]/.test(text[at - 1]!)) return false;
  let slashes = 0;
  while (text[at - 2 - slashes] === '\\') slashes++;
  // 1, 3, 7, … backslashes make one escape at some depth; an even number is backslashes and then a letter.
  return slashes % 2 === 1;
}
