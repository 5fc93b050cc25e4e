/** Records that keep a chat, its tools and perhaps a system prompt in columns. */
import type { JsonObject } from '../json.ts';
import type { Sample, Turn } from '../sample.ts';
import { child, type Path } from '../text/path.ts';
import { type ChatOptions, liftContent, liftMessages, plainOptions } from './chat.ts';
import { emptyTurn } from './chatTurn.ts';
import { liftTools, type ToolKeys } from './tools.ts';
import type { LiftContext } from './types.ts';

/** Parameters of a tool under the keys of OpenAI, Anthropic and MCP: re-uploads keep the tools as their source had them. */
export const chatToolKeys: ToolKeys = { parameters: ['parameters', 'input_schema', 'inputSchema'] };

/** Which columns of a record hold its parts. */
export interface ChatColumns {
  readonly messages: string;
  /** The first that is present is taken. */
  readonly tools: readonly string[];
  /** A system prompt beside the messages: text, or blocks of text. */
  readonly system?: string;
}

/** Lifts a record that keeps messages, tools and perhaps a system prompt in columns. */
export function chatSample(
  entry: JsonObject,
  columns: ChatColumns,
  context: LiftContext,
  options: ChatOptions = plainOptions,
): Sample {
  const turns: Turn[] = [];
  if (columns.system !== undefined) liftSystem(entry, columns.system, context, turns);
  liftMessages(entry[columns.messages], [columns.messages], context, options, turns);
  return withTools(entry, columns.tools, context, turns);
}

/** Lifts a system prompt that stands in a column of its own; nothing when there is none. */
function liftSystem(entry: JsonObject, key: string, context: LiftContext, turns: Turn[]): void {
  const value = entry[key];
  if (value === undefined || value === null || value === '') return;
  const turn = emptyTurn('system', key, [key], undefined);
  liftContent(value, [key], false, context, plainOptions, turn);
  turns.push(turn);
}

/** The first of `keys` that the entry has with a value; the first of all when it has none. */
export function presentColumn(entry: JsonObject, keys: readonly string[]): string {
  for (const key of keys) {
    const value = entry[key];
    if (value !== undefined && value !== null) return key;
  }
  return keys[0]!;
}

/**
 * The sample of these turns and the tools of a column; it declares no tools when `holder` has no such column.
 *
 * @param base path of `holder`, when it is not the record itself.
 */
export function withTools(
  holder: JsonObject,
  keys: readonly string[],
  context: LiftContext,
  turns: readonly Turn[],
  base: Path = [],
): Sample {
  const key = presentColumn(holder, keys);
  const value = holder[key];
  if (value === undefined || value === null)
    return { tools: undefined, toolsPath: undefined, turns, unreadable: [] };
  const toolsPath = child(base, key);
  return { tools: liftTools(value, toolsPath, context, chatToolKeys), toolsPath, turns, unreadable: [] };
}
