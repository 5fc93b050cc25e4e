/** Baselines on disk: read whole, written in one step. */
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { type Baseline, parseBaseline, writeBaseline } from '../core/baseline.ts';
import type { KnownFindings } from '../core/suppress.ts';

/** A longer file is no baseline that anybody keeps beside a data set. */
const maxBytes = 256 * 1024 * 1024;

/** A baseline and the folder that its paths are relative to. */
export interface FoundBaseline {
  readonly folder: string;
  readonly files: Baseline;
}

/** Reads a baseline; a sentence when it cannot be read. */
export function readBaseline(path: string): FoundBaseline | string {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) return 'It is not a file, so it is no baseline.';
    if (stats.size > maxBytes) return 'The baseline is over 256 MB; mend some of what it holds.';
    const files = parseBaseline(readFileSync(path, 'utf8'));
    return files ? { folder: dirname(path), files } : 'It is no baseline: write one with --write-baseline.';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return 'There is no such baseline: write it with --write-baseline.';
    return `The baseline could not be read (${error instanceof Error ? error.message : String(error)}).`;
  }
}

/** Writes a baseline beside where it is to stand and then moves it there, so that no half of one is ever read. */
export function saveBaseline(path: string, files: Baseline): void {
  const beside = join(dirname(path), `.callsmith-baseline-${process.pid}.tmp`);
  const handle = openSync(beside, 'w');
  try {
    const bytes = Buffer.from(writeBaseline(files));
    for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done);
    fsyncSync(handle);
  } catch (error) {
    closeSync(handle);
    rmSync(beside, { force: true });
    throw error;
  }
  closeSync(handle);
  renameSync(beside, path);
}

/** What the baseline knows of a file. */
export function knownIn(baseline: FoundBaseline, path: string): KnownFindings {
  return baseline.files.get(pathInBaseline(baseline.folder, path)) ?? {};
}

/** The file as the baseline names it. */
export function pathInBaseline(folder: string, path: string): string {
  const inside = relative(folder, path);
  return sep === '/' ? inside : inside.split(sep).join('/');
}
