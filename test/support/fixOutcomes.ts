/** What must hold for every fix that is offered, and for all certain ones together; says what does not. */
import { fixRecord, holds } from '../../src/core/features/fixAll.ts';
import { applyFix, withEdits } from '../../src/core/record/edit.ts';
import { readRecord } from '../../src/core/record/record.ts';
import type { FileContext, FixDraft, Problem } from '../../src/core/rules/types.ts';
import type { Service } from '../../src/core/service.ts';

/** One fix of one finding. */
export interface FixOutcome {
  readonly problem: Problem;
  readonly fix: FixDraft;
  /** What did not hold; `undefined` when all did. */
  readonly fault: string | undefined;
  readonly text: string | undefined;
}

/** Applies each fix of each finding of a record, those told once per file included. */
export function* fixOutcomes(service: Service, text: string, file: FileContext): Generator<FixOutcome> {
  const each: FileContext = { ...file, tellsEach: new Set(service.rules.map(({ code }) => code)) };
  for (const problem of service.check(text, each).problems) {
    for (const fix of problem.fixes) yield outcomeOf(service, text, file, problem, fix);
  }
}

function outcomeOf(
  service: Service,
  text: string,
  file: FileContext,
  problem: Problem,
  fix: FixDraft,
): FixOutcome {
  const outcome = (fault: string | undefined, after?: string): FixOutcome => ({
    problem,
    fix,
    fault,
    text: after,
  });
  const edits = applyFix(text, fix);
  if (!edits) return outcome('it finds no place');
  if (edits.some(({ removesRecord }) => removesRecord)) return outcome(undefined, '');
  const after = withEdits(text, edits);
  if (after === text) return outcome('it changes nothing', after);
  if (/[\r\n]/.test(after) && !/[\r\n]/.test(text)) return outcome('it breaks the line', after);
  // Taken out again, what it wrote leaves the text as it was: every other unit is where it was.
  let at = 0;
  let old = '';
  let shift = 0;
  for (const { start, end, newText } of edits) {
    old += after.slice(at, start + shift) + text.slice(start, end);
    at = start + shift + newText.length;
    shift += newText.length - (end - start);
  }
  if (old + after.slice(at) !== text) return outcome('it changes more than it says', after);
  if (readRecord(text).value !== undefined && readRecord(after).value === undefined)
    return outcome('it breaks the record', after);
  if (!holds(service.checker, text, file, problem, edits))
    return outcome(
      `its finding is still there, or another one came: ${newFindings(service, text, after, file)}`,
      after,
    );
  return outcome(undefined, after);
}

function newFindings(service: Service, before: string, after: string, file: FileContext): string {
  const known = new Set(
    service.check(before, file).problems.map(({ code, message }) => `${code} ${message}`),
  );
  const fresh = service.check(after, file).problems.filter((p) => !known.has(`${p.code} ${p.message}`));
  return fresh.map(({ code, message }) => `${code} ${message}`).join(' | ') || 'the same again';
}

/** What is wrong with all certain fixes of a record made together; `undefined` when nothing is, or there are none. */
export function fixAllFault(
  service: Service,
  text: string,
  file: FileContext,
  codes?: ReadonlySet<string>,
): { readonly fault?: string; readonly fixed: number } {
  const made = fixRecord(service.checker, text, file, { codes });
  if (!made || made.removed) return { fixed: made ? 1 : 0 };
  const fixed = [...made.fixed.values()].reduce((sum, count) => sum + count, 0);
  if (withEdits(text, made.edits) !== made.text) return { fixed, fault: 'its edits do not give its text' };
  const again = fixRecord(service.checker, made.text, file, { codes });
  if (again)
    return { fixed, fault: `once more it would fix ${[...again.fixed.keys()].join(', ')}: ${made.text}` };
  return { fixed };
}
