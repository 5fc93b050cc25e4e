/** Lifting lists of tool definitions, which many formats share. */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { ToolDef } from '../sample.ts';
import { child, type Path } from '../text/path.ts';
import type { LiftContext } from './types.ts';

/** Where the parts of a tool object stand; the keys differ by format. */
export interface ToolKeys {
  readonly name?: string;
  readonly description?: string;
  /** Tried in order; the first that is present is taken. */
  readonly parameters?: readonly string[];
  readonly shape?: ToolDef['shape'];
}

const defaultParametersKeys = ['parameters'];

/**
 * Lifts one tool, unwrapping `{type: "function", function: {…}}`. What is no object becomes a tool without a name, so
 * that later positions keep their index.
 */
export function liftTool(value: JsonValue, path: Path, keys: ToolKeys = {}): ToolDef {
  if (isObject(value)) {
    const wrapped = own(value, 'function');
    if (isObject(wrapped)) return toolFromObject(wrapped, child(path, 'function'), keys);
    return toolFromObject(value, path, keys);
  }
  return {
    name: undefined,
    description: undefined,
    path,
    nameKey: keys.name ?? 'name',
    parametersKey: keys.parameters?.[0] ?? 'parameters',
    parameters: undefined,
    required: undefined,
    shape: keys.shape ?? 'auto',
    raw: value,
  };
}

function toolFromObject(tool: JsonObject, path: Path, keys: ToolKeys): ToolDef {
  const nameKey = keys.name ?? 'name';
  const candidates = keys.parameters ?? defaultParametersKeys;
  const parametersKey = candidates.find((key) => Object.hasOwn(tool, key)) ?? candidates[0]!;
  const name = own(tool, nameKey);
  const description = own(tool, keys.description ?? 'description');
  return {
    name: typeof name === 'string' ? name : undefined,
    description: typeof description === 'string' ? description : undefined,
    path,
    nameKey,
    parametersKey,
    parameters: own(tool, parametersKey),
    required: own(tool, 'required'),
    shape: keys.shape ?? 'auto',
    raw: tool,
  };
}

/**
 * Lifts the value of a tools column: a list, a string of a JSON list (`''` is an empty list), a list of strings of
 * JSON, or one tool object. `undefined` when it cannot be read; the context then knows why.
 */
export function liftTools(
  value: JsonValue | undefined,
  path: Path,
  context: LiftContext,
  keys: ToolKeys = {},
): ToolDef[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') {
    if (value.trim() === '') return [];
    const inner = context.parseJson(value, path, 'tools');
    if (inner === undefined) return undefined;
    if (typeof inner === 'string') {
      context.unreadable({
        what: 'tools',
        path,
        reason: 'double-encoded',
        detail: 'it is a string of a string of JSON',
      });
      return undefined;
    }
    return liftTools(inner, path, context, keys);
  }
  if (Array.isArray(value)) {
    const tools: ToolDef[] = [];
    for (let i = 0; i < value.length; i++) {
      const item = value[i]!;
      const itemPath = child(path, i);
      if (typeof item === 'string') {
        const inner = context.parseJson(item, itemPath, 'tools');
        if (inner !== undefined) tools.push(liftTool(inner, itemPath, keys));
      } else tools.push(liftTool(item, itemPath, keys));
    }
    return tools;
  }
  if (isObject(value)) return [liftTool(value, path, keys)];
  context.unreadable({
    what: 'tools',
    path,
    reason: 'shape',
    detail: 'a list of tool definitions is expected here',
  });
  return undefined;
}

/**
 * Tools of formats whose parameters are maps: when one of them marks parameters with `required: true` (S3), a map
 * without such a mark has no required parameter, instead of only required ones.
 */
export function withRequiredFlags(tools: ToolDef[] | undefined): ToolDef[] | undefined {
  if (!tools?.some(hasRequiredFlag)) return tools;
  return tools.map((tool) =>
    tool.shape === 'auto' || tool.shape === 'map' ? { ...tool, shape: 'flagged-map' } : tool,
  );
}

function hasRequiredFlag({ parameters }: ToolDef): boolean {
  if (!isObject(parameters)) return false;
  for (const name in parameters) {
    const parameter = parameters[name]!;
    if (isObject(parameter) && typeof own(parameter, 'required') === 'boolean') return true;
  }
  return false;
}
