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
  docs: {
    tools: 'the entry itself, or a list of `{name, description, inputSchema}`',
    calls: 'none',
    thoughts: 'none',
    marks: '`inputSchema` beside `name`: one tool, the answer of `tools/list`, or a dump of servers',
  },
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

/** Toucan's description of a server: its own answer, or else what the crawler has found of it, which repeats the answer. */
function addCrawled(
  metadata: JsonValue | undefined,
  add: (list: JsonValue | undefined, path: Path) => boolean,
): void {
  if (!isObject(metadata)) return;
  for (const source of ['remote_server_response', 'server_info_crawled']) {
    const server = own(metadata, source);
    if (isObject(server) && add(own(server, 'tools'), ['metadata', source, 'tools'])) return;
  }
}

/** Where tools are expected, one with a name that cannot be read is one too, and is reported. Toucan writes `input_schema`. */
function isListedTool(value: JsonValue | undefined): boolean {
  if (!isObject(value) || !Object.hasOwn(value, 'name')) return false;
  return Object.hasOwn(value, 'inputSchema') || Object.hasOwn(value, 'input_schema');
}

function liftToolList(list: JsonValue, path: Path, context: LiftContext): ToolDef[] {
  return liftTools(list, path, context, keys) ?? [];
}

/**
 * The lists of tools of an entry, where they begin with an MCP tool: `tools`, `result.tools` of a JSON-RPC answer,
 * `tools.<server>.tools`, or what a server of Toucan has answered. A row with messages is a conversation, whatever its
 * tools are.
 */
function toolLists(entry: JsonObject): { list: JsonValue[]; path: Path }[] {
  const lists: { list: JsonValue[]; path: Path }[] = [];
  if (Object.hasOwn(entry, 'messages')) return lists;
  const add = (list: JsonValue | undefined, path: Path): boolean => {
    if (!Array.isArray(list) || !isListedTool(list[0])) return false;
    lists.push({ list, path });
    return true;
  };
  const result = own(entry, 'result');
  if (isObject(result)) add(own(result, 'tools'), ['result', 'tools']);
  addCrawled(own(entry, 'metadata'), add);
  const tools = own(entry, 'tools');
  add(tools, ['tools']);
  if (!isObject(tools)) return lists;
  for (const server in tools) {
    const offered = tools[server];
    if (isObject(offered)) add(own(offered, 'tools'), ['tools', server, 'tools']);
  }
  return lists;
}
