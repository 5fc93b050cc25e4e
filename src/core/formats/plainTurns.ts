/** Makers of turns for formats that keep a conversation in columns or in one text, instead of chat messages. */
import type { JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Call, Role, TextRun, ToolResult, Turn } from '../sample.ts';
import type { Path } from '../text/path.ts';
import type { AssistantText } from './text.ts';

/** What a turn holds beside its role; parts that are left out are empty. */
export interface TurnParts {
  readonly rolePath?: Path;
  readonly texts?: readonly TextRun[];
  readonly calls?: readonly Call[];
  readonly results?: readonly ToolResult[];
  /** Thoughts, prose and calls of the turn's text; `calls` and `texts` come on top. */
  readonly lifted?: AssistantText;
}

const none: readonly never[] = [];

/** A turn of the given parts. */
export function makeTurn(role: Role, rawRole: string, path: Path, parts: TurnParts): Turn {
  const { lifted, texts = none, calls = none, results = none, rolePath } = parts;
  const faults = lifted?.thoughtFaults;
  // One shape for all turns: this runs for every turn of every record.
  return {
    role,
    rawRole,
    path,
    rolePath,
    texts: lifted ? (texts.length === 0 ? lifted.texts : [...texts, ...lifted.texts]) : texts,
    thoughts: lifted ? lifted.thoughts : none,
    thoughtFaults: faults !== undefined && faults.length > 0 ? faults : undefined,
    calls: lifted ? (calls.length === 0 ? lifted.calls : [...calls, ...lifted.calls]) : calls,
    results,
  };
}

/** A turn that is the text of one column; `undefined` when the column holds no text. */
export function columnTurn(role: Role, key: string, value: JsonValue | undefined): Turn | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  return makeTurn(role, key, [key], { texts: [{ path: [key], text: value }] });
}

const roles: Readonly<Record<string, Role>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  agent: 'assistant',
  gpt: 'assistant',
  ai: 'assistant',
  bot: 'assistant',
  model: 'assistant',
  'function-call': 'assistant',
  function_call: 'assistant',
  tool: 'tool',
  function: 'tool',
  observation: 'tool',
  'function-response': 'tool',
  function_response: 'tool',
  tool_response: 'tool',
};

/** The role that a role word stands for; `user` for words that are not known. */
export function roleOf(word: string): Role {
  return Object.hasOwn(roles, word) ? roles[word]! : 'user';
}

/** One message of a list, as far as it is a role word with a value. */
export interface RawMessage {
  readonly rawRole: string;
  readonly role: Role;
  readonly path: Path;
  readonly rolePath: Path;
  readonly value: JsonValue | undefined;
  readonly valuePath: Path;
}

/** Goes through a list of messages; entries that are no object, or have no role word, are passed over. */
export function* rawMessages(
  list: JsonValue | undefined,
  path: Path,
  roleKey: string,
  valueKey: string,
): Generator<RawMessage> {
  if (!Array.isArray(list)) return;
  for (let i = 0; i < list.length; i++) {
    const message = list[i]!;
    if (!isObject(message)) continue;
    const rawRole = own(message, roleKey);
    if (typeof rawRole !== 'string') continue;
    const messagePath = [...path, i];
    yield {
      rawRole,
      role: roleOf(rawRole),
      path: messagePath,
      rolePath: [...messagePath, roleKey],
      value: own(message, valueKey),
      valuePath: [...messagePath, valueKey],
    };
  }
}

/** A message as a turn of prose; what is no text has no prose. */
export function proseTurn(message: RawMessage): Turn {
  const { value, valuePath, rolePath } = message;
  const texts = typeof value === 'string' && value !== '' ? [{ path: valuePath, text: value }] : none;
  return makeTurn(message.role, message.rawRole, message.path, { rolePath, texts });
}
