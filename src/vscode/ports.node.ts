/** The Node extension host: sweeps in worker threads. The only file of this folder that reaches into `node/`. */
import { existsSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import * as vscode from 'vscode';
import { asSeverities } from '../core/config.ts';
import { createConfigFinder } from '../node/configFiles.ts';
import { fixFiles } from '../node/fixFiles.ts';
import { sweepFiles } from '../node/sweep.ts';
import { findDataFiles, settingsFor } from '../node/walk.ts';
import { toSweepFinding } from './convert.ts';
import type { Ports, SweepFile, SweepFinding } from './ports.ts';
import { UserError } from './run.ts';

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
              open.findings.push(toSweepFinding(finding));
            }
          },
          skipped: () => undefined,
          failed: (failure) => void failures.push(failure),
          progress({ bytes, totalBytes, files, totalFiles }) {
            onProgress(bytes, totalBytes, `${files} of ${totalFiles} files`);
          },
        },
        token,
      );
      flush();
      for (const failure of failures) {
        onFile({
          uri: uriOf(failure.path),
          findings: [],
          totals: { files: 0, samples: 0, errors: 0, warnings: 0, hints: 0 },
          failure: failure.message,
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
    async fix({ uri, codes, format, settingFormat, rules }, onProgress, token) {
      const configs = createConfigFinder();
      const path = uri.fsPath;
      const settings = settingsFor(path, {
        flagFormat: format,
        settingFormat,
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
      if (failure) throw new UserError(`${failure.path} was not fixed: ${failure.message}`);
      return fixed;
    },
    installCli: async () => {
      const cli = vscode.Uri.joinPath(context.extensionUri, 'dist', 'cli.js').fsPath;
      const terminal = vscode.window.createTerminal({ name: 'Callsmith' });
      terminal.show();
      terminal.sendText(`npm install --global "${vscode.Uri.joinPath(context.extensionUri).fsPath}"`, false);
      return `press Enter in the terminal to install the command \`callsmith\`; without installing, run node "${cli}".`;
    },
    dispose: () => undefined,
  };
}
