// @ts-check
// What the test layers need from the machine beside npm packages: Chromium, fonts and ripgrep for those in an editor, Python
// with numpy and torch for the trainer.
// Installed with apt-get where this process may; elsewhere the person gets the one line that does it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { UserError, run } from './process.mjs';

/**
 * The absolute path of a program on PATH.
 * @param {string} name
 * @returns {string | undefined}
 */
export function findOnPath(name) {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    if (folder !== '' && existsSync(path.join(folder, name))) return path.join(folder, name);
  }
  return undefined;
}

/**
 * The Chromium that drives the workbench: $CHROMIUM, one on PATH, or the one that `npx playwright-core install` fetched.
 * @returns {string | undefined}
 */
export function findChromium() {
  if (process.env['CHROMIUM']) return process.env['CHROMIUM'];
  for (const name of ['chromium', 'google-chrome', 'google-chrome-stable']) {
    const found = findOnPath(name);
    if (found !== undefined) return found;
  }
  const fetched = chromium.executablePath();
  return existsSync(fetched) ? fetched : undefined;
}

/** @returns {boolean} whether a font family that Chromium can draw text with is installed */
function hasFonts() {
  const folders = [
    '/usr/share/fonts',
    '/usr/local/share/fonts',
    '/Library/Fonts',
    `${process.env['HOME']}/.fonts`,
  ];
  const isFont = (/** @type {string} */ file) => /\.(ttf|otf|ttc|pfb)$/i.test(file);
  return folders.some(
    (folder) => existsSync(folder) && readdirSync(folder, { recursive: true, encoding: 'utf8' }).some(isFont),
  );
}

/**
 * The Python that Debian's packages install for; another one on PATH does not see them.
 * @returns {string} $CALLSMITH_PYTHON, /usr/bin/python3, or python3
 */
export function findPython() {
  if (process.env['CALLSMITH_PYTHON']) return process.env['CALLSMITH_PYTHON'];
  return existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
}

const hasModule = (/** @type {string} */ name) =>
  spawnSync(findPython(), ['-c', `import ${name}`], { stdio: 'ignore' }).status === 0;

/** The needs of each kind of test layer, by Debian package. */
const needs = {
  editor: [
    { debian: 'chromium', what: 'Chromium', present: () => findChromium() !== undefined },
    { debian: 'fonts-dejavu', what: 'fonts', present: hasFonts },
    { debian: 'ripgrep', what: 'ripgrep', present: () => findOnPath('rg') !== undefined },
  ],
  trainer: [
    { debian: 'python3-numpy', what: 'numpy', present: () => hasModule('numpy') },
    { debian: 'python3-torch', what: 'torch', present: () => hasModule('torch') },
  ],
};

/**
 * Makes sure that what a kind of layer needs is there, installing what is missing when run as root beside apt-get.
 * @param {'editor' | 'trainer'} kind
 * @throws UserError with the one command that installs what is missing
 */
export function ensureSystemPackages(kind) {
  const missing = needs[kind].filter((need) => !need.present());
  if (missing.length === 0) return;
  const packages = missing.map((need) => need.debian);
  const names = missing.map((need) => need.what).join(', ');
  const isRoot = process.getuid?.() === 0;
  if (isRoot && findOnPath('apt-get') !== undefined) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const lock = ['-o', 'DPkg::Lock::Timeout=300'];
    console.log(`installing ${packages.join(' ')} (apt-get)`);
    // Ubuntu's chromium package only starts a snap; Playwright's own build is a plain program there.
    const fromApt = isUbuntu() ? packages.filter((name) => name !== 'chromium') : packages;
    run('apt-get', [...lock, 'update', '-qq'], { env, quiet: true });
    if (fromApt.length > 0) {
      run('apt-get', [...lock, 'install', '-y', '-qq', '--no-install-recommends', ...fromApt], {
        env,
        quiet: true,
      });
    }
    if (fromApt.length < packages.length) {
      run('npx', ['playwright-core', 'install', '--with-deps', 'chromium'], { env });
    }
    const still = missing.filter((need) => !need.present());
    if (still.length === 0) return;
    throw new UserError(
      `${still.map((need) => need.what).join(', ')} still cannot be found after installing it; install it by hand, or set CHROMIUM to a Chromium, CALLSMITH_PYTHON to a Python that has it.`,
    );
  }
  if (kind === 'trainer') {
    throw new UserError(
      `The trainer's tests need ${names}: install them for ${findPython()}, or set CALLSMITH_PYTHON to a Python that has them (Debian: sudo apt-get install -y ${packages.join(' ')}).`,
    );
  }
  if (process.platform !== 'linux') {
    throw new UserError(
      `The editor tests need ${names}, and run on Linux x64; elsewhere run \`npm run test:unit\` and \`npm run test:desktop\`.`,
    );
  }
  const command = isUbuntu()
    ? `sudo apt-get install -y fonts-dejavu ripgrep && npx playwright-core install --with-deps chromium`
    : `sudo apt-get install -y ${packages.join(' ')}`;
  throw new UserError(`The editor tests need ${names}; install with: ${command}`);
}

function isUbuntu() {
  const result = spawnSync('sh', ['-c', '. /etc/os-release && echo $ID'], { encoding: 'utf8' });
  return result.status === 0 && result.stdout.trim() === 'ubuntu';
}
