import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/core/json.ts';
import { applyFix, withEdits } from '../../../src/core/record/edit.ts';
import { createLocator } from '../../../src/core/record/locate.ts';
import { toPointer, type Path, type Place } from '../../../src/core/text/path.ts';

/** The text found at a place. */
function at(text: string, place: Place): string {
  const { span, exact } = createLocator(text, true).locate(place);
  expect(exact).toBe(true);
  return text.slice(span.start, span.end);
}

describe('locating a path in a record', () => {
  it('finds values and keys, quotes included', () => {
    const text = '{"a": {"b": [1, {"c": "x"}]}}';
    expect(at(text, { path: ['a', 'b', 1, 'c'] })).toBe('"x"');
    expect(at(text, { path: ['a', 'b', 1, 'c'], at: 'key' })).toBe('"c"');
    expect(at(text, { path: ['a', 'b', 0] })).toBe('1');
    expect(at(text, { path: [] })).toBe(text);
  });

  it('goes on inside JSON written in a string', () => {
    const text = JSON.stringify({
      answers: JSON.stringify([{ name: 'f', arguments: { city: 'Oslo "N"' } }]),
    });
    expect(at(text, { path: ['answers', 0, 'arguments', 'city'] })).toBe('\\"Oslo \\\\\\"N\\\\\\"\\"');
    expect(at(text, { path: ['answers', 0, 'name'], at: 'key' })).toBe('\\"name\\"');
  });

  it('goes into Python calls after a thought, and into tagged JSON', () => {
    const content = "<think>ok</think>\n\n[f(a=1, city='Bergen')]";
    const start = content.indexOf('[f');
    const step = { as: 'python-calls', start, end: content.length } as const;
    const text = JSON.stringify({ messages: [{ content }] });
    const base: Path = ['messages', 0, 'content', step, 0];
    expect(at(text, { path: [...base, 'name'] })).toBe('f');
    expect(at(text, { path: [...base, 'arguments', 'city'] })).toBe("'Bergen'");
    expect(at(text, { path: [...base, 'arguments', 'city'], at: 'key' })).toBe('city');
  });

  it('gives the nearest place above when a path leads nowhere', () => {
    const text = '{"a": {"b": 1}}';
    const located = createLocator(text, true).locate({ path: ['a', 'z', 0] });
    expect(located.exact).toBe(false);
    expect(text.slice(located.span.start, located.span.end)).toBe('{"b": 1}');
  });

  it('takes the last of duplicate keys, as parsing does', () => {
    expect(at('{"a": 1, "a": 2}', { path: ['a'] })).toBe('2');
  });

  it('keys such as __proto__ are keys', () => {
    expect(at('{"__proto__": {"constructor": 3}}', { path: ['__proto__', 'constructor'] })).toBe('3');
  });

  it('reads what is there of a record that does not parse', () => {
    const text = '{"a": {"b": 12}, "c": [1, 2';
    const { span } = createLocator(text, false).locate({ path: ['a', 'b'] });
    expect(text.slice(span.start, span.end)).toBe('12');
  });

  it('property: every value of nested JSON strings (4 deep) is found and edited in place', () => {
    const leaf = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    );
    const tree = fc.letrec<{ node: JsonValue }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        leaf as fc.Arbitrary<JsonValue>,
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.string({ maxLength: 4 }), tie('node'), { maxKeys: 3 }) as fc.Arbitrary<JsonValue>,
      ),
    })).node;
    fc.assert(
      fc.property(
        tree,
        fc.integer({ min: 0, max: 4 }),
        leaf as fc.Arbitrary<JsonValue>,
        (value, depth, fresh) => {
          let wrapped: JsonValue = { v: value };
          const prefix: (string | number)[] = ['v'];
          for (let i = 0; i < depth; i++) {
            wrapped = { s: JSON.stringify(wrapped), other: [i] };
            prefix.unshift('s');
          }
          const text = JSON.stringify(wrapped);
          for (const path of pathsOf(value)) {
            const place = { path: [...prefix, ...path] };
            const located = createLocator(text, true).locate(place);
            expect(located.exact).toBe(true);
            const slice = located.layer.text.slice(located.inLayer.start, located.inLayer.end);
            expect(JSON.parse(slice)).toEqual(valueAt(value, path));
            const edits = applyFix(text, { title: '', edits: [{ replace: place, value: fresh }] })!;
            const edited = withEdits(text, edits);
            let unwrapped = JSON.parse(edited) as Record<string, JsonValue>;
            for (let i = 0; i < depth; i++)
              unwrapped = JSON.parse(unwrapped.s as string) as Record<string, JsonValue>;
            expect(valueAt(unwrapped.v!, path)).toEqual(fresh);
            // Everything outside the edit is as it was.
            const [edit] = edits;
            expect(edited.startsWith(text.slice(0, edit!.start))).toBe(true);
            expect(edited.endsWith(text.slice(edit!.end))).toBe(true);
          }
        },
      ),
      { seed: 20252, numRuns: 100 },
    );
  });
});

function* pathsOf(value: JsonValue, path: (string | number)[] = []): Iterable<(string | number)[]> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) for (let i = 0; i < value.length; i++) yield* pathsOf(value[i]!, [...path, i]);
  else for (const key of Object.keys(value)) yield* pathsOf(value[key]!, [...path, key]);
}

function valueAt(value: JsonValue, path: readonly (string | number)[]): JsonValue | undefined {
  let at: JsonValue | undefined = value;
  for (const step of path) at = (at as Record<string | number, JsonValue>)[step];
  return at;
}

describe('removing a member', () => {
  const remove = (text: string, path: Path) =>
    withEdits(text, applyFix(text, { title: '', edits: [{ remove: path }] })!);
  it('takes the comma along', () => {
    expect(remove('{"a": 1, "b": 2}', ['a'])).toBe('{"b": 2}');
    expect(remove('{"a": 1, "b": 2}', ['b'])).toBe('{"a": 1}');
    expect(remove('{"a": 1}', ['a'])).toBe('{}');
    expect(remove('{"t": "{\\"a\\": [1, 2]}"}', ['t', 'a', 1])).toBe('{"t": "{\\"a\\": [1]}"}');
  });
});

describe('writing into Python calls', () => {
  it('keeps the quote style and escapes for the JSON string around', () => {
    const content = '[f(city=\'Oslo\', n="2")]';
    const step = { as: 'python-calls', start: 0, end: content.length } as const;
    const text = JSON.stringify({ c: content });
    const fix = (path: Path, value: JsonValue) =>
      JSON.parse(withEdits(text, applyFix(text, { title: '', edits: [{ replace: { path }, value }] })!)) as {
        c: string;
      };
    expect(fix(['c', step, 0, 'arguments', 'n'], 2).c).toBe("[f(city='Oslo', n=2)]");
    expect(fix(['c', step, 0, 'arguments', 'city'], 'Å "x"').c).toBe('[f(city=\'Å "x"\', n="2")]');
    expect(fix(['c', step, 0, 'arguments', 'city'], "it's").c).toContain('city=');
    expect(fix(['c', step, 0, 'arguments', 'city'], true).c).toBe('[f(city=True, n="2")]');
  });
});

describe('pointers', () => {
  it('escape as RFC 6901 and go on inside strings', () => {
    expect(toPointer(['answers', 0, 'a/b~c'])).toBe('/answers/0/a~1b~0c');
    expect(toPointer(['c', { as: 'json', start: 0, end: 1, label: '2' }, 'x'])).toBe('/c/2/x');
    expect(toPointer([])).toBe('');
  });
});
