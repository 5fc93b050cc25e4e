import { describe, expect, it } from 'vitest';
import { repairJson } from '../../../src/core/calls/jsonRepair.ts';

/** The text afterwards, `?` in front of a guess; `undefined` when there is no repair. */
function repaired(text: string): string | undefined {
  const repair = repairJson(text);
  if (!repair) return undefined;
  let result = '';
  let at = 0;
  for (const { start, end, text: now } of repair.changes) {
    result += text.slice(at, start) + now;
    at = end;
  }
  return (repair.certain ? '' : '?') + result + text.slice(at);
}

describe('text that is nearly JSON', () => {
  it.each([
    [`{'a': 'b'}`, `{"a": "b"}`],
    [`{'a': True, 'b': [None, False]}`, `{"a": true, "b": [null, false]}`],
    [`{'say': 'a "word"'}`, `{"say": "a \\"word\\""}`],
    [`{'a': 'it\\'s', "b": "it's"}`, `{"a": "it's", "b": "it's"}`],
    [`{"a": "it\\'s"}`, `{"a": "it's"}`],
    [`{"a": 1.0, "b" : [1 , 2,],}`, `{"a": 1.0, "b" : [1 , 2]}`],
    [`{a: 1, b_2: {c: "x"}}`, `{"a": 1, "b_2": {"c": "x"}}`],
    [`{"a": 1 /* one */, // two\n "b": 2}`, `{"a": 1 , \n "b": 2}`],
    [`{"a": "x\ty\nz"}`, `{"a": "x\\ty\\nz"}`],
    [`{'a': '\\u00e9\\n', 'n': 12345678901234567890}`, `{"a": "\\u00e9\\n", "n": 12345678901234567890}`],
  ])('%j is mended to %j', (text, json) => {
    expect(repaired(text)).toBe(json);
    expect(() => void JSON.parse(json)).not.toThrow();
  });

  it.each([
    [`{"a": [1, {"b": 2`, `?{"a": [1, {"b": 2}]}`],
    [`{"a": "x`, `?{"a": "x"}`],
    [`{"a": [1, 2}`, `?{"a": [1, 2]}`],
    [`{"re": "\\d+"}`, `?{"re": "\\\\d+"}`],
  ])('%j is completed to %j as a guess', (text, json) => {
    expect(repaired(text)).toBe(json);
  });

  it.each([
    [`{"a": 1}`, 'JSON'],
    [`{'a': 'it's'}`, 'a quote in the middle'],
    [`{'a': 'b' 'c'}`, 'strings that Python joins'],
    [`{'a': '\\x41'}`, 'an escape that only Python reads'],
    [`{"a": NaN}`, 'a number that JSON does not have'],
    [`{"a": b}`, 'a bare word'],
    [`{"a" 1}`, 'no colon'],
    [`[1,,2]`, 'a value missing'],
    [`{"a": 1} and more`, 'text behind'],
    [`{(1, 2): 3}`, 'a tuple'],
    ['', 'nothing'],
  ])('%j is left alone: %s', (text) => {
    expect(repaired(text)).toBeUndefined();
  });
});
