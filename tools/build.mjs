// @ts-check
// Bundles everything that ships, and on request what only tests run.
//   node tools/build.mjs [--production] [--tests] [--watch]
// --production: minified, no source maps (what the .vsix holds). --tests: also the bundles of test/host, test/web and the
// programs of test/support, into dist/test. --watch: stay and rebuild on change.
import { build, context } from 'esbuild';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError, exitWith, root } from './lib/process.mjs';

const require = createRequire(import.meta.url);

/** @typedef {import('esbuild').BuildOptions} BuildOptions */
/** @typedef {{ entry: string, out: string, options: BuildOptions, executable?: boolean }} Bundle */

/** For Node: the extension host, the command line, its workers. @type {BuildOptions} */
const forNode = {
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  mainFields: ['module', 'main'],
  // Its module asks for its own address, which a bundle of this format does not have.
  alias: { 'web-tree-sitter': require.resolve('web-tree-sitter') },
};
/** For the web worker extension host: a Node built-in fails the build. @type {BuildOptions} */
const forWebHost = { platform: 'browser', format: 'cjs', target: 'es2022', external: ['vscode'] };
/** For a web worker of our own. @type {BuildOptions} */
const forWebWorker = { platform: 'browser', format: 'iife', target: 'es2022' };
/** For a page in a webview: a script and a style sheet beside it. @type {BuildOptions} */
const forPage = { platform: 'browser', format: 'iife', target: 'es2022' };
/** For a program of the tests: packages stay packages. @type {BuildOptions} */
const forTools = { platform: 'node', format: 'esm', target: 'node20', packages: 'external' };

/** What ships. @type {readonly Bundle[]} */
const productBundles = [
  { entry: 'src/vscode/extension.ts', out: 'dist/extension.js', options: forNode },
  { entry: 'src/vscode/extension.web.ts', out: 'dist/web/extension.js', options: forWebHost },
  { entry: 'src/cli/main.ts', out: 'dist/cli.js', options: forNode, executable: true },
  { entry: 'src/workers/sweep.node.ts', out: 'dist/worker.js', options: forNode },
  { entry: 'src/workers/sweep.web.ts', out: 'dist/web/worker.js', options: forWebWorker },
  { entry: 'webview/heatmap/main.ts', out: 'dist/webview/heatmap.js', options: forPage },
];

/** Files that ship as they are: the parsers of answers in Java and JavaScript. @type {readonly { from: string, to: string }[]} */
const productFiles = [
  { from: 'web-tree-sitter/web-tree-sitter.wasm', to: 'dist/grammars/web-tree-sitter.wasm' },
  { from: 'tree-sitter-java/tree-sitter-java.wasm', to: 'dist/grammars/tree-sitter-java.wasm' },
  {
    from: 'tree-sitter-javascript/tree-sitter-javascript.wasm',
    to: 'dist/grammars/tree-sitter-javascript.wasm',
  },
];

/** What the editor layers of the tests run. @type {readonly Bundle[]} */
const testBundles = [
  {
    entry: 'test/host/index.ts',
    out: 'dist/test/host.js',
    options: { ...forNode, external: ['vscode', 'mocha'], plugins: [testFiles()] },
  },
  { entry: 'test/web/index.ts', out: 'dist/test/web.js', options: { ...forWebHost, plugins: [testFiles()] } },
  {
    entry: 'test/support/vscodeShim.ts',
    out: 'dist/test/vscodeShim.mjs',
    options: forTools,
    executable: true,
  },
  { entry: 'test/support/hostTests.ts', out: 'dist/test/hostTests.mjs', options: forTools },
  { entry: 'test/support/webTests.ts', out: 'dist/test/webTests.mjs', options: forTools },
];

/** The outputs that ship, of entries that exist. @returns {string[]} */
export const productOutputs = () =>
  productBundles.filter(({ entry }) => existsSync(path.join(root, entry))).map(({ out }) => out);

/**
 * Lets a suite's index say `import('virtual:tests')` for every `*.test.ts` below its own folder: tests are found, never listed.
 * @returns {import('esbuild').Plugin}
 */
function testFiles() {
  return {
    name: 'test-files',
    setup(setup) {
      setup.onResolve({ filter: /^virtual:tests$/ }, ({ resolveDir }) => ({
        path: resolveDir,
        namespace: 'test-files',
      }));
      setup.onLoad({ filter: /.*/, namespace: 'test-files' }, ({ path: folder }) => {
        const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
          .filter((file) => file.endsWith('.test.ts'))
          .sort();
        const contents = files
          .map((file) => `import ${JSON.stringify(`./${file.split(path.sep).join('/')}`)};`)
          .join('\n');
        return { contents, loader: 'ts', resolveDir: folder, watchDirs: [folder] };
      });
    },
  };
}

/**
 * Builds every bundle whose entry exists.
 * @param {{ production?: boolean, tests?: boolean, watch?: boolean }} [options]
 * @returns {Promise<void>}
 * @throws UserError when a bundle does not build (esbuild has printed why)
 */
export async function buildAll({ production = false, tests = false, watch = false } = {}) {
  for (const { from, to } of productFiles) {
    mkdirSync(path.dirname(path.join(root, to)), { recursive: true });
    copyFileSync(require.resolve(from), path.join(root, to));
  }
  /** Packages of which the product holds something; the grammars are copied, ajv wrote the generated validators. @type {Set<string>} */
  const bundled = new Set([
    'ajv',
    'fast-deep-equal',
    'tree-sitter-java',
    'tree-sitter-javascript',
    'web-tree-sitter',
  ]);
  const bundles = tests ? [...productBundles, ...testBundles] : productBundles;
  for (const { entry, out, options, executable = false } of bundles) {
    const outFile = path.join(root, out);
    for (const stale of [outFile, `${outFile}.map`]) rmSync(stale, { force: true });
    if (!existsSync(path.join(root, entry))) {
      console.log(`  ${out.padEnd(26)} (no ${entry})`);
      continue;
    }
    /** @type {BuildOptions} */
    const all = {
      absWorkingDir: root,
      entryPoints: [entry],
      outfile: out,
      bundle: true,
      minify: production,
      sourcemap: production ? false : 'linked',
      // The names of functions and classes show in logs and error reports.
      keepNames: production,
      legalComments: 'none',
      metafile: true,
      logLevel: 'warning',
      define: { 'process.env.NODE_ENV': JSON.stringify(production ? 'production' : 'development') },
      // esbuild keeps an entry's own first line of this kind.
      banner:
        executable && !readFileSync(path.join(root, entry), 'utf8').startsWith('#!')
          ? { js: '#!/usr/bin/env node' }
          : {},
      ...options,
    };
    if (watch) {
      const watching = await context(all);
      await watching.watch();
    } else {
      const { metafile } = await build(all).catch(() => {
        throw new UserError(`${entry} did not build; esbuild's reasons are above.`);
      });
      if (productBundles.some((bundle) => bundle.out === out))
        for (const name of packagesIn(Object.keys(metafile?.inputs ?? {}))) bundled.add(name);
      if (executable) chmodSync(outFile, 0o755);
      console.log(`  ${out.padEnd(26)} ${(statSync(outFile).size / 1024).toFixed(0).padStart(6)} kB`);
    }
  }
  if (watch) console.log('watching; press Ctrl-C to stop');
  else writeFileSync(path.join(root, 'dist/licences.txt'), licencesOf([...bundled].sort()));
}

/** The packages that files of a bundle come from. @param {string[]} files @returns {string[]} */
function packagesIn(files) {
  return files.flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
}

/** What the licences of the packages in the bundles ask to be carried along: their texts. @param {string[]} names */
function licencesOf(names) {
  const parts = names.map((name) => {
    const folder = path.join(root, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const texts = readdirSync(folder)
      .filter((file) => /^(?:licen[cs]e|notice|copying)/i.test(file))
      .sort()
      .map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
    if (texts.length === 0 && license === undefined)
      throw new UserError(`${name} says nothing of its licence, so it cannot be shipped.`);
    return `${name} ${version} (${license})\n\n${texts.join('\n\n')}`;
  });
  const head = 'Callsmith is under the MIT licence. Its bundles hold parts of these packages:\n\n';
  return `${head}${names.map((name) => `- ${name}`).join('\n')}\n\n${'-'.repeat(80)}\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const flags = new Set(process.argv.slice(2));
  await buildAll({
    production: flags.has('--production'),
    tests: flags.has('--tests'),
    watch: flags.has('--watch'),
  }).catch(exitWith);
}
