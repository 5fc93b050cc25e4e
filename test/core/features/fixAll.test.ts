import { describe, expect, it } from 'vitest';
import { createService } from '../../../src/core/service.ts';
import { fixRecord } from '../../../src/core/features/fixAll.ts';
import { withEdits } from '../../../src/core/record/edit.ts';
import { exampleTool, openaiLine } from '../../../src/core/rules/exampleLines.ts';

const service = createService();

function fixAll(text: string, format = 'openai', codes?: readonly string[]) {
  const file = service.contextOf(service.recognize([text], 'jsonl', {}, { id: format, by: 'flag' }));
  const made = fixRecord(service.checker, text, file, { codes: codes && new Set(codes) });
  if (!made) return undefined;
  if (!made.removed) expect(withEdits(text, made.edits)).toBe(made.text);
  return { text: made.text, removed: made.removed, fixed: Object.fromEntries(made.fixed) };
}

describe('all certain fixes of a record', () => {
  it('are made in rounds: what one brings to light is mended by the next', () => {
    // JSON, then arguments encoded twice, then a type.
    const twice = openaiLine({ arguments: JSON.stringify('{"city":"Oslo","days":"3"}') });
    const text = `${twice.slice(0, -1)},}`;
    expect(fixAll(text)).toEqual({
      text: openaiLine({ arguments: '{"city":"Oslo","days":3}' }),
      removed: false,
      fixed: { 'record.not-json': 1, 'call.double-encoded': 1, 'call.wrong-type': 1 },
    });
  });

  it('take neighbours out together', () => {
    const text = openaiLine({ arguments: { city: 'Oslo', days: null, unit: null } });
    expect(fixAll(text)!.text).toBe(openaiLine({ arguments: { city: 'Oslo' } }));
  });

  it('leave guesses to a person', () => {
    expect(fixAll(openaiLine({ name: 'get_wether' }))).toBeUndefined();
    expect(fixAll(openaiLine({ arguments: { days: 3 } }))).toBeUndefined();
    const text = openaiLine({ name: 'get_weather', arguments: { city: 'Oslo', days: '3', town: 'Oslo' } });
    expect(fixAll(text)!.text).toBe(
      openaiLine({ name: 'get_weather', arguments: { city: 'Oslo', days: 3, town: 'Oslo' } }),
    );
  });

  it('can be those of one rule only', () => {
    const text = openaiLine({
      tools: [exampleTool({ city: { type: 'str' }, days: { type: 'int' } }, ['city'])],
      arguments: { city: 'Oslo', days: '3' },
    });
    const typed = openaiLine({
      tools: [exampleTool({ city: { type: 'string' }, days: { type: 'integer' } }, ['city'])],
      arguments: { city: 'Oslo', days: '3' },
    });
    expect(fixAll(text, 'openai', ['tool.foreign-type'])!.text).toBe(typed);
    expect(fixAll(text, 'openai', ['call.wrong-type'])!.fixed).toEqual({ 'call.wrong-type': 1 });
    expect(fixAll(text, 'openai', ['record.not-json'])).toBeUndefined();
  });

  it('change the file’s own way only when its rule is named', () => {
    const line = (parameters: unknown) =>
      JSON.stringify({
        query: 'Weather in Oslo?',
        tools: JSON.stringify([{ name: 'f', description: 'F', parameters }]),
        answers: '[{"name": "f", "arguments": {"city": "Oslo"}}]',
      });
    const map = line({ city: { type: 'str', description: 'City' } });
    expect(fixAll(map, 'xlam')).toBeUndefined();
    expect(fixAll(map, 'xlam', ['tool.bare-parameter-map', 'tool.foreign-type'])!.text).toBe(
      line({
        type: 'object',
        properties: { city: { type: 'string', description: 'City' } },
        required: ['city'],
      }),
    );
  });

  it('take a blank record out, and no record with words in it', () => {
    expect(fixAll('  ', 'openai')).toMatchObject({ removed: true, fixed: { 'record.placeholder': 1 } });
    expect(fixAll('<PLACEHOLDER ROW>', 'openai')).toBeUndefined();
  });

  it('write separators as escapes, at every depth', () => {
    const text = openaiLine({ arguments: { city: 'Os\u2028lo' } });
    expect(text).toContain('\u2028');
    expect(fixAll(text)!.text).toBe(text.replaceAll('\u2028', '\\u2028'));
  });

  it('keep what differs of a key that stands twice, and drop what is the same', () => {
    expect(fixAll('{"a": 1, "b": 2, "a": 1}', 'plain')!.text).toBe('{"b": 2, "a": 1}');
    expect(fixAll('{"a": 1, "b": 2, "a": 3}', 'plain')).toBeUndefined();
  });

  it('leave what is suppressed as it is', () => {
    const text = openaiLine({ arguments: { city: 'Oslo', days: '3', unit: null } });
    const format = service.recognize([text], 'jsonl', {}, { id: 'openai', by: 'flag' });
    const suppress = [{ entry: 0, codes: ['call.wrong-type'] }];
    const file = service.contextOf(format, {}, undefined, undefined, { suppress });
    const made = fixRecord(service.checker, text, file)!;
    expect(made.text).toBe(openaiLine({ arguments: { city: 'Oslo', days: '3' } }));
    expect(made.after.problems).toEqual([]);
  });

  it('is the same on what it has made', () => {
    const text = openaiLine({ arguments: { city: 'Oslo', days: '3', unit: null } });
    expect(fixAll(fixAll(text)!.text)).toBeUndefined();
  });
});
