/** `callsmith export --for-trainer`: samples of any format as rows that the package in `trainer/` reads. */
import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readSource } from '../../core/cot/source.ts';
import { recordId } from '../../core/check/answerFiles.ts';
import { trainerRow } from '../../core/export/trainerRow.ts';
import { throwIfCancelled } from '../../core/ports.ts';
import { createService } from '../../core/service.ts';
import { failureOf } from '../../node/checkFile.ts';
import { recordsOf } from '../../node/records.ts';
import { BufferedOutput, exitStatus, type Io, UserError } from '../io.ts';
import { nameOf, openSamples } from '../openDataSet.ts';
import { visible } from '../terminal.ts';

/** Its flags. */
export interface ExportFlags {
  readonly forTrainer?: boolean;
  readonly as?: string;
  readonly out?: string;
}

/** Most sentences on records that are left out. */
const mostWarnings = 20;

/**
 * Runs the command; the exit status.
 * @throws UserError, CancelledError, OutputClosedError
 */
export async function exportRows(paths: readonly string[], flags: ExportFlags, io: Io): Promise<number> {
  if (!flags.forTrainer) throw new UserError('Say for whom: callsmith export --for-trainer FILE.');
  const files = paths.map((path) => resolve(io.cwd, path));
  if (flags.out !== undefined && files.some((file) => isSameFile(file, resolve(io.cwd, flags.out!))))
    throw new UserError(`${flags.out} is the data set itself; name another file for --out.`);
  const target = flags.out === undefined ? stdoutTarget(io) : fileTarget(resolve(io.cwd, flags.out));
  const warnings: string[] = [];
  const counts = { rows: 0, left: 0 };
  try {
    for (const file of files) await exportFile(file, flags, io, target, counts, warnings);
    await target.end();
  } catch (error) {
    target.drop();
    throw error;
  }
  for (const warning of warnings) await io.stderr.write(`callsmith: ${visible(warning)}\n`);
  if (counts.left > warnings.length)
    await io.stderr.write(`callsmith: ${counts.left - warnings.length} more like these are not told.\n`);
  await io.stderr.write(`callsmith: rows written: ${counts.rows}; records left out: ${counts.left}.\n`);
  return counts.rows === 0 ? exitStatus.couldNotRun : exitStatus.ok;
}

async function exportFile(
  path: string,
  { as }: ExportFlags,
  io: Io,
  target: Target,
  counts: { rows: number; left: number },
  warnings: string[],
): Promise<void> {
  const name = nameOf(path, io);
  const service = createService();
  let done = 0;
  try {
    const file = openSamples(service, path, as, io);
    for (const { text, line } of recordsOf(path, file.container)) {
      throwIfCancelled(io.token);
      const source = readSource(text, file.format, file);
      const origin = { dataset: basename(path), line, id: recordId(text) };
      const row = source ? trainerRow(source, service.checker.tools, origin) : 'it cannot be read.';
      if (typeof row === 'string') {
        counts.left++;
        if (warnings.length < mostWarnings) warnings.push(`${name}:${line}: left out: ${row}`);
      } else {
        counts.rows++;
        await target.write(`${JSON.stringify(row)}\n`);
      }
      if (++done % 500 === 0) await new Promise((go) => setImmediate(go));
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw new UserError(`${name}: ${failureOf(error).message}`);
    throw error;
  }
}

/** Does the path lead to the same file, also by a link? */
function isSameFile(file: string, other: string): boolean {
  if (file === other) return true;
  try {
    return realpathSync(file) === realpathSync(other);
  } catch {
    // One of them is not there yet.
    return false;
  }
}

/** Where rows go. */
interface Target {
  write(text: string): Promise<void> | void;
  end(): Promise<void> | void;
  /** What was written is not kept. */
  drop(): void;
}

function stdoutTarget(io: Io): Target {
  const out = new BufferedOutput(io.stdout);
  return { write: (text) => out.write(text), end: () => out.flush(), drop: () => undefined };
}

/** A file beside its place that is moved there when it is whole. */
function fileTarget(path: string): Target {
  const beside = join(dirname(path), `.callsmith-export-${process.pid}.tmp`);
  let handle: number;
  try {
    handle = openSync(beside, 'w');
  } catch (error) {
    throw new UserError(`${path}: ${failureOf(error).message}`);
  }
  return {
    write: (text) => {
      const bytes = Buffer.from(text);
      for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done);
    },
    end: () => {
      fsyncSync(handle);
      closeSync(handle);
      renameSync(beside, path);
    },
    drop: () => {
      closeSync(handle);
      rmSync(beside, { force: true });
    },
  };
}
