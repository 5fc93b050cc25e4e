import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeSample } from '../../../src/core/sampleText/compose.ts';
import { printSample } from '../../../src/core/sampleText/print.ts';
import { jsonRecord as record, withParsedJson } from './arbitraries.ts';

const xlam = JSON.stringify({
  id: 7,
  query: 'Toss two coins and "tell" me',
  tools: JSON.stringify([
    { name: 'toss', description: 'Toss coins', parameters: { n: { type: 'int', default: 1 } } },
  ]),
  answers: JSON.stringify([{ name: 'toss', arguments: { n: 2 } }]),
});

describe('a sample as text', () => {
  it('shows strings of JSON as JSON, and texts of several lines as they are', () => {
    expect(printSample(xlam)).toBe(`{
  "id": 7,
  "query": "Toss two coins and \\"tell\\" me",
  "tools": """json
    [
      {
        "name": "toss",
        "description": "Toss coins",
        "parameters": { "n": { "type": "int", "default": 1 } }
      }
    ]
    """,
  "answers": """json
    [
      { "name": "toss", "arguments": { "n": 2 } }
    ]
    """
}
`);
    const chat = JSON.stringify({ content: '<think>Two.</think>\n\n[toss(n=2, say="a", to="b")]' });
    expect(printSample(chat)).toBe(`{
  "content": """
    <think>Two.</think>

    [toss(n=2, say="a", to="b")]
    """
}
`);
  });

  it('keeps the spelling of numbers, the order of members, and keys that stand twice', () => {
    const text = '{"b": 1.0, "a": 12345678901234567890, "b": 1e5}';
    expect(printSample(text)).toBe('{\n  "b": 1.0,\n  "a": 12345678901234567890,\n  "b": 1e5\n}\n');
    expect(composeSample(printSample(text)).text).toBe('{"b":1.0,"a":12345678901234567890,"b":1e5}');
  });

  it('leaves a record alone that is not JSON', () => {
    for (const text of ['', '{"a":', '<ROW>', '{"a":1} x']) expect(printSample(text)).toBe(text);
  });

  it('property: what was printed composes to the same value', () => {
    fc.assert(
      fc.property(record, fc.constantFrom('\n', '\r\n'), (text, eol) => {
        const printed = printSample(text).replaceAll('\n', eol);
        const { text: again } = composeSample(printed);
        expect(withParsedJson(JSON.parse(again))).toEqual(withParsedJson(JSON.parse(text)));
        expect(printSample(again)).toBe(printSample(text));
      }),
      { seed: 11, numRuns: 2000 },
    );
  });

  it('property: places map both ways', () => {
    fc.assert(
      fc.property(record, (text) => {
        const printed = printSample(text);
        const composed = composeSample(printed);
        let before = 0;
        for (let at = 0; at <= printed.length; at++) {
          const to = composed.toRecord(at);
          expect(to).toBeGreaterThanOrEqual(before);
          expect(to).toBeLessThanOrEqual(composed.text.length);
          before = to;
        }
        // Every word stands at the place that the map names.
        for (const match of composed.text.matchAll(/[A-Za-z0-9]+/g)) {
          const span = { start: match.index, end: match.index + match[0].length };
          const back = composed.toSample(span);
          const shown = printed.slice(back.start, back.end);
          if (/^[A-Za-z0-9]+$/.test(shown))
            expect(composed.text.slice(composed.toRecord(back.start), span.end)).toBe(match[0]);
        }
      }),
      { seed: 12, numRuns: 500 },
    );
  });

  it('property: half-typed text never throws, and its places stay inside', () => {
    fc.assert(
      fc.property(
        record,
        fc.nat(),
        fc.nat({ max: 6 }),
        fc.string({ maxLength: 3 }),
        (text, cut, drop, typed) => {
          const printed = printSample(text);
          const at = cut % (printed.length + 1);
          const broken = printed.slice(0, at) + typed + printed.slice(at + drop);
          const composed = composeSample(broken);
          expect(composed.text.includes('\n')).toBe(false);
          for (let start = 0; start <= composed.text.length; start += 7) {
            const span = composed.toSample({ start, end: Math.min(start + 3, composed.text.length) });
            expect(span.start).toBeLessThanOrEqual(span.end);
            expect(span.end).toBeLessThanOrEqual(broken.length);
          }
        },
      ),
      { seed: 13, numRuns: 2000 },
    );
  });

  it('maps a value in JSON in JSON to where it is shown', () => {
    const printed = printSample(xlam);
    const { text, toSample, toRecord, depthAt } = composeSample(printed);
    const start = text.indexOf('Toss coins');
    const span = toSample({ start, end: start + 'Toss coins'.length });
    expect(printed.slice(span.start, span.end)).toBe('Toss coins');
    expect(toRecord(span.start)).toBe(start);
    expect(depthAt(span.start)).toBe(1);
    expect(depthAt(printed.indexOf('query'))).toBe(0);
  });
});
