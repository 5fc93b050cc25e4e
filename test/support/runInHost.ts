import path from 'node:path';
import {
  createDataFolder,
  removeDataFolder,
  startServer,
  workbenchUrl,
  type VscodeServer,
} from '../../tools/lib/vscodeServer.mjs';
import { launchBrowser, waitForTestRun } from './browser.ts';

/** What to run, as VS Code's own command line names it. All paths absolute. */
export interface HostRun {
  readonly server: VscodeServer;
  readonly extensionDevelopmentPaths: readonly string[];
  readonly extensionTestsPath: string;
  readonly folder: string | undefined;
  readonly timeoutMs: number;
}

/**
 * Runs an extension's tests (a module with `run()`) in the extension host of a pinned VS Code server.
 * @returns the extension host's exit code; 1, with the reason and the server's log printed, when it gave none
 */
export async function runInHost(host: HostRun): Promise<number> {
  const dataFolder = createDataFolder();
  const running = await startServer(host.server, { dataFolder, testDriver: true });
  const { browser, context } = await launchBrowser();
  try {
    const page = await context.newPage();
    const outcome = waitForTestRun(page, host.timeoutMs);
    // The authority must be the host and port that the page is opened with.
    const uri = (file: string): string => `vscode-remote://${running.authority}${path.resolve(file)}`;
    const payload: [string, string][] = [
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ];
    for (const extension of host.extensionDevelopmentPaths)
      payload.push(['extensionDevelopmentPath', uri(extension)]);
    payload.push(['extensionTestsPath', uri(host.extensionTestsPath)]);
    await page.goto(workbenchUrl(running, { folder: host.folder, payload }));
    const code = await outcome;
    if (typeof code === 'number') return code;
    console.error(
      `The extension host tests gave no exit code: ${code}. The server's log:\n${running.readLog().slice(-4000)}`,
    );
    return 1;
  } finally {
    await browser.close();
    await running.stop();
    removeDataFolder(dataFolder);
  }
}
