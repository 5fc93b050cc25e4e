/** Calls with values of all kinds, written into examples of every format and into real data, and read again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerSteps } from '../../../src/core/cot/answerSteps.ts';
import type { NewCall } from '../../../src/core/cot/newCalls.ts';
import { readSource } from '../../../src/core/cot/source.ts';
import { spliceAnswer } from '../../../src/core/cot/spliceAnswer.ts';
import { formats } from '../../../src/core/formats/index.ts';
import { deepEqual, isObject, type JsonObject } from '../../../src/core/json.ts';
import { withEdits } from '../../../src/core/record/edit.ts';
import { hasData, hintsOf, noData, readData } from '../../support/dataFiles.ts';
import { exampleText, stepsOf } from '../../support/cot.ts';

/** Calls made of the old ones: values, names and arguments of all kinds. */
const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom('"', "'", '\\', '\n', '\t', 'é', '😀', '{', ']', ',', '\u2028', 'a '),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join('').replace(/[<>|[\]:\0]/g, ''));
const values = fc.oneof(
  texts,
  fc.integer({ min: -1000, max: 1000 }),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(texts, fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })), {
    maxLength: 3,
  }),
  fc.dictionary(fc.constantFrom('x', 'y y', 'é"'), texts, { maxKeys: 2 }),
);
const change = fc.record({
  call: fc.nat(3),
  key: fc.constantFrom('q', 'r', 0, 1),
  value: values,
  name: fc.constantFrom(undefined, undefined, 'other_tool'),
});

function changed(
  olds: readonly NewCall[],
  changes: readonly { call: number; key: string | number; value: unknown; name: string | undefined }[],
): NewCall[] {
  const calls = olds.map(({ name, arguments: args }) => ({ name, arguments: { ...args } as JsonObject }));
  for (const { call, key, value, name } of changes) {
    const one = calls[call % calls.length]!;
    const keys = Object.keys(one.arguments);
    one.arguments[typeof key === 'string' ? key : (keys[key] ?? 'q')] = value as JsonObject[string];
    if (name !== undefined) one.name = name;
  }
  return calls;
}

function holdsFor(text: string, file: string, id: string, most: number, numRuns: number): number {
  let count = 0;
  for (const { source, step } of stepsOf(text, file, id, hintsOf(file))) {
    if (step.calls.length === 0 || step.calls.some(({ acceptedAnswers }) => acceptedAnswers)) continue;
    const olds = step.calls.map(({ name, arguments: args }) => ({ name: name ?? '', arguments: args }));
    if (!olds.every((call): call is NewCall => isObject(call.arguments) && call.name !== '')) continue;
    if (count++ >= most) break;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const calls = changed(olds, changes);
        const made = spliceAnswer(source, step, calls);
        if (!made.ok) throw new Error(`${made.reason} ${JSON.stringify(calls)}`);
        expect(withEdits(source.text, made.edits)).toBe(made.text);
        const now = readSource(made.text, source.format, source.hints)!;
        const again = answerSteps(now.sample)[step.index]!;
        expect(again.calls.map((call) => call.name)).toEqual(calls.map((call) => call.name));
        again.calls.forEach((call, i) => expect(deepEqual(call.arguments!, calls[i]!.arguments)).toBe(true));
        expect(again.thoughts.map(({ thought }) => thought.text)).toEqual(
          step.thoughts.map(({ thought }) => thought.text),
        );
      }),
      { seed: 2031, numRuns },
    );
  }
  return count;
}

/** Formats without calls of their own in examples/. */
const callless = new Set(['acebench', 'bfcl', 'mcp', 'tools']);

describe('calls with any values can be written into the examples of', () => {
  it.each(formats.map(({ id }) => id).filter((id) => !callless.has(id)))('%s', (id) => {
    const file = id === 'llamafactory' ? 'llamafactory.json' : `${id}.jsonl`;
    expect(holdsFor(exampleText(file), file, id, 2, 8)).toBeGreaterThan(0);
  });
});

const dataFiles: readonly [format: string, file: string][] = [
  ['llamafactory-v1', 'llamafactory/reason_tool_use_demo_50.jsonl'],
  ['ms-swift', 'ms-swift/docs_jsonl_samples.jsonl'],
  ['openai-responses', 'nemo-gym/resources_servers/xlam_fc/data/example_rollouts.jsonl'],
  ['rlla', 'toolrl/dataset/rlla_4k_raw/rlla_sft.json'],
];

describe.skipIf(!hasData)(`and into real data${hasData ? '' : ` (${noData})`}`, () => {
  it.each(dataFiles)('of %s: %s', (id, file) => {
    expect(holdsFor(readData(file), file, id, 5, 4)).toBeGreaterThan(0);
  });
});
