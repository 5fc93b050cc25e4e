/**
 * Bare lists of tool definitions, in any dialect: an entry is a tool, wrapped in `{type, function}` or flat. What
 * tells a tool from other objects with a name is the map of its parameters.
 */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import { liftTool, type ToolKeys } from './tools.ts';
import type { Format } from './types.ts';

const schemaKeys = ['parameters', 'input_schema'];
/** Maps of parameters: NESTFUL and ACEBench. A call has `arguments`, too, so the description must be there. */
const mapKeys = ['query_parameters', 'path_parameters', 'arguments'];

const usualKeys: ToolKeys = { parameters: [...schemaKeys, ...mapKeys] };
const apiKeys: ToolKeys = { ...usualKeys, name: 'api_name', description: 'api_description' };

export const toolList: Format = {
  id: 'tools',
  title: 'Tool definitions',
  summary: 'an entry is a tool: name, description and parameters, wrapped in function or flat.',
  docs: {
    tools: 'the entry itself, in any dialect',
    calls: 'none',
    thoughts: 'none',
    marks: 'a name with a schema, or with a description and a map of parameters',
  },
  recognize(entry) {
    const wrapped = own(entry, 'function');
    const tool = isObject(wrapped) ? wrapped : entry;
    return isTool(tool) ? { kind: 'tools', strength: 'certain' } : undefined;
  },
  lift(entry) {
    const keys = typeof own(entry, 'api_name') === 'string' ? apiKeys : usualKeys;
    return { tools: [liftTool(entry, [], keys)], toolsPath: [], turns: [], unreadable: [] };
  },
};

function isTool(tool: JsonObject): boolean {
  if (typeof (own(tool, 'name') ?? own(tool, 'api_name')) !== 'string') return false;
  // An object with a parameters map and a role, a query or an instruction is a row of something else.
  if (Object.hasOwn(tool, 'role') || Object.hasOwn(tool, 'query') || Object.hasOwn(tool, 'messages'))
    return false;
  const isDescribed = typeof (own(tool, 'description') ?? own(tool, 'api_description')) === 'string';
  if (schemaKeys.some((key) => isSchema(own(tool, key)))) return true;
  return isDescribed && [...schemaKeys, ...mapKeys].some((key) => isParameterMap(own(tool, key)));
}

function isSchema(value: JsonValue | undefined): boolean {
  return isObject(value) && (Object.hasOwn(value, 'properties') || typeof own(value, 'type') === 'string');
}

/** Every value is an object (the parameter); empty for a tool without any. */
function isParameterMap(value: JsonValue | undefined): boolean {
  return isObject(value) && Object.values(value).every(isObject);
}
