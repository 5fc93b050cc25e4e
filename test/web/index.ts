// The suite that runs in VS Code's web worker extension host; every *.test.ts beside this file belongs to it.
import 'mocha/mocha.js';
import { report } from '../support/runMocha.ts';

/** Called by VS Code (`extensionTestsPath`). */
export async function run(): Promise<void> {
  mocha.setup({ ui: 'bdd', timeout: 60_000, forbidOnly: true, reporter: class {} as never });
  await import('virtual:tests');
  await report(mocha.run());
}
