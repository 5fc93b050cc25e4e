/**
 * Sweeps over files that come through VS Code's file system: in the web worker extension host, where a worker of our own
 * checks them, and in virtual workspaces.
 */
import * as vscode from 'vscode';
import { asSeverities } from '../core/config.ts';
import { CancelledError } from '../core/ports.ts';
import { rules } from '../core/rules/index.ts';
import { PackedFile, type PlacedFacts } from '../core/dataset/packedFacts.ts';
import { RunTable } from '../core/dataset/runTable.ts';
import type { FileFormat, Service } from '../core/service.ts';
import { findAcross } from '../core/sweep/acrossRecords.ts';
import { compareFindings, FactTable, mergeOrdered, moveDown } from '../core/sweep/fileMerge.ts';
import { HabitTable } from '../core/sweep/habitTable.ts';
import type { FileSettings, SweepFinding as CoreFinding } from '../core/sweep/types.ts';
import { type FromSweepWorker, isFromSweepWorker, type ToSweepWorker } from '../protocol/sweep.ts';
import { type ConfigReader, formatIn, isExcludedIn, severitiesIn, suppressIn, targetsIn } from './config.ts';
import { toSweepFinding } from './convert.ts';
import { hintsOf } from './session.ts';
import type { Ports, SweepFile, SweepRequest } from './ports.ts';
import { unlinked } from './words.ts';

const dataFile = /\.(jsonl|ndjson|json)$/i;

/** Findings of a file that are held until it was seen to its end. */
const mostKept = 20_000;

/** Text is handed over in slices of this many UTF-16 units, so that a message stays small. */
const sliceLength = 4 * 1024 * 1024;

/** What a worker offers; the compiler settings of this folder know Node only. */
interface WebWorker {
  postMessage(message: ToSweepWorker): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
  terminate(): void;
}
declare const Worker: new (url: string, options?: { name: string }) => WebWorker;

interface Named {
  readonly uri: vscode.Uri;
  readonly named: boolean;
}

/** Checks texts, one after the other. */
export interface TextSweeper {
  /** Checks a text; `take` gets what it gives, in order. */
  check(
    path: string,
    text: string,
    settings: FileSettings,
    skipPlainJson: boolean,
    take: (message: FromSweepWorker) => void,
  ): Promise<void>;
  /** Ends it; the text that is being checked fails with `error`. */
  stop(error: Error): void;
}

/** `makeSweeper` gets the address of the worker's script. */
export function createWebPorts(
  context: vscode.ExtensionContext,
  configs: ConfigReader,
  service: Service,
  makeSweeper: (workerUri: string) => TextSweeper = (url) => new SweepWorker(url),
): Ports {
  const workerUri = vscode.Uri.joinPath(context.extensionUri, 'dist', 'web', 'worker.js').toString(true);
  return {
    kind: 'web',
    async sweep(request, onFile, onProgress, token) {
      const found: Named[] = [];
      const sum = { files: 0, samples: 0, errors: 0, warnings: 0, hints: 0, skipped: 0 };
      for (const uri of request.uris) sum.skipped += await walk(uri, true, found, configs, token);
      found.sort((a, b) => (a.uri.path < b.uri.path ? -1 : 1));
      const worker = makeSweeper(workerUri);
      const run = new RunTable();
      const cancelled = token.onCancellationRequested(() => worker.stop(new CancelledError()));
      try {
        for (let i = 0; i < found.length; i++) {
          const { uri, named } = found[i]!;
          onProgress(i, found.length, unlinked(uri.path.split('/').at(-1) ?? ''));
          const file = await checkFile(worker, uri, named, request, configs, service, run);
          if (token.isCancellationRequested) throw new CancelledError();
          if (!file) {
            sum.skipped++;
            continue;
          }
          sum.files += file.totals.files;
          sum.samples += file.totals.samples;
          sum.errors += file.totals.errors;
          sum.warnings += file.totals.warnings;
          sum.hints += file.totals.hints;
          onFile(file);
        }
      } finally {
        cancelled.dispose();
        worker.stop(new CancelledError());
      }
      onProgress(found.length, found.length, '');
      return sum;
    },
    dispose: () => undefined,
  };
}

/** Gathers data files below `uri`; gives how many a configuration excludes. */
async function walk(
  uri: vscode.Uri,
  named: boolean,
  found: Named[],
  configs: ConfigReader,
  token: vscode.CancellationToken,
): Promise<number> {
  if (token.isCancellationRequested) throw new CancelledError();
  const stat = await vscode.workspace.fs.stat(uri);
  if (!(stat.type & vscode.FileType.Directory)) {
    found.push({ uri, named });
    return 0;
  }
  let excluded = 0;
  for (const [name, type] of await vscode.workspace.fs.readDirectory(uri)) {
    if (name.startsWith('.') || name === 'node_modules' || /\.cstrace$/i.test(name)) continue;
    const child = vscode.Uri.joinPath(uri, name);
    const isFolder = (type & vscode.FileType.Directory) !== 0;
    if (!isFolder && !dataFile.test(name)) continue;
    const config = await configs.for(child);
    if (config && isExcludedIn(config, child)) {
      if (!isFolder) excluded++;
    } else if (!isFolder) found.push({ uri: child, named: false });
    else if (!(type & vscode.FileType.SymbolicLink))
      excluded += await walk(child, false, found, configs, token);
  }
  return excluded;
}

async function checkFile(
  worker: TextSweeper,
  uri: vscode.Uri,
  named: boolean,
  request: SweepRequest,
  configs: ConfigReader,
  service: Service,
  run: RunTable,
): Promise<SweepFile | undefined> {
  const nothing = { files: 0, samples: 0, errors: 0, warnings: 0, hints: 0 };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    const failure = vscode.l10n.t(
      'it could not be read ({0})',
      error instanceof Error ? error.message : String(error),
    );
    return { uri, findings: [], totals: nothing, failure };
  }
  const config = await configs.for(uri);
  const configured = config && formatIn(config, uri);
  const chosen: FileSettings['chosen'] = request.format
    ? { id: request.format, by: 'pick' }
    : configured
      ? { id: configured.format, by: 'config' }
      : request.settingFormat
        ? { id: request.settingFormat, by: 'setting' }
        : undefined;
  const targets = request.targets ?? (config && targetsIn(config, uri)) ?? request.settingTargets;
  // A mapping of the configuration counts only where its format was chosen.
  const mapping = chosen?.by === 'config' ? configured?.mapping : undefined;
  const settings: FileSettings = {
    chosen,
    severities: severitiesIn(config, asSeverities(request.rules)),
    targets,
    mapping: mapping ?? (await configs.mappingFor(uri)),
    licences: await configs.licencesOf(uri),
    ...suppressIn(config, uri),
  };
  const facts = new FactTable();
  const habits = new HabitTable();
  const linesBefore: number[] = [];
  const compared: PlacedFacts[] = [];
  let format: FileFormat | undefined;
  const findings: CoreFinding[] = [];
  const totals = { files: 1, samples: 0, errors: 0, warnings: 0, hints: 0 };
  let lines = 0;
  let skipped = false;
  let failure: string | undefined;
  await worker.check(uri.path, text, settings, !named, (message) => {
    switch (message.type) {
      case 'part': {
        const { part } = message;
        facts.add(linesBefore.length, part.facts);
        linesBefore.push(lines);
        if (part.compare) compared.push({ facts: part.compare, linesBefore: lines });
        totals.samples += part.samples;
        totals.errors += part.counts.error;
        totals.warnings += part.counts.warning;
        totals.hints += part.counts.hint;
        for (const finding of part.findings) {
          const moved = moveDown(finding, lines);
          const isTold = habits.isFolded(moved);
          habits.add(moved);
          // Of a habit that is told once the first is kept; all others are counted only.
          if (!isTold && findings.length < mostKept) findings.push(moved);
        }
        lines += part.lines;
        break;
      }
      case 'opened':
        format = message.format;
        break;
      case 'skipped':
        skipped = true;
        break;
      case 'failed':
        failure = message.failure.message;
        break;
      default:
        break;
    }
  });
  if (skipped) return undefined;
  if (failure !== undefined) return { uri, findings: [], totals: nothing, failure };
  const hints = hintsOf(uri, settings.mapping);
  const context = format && service.contextOf(format, hints, settings.severities, targets, settings);
  let told = facts.findings((part) => linesBefore[part] ?? 0, rules, context?.filter);
  const { saved } = habits;
  totals.errors -= saved.error;
  totals.warnings -= saved.warning;
  totals.hints -= saved.hint;
  for (const { severity } of told) {
    if (severity === 'error') totals.errors++;
    else if (severity === 'warning') totals.warnings++;
    else totals.hints++;
  }
  if (context) {
    const across = findAcross(uri.path, new PackedFile(compared, context, totals.samples), rules, run);
    totals.errors += across.counts.error;
    totals.warnings += across.counts.warning;
    totals.hints += across.counts.hint;
    told = mergeOrdered(told, across.findings);
  }
  const own = findings.sort(compareFindings).flatMap((finding) => habits.fold(finding) ?? []);
  const all = mergeOrdered(own, told).slice(0, request.keepPerFile);
  return {
    uri,
    findings: all.map((finding) => toSweepFinding(finding, (path) => uri.with({ path }))),
    totals,
  };
}

/** One worker and the task it is at; a worker that dies ends its task with an error that says so. */
class SweepWorker implements TextSweeper {
  readonly #worker: WebWorker;
  #task = 0;
  #stopped: Error | undefined;
  #current: { take(message: FromSweepWorker): void; fail(error: Error): void } | undefined;

  constructor(url: string) {
    this.#worker = new Worker(url, { name: 'callsmith sweep' });
    this.#worker.onmessage = ({ data }) => {
      if (isFromSweepWorker(data) && data.task === this.#task) this.#current?.take(data);
    };
    this.#worker.onerror = ({ message }) => {
      this.stop(
        new Error(
          vscode.l10n.t(
            'The worker that checks files stopped ({0}).',
            message ?? vscode.l10n.t('no reason given'),
          ),
        ),
      );
    };
  }

  /** Checks a text; `take` gets the messages of this task, in order. Resolves when the worker is done with it. */
  check(
    path: string,
    text: string,
    settings: FileSettings,
    skipPlainJson: boolean,
    take: (message: FromSweepWorker) => void,
  ): Promise<void> {
    if (this.#stopped) return Promise.reject(this.#stopped);
    const task = ++this.#task;
    const done = new Promise<void>((resolve, reject) => {
      this.#current = {
        take(message) {
          if (message.type === 'done') resolve();
          else take(message);
        },
        fail: reject,
      };
    });
    this.#worker.postMessage({ type: 'check-text', task, path, settings, excerpts: false, skipPlainJson });
    for (let start = 0; start === 0 || start < text.length; start += sliceLength) {
      const end = Math.min(start + sliceLength, text.length);
      this.#worker.postMessage({
        type: 'text-slice',
        task,
        text: text.slice(start, end),
        last: end >= text.length,
      });
    }
    return done;
  }

  /** Ends the worker, and its task with `error`. */
  stop(error: Error): void {
    if (this.#stopped) return;
    this.#stopped = error;
    this.#worker.terminate();
    this.#current?.fail(error);
  }
}
