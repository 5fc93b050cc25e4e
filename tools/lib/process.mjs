// @ts-check
// Starting other programs: one place for "what was run, where, and what to do when it failed".
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder, absolute; found upwards, because this file is also bundled into dist/test. */
export const root = findRoot(path.dirname(fileURLToPath(import.meta.url)));

/** @param {string} folder @returns {string} */
function findRoot(folder) {
  if (existsSync(path.join(folder, 'tools/vscode-server'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error('these tools run inside a checkout of Callsmith only');
  return findRoot(parent);
}

/** An error whose message is meant for the person as it stands: one line, saying what to do next. */
export class UserError extends Error {}

/**
 * Prints what stopped a tool and leaves with exit code 2: a UserError as its one line, anything else with its stack.
 * @param {unknown} error
 * @returns {never}
 */
export function exitWith(error) {
  console.error(error instanceof UserError ? error.message : error);
  process.exit(2);
}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} [options] quiet: keep its output back unless it fails
 * @returns {string} what it wrote to standard output; empty unless quiet
 * @throws UserError naming the command and its exit code
 */
export function run(command, args, { cwd = root, env = process.env, quiet = false } = {}) {
  const stdio = quiet ? 'pipe' : 'inherit';
  const result = spawnSync(command, args, { cwd, env, stdio, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (result.status === 0) return result.stdout ?? '';
  if (quiet) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  const why = result.error ? result.error.message : `exit code ${result.status ?? result.signal}`;
  throw new UserError(`\`${[command, ...args].join(' ')}\` in ${cwd} failed (${why}); its output is above.`);
}

/**
 * Runs a program to its end, shows its output as it comes, and returns it too.
 * The program leads its own process group, which is ended with this process and when the time is up.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, stdout: string }>} code: 124 when the time was up
 */
export function runShown(command, args, { cwd = root, env = process.env, timeoutMs = 20 * 60_000 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
    // A polite signal, because what this program started in groups of its own ends with it only when it may clean up.
    const stopGroup = () => killGroup(child.pid, 'SIGTERM');
    process.once('exit', stopGroup);
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      console.error(`${command} ${args.join(' ')}: stopped after ${timeoutMs / 1000} s`);
      stopGroup();
      setTimeout(() => killGroup(child.pid, 'SIGKILL'), 5000).unref();
    }, timeoutMs);
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stdout += text;
      process.stdout.write(text);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      process.off('exit', stopGroup);
      killGroup(child.pid, 'SIGKILL'); // whatever it left behind
      resolve({ code: timedOut ? 124 : (code ?? 1), stdout });
    });
  });
}

/**
 * Signals a whole process group; a group that has already ended is no error.
 * @param {number | undefined} pid the group leader's id
 * @param {NodeJS.Signals} signal
 */
export function killGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}
