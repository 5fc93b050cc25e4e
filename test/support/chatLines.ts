/** Small samples of the format `openai`, one line each, for the editor suites. Pure: also runs in a web worker. */

/** The one tool that the samples declare. */
export const weatherTool = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Weather of a city',
    parameters: {
      type: 'object',
      properties: {
        city: { type: 'string', description: 'Name of the city' },
        days: { type: 'integer', description: 'Days ahead' },
        unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
      },
      required: ['city'],
    },
  },
};

/** What a sample says; what is left out is right. */
export interface ChatLine {
  readonly question?: string;
  readonly name?: string;
  readonly arguments?: unknown;
}

/** A sample with one call, as an object. */
export function chatSample(line: ChatLine = {}): object {
  const question = line.question ?? 'What is the weather in Oslo for the next 3 days?';
  const args = JSON.stringify(line.arguments ?? { city: 'Oslo', days: 3 });
  const call = {
    id: 'call_1',
    type: 'function',
    function: { name: line.name ?? 'get_weather', arguments: args },
  };
  return {
    messages: [
      { role: 'user', content: question },
      { role: 'assistant', tool_calls: [call] },
    ],
    tools: [weatherTool],
  };
}

/** The sample as a line. */
export const chatLine = (line: ChatLine = {}): string => JSON.stringify(chatSample(line));

/** The number 3 as text: one `call.wrong-type`, with a fix. */
export const wrongType = chatLine({
  question: 'Weather in Oslo, 3 days ahead?',
  arguments: { city: 'Oslo', days: '3' },
});
/** A call to a tool that there is not, close to one that there is: one `call.unknown-function`, with a fix. */
export const unknownFunction = chatLine({
  question: 'Weather of Oslo for 3 days, please?',
  name: 'get_wether',
});
/** No required argument: one `call.missing-argument`. */
export const missingArgument = chatLine({
  question: 'Rain in the next 3 days?',
  arguments: { days: 3 },
});
/** Nothing to report, and different from those with another number. */
export const goodNumber = (n: number): string =>
  chatLine({ question: `What is the weather in Oslo for the next 3 days? (${n})` });
/** Nothing to report. */
export const good = chatLine();
