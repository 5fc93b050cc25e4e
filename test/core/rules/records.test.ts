import { describe, expect, it } from 'vitest';
import { createChecker, fileContext } from '../../../src/core/check.ts';
import { createFileSummary } from '../../support/fileSummary.ts';
import { encodingFacts, recordEncoding } from '../../../src/core/rules/recordEncoding.ts';
import { openingFact, recordArrayFile } from '../../../src/core/rules/recordArrayFile.ts';
import { rules } from '../../../src/core/rules/index.ts';
import { createToolCache } from '../../../src/core/schema/toolCache.ts';
import { checkLine, found } from './support.ts';

describe('record.not-json', () => {
  it('stands at the line, says what is wrong and links the place', () => {
    const text = '{"a": 1 "b": 2}';
    const [finding] = found('plain', text, 'record.not-json');
    expect(finding!.at).toBe(`«${text}»`);
    expect(finding!.message).toBe('This line is not JSON: A comma is missing before this; add it.');
    const { start, end } = finding!.problem.related[0]!.span;
    expect(text.slice(start, end)).toBe('"b"');
  });

  it('names what stands there instead of an object', () => {
    expect(found('plain', '[1]', 'record.not-json')[0]!.message).toBe(
      'This record is an array, not a JSON object; write one object per record.',
    );
    expect(found('plain', '7', 'record.not-json')[0]!.message).toBe(
      'This record is an integer, not a JSON object; write one object per record.',
    );
    expect(found('plain', 'null', 'record.not-json')[0]!.message).toBe(
      'This record is null, not a JSON object; write one object per record.',
    );
  });

  it('tells what makes the end of an array file no JSON, even when it looks like a record', () => {
    const check = (text: string) => {
      const context = fileContext('openai', 'samples', 'array');
      const { problems } = createChecker(rules, createToolCache({})).check(text, context, 'all');
      return problems.map(({ code, span, message, fixes }) => ({
        code,
        at: text.slice(span.start, span.end),
        message,
        fixes: fixes.length,
      }));
    };
    expect(check(',')).toEqual([
      {
        code: 'record.not-json',
        at: ',',
        message: 'This comma separates no two records, so the file is not JSON; delete it.',
        fixes: 0,
      },
    ]);
    expect(check(']\n{"messages":[]}')).toEqual([
      {
        code: 'record.not-json',
        at: '{"messages":[]}',
        message:
          'The array of records has ended before this text, so the file is not JSON; move it into the array or delete it.',
        fixes: 0,
      },
    ]);
    // In a file of lines it is a line like any other.
    expect(found('plain', ']', 'record.not-json')[0]!.message).toMatch(/^This line is not JSON/);
  });
});

describe('record.placeholder', () => {
  it('tells blank lines and words for a row', () => {
    expect(found('plain', '  ', 'record.placeholder')[0]!.message).toBe('This line is blank; delete it.');
    expect(found('plain', '<PLACEHOLDER ROW>', 'record.placeholder')[0]!.message).toBe(
      '"<PLACEHOLDER ROW>" stands in place of a record; write the record or delete the line.',
    );
    expect(checkLine('plain', '<PLACEHOLDER ROW>').problems).toHaveLength(1);
  });
});

describe('record.duplicate-key', () => {
  it('stands at the line and links both keys', () => {
    const text = '{"a": 1, "b": {"c": 1, "c": 2}}';
    const [finding, ...more] = found('plain', text, 'record.duplicate-key');
    expect(more).toEqual([]);
    expect(finding!.at).toBe(`«${text}»`);
    expect(finding!.message).toBe(
      'The key "c" stands twice in one object, and readers keep only one of the values; keep one.',
    );
    expect(finding!.problem.related.map(({ span }) => span.start)).toEqual([15, 23]);
  });

  it('is found in JSON inside a string', () => {
    const text =
      '{"query":"q","tools":"[]","answers":"[{\\"name\\":\\"f\\",\\"arguments\\":{\\"x\\":1,\\"x\\":2}}]"}';
    const [finding] = found('xlam', text, 'record.duplicate-key');
    expect(finding!.problem.related.map(({ span }) => text.slice(span.start, span.end))).toEqual([
      '\\"x\\"',
      '\\"x\\"',
    ]);
  });

  it('is found in calls between tags, and stands at the line without the space around the object', () => {
    const call =
      '<tool_call>\n{"name":"g","arguments":{}}\n{"name":"f","arguments":{"y":1,"y":2}}\n</tool_call>';
    const text = `${JSON.stringify({ system: '', output: call, instruction: '' })} `;
    const [finding] = found('rlla', text, 'record.duplicate-key');
    expect(finding!.problem.span).toEqual({ start: 0, end: text.length });
    expect(finding!.problem.related.map(({ span }) => text.slice(span.start, span.end))).toEqual([
      '\\"y\\"',
      '\\"y\\"',
    ]);
  });
});

describe('record.encoding', () => {
  it('knows NUL as an escape, not as text that looks like one', () => {
    expect(checkLine('plain', '{"a":"\\u0000"}').once.map(({ key }) => key)).toEqual(['nul']);
    expect(checkLine('plain', '{"a":"\\\\u0000"}').once).toEqual([]);
  });

  it('is told once per file, with counts', () => {
    const checker = createChecker(rules, createToolCache({}));
    const summary = createFileSummary(false);
    const file = fileContext('plain', 'other', 'jsonl');
    ['{"a":"\u2028"}', '{}', '{"a":"\u2029\u2028"}'].forEach((text, i) =>
      summary.add(i, checker.check(text, file).once),
    );
    summary.add(0, encodingFacts({ bom: true, crlfLines: 3, invalidLines: 0 }));
    expect(
      summary
        .findings()
        .map(({ key, count, record }) => recordEncoding.fileMessage!(key, count) + ` [${record}]`),
    ).toEqual([
      'The file begins with a byte order mark, which many JSON readers refuse; save it as UTF-8 without one. [0]',
      '3 lines of the file end with CR LF; use LF, so that tools that compare or hash lines agree. [0]',
      '2 records hold U+2028 or U+2029 unescaped, where some readers split the line; write \\u2028 or \\u2029. [0]',
    ]);
  });
});

describe('dataset.mixed-format', () => {
  const xlam = '{"query":"q","tools":"[]","answers":"[]"}';
  it('names both formats', () => {
    const [finding] = found('openai', xlam, 'dataset.mixed-format');
    expect(finding!.at).toBe(`«${xlam}»`);
    expect(finding!.message).toMatch(
      /^This record is xLAM-60k \/ APIGen, but the file is OpenAI.*; convert it or move it to a file of its own\.$/,
    );
  });

  it('is silent in a plain file and on a record of no format', () => {
    expect(found('plain', xlam, 'dataset.mixed-format')).toEqual([]);
    expect(found('xlam', '{"id": 1}', 'dataset.mixed-format')).toEqual([]);
  });
});

describe('record.array-file', () => {
  const file = (container: 'jsonl' | 'array' | 'object', fileName?: string) =>
    fileContext('plain', 'other', container, { fileName });

  it('is told of a name that promises lines, once, at the bracket that opens the document', () => {
    expect(openingFact(file('array', 'x.jsonl'))).toEqual({
      code: 'record.array-file',
      severity: 'error',
      key: 'array',
    });
    expect(openingFact(file('object', 'x.NDJSON'))?.key).toBe('object');
    expect(openingFact(file('jsonl', 'x.jsonl'))).toBeUndefined();
    expect(openingFact(file('array', 'x.json'))).toBeUndefined();
    expect(openingFact(file('array'))).toBeUndefined();
  });

  it('has the severity that somebody set', () => {
    const severities = (severity: 'hint' | 'off') => ({ severities: { 'record.array-file': severity } });
    expect(openingFact({ ...file('array', 'x.jsonl'), ...severities('hint') })?.severity).toBe('hint');
    expect(openingFact({ ...file('array', 'x.jsonl'), ...severities('off') })).toBeUndefined();
  });

  it('says how many records there are where they were counted', () => {
    const words = (key: string, count: number) => recordArrayFile.fileMessage!(key, count);
    expect([words('array', 1), words('array', 12), words('array', 0), words('object', 1)]).toEqual([
      'This file is one JSON array of 1 record, but its name promises one record per line; write each record on its own line or name the file .json.',
      'This file is one JSON array of 12 records, but its name promises one record per line; write each record on its own line or name the file .json.',
      'This file is one JSON array, but its name promises one record per line; write each record on its own line or name the file .json.',
      'This file is one JSON object over several lines, but its name promises one record per line; write it on one line or name the file .json.',
    ]);
  });
});
