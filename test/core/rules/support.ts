/** Running rules over text that is written as a document: markers «…» stand around the expected place. */
import { type CheckedRecord, createChecker, fileContext, type Phase } from '../../../src/core/check.ts';
import { detectContainer, splitRecords } from '../../../src/core/container.ts';
import { formatById, formats } from '../../../src/core/formats/index.ts';
import { vote } from '../../../src/core/formats/vote.ts';
import { applyFix, withEdits } from '../../../src/core/record/edit.ts';
import { readRecord } from '../../../src/core/record/record.ts';
import { rules } from '../../../src/core/rules/index.ts';
import type { Problem, Rule } from '../../../src/core/rules/types.ts';
import { createToolCache } from '../../../src/core/schema/toolCache.ts';
import { createService } from '../../../src/core/service.ts';
import { checkWholeFile } from '../../support/wholeFile.ts';

export function checkLine(
  format: string,
  text: string,
  use: readonly Rule[] = rules,
  phase: Phase = 'all',
  targets: readonly string[] = [],
): CheckedRecord {
  const checker = createChecker(use, createToolCache({}));
  return checker.check(text, contextOf(format, text, 'jsonl', targets), phase);
}

function contextOf(
  format: string,
  text: string,
  container: 'jsonl' | 'array' | 'object' = 'jsonl',
  targets: readonly string[] = [],
) {
  const known = formatById(format);
  if (format !== 'plain' && !known) throw new Error(`there is no format ${format}`);
  const kind = vote([readRecord(text).value], known ? [known] : formats, {}).kind;
  const hints = { fileName: 'example.jsonl' };
  return fileContext(format, kind === 'other' && known ? 'samples' : kind, container, hints, targets);
}

/** Codes told for a whole text as a file named `example.jsonl`, once-per-file ones included. */
export function codesOfFile(format: string, text: string, targets: readonly string[] = []): Set<string> {
  const container = detectContainer(text, true, 'example.jsonl').container ?? 'jsonl';
  const records = splitRecords(text, container).map(({ start, end }) => text.slice(start, end));
  const { part, across } = checkWholeFile(
    createService(),
    records,
    contextOf(format, records[0]!, container, targets),
  );
  return new Set([...part.findings, ...part.facts, ...across].map(({ code }) => code));
}

/** The text without its markers, and the place that they mark. */
export function unmark(marked: string): { text: string; start: number; end: number } {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  if (start < 0 || end < start) throw new Error(`no «…» in ${marked}`);
  return { text: marked.replace('«', '').replace('»', ''), start, end };
}

/** The findings of one code, with the marked text that each stands at. */
export function found(
  format: string,
  text: string,
  code: string,
  use?: readonly Rule[],
  targets?: readonly string[],
): Found[] {
  return checkLine(format, text, use, 'all', targets)
    .problems.filter((problem) => problem.code === code)
    .map((problem) => ({
      at: mark(text, problem.span),
      message: problem.message,
      problem,
      fixed: problem.fixes.map((fix) => withEdits(text, applyFix(text, fix) ?? failFix(fix.title))),
    }));
}

export interface Found {
  readonly at: string;
  readonly message: string;
  readonly problem: Problem;
  /** The text after each of the finding's fixes. */
  readonly fixed: readonly string[];
}

function failFix(title: string): never {
  throw new Error(`the fix "${title}" finds no place`);
}

function mark(text: string, { start, end }: { start: number; end: number }): string {
  return `${text.slice(0, start)}«${text.slice(start, end)}»${text.slice(end)}`;
}
