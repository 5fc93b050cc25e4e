/** Templates of formats that keep the tools in a prompt next to the question, and of benchmarks with columns of their own. */
import type { FormatId } from '../../formats/types.ts';
import { isObject, type JsonObject, own } from '../../json.ts';
import { quoted, type Piece } from '../completion/pieces.ts';
import { inString, list, members, stopString, type Style } from '../completion/writing.ts';
import { writeJson } from '../../record/editText.ts';
import { encodeJsonString } from '../../text/jsonString.ts';
import {
  answer,
  column,
  exampleFunction,
  message,
  prompt,
  question,
  resultText,
  type Template,
  textCall,
  turn,
  valueCall,
  wrappedTool,
} from './templateParts.ts';

/** A neighbour's prompt with its own question, between two marks or from the first mark on, replaced by one to fill in. */
function lentPrompt(text: string, marks: readonly (readonly [string, string])[]): Piece[] | undefined {
  for (const [open, close] of marks) {
    const at = text.indexOf(open);
    if (at < 0) continue;
    const start = at + open.length;
    const end = close === '' ? text.length : text.indexOf(close, start);
    if (end < 0) continue;
    return quoted(
      [text.slice(0, start), '\n', { stop: 'question' }, '\n', text.slice(end)],
      encodeJsonString,
    );
  }
  return undefined;
}

const hammerMarks = [
  ['[BEGIN OF QUERY]', '[END OF QUERY]'],
  ['[END OF FORMAT INSTRUCTION]', ''],
] as const;

const hammer: Template = (parts) => {
  const { style, tools } = parts;
  const tool = members(
    [
      ['name', ['"', { stop: 'tool_name', same: 'tool' }, '"']],
      ['description', stopString('what it does')],
      [
        'parameters',
        [
          '{"',
          { stop: 'argument', same: 'argument' },
          ...(style.spaced ? ['": '] : ['":']),
          ...members(
            [
              ['description', stopString('what it means')],
              ['type', ['"str"']],
            ],
            style,
          ),
          '}',
        ],
      ],
    ],
    style,
  );
  const example = inString([
    '[BEGIN OF TASK INSTRUCTION]\nYou call functions. Pick those that answer the query.\n[END OF TASK INSTRUCTION]\n\n[BEGIN OF AVAILABLE TOOLS]\n',
    ...list([tool], style),
    '\n[END OF AVAILABLE TOOLS]\n\n[BEGIN OF FORMAT INSTRUCTION]\nAnswer with a JSON list of calls, each with name and arguments; with [] if none fits.\n[END OF FORMAT INSTRUCTION]\n\n[BEGIN OF QUERY]\n',
    { stop: 'question' },
    '\n[END OF QUERY]\n\n',
  ]);
  const lent = typeof tools === 'string' ? lentPrompt(tools, hammerMarks) : undefined;
  return members(
    [
      ['instruction', lent ?? example],
      ['input', ['""']],
      ['output', textCall('fence', parts)],
    ],
    style,
  );
};

/** The text of a neighbour up to its first question. */
function beforeUser(text: string): string | undefined {
  const at = text.indexOf('<|start|>user');
  return at < 0 ? undefined : text.slice(0, at);
}

const harmonyTools: Piece[] = [
  '# Tools\n\n## functions\n\nnamespace functions {\n\n// ',
  { stop: 'what it does' },
  '\ntype ',
  { stop: 'tool_name', same: 'tool' },
  ' = (_: {\n// ',
  { stop: 'what it means' },
  '\n',
  { stop: 'argument', same: 'argument' },
  ': string,\n}) => any;\n\n} // namespace functions',
];

const harmony: Template = (parts) => {
  const { style, tools, neighbour, call } = parts;
  if (Array.isArray(own(neighbour ?? {}, 'messages'))) return harmonyMessages(parts);
  const declared = typeof tools === 'string' ? beforeUser(tools) : undefined;
  const text: Piece[] = [
    ...(declared === undefined ? ['<|start|>developer<|message|>', ...harmonyTools, '<|end|>'] : [declared]),
    '<|start|>user<|message|>',
    { stop: 'question' },
    '<|end|><|start|>assistant<|channel|>analysis<|message|>',
    { stop: 'thought' },
    '<|end|><|start|>assistant<|channel|>commentary to=functions.',
    ...call.name,
    ' <|constrain|>json<|message|>',
    ...call.arguments,
    '<|call|>',
  ];
  const extra: [string, Piece[]][] = Array.isArray(tools) ? [['tools', column(parts, [])]] : [];
  return members([[textColumn(neighbour), inString(text)], ...extra], style);
};

const harmonyMessages: Template = (parts) => {
  const { style, tools, call } = parts;
  const columnOf: [string, Piece[]][] = Array.isArray(tools) ? [['tools', column(parts, [])]] : [];
  const developer = typeof tools === 'string' ? prompt(parts, '', [], '') : inString(harmonyTools);
  const declares = columnOf.length > 0 ? [] : [message(style, 'developer', ['content', developer])];
  return members(
    [
      [
        'messages',
        list(
          [
            ...declares,
            message(style, 'user', ['content', question]),
            message(style, 'assistant', ['channel', ['"analysis"']], ['content', stopString('thought')]),
            message(
              style,
              'assistant',
              ['channel', ['"commentary"']],
              ['recipient', ['"functions.', ...call.name, '"']],
              ['content', inString(call.arguments)],
            ),
          ],
          style,
        ),
      ],
      ...columnOf,
    ],
    style,
  );
};

/** The column in which the neighbour keeps its text. */
function textColumn(neighbour: JsonObject | undefined): string {
  const found = Object.entries(neighbour ?? {}).find(
    ([, value]) => typeof value === 'string' && value.includes('<|message|>'),
  );
  return found?.[0] ?? 'text';
}

const nemotron: Template = (parts) => {
  const { style, tools, neighbour } = parts;
  if (Array.isArray(tools)) {
    const kept = Object.entries(neighbour ?? {}).filter(([key]) => key === 'used_in' || key === 'license');
    return members(
      [
        [
          'messages',
          list(
            [
              message(style, 'user', ['content', question]),
              message(
                style,
                'assistant',
                ['reasoning_content', stopString('thought')],
                ['content', ['""']],
                ['tool_calls', list([valueCall('openai-object', parts)], style)],
              ),
            ],
            style,
          ),
        ],
        ['tools', column(parts, wrappedTool(style))],
        ...kept.map(([key, value]): [string, Piece[]] => [key, [JSON.stringify(value)]]),
      ],
      style,
    );
  }
  const isShareGpt = Array.isArray(own(neighbour ?? {}, 'conversations'));
  const say = (role: string, text: readonly Piece[]) =>
    isShareGpt ? turn(style, role, text) : message(style, role, ['content', text]);
  const words = ['System', 'User', 'Assistant'].map((word) => (isShareGpt ? word : word.toLowerCase()));
  const system = prompt(
    parts,
    '<AVAILABLE_TOOLS>',
    list([exampleFunction(style, 'parameters')], style),
    '</AVAILABLE_TOOLS>',
  );
  const declaresBeside = typeof tools === 'string' && own(neighbour ?? {}, 'system') === tools;
  return members(
    [
      ...(declaresBeside ? [['system', system] as [string, Piece[]]] : []),
      [
        isShareGpt ? 'conversations' : 'messages',
        list(
          [
            ...(declaresBeside ? [] : [say(words[0]!, system)]),
            say(words[1]!, question),
            say(words[2]!, textCall('TOOLCALL', parts)),
            say(words[1]!, inString(['<TOOL_RESPONSE>', { stop: 'result' }, '</TOOL_RESPONSE>'])),
            say(words[2]!, answer),
          ],
          style,
        ),
      ],
    ],
    style,
  );
};

const toolbench: Template = (parts) => {
  const { style, tools } = parts;
  if (Array.isArray(tools)) {
    const first = tools.find(isObject) ?? {};
    const relevant = ['tool_name', 'api_name'].map((key) => [JSON.stringify(own(first, key) ?? '')]);
    return members(
      [
        ['api_list', column(parts, [])],
        ['query', question],
        ['relevant APIs', list([list(relevant, style)], style)],
        ['query_id', [{ stop: '1' }]],
      ],
      style,
    );
  }
  const system = prompt(
    parts,
    'You can use functions. At each step say your thought, the action and its input:\nThought:\nAction:\nAction Input:\n\nYou have access of the following tools: ',
    list([exampleFunction(style, 'parameters'), [finishTool(style.spaced)]], style),
    '',
  );
  const ends = typeof tools !== 'string' || tools.includes('Finish');
  return members(
    [
      [
        'conversations',
        list(
          [
            turn(style, 'system', system),
            turn(style, 'user', question),
            turn(style, 'assistant', textCall('react', parts)),
            turn(style, 'function', resultText),
            turn(style, 'assistant', ends ? finish(style) : answer),
          ],
          style,
        ),
      ],
    ],
    style,
  );
};

/** ToolLLaMA's tool that ends the task. */
const finishTool = (spaced: boolean): string => {
  const text = { type: 'string' };
  const parameters = {
    type: 'object',
    properties: {
      return_type: { ...text, enum: ['give_answer', 'give_up_and_restart'] },
      final_answer: text,
    },
    required: ['return_type'],
  };
  const description = 'Ends the task with an answer, or gives up.';
  return writeJson({ name: 'Finish', description, parameters }, spaced);
};

/** The last step of ToolLLaMA: its tool that ends the task. */
const finish = (style: Style): Piece[] =>
  inString([
    'Thought: ',
    { stop: 'thought' },
    '\nAction: Finish\nAction Input: ',
    ...members(
      [
        ['return_type', ['"give_answer"']],
        ['final_answer', stopString('answer')],
      ],
      style,
    ),
  ]);

const acebench: Template = (parts) =>
  members(
    [
      ['id', stopString('normal_single_turn_0')],
      ['question', inString(['user: ', { stop: 'question' }, '\n'])],
      ['time', stopString('The current time is 2031-05-12.')],
      ['function', column(parts, exampleFunction(parts.style, 'parameters', 'object'))],
    ],
    parts.style,
  );

/** A dialogue is a file of its own: one turn a line. */
const apiBank: Template = ({ style, call }) => {
  const name: Piece[] = ['"', ...call.name, '"'];
  const say = (role: string, text: readonly Piece[]) =>
    members(
      [
        ['role', [`"${role}"`]],
        ['text', text],
      ],
      style,
    );
  const result = members(
    [
      ['api_name', name],
      ['input', call.arguments],
      ['output', resultText],
      ['exception', ['null']],
    ],
    style,
  );
  const called = members(
    [
      ['role', ['"API"']],
      ['api_name', name],
      ['param_dict', call.arguments],
      ['result', result],
    ],
    style,
  );
  return [...say('User', question), '\n', ...called, '\n', ...say('AI', answer)];
};

export const promptTemplates: Readonly<Record<FormatId, Template>> = {
  acebench,
  'api-bank': apiBank,
  hammer,
  harmony,
  nemotron,
  toolbench,
};
