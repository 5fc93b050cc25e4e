/** Whole samples of a format, as text to fill in: with an example tool, or with the tools of a neighbour. */
import type { FormatId } from '../../formats/types.ts';
import type { Piece } from '../completion/pieces.ts';
import { inString, list, members, stopString } from '../completion/writing.ts';
import { callText, type CallForm } from './callForms.ts';
import {
  answer,
  column,
  exampleFunction,
  message,
  prompt,
  question,
  resultText,
  type Template,
  type TemplateParts,
  textCall,
  turn,
  valueCall,
  wrappedTool,
} from './templateParts.ts';
import { promptTemplates } from './promptTemplates.ts';
import { stepTemplates } from './stepTemplates.ts';

function chat(form: CallForm, toolsKey: string): Template {
  return (parts) => {
    const { style, call } = parts;
    const id: [string, Piece[]] = ['tool_call_id', ['"', { stop: call.id, same: 'id' }, '"']];
    return members(
      [
        [
          'messages',
          list(
            [
              message(style, 'user', ['content', question]),
              message(style, 'assistant', ['tool_calls', list([valueCall(form, parts)], style)]),
              message(style, 'tool', id, ['content', resultText]),
              message(style, 'assistant', ['content', answer]),
            ],
            style,
          ),
        ],
        [toolsKey, column(parts, wrappedTool(style))],
      ],
      style,
    );
  };
}

const functionCall =
  (thought: boolean): Template =>
  (parts) => {
    const { style } = parts;
    const call: [string, Piece[]] = ['function_call', valueCall('flat-text', parts)];
    const reasoning: [string, Piece[]][] = thought ? [['reasoning_content', stopString('thought')]] : [];
    return members(
      [
        [
          'messages',
          list(
            [
              message(style, 'user', ['content', question]),
              message(style, 'assistant', ...reasoning, ['content', ['""']], call),
              message(style, 'function', ['name', ['"', ...parts.call.name, '"']], ['content', resultText]),
              message(style, 'assistant', ['content', answer]),
            ],
            style,
          ),
        ],
        ['functions', column(parts, exampleFunction(style, 'parameters'))],
      ],
      style,
    );
  };

const hermesPrompt =
  'You are a function calling AI model. The functions stand within <tools></tools>; put each call as JSON with name and arguments within <tool_call></tool_call>.\n<tools>\n';
const listPrompt = 'Here is a list of functions in JSON format that you can invoke:\n';
const glaivePrompt =
  'SYSTEM: You are a helpful assistant with access to the following functions. Use them if required -\n';

const functionCallTurns: Template = (parts) =>
  members(
    [
      [
        'conversations',
        list(
          [
            turn(parts.style, 'human', question),
            turn(parts.style, 'function_call', inString(valueCall('flat', parts))),
            turn(parts.style, 'observation', resultText),
            turn(parts.style, 'gpt', answer),
          ],
          parts.style,
        ),
      ],
      ['tools', column(parts, exampleFunction(parts.style, 'parameters'), true)],
    ],
    parts.style,
  );

const templates: Readonly<Record<FormatId, Template>> = {
  ...stepTemplates,
  ...promptTemplates,
  openai: chat('openai', 'tools'),
  mistral: chat('openai', 'available_tools'),
  hf: chat('openai-object', 'tools'),
  functiongemma: (parts) =>
    members(
      [
        ['metadata', ['"train"']],
        [
          'tools',
          column(
            parts,
            members(
              [['function', exampleFunction(parts.style, 'parameters', 'OBJECT', 'STRING')]],
              parts.style,
            ),
          ),
        ],
        [
          'messages',
          list(
            [
              message(parts.style, 'developer', [
                'content',
                stopString('Current date and time: 2031-05-12T09:00:00'),
              ]),
              message(parts.style, 'user', ['content', question]),
              message(parts.style, 'assistant', [
                'tool_calls',
                list([valueCall('wrapped-object', parts)], parts.style),
              ]),
            ],
            parts.style,
          ),
        ],
      ],
      parts.style,
    ),
  together: chat('openai', 'tools'),
  fireworks: chat('openai', 'tools'),
  gemini: (parts) => {
    const { style } = parts;
    const content = (role: string, part: Piece[]) => message(style, role, ['parts', list([part], style)]);
    const text = (placeholder: Piece[]) => members([['text', placeholder]], style);
    const response = members(
      [
        [
          'functionResponse',
          members(
            [
              ['name', ['"', ...parts.call.name, '"']],
              ['response', ['{"result"', style.spaced ? ': ' : ':', ...resultText, '}']],
            ],
            style,
          ),
        ],
      ],
      style,
    );
    const declarations = members(
      [['functionDeclarations', list([exampleFunction(style, 'parameters', 'OBJECT', 'STRING')], style)]],
      style,
    );
    return members(
      [
        [
          'contents',
          list(
            [
              content('user', text(question)),
              content('model', valueCall('function-call', parts)),
              content('user', response),
              content('model', text(answer)),
            ],
            style,
          ),
        ],
        ['tools', column(parts, declarations)],
      ],
      style,
    );
  },
  'openai-legacy': functionCall(false),
  'qwen-agent': functionCall(true),
  llamafactory: functionCallTurns,
  'apigen-mt': functionCallTurns,
  'llamafactory-v1': (parts) => {
    const { style } = parts;
    const part = (role: string, element: Piece[]) =>
      message(style, role, ['content', list([element], style)]);
    const text = (placeholder: Piece[]) =>
      members(
        [
          ['type', ['"text"']],
          ['value', placeholder],
        ],
        style,
      );
    return members(
      [
        [
          'messages',
          list(
            [
              part('user', text(question)),
              part('assistant', valueCall('part', parts)),
              part('tool', text(resultText)),
              part('assistant', text(answer)),
            ],
            style,
          ),
        ],
        ['tools', column(parts, wrappedTool(style), true)],
      ],
      style,
    );
  },
  'ms-swift': (parts) =>
    members(
      [
        ['tools', column(parts, wrappedTool(parts.style), true)],
        [
          'messages',
          list(
            [
              message(parts.style, 'user', ['content', question]),
              message(parts.style, 'tool_call', ['content', inString(valueCall('flat', parts))]),
              message(parts.style, 'tool_response', ['content', resultText]),
              message(parts.style, 'assistant', ['content', answer]),
            ],
            parts.style,
          ),
        ],
      ],
      parts.style,
    ),
  anthropic: (parts) => {
    const { style } = parts;
    const result = members(
      [
        ['type', ['"tool_result"']],
        ['tool_use_id', ['"', { stop: parts.call.id, same: 'id' }, '"']],
        ['content', resultText],
      ],
      style,
    );
    return members(
      [
        [
          'messages',
          list(
            [
              message(style, 'user', ['content', question]),
              message(style, 'assistant', ['content', list([valueCall('tool-use', parts)], style)]),
              message(style, 'user', ['content', list([result], style)]),
              message(style, 'assistant', ['content', answer]),
            ],
            style,
          ),
        ],
        ['tools', column(parts, exampleFunction(style, 'input_schema'))],
      ],
      style,
    );
  },
  hermes: (parts) =>
    members(
      [
        [
          'conversations',
          list(
            [
              turn(
                parts.style,
                'system',
                prompt(parts, hermesPrompt, wrappedTool(parts.style), '\n</tools>'),
              ),
              turn(parts.style, 'human', question),
              turn(parts.style, 'gpt', textCall('tool-call', parts)),
              turn(
                parts.style,
                'tool',
                inString(['<tool_response>\n', { stop: 'result' }, '\n</tool_response>']),
              ),
              turn(parts.style, 'gpt', answer),
            ],
            parts.style,
          ),
        ],
      ],
      parts.style,
    ),
  glaive: (parts) =>
    members(
      [
        ['system', prompt(parts, glaivePrompt, exampleFunction(parts.style, 'parameters'), '')],
        [
          'chat',
          inString([
            'USER: ',
            { stop: 'question' },
            '\n\n\nASSISTANT: ',
            ...callText('functioncall', parts.call, parts.style),
            ' <|endoftext|>\n\n\nFUNCTION RESPONSE: ',
            { stop: 'result' },
            '\n\n\nASSISTANT: ',
            { stop: 'answer' },
            ' <|endoftext|>\n\n\n',
          ]),
        ],
      ],
      parts.style,
    ),
  toolace: (parts) =>
    members(
      [
        [
          'system',
          prompt(
            parts,
            listPrompt,
            list([exampleFunction(parts.style, 'parameters', 'dict')], parts.style),
            '',
          ),
        ],
        [
          'conversations',
          list(
            [
              turn(parts.style, 'user', question),
              turn(parts.style, 'assistant', textCall('python', parts)),
              turn(parts.style, 'tool', resultText),
              turn(parts.style, 'assistant', answer),
            ],
            parts.style,
          ),
        ],
      ],
      parts.style,
    ),
  funreason: (parts) =>
    members(
      [
        [
          'messages',
          list(
            [
              message(parts.style, 'system', [
                'content',
                prompt(
                  parts,
                  'Here is a list of functions in JSON format that you can invoke.\n',
                  list([exampleFunction(parts.style, 'parameters', 'dict')], parts.style),
                  '',
                ),
              ]),
              message(parts.style, 'user', ['content', question]),
              message(parts.style, 'assistant', [
                'content',
                inString([
                  '<think>',
                  { stop: 'thought' },
                  '</think>\n\n',
                  ...callText('python', parts.call, parts.style),
                ]),
              ]),
            ],
            parts.style,
          ),
        ],
      ],
      parts.style,
    ),
  xlam: (parts) =>
    members(
      [
        ['query', question],
        ['tools', column(parts, exampleFunction(parts.style, 'parameters', 'map', 'str'), true)],
        ['answers', inString(list([valueCall('flat', parts)], parts.style))],
      ],
      parts.style,
    ),
  bfcl: (parts) =>
    members(
      [
        ['id', stopString('simple_0')],
        [
          'question',
          list([list([message(parts.style, 'user', ['content', question])], parts.style)], parts.style),
        ],
        ['function', column(parts, exampleFunction(parts.style, 'parameters', 'dict'))],
      ],
      parts.style,
    ),
  'tool-n1': (parts) =>
    members(
      [
        ['system_prompt', prompt(parts, '<tools>\n', wrappedTool(parts.style), '\n</tools>')],
        ['instruction', ['""']],
        ['query', question],
        [
          'output',
          inString([
            '<think>',
            { stop: 'thought' },
            '</think>',
            ...callText('tool-call-list', parts.call, parts.style),
          ]),
        ],
      ],
      parts.style,
    ),
  'seal-tools': (parts) =>
    members(
      [
        ['id', stopString('easy_0')],
        ['query', question],
        ['calling', list([valueCall('api', parts)], parts.style)],
      ],
      parts.style,
    ),
  nestful: (parts) =>
    members(
      [
        ['input', question],
        ['output', list([valueCall('labelled', parts)], parts.style)],
        ['tools', column(parts, exampleFunction(parts.style, 'parameters', 'map', 'string'))],
      ],
      parts.style,
    ),
};

/** A whole sample of the format; `undefined` for formats whose samples are not written by hand. */
export function templateOf(id: FormatId, parts: TemplateParts): Piece[] | undefined {
  return Object.hasOwn(templates, id) ? templates[id]!(parts) : undefined;
}
