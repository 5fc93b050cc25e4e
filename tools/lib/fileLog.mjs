// @ts-check
// Stands in for VS Code's native log writer (@vscode/spdlog, which needs a compiler) in the servers of the tests and the
// demo: without one, "Callsmith: Show Log" would show an empty page there. The same functions, as far as VS Code calls
// them; files are never rotated, because these servers live for minutes.
import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

export class Logger {
  /** @type {string} */
  #file;
  #level = 2;
  #isFormatted = true;

  /** @param {string} _type @param {string} _name @param {string} file */
  constructor(_type, _name, file) {
    this.#file = file;
    mkdirSync(path.dirname(file), { recursive: true });
  }

  /** @param {number} level @param {string} message */
  #write(level, message) {
    if (level < this.#level) return;
    const time = new Date().toISOString().replace('T', ' ').slice(0, -1);
    appendFileSync(this.#file, this.#isFormatted ? `${time} [${names[level]}] ${message}\n` : message);
  }

  trace = (/** @type {string} */ message) => this.#write(0, message);
  debug = (/** @type {string} */ message) => this.#write(1, message);
  info = (/** @type {string} */ message) => this.#write(2, message);
  warn = (/** @type {string} */ message) => this.#write(3, message);
  error = (/** @type {string} */ message) => this.#write(4, message);
  critical = (/** @type {string} */ message) => this.#write(5, message);
  getLevel = () => this.#level;
  setLevel = (/** @type {number} */ level) => void (this.#level = level);
  setPattern = () => void (this.#isFormatted = true);
  clearFormatters = () => void (this.#isFormatted = false);
  flush = () => undefined;
  drop = () => undefined;
}

export const version = 0;
export const setLevel = () => undefined;
export const setFlushOn = () => undefined;

/** @param {string} name @param {string} file */
export const createRotatingLogger = async (name, file) => new Logger('rotating', name, file);

/** @param {string} name @param {string} file */
export const createAsyncRotatingLogger = async (name, file) => new Logger('rotating_async', name, file);
