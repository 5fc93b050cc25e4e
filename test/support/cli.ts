/** Running the command line: in this process with a memory for its output, or as the bundles that ship. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { runCli } from '../../src/cli/cli.ts';
import type { Io, Output } from '../../src/cli/io.ts';

/** What a run answered. */
export interface CliResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of files, made for one test; `remove` it. */
export interface Folder {
  readonly path: string;
  write(name: string, content: string | Uint8Array): string;
  remove(): void;
}

export function makeFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): Folder {
  const path = mkdtempSync(join(tmpdir(), 'callsmith-test-'));
  const folder: Folder = {
    path,
    write(name, content) {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
  for (const [name, content] of Object.entries(files)) folder.write(name, content);
  return folder;
}

/** Runs a command in this process, in `cwd`. */
export async function cli(
  argv: readonly string[],
  cwd: string,
  changes: Partial<Io> = {},
): Promise<CliResult> {
  const stdout = memory();
  const stderr = memory();
  const io: Io = {
    stdout: stdout.output,
    stderr: stderr.output,
    stdin: chunksOf(''),
    env: {},
    cwd,
    token: { isCancellationRequested: false },
    version: '9.9.9',
    homepage: 'https://example.org/callsmith',
    parallelism: 2,
    workerPath: undefined,
    ...changes,
  };
  const status = await runCli(argv, io);
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

/** An output that remembers; a terminal when it has columns. */
export function memory(columns?: number): { readonly output: Output; text(): string } {
  const parts: string[] = [];
  return {
    output: {
      isTerminal: columns !== undefined,
      columns,
      write(text) {
        parts.push(text);
        return Promise.resolve();
      },
    },
    text: () => parts.join(''),
  };
}

/** A standard input that comes in pieces of `size` bytes. */
export async function* chunksOf(content: string | Uint8Array, size = 1 << 16): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve();
    yield bytes.subarray(at, at + size);
  }
}

/** The findings and the totals of ndjson output. */
export function parseNdjson(stdout: string) {
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const summary = lines.pop()!.summary as Record<string, number>;
  return { findings: lines as unknown as NdjsonFinding[], summary };
}

export interface NdjsonFinding {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly pointer: string;
  readonly fixable: boolean;
}

/** Bundles as they ship: `dist/cli.js` beside `dist/worker.js`, below a package.json. Remove the folder afterwards. */
export async function buildCli(): Promise<{ cli: string; worker: string; remove(): void }> {
  const folder = makeFolder({
    'package.json': JSON.stringify({ version: '9.9.9', homepage: 'https://example.org/callsmith' }),
  });
  const cliPath = join(folder.path, 'dist/cli.js');
  const workerPath = join(folder.path, 'dist/worker.js');
  const bundle = (entry: string, outfile: string) =>
    build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      mainFields: ['module', 'main'],
      banner: { js: '#!/usr/bin/env node' },
      logLevel: 'warning',
      preserveSymlinks: true,
    });
  await Promise.all([bundle('src/cli/main.ts', cliPath), bundle('src/workers/sweep.node.ts', workerPath)]);
  chmodSync(cliPath, 0o755);
  return { cli: cliPath, worker: workerPath, remove: folder.remove };
}

/** Runs the built command line as a process of its own. */
export function spawnCli(
  cliPath: string,
  argv: readonly string[],
  cwd: string,
  input?: string,
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [cliPath, ...argv],
      { cwd, maxBuffer: 64 * 1024 * 1024, timeout: 50_000 },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') reject(error);
        else resolve({ status: error ? Number(error.code) : 0, stdout, stderr });
      },
    );
    child.stdin?.end(input ?? '');
  });
}

/** Starts it without waiting; for signals and closed pipes. */
export function startCli(cliPath: string, argv: readonly string[], cwd: string): ChildProcess {
  return spawn(process.execPath, [cliPath, ...argv], { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
}
