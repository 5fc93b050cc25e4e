/**
 * Samples that say anything, and thoughts that say anything: nothing throws, and what is accepted changes one string of
 * the record, or puts in one member or element, as an oracle sees it that knows nothing of places.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerSteps } from '../../../src/core/cot/answerSteps.ts';
import { guardThought } from '../../../src/core/cot/guardThought.ts';
import { answerAsWritten, stepValues } from '../../../src/core/cot/prompts/values.ts';
import { readSource } from '../../../src/core/cot/source.ts';
import { spliceAnswer } from '../../../src/core/cot/spliceAnswer.ts';
import { thoughtPlace } from '../../../src/core/cot/thoughtPlace.ts';
import { formatById, formats } from '../../../src/core/formats/index.ts';
import { diffArguments } from '../../../src/core/cot/callDiff.ts';
import { isObject, type JsonValue } from '../../../src/core/json.ts';
import { exampleText, stepsOf } from '../../support/cot.ts';

const hostile = [
  '<think>',
  '</think>',
  '<think>a</think><think>b</think>c',
  'a</think>',
  '<think></think>',
  '<tool_call>{"name":"f","arguments":{}}</tool_call>',
  '<tool_call>',
  '</tool_call><think>',
  '[f(a=1)]',
  '[f(a=',
  'Thought: a\nAction: f\nAction Input: {}',
  'Action:',
  '<|start|>assistant<|channel|>analysis<|message|>a<|end|>',
  '<|channel|>analysis<|message|>',
  '<|end|>',
  'USER: a\n\nASSISTANT: b',
  '<functioncall> {"name": "f", "arguments": \'{}\'}',
  '[{"name":"f","arguments":"{}"}]',
  '{"thought":"a","tool_calls":[]}',
  '"',
  '\\',
  '\ud800',
  '\0',
  '',
];

/** The value with one of its strings, or a value in it, replaced. */
function mutated(value: JsonValue, at: number, by: JsonValue): JsonValue {
  let left = at;
  const visit = (one: JsonValue): JsonValue => {
    if (Array.isArray(one)) return one.map(visit);
    if (isObject(one)) {
      const copy: [string, JsonValue][] = Object.entries(one).map(([key, inner]) => [key, visit(inner)]);
      return Object.fromEntries(copy);
    }
    return left-- === 0 ? by : one;
  };
  return visit(value);
}

function leaves(value: JsonValue): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + leaves(one), 0);
  return isObject(value) ? leaves(Object.values(value)) : 1;
}

/** How many strings of the record are not as they were, when one element more is taken out again. */
function changedPlaces(before: JsonValue, after: JsonValue): number {
  const changes = diffArguments(before, after);
  if (changes.length <= 1) return changes.length;
  // An element put into a list moves those behind it: without it all is as it was.
  const list = changes[0]!.path.findLastIndex((step) => typeof step === 'number');
  for (let length = list; length >= 0; length--) {
    const path = changes[0]!.path.slice(0, length);
    const at = changes[0]!.path[length];
    const holder = path.reduce<JsonValue | undefined>(
      (value, step) => (value as Record<string, JsonValue> | undefined)?.[step],
      after,
    );
    if (!Array.isArray(holder) || typeof at !== 'number') continue;
    const [taken] = holder.splice(at, 1);
    if (diffArguments(before, after).length === 0) return 1;
    holder.splice(at, 0, taken!);
  }
  return changes.length;
}

const ids = formats.map(({ id }) => id);

describe('a sample that says anything, in the format', () => {
  it.each(ids)('%s', (id) => {
    const file = id === 'llamafactory' ? 'llamafactory.json' : `${id}.jsonl`;
    const format = formatById(id)!;
    const records = [
      ...new Set(Array.from(stepsOf(exampleText(file), file, id), ({ source }) => source.root)),
    ];
    if (records.length === 0) return;
    const mutation = fc.record({
      record: fc.nat(records.length - 1),
      // Most of the leaves are in the tools; the end of the record is where the answers are, mostly.
      fromEnd: fc.nat(25),
      by: fc.oneof(
        fc.constantFrom<JsonValue[]>(...hostile),
        fc.constantFrom<JsonValue[]>(null, 7, [], {}, ['a']),
      ),
      thought: fc.constantFrom('It is so.', ...hostile),
    });
    fc.assert(
      fc.property(mutation, ({ record, fromEnd, by, thought }) => {
        const root = records[record]!;
        const text = JSON.stringify(mutated(root, Math.max(0, leaves(root) - 1 - fromEnd), by));
        const source = readSource(text, format);
        if (!source) return;
        for (const step of answerSteps(source.sample)) {
          stepValues(step);
          answerAsWritten(source, step);
          for (let which = 0; which < Math.max(1, step.thoughts.length); which++) {
            const place = thoughtPlace(source, step, which);
            if (!place.ok) {
              expect(place.reason).toMatch(/\.$/);
              continue;
            }
            const guarded = guardThought(source, place, thought);
            if (!guarded.ok) continue;
            expect(changedPlaces(source.root, JSON.parse(guarded.text) as JsonValue)).toBeLessThanOrEqual(1);
          }
          const made = spliceAnswer(source, step, [{ name: 'f', arguments: { a: 'b' } }]);
          if (!made.ok) expect(made.reason).toMatch(/\.$/);
        }
      }),
      { seed: 900, numRuns: 15 },
    );
  });
});
