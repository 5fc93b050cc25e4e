/** The Node extension host: sweeps in worker threads. The only file of this folder that reaches into `node/`. */
import { existsSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import * as vscode from 'vscode';
import type { CodeDecoders } from '../core/check/decode.ts';
import { asSeverities } from '../core/config.ts';
import { createConfigFinder } from '../node/configFiles.ts';
import { fixFiles } from '../node/fixFiles.ts';
import { sweepFiles } from '../node/sweep.ts';
import { traceFilesIn } from '../node/traceFiles.ts';
import { findDataFiles, settingsFor } from '../node/walk.ts';
import { toSweepFinding } from './convert.ts';
import type { Ports, SweepFile, SweepFinding } from './ports.ts';
import { UserError } from './run.ts';
import { readThroughWindow, type SmallFile } from './smallFiles.ts';

/** `virtual` sweeps over files that lie on no disk of this machine. */
export function createNodePorts(context: vscode.ExtensionContext, virtual: Ports): Ports {
  const workerPath = vscode.Uri.joinPath(context.extensionUri, 'dist', 'worker.js').fsPath;
  return {
    kind: 'node',
    async sweep(request, onFile, onProgress, token) {
      if (request.uris.some((uri) => uri.scheme !== 'file'))
        return virtual.sweep(request, onFile, onProgress, token);
      const configs = createConfigFinder();
      const found = await findDataFiles(
        request.uris.map((uri) => uri.fsPath),
        '/',
        {
          flagFormat: request.format,
          settingFormat: request.settingFormat,
          settingSeverities: asSeverities(request.rules),
          flagTargets: request.targets,
          settingTargets: request.settingTargets,
          configs,
        },
        token,
      );
      const uriOf = (path: string) => request.uris[0]!.with({ path: vscode.Uri.file(path).path });
      let open:
        ({ -readonly [K in keyof SweepFile]: SweepFile[K] } & { findings: SweepFinding[] }) | undefined;
      const flush = () => {
        if (open) onFile(open);
        open = undefined;
      };
      const failures = [...found.failures, ...configs.failures];
      const summary = await sweepFiles(
        found.inputs,
        {
          threads:
            request.threads > 0 ? request.threads : Math.max(1, Math.min(4, availableParallelism() - 1)),
          // Even one thread is another thread: the extension host stays free.
          workersFrom: 0,
          workerPath: existsSync(workerPath) ? workerPath : undefined,
        },
        {
          file(file) {
            flush();
            const { error, warning, hint } = file.counts;
            open = {
              uri: uriOf(file.path),
              findings: [],
              totals: { files: 1, samples: file.samples, errors: error, warnings: warning, hints: hint },
            };
          },
          findings(_name, findings) {
            if (!open) return;
            for (const finding of findings) {
              if (open.findings.length >= request.keepPerFile) break;
              open.findings.push(toSweepFinding(finding, uriOf));
            }
          },
          skipped: () => undefined,
          failed: (failure) => void failures.push(failure),
          progress({ bytes, totalBytes, files, totalFiles }) {
            onProgress(bytes, totalBytes, vscode.l10n.t('{0} of {1} files', files, totalFiles));
          },
        },
        token,
      );
      flush();
      for (const failure of failures) {
        // What is wrong in a configuration is told at `path:line:column`.
        const [, path = failure.path, line] =
          (failure.code === 'configuration' && /^(.*):(\d+):\d+$/s.exec(failure.path)) || [];
        onFile({
          uri: uriOf(path),
          findings: [],
          totals: { files: 0, samples: 0, errors: 0, warnings: 0, hints: 0 },
          failure: line === undefined ? failure.message : `line ${line}: ${failure.message}`,
        });
      }
      const { error, warning, hint } = summary.counts;
      return {
        files: summary.files,
        samples: summary.samples,
        errors: error,
        warnings: warning,
        hints: hint,
        skipped: summary.skipped + found.skipped,
      };
    },
    async fix({ uri, codes, format, settingFormat, targets, settingTargets, rules }, onProgress, token) {
      const configs = createConfigFinder();
      const path = uri.fsPath;
      const settings = settingsFor(path, {
        flagFormat: format,
        settingFormat,
        flagTargets: targets,
        settingTargets,
        settingSeverities: asSeverities(rules),
        configs,
      });
      const failures = [...configs.failures];
      const input = { path, size: statSync(path).size, named: true, settings };
      const { fixed } = await fixFiles(
        [input],
        { codes },
        {
          fixed: () => undefined,
          diff: () => undefined,
          failed: (failure) => void failures.push(failure),
          progress: ({ bytes, totalBytes }) => onProgress(bytes / Math.max(1, totalBytes)),
        },
        token,
      );
      const [failure] = failures;
      if (failure)
        throw new UserError(vscode.l10n.t('{0} was not fixed: {1}', failure.path, failure.message));
      return fixed;
    },
    installCli: () => installCli(context.extensionUri),
    dispose: () => undefined,
  };
}

/** A run on this machine's disk: only the parts of its files that are asked for are read. `undefined` for any other. */
export function openLocalTrace(folder: vscode.Uri): ReturnType<typeof traceFilesIn> | undefined {
  return folder.scheme === 'file' ? traceFilesIn(folder.fsPath) : undefined;
}

/** From this machine's disk where the file lies on it: the window may be busy drawing a long file. */
export async function readLocally(uri: vscode.Uri, mostBytes: number): Promise<SmallFile> {
  if (uri.scheme !== 'file') return readThroughWindow(uri, mostBytes);
  try {
    const stats = await stat(uri.fsPath);
    if (!stats.isFile()) return { kind: 'no-file' };
    if (stats.size > mostBytes) return { kind: 'too-long' };
    return { kind: 'read', bytes: await readFile(uri.fsPath) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'none' } : { kind: 'failed', error };
  }
}

/** Waits for the shell's prompt: what is written before it shows twice. A shell that does not tell gets two seconds. */
async function promptOf(terminal: vscode.Terminal): Promise<void> {
  if (terminal.shellIntegration) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      told.dispose();
      closed.dispose();
      resolve();
    };
    const timer = setTimeout(done, 2000);
    const told = vscode.window.onDidChangeTerminalShellIntegration((event) => {
      if (event.terminal === terminal) done();
    });
    const closed = vscode.window.onDidCloseTerminal((one) => {
      if (one === terminal) done();
    });
  });
}

/** Shows the command that installs the command line, ready to run: what is installed on a machine is its owner's choice. */
async function installCli(extension: vscode.Uri): Promise<void> {
  const command = `npm install --global "${extension.fsPath}"`;
  const cli = vscode.Uri.joinPath(extension, 'dist', 'cli.js').fsPath;
  if (vscode.workspace.isTrusted) {
    const message = vscode.l10n.t(
      'Press Enter to install the command callsmith. It also works without: node "{0}" --help',
      cli,
    );
    const terminal = vscode.window.createTerminal({ name: 'Callsmith', message });
    terminal.show();
    await promptOf(terminal);
    terminal.sendText(command, false);
    return;
  }
  // VS Code opens no terminal on a folder that is not trusted, and ours is no reason to trust one.
  const copy = vscode.l10n.t('Copy Command');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      'Callsmith: VS Code opens no terminal here, because the folder is not trusted. Run the command in a terminal of your own.',
    ),
    copy,
  );
  if (chosen === copy) await vscode.env.clipboard.writeText(command);
}

/** The parsers are part of the bundle, and run when the first answer is code. */
export async function loadCodeDecoders({ extensionUri }: vscode.ExtensionContext): Promise<CodeDecoders> {
  const parsers = await import('../core/check/codeAnswers.ts');
  const read = (file: string) => readFile(vscode.Uri.joinPath(extensionUri, 'dist', 'grammars', file).fsPath);
  const [engine, java, javascript] = await Promise.all([
    read('web-tree-sitter.wasm'),
    read('tree-sitter-java.wasm'),
    read('tree-sitter-javascript.wasm'),
  ]);
  return parsers.loadCodeDecoders({ engine, java, javascript });
}
