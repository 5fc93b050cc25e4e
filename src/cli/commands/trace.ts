/** `callsmith trace`: what a recorded run holds, and how the samples of a data set went in it. */
import { basename, resolve } from 'node:path';
import { readSource } from '../../core/cot/source.ts';
import { recordId } from '../../core/check/answerFiles.ts';
import { trainerRow } from '../../core/export/trainerRow.ts';
import { throwIfCancelled } from '../../core/ports.ts';
import { createService } from '../../core/service.ts';
import { isFault } from '../../core/trace/fault.ts';
import { TraceMatcher, type TraceMatch } from '../../core/trace/match.ts';
import { TraceRun, type Visit } from '../../core/trace/run.ts';
import { recordsOf } from '../../node/records.ts';
import { traceFilesIn } from '../../node/traceFiles.ts';
import { BufferedOutput, exitStatus, type Io, UserError } from '../io.ts';
import { nameOf, openDataSet } from '../openDataSet.ts';
import { visible } from '../terminal.ts';

/** Its flags. */
export interface TraceFlags {
  readonly data?: string;
  readonly as?: string;
  readonly format: 'pretty' | 'ndjson';
}

/** Samples that the readable report lists. */
const mostListed = 20;

/** A sample of the data set and what the run says of it. */
interface Row {
  readonly line: number;
  readonly id: string | undefined;
  readonly match: TraceMatch;
  readonly visits: readonly Visit[];
}

/**
 * Runs the command; the exit status.
 * @throws UserError, CancelledError, OutputClosedError
 */
export async function trace(path: string, flags: TraceFlags, io: Io): Promise<number> {
  const folder = resolve(io.cwd, path);
  const name = nameOf(folder, io);
  const files = traceFilesIn(folder);
  const out = new BufferedOutput(io.stdout);
  try {
    const run = await TraceRun.open(files);
    if (isFault(run)) throw new UserError(`${visible(name)}: ${run.path}: ${run.message}`);
    const rows = flags.data === undefined ? undefined : await rowsOf(run, flags.data, flags, io);
    if (flags.format === 'ndjson') await out.write(rows ? rows.map(rowLine).join('') : summaryLine(run));
    else await out.write(summary(name, run) + (rows ? table(rows) : ''));
    await out.flush();
    for (const { path: at, message } of run.faults)
      await io.stderr.write(`callsmith: ${visible(at)}: ${message}\n`);
    return run.faults.length > 0 ? exitStatus.findings : exitStatus.ok;
  } finally {
    await files.close();
  }
}

async function rowsOf(run: TraceRun, data: string, { as }: TraceFlags, io: Io): Promise<Row[]> {
  const path = resolve(io.cwd, data);
  const service = createService();
  const file = openDataSet(service, path, as, io);
  const matcher = new TraceMatcher(run);
  const rows: Row[] = [];
  for (const { text, line } of recordsOf(path, file.container)) {
    throwIfCancelled(io.token);
    const id = recordId(text);
    const match = await matcher.match(text, id, () => {
      // The parts as they are now: asked for only when the sample was edited since.
      const source = file.format && readSource(text, file.format, file);
      const row = source && trainerRow(source, service.checker.tools, { dataset: basename(path), line, id });
      return row === undefined || typeof row === 'string' ? [] : row.parts;
    });
    const key = match.kind === 'none' ? undefined : match.keys[0];
    rows.push({ line, id, match, visits: key === undefined ? [] : run.visits(key) });
  }
  return rows;
}

function summaryLine({ manifest, counts, steps, faults }: TraceRun): string {
  const last = steps.at(-1);
  return `${JSON.stringify({ manifest, ...counts, steps: steps.length, last: last ?? null, faults })}\n`;
}

function rowLine({ line, id, match, visits }: Row): string {
  const list = visits.map(({ step, epoch, scalars }) => ({ step, epoch, ...scalars }));
  const changed =
    match.kind === 'stale' ? { changed: match.changed.map(({ pointer, kind }) => ({ pointer, kind })) } : {};
  return `${JSON.stringify({ line, id: id ?? null, match: match.kind, ...changed, visits: list })}\n`;
}

function summary(name: string, { manifest, counts, steps }: TraceRun): string {
  const { loss, model, tokenizer, note, created, name: title, hardware } = manifest;
  const kind = [loss.kind, loss.reduction, loss.mode].filter((word) => word !== undefined).join(', ');
  const facts = [
    ['run', [...new Set([title, note, hardware])].filter((word) => word !== undefined).join(', ')],
    ['begun', created],
    ['model', [model, tokenizer && `tokenizer ${tokenizer}`].filter((word) => word).join(', ')],
    ['loss', loss.alpha0 === undefined ? kind : `${kind}, α ${loss.alpha0}`],
    ['holds', `${counts.renders} texts, trained ${counts.visits} times in ${steps.length} steps`],
  ];
  const lines = facts.flatMap(([key, value]) => (value ? [`  ${key!.padEnd(8)}${visible(value)}\n`] : []));
  const picked = [steps[0], steps[Math.floor(steps.length / 2)], steps.at(-1)].filter(
    (step, i, all) => step !== undefined && all.indexOf(step) === i,
  );
  const head = `\n  ${['step', 'loss', 'thought', 'result', 'alpha'].map((word) => word.padStart(10)).join('')}\n`;
  const curve = picked.map((step) => {
    const { loss: whole, lossThink, lossCall, alpha } = step!;
    return `  ${String(step!.step).padStart(10)}${[whole, lossThink, lossCall, alpha].map(cell).join('')}\n`;
  });
  return `${visible(name)}\n${lines.join('')}${picked.length > 0 ? head + curve.join('') : ''}`;
}

const cell = (value: number | undefined): string =>
  (value === undefined ? '–' : value.toFixed(3)).padStart(10);

/** Hard samples first: those whose result the model predicts worst at its last visit. */
function table(rows: readonly Row[]): string {
  const count = (kind: TraceMatch['kind']) => rows.filter(({ match }) => match.kind === kind).length;
  const found = `\n  of ${rows.length} samples ${count('exact')} are in the run as they are, ${count('same-content')} laid out anew, ${count('stale')} in an older state, ${count('none')} not\n`;
  const lossOf = ({ visits }: Row, at: number) => visits.at(at)?.scalars['loss_call'];
  const listed = rows
    .filter((row) => lossOf(row, -1) !== undefined)
    .sort((a, b) => lossOf(b, -1)! - lossOf(a, -1)!)
    .slice(0, mostListed);
  if (listed.length === 0) return found;
  const head = `\n  ${['line', 'visits', 'first', 'last'].map((word) => word.padStart(8)).join('')}  result loss, hardest first\n`;
  const lines = listed.map((row) => {
    const { line, visits, id, match } = row;
    const losses = [lossOf(row, 0), lossOf(row, -1)].map((loss) => loss!.toFixed(3).padStart(8)).join('');
    const note = match.kind === 'stale' ? ' (edited since)' : '';
    return `  ${String(line).padStart(8)}${String(visits.length).padStart(8)}${losses}  ${visible(id ?? '')}${note}\n`;
  });
  return found + head + lines.join('');
}
