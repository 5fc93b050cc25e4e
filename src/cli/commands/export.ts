/** `callsmith export --for-trainer`: samples of any format as rows that the package in `trainer/` reads. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { readSource } from '../../core/cot/source.ts';
import { recordId } from '../../core/check/answerFiles.ts';
import { trainerRow } from '../../core/export/trainerRow.ts';
import { throwIfCancelled } from '../../core/ports.ts';
import { createService } from '../../core/service.ts';
import { failureOf, openForCheck } from '../../node/checkFile.ts';
import { hintsOf } from '../../node/describeFile.ts';
import { recordsOf } from '../../node/records.ts';
import { BufferedOutput, exitStatus, type Io, UserError } from '../io.ts';
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
  const target = flags.out === undefined ? stdoutTarget(io) : fileTarget(resolve(io.cwd, flags.out));
  const warnings: string[] = [];
  const counts = { rows: 0, left: 0 };
  try {
    for (const path of paths) await exportFile(resolve(io.cwd, path), flags, io, target, counts, warnings);
    await target.end();
  } catch (error) {
    target.drop();
    throw error;
  }
  for (const warning of warnings.slice(0, mostWarnings))
    await io.stderr.write(`callsmith: ${visible(warning)}\n`);
  if (warnings.length > mostWarnings)
    await io.stderr.write(`callsmith: ${warnings.length - mostWarnings} more like these are not told.\n`);
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
  const name = relative(io.cwd, path) || path;
  const service = createService();
  const chosen = as === undefined ? undefined : ({ id: as, by: 'flag' } as const);
  let done = 0;
  try {
    const opened = openForCheck(service, path, { chosen });
    if (opened.state === 'failed') throw new UserError(`${name}: ${opened.failure.message}`);
    if (opened.state === 'no-data-set') throw new UserError(`${name} is no data set.`);
    const hints = hintsOf(path);
    const { format, kind, container } = service.contextOf(opened.format, hints, {}, [], {});
    if (!format || kind !== 'samples')
      throw new UserError(
        `${name} holds no samples to train on (format ${opened.format.id}); --as names another format.`,
      );
    for (const { text, line } of recordsOf(path, container)) {
      throwIfCancelled(io.token);
      const source = readSource(text, format, hints);
      const origin = { dataset: basename(path), line, id: recordId(text) };
      const row = source ? trainerRow(source, service.checker.tools, origin) : 'it cannot be read.';
      if (typeof row === 'string') {
        counts.left++;
        warnings.push(`${name}:${line}: left out: ${row}`);
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
