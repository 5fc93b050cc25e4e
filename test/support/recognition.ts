/** Comparing what the core says of the data files with expected.csv and with the explained differences. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { dataFolder, hasData, noData, recognizeFile, type RecognizedFile } from './dataFiles.ts';

export { hasData, noData };

/** A row of expected.csv: what an independent look at the file found. */
export interface ExpectedFile {
  readonly file: string;
  readonly container: string;
  readonly entries: number;
  readonly kind: string;
  readonly format: string;
  /** 0..1, with two digits. */
  readonly share: number;
  readonly note: string;
}

/** A difference that has its reason: what we say of all files whose path begins with `files`. */
export interface RecognitionNote {
  readonly files: string;
  readonly kind: string;
  readonly format: string;
  readonly share: number;
  readonly reason: string;
}

/** The rows of expected.csv, in its order. */
export function expectedFiles(): ExpectedFile[] {
  const lines = readFileSync(resolve(dataFolder, 'expected.csv'), 'utf8').trimEnd().split(/\r?\n/);
  return lines.slice(1).map((line) => {
    const [file = '', container = '', entries, kind = '', format = '', share, note = ''] = line.split(',');
    return { file, container, entries: Number(entries), kind, format, share: Number(share), note };
  });
}

/** The explained differences of docs/recognition.notes.json. */
export function readNotes(root: string = process.cwd()): RecognitionNote[] {
  return JSON.parse(readFileSync(resolve(root, 'docs/recognition.notes.json'), 'utf8')) as RecognitionNote[];
}

/** The note that covers a file. */
export function noteOf(file: string, notes: readonly RecognitionNote[]): RecognitionNote | undefined {
  return notes.find((note) => file.startsWith(note.files));
}

/** What we say of a file, and where that is neither as expected nor as the note says. */
export function compareFile(
  row: ExpectedFile,
  note: RecognitionNote | undefined,
): { found: RecognizedFile; differences: string[] } {
  const found = recognizeFile(row.file);
  const { kind, format, share } = found.vote;
  const wanted = note ?? row;
  const differences: string[] = [];
  const differ = (what: string, expected: string | number, got: string | number | undefined) => {
    if (expected !== got) differences.push(`${what} ${got} instead of ${expected}`);
  };
  differ('container', row.container, found.container);
  differ('entries', row.entries, found.entries);
  differ('kind', wanted.kind, kind);
  differ('format', wanted.format, format);
  // Both sides are rounded to two digits.
  if (Math.abs(share - wanted.share) > 0.0051) differ('share', wanted.share, share);
  return { found, differences };
}
