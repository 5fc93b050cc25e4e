// Stands in for the desktop `code` executable: takes the flags that @vscode/test-electron's runTests() passes, runs the
// tests in a pinned VS Code server with Chromium as its window, and ends with the extension host's exit code.
// Environment: CALLSMITH_VSCODE = current | floor.
import { vscodeServer, type VscodeName } from '../../tools/lib/vscodeServer.mjs';
import { runInHost } from './runInHost.ts';

const extensionDevelopmentPaths: string[] = [];
let extensionTestsPath: string | undefined;
let folder: string | undefined;
for (const argument of process.argv.slice(2)) {
  const [, name, value = ''] = /^--(\w+)=(.*)$/.exec(argument) ?? [];
  if (name === 'extensionDevelopmentPath') extensionDevelopmentPaths.push(value);
  else if (name === 'extensionTestsPath') extensionTestsPath = value;
  else if (!argument.startsWith('-')) folder = argument;
}
if (extensionTestsPath === undefined) throw new Error('--extensionTestsPath is missing');
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const name = (process.env['CALLSMITH_VSCODE'] ?? 'current') as VscodeName;
const timeoutMs = 10 * 60_000;
process.exitCode = await runInHost({
  server: vscodeServer(name),
  extensionDevelopmentPaths,
  extensionTestsPath,
  folder,
  timeoutMs,
});
