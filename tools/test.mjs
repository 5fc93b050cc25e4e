// @ts-check
// `npm test`: every layer of tests, one after the other, each with what it needs installed first.
//   npm test -- --list                     the layers
//   npm test -- --only unit,host           some of them (a name, or the part before its dash)
//   npm test -- --with-huggingface         the trainer's tests also with torch, transformers and TRL of today, which takes a
//                                          download of some 3 GB; CALLSMITH_WITH_HUGGINGFACE=1 does the same
// The last line is `N passed, N failed`; a layer that could not run, or ran no test, counts as one failed.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildAll } from './build.mjs';
import { installVscodeServer } from './installVscodeServer.mjs';
import { UserError, exitWith, root, runShown } from './lib/process.mjs';
import { ensureSystemPackages, findPython } from './lib/systemPackages.mjs';
import { createTrainerEnvironment } from './lib/trainerEnvironment.mjs';
import { packageExtension } from './package.mjs';

/** @typedef {import('./lib/vscodeServer.mjs').VscodeName} VscodeName */
/**
 * `failures` names the tests that failed; `unsteady` those that failed, and passed when their file was run again.
 * @typedef {{ passed: number, failed: number, skipped: number, failures?: readonly string[], unsteady?: readonly string[] }} Results
 */
/** @typedef {{ name: string, title: string, run: () => Promise<Results> }} Layer */

const node = process.execPath;
const npmBin = (/** @type {string} */ name) => path.join(root, 'node_modules/.bin', name);
const resultsFolder = path.join(root, 'test/out');

/** Runs a maker once, however many layers need what it makes. @template T @param {() => T} make @returns {() => T} */
function once(make) {
  /** @type {{ value: T } | undefined} */
  let made;
  return () => (made ??= { value: make() }).value;
}

const built = once(() => buildAll({ tests: true }));
const packaged = once(() => packageExtension());
const systemPackages = once(() => ensureSystemPackages('editor'));

/** Are real trainers run too? */
const withHuggingFace =
  process.argv.includes('--with-huggingface') || process.env['CALLSMITH_WITH_HUGGINGFACE'] === '1';

/** The compiler, the linter and the formatter, each counted as one test. @returns {Promise<Results>} */
async function runLint() {
  const checks = [
    [npmBin('tsc'), '--build'],
    [npmBin('eslint'), '.'],
    [npmBin('prettier'), '--check', '--log-level', 'warn', '.'],
  ];
  const results = { passed: 0, failed: 0, skipped: 0 };
  for (const [command = '', ...args] of checks) {
    const { code } = await runShown(command, args);
    console.log(`  ${code === 0 ? 'ok   ' : 'FAIL '} ${path.basename(command)} ${args.join(' ')}`);
    if (code === 0) results.passed += 1;
    else results.failed += 1;
  }
  return results;
}

/**
 * A vitest run; its counts come from the JSON report.
 * @param {string} name of the layer
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Results & { failedFiles: ReadonlyMap<string, Results> }>} with the counts of each file that failed
 */
async function runVitest(name, args, env = {}) {
  const report = path.join(resultsFolder, `${name}.json`);
  mkdirSync(resultsFolder, { recursive: true });
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await runShown(npmBin('vitest'), ['run', ...args, ...reporters], {
    env: { ...process.env, ...env },
  });
  const counts = JSON.parse(readFileSync(report, 'utf8'));
  const failures = [];
  /** @type {Map<string, Results>} */
  const failedFiles = new Map();
  for (const { name: file, status, assertionResults } of counts.testResults) {
    if (status !== 'failed') continue;
    const shown = path.relative(root, file);
    const own = { passed: 0, failed: 0, skipped: 0 };
    for (const test of assertionResults) {
      if (test.status === 'passed') own.passed += 1;
      else if (test.status !== 'failed') own.skipped += 1;
      else {
        own.failed += 1;
        failures.push(`${shown}: ${test.fullName.trim()}`);
      }
    }
    failedFiles.set(shown, own);
  }
  const failed = counts.numFailedTests;
  // A file that does not load, or an error outside any test, fails the run without failing a test.
  const uncounted = failed === 0 && code !== 0 ? 1 : 0;
  if (uncounted > 0) failures.push(`${[...failedFiles.keys()].join(', ')}: an error outside of its tests`);
  return {
    passed: counts.numPassedTests,
    failed: failed + uncounted,
    skipped: counts.numPendingTests + counts.numTodoTests,
    failures,
    failedFiles,
  };
}

/**
 * A suite inside an editor; its counts come from the results line that it prints.
 * @param {'hostTests' | 'webTests'} program
 * @param {VscodeName} vscode
 * @returns {Promise<Results>}
 */
async function runInEditor(program, vscode) {
  systemPackages();
  installVscodeServer(vscode);
  await built();
  const { code, stdout } = await runShown(node, [path.join(root, `dist/test/${program}.mjs`), vscode]);
  const line = /^CALLSMITH-RESULTS (.*)$/m.exec(stdout);
  if (line === null)
    throw new UserError(
      `The ${program} run on VS Code ${vscode} ended with code ${code} and without results.`,
    );
  /** @type {Results} */
  const results = JSON.parse(line[1] ?? '');
  const uncounted = results.failed === 0 && code !== 0 ? 1 : 0;
  return { ...results, failed: results.failed + uncounted };
}

/** The package is one test: it holds what it must, nothing else, and is small enough. @returns {Promise<Results>} */
async function runPackage() {
  const { file, bytes, entries } = await packaged();
  console.log(`  ok    ${path.basename(file)}: ${entries} files, ${(bytes / 1e6).toFixed(2)} MB`);
  return { passed: 1, failed: 0, skipped: 0 };
}

/** The Python package of `trainer/`; its counts come from the results line that it prints. @returns {Promise<Results>} */
async function runTrainer() {
  ensureSystemPackages('trainer');
  const results = await runPython(findPython(), []);
  if (!withHuggingFace) return results;
  await built();
  const environment = createTrainerEnvironment();
  if (typeof environment === 'string') {
    console.log(`  skip  ${environment}`);
    return { ...results, skipped: results.skipped + 1 };
  }
  console.log(`  ok    torch, transformers and TRL installed in ${environment.seconds.toFixed(0)} s`);
  try {
    const real = await runPython(environment.python, ['huggingface', 'readme', 'recipes']);
    return {
      passed: results.passed + real.passed,
      failed: results.failed + real.failed,
      skipped: results.skipped + real.skipped,
    };
  } finally {
    environment.dispose();
  }
}

/** The trainer's tests, or some of its files, under a Python. @param {string} python @param {readonly string[]} names @returns {Promise<Results>} */
async function runPython(python, names) {
  const { code, stdout } = await runShown(python, ['run_tests.py', ...names], {
    cwd: path.join(root, 'trainer'),
  });
  const line = /^CALLSMITH-RESULTS (.*)$/m.exec(stdout);
  if (line === null) throw new UserError(`The trainer's tests ended with code ${code} and without results.`);
  return JSON.parse(line[1] ?? '');
}

/** The browser UI, on the packaged extension. @param {VscodeName} vscode @returns {Promise<Results>} */
async function runUi(vscode) {
  systemPackages();
  installVscodeServer(vscode);
  const { file } = await packaged();
  const env = { CALLSMITH_VSCODE: vscode, CALLSMITH_VSIX: file };
  const args = ['--config', 'vitest.ui.config.mts'];
  const first = await runVitest(`ui-${vscode}`, args, env);
  // A real window on a busy machine misses a key now and then, and the tests of a file build on one another: a file that
  // failed is run once more, in a new window, and what passed only then is named in the summary. Many files are no accident.
  const files = [...first.failedFiles.keys()];
  if (files.length === 0 || files.length > 2) return first;
  console.log(`\n  again ${files.join(', ')}, in a new window`);
  const again = await runVitest(`ui-${vscode}-again`, [...args, ...files], env);
  const replaced = [...first.failedFiles.values()];
  const sum = (/** @type {'passed' | 'skipped'} */ what) =>
    replaced.reduce((all, file) => all - file[what], first[what]) + again[what];
  const known = new Set(again.failures);
  return {
    passed: sum('passed'),
    failed: again.failed,
    skipped: sum('skipped'),
    failures: again.failures,
    unsteady: first.failures?.filter((failure) => !known.has(failure)),
  };
}

/** The pages of webviews, in a browser without VS Code. @returns {Promise<Results>} */
async function runWebview() {
  systemPackages();
  return runVitest('webview', ['--config', 'vitest.webview.config.mts']);
}

/** @type {readonly Layer[]} */
const layers = [
  { name: 'lint', title: 'types, lint and format', run: runLint },
  { name: 'unit', title: 'core and faces in plain Node', run: () => runVitest('unit', []) },
  { name: 'webview', title: 'pages in a browser, without VS Code', run: runWebview },
  { name: 'trainer', title: 'the Python package', run: runTrainer },
  {
    name: 'host-current',
    title: 'extension host, newest VS Code',
    run: () => runInEditor('hostTests', 'current'),
  },
  {
    name: 'host-floor',
    title: 'extension host, oldest VS Code',
    run: () => runInEditor('hostTests', 'floor'),
  },
  {
    name: 'web-current',
    title: 'web extension host, newest VS Code',
    run: () => runInEditor('webTests', 'current'),
  },
  {
    name: 'web-floor',
    title: 'web extension host, oldest VS Code',
    run: () => runInEditor('webTests', 'floor'),
  },
  { name: 'package', title: 'the .vsix', run: runPackage },
  { name: 'ui-current', title: 'browser UI on the .vsix, newest VS Code', run: () => runUi('current') },
  { name: 'ui-floor', title: 'browser UI on the .vsix, oldest VS Code', run: () => runUi('floor') },
];

/**
 * The layers that the command line asks for.
 * @param {readonly string[]} args
 * @returns {readonly Layer[]}
 */
function chosenLayers(args) {
  const at = args.indexOf('--only');
  if (at < 0) {
    if (args.length > 0) throw new UserError(`"${args[0]}" is not known; use --list or --only NAME,NAME.`);
    return layers;
  }
  const wanted = (args[at + 1] ?? '').split(',').filter((name) => name !== '');
  const matches = (/** @type {Layer} */ layer, /** @type {string} */ name) =>
    layer.name === name || layer.name.startsWith(`${name}-`);
  const unknown = wanted.find((name) => !layers.some((layer) => matches(layer, name)));
  if (unknown !== undefined || wanted.length === 0) {
    throw new UserError(
      `There is no layer "${unknown ?? ''}"; the layers are ${layers.map((layer) => layer.name).join(', ')}.`,
    );
  }
  return layers.filter((layer) => wanted.some((name) => matches(layer, name)));
}

/** @param {readonly string[]} args */
async function main(args) {
  if (args.includes('--list')) {
    for (const layer of layers) console.log(`${layer.name.padEnd(14)} ${layer.title}`);
    return;
  }
  const summary = [];
  let passed = 0;
  let failed = 0;
  for (const layer of chosenLayers(args)) {
    console.log(`\n=== ${layer.name}: ${layer.title}`);
    const start = Date.now();
    /** @type {Results} */
    let results;
    let note = '';
    try {
      results = await layer.run();
      if (results.passed + results.failed === 0) {
        note = ' (no test ran)';
        results = { ...results, failed: 1 };
      }
    } catch (error) {
      console.error(error instanceof UserError ? error.message : error);
      note = ' (could not run)';
      results = { passed: 0, failed: 1, skipped: 0 };
    }
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    passed += results.passed;
    failed += results.failed;
    const skipped = results.skipped > 0 ? `, ${results.skipped} skipped` : '';
    summary.push(
      `${layer.name.padEnd(14)} ${results.passed} passed, ${results.failed} failed${skipped}, ${seconds} s${note}`,
      ...(results.failures ?? []).map((failure) => `  failed   ${failure}`),
      ...(results.unsteady ?? []).map(
        (failure) => `  unsteady ${failure} (passed when its file was run again)`,
      ),
    );
  }
  console.log(`\n=== summary\n${summary.join('\n')}\n`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
await main(process.argv.slice(2).filter((arg) => arg !== '--with-huggingface')).catch(exitWith);
