// The suite that runs in the extension host of a real VS Code; every *.test.ts beside this file belongs to it.
import Mocha from 'mocha';
import { report } from '../support/runMocha.ts';

/** Called by VS Code (`extensionTestsPath`). */
export async function run(): Promise<void> {
  const grep = process.env['CALLSMITH_GREP'];
  const mocha = new Mocha({
    grep,
    ui: 'bdd',
    timeout: 60_000,
    forbidOnly: true,
    reporter: class {} as never,
  });
  // What mocha does before it loads a file: puts describe() and it() in place.
  mocha.suite.emit('pre-require', globalThis, 'host', mocha);
  await import('virtual:tests');
  await report(mocha.run());
}
