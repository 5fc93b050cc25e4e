/** The signature while arguments are written: `|` is the cursor, the active parameter stands in angle quotes. */
import { describe, expect, it } from 'vitest';
import { signatureIn } from '../../support/completion.ts';
import { hermes, hfCall, openaiCall, toolace } from '../../support/completionRecords.ts';

const tail = 'days?: integer, unit?: "celsius" | "fahrenheit", detailed?: boolean, place?: object)';

describe('the signature in a call list', () => {
  it.each([
    ['[get_weather(|', `get_weather(«city: string», ${tail}`],
    ['[get_weather(|)]', `get_weather(«city: string», ${tail}`],
    [
      "[get_weather(city='Oslo', |)]",
      `get_weather(city: string, ${tail.replace('days?: integer', '«days?: integer»')}`,
    ],
    ['[get_weather(days=3, |)]', `get_weather(«city: string», ${tail}`],
    [
      "[get_weather(city='Oslo', unit=|)]",
      `get_weather(city: string, ${tail.replace('unit?: "celsius" | "fahrenheit"', '«unit?: "celsius" | "fahrenheit"»')}`,
    ],
    [
      "[get_weather(unit='cel|sius')]",
      `get_weather(city: string, ${tail.replace('unit?: "celsius" | "fahrenheit"', '«unit?: "celsius" | "fahrenheit"»')}`,
    ],
    [
      "[get_weather(place={'lat': |})]",
      `get_weather(city: string, ${tail.replace('place?: object', '«place?: object»')}`,
    ],
    [
      '[get_weather(|days=3)]',
      `get_weather(city: string, ${tail.replace('days?: integer', '«days?: integer»')}`,
    ],
    ['[get_weather(uni|)]', `get_weather(«city: string», ${tail}`],
    ["[Market Trends API(zone='x'), get_weather(|", `get_weather(«city: string», ${tail}`],
    ['[Market Trends API(|', 'Market Trends API(«zone: string»)'],
  ])('%s', (call, signature) => {
    const marked = toolace(call.replaceAll('"', '\\"'));
    expect(signatureIn('toolace', marked)).toBe(signature);
  });

  it('is not shown outside the brackets, for tools that are not there, and in prose', () => {
    for (const call of ['[get_weather|', '[get_weather(days=3)|]', '[other(|)]', 'Is it (|) warm?'])
      expect(signatureIn('toolace', toolace(call))).toBeUndefined();
  });
});

describe('positional arguments', () => {
  const tool = {
    name: 'toss',
    description: 'Tosses coins',
    parameters: {
      type: 'dict',
      properties: { n: { type: 'int' }, side: { type: 'str' } },
      required: ['side'],
    },
  };
  it('have the places that the schema gives them, whether required or not', () => {
    const signature = (call: string) => signatureIn('toolace', toolace(call, [tool]));
    expect(signature('[toss(|')).toBe('toss(n?: integer, «side: string»)');
    expect(signature('[toss(5|)]')).toBe('toss(«n?: integer», side: string)');
    expect(signature('[toss(5, |')).toBe('toss(n?: integer, «side: string»)');
    const parameters = { ...tool.parameters, required: [] };
    const optional = (call: string) => signatureIn('toolace', toolace(call, [{ ...tool, parameters }]));
    expect(optional('[toss(|)]')).toBe('toss(«n?: integer», side?: string)');
    expect(optional('[toss(5, |)]')).toBe('toss(n?: integer, «side?: string»)');
  });
});

describe('the signature in JSON arguments', () => {
  it('marks the argument whose value is written', () => {
    expect(signatureIn('openai', openaiCall('{\\"city\\":\\"|\\"}'))).toBe(
      `get_weather(«city: string», ${tail}`,
    );
    expect(signatureIn('hf', hfCall('{"place":{"lat":|}}'))).toBe(
      `get_weather(city: string, ${tail.replace('place?: object', '«place?: object»')}`,
    );
  });

  it('marks none where a new argument begins', () => {
    expect(
      signatureIn('hermes', hermes('<tool_call>{\\"name\\": \\"get_time\\", \\"arguments\\": {|}}')),
    ).toBe('get_time(zone: string)');
  });
});
