/**
 * MCP tool definitions: formats.md 4.30. One tool an entry, the result of `tools/list`, or a dump of servers with their
 * tools. Schemas stand under `inputSchema`.
 */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { ToolDef } from '../sample.ts';
import type { Path } from '../text/path.ts';
import { liftTool, liftTools, type ToolKeys } from './tools.ts';
import type { Format, LiftContext } from './types.ts';

const keys: ToolKeys = { parameters: ['inputSchema', 'input_schema', 'parameters'], shape: 'schema' };

export const mcp: Format = {
  id: 'mcp',
  title: 'MCP tools',
  summary: 'a tool with name and inputSchema, a list of them, or a dump of servers with their tools.',
  recognize(entry) {
    return isTool(entry) || toolLists(entry).length > 0 ? { kind: 'tools', strength: 'certain' } : undefined;
  },
  lift(entry, context) {
    if (isListedTool(entry))
      return { tools: [liftTool(entry, [], keys)], toolsPath: [], turns: [], unreadable: [] };
    const lists = toolLists(entry);
    const tools = lists.flatMap(({ list, path }) => liftToolList(list, path, context));
    const only = lists.length === 1 ? lists[0] : undefined;
    return { tools, ...(only ? { toolsPath: only.path } : undefined), turns: [], unreadable: [] };
  },
};

function isTool(value: JsonValue | undefined): boolean {
  return isObject(value) && typeof own(value, 'name') === 'string' && Object.hasOwn(value, 'inputSchema');
}

/** Where tools are expected, one with a name that cannot be read is one too, and is reported. */
function isListedTool(value: JsonValue | undefined): boolean {
  return isObject(value) && Object.hasOwn(value, 'name') && Object.hasOwn(value, 'inputSchema');
}

function liftToolList(list: JsonValue, path: Path, context: LiftContext): ToolDef[] {
  return liftTools(list, path, context, keys) ?? [];
}

/**
 * The lists of tools of an entry, where they begin with an MCP tool: `tools`, `result.tools` of a JSON-RPC answer, or
 * `tools.<server>.tools`. A row with messages is a conversation, whatever its tools are.
 */
function toolLists(entry: JsonObject): { list: JsonValue[]; path: Path }[] {
  const lists: { list: JsonValue[]; path: Path }[] = [];
  if (Object.hasOwn(entry, 'messages')) return lists;
  const add = (list: JsonValue | undefined, path: Path) => {
    if (Array.isArray(list) && isListedTool(list[0])) lists.push({ list, path });
  };
  const result = own(entry, 'result');
  if (isObject(result)) add(own(result, 'tools'), ['result', 'tools']);
  const tools = own(entry, 'tools');
  add(tools, ['tools']);
  if (!isObject(tools)) return lists;
  for (const server in tools) {
    const offered = tools[server];
    if (isObject(offered)) add(own(offered, 'tools'), ['tools', server, 'tools']);
  }
  return lists;
}
