/** The entry of `callsmith`: gives the command line the process it runs in. */
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { runCli } from './cli.ts';
import { type Io, type Output, OutputClosedError } from './io.ts';

const token = { isCancellationRequested: false };
process.on('SIGINT', () => {
  // The second time, without waiting for anything.
  if (token.isCancellationRequested) process.exit(130);
  token.isCancellationRequested = true;
  // Who waits for input waits no more.
  process.stdin.destroy();
});

// The bundle lies in dist/, beside the worker and below package.json.
const { version, homepage } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as {
  version: string;
  homepage?: string;
};
const workerPath = join(__dirname, 'worker.js');

const grammars = join(__dirname, 'grammars');

const io: Io = {
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  stdin: process.stdin,
  env: process.env,
  cwd: process.cwd(),
  token,
  version,
  homepage,
  parallelism: availableParallelism(),
  workerPath: existsSync(workerPath) ? workerPath : undefined,
  grammarFolder: existsSync(grammars) ? grammars : undefined,
};

runCli(process.argv.slice(2), io).then(
  (status) => {
    process.exitCode = status;
    // Standard input may still be open, and would keep the process alive.
    process.stdin.destroy();
  },
  (error: unknown) => {
    process.exitCode = 2;
    process.stderr.write(`callsmith: ${String(error)}\n`);
  },
);

function outputOf(stream: NodeJS.WriteStream): Output {
  let isClosed = false;
  let failed: (error: Error) => void = () => undefined;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    isClosed = true;
    failed(error.code === 'EPIPE' ? new OutputClosedError() : error);
  });
  return {
    isTerminal: stream.isTTY,
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
    write(text) {
      return new Promise((resolve, reject) => {
        if (isClosed) {
          reject(new OutputClosedError());
          return;
        }
        failed = reject;
        if (stream.write(text)) resolve();
        else stream.once('drain', resolve);
      });
    },
  };
}
