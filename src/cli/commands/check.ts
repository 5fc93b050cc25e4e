/** `callsmith check`: every sample of the data sets against the tools of its own line. */
import { closest } from '../../core/rules/words.ts';
import { formats } from '../../core/formats/index.ts';
import { ruleByCode, rules } from '../../core/rules/index.ts';
import { isTargetId, unknownTarget } from '../../core/targets/index.ts';
import {
  noCounts,
  type SeverityCounts,
  type SweepFailure,
  type SweepFinding,
} from '../../core/sweep/types.ts';
import { createConfigFinder } from '../../node/configFiles.ts';
import type { SweepSink, SweepSummary } from '../../core/sweep/sink.ts';
import { sweepFiles } from '../../node/sweep.ts';
import { sweepStream } from '../../node/sweepStream.ts';
import { findDataFiles, type FoundFiles, settingsFor } from '../../node/walk.ts';
import { fixFiles, type FixSummary } from '../../node/fixFiles.ts';
import { relative, resolve } from 'node:path';
import { type BaselineFlags, BaselineWriter, givenBaseline } from '../baselineRun.ts';
import { UnusedSuppressions } from '../unusedSuppressions.ts';
import { BufferedOutput, exitStatus, type Io, UserError } from '../io.ts';
import { createProgressBar } from '../progressBar.ts';
import { createGithubReporter } from '../reporters/github.ts';
import { createJsonReporter } from '../reporters/json.ts';
import { createNdjsonReporter } from '../reporters/ndjson.ts';
import { createPrettyReporter } from '../reporters/pretty.ts';
import { createSarifReporter } from '../reporters/sarif.ts';
import type { Reporter, ReporterName, ReporterOptions } from '../reporters/types.ts';
import { createPaint, plural, visible } from '../terminal.ts';

export interface CheckFlags extends BaselineFlags {
  readonly format: ReporterName;
  readonly as?: string;
  readonly target?: readonly string[];
  readonly maxWarnings?: number;
  readonly threads?: number;
  readonly stdin?: boolean;
  readonly stdinName?: string;
  readonly fix?: boolean;
  readonly fixCode?: readonly string[];
  readonly dryRun?: boolean;
  readonly quiet?: boolean;
  readonly all?: boolean;
  readonly color?: boolean;
}

const reporters: Record<ReporterName, (options: ReporterOptions) => Reporter> = {
  pretty: createPrettyReporter,
  json: createJsonReporter,
  ndjson: createNdjsonReporter,
  sarif: createSarifReporter,
  github: createGithubReporter,
};

/** Threads used unless a number is given: more gain little, and each holds its own caches. */
const mostThreads = 4;

/**
 * Runs the command; the exit status.
 * @throws UserError, CancelledError, OutputClosedError
 */
export async function check(paths: readonly string[], flags: CheckFlags, io: Io): Promise<number> {
  if (flags.as !== undefined) assertFormat(flags.as);
  for (const id of flags.target ?? []) {
    if (!isTargetId(id)) throw new UserError(`${unknownTarget(id)} callsmith targets lists them all.`);
  }
  if (flags.stdin && paths.length > 0) throw new UserError('Give either paths or --stdin, not both.');
  assertFixFlags(flags);
  if (flags.writeBaseline) {
    if (isFixing(flags))
      throw new UserError('Give either --fix or --write-baseline: fix first, then keep what is left.');
    if (flags.stdin)
      throw new UserError('--write-baseline needs files: a stream has no path to be known by.');
    return writeBaselineOf(paths.length > 0 ? paths : ['.'], flags, io);
  }
  const out = new BufferedOutput(io.stdout);
  const reporter = reporters[flags.format]({
    out,
    paint: createPaint(io, io.stdout, flags.color),
    columns: io.stdout.columns ?? 120,
    wrapAt: io.stdout.columns,
    all: flags.all ?? false,
    rules,
    version: io.version,
    homepage: io.homepage,
  });
  const run = new CheckRun(io, reporter, flags);
  try {
    if (flags.dryRun) {
      const left = await run.diff(paths.length > 0 ? paths : ['.'], out);
      await out.flush();
      return statusOf({ counts: left }, run.failures, flags.maxWarnings);
    }
    const summary = flags.stdin ? await run.stream() : await run.files(paths.length > 0 ? paths : ['.']);
    const status = statusOf(summary, run.failures, flags.maxWarnings);
    run.bar.clear();
    await reporter.end(summary, status);
    await out.flush();
    return status;
  } finally {
    run.bar.clear();
  }
}

/** Checks, and keeps the findings as known instead of telling them. */
async function writeBaselineOf(paths: readonly string[], flags: CheckFlags, io: Io): Promise<number> {
  const configs = createConfigFinder(undefined, { readBaselines: false });
  const writer = new BaselineWriter(flags, io.cwd, configs);
  const none: Reporter = {
    file: () => Promise.resolve(),
    findings: () => Promise.resolve(),
    failed: () => Promise.resolve(),
    end: () => Promise.resolve(),
  };
  const run = new CheckRun(
    io,
    none,
    { ...flags, quiet: false, all: true, baseline: undefined },
    configs,
    writer,
  );
  let summary: SweepSummary;
  try {
    summary = await run.files(paths);
  } finally {
    run.bar.clear();
  }
  const saved = writer.save();
  const where = saved.paths.map((path) => visible(relative(io.cwd, path))).join(', ');
  await io.stdout.write(
    `${where}: ${plural(saved.findings, 'finding')} of ${plural(summary.files, 'file')} ${saved.findings === 1 ? 'is' : 'are'} known from now on.\n`,
  );
  if (summary.omitted > 0) {
    await io.stderr.write(
      `callsmith: ${plural(summary.omitted, 'finding')} could not be kept, too many in one place; they will be told.\n`,
    );
  }
  return run.failures > 0 ? exitStatus.couldNotRun : exitStatus.ok;
}

/** 2 when something could not be checked, 1 for errors or too many warnings, else 0. */
function statusOf(
  summary: Pick<SweepSummary, 'counts'>,
  failures: number,
  maxWarnings: number | undefined,
): number {
  if (failures > 0) return exitStatus.couldNotRun;
  const { counts } = summary;
  const tooManyWarnings = maxWarnings !== undefined && counts.warning > maxWarnings;
  return counts.error > 0 || tooManyWarnings ? exitStatus.findings : exitStatus.ok;
}

class CheckRun {
  failures = 0;
  readonly bar: ReturnType<typeof createProgressBar>;
  readonly #sink: SweepSink;
  readonly #unused: UnusedSuppressions;
  /** Absolute paths by the names that findings have. */
  readonly #paths = new Map<string, string>();

  constructor(
    readonly io: Io,
    readonly reporter: Reporter,
    readonly flags: CheckFlags,
    readonly configs = createConfigFinder(),
    readonly writer?: BaselineWriter,
  ) {
    this.#unused = new UnusedSuppressions(configs);
    this.bar = createProgressBar(io.stderr);
    const keep = flags.quiet ? (f: SweepFinding) => f.severity === 'error' : undefined;
    this.#sink = {
      file: (file) => {
        const path = this.#paths.get(file.path);
        if (path !== undefined) {
          writer?.file(path);
          this.#unused.file(path, file.dropped.entries);
        }
        return reporter.file(file);
      },
      findings: async (path, findings) => {
        const absolute = this.#paths.get(path);
        if (absolute !== undefined) writer?.add(absolute, findings);
        const kept = keep ? findings.filter(keep) : findings;
        if (kept.length > 0) await reporter.findings(path, kept);
      },
      skipped: () => undefined,
      failed: (failure) => this.#fail(failure),
      progress: (progress) => this.bar.show(progress),
    };
  }

  async files(paths: readonly string[]): Promise<SweepSummary> {
    const { io, flags } = this;
    let found = await this.#find(paths);
    let fixed: number | undefined;
    if (isFixing(flags)) {
      const summary = await this.#fix(found, undefined);
      fixed = summary.fixed;
      // Sizes have changed.
      if (fixed > 0) found = await this.#find(paths, 'again');
    }
    const summary = await sweepFiles(
      found.inputs,
      {
        threads: flags.threads ?? Math.min(mostThreads, io.parallelism),
        workerPath: io.workerPath,
        excerpts: flags.format === 'pretty',
        everyPlace: flags.all,
      },
      this.#sink,
      io.token,
    );
    for (const note of this.#unused.notes(paths.map((path) => resolve(io.cwd, path)))) {
      const where = visible(relative(io.cwd, note.path) || note.path);
      this.bar.clear();
      await io.stderr.write(`callsmith: ${where}:${note.line}: hint: ${note.message}\n`);
    }
    return { ...summary, skipped: summary.skipped + found.skipped, ...(fixed !== undefined && { fixed }) };
  }

  /** Prints what fixing would change; the findings that would be left. */
  async diff(paths: readonly string[], out: BufferedOutput): Promise<SeverityCounts> {
    return (await this.#fix(await this.#find(paths), out)).left;
  }

  async #fix(found: FoundFiles, diff: BufferedOutput | undefined): Promise<FixSummary> {
    const { io, flags } = this;
    const summary = await fixFiles(
      found.inputs,
      { codes: flags.fixCode && new Set(flags.fixCode), dryRun: diff !== undefined },
      {
        fixed: () => undefined,
        diff: (text) => diff?.write(text),
        failed: (failure) => this.#fail(failure),
        progress: ({ bytes, totalBytes, files }) =>
          this.bar.show({ bytes, totalBytes, files, totalFiles: found.inputs.length, counts: noCounts }),
      },
      io.token,
    );
    this.bar.clear();
    const what = `${plural(summary.fixed, 'finding')} in ${plural(summary.files, 'file')}`;
    const { error, warning } = summary.left;
    const left = `; ${plural(error, 'error')} and ${plural(warning, 'warning')} would be left`;
    await io.stderr.write(`callsmith: ${diff ? `would fix ${what}${left}` : `fixed ${what}`}.\n`);
    return summary;
  }

  /** The files to look at. What is wrong with finding them is told the first time. */
  async #find(paths: readonly string[], again?: 'again'): Promise<FoundFiles> {
    const { io, flags } = this;
    const options = {
      flagFormat: flags.as,
      flagTargets: flags.target,
      configs: this.configs,
      baseline: givenBaseline(flags, io.cwd),
    };
    const found = await findDataFiles(paths, io.cwd, options, io.token);
    for (const { name, path } of found.inputs) this.#paths.set(name ?? path, path);
    if (again) return found;
    for (const failure of [...this.configs.failures, ...found.failures]) await this.#fail(failure);
    if (found.inputs.length === 0 && found.skipped === 0 && this.failures === 0) {
      const where = paths.map((path) => visible(path)).join(', ');
      throw new UserError(
        `There is no .jsonl, .ndjson or .json file in ${where}: name a file or another folder.`,
      );
    }
    return found;
  }

  async stream(): Promise<SweepSummary> {
    const { io, flags } = this;
    const name = flags.stdinName ?? '<stdin>';
    const path = resolve(io.cwd, flags.stdinName ?? 'stdin');
    const settings = settingsFor(path, {
      flagFormat: flags.as,
      flagTargets: flags.target,
      configs: this.configs,
      baseline: givenBaseline(flags, io.cwd),
    });
    for (const failure of this.configs.failures) await this.#fail(failure);
    const input = { name, chunks: io.stdin, settings };
    const options = { excerpts: flags.format === 'pretty', everyPlace: flags.all };
    return sweepStream(input, options, this.#sink, io.token);
  }

  async #fail(failure: SweepFailure): Promise<void> {
    this.failures++;
    this.bar.clear();
    await this.io.stderr.write(`callsmith: ${visible(failure.path)}: ${visible(failure.message)}\n`);
    await this.reporter.failed(failure);
  }
}

function isFixing({ fix, fixCode }: CheckFlags): boolean {
  return fix === true || fixCode !== undefined;
}

function assertFixFlags(flags: CheckFlags): void {
  if (flags.stdin && isFixing(flags))
    throw new UserError('Standard input cannot be mended: name the files to fix.');
  if (flags.dryRun && !isFixing(flags)) throw new UserError('--dry-run goes with --fix or --fix-code.');
  for (const code of flags.fixCode ?? []) {
    if (ruleByCode(code)) continue;
    const meant = closest(
      code,
      rules.map((rule) => rule.code),
    );
    throw new UserError(
      `There is no rule "${code}"${meant ? `; did you mean "${meant}"?` : '. callsmith rules lists them all.'}`,
    );
  }
}

function assertFormat(id: string): void {
  const ids = [...formats.map((format) => format.id), 'plain'];
  if (ids.includes(id)) return;
  const meant = closest(id, ids);
  throw new UserError(
    `There is no format "${id}"${meant ? `; did you mean "${meant}"?` : '.'} callsmith formats --list names them all.`,
  );
}
