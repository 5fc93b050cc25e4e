// @ts-check
// `npm run demo`: builds, checks the examples on the command line, then opens VS Code with the extension on the examples.
//   npm run demo -- --check-only       stop after the findings
//   npm run demo -- --port 8000        where the pinned VS Code server listens, when there is no desktop VS Code
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { spawn, spawnSync } from 'node:child_process';
import { buildAll } from './build.mjs';
import { installVscodeServer } from './installVscodeServer.mjs';
import { UserError, exitWith, root } from './lib/process.mjs';
import { findOnPath } from './lib/systemPackages.mjs';
import { createDataFolder, installVsix, removeDataFolder, startServer } from './lib/vscodeServer.mjs';
import { packageExtension } from './package.mjs';

const examples = path.join(root, 'examples');

/** Checks the examples with the command line that was just built; findings (exit code 1) are what it is for. */
function checkExamples() {
  const cli = path.join(root, 'dist/cli.js');
  if (!existsSync(cli)) throw new UserError('dist/cli.js was not built, because src/cli/main.ts is missing.');
  console.log('\n$ callsmith check examples');
  const { status } = spawnSync(process.execPath, [cli, 'check', 'examples'], { cwd: root, stdio: 'inherit' });
  if (status !== 0 && status !== 1)
    throw new UserError(`\`node dist/cli.js check examples\` could not run (exit code ${status}).`);
}

/** Desktop VS Code, where one can show a window. @returns {string | undefined} */
function desktopCode() {
  const hasScreen = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  return hasScreen && process.getuid?.() !== 0
    ? findOnPath(process.platform === 'win32' ? 'code.cmd' : 'code')
    : undefined;
}

/** @param {number | undefined} port */
async function serve(port) {
  const server = installVscodeServer('current');
  const { file } = await packageExtension();
  const dataFolder = createDataFolder();
  process.once('exit', () => removeDataFolder(dataFolder));
  installVsix(server, dataFolder, file);
  const settings = { 'workbench.colorTheme': 'Default Dark Modern' };
  // The token keeps other users of this machine, and pages of other sites, out of a server that can run commands.
  const connectionToken = randomBytes(16).toString('hex');
  const running = await startServer(server, {
    dataFolder,
    settings,
    connectionToken,
    port,
    staysAlone: true,
  });
  const url = new URL(running.base);
  url.searchParams.set('tkn', connectionToken);
  url.searchParams.set('folder', examples);
  console.log(
    `\nVS Code ${server.version} with Callsmith on the examples is at\n\n  ${url}\n\nPress Ctrl-C to stop it.`,
  );
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
  });
  await running.stop();
}

/** @param {readonly string[]} args */
async function main(args) {
  const portAt = args.indexOf('--port');
  const unknown = args.find(
    (arg, at) => arg !== '--check-only' && at !== portAt && (portAt < 0 || at !== portAt + 1),
  );
  if (unknown !== undefined)
    throw new UserError(`The demo knows no "${unknown}"; it takes --check-only and --port NUMBER.`);
  const port = portAt < 0 ? undefined : Number(args[portAt + 1]);
  if (port !== undefined && !(port > 0 && port < 65_536))
    throw new UserError('--port takes a number from 1 to 65535.');
  await buildAll();
  checkExamples();
  if (args.includes('--check-only')) return;
  const code = port === undefined ? desktopCode() : undefined;
  if (code === undefined) return serve(port);
  console.log(`\nopening ${code} on the examples`);
  spawn(code, [`--extensionDevelopmentPath=${root}`, '--new-window', examples], {
    detached: true,
    stdio: 'ignore',
  }).unref();
}

await main(process.argv.slice(2)).then(() => process.exit(), exitWith);
