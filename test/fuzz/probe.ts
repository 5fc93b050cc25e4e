/** What must hold for any line: checked, looked at and mended without a crash, in time, and with every place inside it. */
import { symbolsOf } from '../../src/core/features/symbols.ts';
import { hoverAt } from '../../src/core/features/hover.ts';
import { viewRecord } from '../../src/core/features/view.ts';
import { applyFix, withEdits } from '../../src/core/record/edit.ts';
import type { FileContext } from '../../src/core/rules/types.ts';
import type { Service } from '../../src/core/service.ts';
import type { Span } from '../../src/core/text/span.ts';
import type { Random } from '../bench/support/random.ts';

/** Longest time that one line may take, in milliseconds. */
export const maxLineMs = 1_000;

/** What is wrong with how the line was taken, in words; `undefined` when nothing is. `now` gives milliseconds. */
export function probe(
  service: Service,
  text: string,
  file: FileContext,
  random: Random,
  now: () => number,
): string | undefined {
  const start = now();
  let doing = 'checking';
  try {
    const { problems, once } = service.check(text, file);
    const isInside = ({ start: from, end }: Span) =>
      Number.isInteger(from) && Number.isInteger(end) && from >= 0 && from <= end && end <= text.length;
    for (const problem of problems) {
      if (problem.code === 'record.check-failed') return problem.message;
      for (const { span } of [problem, ...problem.related])
        if (!isInside(span)) return `${problem.code} stands at ${span.start}-${span.end} of ${text.length}`;
    }
    for (const { code, where } of once)
      if (!isInside(service.locate(text, where))) return `${code}, told once, stands outside the line`;
    doing = 'mending';
    for (const { fixes } of problems.slice(0, 20)) {
      for (const fix of fixes) {
        const edits = applyFix(text, fix);
        if (!edits) continue;
        for (const edit of edits) if (!isInside(edit)) return `"${fix.title}" edits outside the line`;
        withEdits(text, edits);
      }
    }
    doing = 'looking';
    const view = viewRecord(text, file, service.checker.tools);
    if (view) {
      const stack = [symbolsOf(view, 1)];
      for (let symbol = stack.pop(); symbol; symbol = stack.pop()) {
        if (!isInside(symbol.span) || !isInside(symbol.selection))
          return `the symbol ${symbol.name} stands outside the line`;
        stack.push(...symbol.children);
      }
      const hover = hoverAt(view, random.below(text.length + 1));
      if (hover && !isInside(hover.span)) return 'a hover stands outside the line';
    }
  } catch (error) {
    return `${doing} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
  const ms = now() - start;
  return ms > maxLineMs ? `${doing} took ${ms.toFixed(0)} ms` : undefined;
}
