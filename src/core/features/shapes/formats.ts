/** The table: keys, roles and ways of calling of each format that completion knows. Formats without a row still get names, arguments and schemas. */
import type { FormatId } from '../../formats/types.ts';
import type { CallForm, TextForm } from './callForms.ts';
import type { FormatShape, RoleWords, Shape, Slot, Word } from './shape.ts';

const string: Shape = { is: 'string' };
const number: Shape = { is: 'number' };
const boolean: Shape = { is: 'boolean' };
const any: Shape = { is: 'any' };

const object = (keys: Readonly<Record<string, Slot>>): Shape => ({ is: 'object', keys });
const list = (of: Shape): Shape => ({ is: 'list', of });
const json = (of: Shape): Shape => ({ is: 'json', of });
const words = (...entries: (readonly [string, string])[]): Shape => ({
  is: 'words',
  words: entries.map(([word, about]): Word => ({ word, about })),
});
const slot = (shape: Shape, about: string, roles?: readonly string[]): Slot => ({ shape, about, roles });

const roleWords = (system: string, user: string, assistant: string, tool: string, call = ''): RoleWords => {
  const split = (text: string) => text.split(' ').filter((word) => word !== '');
  return {
    system: split(system),
    user: split(user),
    assistant: split(assistant),
    call: split(call),
    tool: split(tool),
  };
};

// Tool definitions. What stands in `parameters` is JSON Schema and not the business of this table.

const functionKeys: Readonly<Record<string, Slot>> = {
  name: slot(string, 'Name by which calls name the function.'),
  description: slot(string, 'What the function does and when to call it.'),
  parameters: slot(object({}), 'JSON Schema of the arguments.'),
};
const wrappedTool = object({
  type: slot(words(['function', 'The only kind of tool that is trained.']), 'Kind of tool.'),
  function: slot(
    object({
      ...functionKeys,
      strict: slot(boolean, 'Whether calls are held to the schema exactly (structured outputs).'),
    }),
    'The function.',
  ),
});
const flatTool = object(functionKeys);
const responsesTool = object({
  type: slot(words(['function', 'A function of the caller.']), 'Kind of tool.'),
  ...functionKeys,
  strict: slot(boolean, 'Whether calls are held to the schema exactly.'),
});
const anthropicTool = object({
  name: functionKeys.name!,
  description: functionKeys.description!,
  input_schema: slot(object({}), 'JSON Schema of the input; its type is object.'),
});
const mcpTool = object({
  name: functionKeys.name!,
  title: slot(string, 'Name for people.'),
  description: functionKeys.description!,
  inputSchema: slot(object({}), 'JSON Schema of the arguments.'),
  outputSchema: slot(object({}), 'JSON Schema of the structured result.'),
  annotations: slot(object({}), 'Hints about what the tool does: read only, destructive.'),
});

// Calls.

const textArguments = slot(json(object({})), 'The arguments: a string of JSON.');
const objectArguments = slot(object({}), 'The arguments: an object.');
const calledName = slot(string, 'Name of the called function.');
const callObject = (args: Slot): Shape => object({ name: calledName, arguments: args });
const toolCall = (args: Slot): Shape =>
  object({
    id: slot(string, 'Id by which the result names this call.'),
    type: slot(words(['function', 'A call of a function.']), 'Kind of call.'),
    function: slot(callObject(args), 'Which function is called, and with what.'),
  });

// Messages.

const content = slot(string, 'What is said.');
const thought = slot(string, 'The chain of thought in front of the answer.', ['assistant']);

interface ChatKeys {
  readonly roles: readonly string[];
  readonly args?: Slot;
  readonly extra?: Readonly<Record<string, Slot>>;
}

const chatMessage = ({ roles, args = textArguments, extra }: ChatKeys): Shape =>
  object({
    role: slot(words(...roles.map((role) => [role, ''] as const)), 'Who speaks.'),
    content,
    tool_calls: slot(list(toolCall(args)), 'Calls of functions.', ['assistant']),
    tool_call_id: slot(string, 'Id of the call that this result answers.', ['tool']),
    name: slot(string, 'Name of the function that gave this result, or of the speaker.', [
      'tool',
      'function',
      'user',
    ]),
    ...extra,
  });

const weight = slot(number, 'Whether this answer counts in training: 0 or 1.', ['assistant']);
const openaiRoles = ['system', 'developer', 'user', 'assistant', 'tool'];
const none: readonly never[] = [];

const shape = (
  record: Shape,
  roles: RoleWords,
  calls: readonly CallForm[],
  text: readonly TextForm[] = none,
  roleKey = 'role',
): FormatShape => ({ record, roles, calls, text, roleKey });

const chatRoles = roleWords('system developer', 'user', 'assistant', 'tool');
const toolsList = (tool: Shape): Slot => slot(list(tool), 'The tools of this sample.');
const toolsText = (tool: Shape): Slot =>
  slot(json(list(tool)), 'The tools of this sample: a string of a JSON list.');

const openai = shape(
  object({
    messages: slot(list(chatMessage({ roles: openaiRoles, extra: { weight } })), 'The conversation.'),
    tools: toolsList(wrappedTool),
    parallel_tool_calls: slot(boolean, 'Whether one answer may hold several calls; true by default.'),
  }),
  chatRoles,
  ['openai'],
);

const hfMessage = chatMessage({
  roles: ['system', 'user', 'assistant', 'tool'],
  args: objectArguments,
  extra: { reasoning_content: thought },
});

const sharegpt = (roles: readonly string[], about = 'The conversation.'): Slot =>
  slot(
    list(
      object({
        from: slot(words(...roles.map((role) => [role, ''] as const)), 'Who speaks.'),
        value: slot(string, 'What is said, or the call, or its result.'),
      }),
    ),
    about,
  );

const legacyMessage = object({
  role: slot(words(['system', ''], ['user', ''], ['assistant', ''], ['function', '']), 'Who speaks.'),
  content,
  name: slot(string, 'Name of the function that gave this result.', ['function']),
  function_call: slot(callObject(textArguments), 'The call of a function.', ['assistant']),
});

const blockTypes = words(
  ['text', 'Prose.'],
  ['tool_use', 'A call: id, name and input.'],
  ['tool_result', 'A result: tool_use_id and content.'],
  ['thinking', 'A thought with its signature.'],
  ['redacted_thinking', 'A thought that is kept encrypted.'],
);
const block = object({
  type: slot(blockTypes, 'Kind of block.'),
  text: slot(string, 'Prose of a text block.'),
  id: slot(string, 'Id of a tool_use block.'),
  name: calledName,
  input: slot(object({}), 'Arguments of a tool_use block.'),
  tool_use_id: slot(string, 'Id of the call that a tool_result answers.'),
  content: slot(any, 'Content of a tool_result: text or blocks.'),
  is_error: slot(boolean, 'Whether the call failed.'),
  thinking: slot(string, 'Text of a thinking block.'),
  signature: slot(string, 'Signature of a thinking block.'),
});

const v1Parts = object({
  type: slot(
    words(
      ['text', 'Prose.'],
      ['reasoning', 'A thought.'],
      ['tool_call', 'A call: a string of JSON with name and arguments.'],
      ['image_url', 'A picture.'],
    ),
    'Kind of part.',
  ),
  value: slot(string, 'The text, the thought or the call.'),
});

const acceptedAnswers = slot(list(object({})), 'The accepted calls: {function: {parameter: [values]}}.');

const shareGptCalls = shape(
  object({
    conversations: sharegpt(['human', 'gpt', 'function_call', 'observation']),
    system: slot(string, 'The system prompt.'),
    tools: toolsText(flatTool),
  }),
  roleWords('system', 'human', 'gpt', 'observation', 'function_call'),
  ['flat'],
  ['json'],
  'from',
);

const geminiPart = object({
  text: slot(string, 'What is said.'),
  functionCall: slot(object({ name: calledName, args: objectArguments }), 'A call of a function.'),
  functionResponse: slot(
    object({ name: calledName, response: slot(object({}), 'The result: an object.') }),
    'What a call gave back.',
  ),
  thought: slot(boolean, 'Whether the text is a thought.'),
});
const geminiTool = object({
  functionDeclarations: slot(list(flatTool), 'The functions; their types are in upper case.'),
});

/** What completion knows, by format id. */
export const formatShapes: ReadonlyMap<FormatId, FormatShape> = new Map<FormatId, FormatShape>([
  ['openai', openai],
  ['together', openai],
  ['fireworks', openai],
  ['apigen-mt', shareGptCalls],
  ['llamafactory', shareGptCalls],
  [
    'gemini',
    shape(
      object({
        systemInstruction: slot(
          object({ parts: slot(list(geminiPart), 'The parts.') }),
          'The system prompt.',
        ),
        contents: slot(
          list(
            object({
              role: slot(words(['user', ''], ['model', '']), 'Who speaks.'),
              parts: slot(list(geminiPart), 'Text, calls and results.'),
            }),
          ),
          'The conversation.',
        ),
        tools: slot(list(geminiTool), 'The tools of this sample.'),
      }),
      roleWords('', 'user', 'model', 'function'),
      ['function-call'],
    ),
  ],
  [
    'mistral',
    shape(
      object({
        messages: slot(
          list(chatMessage({ roles: ['system', 'user', 'assistant', 'tool'], extra: { weight } })),
          'The conversation.',
        ),
        tools: toolsList(wrappedTool),
        available_tools: toolsList(wrappedTool),
      }),
      roleWords('system', 'user', 'assistant', 'tool'),
      ['openai'],
    ),
  ],
  [
    'hf',
    shape(
      object({
        messages: slot(list(hfMessage), 'The conversation.'),
        prompt: slot(list(hfMessage), 'The conversation up to the answer.'),
        completion: slot(list(hfMessage), 'The answer to the prompt.'),
        chosen: slot(list(hfMessage), 'The better answer of a pair.'),
        rejected: slot(list(hfMessage), 'The worse answer of a pair.'),
        tools: toolsList(wrappedTool),
      }),
      roleWords('system', 'user', 'assistant', 'tool'),
      ['openai-object'],
      ['tool-call'],
    ),
  ],
  [
    'xlam2',
    shape(
      object({ messages: slot(list(hfMessage), 'The conversation.'), tools: toolsList(wrappedTool) }),
      roleWords('system', 'user', 'assistant', 'tool'),
      ['openai-object'],
    ),
  ],
  [
    'nemotron',
    shape(
      object({ messages: slot(list(hfMessage), 'The conversation.'), tools: toolsList(wrappedTool) }),
      roleWords('system', 'user', 'assistant', 'tool'),
      ['openai-object', 'openai'],
      ['TOOLCALL'],
    ),
  ],
  [
    'functiongemma',
    shape(
      object({
        metadata: slot(words(['train', ''], ['eval', '']), 'Which part of the set the sample is in.'),
        tools: toolsList(object({ function: slot(flatTool, 'The function; its types are in upper case.') })),
        messages: slot(
          list(chatMessage({ roles: ['developer', 'user', 'assistant', 'tool'], args: objectArguments })),
          'The conversation.',
        ),
      }),
      roleWords('developer', 'user', 'assistant', 'tool'),
      ['wrapped-object'],
    ),
  ],
  [
    'openai-legacy',
    shape(
      object({
        messages: slot(list(legacyMessage), 'The conversation.'),
        functions: slot(list(flatTool), 'The functions of this sample.'),
      }),
      roleWords('system', 'user', 'assistant', 'function'),
      ['flat-text'],
    ),
  ],
  [
    'qwen-agent',
    shape(
      object({
        messages: slot(
          list(
            object({
              ...(legacyMessage.is === 'object' ? legacyMessage.keys : {}),
              reasoning_content: thought,
            }),
          ),
          'The conversation.',
        ),
        functions: slot(list(flatTool), 'The functions of this sample.'),
      }),
      roleWords('system', 'user', 'assistant', 'function'),
      ['flat-text'],
      ['tool-call'],
    ),
  ],
  [
    'llamafactory-v1',
    shape(
      object({
        messages: slot(
          list(
            object({
              role: slot(words(['system', ''], ['user', ''], ['assistant', ''], ['tool', '']), 'Who speaks.'),
              content: slot(list(v1Parts), 'The parts of the message.'),
              loss_weight: slot(number, 'Weight of this message in the loss.', ['assistant']),
            }),
          ),
          'The conversation.',
        ),
        tools: toolsText(wrappedTool),
      }),
      roleWords('system', 'user', 'assistant', 'tool'),
      ['part', 'flat'],
      ['json'],
    ),
  ],
  [
    'ms-swift',
    shape(
      object({
        tools: toolsText(wrappedTool),
        messages: slot(
          list(
            object({
              role: slot(
                words(
                  ['system', ''],
                  ['user', ''],
                  ['assistant', ''],
                  ['tool_call', ''],
                  ['tool_response', ''],
                ),
                'Who speaks.',
              ),
              content,
              loss: slot(boolean, 'Whether this message counts in the loss.', ['assistant', 'tool_call']),
              loss_scale: slot(number, 'Weight of this message in the loss.', ['assistant', 'tool_call']),
            }),
          ),
          'The conversation.',
        ),
      }),
      roleWords('system', 'user', 'assistant', 'tool_response', 'tool_call'),
      ['flat'],
      ['json'],
    ),
  ],
  [
    'anthropic',
    shape(
      object({
        system: slot(string, 'The system prompt.'),
        messages: slot(
          list(
            object({
              role: slot(words(['user', ''], ['assistant', '']), 'Who speaks.'),
              content: slot(list(block), 'Text, or blocks: text, calls, results, thoughts.'),
            }),
          ),
          'The conversation.',
        ),
        tools: toolsList(anthropicTool),
      }),
      roleWords('', 'user', 'assistant', ''),
      ['tool-use'],
    ),
  ],
  [
    'openai-responses',
    shape(
      object({
        responses_create_params: slot(
          object({
            input: slot(list(any), 'Messages, calls and results.'),
            tools: toolsList(responsesTool),
            parallel_tool_calls: slot(boolean, 'Whether one answer may hold several calls.'),
          }),
          'The request.',
        ),
      }),
      roleWords('system developer', 'user', 'assistant', ''),
      ['responses'],
    ),
  ],
  [
    'hermes',
    shape(
      object({
        conversations: sharegpt(['system', 'human', 'gpt', 'tool']),
        tools: slot(string, 'The tools once more, as JSON.'),
      }),
      roleWords('system', 'human', 'gpt', 'tool'),
      ['flat'],
      ['tool-call'],
      'from',
    ),
  ],
  [
    'glaive',
    shape(
      object({
        system: slot(string, 'The prompt with the functions as JSON objects side by side.'),
        chat: slot(string, 'The conversation as one text: USER:, ASSISTANT:, FUNCTION RESPONSE:.'),
      }),
      roleWords('system', 'human', 'gpt', 'function-response', 'function-call'),
      ['quoted', 'flat'],
      ['functioncall'],
      'from',
    ),
  ],
  [
    'toolace',
    shape(
      object({
        system: slot(string, 'The prompt with the list of functions as JSON.'),
        conversations: sharegpt(['user', 'assistant', 'tool']),
      }),
      roleWords('', 'user', 'assistant', 'tool'),
      [],
      ['python'],
      'from',
    ),
  ],
  [
    'funreason',
    shape(
      object({
        messages: slot(
          list(
            object({
              role: slot(words(['system', ''], ['user', ''], ['assistant', ''], ['tool', '']), 'Who speaks.'),
              content,
            }),
          ),
          'The conversation; the system prompt holds the functions.',
        ),
      }),
      roleWords('system', 'user', 'assistant', 'tool'),
      [],
      ['python'],
    ),
  ],
  [
    'xlam',
    shape(
      object({
        id: slot(number, 'Number of the row.'),
        query: slot(string, 'What the user wants.'),
        tools: toolsText(flatTool),
        answers: slot(json(list(callObject(objectArguments))), 'The calls: a string of a JSON list.'),
      }),
      roleWords('system', 'user', 'assistant', 'tool'),
      ['flat'],
    ),
  ],
  [
    'bfcl',
    shape(
      object({
        id: slot(string, 'Id of the question; the answer has the same.'),
        question: slot(
          list(
            list(
              object({
                role: slot(words(['system', ''], ['user', ''], ['assistant', '']), 'Who speaks.'),
                content,
              }),
            ),
          ),
          'One list of messages a turn.',
        ),
        function: slot(list(flatTool), 'The functions of this question.'),
        ground_truth: acceptedAnswers,
      }),
      roleWords('system', 'user', 'assistant', 'tool'),
      ['accepted'],
      ['python'],
    ),
  ],
  [
    'acebench',
    shape(
      object({
        id: slot(string, 'Id of the question; the answer has the same.'),
        question: slot(string, 'The conversation as one text.'),
        time: slot(string, 'When the question is asked.'),
        function: slot(list(flatTool), 'The functions of this question.'),
        ground_truth: slot(object({}), 'The calls by function name.'),
      }),
      roleWords('system', 'user', 'assistant', 'tool'),
      ['keyed'],
    ),
  ],
  [
    'hammer',
    shape(
      object({
        instruction: slot(string, 'The prompt with task, tools, format and query between markers.'),
        input: slot(string, 'Empty, or more of the query.'),
        output: slot(string, 'The calls: a JSON list in a code fence.'),
      }),
      roleWords('system', 'user', 'assistant', 'tool'),
      ['flat'],
      ['fence'],
    ),
  ],
  [
    'tool-n1',
    shape(
      object({
        system_prompt: slot(string, 'The prompt with the tools.'),
        instruction: slot(string, 'The task.'),
        query: slot(string, 'What the user wants.'),
        output: slot(string, '<think>…</think><tool_call>[…]</tool_call>.'),
      }),
      roleWords('system', 'user', 'assistant', 'tool'),
      ['flat'],
      ['tool-call-list'],
    ),
  ],
  [
    'glm',
    shape(
      object({
        messages: slot(
          list(
            object({
              role: slot(
                words(
                  ['system', 'Holds the tools.'],
                  ['user', ''],
                  ['assistant', 'An answer, or a call as JSON.'],
                  ['observation', 'The result of the call before it.'],
                ),
                'Who speaks.',
              ),
              metadata: slot(string, 'Name of the called function, when the content holds its arguments.', [
                'assistant',
              ]),
              content,
              tools: slot(list(wrappedTool), 'The tools of this sample.', ['system']),
            }),
          ),
          'The conversation.',
        ),
      }),
      roleWords('system', 'user', 'assistant', 'observation'),
      ['flat'],
      ['json'],
    ),
  ],
  [
    'step-roles',
    shape(
      object({
        messages: slot(
          list(
            object({
              role: slot(
                words(
                  ['system', 'Holds the tools as a JSON list.'],
                  ['user', ''],
                  ['reasoning', 'A thought, in <think> tags or bare.'],
                  ['tool_call', 'A call: <tool_call>{…}</tool_call>, or JSON.'],
                  ['tool_output', 'The result of the call before it.'],
                  ['answer', 'What the user is told.'],
                ),
                'Which step this is.',
              ),
              content,
            }),
          ),
          'The steps.',
        ),
      }),
      roleWords('system', 'user', 'reasoning answer', 'tool_output', 'tool_call'),
      ['flat'],
      ['tool-call'],
    ),
  ],
  [
    'rlla',
    shape(
      object({
        instruction: slot(string, 'The prompt with the numbered tools.'),
        input: slot(string, 'The dialogue so far.'),
        output: slot(string, '<think>…</think>, then <tool_call> or <response>.'),
      }),
      roleWords('system', 'user', 'assistant', 'tool'),
      ['parameters'],
      ['tool-call-parameters'],
    ),
  ],
  [
    'when2call',
    shape(
      object({
        tools: slot(list(json(flatTool)), 'The tools of this sample: a list of strings of JSON.'),
        messages: slot(
          list(
            object({
              role: slot(words(['system', ''], ['user', ''], ['assistant', '']), 'Who speaks.'),
              content,
            }),
          ),
          'The conversation.',
        ),
      }),
      roleWords('system', 'user', 'assistant', 'tool'),
      ['flat'],
      ['TOOLCALL'],
    ),
  ],
  [
    'seal-tools',
    shape(
      object({
        id: slot(string, 'Id of the row; it names difficulty and domain.'),
        query: slot(string, 'What the user wants.'),
        calling: slot(
          list(
            object({
              api: calledName,
              parameters: objectArguments,
              responses: slot(list(string), 'Names of the results, for later calls.'),
            }),
          ),
          'The calls.',
        ),
      }),
      roleWords('system', 'user', 'assistant', 'tool'),
      ['api'],
    ),
  ],
  [
    'nestful',
    shape(
      object({
        input: slot(string, 'What the user wants.'),
        output: slot(
          list(callObject(objectArguments)),
          'The calls; later ones use results of earlier ones ($var1.x$).',
        ),
        tools: toolsList(flatTool),
      }),
      roleWords('system', 'user', 'assistant', 'tool'),
      ['labelled', 'flat'],
    ),
  ],
  [
    'mcp',
    shape(
      object({ tools: toolsList(mcpTool), ...(mcpTool.is === 'object' ? mcpTool.keys : {}) }),
      chatRoles,
      [],
    ),
  ],
  [
    'tools',
    shape(
      object({ ...(wrappedTool.is === 'object' ? wrappedTool.keys : {}), ...functionKeys }),
      chatRoles,
      [],
    ),
  ],
]);

/** What is assumed of a format without a row. */
export const unknownShape: FormatShape = shape(
  object({}),
  roleWords('', '', '', ''),
  ['flat', 'openai', 'tool-use', 'parameters'],
  ['python', 'tool-call', 'json'],
);
