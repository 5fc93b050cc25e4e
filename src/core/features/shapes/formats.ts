/** The table: keys, roles and ways of calling of each format that completion knows. Formats without a row still get names, arguments and schemas. */
import type { FormatId } from '../../formats/types.ts';
import { chatShapes } from './chatShapes.ts';
import type { FormatShape } from './shape.ts';
import {
  any,
  calledName,
  callObject,
  chatRoles,
  content,
  flatTool,
  functionKeys,
  json,
  list,
  number,
  object,
  objectArguments,
  plainRoles,
  roleWords,
  shape,
  sharegpt,
  slot,
  string,
  toolsList,
  toolsText,
  words,
  wrappedTool,
} from './shapeParts.ts';

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

const mcpTool = object({
  name: functionKeys.name!,
  title: slot(string, 'Name for people.'),
  description: functionKeys.description!,
  inputSchema: slot(object({}), 'JSON Schema of the arguments.'),
  outputSchema: slot(object({}), 'JSON Schema of the structured result.'),
  annotations: slot(object({}), 'Hints about what the tool does: read only, destructive.'),
});

const apiParameters = list(
  object({
    name: slot(string, 'Name of the parameter.'),
    type: slot(string, 'Its type in upper case: STRING, NUMBER, BOOLEAN.'),
    description: slot(string, 'What it means.'),
    default: slot(any, 'What is used when it is left out.'),
  }),
);
const toolbenchApi = object({
  category_name: slot(string, 'Category of the tool.'),
  tool_name: slot(string, 'Name of the tool, a group of APIs.'),
  api_name: slot(string, 'Name of the API.'),
  api_description: slot(string, 'What it does.'),
  required_parameters: slot(apiParameters, 'Parameters that each call has.'),
  optional_parameters: slot(apiParameters, 'Parameters that a call may leave out.'),
  method: slot(string, 'HTTP method.'),
});

/** What completion knows, by format id. */
export const formatShapes: ReadonlyMap<FormatId, FormatShape> = new Map<FormatId, FormatShape>([
  ...chatShapes,
  ['apigen-mt', shareGptCalls],
  ['llamafactory', shareGptCalls],
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
      plainRoles,
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
      plainRoles,
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
      plainRoles,
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
      plainRoles,
      ['keyed'],
    ),
  ],
  [
    'api-bank',
    shape(
      object({
        role: slot(
          words(['User', 'Says something.'], ['API', 'A call with its result.'], ['AI', 'Answers the user.']),
          'Whose turn the line is.',
        ),
        text: slot(string, 'What is said.', ['User', 'AI']),
        api_name: slot(string, 'Name of the called API.', ['API']),
        param_dict: slot(object({}), 'The arguments: an object.', ['API']),
        result: slot(
          object({
            api_name: calledName,
            input: slot(object({}), 'The arguments once more.'),
            output: slot(any, 'What the API gave back.'),
            exception: slot(any, 'What went wrong; null when nothing did.'),
          }),
          'What the call gave back.',
          ['API'],
        ),
      }),
      roleWords('', 'User', 'AI', 'API'),
      [],
    ),
  ],
  [
    'toolbench',
    shape(
      object({
        query: slot(string, 'What the user wants.'),
        query_id: slot(number, 'Number of the query.'),
        api_list: slot(list(toolbenchApi), 'The APIs of this query.'),
        'relevant APIs': slot(list(list(string)), 'Pairs of tool and API that solve the query.'),
        conversations: sharegpt(
          ['system', 'user', 'assistant', 'function'],
          'The steps: Thought, Action, Action Input; the last one calls Finish.',
        ),
      }),
      roleWords('system', 'user', 'assistant', 'function'),
      [],
      ['react'],
      'from',
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
      plainRoles,
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
      plainRoles,
      ['flat'],
      ['tool-call-list'],
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
      plainRoles,
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
      plainRoles,
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
      plainRoles,
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
      plainRoles,
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
