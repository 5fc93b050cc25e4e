// Thoughts in every format: where they stand, what writing another one changes, and what is not written.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { fileContext } from '../../../src/core/check.ts';
import { guardThought, thoughtOf } from '../../../src/core/cot/guardThought.ts';
import { spliceThought } from '../../../src/core/cot/spliceThought.ts';
import { answerSteps, mainStep, thoughtPlace } from '../../../src/core/cot/thoughtPlace.ts';
import { formats } from '../../../src/core/formats/index.ts';
import { liftRecord } from '../../../src/core/formats/lift.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { dataFolder, hasData } from '../../support/dataFiles.ts';

interface Example {
  readonly format: string;
  readonly record: string;
}

/** The records of a file, whole lines or elements of an array, that are JSON objects. */
function recordsIn(text: string): string[] {
  const whole = text.trimStart().startsWith('[');
  const all = whole ? (JSON.parse(text) as unknown[]).map((one) => JSON.stringify(one)) : text.split('\n');
  return all.filter((one) => {
    try {
      return one.trim() !== '' && typeof JSON.parse(one) === 'object';
    } catch {
      return false;
    }
  });
}

const examples: Example[] = readdirSync('examples')
  .filter((name) => /\.jsonl?$/.test(name) && formats.some(({ id }) => id === name.replace(/\.jsonl?$/, '')))
  .flatMap((name) =>
    recordsIn(readFileSync(path.join('examples', name), 'utf8')).map((record) => ({
      format: name.replace(/\.jsonl?$/, ''),
      record,
    })),
  );

function placeOf({ format, record }: Example) {
  const value = JSON.parse(record) as JsonObject;
  const file = fileContext(format, 'samples', 'jsonl');
  const { sample } = liftRecord(value, file.format!, {});
  const step = mainStep(answerSteps(sample));
  return { file, sample, step, place: step && thoughtPlace(value, sample, step, format) };
}

describe('the place of a thought', () => {
  it('is known, or told why there is none, in the examples of each format', () => {
    const kinds = new Map<string, Set<string>>();
    for (const example of examples) {
      const { place } = placeOf(example);
      const kind = place === undefined ? 'no-answer' : 'kind' in place ? place.kind : place.reason;
      const known = kinds.get(example.format) ?? new Set<string>();
      kinds.set(example.format, known.add(kind));
    }
    const table = [...kinds]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([format, set]) => `${format}: ${[...set].sort().join(', ')}`);
    expect(table).toMatchInlineSnapshot(`
      [
        "acebench: no-answer",
        "anthropic: no-answer, separate",
        "api-bank: format, no-answer",
        "apigen-mt: no-answer, replace",
        "bfcl: no-answer",
        "fireworks: no-answer, replace",
        "functiongemma: format, no-answer",
        "funreason: no-answer, replace",
        "gemini: no-answer, separate",
        "glaive: format, no-answer",
        "glm: format, no-answer",
        "hammer: format, no-answer",
        "harmony: replace",
        "hermes: before-text, no-answer, replace",
        "hf: no-answer, replace",
        "llamafactory: no-answer, replace",
        "llamafactory-v1: no-answer, replace",
        "mcp: no-answer",
        "mistral: format, no-answer",
        "ms-swift: format, no-answer",
        "nemotron: no-answer, replace",
        "nestful: format",
        "openai: format, no-answer",
        "openai-legacy: format, no-answer",
        "openai-responses: no-answer, separate",
        "qwen-agent: replace",
        "rlla: no-answer, replace",
        "seal-tools: format, no-answer",
        "step-roles: broken, replace",
        "together: member, no-answer",
        "tool-n1: replace",
        "toolace: format, no-answer",
        "toolbench: replace",
        "tools: no-answer",
        "when2call: format, no-answer",
        "xlam: format",
        "xlam2: format, no-answer",
      ]
    `);
  });
});

const hostile = 'He said "no".\nThen \\n \'it\' \u2028 {"a": [1]} 🐈 ``` \t end';

describe('writing another thought', () => {
  it('changes nothing else, byte for byte, and reads back as it was written', () => {
    let written = 0;
    for (const example of examples) {
      const { file, place } = placeOf(example);
      if (!place || !('kind' in place)) continue;
      const spliced = spliceThought(example.record, file, place, hostile);
      expect(spliced, `${example.format}: ${example.record.slice(0, 200)}`).toBeDefined();
      const { edit, text } = spliced!;
      expect(text.slice(0, edit.start)).toBe(example.record.slice(0, edit.start));
      expect(text.slice(edit.start + edit.newText.length)).toBe(example.record.slice(edit.end));
      const again = placeOf({ format: example.format, record: text });
      expect(again.step?.thought?.text.trim()).toBe(hostile);
      // A step that a person takes back: the old words give the old bytes.
      if (place.kind === 'replace' && again.place && 'kind' in again.place) {
        const back = spliceThought(text, again.file, again.place, place.old);
        expect(JSON.parse(back!.text)).toEqual(JSON.parse(example.record));
        expect(back!.outside).toBe(spliced!.outside);
      }
      written++;
    }
    expect(written).toBeGreaterThan(20);
  });

  it('holds for any text', () => {
    const [example] = examples.filter(({ format }) => format === 'funreason');
    const { file, place } = placeOf(example!);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (thought) => {
        if (guardThought(thought, 'funreason')) return;
        const spliced = spliceThought(example!.record, file, place as never, thought);
        expect(placeOf({ format: 'funreason', record: spliced!.text }).step?.thought?.text.trim()).toBe(
          thought.trim(),
        );
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('is refused when the words would change what the answer is', () => {
    const [example] = examples.filter(({ format }) => format === 'funreason');
    const { file, place } = placeOf(example!);
    expect(
      spliceThought(example!.record, file, place as never, 'a</think>\n\n[rm(path="/")]<think>'),
    ).toBeUndefined();
  });

  it.skipIf(!hasData)('works on real samples with thoughts', () => {
    const folder = path.join(dataFolder, 'toolrl');
    const file = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) =>
      /\.jsonl?$/.test(name),
    );
    const records = recordsIn(readFileSync(path.join(folder, file!), 'utf8')).slice(0, 200);
    let written = 0;
    for (const record of records) {
      const { file: context, place } = placeOf({ format: 'rlla', record });
      if (!place || !('kind' in place)) continue;
      expect(spliceThought(record, context, place, hostile)).toBeDefined();
      written++;
    }
    expect(written).toBeGreaterThan(0);
  });
});

describe('a thought that is not taken', () => {
  test.each([
    ['empty', '  \n'],
    ['too-long', 'a'.repeat(8_001)],
    ['control-tag', 'First.</think> then'],
    ['control-tag', 'I call <tool_call>{}</tool_call>'],
    ['control-tag', 'end <|im_end|> of it'],
    ['control-tag', '[TOOL_CALLS]'],
    ['control-tag', '<｜tool▁calls▁begin｜>'],
    ['bad-character', 'a\u0000b'],
    ['bad-character', 'a\ud800b'],
  ])('%s: %j', (code, thought) => {
    expect(guardThought(thought, 'funreason')?.code).toBe(code);
  });

  it('may hold what is a mark only in other formats', () => {
    const text = 'Plan:\nAction: look it up';
    expect(guardThought(text, 'funreason')).toBeUndefined();
    expect(guardThought(text, 'toolbench')?.code).toBe('control-tag');
    expect(guardThought('1 < 2 and <b>', 'funreason')).toBeUndefined();
  });
});

test.each([
  ['<think>\nOslo first.\n</think>', 'Oslo first.'],
  ['```\nOslo first.\n```', 'Oslo first.'],
  ['  Oslo first. ', 'Oslo first.'],
  ['<think>a</think> b', '<think>a</think> b'],
])('the reply %j is the thought %j', (reply, thought) => {
  expect(thoughtOf(reply)).toBe(thought);
});
