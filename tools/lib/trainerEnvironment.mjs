// @ts-check
// A virtual environment with current torch, transformers and TRL, in which the trainer's tests run real trainers.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './process.mjs';
import { findPython } from './systemPackages.mjs';

/** The versions that the tests are run with. */
const pinned = path.join(root, 'trainer/tests/requirements.txt');
const installTimeoutMs = 15 * 60_000;

/** @typedef {{ python: string, seconds: number, dispose: () => void }} TrainerEnvironment */

/**
 * Makes the environment in a temporary folder, by the line of the trainer's README.
 * @returns {TrainerEnvironment | string} a sentence where no package index answers
 * @throws Error where the index answers and the installation fails
 */
export function createTrainerEnvironment() {
  const folder = mkdtempSync(path.join(tmpdir(), 'callsmith-trainer-'));
  const dispose = () => rmSync(folder, { recursive: true, force: true });
  const started = Date.now();
  const run = (/** @type {string} */ command, /** @type {readonly string[]} */ ...args) =>
    spawnSync(command, args, { cwd: root, timeout: installTimeoutMs, encoding: 'utf8' });
  const python = path.join(folder, 'bin/python');
  try {
    const made = run(findPython(), '-m', 'venv', folder);
    if (made.status !== 0) {
      // Debian's python3 has venv in a package of its own; another one on PATH often has it.
      rmSync(folder, { recursive: true, force: true });
      const other = run('python3', '-m', 'venv', folder);
      if (other.status !== 0) throw new Error(`No virtual environment could be made: ${made.stderr}`);
    }
    const pip = ['-m', 'pip', '--disable-pip-version-check', '--quiet', '--no-input'];
    const tried = run(
      python,
      ...pip,
      'download',
      '--no-deps',
      '--retries',
      '1',
      '--dest',
      folder,
      'packaging',
    );
    if (tried.status !== 0) {
      dispose();
      return 'No package index answers, so real trainers were not run.';
    }
    const installed = run(python, ...pip, 'install', '--constraint', pinned, './trainer[trl]');
    if (installed.status !== 0) throw new Error(`pip could not install ./trainer[trl]: ${installed.stderr}`);
  } catch (error) {
    dispose();
    throw error;
  }
  return { python, seconds: (Date.now() - started) / 1000, dispose };
}
