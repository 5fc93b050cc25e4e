import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withEdits } from '../../../src/core/record/edit.ts';
import { composeSample } from '../../../src/core/sampleText/compose.ts';
import { mergeSample } from '../../../src/core/sampleText/merge.ts';
import { printSample } from '../../../src/core/sampleText/print.ts';
import { jsonRecord, withParsedJson } from './arbitraries.ts';

/** The record after a person opened it as a sample, changed the text, and saved. */
function edited(record: string, change: (text: string) => string): string {
  const merged = mergeSample(record, composeSample(change(printSample(record))));
  if (!merged.ok) throw new Error(`no JSON at ${merged.at}`);
  return withEdits(record, merged.edits);
}

describe('saving a sample writes only what was changed', () => {
  const spaced =
    '{"id": 1.0, "tools": "[ {\\"name\\": \\"f\\",\\n \\"n\\": 12345678901234567890} ]", "text": "caf\\u00e9 \\/ bar"}';

  it('a value in JSON in a string: the JSON around it keeps its layout', () => {
    expect(edited(spaced, (text) => text.replace('"f"', '"g"'))).toBe(spaced.replace('\\"f\\"', '\\"g\\"'));
  });

  it('characters of a text: the escapes of the others stay', () => {
    expect(edited(spaced, (text) => text.replace('bar', 'bär'))).toBe(spaced.replace('bar', 'b\\u00e4r'));
  });

  it('a member that is added or taken out: the style of its neighbours', () => {
    expect(edited(spaced, (text) => text.replace('"id": 1.0,', '"id": 1.0,\n  "new": {"a":[1,2]},'))).toBe(
      spaced.replace('"id": 1.0, ', '"id": 1.0, "new": {"a": [1, 2]}, '),
    );
    expect(edited(spaced, (text) => text.replace('"id": 1.0,', ''))).toBe(spaced.replace('"id": 1.0, ', ''));
    expect(edited(spaced, (text) => text.replace(/,\s*"text": .*/, ''))).toBe(
      spaced.replace(', "text": "caf\\u00e9 \\/ bar"', ''),
    );
  });

  it('elements: the ones that stay are not written', () => {
    const record = '{"a":[ {"x":1.0} ,{"y" : 2},{"z":3} ]}';
    expect(edited(record, (text) => text.replace('{ "y": 2 }, ', ''))).toBe('{"a":[ {"x":1.0} ,{"z":3} ]}');
    expect(edited(record, (text) => text.replace('[', '[0, '))).toBe(
      '{"a":[ 0 ,{"x":1.0} ,{"y" : 2},{"z":3} ]}',
    );
    expect(edited(record, (text) => text.replace('3 }', '3 }, 4'))).toBe(
      '{"a":[ {"x":1.0} ,{"y" : 2},{"z":3} ,4 ]}',
    );
    expect(edited(record, (text) => text.replace('2', '5'))).toBe(record.replace('2', '5'));
    expect(edited('{"a":[]}', (text) => text.replace('[]', '[1,2]'))).toBe('{"a":[1,2]}');
    expect(edited('{"a":[ 1 ]}', (text) => text.replace('[1]', '[]'))).toBe('{"a":[  ]}');
  });

  it('a number that is spelled in another way is a change', () => {
    expect(edited('{"a":1.0,"b":1}', (text) => text.replace('1.0', '1'))).toBe('{"a":1,"b":1}');
  });

  it('text of several lines', () => {
    const record = '{"content":"<think>One.<\\/think>\\n\\n[f(a=\\"x\\")]"}';
    expect(edited(record, (text) => text.replace('One.', 'One.\n    Two.'))).toBe(
      record.replace('One.', 'One.\\nTwo.'),
    );
  });

  it('says where text is no JSON, and leaves the record alone', () => {
    const record = '{"a":1}';
    const merged = mergeSample(record, composeSample('{\n  "a": \n}'));
    expect(merged).toEqual({ ok: false, at: 5 });
  });

  it('says where a block of JSON is no JSON, at any depth', () => {
    const deep = JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ c: 'here' }) }) });
    const printed = printSample(deep).replace('"c": "here"', '"c": ');
    const composed = composeSample(printed);
    const merged = mergeSample(deep, composed);
    if (merged.ok) throw new Error('it was taken');
    const { start } = composed.toSample({ start: merged.at, end: merged.at });
    expect(printed.slice(start).trimStart()[0]).toBe('}');
  });

  it('property: nothing changed, nothing written', () => {
    fc.assert(
      fc.property(jsonRecord, (record) => {
        expect(mergeSample(record, composeSample(printSample(record)))).toEqual({ ok: true, edits: [] });
      }),
      { seed: 21, numRuns: 1500 },
    );
  });

  it('property: what is saved says what was typed', () => {
    fc.assert(
      fc.property(jsonRecord, jsonRecord, (record, other) => {
        const saved = edited(record, () => printSample(other));
        expect(withParsedJson(JSON.parse(saved))).toEqual(withParsedJson(JSON.parse(other)));
      }),
      { seed: 22, numRuns: 1500 },
    );
  });

  it('property: a change in one place leaves all bytes outside one stretch', () => {
    fc.assert(
      fc.property(jsonRecord, fc.nat(), (record, seed) => {
        const printed = printSample(record);
        const words = [...printed.matchAll(/[A-Za-z0-9]+/g)].filter(
          ({ index }) => !printed.startsWith('json', index),
        );
        const word = words[seed % Math.max(1, words.length)];
        if (!word) return;
        const changed = printed.slice(0, word.index) + 'Zz9' + printed.slice(word.index + word[0].length);
        const composed = composeSample(changed);
        const merged = mergeSample(record, composed);
        if (!merged.ok) return;
        const result = withEdits(record, merged.edits);
        expect(printSample(result)).toBe(printSample(composed.text));
        expect(merged.edits.length).toBeLessThanOrEqual(1);
      }),
      { seed: 23, numRuns: 1500 },
    );
  });
});
