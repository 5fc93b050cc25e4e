/** Writing a thought: only the thought changes, in examples of every format, in odd texts, and in real data. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerSteps } from '../../../src/core/cot/answerSteps.ts';
import { otherThanThought } from '../../../src/core/cot/compareSamples.ts';
import {
  checkOutside,
  checkThoughtText,
  guardThought,
  outsideHash,
} from '../../../src/core/cot/guardThought.ts';
import type { ThoughtPlace } from '../../../src/core/cot/placeTypes.ts';
import { type CotSource, readSource } from '../../../src/core/cot/source.ts';
import { spliceThought } from '../../../src/core/cot/spliceThought.ts';
import { thoughtPlace } from '../../../src/core/cot/thoughtPlace.ts';
import { formats } from '../../../src/core/formats/index.ts';
import { hasData, hintsOf, noData, readData } from '../../support/dataFiles.ts';
import { pythonRecord } from '../../support/formatRecords.ts';
import { exampleText, placeIn, sourceOf, stepsOf } from '../../support/cot.ts';

function written(record: string, id: string, thought: string, index = 0): string {
  const spliced = spliceThought(record, placeIn(sourceOf(record, id), index), thought);
  if (!spliced.ok) throw new Error(spliced.reason);
  return spliced.text;
}

describe('a thought is written', () => {
  it.each<[string, string, string, string]>([
    [
      'with the white space of its tags',
      'llamafactory',
      String.raw`{"conversations":[{"from":"gpt","value":"<think>\n  A.\n\n</think>\n\nB."}]}`,
      String.raw`{"conversations":[{"from":"gpt","value":"<think>\n  Say \"so\".\n2.\n\n</think>\n\nB."}]}`,
    ],
    [
      'between empty tags, each of which keeps its line break',
      'llamafactory',
      String.raw`{"conversations":[{"from":"gpt","value":"<think>\n\n</think>\n\nB."}]}`,
      String.raw`{"conversations":[{"from":"gpt","value":"<think>\nSay \"so\".\n2.\n</think>\n\nB."}]}`,
    ],
    [
      'in an empty key, and in place of null',
      'hf',
      String.raw`{"messages":[{"role": "assistant", "thinking": null, "reasoning_content": null, "content": "B."}]}`,
      String.raw`{"messages":[{"role": "assistant", "thinking": null, "reasoning_content": "Say \"so\".\n2.", "content": "B."}]}`,
    ],
    [
      'as a new key with the spacing of its message',
      'hf',
      String.raw`{"messages":[{"role": "assistant", "content": "B."}]}`,
      String.raw`{"messages":[{"role": "assistant", "reasoning_content": "Say \"so\".\n2.", "content": "B."}]}`,
    ],
    [
      'in messages that are a string of JSON',
      'step-roles',
      String.raw`{"messages":"[{\"role\":\"reasoning\",\"content\":\"A.\"},{\"role\":\"answer\",\"content\":\"B.\"}]"}`,
      String.raw`{"messages":"[{\"role\":\"reasoning\",\"content\":\"Say \\\"so\\\".\\n2.\"},{\"role\":\"answer\",\"content\":\"B.\"}]"}`,
    ],
    [
      'as a message in front of the answer',
      'step-roles',
      String.raw`{"messages":[{"role":"answer","content":"<answer>B.</answer>"}]}`,
      String.raw`{"messages":[{"role":"reasoning","content":"<think>Say \"so\".\n2.</think>"},{"role":"answer","content":"<answer>B.</answer>"}]}`,
    ],
    [
      'in the answer of older xLAM models',
      'xlam2',
      String.raw`{"messages":[],"chosen":"{\"tool_calls\": [{\"name\": \"f\", \"arguments\": {}}]}"}`,
      String.raw`{"messages":[],"chosen":"{\"thought\": \"Say \\\"so\\\".\\n2.\", \"tool_calls\": [{\"name\": \"f\", \"arguments\": {}}]}"}`,
    ],
    [
      'in front of an action',
      'toolbench',
      String.raw`{"conversations":[{"from":"assistant","value":"\nAction: f\nAction Input: {}"}]}`,
      String.raw`{"conversations":[{"from":"assistant","value":"\nThought: Say \"so\".\n2.\nAction: f\nAction Input: {}"}]}`,
    ],
    [
      'as a message of Harmony, also where the prompt began the header',
      'harmony',
      String.raw`{"prompt":"<|start|>user<|message|>A<|end|><|start|>assistant","completion":"<|channel|>final<|message|>B<|return|>"}`,
      String.raw`{"prompt":"<|start|>user<|message|>A<|end|><|start|>assistant","completion":"<|channel|>analysis<|message|>Say \"so\".\n2.<|end|><|start|>assistant<|channel|>final<|message|>B<|return|>"}`,
    ],
    [
      'as a message of Harmony in JSON',
      'harmony',
      String.raw`{"messages":[{"role":"user","content":"A"},{"role":"assistant","channel":"final","content":[{"type":"text","text":"B"}]}]}`,
      String.raw`{"messages":[{"role":"user","content":"A"},{"role":"assistant","channel":"analysis","content":[{"type":"text","text":"Say \"so\".\n2."}]},{"role":"assistant","channel":"final","content":[{"type":"text","text":"B"}]}]}`,
    ],
  ])('%s', (_, id, record, expected) => {
    expect(written(record, id, ' Say "so".\n2.\n')).toBe(expected);
    const source = sourceOf(record, id);
    const guarded = guardThought(source, placeIn(source), 'Say "so".\n2.');
    expect(guarded).toMatchObject({ ok: true, text: expected });
  });

  it('in a call list as in any other answer', () => {
    const text = written(pythonRecord, 'toolace', 'One city.');
    expect(text).toBe(pythonRecord.replace('Two cities.\\nget_weather twice.', 'One city.'));
  });

  it('with the escapes of its literal, else of the whole record', () => {
    const row = (value: string, other: string) =>
      `{"conversations":[{"from":"human","value":"${other}"},{"from":"gpt","value":"${value}"}]}`;
    const splice = (value: string, other: string) => written(row(value, other), 'llamafactory', 'é/<😀');
    expect(splice('<think>A</think>B', 'x')).toBe(row('<think>é/<😀</think>B', 'x'));
    expect(splice('<think>A</think>B', '\\u00fc')).toBe(
      row('<think>\\u00e9/<\\ud83d\\ude00</think>B', '\\u00fc'),
    );
    expect(splice('<think>A</think>B', '\\u00fc ü')).toBe(row('<think>é/<😀</think>B', '\\u00fc ü'));
    expect(splice('\\u003cthink>A\\u003c\\/think>B', 'x')).toBe(
      row('\\u003cthink>é\\/\\u003c😀\\u003c\\/think>B', 'x'),
    );
  });

  it('keeps lines of their own', () => {
    const record = `{\n  "messages": [\n    {\n      "role": "assistant",\n      "content": "B."\n    }\n  ]\n}`;
    expect(written(record, 'hf', 'A.')).toBe(
      record.replace('"content"', '"reasoning_content": "A.",\n      "content"'),
    );
  });
});

/** Text of all kinds: quotes, backslashes, line breaks, emoji, escapes, brackets, spaces of Unicode. */
const pieces = [
  '"',
  "'",
  '\\',
  '\\n',
  '\n',
  '\r\n',
  '\t',
  '\u2028',
  '\u00a0',
  'é',
  '天',
  '😀',
  '\\u00e9',
  '{"a":1}',
  '[f(a=1)]',
  '```',
  '<',
  '>',
  '&lt;',
  '%s',
  '$&',
  '$1',
  '{{query}}',
  'a',
  ' ',
  ', ',
];
const thoughts = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme', maxLength: 6 })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((parts) => `So ${parts.join('')}`);

/** All that must hold for a place, whatever the thought is. */
function holds(source: CotSource, place: ThoughtPlace, thought: string): void {
  const spliced = spliceThought(source.text, place, thought);
  if (!spliced.ok) throw new Error(spliced.reason);
  expect(checkOutside(source.text, spliced)).toBeUndefined();
  expect(outsideHash(spliced.text, spliced.changed)).toBe(outsideHash(source.text, spliced.replaced));
  if (checkThoughtText(thought, source.format.id).length > 0) return;
  const after = readSource(spliced.text, source.format, source.hints);
  expect(after && otherThanThought(source.sample, after.sample, place, thought)).toBeUndefined();
  // The way back: the place is found again, and holds the thought.
  const again = thoughtPlace(after!, answerSteps(after!.sample)[place.step]!, place.which);
  if (!again.ok) throw new Error(again.reason);
  expect(again.mode).toBe('replace');
  expect(again.current).toBe(thought.trim());
  if (place.mode === 'replace') {
    const back = spliceThought(spliced.text, again, place.current);
    expect(back.ok && back.text).toBe(source.text);
  }
}

/** Of each way in which a file writes its thoughts, the first few places. */
function placesIn(text: string, file: string, id: string, most: number): [CotSource, ThoughtPlace][] {
  const found: [CotSource, ThoughtPlace][] = [];
  const counts = new Map<string, number>();
  for (const { source, step } of stepsOf(text, file, id, hintsOf(file))) {
    for (let which = 0; which < Math.max(1, step.thoughts.length); which++) {
      const place = thoughtPlace(source, step, which);
      if (!place.ok) continue;
      const way = `${place.mode} ${place.kind} ${step.turns[0]!.rawRole}`;
      const count = (counts.get(way) ?? 0) + 1;
      counts.set(way, count);
      if (count <= most) found.push([source, place]);
      else if (count > 200) return found;
    }
  }
  return found;
}

function holdsFor(places: readonly [CotSource, ThoughtPlace][], numRuns: number): void {
  for (const [source, place] of places) {
    // The old thought is not written anew, so its bytes are as they were.
    if (place.mode === 'replace')
      expect(spliceThought(source.text, place, place.current)).toMatchObject({ ok: true, text: source.text });
    fc.assert(
      fc.property(thoughts, (thought) => holds(source, place, thought)),
      { seed: 20_505, numRuns },
    );
  }
}

describe('whatever the thought is, nothing else changes in the examples of', () => {
  it.each(formats.map(({ id }) => id))('%s', (id) => {
    const file = id === 'llamafactory' ? 'llamafactory.json' : `${id}.jsonl`;
    holdsFor(placesIn(exampleText(file), file, id, 1), 25);
  });
});

/** Files of the data with thoughts or places for them, one for each way of writing. */
const dataFiles: readonly [format: string, file: string][] = [
  ['llamafactory-v1', 'llamafactory/reason_tool_use_demo_50.jsonl'],
  ['ms-swift', 'ms-swift/docs_jsonl_samples.jsonl'],
  ['openai-responses', 'nemo-gym/resources_servers/ns_tools/data/example_rollouts.jsonl'],
  ['openai-responses', 'nemo-gym/resources_servers/xlam_fc/data/example_rollouts.jsonl'],
  ['rlla', 'toolrl/converted/rlla_4k_test.jsonl'],
  ['rlla', 'toolrl/dataset/rlla_4k_raw/rlla_sft.json'],
];

describe.skipIf(!hasData)(`nor in real data${hasData ? '' : ` (${noData})`}`, () => {
  it.each(dataFiles)('of %s: %s', (id, file) => {
    const places = placesIn(readData(file), file, id, 3);
    expect(places.length).toBeGreaterThan(0);
    holdsFor(places, 5);
  });
});
