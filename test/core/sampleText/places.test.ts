import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withEdits } from '../../../src/core/record/edit.ts';
import { composeSample } from '../../../src/core/sampleText/compose.ts';
import { editsOfSample } from '../../../src/core/sampleText/edits.ts';
import { samePlace } from '../../../src/core/sampleText/place.ts';
import { printSample } from '../../../src/core/sampleText/print.ts';
import { jsonRecord, withParsedJson } from './arbitraries.ts';

const spaced =
  '{"id" : 1.0, "tools": "[ {\\"name\\" : \\"find_it\\"} ]", "text": "caf\\u00e9 bar", "list": [ 1, 22 ]}';

describe('the same place in a record and in its composed text', () => {
  const composed = composeSample(printSample(spaced)).text;

  it.each(['id', '1.0', 'find_it', 'bar', '22', 'name'])('finds %s in both directions', (word) => {
    const offset = spaced.indexOf(word);
    const other = composed.indexOf(word);
    expect(samePlace(spaced, offset, composed)).toBe(other);
    expect(samePlace(composed, other, spaced)).toBe(offset);
  });

  it('property: stays inside, whatever the texts are', () => {
    fc.assert(
      fc.property(jsonRecord, jsonRecord, fc.nat(), (from, to, at) => {
        const place = samePlace(from, at % (from.length + 1), to.slice(0, at % (to.length + 1)));
        expect(place).toBeGreaterThanOrEqual(0);
        expect(place).toBeLessThanOrEqual(to.length);
      }),
      { seed: 31, numRuns: 500 },
    );
  });
});

describe('edits of a record as edits of the sample', () => {
  const sample = printSample(spaced).replace('"id": 1.0', '"id":    1.0');
  const composed = composeSample(sample);
  const replace = (old: string, newText: string) => {
    const start = composed.text.indexOf(old);
    return editsOfSample(sample, composed, [{ start, end: start + old.length, newText }]);
  };

  it('are written in place, unescaped where the sample needs no escapes', () => {
    const edits = replace('\\"find_it\\"', '\\"say \\\\\\"hi\\\\\\"\\"');
    expect(edits).toHaveLength(1);
    expect(sample.slice(edits[0]!.start, edits[0]!.end)).toBe('"find_it"');
    expect(edits[0]!.newText).toBe('"say \\"hi\\""');
  });

  it('lay the sample out anew when there is no other way', () => {
    const edits = replace('"caf\\u00e9 bar"', '"one\\ntwo"');
    expect(withEdits(sample, edits)).toContain('"text": "one\\ntwo"');
    const block = replace('"caf\\u00e9 bar","list":[1', '"one","list":["x\\ny"');
    expect(composeSample(withEdits(sample, block)).text).toContain('"list":["x\\ny",22]');
  });

  it('property: have the effect on the record that was asked for', () => {
    fc.assert(
      fc.property(jsonRecord, jsonRecord, (record, other) => {
        const text = printSample(record);
        const now = composeSample(text);
        const edits = editsOfSample(text, now, [{ start: 0, end: now.text.length, newText: other }]);
        const made = composeSample(withEdits(text, edits)).text;
        expect(withParsedJson(JSON.parse(made))).toEqual(withParsedJson(JSON.parse(other)));
      }),
      { seed: 32, numRuns: 800 },
    );
  });
});
