import { format } from 'node:util';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findChromium } from '../../tools/lib/systemPackages.mjs';

/** A headless Chromium that reaches this machine only. */
export interface RunningBrowser {
  readonly browser: Browser;
  readonly context: BrowserContext;
}

/** Starts Chromium with one window; whoever calls closes `browser`. */
export async function launchBrowser({ width = 1440, height = 900 } = {}): Promise<RunningBrowser> {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-features=LocalNetworkAccessChecks',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
    ],
  });
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: 1,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  return { browser, context };
}

/** What VS Code itself logs on the way, in one of the two versions; none of it says anything about the tests. */
const editorChatter =
  /^(Ignoring fetching additional builtin|Updating additional builtin|\[AccountPolicyGate\]|\[AgentHost|Resolv(ing|ed) connection token|Creating a socket|\[reconnection-grace-time\]|\[Service Worker\]|ChatSessionStore|Canceled|Timed out waiting for authentication provider|\[chat-stt\]|Creation of workbench contribution|Loading development extension at|Request to '[^']*\/package\.nls\.json' failed)/;

/** The servers are installed without native addons; these two (file logs, a watchdog over the host's parent) are missed aloud. */
const missingAddon = /Could not locate the bindings file|Cannot find module '.\/build\/Release\/watchdog'/;

/**
 * Listens to an extension test run in a page: prints what it logs.
 * Resolves with the exit code of the extension host, or with a sentence when there will be none.
 */
export async function waitForTestRun(page: Page, timeoutMs: number): Promise<number | string> {
  let settle: (outcome: number | string) => void = () => undefined;
  const outcome = new Promise<number | string>((resolve) => (settle = resolve));
  await page.exposeFunction('codeAutomationExit', (code: number) => settle(code));
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown) => {
    const line = format(...(Array.isArray(args) ? args : [args]));
    if (editorChatter.test(line) || missingAddon.test(line)) return;
    if (type === 'error' || type === 'warn') console.error(line);
    else console.log(line);
  });
  page.on('crash', () => settle('the page crashed'));
  page.on('pageerror', (error) => console.error(`page error: ${error.message}`));
  const timer = setTimeout(() => settle(`no result within ${timeoutMs / 1000} s`), timeoutMs);
  return outcome.finally(() => clearTimeout(timer));
}
