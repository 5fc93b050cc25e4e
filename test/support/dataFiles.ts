/**
 * The real data of ../shared/data, when it is at hand: CALLSMITH_DATA names another place. Tests that need it are
 * skipped without it, with `noData` as the reason.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { detectContainer, splitRecords, type Container } from '../../src/core/container.ts';
import { formats } from '../../src/core/formats/index.ts';
import type { FileHints } from '../../src/core/formats/types.ts';
import { vote, voters, type VoteResult } from '../../src/core/formats/vote.ts';
import type { JsonValue } from '../../src/core/json.ts';
import { readRecord } from '../../src/core/record/record.ts';

/** Absolute folder of the data; it may not exist. */
export const dataFolder = resolve(process.env.CALLSMITH_DATA ?? '../shared/data');

export const hasData = existsSync(resolve(dataFolder, 'expected.csv'));

export const noData = `no data at ${process.env.CALLSMITH_DATA ?? '../shared/data'}: set CALLSMITH_DATA`;

/** What the core makes of a file. */
export interface RecognizedFile {
  readonly container: Container | undefined;
  /** Records that are not blank. */
  readonly entries: number;
  readonly vote: VoteResult;
}

/** The text of a file of the data; bytes that are no UTF-8 become U+FFFD. */
export function readData(file: string): string {
  return readFileSync(resolve(dataFolder, file), 'utf8');
}

/** What formats may know of a file beside its entries. */
export function hintsOf(file: string): FileHints {
  const folders = dirname(file).split('/').reverse();
  return { fileName: basename(file), folders };
}

/** The texts of a file's records that are not blank, and its container. */
export function recordTexts(file: string): { container: Container | undefined; records: string[] } {
  const text = readData(file);
  const { container } = detectContainer(text, true, basename(file));
  if (!container) return { container, records: [] };
  const records = splitRecords(text, container).map(({ start, end }) => text.slice(start, end));
  return { container, records: records.filter((record) => record.trim() !== '') };
}

/** Container and vote of a file, as the service takes them: the first records vote. */
export function recognizeFile(file: string): RecognizedFile {
  const { container, records } = recordTexts(file);
  const entries: (JsonValue | undefined)[] = records
    .slice(0, voters)
    .map((record) => readRecord(record).value);
  return { container, entries: records.length, vote: vote(entries, formats, hintsOf(file)) };
}
