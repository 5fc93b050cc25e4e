/** Templates of formats whose steps have roles of their own, or whose right answer stands beside the conversation. */
import type { FormatId } from '../../formats/types.ts';
import type { Piece } from '../completion/pieces.ts';
import { inString, list, members, stopString } from '../completion/writing.ts';
import { callText } from './callForms.ts';
import {
  answer,
  column,
  exampleFunction,
  exampleSchema,
  message,
  prompt,
  question,
  resultText,
  type Template,
  textCall,
  valueCall,
  wrappedTool,
} from './templateParts.ts';

export const stepTemplates: Readonly<Record<FormatId, Template>> = {
  glm: (parts) => {
    const { style, call } = parts;
    return members(
      [
        [
          'messages',
          list(
            [
              message(style, 'system', ['content', ['""']], ['tools', column(parts, wrappedTool(style))]),
              message(style, 'user', ['content', question]),
              message(
                style,
                'assistant',
                ['metadata', ['"', ...call.name, '"']],
                ['content', inString(call.arguments)],
              ),
              message(style, 'observation', ['content', resultText]),
              message(style, 'assistant', ['content', answer]),
            ],
            style,
          ),
        ],
      ],
      style,
    );
  },
  'step-roles': (parts) => {
    const { style } = parts;
    const tools = list([exampleFunction(style, 'parameters')], style);
    const inTag = (tag: string, text: readonly Piece[]) => inString([`<${tag}>`, ...text, `</${tag}>`]);
    return members(
      [
        [
          'messages',
          list(
            [
              message(style, 'system', ['content', prompt(parts, '## Tools\n\n', tools, '')]),
              message(style, 'user', ['content', question]),
              message(style, 'reasoning', ['content', inTag('think', [{ stop: 'thought' }])]),
              message(style, 'tool_call', ['content', inTag('tool_call', valueCall('flat', parts))]),
              message(style, 'tool_output', ['content', inTag('tool_response', [{ stop: 'result' }])]),
              message(style, 'answer', ['content', inTag('answer', [{ stop: 'answer' }])]),
            ],
            style,
          ),
        ],
      ],
      style,
    );
  },
  xlam2: (parts) => {
    const { style } = parts;
    return members(
      [
        ['messages', list([message(style, 'user', ['content', question])], style)],
        ['tools', column(parts, wrappedTool(style))],
        ['chosen', inString(['[TOOL_CALLS]', ...list([valueCall('flat', parts)], style)])],
        [
          'output_message',
          message(
            style,
            'assistant',
            ['content', ['""']],
            ['tool_calls', list([valueCall('openai-object', parts)], style)],
          ),
        ],
      ],
      style,
    );
  },
  when2call: (parts) => {
    const { style } = parts;
    return members(
      [
        ['tools', column(parts, inString(exampleFunction(style, 'parameters', 'dict')))],
        [
          'messages',
          list(
            [
              message(style, 'user', ['content', question]),
              message(style, 'assistant', ['content', textCall('TOOLCALL', parts)]),
            ],
            style,
          ),
        ],
      ],
      style,
    );
  },
  'openai-responses': (parts) => {
    const { style, call } = parts;
    const tool = members(
      [
        ['type', ['"function"']],
        ['name', ['"', { stop: 'tool_name', same: 'tool' }, '"']],
        ['description', stopString('what it does')],
        ['parameters', exampleSchema(style)],
        ['strict', ['false']],
      ],
      style,
    );
    return members(
      [
        [
          'responses_create_params',
          members(
            [
              ['input', list([message(style, 'user', ['content', question])], style)],
              ['tools', column(parts, tool)],
            ],
            style,
          ),
        ],
        [
          'expected_action',
          members(
            [
              ['type', ['"function_call"']],
              ['name', ['"', ...call.name, '"']],
              ['arguments', inString(call.arguments)],
            ],
            style,
          ),
        ],
      ],
      style,
    );
  },
  rlla: (parts) => {
    const { style } = parts;
    const tool: Piece[] = [
      '1. Name: ',
      { stop: 'tool_name', same: 'tool' },
      '\nDescription: ',
      { stop: 'what it does' },
      '\nParameters: {"',
      { stop: 'argument', same: 'argument' },
      '": {"description": "',
      { stop: 'what it means' },
      '", "type": "string"}}',
    ];
    return members(
      [
        ['instruction', prompt(parts, '**Available Tools**\n', tool, '\n')],
        ['input', inString(['**Dialogue Records History**\n<user> ', { stop: 'question' }, ' </user>\n'])],
        [
          'output',
          inString([
            '<think> ',
            { stop: 'thought' },
            ' </think>\n',
            ...callText('tool-call-parameters', parts.call, style),
          ]),
        ],
      ],
      style,
    );
  },
};
