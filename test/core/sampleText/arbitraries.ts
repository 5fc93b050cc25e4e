/** Records for property tests: JSON in strings in JSON, and texts with every kind of character. */
import fc from 'fast-check';

/** A value in which strings of JSON nest, and texts have every kind of character. */
const value = fc.letrec<{ value: unknown; text: string }>((tie) => ({
  text: fc.oneof(
    { weight: 3, arbitrary: fc.string({ maxLength: 12 }) },
    fc.constantFrom(
      'a\nb',
      'a\n\n  b\n',
      '\n',
      'say "a" and "b" and "c"',
      'x\\y\\z\\',
      '"""',
      'tab\there\nand there',
      'a\r\nb',
      'a\u2028b\nc',
      '[1',
      '[]',
      ' {"a": 1} ',
      '{"a":{"b":"c\\nd"}}',
      '\ud800\n',
      'é\n漢字\n😀',
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
    tie('value').map((v) => JSON.stringify(v)),
  ),
  value: fc.oneof(
    { maxDepth: 4 },
    tie('text'),
    fc.constantFrom<unknown>(0, -1.5, 1e21, true, null, '', {}, []),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string({ maxLength: 5 }), fc.constant('__proto__')), tie('value'), {
      maxKeys: 4,
    }),
  ),
}));
/** A record's text: one object, in which a key may stand twice. */
export const jsonRecord = fc.array(fc.tuple(fc.string({ maxLength: 5 }), value.value), { maxLength: 4 }).map(
  (members) =>
    // Duplicate keys included.
    `{${members.map(([key, v]) => `${JSON.stringify(key)}:${JSON.stringify(v)}`).join()}}`,
);

/** Strings of JSON with their JSON read: how the JSON in them is spaced does not count. */
export function withParsedJson(v: unknown): unknown {
  if (typeof v === 'string') {
    try {
      const inner: unknown = JSON.parse(v);
      return typeof inner === 'object' && inner !== null ? { json: withParsedJson(inner) } : v;
    } catch {
      return v;
    }
  }
  if (Array.isArray(v)) return v.map(withParsedJson);
  if (typeof v === 'object' && v !== null)
    return Object.entries(v).map(([key, member]) => [key, withParsedJson(member)]);
  return v;
}
