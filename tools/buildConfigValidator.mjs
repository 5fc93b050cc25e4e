/**
 * Writes what is made from src/core/config.schema.json:
 * - src/core/config.generated.js: its validator as plain functions (ajv's standalone output: nothing is compiled at run time);
 * - media/callsmith.config.schema.json: the same schema with the format ids, target ids and rule codes, for editors.
 *
 *   node tools/buildConfigValidator.mjs      writes both
 *
 * `generateConfigFiles()` returns their texts by path; test/core/config.test.ts compares them with the files.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { format } from 'prettier';

const require = createRequire(import.meta.url);
const Ajv = require('ajv').default;
const standalone = require('ajv/dist/standalone').default;
const root = new URL('../', import.meta.url);

/**
 * Format ids, target ids and rule codes, from the tables themselves.
 * @returns {Promise<{ ids: [string, string][], goals: [string, string][], codes: [string, string, string][] }>}
 */
async function tables() {
  const result = await build({
    stdin: {
      contents: `
        import { formats } from './src/core/formats/index.ts';
        import { rules } from './src/core/rules/index.ts';
        import { targets } from './src/core/targets/index.ts';
        export const ids = formats.map((f) => [f.id, f.title]);
        export const goals = targets.map((t) => [t.id, t.summary]);
        export const codes = rules.map((r) => [r.code, r.title, r.severity]);`,
      resolveDir: fileURLToPath(root),
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return import(`data:text/javascript;base64,${Buffer.from(contentOf(result)).toString('base64')}`);
}

/** @param {import('esbuild').BuildResult} result */
function contentOf(result) {
  const [file] = result.outputFiles ?? [];
  if (!file) throw new Error('esbuild made nothing');
  return file.contents;
}

/** @param {Record<string, unknown>} schema */
function validatorText(schema) {
  const ajv = new Ajv({
    allErrors: true,
    messages: false,
    allowUnionTypes: true,
    code: { source: true, esm: true },
  });
  ajv.addSchema({ ...schema, $id: 'config' });
  const code = standalone(ajv, { validateConfig: 'config' });
  if (code.includes('require(')) throw new Error('ajv requires something at run time that is not inlined');
  return code;
}

/** @param {Record<string, any>} schema */
async function editorSchema(schema) {
  const { ids, goals, codes } = await tables();
  const format = {
    enum: [...ids.map(([id]) => id), 'plain'],
    enumDescriptions: [...ids.map(([, title]) => title), 'No known format: only the records are checked.'],
  };
  const target = {
    enum: goals.map(([id]) => id),
    enumDescriptions: goals.map(([, summary]) => summary),
  };
  /** @param {Record<string, any>} targets */
  const withIds = (targets) => ({ ...targets, uniqueItems: true, items: { ...targets.items, ...target } });
  const { properties } = schema;
  const severity = properties.rules.additionalProperties;
  return {
    ...schema,
    properties: {
      ...properties,
      format: { ...properties.format, ...format },
      targets: withIds(properties.targets),
      files: {
        ...properties.files,
        items: {
          ...properties.files.items,
          properties: {
            ...properties.files.items.properties,
            format: { ...properties.files.items.properties.format, ...format },
            targets: withIds(properties.files.items.properties.targets),
          },
        },
      },
      rules: {
        ...properties.rules,
        properties: Object.fromEntries(
          codes.map(([code, title, usual]) => [
            code,
            { ...severity, description: `${title}. Usually ${usual}.` },
          ]),
        ),
      },
    },
  };
}

/** @returns {Promise<Record<string, string>>} texts by path */
export async function generateConfigFiles() {
  const schema = JSON.parse(readFileSync(new URL('src/core/config.schema.json', root), 'utf8'));
  const bundled = await build({
    stdin: { contents: validatorText(schema), loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    minify: true,
    lineLimit: 110,
    legalComments: 'none',
    banner: { js: '// Made by tools/buildConfigValidator.mjs with ajv (MIT). Do not edit.' },
  });
  const editor = await format(JSON.stringify(await editorSchema(schema)), {
    parser: 'json',
    printWidth: 110,
  });
  return {
    'src/core/config.generated.js': Buffer.from(contentOf(bundled)).toString('utf8'),
    'media/callsmith.config.schema.json': editor,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of Object.entries(await generateConfigFiles()))
    writeFileSync(new URL(path, root), text);
}
