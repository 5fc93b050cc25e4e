/** Shapes of the formats whose samples are lists of messages. */
import type { FormatId } from '../../formats/types.ts';
import type { FormatShape } from './shape.ts';
import {
  any,
  boolean,
  calledName,
  callObject,
  chatMessage,
  chatRoles,
  content,
  flatTool,
  functionKeys,
  list,
  number,
  object,
  objectArguments,
  plainRoles,
  roleWords,
  shape,
  slot,
  string,
  textArguments,
  thought,
  toolsList,
  toolsText,
  words,
  wrappedTool,
} from './shapeParts.ts';

const weight = slot(number, 'Whether this answer counts in training: 0 or 1.', ['assistant']);
const openaiRoles = ['system', 'developer', 'user', 'assistant', 'tool'];

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

/** By format id. */
export const chatShapes: readonly (readonly [FormatId, FormatShape])[] = [
  ['openai', openai],
  ['together', openai],
  ['fireworks', openai],
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
      plainRoles,
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
      plainRoles,
      ['openai-object'],
      ['tool-call'],
    ),
  ],
  [
    'xlam2',
    shape(
      object({ messages: slot(list(hfMessage), 'The conversation.'), tools: toolsList(wrappedTool) }),
      plainRoles,
      ['openai-object'],
    ),
  ],
  [
    'nemotron',
    shape(
      object({ messages: slot(list(hfMessage), 'The conversation.'), tools: toolsList(wrappedTool) }),
      plainRoles,
      ['openai-object', 'openai'],
      ['TOOLCALL'],
    ),
  ],
  [
    'harmony',
    shape(
      object({
        text: slot(string, 'The conversation as one text: <|start|>role<|channel|>…<|message|>…<|end|>.'),
        messages: slot(
          list(
            object({
              role: slot(
                words(
                  ['system', 'Who the model is, and which channels there are.'],
                  ['developer', 'Instructions, and the tools as TypeScript.'],
                  ['user', ''],
                  ['assistant', 'A thought, a call or an answer, by its channel.'],
                  ['tool', ''],
                ),
                'Who speaks.',
              ),
              channel: slot(
                words(
                  ['analysis', 'A thought.'],
                  ['commentary', 'A call, or words in front of one.'],
                  ['final', 'What the user is told.'],
                ),
                'What the message is for.',
                ['assistant', 'tool'],
              ),
              recipient: slot(string, 'Who is addressed: functions.name is a call.', ['assistant', 'tool']),
              content_type: slot(words(['json', 'The content is JSON.']), 'How the content is written.', [
                'assistant',
              ]),
              content,
              tools: slot(any, 'The tools.', ['developer']),
            }),
          ),
          'The conversation.',
        ),
        tools: toolsList(wrappedTool),
      }),
      roleWords('system developer', 'user', 'assistant', 'tool'),
      [],
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
      plainRoles,
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
];
