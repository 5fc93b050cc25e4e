/** Running everything over the records of a file in memory, the rules that compare them included. */
import { PackedFile } from '../../src/core/dataset/packedFacts.ts';
import type { FileContext } from '../../src/core/rules/types.ts';
import type { Service } from '../../src/core/service.ts';
import { findAcross } from '../../src/core/sweep/acrossRecords.ts';
import { PartCheck } from '../../src/core/sweep/partCheck.ts';
import type { SweepFinding, SweepPart } from '../../src/core/sweep/types.ts';

/** What a check of the file gives; a record is a line, counted from 1. */
export interface WholeFile {
  readonly part: SweepPart;
  /** Findings that compare records, or are about the file. */
  readonly across: readonly SweepFinding[];
}

/** Checks records, each on a line of its own. */
export function checkWholeFile(
  service: Service,
  records: readonly string[],
  context: FileContext,
): WholeFile {
  const check = new PartCheck(service, context);
  records.forEach((record, i) => check.add(record, { line: i + 1, column: 1 }));
  const part = check.take(records.length, 0);
  const compared = part.compare ? [{ facts: part.compare, linesBefore: 0 }] : [];
  const file = new PackedFile(compared, context, part.samples);
  return { part, across: findAcross('file', file, service.rules, undefined).findings };
}
