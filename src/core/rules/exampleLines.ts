/** Lines for the examples of the rules' pages, in OpenAI's form unless a rule needs another. */
import type { JsonObject, JsonValue } from '../json.ts';

/** What an example has other than the usual; the rest is the usual. */
export interface ExampleParts {
  readonly user?: string;
  /** Declared tools, as `{name, description, parameters}`. */
  readonly tools?: readonly JsonValue[];
  /** The called function; default `get_weather`. */
  readonly name?: string;
  /** The text under `arguments`; an object is written as JSON. */
  readonly arguments?: JsonObject | string;
}

/** A tool definition around `properties`. */
export function exampleTool(
  properties: JsonObject,
  required: readonly string[] = [],
  more: JsonObject = {},
): JsonObject {
  return {
    name: 'get_weather',
    description: 'Weather of a city',
    parameters: { type: 'object', properties, required: [...required] },
    ...more,
  };
}

/** The tool that examples use when its schema is not the point. */
export const weatherTool: JsonObject = exampleTool(
  {
    city: { type: 'string', description: 'Name of the city' },
    days: { type: 'integer', description: 'Days ahead' },
    unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
  },
  ['city'],
);

/** One line of OpenAI fine-tuning data: a question, a call, the tools. */
export function openaiLine(parts: ExampleParts): string {
  const given = parts.arguments ?? { city: 'Oslo' };
  const call = {
    id: 'call_1',
    type: 'function',
    function: {
      name: parts.name ?? 'get_weather',
      arguments: typeof given === 'string' ? given : JSON.stringify(given),
    },
  };
  return JSON.stringify({
    messages: [
      { role: 'user', content: parts.user ?? 'What is the weather in Oslo?' },
      { role: 'assistant', tool_calls: [call] },
    ],
    tools: (parts.tools ?? [weatherTool]).map((tool) => ({ type: 'function', function: tool })),
  });
}
