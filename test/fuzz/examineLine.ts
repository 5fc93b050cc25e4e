/** What must hold for any line whatever it holds; says what does not. */
import { completeAt } from '../../src/core/features/completion/complete.ts';
import { hoverAt } from '../../src/core/features/hover.ts';
import { signatureAt } from '../../src/core/features/signature.ts';
import { type RecordSymbol, symbolsOf } from '../../src/core/features/symbols.ts';
import { type Entity, entityKey, indexSample, type SampleIndex } from '../../src/core/features/entities.ts';
import { inlayHints } from '../../src/core/features/inlayHints.ts';
import { isWord, nameOf, renamed, renameEntity } from '../../src/core/features/rename.ts';
import { selectionSpans } from '../../src/core/features/selection.ts';
import { semanticTokens } from '../../src/core/features/tokens.ts';
import { type RecordView, viewRecord } from '../../src/core/features/view.ts';
import { applyFix, withEdits } from '../../src/core/record/edit.ts';
import { readRecord } from '../../src/core/record/record.ts';
import type { FileContext } from '../../src/core/rules/types.ts';
import type { Service } from '../../src/core/service.ts';
import type { Span } from '../../src/core/text/span.ts';
import type { Random } from '../bench/support/random.ts';

/** A line may take this long, in milliseconds. Only `npm run fuzz` looks at it: in a test a timing decides nothing. */
export const maxLineMs = 1000;

export interface Examined {
  /** What did not hold; empty when all did. */
  readonly faults: readonly string[];
  readonly problems: number;
  readonly fixes: number;
  readonly ms: number;
}

/** Checks a line, and now and then asks for its hover, outline, completion and fixes. */
export function examineLine(line: string, file: FileContext, service: Service, random: Random): Examined {
  const faults: string[] = [];
  let problems = 0;
  let fixes = 0;
  const started = performance.now();
  let ms = 0;
  const inside = (span: Span, what: string) => {
    if (!(span.start >= 0 && span.start <= span.end && span.end <= line.length)) {
      faults.push(`${what}: ${span.start}..${span.end} is not inside 0..${line.length}`);
    }
  };
  try {
    const checked = service.check(line, file);
    ms = performance.now() - started;
    for (const problem of checked.problems) {
      problems++;
      if (problem.code === 'record.check-failed') faults.push(problem.message);
      if (problem.message.length > 2000)
        faults.push(`${problem.code}: a message of ${problem.message.length} units`);
      inside(problem.span, problem.code);
      for (const { span } of problem.related) inside(span, `${problem.code} (related)`);
      for (const fix of problem.fixes) {
        fixes++;
        const edits = applyFix(line, fix);
        if (!edits) {
          faults.push(`${problem.code}: its fix "${fix.title}" has no edits`);
          continue;
        }
        for (const edit of edits) inside(edit, `${problem.code} (fix)`);
        const before = readRecord(line).state;
        const after = readRecord(withEdits(line, edits)).state;
        if (before === 'object' && after !== 'object')
          faults.push(`${problem.code}: "${fix.title}" breaks the record`);
      }
    }
    for (const fact of checked.once) inside(service.locate(line, fact.where), `${fact.code} (once)`);
    if (random.chance(0.1)) lookAround(line, file, service, random, inside);
  } catch (error) {
    faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  return { faults, problems, fixes, ms };
}

function lookAround(
  line: string,
  file: FileContext,
  service: Service,
  random: Random,
  inside: (span: Span, what: string) => void,
): void {
  const view = viewRecord(line, file, service.checker.tools);
  if (!view) return;
  for (let i = 0; i < 3; i++) {
    const hover = hoverAt(view, random.below(line.length + 1));
    if (hover) inside(hover.span, 'hover');
  }
  for (let i = 0; i < 3; i++) {
    const offset = random.below(line.length + 1);
    signatureAt(line, offset, file, service.checker.tools);
    for (const item of completeAt(line, offset, file, service.checker.tools).items)
      inside(item.replaced, `completion ${item.label}`);
  }
  const visit = (symbol: RecordSymbol) => {
    inside(symbol.span, `symbol ${symbol.kind}`);
    inside(symbol.selection, `symbol ${symbol.kind} (selection)`);
    symbol.children.forEach(visit);
  };
  visit(symbolsOf(view, 1));
  const index = indexSample(view);
  for (const { written, role } of index.occurrences) inside(written.span, `name (${role})`);
  for (const token of semanticTokens(index)) inside(token, `token ${token.kind}`);
  const everything = { names: true, types: true, lengths: true };
  for (const { at, kind } of inlayHints(view, everything, { start: 0, end: line.length }))
    inside({ start: at, end: at }, `hint ${kind}`);
  for (const span of selectionSpans(line, view.sample, random.below(line.length + 1)))
    inside(span, 'selection');
  const named = index.occurrences[random.below(index.occurrences.length || 1)];
  if (named) renameAndBack(index, named.entity, (text) => viewRecord(text, file, service.checker.tools));
}

/** A renaming that is not refused leads back to the same bytes. */
function renameAndBack(
  index: SampleIndex,
  entity: Entity,
  read: (text: string) => RecordView | undefined,
): void {
  const there = renameEntity(index, entity, 'name_of_the_fuzz', read);
  if (!there.edits) return;
  const moved = withEdits(index.view.text, there.edits);
  const after = read(moved);
  if (!after) throw new Error('the renamed record has no sample');
  const back = renameEntity(indexSample(after), renamed(entity, 'name_of_the_fuzz'), nameOf(entity), read);
  if (back.edits && isWord(nameOf(entity)) && withEdits(moved, back.edits) !== index.view.text)
    throw new Error(`renaming ${entityKey(entity)} and back changed other bytes`);
}
