/** The web worker extension host: no threads of our own and no file system but VS Code's; sweeps run here, in slices. */
import * as vscode from 'vscode';
import { asSeverities, configFileName } from '../core/config.ts';
import { detectContainer, splitRecords } from '../core/container.ts';
import { createFileSummary } from '../core/fileSummary.ts';
import { fileMessage } from '../core/document.ts';
import { CancelledError } from '../core/ports.ts';
import { createService, type Service } from '../core/service.ts';
import { lineOf, lineStarts } from '../core/sweep/textPosition.ts';
import type { Span } from '../core/text/span.ts';
import { formatIn, isExcludedIn, severitiesIn, type ConfigReader } from './config.ts';
import type { Ports, SweepFile, SweepFinding, SweepRequest } from './ports.ts';
import { nextTurn, sliceMs } from './run.ts';
import { hintsOf } from './session.ts';

const dataFile = /\.(jsonl|ndjson|json)$/i;

export function createWebPorts(configs: ConfigReader): Ports {
  return {
    kind: 'web',
    async sweep(request, onFile, onProgress, token) {
      const service = createService();
      const uris: { uri: vscode.Uri; named: boolean }[] = [];
      for (const uri of request.uris) await walk(uri, true, uris, configs, token);
      uris.sort((a, b) => (a.uri.path < b.uri.path ? -1 : 1));
      const sum = { files: 0, samples: 0, errors: 0, warnings: 0, hints: 0, skipped: 0 };
      for (let i = 0; i < uris.length; i++) {
        const { uri, named } = uris[i]!;
        onProgress(i, uris.length, uri.path.split('/').at(-1) ?? '');
        const file = await checkOne(uri, named, request, service, configs, token);
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
      onProgress(uris.length, uris.length, '');
      return sum;
    },
    dispose: () => undefined,
  };
}

async function walk(
  uri: vscode.Uri,
  named: boolean,
  found: { uri: vscode.Uri; named: boolean }[],
  configs: ConfigReader,
  token: vscode.CancellationToken,
): Promise<void> {
  if (token.isCancellationRequested) throw new CancelledError();
  const stat = await vscode.workspace.fs.stat(uri);
  if (!(stat.type & vscode.FileType.Directory)) {
    found.push({ uri, named });
    return;
  }
  const config = await configs.for(vscode.Uri.joinPath(uri, configFileName));
  for (const [name, type] of await vscode.workspace.fs.readDirectory(uri)) {
    if (name.startsWith('.') || name === 'node_modules') continue;
    const child = vscode.Uri.joinPath(uri, name);
    if (config && isExcludedIn(config, child)) continue;
    if (type & vscode.FileType.Directory) {
      if (!(type & vscode.FileType.SymbolicLink)) await walk(child, false, found, configs, token);
    } else if (dataFile.test(name) && name !== configFileName) found.push({ uri: child, named: false });
  }
}

async function checkOne(
  uri: vscode.Uri,
  named: boolean,
  request: SweepRequest,
  service: Service,
  configs: ConfigReader,
  token: vscode.CancellationToken,
): Promise<SweepFile | undefined> {
  const totals = { files: 1, samples: 0, errors: 0, warnings: 0, hints: 0 };
  const findings: SweepFinding[] = [];
  let text: string;
  try {
    text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    const failure = `it could not be read (${error instanceof Error ? error.message : String(error)})`;
    return { uri, findings, totals: { ...totals, files: 0 }, failure };
  }
  const hints = hintsOf(uri);
  const { container } = detectContainer(text.slice(0, 1_000_000), text.length <= 1_000_000, hints.fileName);
  if (!container) {
    if (!named) return undefined;
    return { uri, findings, totals: { ...totals, files: 0 }, failure: 'it holds no JSON records' };
  }
  const config = await configs.for(uri);
  const configured = config && formatIn(config, uri);
  const chosen = request.format
    ? ({ id: request.format, by: 'pick' } as const)
    : configured
      ? ({ id: configured, by: 'config' } as const)
      : request.settingFormat
        ? ({ id: request.settingFormat, by: 'setting' } as const)
        : undefined;
  const records = splitRecords(text, container);
  const head = records.filter((span) => text.slice(span.start, span.end).trim() !== '').slice(0, 200);
  const format = service.recognize(
    head.map((span) => text.slice(span.start, span.end)),
    container,
    hints,
    chosen,
  );
  if (!named && format.id === 'plain' && container !== 'jsonl') return undefined;
  const context = service.contextOf(format, hints, severitiesIn(config, asSeverities(request.rules)));
  const starts = lineStarts(text);
  const add = (
    code: SweepFinding['code'],
    severity: SweepFinding['severity'],
    message: string,
    span: Span,
    related: readonly { readonly span: Span; readonly message: string }[],
  ) => {
    if (severity === 'error') totals.errors++;
    else if (severity === 'warning') totals.warnings++;
    else totals.hints++;
    if (findings.length >= request.keepPerFile) return;
    findings.push({
      code,
      severity,
      message,
      ...rangeAt(starts, span),
      related: related.map((one) => ({ message: one.message, ...rangeAt(starts, one.span) })),
    });
  };
  const summary = createFileSummary(false);
  let until = performance.now() + sliceMs;
  for (let i = 0; i < records.length; i++) {
    const record = records[i]!;
    const checked = service.check(text.slice(record.start, record.end), context);
    if (checked.isSample) totals.samples++;
    const shifted = (span: Span): Span => ({
      start: record.start + span.start,
      end: record.start + span.end,
    });
    for (const { code, severity, message, span, related } of checked.problems) {
      const places = related.map((one) => ({ message: one.message, span: shifted(one.span) }));
      add(code, severity, message, shifted(span), places);
    }
    summary.add(i, checked.once);
    if (performance.now() > until) {
      await nextTurn();
      if (token.isCancellationRequested) throw new CancelledError();
      until = performance.now() + sliceMs;
    }
  }
  for (const { code, key, severity, count, record, where } of summary.findings()) {
    const { start, end } = records[record]!;
    const span = service.locate(text.slice(start, end), where);
    add(
      code,
      severity,
      fileMessage(code, key, count),
      { start: start + span.start, end: start + span.end },
      [],
    );
  }
  return { uri, findings, totals };
}

/** Lines and columns of a span of the file's text; `starts` are the offsets at which its lines begin. */
function rangeAt(starts: readonly number[], span: Span) {
  const startLine = lineOf(starts, span.start);
  const endLine = lineOf(starts, span.end);
  return {
    startLine,
    startColumn: span.start - starts[startLine]!,
    endLine,
    endColumn: span.end - starts[endLine]!,
  };
}
