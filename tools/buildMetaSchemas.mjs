/**
 * Writes src/core/schema/metaSchemas.generated.js: the meta-schemas of the drafts 04, 07, 2019-09 and 2020-12 as
 * plain functions, made by ajv's standalone output, so that nothing is compiled (no `new Function`) at run time.
 *
 *   node tools/buildMetaSchemas.mjs          writes the file
 *
 * `generateMetaSchemas()` returns the text; test/core/schema/metaSchema.test.ts compares it with the file.
 */
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const standalone = require('ajv/dist/standalone').default;

/** @type {[name: string, packageName: string, id: string][]} */
const DRAFTS = [
  ['draft04', 'ajv-draft-04', 'http://json-schema.org/draft-04/schema'],
  ['draft07', 'ajv', 'http://json-schema.org/draft-07/schema'],
  ['draft201909', 'ajv/dist/2019', 'https://json-schema.org/draft/2019-09/schema'],
  ['draft202012', 'ajv/dist/2020', 'https://json-schema.org/draft/2020-12/schema'],
];

/** What ajv's code requires at run time, as source to inline. */
const RUNTIME = {
  'require("ajv/dist/runtime/equal").default': 'equal',
};
const EQUAL = `
export function equal(a, b) {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]));
}`;

/**
 * One draft's check as a module's source.
 * @param {string} name
 * @param {string} packageName
 * @param {string} id
 */
function moduleOf(name, packageName, id) {
  const Ajv = require(packageName).default;
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    validateFormats: false,
    messages: false,
    code: { source: true, esm: true },
  });
  let code = standalone(ajv, { [name]: id });
  for (const [call, replacement] of Object.entries(RUNTIME)) code = code.replaceAll(call, replacement);
  if (code.includes('require('))
    throw new Error(`ajv's code for ${id} requires something at run time that is not inlined`);
  return `import { equal } from 'equal';\n${code}`;
}

export async function generateMetaSchemas() {
  const sources = new Map(DRAFTS.map(([name, packageName, id]) => [name, moduleOf(name, packageName, id)]));
  sources.set('equal', EQUAL);
  sources.set('entry', DRAFTS.map(([name]) => `export { ${name} } from '${name}';`).join('\n'));
  const result = await build({
    entryPoints: ['entry'],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    minify: true,
    lineLimit: 110,
    legalComments: 'none',
    banner: {
      js: '// Made by tools/buildMetaSchemas.mjs with ajv (MIT) and ajv-draft-04 (MIT). Do not edit.',
    },
    plugins: [
      {
        name: 'sources',
        setup(builder) {
          builder.onResolve({ filter: /.*/ }, ({ path }) => ({ path, namespace: 'generated' }));
          builder.onLoad({ filter: /.*/, namespace: 'generated' }, ({ path }) => ({
            contents: sources.get(path),
            loader: 'js',
          }));
        },
      },
    ],
  });
  return result.outputFiles[0]?.text ?? '';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = fileURLToPath(new URL('../src/core/schema/metaSchemas.generated.js', import.meta.url));
  writeFileSync(target, await generateMetaSchemas());
}
