/** `callsmith formats`: what each file is, without checking it. */
import { formats } from '../../core/formats/index.ts';
import { createService } from '../../core/service.ts';
import { throwIfCancelled } from '../../core/ports.ts';
import { createConfigFinder } from '../../node/configFiles.ts';
import { recognizeFile, type RecognizedFile } from '../../node/recognizeFile.ts';
import { findDataFiles } from '../../node/walk.ts';
import { BufferedOutput, exitStatus, type Io, UserError } from '../io.ts';
import { createPaint, displayWidth, visible } from '../terminal.ts';

export interface FormatsFlags {
  readonly format: 'pretty' | 'ndjson';
  /** Tell the formats there are, instead of what files have. */
  readonly list?: boolean;
  readonly color?: boolean;
}

/** Runs the command; the exit status. */
export async function listFormats(paths: readonly string[], flags: FormatsFlags, io: Io): Promise<number> {
  if (flags.list) return listKnown(paths, flags, io);
  const configs = createConfigFinder(undefined, { readBaselines: false });
  const given = paths.length > 0 ? paths : ['.'];
  const found = await findDataFiles(given, io.cwd, { configs }, io.token);
  const failures = [...configs.failures, ...found.failures];
  if (found.inputs.length === 0 && failures.length === 0) {
    throw new UserError(
      `There is no .jsonl, .ndjson or .json file in ${given.map(visible).join(', ')}: name a file or another folder.`,
    );
  }
  const service = createService();
  const out = new BufferedOutput(io.stdout);
  const rows: { name: string; file: RecognizedFile }[] = [];
  const inputs = found.inputs.toSorted((a, b) => (a.name! < b.name! ? -1 : a.name! > b.name! ? 1 : 0));
  for (const { path, name = path, settings = {} } of inputs) {
    for (const file of recognizeFile(service, path, settings)) {
      throwIfCancelled(io.token);
      if (file === undefined) {
        await new Promise((resolve) => setImmediate(resolve));
        continue;
      }
      if ('failure' in file) failures.push({ path: name, ...file.failure });
      else if (flags.format === 'ndjson') await out.write(JSON.stringify({ path: name, ...file }) + '\n');
      else rows.push({ name, file });
    }
  }
  const paint = createPaint(io, io.stdout, flags.color);
  if (flags.format === 'pretty' && rows.length > 0)
    for (const line of table(rows)) await out.write(line(paint));
  await out.flush();
  for (const { path, message } of failures) {
    await io.stderr.write(`callsmith: ${visible(path)}: ${visible(message)}\n`);
  }
  return failures.length > 0 ? exitStatus.couldNotRun : exitStatus.ok;
}

/** All formats by id, as `--as` and configurations name them. */
async function listKnown(paths: readonly string[], flags: FormatsFlags, io: Io): Promise<number> {
  if (paths.length > 0) throw new UserError('Give either paths or --list, not both.');
  const known = [
    ...formats.map(({ id, title, summary }) => ({ id, title, summary })),
    { id: 'plain', title: 'Plain', summary: 'Only the lines themselves are checked.' },
  ].sort((a, b) => (a.id < b.id ? -1 : 1));
  const width = Math.max(...known.map(({ id }) => id.length));
  const out = new BufferedOutput(io.stdout);
  for (const format of known) {
    if (flags.format === 'ndjson') await out.write(JSON.stringify(format) + '\n');
    else await out.write(`${format.id.padEnd(width)}  ${format.title}\n`);
  }
  await out.flush();
  return exitStatus.ok;
}

type Line = (paint: ReturnType<typeof createPaint>) => string;

function table(rows: readonly { name: string; file: RecognizedFile }[]): Line[] {
  const head = ['file', 'container', 'kind', 'format', 'share', 'entries'];
  const cells = rows.map(({ name, file }) => [
    visible(name),
    file.container ?? 'none',
    file.kind,
    file.format + (file.decidedBy === 'vote' ? '' : ` (${file.decidedBy})`),
    file.share.toFixed(2),
    file.entries.toLocaleString('en-US'),
  ]);
  const widths = head.map((_, i) => Math.max(...[head, ...cells].map((row) => displayWidth(row[i]!))));
  const lineOf = (row: readonly string[]) =>
    row
      .map((cell, i) => {
        const space = ' '.repeat(widths[i]! - displayWidth(cell));
        return i >= 4 ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd() + '\n';
  return [
    (paint) => paint('bold', lineOf(head).trimEnd()) + '\n',
    ...cells.map(
      (row): Line =>
        () =>
          lineOf(row),
    ),
  ];
}
