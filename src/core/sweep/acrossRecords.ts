/** What rules of whole files, and the comparison with the other files of a run, give as findings of a sweep. */
import { pathFrom } from '../baseline.ts';
import type { PackedFile, PackedSample } from '../dataset/packedFacts.ts';
import { runFileRules } from '../dataset/fileRules.ts';
import type { RunTable, SharedSamples } from '../dataset/runTable.ts';
import type { ComparedSample, Rule } from '../rules/types.ts';
import { grouped } from '../rules/words.ts';
import { hashWord } from '../text/valueHash.ts';
import { compareFindings } from './fileMerge.ts';
import { maxFindingsPerPart } from './partCheck.ts';
import { noCounts, type SeverityCounts, type SweepFinding } from './types.ts';
import type { LineRange } from '../text/lineRange.ts';

/** Findings about how records of a file are to one another. */
export interface AcrossFindings {
  /** In order; the first of them when there are very many. */
  readonly findings: readonly SweepFinding[];
  readonly counts: SeverityCounts;
  /** Findings that were counted but not kept. */
  readonly omitted: number;
}

/** Looks at a whole file; `run` holds the samples of the files before it, and gets those of this one. */
export function findAcross(
  name: string,
  file: PackedFile,
  rules: readonly Rule[],
  run: RunTable | undefined,
): AcrossFindings {
  const found: SweepFinding[] = [];
  const { filter, severities } = file.file;
  const tell = (finding: SweepFinding, id: string | undefined) => {
    if (!filter?.drops(finding, id)) found.push(finding);
  };
  for (const { code, severity, message, at, key, related = [] } of runFileRules(rules, file)) {
    const sample = at && 'whole' in at ? (at as PackedSample) : undefined;
    tell(
      {
        ...file.placeOf(at),
        code,
        severity,
        message,
        pointer: '',
        fixable: false,
        related: related.map((one) => ({ ...file.placeOf(one.at), message: one.message })),
        recordHash: sample ? hashOf(sample) : '',
        ...(key !== undefined && { key }),
      },
      sample?.id,
    );
  }
  const code = 'dataset.duplicate-sample';
  const severity = severities?.[code] ?? 'warning';
  if (run && severity !== 'off' && rules.some((rule) => rule.code === code)) {
    for (const found of run.add(name, file.wholes())) {
      // As seen from this file: shorter, and the same wherever the command runs.
      const from = slashed(name).split('/').slice(0, -1).join('/');
      const shared = { ...found, name: pathFrom(from, slashed(found.file)) };
      tell(
        {
          ...shared.here,
          code,
          severity,
          message: sharedWords(shared, file.samples),
          pointer: '',
          fixable: false,
          related: [{ ...lineOf(shared.there), path: shared.file, message: 'The same sample' }],
          recordHash: '',
          key: `shared ${shared.name}`,
        },
        undefined,
      );
    }
  }
  found.sort(compareFindings);
  const counts = { ...noCounts };
  for (const finding of found) counts[finding.severity]++;
  const kept = found.slice(0, maxFindingsPerPart);
  return { findings: kept, counts, omitted: found.length - kept.length };
}

function hashOf({ whole }: ComparedSample): string {
  return hashWord(whole);
}

function sharedWords(
  { name, count, there }: SharedSamples & { readonly name: string },
  samples: number,
): string {
  const some =
    count === 1
      ? `This sample also stands in ${name}, line ${there}`
      : `${grouped(count)} of ${grouped(samples)} samples also stand in ${name}; this is the first of them, there in line ${there}`;
  return `${some}. What is in two splits of a data set makes its evaluation too good.`;
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

function lineOf(line: number): LineRange {
  return { line, column: 1, endLine: line, endColumn: 1 };
}
