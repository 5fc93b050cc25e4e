/** Fixing files one after the other: each is replaced when it is complete, or only shown as a diff. */
import { type CancellationToken, throwIfCancelled } from '../core/ports.ts';
import { createService, type Service } from '../core/service.ts';
import { addCounts, noCounts, type SeverityCounts, type SweepFailure } from '../core/sweep/types.ts';
import { failureOf } from './checkFile.ts';
import { ChangedMeanwhileError, EditList, FileReplacer } from './fileEdits.ts';
import { diffOf } from './fileDiff.ts';
import { fixFile, type FixFileOptions, type FixFileOutcome } from './fixFile.ts';
import type { SweepInput } from './sweep.ts';

export interface FixFilesOptions {
  /** Only these rules; absent: all. */
  readonly codes?: ReadonlySet<string>;
  /** Nothing is written: the changes are told as a unified diff. */
  readonly dryRun?: boolean;
  readonly service?: Service;
}

/** Gets what happens, in order. */
export interface FixSink {
  /** A file was mended (or would be); `count` findings of it. */
  fixed(name: string, count: number): void | Promise<void>;
  /** The next piece of the diff of a dry run. */
  diff(text: string): void | Promise<void>;
  failed(failure: SweepFailure): void | Promise<void>;
  progress?(done: { readonly bytes: number; readonly totalBytes: number; readonly files: number }): void;
}

export interface FixSummary {
  readonly files: number;
  readonly fixed: number;
  /** What a dry run would leave. */
  readonly left: SeverityCounts;
}

/**
 * Mends files in the order of their names. A file that fails is told and left as it is.
 * @throws CancelledError when `token` asks: the file at hand is left as it was; what the sink throws.
 */
export async function fixFiles(
  inputs: readonly SweepInput[],
  options: FixFilesOptions,
  sink: FixSink,
  token?: CancellationToken,
): Promise<FixSummary> {
  const service = options.service ?? createService();
  const totalBytes = inputs.reduce((sum, { size }) => sum + size, 0);
  const nameOf = ({ name, path }: SweepInput) => name ?? path;
  const ordered = [...inputs].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  let summary: FixSummary = { files: 0, fixed: 0, left: noCounts };
  let before = 0;
  for (const [index, input] of ordered.entries()) {
    throwIfCancelled(token);
    const tell = (bytes: number) => sink.progress?.({ bytes: before + bytes, totalBytes, files: index });
    try {
      const outcome = await fixOne(service, input, options, sink, tell, token);
      if (outcome.state === 'failed') await sink.failed({ path: nameOf(input), ...outcome.failure });
      if (outcome.state === 'fixed') {
        const count = [...outcome.fixed.values()].reduce((sum, one) => sum + one, 0);
        summary = {
          files: summary.files + (count > 0 ? 1 : 0),
          fixed: summary.fixed + count,
          left: addCounts(summary.left, outcome.left),
        };
        if (count > 0) await sink.fixed(nameOf(input), count);
      }
    } catch (error) {
      throwIfCancelled(token);
      await sink.failed({ path: nameOf(input), ...failureOfFix(error) });
    }
    before += input.size;
  }
  return summary;
}

async function fixOne(
  service: Service,
  input: SweepInput,
  { codes, dryRun = false }: FixFilesOptions,
  sink: FixSink,
  tell: (bytes: number) => void,
  token: CancellationToken | undefined,
): Promise<FixFileOutcome> {
  const options: FixFileOptions = { codes, countsLeft: dryRun, skipPlainJson: !input.named };
  const replacers: FileReplacer[] = [];
  let list = new EditList();
  const open = () => {
    if (dryRun) return (list = new EditList());
    const replacer = new FileReplacer(input.path);
    replacers.push(replacer);
    // A first attempt that was given up leaves nothing behind.
    replacers.at(-2)?.discard();
    return replacer;
  };
  try {
    const steps = fixFile(service, input.path, input.settings ?? {}, options, open);
    let step = steps.next();
    for (let turn = performance.now(); !step.done; step = steps.next()) {
      tell(step.value);
      if (performance.now() - turn < 50) continue;
      await new Promise((resolve) => setImmediate(resolve));
      throwIfCancelled(token);
      turn = performance.now();
    }
    if (dryRun) {
      for (const piece of diffOf(input.path, input.name ?? input.path, list.edits)) await sink.diff(piece);
    } else replacers.at(-1)?.commit();
    return step.value;
  } finally {
    for (const replacer of replacers) replacer.discard();
  }
}

function failureOfFix(error: unknown): Omit<SweepFailure, 'path'> {
  if (error instanceof ChangedMeanwhileError) return { code: 'not-readable', message: error.message };
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return {
      code: 'not-readable',
      message: 'It may not be written, nor a file beside it: give yourself the right to write to its folder.',
    };
  if (code === 'ENOSPC')
    return {
      code: 'not-readable',
      message: 'The disk is full: the file was left as it is; make room for a copy.',
    };
  return failureOf(error);
}
