import { formatResults } from './resultsLine.ts';

/** The part of a mocha runner that the Node build and the browser build share. */
interface Runner {
  on(event: 'pass' | 'pending', listener: (test: Mocha.Test) => void): unknown;
  on(event: 'fail', listener: (test: Mocha.Runnable, error: Error) => void): unknown;
  once(event: 'end', listener: () => void): unknown;
}

/**
 * Prints each test of a run as a line, then the results line.
 * Resolves when everything passed; throws, so that the extension host ends with an error code, when a test failed or none ran.
 */
export function report(runner: Runner): Promise<void> {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  runner.on('pass', (test) => {
    passed += 1;
    console.log(`  ok    ${test.fullTitle()} (${test.duration ?? 0} ms)`);
  });
  runner.on('pending', (test) => {
    skipped += 1;
    console.log(`  skip  ${test.fullTitle()}`);
  });
  runner.on('fail', (test, error) => {
    failed += 1;
    console.log(`  FAIL  ${test.fullTitle()}\n${error.stack ?? error.message}`);
  });
  return new Promise((resolve, reject) => {
    runner.once('end', () => {
      console.log(formatResults({ passed, failed, skipped }));
      if (failed > 0) reject(new Error(`${failed} tests failed`));
      else if (passed === 0) reject(new Error('no test ran'));
      else resolve();
    });
  });
}
