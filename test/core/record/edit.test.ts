/** Fixes written into each language: what stands around stays, and the text reads as it should afterwards. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFix, withEdits } from '../../../src/core/record/edit.ts';
import { TextPatch } from '../../../src/core/record/textPatch.ts';
import { editValue } from '../../../src/core/record/editValue.ts';
import type { FixEdit } from '../../../src/core/rules/types.ts';
import type { JsonValue } from '../../../src/core/json.ts';
import type { LanguageId, Path } from '../../../src/core/text/path.ts';

function fixed(text: string, ...edits: FixEdit[]): string | undefined {
  const made = applyFix(text, { title: '', edits });
  return made && withEdits(text, made);
}

/** Edits of `content`, which stands as a language in a string of the record; the content afterwards. */
function inContent(
  as: LanguageId,
  content: string,
  ...edits: ((path: Path) => FixEdit)[]
): string | undefined {
  const text = JSON.stringify({ c: content, d: 1 });
  const path: Path = ['c', { as, start: 0, end: content.length }];
  const made = fixed(text, ...edits.map((edit) => edit(path)));
  return made === undefined ? undefined : (JSON.parse(made) as { c: string }).c;
}

const insert =
  (below: Path, key: string, value: JsonValue) =>
  (path: Path): FixEdit => ({ insert: [...path, ...below], key, value });
const remove =
  (...below: Path) =>
  (path: Path): FixEdit => ({ remove: [...path, ...below] });

describe('adding a member', () => {
  it('keeps the spacing of the object, also when it has lines of its own', () => {
    expect(fixed('{"a":1}', { insert: [], key: 'b', value: [1, 'x'] })).toBe('{"a":1,"b":[1,"x"]}');
    expect(fixed('{"a": 1 }', { insert: [], key: 'b', value: { c: null } })).toBe(
      '{"a": 1, "b": {"c": null} }',
    );
    expect(fixed('{"a": {}}', { insert: ['a'], key: 'b', value: 2 })).toBe('{"a": {"b": 2}}');
    expect(fixed('{\n  "a": 1\n}', { insert: [], key: 'b', value: 2 })).toBe('{\n  "a": 1,\n  "b": 2\n}');
  });

  it('goes into JSON inside a string, at any depth', () => {
    const text = '{"s": "{\\"t\\": \\"{\\\\\\"a\\\\\\": 1}\\"}"}';
    expect(fixed(text, { insert: ['s', 't'], key: 'b', value: 'é"' })).toBe(
      '{"s": "{\\"t\\": \\"{\\\\\\"a\\\\\\": 1, \\\\\\"b\\\\\\": \\\\\\"é\\\\\\\\\\\\\\"\\\\\\"}\\"}"}',
    );
  });

  it('writes arguments of Python calls, keys of Python dictionaries, tags and ReAct input', () => {
    const calls = "[f(a=1, d={'x': 'y'}), g()]";
    expect(inContent('python-calls', calls, insert([0, 'arguments'], 'b', true))).toBe(
      "[f(a=1, d={'x': 'y'}, b=True), g()]",
    );
    expect(inContent('python-calls', calls, insert([1, 'arguments'], 'b', "it's"))).toBe(
      "[f(a=1, d={'x': 'y'}), g(b='it\\'s')]",
    );
    expect(inContent('python-calls', calls, insert([0, 'arguments', 'd'], 'z', null))).toBe(
      "[f(a=1, d={'x': 'y', 'z': None}), g()]",
    );
    expect(inContent('python-calls', 'f(a=1,)', insert([0, 'arguments'], 'b', 2))).toBe('f(a=1, b=2)');
    // No argument of Python can be called so.
    expect(inContent('python-calls', 'f(a=1)', insert([0, 'arguments'], 'b c', 2))).toBeUndefined();
    const xml = '<function=f>\n<parameter=a>\n1\n</parameter>\n</function>';
    expect(inContent('xml-calls', xml, insert(['arguments'], 'b', 'x y'))).toBe(
      '<function=f>\n<parameter=a>\n1\n</parameter>\n<parameter=b>\nx y\n</parameter>\n</function>',
    );
    const react = 'Action: f\nAction Input: {"a": 1}';
    expect(inContent('react', react, insert(['arguments'], 'b', ['x']))).toBe(
      'Action: f\nAction Input: {"a": 1, "b": ["x"]}',
    );
    expect(inContent('react', "Action: f\nAction Input: {'a': 1}", insert(['arguments'], 'b', false))).toBe(
      "Action: f\nAction Input: {'a': 1, 'b': False}",
    );
    expect(
      inContent('glaive', `{"name": "f", "arguments": '{"a": 1}'}`, insert(['arguments'], 'b', 'x')),
    ).toBe(`{"name": "f", "arguments": '{"a": 1, "b": "x"}'}`);
  });
});

describe('taking a member out', () => {
  it('takes neighbours out together, with the commas between them', () => {
    const text = '{"a": 1, "b": 2, "c": 3}';
    expect(fixed(text, { remove: ['a'] }, { remove: ['b'] })).toBe('{"c": 3}');
    expect(fixed(text, { remove: ['b'] }, { remove: ['c'] })).toBe('{"a": 1}');
    expect(fixed(text, { remove: ['a'] }, { remove: ['c'] })).toBe('{"b": 2}');
    expect(fixed(text, { remove: ['a'] }, { remove: ['b'] }, { remove: ['c'] })).toBe('{}');
  });

  it('leaves no comma for what is put in at the same time', () => {
    expect(fixed('{"a": 1}', { remove: ['a'] }, { insert: [], key: 'b', value: 2 })).toBe('{"b": 2}');
    expect(fixed('{"a": 1, "c": 3}', { remove: ['a'] }, { insert: [], key: 'b', value: 2 })).toBe(
      '{"c": 3, "b": 2}',
    );
  });

  it('works in Python calls and between tags', () => {
    expect(inContent('python-calls', "[f(a=1, b='x')]", remove(0, 'arguments', 'a'))).toBe("[f(b='x')]");
    expect(inContent('python-calls', "[f(a=1, b='x')]", remove(0, 'arguments', 'b'))).toBe('[f(a=1)]');
    const xml = '<function=f>\n<parameter=a>\n1\n</parameter>\n<parameter=b>\n2\n</parameter>\n</function>';
    expect(inContent('xml-calls', xml, remove('arguments', 'a'))).toBe(
      '<function=f>\n<parameter=b>\n2\n</parameter>\n</function>',
    );
  });
});

describe('wrapping, quoting, unquoting', () => {
  it('keep the text of the value: digits, spaces, escapes', () => {
    const text = '{"a": 1.50, "b": "\\u00e9", "c": {"x" : 12345678901234567890}}';
    expect(fixed(text, { wrap: ['a'], in: 'list' })).toBe(text.replace('1.50', '[1.50]'));
    expect(fixed(text, { wrap: ['b'], in: 'list' })).toBe(text.replace('"\\u00e9"', '["\\u00e9"]'));
    expect(fixed(text, { quote: ['a'] })).toBe(text.replace('1.50', '"1.50"'));
    expect(fixed(text, { quote: ['c'] })).toBe(
      text.replace('{"x" : 12345678901234567890}', '"{\\"x\\" : 12345678901234567890}"'),
    );
    const object = { before: { type: 'object' }, key: 'properties', after: { required: ['x'] } };
    expect(fixed(text, { wrap: ['c'], in: object })).toBe(
      text.replace(
        '{"x" : 12345678901234567890}',
        '{"type": "object", "properties": {"x" : 12345678901234567890}, "required": ["x"]}',
      ),
    );
    const quoted = '{"c": "{\\"x\\" : 12345678901234567890,\\n \\"y\\": [1.0]}"}';
    expect(fixed(quoted, { unquote: ['c'] })).toBe('{"c": {"x" : 12345678901234567890, "y": [1.0]}}');
    expect(fixed('{"c": "no JSON"}', { unquote: ['c'] })).toBeUndefined();
  });

  it('write Python in Python', () => {
    const at = (key: string) => (path: Path) => [...path, 0, 'arguments', key];
    const content = `[f(a=3, b='{"x": [true, null]}', c='Oslo')]`;
    expect(inContent('python-calls', content, (path) => ({ quote: at('a')(path) }))).toContain("a='3'");
    expect(inContent('python-calls', content, (path) => ({ unquote: at('b')(path) }))).toContain(
      'b={"x": [True, None]}',
    );
    expect(inContent('python-calls', content, (path) => ({ wrap: at('c')(path), in: 'list' }))).toContain(
      "c=['Oslo']",
    );
  });
});

describe('edits of the record itself', () => {
  it('are told by a span, or take the record out', () => {
    expect(fixed('{"a":1,}', { span: { start: 6, end: 7 }, text: '' })).toBe('{"a":1}');
    expect(applyFix('x', { title: '', edits: [{ removeRecord: true }] })).toEqual([
      { start: 0, end: 1, newText: '', removesRecord: true },
    ]);
    expect(fixed('{}', { span: { start: 1, end: 9 }, text: '' })).toBeUndefined();
  });
});

describe('a fix on values', () => {
  it('gives what reading the fixed text gives', () => {
    const value: JsonValue = { a: 1, b: '2', list: [1, 2, 3], c: { x: true } };
    const edits: FixEdit[] = [
      { replace: { path: ['a'] }, value: 5 },
      { replace: { path: ['c'], at: 'key' }, value: 'd' },
      { unquote: ['b'] },
      { remove: ['list', 0] },
      { remove: ['list', 2] },
      { append: ['list'], value: 4 },
      { insert: ['c'], key: 'y', value: null },
    ];
    const text = JSON.stringify(value);
    // A renamed member is found under its old name by the other edits, as in text.
    const byValue = editValue(value, [...edits.slice(0, 1), ...edits.slice(2), edits[1]!]);
    expect(byValue).toEqual(JSON.parse(fixed(text, ...edits)!));
    expect(value).toEqual({ a: 1, b: '2', list: [1, 2, 3], c: { x: true } });
    expect(editValue(value, [{ remove: ['nothing'] }])).toBeUndefined();
  });
});

describe('edits in rounds', () => {
  const edit = fc.record({ start: fc.nat(30), length: fc.nat(6), newText: fc.string({ maxLength: 5 }) });
  it('property: told as edits of the first text they give the same text, ordered and apart', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 0, maxLength: 40, unit: 'grapheme' }),
        fc.array(fc.array(edit, { maxLength: 4 }), { maxLength: 4 }),
        (original, rounds) => {
          const patch = new TextPatch(original);
          let text = original;
          for (const round of rounds) {
            const edits = [];
            let from = 0;
            for (const { start, length, newText } of [...round].sort((a, b) => a.start - b.start)) {
              if (start < from || start > text.length) continue;
              const end = Math.min(text.length, start + length);
              edits.push({ start, end, newText });
              from = Math.max(end, start + 1);
            }
            patch.apply(edits);
            text = withEdits(text, edits);
            expect(patch.text).toBe(text);
          }
          const all = patch.edits();
          expect(withEdits(original, all)).toBe(text);
          all.slice(1).forEach(({ start }, i) => expect(start).toBeGreaterThan(all[i]!.end - 1));
          for (const { start, end, newText } of all) expect(original.slice(start, end)).not.toBe(newText);
        },
      ),
      { seed: 20253, numRuns: 300 },
    );
  });
});
