/**
 * The official JSON Schema test suite (json-schema-org/JSON-Schema-Test-Suite, MIT, in test/suites with its licence):
 * all required tests of drafts 2020-12 and 7, and the optional ones for what is supported. Remote documents come
 * from the suite's own folder; nothing is fetched.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/core/json.ts';
import { compileSchema } from '../../../src/core/schema/compile.ts';
import type { Draft, JsonSchema } from '../../../src/core/schema/types.ts';

interface Group {
  readonly description: string;
  readonly schema: JsonSchema;
  readonly tests: readonly {
    readonly description: string;
    readonly data: JsonValue;
    readonly valid: boolean;
  }[];
}

const SUITE = join(import.meta.dirname, '../../suites/json-schema-test-suite');
const require = createRequire(import.meta.url);

/** The remotes as the suite's own server would serve them, and the meta-schemas as published. */
function readDocuments(): Map<string, JsonSchema> {
  const documents = new Map<string, JsonSchema>();
  const walk = (folder: string, uri: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) walk(join(folder, entry.name), `${uri}${entry.name}/`);
      else
        documents.set(
          uri + entry.name,
          JSON.parse(readFileSync(join(folder, entry.name), 'utf8')) as JsonSchema,
        );
    }
  };
  walk(join(SUITE, 'remotes'), 'http://localhost:1234/');
  for (const year of ['2020-12', '2019-09']) {
    const names = ['applicator', 'content', 'core', 'meta-data', 'validation'];
    names.push(...(year === '2020-12' ? ['unevaluated', 'format-annotation'] : ['format']));
    for (const name of ['schema', ...names.map((part) => `meta/${part}`)]) {
      const schema = require(`ajv/dist/refs/json-schema-${year}/${name}.json`) as JsonSchema;
      documents.set(`https://json-schema.org/draft/${year}/${name}`, schema);
    }
  }
  documents.set(
    'http://json-schema.org/draft-07/schema',
    require('ajv/dist/refs/json-schema-draft-07.json') as JsonSchema,
  );
  return documents;
}

/** Tests that are left out, by `folder/file: group: test` prefix, each with its reason. */
const SKIPPED: Readonly<Record<string, string>> = {
  'draft2020-12/optional/format-assertion.json':
    'formats are asserted by option, not by the vocabulary of a meta-schema',
  'draft7/optional/content.json':
    'contentEncoding and contentMediaType are annotations since 2019-09 and treated so in all drafts',
  'draft2020-12/optional/format/idn-hostname.json': 'not evaluated: needs the IDNA 2008 tables',
  'draft7/optional/format/idn-hostname.json': 'not evaluated: needs the IDNA 2008 tables',
  'draft2020-12/optional/format/hostname.json: validation of A-label': 'needs the IDNA 2008 tables',
  'draft7/optional/format/hostname.json: validation of A-label': 'needs the IDNA 2008 tables',
};

const documents = readDocuments();
const counts = { required: 0, optional: 0, skipped: 0 };

function runFolder(
  folder: string,
  draft: Draft,
  format: 'ignore' | 'assert',
  only?: readonly string[],
): void {
  const files = readdirSync(join(SUITE, 'tests', folder)).filter(
    (name) => name.endsWith('.json') && (only === undefined || only.includes(name)),
  );
  for (const file of files) {
    it(`${folder}/${file}`, () => {
      const wrong: string[] = [];
      for (const group of JSON.parse(readFileSync(join(SUITE, 'tests', folder, file), 'utf8')) as Group[]) {
        const validator = compileSchema(group.schema, { draft, documents, format });
        for (const test of group.tests) {
          const name = `${folder}/${file}: ${group.description}: ${test.description}`;
          if (Object.keys(SKIPPED).some((prefix) => name.startsWith(prefix))) {
            counts.skipped++;
            continue;
          }
          counts[folder.includes('/') ? 'optional' : 'required']++;
          const valid = validator.isValid(test.data);
          if (valid !== test.valid) wrong.push(`${name}: should be ${test.valid ? 'valid' : 'invalid'}`);
          if ((validator.errors(test.data).length === 0) !== valid) wrong.push(`${name}: errors() disagrees`);
        }
      }
      expect(wrong).toEqual([]);
    });
  }
}

describe('required tests', () => {
  runFolder('draft2020-12', '2020-12', 'ignore');
  runFolder('draft7', '07', 'ignore');
});

describe('optional tests', () => {
  for (const [folder, draft] of [
    ['draft2020-12', '2020-12'],
    ['draft7', '07'],
  ] as const) {
    runFolder(`${folder}/optional`, draft, 'ignore');
    runFolder(`${folder}/optional/format`, draft, 'assert');
  }
});

it('runs what it says it runs: no required test is left out', () => {
  expect(counts).toEqual({ required: 2226, optional: 1451, skipped: 269 });
});
