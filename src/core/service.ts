/** The core's one door. Faces make a service once and keep it; everything it returns is plain data. */
import { type CheckedRecord, type Checker, createChecker, locateFact, type Phase } from './check.ts';
import { type Container, detectContainer } from './container.ts';
import type { StatedLicence } from './dataset/licence.ts';
import { formatById, formats, formatsFor } from './formats/index.ts';
import type { FileHints, Format, FormatId } from './formats/types.ts';
import { vote, voters, type VoteResult } from './formats/vote.ts';
import { readRecord } from './record/record.ts';
import { rules } from './rules/index.ts';
import type { FileContext, Rule, Severities, Where } from './rules/types.ts';
import type { RecordKind } from './sample.ts';
import { createToolCache } from './schema/toolCache.ts';
import { createFilter, type SuppressSettings } from './suppress.ts';
import { targetsOf } from './targets/index.ts';
import type { Span } from './text/span.ts';

/** How a file's format came to be known; the first that is present wins, in this order. */
export type DecidedBy = 'flag' | 'pick' | 'config' | 'setting' | 'vote';

/** What is known of a file as a whole. */
export interface FileFormat {
  readonly container: Container;
  readonly kind: RecordKind;
  /** A format id, or `plain`. */
  readonly id: FormatId;
  readonly decidedBy: DecidedBy;
  /** The vote, also when something else decided. */
  readonly vote: VoteResult;
}

/** What stands around a file and bears on what is told of it. */
export interface FileSurroundings extends SuppressSettings {
  readonly licences?: readonly StatedLicence[];
}

/** What the host may set. */
export interface ServiceOptions {
  /** Bound for the memory of prepared tool schemas, in bytes of schema text. Default 32 MiB. */
  readonly toolCacheBytes?: number;
  /** The rules to run; default: all. */
  readonly rules?: readonly Rule[];
}

/** The one door to the core; frozen. */
export interface Service {
  readonly formats: readonly Format[];
  readonly rules: readonly Rule[];
  readonly checker: Checker;
  /** The format of a file from the texts of its first records; `voters` of them are enough. */
  recognize(
    recordTexts: Iterable<string>,
    container: Container,
    hints?: FileHints,
    chosen?: { readonly id: FormatId; readonly by: Exclude<DecidedBy, 'vote'> },
  ): FileFormat;
  /** The context that `check` wants for records of that file; `targets` are ids, unknown ones are left out. */
  contextOf(
    format: FileFormat,
    hints?: FileHints,
    severities?: Severities,
    targets?: readonly string[],
    around?: FileSurroundings,
  ): FileContext;
  /** Checks one record's text. Never throws on what the text holds. */
  check(recordText: string, file: FileContext, phase?: Phase, withFacts?: boolean): CheckedRecord;
  /** Span of a finding's place in the text of its record. */
  locate(recordText: string, where: Where): Span;
  detectContainer: typeof detectContainer;
}

/** Makes the service. It holds caches (prepared tools), no files and no state of documents. */
export function createService(options: ServiceOptions = {}): Service {
  const active = options.rules ?? rules;
  const checker = createChecker(active, createToolCache({ maxBytes: options.toolCacheBytes }));
  return Object.freeze<Service>({
    formats,
    rules: active,
    checker,
    detectContainer,
    recognize(recordTexts, container, hints = {}, chosen) {
      const entries = [];
      for (const text of recordTexts) {
        if (entries.length >= voters) break;
        entries.push(readRecord(text).value);
      }
      const result = vote(entries, formatsFor(hints.mapping), hints);
      if (!chosen)
        return { container, kind: result.kind, id: result.format, decidedBy: 'vote', vote: result };
      const kind =
        result.counts.find((c) => c.format === chosen.id)?.kind ??
        (chosen.id === 'plain' ? 'other' : 'samples');
      return { container, kind, id: chosen.id, decidedBy: chosen.by, vote: result };
    },
    contextOf(format, hints = {}, severities, targets = [], around = {}) {
      return {
        container: format.container,
        kind: format.kind,
        format: formatById(format.id, hints.mapping),
        fileName: hints.fileName,
        folders: hints.folders,
        mapping: hints.mapping,
        severities,
        targets: targetsOf(targets),
        filter: createFilter(around),
        licences: around.licences,
      };
    },
    locate: locateFact,
    check(recordText, file, phase, withFacts) {
      return checker.check(recordText, file, phase, withFacts);
    },
  });
}
