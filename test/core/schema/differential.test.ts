/**
 * Our verdicts against ajv's, over random schemas and values (fixed seed; CALLSMITH_FUZZ_RUNS for more). Where ajv
 * departs from the specification the generator stays away: `__proto__`, siblings of `$ref` in draft 07, `contains`
 * beside `prefixItems` or `unevaluatedItems`.
 */
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonValue } from '../../../src/core/json.ts';
import { compileSchema } from '../../../src/core/schema/compile.ts';
import type { JsonSchema } from '../../../src/core/schema/types.ts';
import { jsonSchema, jsonValue } from './schemaArbitrary.ts';

const runs = Number(process.env['CALLSMITH_FUZZ_RUNS'] ?? 1_200);
const seed = Number(process.env['CALLSMITH_FUZZ_SEED'] ?? 20_261_121);

/** ajv's verdict, or none where its own code fails (`anyOf` beside `unevaluated…` marks a member of undefined). */
function verdict(oracle: (value: JsonValue) => unknown, value: JsonValue): boolean | undefined {
  try {
    return oracle(value) === true;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

for (const [draft, Engine] of [
  ['2020-12', Ajv2020],
  ['07', Ajv],
] as const) {
  it(`agrees with ajv on draft ${draft}`, () => {
    let compared = 0;
    let valid = 0;
    let crashed = 0;
    fc.assert(
      fc.property(
        jsonSchema({ draft }),
        fc.array(jsonValue, { minLength: 4, maxLength: 6 }),
        (schema, values) => {
          const engine = new Engine({
            strict: false,
            validateFormats: false,
            validateSchema: false,
            logger: false,
            ownProperties: true,
            allErrors: true,
          });
          const oracle = engine.compile(schema as JsonSchema);
          const ours = compileSchema(schema as JsonSchema, { draft });
          for (const value of values) {
            const expected = verdict(oracle, value);
            if (expected === undefined) {
              crashed++;
              continue;
            }
            compared++;
            if (expected) valid++;
            const say = `${JSON.stringify(schema)} on ${JSON.stringify(value)}`;
            expect(ours.isValid(value as JsonValue), say).toBe(expected);
            expect(ours.errors(value as JsonValue).length === 0, `errors() of ${say}`).toBe(expected);
          }
        },
      ),
      { numRuns: runs, seed },
    );
    expect(compared).toBeGreaterThanOrEqual(runs * 3.9);
    expect(crashed / compared).toBeLessThan(0.01);
    // Both verdicts must be common, or the comparison says little.
    expect(valid / compared).toBeGreaterThan(0.1);
    expect(valid / compared).toBeLessThan(0.9);
  });
}
