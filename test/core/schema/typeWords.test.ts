/** Type words of Python, Java and JavaScript, as formats.md lists them, with what authors append. */
import { expect, it } from 'vitest';
import { readTypeWord } from '../../../src/core/schema/typeWords.ts';

it.each([
  ['string', 'json', { type: 'string' }],
  ['STRING', 'upper', { type: 'string' }],
  ['OBJECT', 'upper', { type: 'object' }],
  ['String', 'word', { type: 'string' }],
  ['str', 'word', { type: 'string' }],
  ['Number', 'word', { type: 'number' }],
  ['float', 'word', { type: 'number' }],
  ['long', 'word', { type: 'integer' }],
  ['dict', 'word', { type: 'object' }],
  ['HashMap', 'word', { type: 'object' }],
  ['tuple', 'word', { type: 'array' }],
  ['ArrayList', 'word', { type: 'array' }],
  ['set', 'word', { type: 'array' }],
  ['any', 'word', {}],
  ['Enum', 'word', {}],
  ['', 'word', {}],
  ['List[int]', 'word', { type: 'array', items: { type: 'integer' } }],
  ['list(str)', 'word', { type: 'array', items: { type: 'string' } }],
  ['List<String>', 'word', { type: 'array', items: { type: 'string' } }],
  ['int[]', 'word', { type: 'array', items: { type: 'integer' } }],
  ['float[][]', 'word', { type: 'array', items: { type: 'array', items: { type: 'number' } } }],
  ['Tuple[float, float]', 'word', { type: 'array', items: { type: 'number' } }],
  ['Tuple[int, ...]', 'word', { type: 'array', items: { type: 'integer' } }],
  ['List[Union[int, float]]', 'word', { type: 'array', items: { type: ['integer', 'number'] } }],
  ['Dict[str, int]', 'word', { type: 'object', additionalProperties: { type: 'integer' } }],
  ['Dict[str, Any]', 'word', { type: 'object' }],
  ['Map<String, Object>', 'word', { type: 'object', additionalProperties: { type: 'object' } }],
  ['Optional[int]', 'word', { type: ['integer', 'null'] }],
  ['int | None', 'word', { type: ['integer', 'null'] }],
  ['str or int', 'word', { type: ['string', 'integer'] }],
  [
    'Union[str, List[str]]',
    'word',
    { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
  ],
  ['typing.List[str]', 'word', { type: 'array', items: { type: 'string' } }],
  ["Literal['a', 'b']", 'word', { enum: ['a', 'b'] }],
  ['Date (yyyy-mm-dd)', 'word', { type: 'string' }],
  ['Callable[[float], float]', 'unknown', {}],
  ['widget', 'unknown', {}],
  ['List[', 'unknown', {}],
])('%s', (word, kind, schema) => {
  expect(readTypeWord(word)).toMatchObject({ kind, schema, optional: false });
});

it.each([
  ['str, optional', { type: 'string' }, undefined],
  ['List[int], optional', { type: 'array', items: { type: 'integer' } }, undefined],
  ["str, default='London'", { type: 'string' }, 'London'],
  ['int, default=5', { type: 'integer' }, 5],
  ['bool, optional, default=True', { type: 'boolean' }, true],
  ['str, default=None', { type: 'string' }, null],
  ['str (optional)', { type: 'string' }, undefined],
  ['int?', { type: 'integer' }, undefined],
])('%s may be left out', (word, schema, fallback) => {
  const reading = readTypeWord(word);
  expect(reading).toMatchObject({ kind: 'word', schema, optional: true });
  expect(reading.default).toEqual(fallback);
});

it('takes the default out of a type that is only a default', () => {
  expect(readTypeWord("default='London'")).toMatchObject({
    kind: 'unknown',
    optional: true,
    default: 'London',
  });
});

it('bounds what it reads', () => {
  expect(readTypeWord('List['.repeat(500) + 'int' + ']'.repeat(500)).kind).toBe('unknown');
  expect(readTypeWord('str|'.repeat(100_000)).kind).toBe('unknown');
});
