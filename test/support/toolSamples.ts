/** Small xLAM rows for tests of whole files: right ones, and ones with a known fault. */

const tools = [
  {
    name: 'get_weather',
    description: 'Weather in a city',
    parameters: {
      city: { type: 'string', description: 'city' },
      days: { type: 'integer', description: 'how many', default: 1 },
    },
  },
];

/** A row whose one call has these arguments; the fault, if any, is in them. */
export function xlamRow(query: string, args: unknown, name = 'get_weather'): string {
  return JSON.stringify({
    query,
    tools: JSON.stringify(tools),
    answers: JSON.stringify([{ name, arguments: args }]),
  });
}

/** `Weather in Oslo`, called rightly. */
export const rightRow = xlamRow('Weather in Oslo for 3 days', { city: 'Oslo', days: 3 });

/** Another one, called rightly. */
export const otherRow = xlamRow('Weather in Oslo for 2 days', { city: 'Oslo', days: 2 });

/** `days` is a string. */
export const wrongTypeRow = xlamRow('Weather of Oslo for 3 days', { city: 'Oslo', days: '3' });

/** The tool does not exist. */
export const unknownFunctionRow = xlamRow('Weather in Oslo', { city: 'Oslo' }, 'get_wether');
