/** Differences of call lists, as people are shown them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ComparedCall, diffArguments, diffCalls } from '../../../src/core/cot/callDiff.ts';
import { type NewCall, readNewCalls } from '../../../src/core/cot/newCalls.ts';
import { deepEqual, type JsonValue } from '../../../src/core/json.ts';

function calls(text: string): readonly NewCall[] {
  const read = readNewCalls(text);
  if (!read.ok) throw new Error(read.reason);
  return read.calls;
}

/** A line for each call. */
function lines(before: string, after: string): string[] {
  const { changes, isReordered } = diffCalls(calls(before), calls(after));
  const found = changes.map((change) => {
    switch (change.kind) {
      case 'same':
        return `${change.old}=${change.new} ${change.name}`;
      case 'added':
        return `+${change.new} ${change.name}`;
      case 'missing':
        return `-${change.old} ${change.name}`;
      case 'changed': {
        const name =
          change.oldName === change.newName ? change.newName : `${change.oldName} > ${change.newName}`;
        const parts = change.arguments.map((part) => {
          const old = part.kind === 'added' ? '' : JSON.stringify(part.old);
          const now = part.kind === 'removed' ? '' : JSON.stringify(part.new);
          return `${part.path.join('.')}: ${old} > ${now}`;
        });
        return [`${change.old}~${change.new} ${name}`, ...parts].join(' | ');
      }
    }
  });
  return isReordered ? [...found, 'reordered'] : found;
}

describe('the difference of two call lists', () => {
  it.each<[string, string, string, string[]]>([
    ['none', '[f(a=1), g()]', '[f(a=1), g()]', ['0=0 f', '1=1 g']],
    ['order', '[f(a=1), g()]', '[g(), f(a=1)]', ['1=0 g', '0=1 f', 'reordered']],
    ['a value', "[f(city='Oslo', days=3)]", "[f(city='Oslo', days='3')]", ['0~0 f | days: 3 > "3"']],
    ['an argument more and one less', '[f(a=1, b=2)]', '[f(b=2, c=3)]', ['0~0 f | a: 1 >  | c:  > 3']],
    ['deep inside', "[f(a={'x': [1, 2], 'y': 3})]", "[f(a={'x': [1, 4], 'y': 3})]", ['0~0 f | a.x.1: 2 > 4']],
    ['a longer list', '[f(a=[1])]', '[f(a=[1, 2])]', ['0~0 f | a.1:  > 2']],
    ['a call more', '[f(a=1)]', '[f(a=1), f(a=2)]', ['0=0 f', '+1 f']],
    ['a call less', '[f(a=1), f(a=2)]', '[f(a=2)]', ['1=0 f', '-0 f']],
    ['another function, same arguments', '[f(a=1, b=2)]', '[g(a=1, b=2)]', ['0~0 f > g']],
    ['another call altogether', '[f(a=1)]', '[g(x=2)]', ['+0 g', '-0 f']],
    [
      'the best pairs',
      '[f(a=1, b=1), f(a=2, b=2)]',
      '[f(a=2, b=9), f(a=1, b=8)]',
      ['1~0 f | b: 2 > 9', '0~1 f | b: 1 > 8', 'reordered'],
    ],
    ['nothing left', '[f(a=1)]', '[]', ['-0 f']],
  ])('%s', (_, before, after, expected) => {
    expect(lines(before, after)).toEqual(expected);
  });

  it('takes arguments that could not be read as they are', () => {
    const unread: ComparedCall = { name: 'f', arguments: undefined };
    expect(diffCalls([unread], [unread]).isSame).toBe(true);
    expect(diffCalls([unread], [{ name: 'f', arguments: {} }]).changes).toEqual([
      {
        kind: 'changed',
        old: 0,
        new: 0,
        oldName: 'f',
        newName: 'f',
        arguments: [{ path: [], kind: 'added', new: {} }],
      },
    ]);
  });

  it('is told once for each call, and the argument changes make the one from the other', () => {
    const value = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
    const call = fc.record({
      name: fc.constantFrom('f', 'g'),
      arguments: fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), value),
    });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 5 }), fc.array(call, { maxLength: 5 }), (before, after) => {
        const { changes, isSame } = diffCalls(before as ComparedCall[], after as ComparedCall[]);
        const olds = changes.flatMap((change) => ('old' in change ? [change.old] : []));
        const news = changes.flatMap((change) => ('new' in change ? [change.new] : []));
        expect(olds.sort()).toEqual([...before.keys()]);
        expect(news).toEqual([...after.keys()]);
        expect(isSame).toBe(changes.every((change) => change.kind === 'same'));
        for (const change of changes) {
          if (change.kind !== 'same') continue;
          expect(
            deepEqual(before[change.old]!.arguments as JsonValue, after[change.new]!.arguments as JsonValue),
          ).toBe(true);
        }
      }),
      { seed: 11, numRuns: 200 },
    );
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(diffArguments(a, b).length === 0).toBe(deepEqual(a, b));
        expect(diffArguments(a, a)).toEqual([]);
      }),
      { seed: 12, numRuns: 200 },
    );
  });

  it('of long lists is found in a moment', () => {
    const many = (value: number) =>
      Array.from({ length: 400 }, (_, i) => ({ name: `f${i % 7}`, arguments: { a: i, b: value } }));
    const start = performance.now();
    expect(diffCalls(many(1), many(2)).changes).toHaveLength(400);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('calls in a reply', () => {
  it.each<[string, string]>([
    ['[{"name":"f","arguments":{"a":1}}]', 'f {"a":1}'],
    ['{"name":"f","parameters":{"a":1}}', 'f {"a":1}'],
    ['[{"type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}}]', 'f {"a":1}'],
    ['```json\n[{"name":"f"}]\n```', 'f {}'],
    ["[f(a=1, b='x'), g.h()]", 'f {"a":1,"b":"x"}; g.h {}'],
    ['[]', ''],
  ])('%s', (text, expected) => {
    expect(
      calls(text)
        .map(({ name, arguments: args }) => `${name} ${JSON.stringify(args)}`)
        .join('; '),
    ).toBe(expected);
  });

  it.each<[string, string]>([
    ['', 'There are no calls in the reply.'],
    ['Sorry.', 'The calls are neither JSON nor a Python call list.'],
    ['[1]', 'The reply holds something that is no call: each needs a name and an object of arguments.'],
    [
      '[{"name":"","arguments":{}}]',
      'The reply holds something that is no call: each needs a name and an object of arguments.',
    ],
    ["f('x')", 'The call list holds what is no plain value (an argument without its name).'],
    ['[f(a=1+2)]', 'The call list holds what is no plain value (an expression).'],
    ['[f(a=g())]', 'The call list holds what is no plain value (a call as a value).'],
    ['[f(a=x)]', 'The call list holds what is no plain value (a word without quotes).'],
    ['[f(a=1', 'The call list breaks off, or other text stands beside it.'],
    [
      '[{"name":"f","arguments":{"a":12345678901234567890}}]',
      'A number in the calls is too large to keep all its digits.',
    ],
    ['['.repeat(100_000), 'The calls are neither JSON nor a Python call list.'],
  ])('that cannot be read: %s', (text, reason) => {
    expect(readNewCalls(text)).toEqual({ ok: false, reason });
  });
});
