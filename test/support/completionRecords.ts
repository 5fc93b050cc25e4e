/** Records of many formats with a hole, for tests of what is offered at a cursor. All are invented. */

/** A tool with an argument of each kind. */
export const weather = {
  name: 'get_weather',
  description: 'Weather of a city',
  parameters: {
    type: 'object',
    properties: {
      city: { type: 'string', description: 'Name of the city' },
      days: { type: 'integer', description: 'Days ahead' },
      unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
      detailed: { type: 'boolean', default: false },
      place: {
        type: 'object',
        properties: { lat: { type: 'number' }, kind: { enum: ['city', 'village'] } },
        required: ['lat'],
      },
    },
    required: ['city'],
  },
};

/** A tool with one argument. */
export const clock = {
  name: 'get_time',
  description: 'Local time',
  parameters: { type: 'object', properties: { zone: { type: 'string' } }, required: ['zone'] },
};

const wrapped = (tools: readonly object[]) => tools.map((tool) => ({ type: 'function', function: tool }));
/** The text of a JSON string's inside. */
export const inside = (text: string): string => JSON.stringify(text).slice(1, -1);

/** OpenAI: `assistant` is the text of the second message. */
export const openai = (assistant: string, tools: readonly object[] = [weather, clock]): string =>
  `{"messages":[{"role":"user","content":"Oslo?"},${assistant}],"tools":${JSON.stringify(wrapped(tools))}}`;

/** OpenAI: `args` is the raw text in the quotes of the arguments. */
export const openaiCall = (args: string, name = 'get_weather'): string =>
  openai(
    `{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"${name}","arguments":"${args}"}}]}`,
  );

/** Hugging Face: `args` is the arguments object. */
export const hfCall = (args: string): string =>
  openai(
    `{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"get_weather","arguments":${args}}}]}`,
  );

/** xLAM: `answers` is the raw text in the quotes. */
export const xlam = (answers: string): string => {
  const tools = [
    {
      name: 'toss',
      description: 'Toss coins',
      parameters: {
        n: { description: 'how many', type: 'int, optional', default: 1 },
        side: { description: 'which side', type: 'str' },
      },
    },
  ];
  return `{"query":"Toss","tools":${JSON.stringify(JSON.stringify(tools))},"answers":"${answers}"}`;
};

/** LLaMA-Factory: the value of a turn. */
export const llamafactory = (value: string, from = 'function_call'): string =>
  `{"conversations":[{"from":"human","value":"Oslo?"},{"from":"${from}","value":"${value}"}],"tools":${JSON.stringify(JSON.stringify([weather]))}}`;

/** Hermes: the value of the answer. */
export const hermes = (value: string): string =>
  `{"conversations":[{"from":"system","value":"${inside(`<tools>\n${JSON.stringify(wrapped([weather, clock]))}\n</tools>`)}"},{"from":"human","value":"Oslo?"},{"from":"gpt","value":"${value}"}]}`;

/** ToolACE: the value of the answer. */
export const toolace = (
  value: string,
  tools: readonly object[] = [weather, { ...clock, name: 'Market Trends API' }],
): string => {
  const system = `Here is a list of functions in JSON format that you can invoke:\n${JSON.stringify(tools)}`;
  return `{"system":"${inside(system)}","conversations":[{"from":"user","value":"Oslo?"},{"from":"assistant","value":"${value}"}]}`;
};

/** FunReason: the content of the answer. */
export const funreason = (content: string): string => {
  const system = `Here is a list of functions in JSON format that you can invoke.\n${JSON.stringify([weather])}`;
  return `{"messages":[{"role":"system","content":"${inside(system)}"},{"role":"user","content":"Oslo?"},{"role":"assistant","content":"${content}"}]}`;
};

/** Anthropic: the blocks of the answer. */
export const anthropic = (blocks: string): string =>
  `{"messages":[{"role":"user","content":"Oslo?"},{"role":"assistant","content":[${blocks}]}],"tools":[${JSON.stringify({ name: weather.name, description: weather.description, input_schema: weather.parameters })}]}`;

/** Glaive: what the assistant says. */
export const glaive = (said: string): string =>
  `{"system":"${inside(`SYSTEM: You have access to the following functions -\n${JSON.stringify(weather)}\n${JSON.stringify(clock)}`)}","chat":"USER: Oslo?\\n\\n\\nASSISTANT: ${said}"}`;
