/** Cutting bytes into records gives what core/container.ts gives on whole texts, however the bytes arrive. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitRecords } from '../../src/core/container.ts';
import { lineOf, lineStarts } from '../../src/core/sweep/textPosition.ts';
import { ElementSplitter } from '../../src/node/elementSplitter.ts';
import { LineSplitter } from '../../src/node/lineSplitter.ts';
import type { RecordSink, Splitter } from '../../src/node/splitter.ts';
import { WholeSplitter } from '../../src/node/wholeSplitter.ts';

interface Cut {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

function cut(make: (sink: RecordSink) => Splitter, bytes: Buffer, sizes: readonly number[]) {
  const cuts: (Cut | { tooLong: number; line: number; column: number })[] = [];
  const splitter = make({
    record: (text, line, column) => void cuts.push({ text, line, column }),
    tooLong: (tooLong, line, column) => void cuts.push({ tooLong, line, column }),
  });
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % Math.max(1, sizes.length)] ?? bytes.length);
    splitter.window.append(bytes.subarray(at, at + size));
    splitter.scan();
    at += size;
  }
  splitter.end();
  return { cuts, lines: splitter.lines, crlf: splitter.crlf.count };
}

function expected(text: string, container: 'jsonl' | 'array' | 'object'): Cut[] {
  const starts = lineStarts(text);
  return splitRecords(text, container).map(({ start, end }) => {
    const line = lineOf(starts, start);
    return { text: text.slice(start, end), line: line + 1, column: start - starts[line]! + 1 };
  });
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
const seeded = { seed: 20260201, numRuns: 1500 };

describe('lines', () => {
  const piece = fc.constantFrom(
    '\n',
    '\r\n',
    '\r',
    '',
    '{"a":1}',
    ' ',
    'é',
    '😀',
    '\u2028',
    'x',
    '\r\r\n',
    '\n\n',
  );
  it('are those of the whole text, in any chunks', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), sizes, (pieces, chunks) => {
        const text = pieces.join('');
        const got = cut((sink) => new LineSplitter(sink), Buffer.from(text), chunks);
        expect(got.cuts).toEqual(expected(text, 'jsonl'));
      }),
      seeded,
    );
  });

  it('ending with CRLF are counted', () => {
    expect(cut((sink) => new LineSplitter(sink), Buffer.from('a\r\nb\nc\r\n\r\n'), [2]).crlf).toBe(3);
  });

  it('that are too long are passed over, and those behind them are not', () => {
    const text = `ok\n${'x'.repeat(50)}\nafter\n${'y'.repeat(31)}`;
    for (const chunk of [1, 7, 100]) {
      const got = cut((sink) => new LineSplitter(sink, 20), Buffer.from(text), [chunk]);
      expect(got.cuts).toEqual([
        { text: 'ok', line: 1, column: 1 },
        { tooLong: 50, line: 2, column: 1 },
        { text: 'after', line: 3, column: 1 },
        { tooLong: 31, line: 4, column: 1 },
      ]);
    }
  });
});

describe('elements of an array', () => {
  const piece = fc.constantFrom(
    ...[
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      '"',
      '\\',
      '\\"',
      ' ',
      '\n',
      '\r\n',
      '1',
      'null',
      '{"a":[1,"]"]}',
      '"x"',
    ],
    ...['é', '😀', '\0', '{"b":"\\\\"}', '\r'],
  );
  it('are those of the whole text, in any chunks, also when it is broken', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), sizes, (pieces, chunks) => {
        const text = `[${pieces.join('')}`;
        const got = cut((sink) => new ElementSplitter(sink), Buffer.from(text), chunks);
        expect(got.cuts).toEqual(expected(text, 'array'));
      }),
      seeded,
    );
  });

  it('end with what stands behind the array, and that is passed over when it is too long', () => {
    for (const chunk of [1, 7, 200]) {
      const space = ' '.repeat(40);
      const { cuts } = cut((sink) => new ElementSplitter(sink, 24), Buffer.from(`[1,\n]\n{"é": 2}\n`), [
        chunk,
      ]);
      expect(cuts).toEqual([
        { text: '1', line: 1, column: 2 },
        { text: ',', line: 1, column: 3 },
        { text: ']\n{"é": 2}', line: 2, column: 1 },
      ]);
      const long = cut((sink) => new ElementSplitter(sink, 24), Buffer.from(`[1]${'x'.repeat(40)}`), [chunk]);
      expect(long.cuts).toEqual([
        { text: '1', line: 1, column: 2 },
        { tooLong: 41, line: 1, column: 3 },
      ]);
      const blank = cut((sink) => new ElementSplitter(sink, 99), Buffer.from(`[1]${space}`), [chunk]);
      expect(blank.cuts).toEqual([{ text: '1', line: 1, column: 2 }]);
    }
  });

  it('count columns in UTF-16 units on one long line', () => {
    const got = cut((sink) => new ElementSplitter(sink), Buffer.from('["😀é", {"a": 1}]'), [3]);
    expect(got.cuts).toEqual([
      { text: '"😀é"', line: 1, column: 2 },
      { text: '{"a": 1}', line: 1, column: 9 },
    ]);
  });

  it('that are too long are passed over, and those behind them keep their places', () => {
    const text = `[1,\n {"a": "${'x'.repeat(40)}\n${'é'.repeat(10)}"}, 2]`;
    for (const chunk of [1, 7, 200]) {
      const { cuts } = cut((sink) => new ElementSplitter(sink, 24), Buffer.from(text), [chunk]);
      const size = Buffer.byteLength(text) - Buffer.byteLength('[1,\n , 2]');
      expect(cuts).toEqual([
        { text: '1', line: 1, column: 2 },
        { tooLong: size, line: 2, column: 2 },
        { text: '2', line: 3, column: 15 },
      ]);
    }
  });
});

describe('a file that is one object', () => {
  it('is one record, without the space around it', () => {
    const text = '\r\n  {\n "a": 1\n}\n\n';
    for (const chunk of [1, 100]) {
      const got = cut((sink) => new WholeSplitter(sink), Buffer.from(text), [chunk]);
      expect(got.cuts).toEqual(expected(text, 'object'));
    }
  });
});
