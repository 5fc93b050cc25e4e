/**
 * One invented sample per format, all telling the same story where the format can: the weather in Oslo is asked for and
 * looked up. Tests of features run over all of them, so that each escape depth and call language is met.
 */

const properties = {
  city: { type: 'string', description: 'Name of the city' },
  days: { type: 'integer', description: 'Days ahead' },
};
const parameters = { type: 'object', properties, required: ['city'] };
const tool = { name: 'get_weather', description: 'Weather of a city', parameters };
const wrapped = { type: 'function', function: tool };
const other = {
  name: 'send_mail',
  description: 'Send a mail',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const args = { city: 'Oslo', days: 3 };
const question = 'What is the weather in Oslo for 3 days?';
const map = {
  city: { type: 'str', description: 'Name of the city' },
  days: { type: 'int', description: 'Days ahead', default: 1 },
};

const toolaceSystem = `You are an expert in composing functions. Here is a list of functions in JSON format that you can invoke:
${JSON.stringify([tool, other])}
Should you decide to return the function call(s), put it in the format of [func1(name=value)].`;

/** Format id, and the record's text. */
export const formatRecords: Readonly<Record<string, string>> = {
  openai: JSON.stringify({
    messages: [
      { role: 'user', content: question },
      {
        role: 'assistant',
        tool_calls: [
          {
            id: 'call_1',
            type: 'function',
            function: { name: 'get_weather', arguments: JSON.stringify(args) },
          },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', name: 'get_weather', content: '{"sky":"clear"}' },
      { role: 'assistant', content: 'Clear skies, says get_weather.' },
    ],
    tools: [wrapped, { type: 'function', function: other }],
    tool_choice: { type: 'function', function: { name: 'get_weather' } },
  }),
  hf: JSON.stringify({
    messages: [
      { role: 'user', content: question },
      {
        role: 'assistant',
        reasoning_content: 'I call get_weather.',
        tool_calls: [{ type: 'function', function: { name: 'get_weather', arguments: args } }],
      },
      { role: 'tool', name: 'get_weather', content: 'clear' },
      { role: 'assistant', content: 'Clear.' },
    ],
    tools: [wrapped],
  }),
  xlam: JSON.stringify({
    id: 1,
    query: question,
    tools: JSON.stringify([{ name: 'get_weather', description: 'Weather of a city', parameters: map }]),
    answers: JSON.stringify([
      { name: 'get_weather', arguments: args },
      { name: 'get_weather', arguments: { city: 'Rome' } },
    ]),
  }),
  llamafactory: JSON.stringify({
    conversations: [
      { from: 'human', value: question },
      { from: 'function_call', value: JSON.stringify({ name: 'get_weather', arguments: args }) },
      { from: 'observation', value: 'clear' },
      { from: 'gpt', value: 'Clear.' },
    ],
    tools: JSON.stringify([tool]),
  }),
  hermes: JSON.stringify({
    conversations: [
      {
        from: 'system',
        value: `You are a function calling model. Here are the tools: <tools>\n${JSON.stringify([wrapped])}\n</tools>`,
      },
      { from: 'human', value: question },
      {
        from: 'gpt',
        value: `<think>The user wants the weather; get_weather has it.</think>\n<tool_call>\n${JSON.stringify({ name: 'get_weather', arguments: args })}\n</tool_call>`,
      },
      {
        from: 'tool',
        value: `<tool_response>\n${JSON.stringify({ name: 'get_weather', content: { sky: 'clear' } })}\n</tool_response>`,
      },
      { from: 'gpt', value: 'Clear.' },
    ],
    tools: JSON.stringify([wrapped]),
  }),
  toolace: JSON.stringify({
    system: toolaceSystem,
    conversations: [
      { from: 'user', value: question },
      { from: 'assistant', value: '[get_weather(city="Oslo", days=3)]' },
      {
        from: 'tool',
        value: JSON.stringify([{ name: 'get_weather', results: { sky: 'clear' } }]),
      },
      { from: 'assistant', value: 'Clear.' },
    ],
  }),
  bfcl: JSON.stringify({
    id: 'simple_0',
    ground_truth: [{ get_weather: { city: ['Oslo'], days: [3, ''] } }],
  }),
  anthropic: JSON.stringify({
    system: 'You help.',
    messages: [
      { role: 'user', content: question },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Look it up.', signature: 'x' },
          { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: args },
        ],
      },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'clear' }],
      },
    ],
    tools: [{ name: 'get_weather', description: 'Weather of a city', input_schema: parameters }],
    tool_choice: { type: 'tool', name: 'get_weather' },
  }),
  nestful: JSON.stringify({
    input: 'Write to the capital with the best weather',
    output: [
      { name: 'best_city', label: '$var1', arguments: { country: 'Norway' } },
      { name: 'send_mail', label: '$var2', arguments: { city: '$var1.name$', text: 'From $var1.name$' } },
    ],
    tools: [
      {
        name: 'best_city',
        description: 'The best city',
        parameters: { country: { type: 'string', required: true } },
      },
      {
        name: 'send_mail',
        description: 'Send a mail',
        parameters: { city: { type: 'string', required: true }, text: { type: 'string', required: false } },
      },
    ],
  }),
  'seal-tools': JSON.stringify({
    id: 'multiple_1',
    query: 'Weather in the capital of Norway',
    calling: [
      { api: 'get_capital', parameters: { country: 'Norway' }, responses: ['API_call_0'] },
      {
        api: 'get_weather',
        parameters: { city: 'API_call_0' },
        responses: ['API_call_1', 'API_call_2'],
      },
    ],
  }),
};

/** Where the assistant writes its calls as Python behind a thought, and one of them gives an argument by position. */
export const pythonRecord: string = JSON.stringify({
  system: toolaceSystem,
  conversations: [
    { from: 'user', value: question },
    {
      from: 'assistant',
      value: `<think>Two cities.\nget_weather twice.</think>\n[get_weather("Oslo", days=3), get_weather(city='Rome')]`,
    },
  ],
});
