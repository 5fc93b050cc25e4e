// Runs the bundled suite of test/web in VS Code's web worker extension host, with no remote, as on vscode.dev.
//   node dist/test/webTests.mjs current|floor
// A server's page always names a remote. So the page's configuration is rewritten on its way into the browser, and the
// extension comes over http from the same origin (the page's content policy allows no other), answered from this checkout.
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import {
  createDataFolder,
  removeDataFolder,
  startServer,
  vscodeServer,
  type RunningServer,
} from '../../tools/lib/vscodeServer.mjs';
import { launchBrowser, waitForTestRun } from './browser.ts';

const root = process.cwd();
const mount = '/__callsmith';
const timeoutMs = 5 * 60_000;
const contentTypes: Record<string, string> = { '.js': 'text/javascript', '.json': 'application/json' };

/** Answers every request below the mount from this checkout. */
async function serveCheckout(context: BrowserContext, running: RunningServer): Promise<void> {
  const isMounted = (url: URL): boolean =>
    url.host === running.authority && url.pathname.startsWith(`${mount}/`);
  await context.route(isMounted, async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = path.join(root, path.posix.normalize(decodeURIComponent(pathname.slice(mount.length))));
    if (!existsSync(file) || !statSync(file).isFile()) return route.fulfill({ status: 404 });
    return route.fulfill({
      path: file,
      headers: {
        'Access-Control-Allow-Origin': '*',
        'Content-Type': contentTypes[path.extname(file)] ?? 'text/plain',
      },
    });
  });
}

/** Takes the remote out of the workbench page and puts this extension and its tests in. */
async function withoutRemote(page: Page, running: RunningServer): Promise<void> {
  const at = (file: string) => ({ scheme: 'http', authority: running.authority, path: mount + file });
  await page.route(
    (url) => url.host === running.authority && url.pathname === '/',
    async (route) => {
      const response = await route.fetch();
      const html = await response.text();
      const settings = /(id="vscode-workbench-web-configuration" data-settings=")([^"]*)"/.exec(html);
      if (settings === null) throw new Error('the workbench page has no configuration where it was expected');
      const configuration = JSON.parse(settings[2]!.replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
      delete configuration.remoteAuthority;
      delete configuration.serverBasePath;
      configuration.developmentOptions = {
        ...configuration.developmentOptions,
        extensions: [at('')],
        extensionTestsPath: at('/dist/test/web.js'),
      };
      configuration.workspaceUri = { scheme: 'tmp', path: '/default.code-workspace' };
      const escaped = JSON.stringify(configuration).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
      const rest = html.slice(settings.index + settings[0].length);
      await route.fulfill({
        response,
        body: `${html.slice(0, settings.index)}${settings[1]}${escaped}"${rest}`,
      });
    },
  );
  // code-server's own patch names the page's host as the remote whatever the configuration says.
  await page.route('**/out/vs/code/browser/workbench/workbench.js', async (route) => {
    const response = await route.fetch();
    const script = await response.text();
    const forced = ',remoteAuthority:location.host}';
    if (!script.includes(forced)) throw new Error(`workbench.js no longer contains "${forced}"`);
    const body = script
      .replace(forced, '}')
      .replace(
        /\.file\(this\.userDataPath\)\.with\(\{scheme:(\w+)\.vscodeRemote\}\)/,
        '.file("/").with({scheme:$1.vscodeUserData})',
      );
    await route.fulfill({ response, body });
  });
}

const name = process.argv[2];
if (name !== 'current' && name !== 'floor') throw new Error('say current or floor');
const dataFolder = createDataFolder();
const running = await startServer(vscodeServer(name), { dataFolder, testDriver: true });
const { browser, context } = await launchBrowser();
try {
  const page = await context.newPage();
  const outcome = waitForTestRun(page, timeoutMs);
  await serveCheckout(context, running);
  await withoutRemote(page, running);
  await page.goto(`${running.base}/`);
  const code = await outcome;
  if (typeof code !== 'number') console.error(`The web extension host tests gave no exit code: ${code}.`);
  process.exitCode = typeof code === 'number' ? code : 1;
} finally {
  await browser.close();
  await running.stop();
  removeDataFolder(dataFolder);
}
