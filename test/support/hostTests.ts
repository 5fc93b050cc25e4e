// Runs the bundled suite of test/host through @vscode/test-electron.
//   node dist/test/hostTests.mjs current|floor|desktop
// current, floor: a pinned VS Code server, started by the shim. desktop: a VS Code that test-electron downloads.
import { runTests } from '@vscode/test-electron';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { vscodeServer } from '../../tools/lib/vscodeServer.mjs';

const root = process.cwd();
const name = process.argv[2];
if (name !== 'current' && name !== 'floor' && name !== 'desktop')
  throw new Error('say current, floor or desktop');

// A copy, because an editor may write into its workspace.
const scratch = mkdtempSync(path.join(os.tmpdir(), 'cs-ws-'));
const workspace = path.join(scratch, 'workspace');
cpSync(path.join(root, 'test/host/workspace'), workspace, { recursive: true });
const pinned =
  name === 'desktop'
    ? {}
    : {
        vscodeExecutablePath: path.join(root, 'dist/test/vscodeShim.mjs'),
        extensionTestsEnv: { CALLSMITH_VSCODE: name, CALLSMITH_VSCODE_VERSION: vscodeServer(name).version },
      };
try {
  process.exitCode = await runTests({
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(root, 'dist/test/host.js'),
    launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust'],
    ...pinned,
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
