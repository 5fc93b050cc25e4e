import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxProblemsPerRecord } from '../../../src/core/check.ts';
import { formats } from '../../../src/core/formats/index.ts';
import { rules } from '../../../src/core/rules/index.ts';
import type { Rule } from '../../../src/core/rules/types.ts';
import { openaiLine, exampleTool, weatherTool } from '../../../src/core/rules/exampleLines.ts';
import { checkLine } from './support.ts';

const throwing: Rule = {
  code: 'call.throws-in-test',
  severity: 'error',
  title: 'A rule that crashes',
  phase: 'fast',
  docs: { why: '', example: { format: 'plain', bad: '', good: '' }, source: '' },
  checkCall() {
    throw new TypeError('no luck');
  },
  checkRecord() {
    throw new RangeError('none here either');
  },
};

describe('a rule that crashes', () => {
  it('becomes a visible problem and hides nothing', () => {
    const bad = openaiLine({ arguments: { days: '3' } });
    const without = checkLine('openai', bad).problems.map(({ code }) => code);
    const { problems } = checkLine('openai', bad, [throwing, ...rules]);
    const crashes = problems.filter(({ code }) => code === 'record.check-failed');
    expect(crashes.map(({ message }) => message)).toEqual([
      'Callsmith could not finish checking this record: the rule call.throws-in-test failed (RangeError: none here either). Please report it.',
      'Callsmith could not finish checking this record: the rule call.throws-in-test failed (TypeError: no luck). Please report it.',
    ]);
    expect(problems.filter(({ code }) => code !== 'record.check-failed').map(({ code }) => code)).toEqual(
      without,
    );
    expect(without).toEqual(expect.arrayContaining(['call.missing-argument', 'call.wrong-type']));
  });
});

describe('hostile records', () => {
  /** Every span inside the record, whatever it holds. */
  function check(format: string, text: string): string[] {
    const { problems, once } = checkLine(format, text);
    for (const { span, related, message } of problems) {
      for (const { start, end } of [span, ...related.map((r) => r.span)]) {
        expect(start >= 0 && start <= end && end <= text.length, `${start}..${end} of ${text.length}`).toBe(
          true,
        );
      }
      expect(message.length).toBeLessThan(700);
    }
    return [...problems, ...once].map(({ code }) => code);
  }

  it('nesting of 100,000 is told and ends', () => {
    const deep = '['.repeat(100_000);
    expect(check('plain', `{"a":${deep}`)).toEqual(['record.not-json']);
    expect(check('plain', `{"a":${deep}${']'.repeat(100_000)}}`)).toEqual(['record.too-deep']);
    expect(check('openai', openaiLine({ arguments: `{"city":${deep}${']'.repeat(100_000)}}` }))).toEqual([
      'record.too-deep',
    ]);
    expect(check('openai', openaiLine({ arguments: `{"city":${deep}` }))).toEqual(['call.not-parsable']);
  });

  it('100,000 wrong arguments give a bounded list', () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`x${i}`, i]));
    const codes = check('openai', openaiLine({ arguments: { city: 'Oslo', ...many } }));
    expect(codes.length).toBeLessThanOrEqual(maxProblemsPerRecord);
    expect(new Set(codes)).toEqual(new Set(['call.unknown-argument']));
  });

  it('keys of the prototype are only keys', () => {
    const args = '{"city":"Oslo","__proto__":{"polluted":true},"constructor":1,"toString":"x"}';
    expect(check('openai', openaiLine({ arguments: args }))).toEqual([
      'call.unknown-argument',
      'call.unknown-argument',
      'call.unknown-argument',
    ]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(check('openai', openaiLine({ name: 'constructor' }))).toEqual(['call.unknown-function']);
  });

  it('catastrophic patterns and loops of references end', () => {
    const slow = exampleTool({ city: { type: 'string', pattern: '^(a+)+$' } }, ['city']);
    expect(
      check(
        'openai',
        openaiLine({ tools: [slow], arguments: { city: `${'a'.repeat(50_000)}!` }, user: 'a' }),
      ),
    ).toContain('call.schema-violation');
    const loop = exampleTool({ city: { $ref: '#/$defs/a' } }, ['city']);
    const parameters = {
      ...(loop.parameters as object),
      $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } },
    };
    expect(check('openai', openaiLine({ tools: [{ ...loop, parameters }] }))).toContain('tool.schema-smell');
  });

  it('a line of 6 MB is checked', () => {
    expect(
      check(
        'openai',
        openaiLine({ user: 'lorem ipsum '.repeat(500_000), arguments: { city: 'Oslo', days: '3' } }),
      ),
    ).toEqual(['call.wrong-type']);
  });

  it('no format throws on a line with anything in any place', { timeout: 30_000 }, () => {
    const seeds = rules
      .flatMap(({ docs }) => [docs.example.bad, docs.example.good])
      .filter((text) => text.length < 3000);
    const ids = ['plain', ...formats.map(({ id }) => id)];
    const junk = fc.constantFrom(
      'null',
      '7',
      '"x"',
      '[]',
      '{}',
      '[null]',
      '"\\u0000"',
      '"{"',
      '"[f("',
      'true',
      '{"a":{"a":1,"a":2}}',
      '"<think>"',
      '',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.constantFrom(...ids),
        fc.nat(),
        junk,
        (seed, id, at, value) => {
          const places = [...seed.matchAll(/[:[,{]/g)].map(({ index }) => index + 1);
          const place = places[at % Math.max(1, places.length)] ?? 0;
          const rest = seed.slice(place).replace(/^(?:"(?:[^"\\]|\\.)*"|[\w.-]+)/, value);
          expect(check(id, seed.slice(0, place) + rest)).not.toContain('record.check-failed');
        },
      ),
      { seed: 20260101, numRuns: 1500 },
    );
  });

  it('leaves the weather tool of the examples as it is', () => {
    expect(check('openai', openaiLine({ tools: [weatherTool] }))).toEqual([]);
  });
});
