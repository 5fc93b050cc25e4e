/** What the shapes of formats are put together from: values, tools, calls, messages. */
import type { CallForm, TextForm } from './callForms.ts';
import type { FormatShape, RoleWords, Shape, Slot, Word } from './shape.ts';

export const string: Shape = { is: 'string' };
export const number: Shape = { is: 'number' };
export const boolean: Shape = { is: 'boolean' };
export const any: Shape = { is: 'any' };

export const object = (keys: Readonly<Record<string, Slot>>): Shape => ({ is: 'object', keys });
export const list = (of: Shape): Shape => ({ is: 'list', of });
export const json = (of: Shape): Shape => ({ is: 'json', of });
export const words = (...entries: (readonly [string, string])[]): Shape => ({
  is: 'words',
  words: entries.map(([word, about]): Word => ({ word, about })),
});
export const slot = (shape: Shape, about: string, roles?: readonly string[]): Slot => ({
  shape,
  about,
  roles,
});

export const roleWords = (
  system: string,
  user: string,
  assistant: string,
  tool: string,
  call = '',
): RoleWords => {
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

export const functionKeys: Readonly<Record<string, Slot>> = {
  name: slot(string, 'Name by which calls name the function.'),
  description: slot(string, 'What the function does and when to call it.'),
  parameters: slot(object({}), 'JSON Schema of the arguments.'),
};
export const wrappedTool = object({
  type: slot(words(['function', 'The only kind of tool that is trained.']), 'Kind of tool.'),
  function: slot(
    object({
      ...functionKeys,
      strict: slot(boolean, 'Whether calls are held to the schema exactly (structured outputs).'),
    }),
    'The function.',
  ),
});
export const flatTool = object(functionKeys);

// Calls.

export const textArguments = slot(json(object({})), 'The arguments: a string of JSON.');
export const objectArguments = slot(object({}), 'The arguments: an object.');
export const calledName = slot(string, 'Name of the called function.');
export const callObject = (args: Slot): Shape => object({ name: calledName, arguments: args });
export const toolCall = (args: Slot): Shape =>
  object({
    id: slot(string, 'Id by which the result names this call.'),
    type: slot(words(['function', 'A call of a function.']), 'Kind of call.'),
    function: slot(callObject(args), 'Which function is called, and with what.'),
  });

// Messages.

export const content = slot(string, 'What is said.');
export const thought = slot(string, 'The chain of thought in front of the answer.', ['assistant']);

export interface ChatKeys {
  readonly roles: readonly string[];
  readonly args?: Slot;
  readonly extra?: Readonly<Record<string, Slot>>;
}

export const chatMessage = ({ roles, args = textArguments, extra }: ChatKeys): Shape =>
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

export const none: readonly never[] = [];

export const shape = (
  record: Shape,
  roles: RoleWords,
  calls: readonly CallForm[],
  text: readonly TextForm[] = none,
  roleKey = 'role',
): FormatShape => ({ record, roles, calls, text, roleKey });

/** Roles of a plain chat. */
export const plainRoles = roleWords('system', 'user', 'assistant', 'tool');
export const chatRoles = roleWords('system developer', 'user', 'assistant', 'tool');
export const toolsList = (tool: Shape): Slot => slot(list(tool), 'The tools of this sample.');
export const toolsText = (tool: Shape): Slot =>
  slot(json(list(tool)), 'The tools of this sample: a string of a JSON list.');

export const sharegpt = (roles: readonly string[], about = 'The conversation.'): Slot =>
  slot(
    list(
      object({
        from: slot(words(...roles.map((role) => [role, ''] as const)), 'Who speaks.'),
        value: slot(string, 'What is said, or the call, or its result.'),
      }),
    ),
    about,
  );
