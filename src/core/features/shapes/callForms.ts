/** The ways in which formats write a call, as text to insert. */
import type { Piece } from '../completion/pieces.ts';
import { inString, list, members, type Style } from '../completion/writing.ts';

/** A call as a value; see the makers below. */
export type CallForm =
  | 'openai'
  | 'openai-object'
  | 'wrapped-object'
  | 'flat'
  | 'flat-text'
  | 'quoted'
  | 'function-call'
  | 'labelled'
  | 'parameters'
  | 'api'
  | 'tool-use'
  | 'responses'
  | 'part'
  | 'accepted'
  | 'keyed';

/** A call in text. */
export type TextForm =
  | 'python'
  | 'tool-call'
  | 'tool-call-parameters'
  | 'tool-call-list'
  | 'functioncall'
  | 'TOOLCALL'
  | 'fence'
  | 'react'
  | 'json';

/** What a call says. */
export interface CallParts {
  readonly name: readonly Piece[];
  /** The arguments as an object. */
  readonly arguments: readonly Piece[];
  /** The arguments in a Python call's brackets. */
  readonly keywords: readonly Piece[];
  readonly id: string;
}

/** A call as a value; the name's pieces are plain text, without quotes. */
export function callValue(form: CallForm, call: CallParts, style: Style): Piece[] {
  const name: Piece[] = ['"', ...call.name, '"'];
  const id: Piece[] = ['"', { stop: call.id, same: 'id' }, '"'];
  const text = inString(call.arguments);
  switch (form) {
    case 'openai':
    case 'openai-object':
      return members(
        [
          ['id', id],
          ['type', ['"function"']],
          ['function', pair(name, 'arguments', form === 'openai' ? text : call.arguments, style)],
        ],
        style,
      );
    case 'wrapped-object':
      return members([['function', pair(name, 'arguments', call.arguments, style)]], style);
    case 'flat':
      return pair(name, 'arguments', call.arguments, style);
    case 'flat-text':
      return pair(name, 'arguments', text, style);
    case 'labelled':
      return members(
        [
          ['name', name],
          ['label', ['"', { stop: '$var1' }, '"']],
          ['arguments', call.arguments],
        ],
        style,
      );
    case 'function-call':
      return members([['functionCall', pair(name, 'args', call.arguments, style)]], style);
    case 'quoted':
      return pair(name, 'arguments', ["'", ...call.arguments, "'"], style);
    case 'parameters':
      return pair(name, 'parameters', call.arguments, style);
    case 'api':
      return members(
        [
          ['api', name],
          ['parameters', call.arguments],
          ['responses', list([['"', { stop: 'API_call_0' }, '"']], style)],
        ],
        style,
      );
    case 'tool-use':
      return members(
        [
          ['type', ['"tool_use"']],
          ['id', id],
          ['name', name],
          ['input', call.arguments],
        ],
        style,
      );
    case 'responses':
      return members(
        [
          ['type', ['"function_call"']],
          ['call_id', id],
          ['name', name],
          ['arguments', text],
        ],
        style,
      );
    case 'part':
      return members(
        [
          ['type', ['"tool_call"']],
          ['value', inString(pair(name, 'arguments', call.arguments, style))],
        ],
        style,
      );
    case 'accepted':
    case 'keyed':
      return ['{', ...name, style.spaced ? ': ' : ':', ...call.arguments, '}'];
  }
}

function pair(name: readonly Piece[], key: string, value: readonly Piece[], style: Style): Piece[] {
  return members(
    [
      ['name', name],
      [key, value],
    ],
    style,
  );
}

/** A call as text. */
export function callText(form: TextForm, call: CallParts, style: Style): Piece[] {
  const name: Piece[] = ['"', ...call.name, '"'];
  switch (form) {
    case 'python':
      return ['[', ...call.name, '(', ...call.keywords, ')]'];
    case 'tool-call':
      return ['<tool_call>\n', ...pair(name, 'arguments', call.arguments, style), '\n</tool_call>'];
    case 'tool-call-parameters':
      return ['<tool_call>\n', ...pair(name, 'parameters', call.arguments, style), '\n</tool_call>'];
    case 'tool-call-list':
      return [
        '<tool_call>',
        ...list([pair(name, 'arguments', call.arguments, style)], style),
        '</tool_call>',
      ];
    case 'functioncall':
      return ['<functioncall> ', ...callValue('quoted', call, style)];
    case 'TOOLCALL':
      return ['<TOOLCALL>', ...list([pair(name, 'arguments', call.arguments, style)], style), '</TOOLCALL>'];
    case 'fence':
      return ['```\n', ...list([pair(name, 'arguments', call.arguments, style)], style), '\n```'];
    case 'react':
      return ['Thought: ', { stop: '' }, '\nAction: ', ...call.name, '\nAction Input: ', ...call.arguments];
    case 'json':
      return pair(name, 'arguments', call.arguments, style);
  }
}
