/**
 * Gemini API and Vertex AI tuning (formats.md 4.25): `contents` of `parts`, tools as lists of function declarations, in
 * camel case or in snake case, since both are read as the same protocol buffer.
 */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Call, Role, TextRun, Thought, ToolDef, ToolResult, Turn } from '../sample.ts';
import { child, type Path } from '../text/path.ts';
import { type CallKeys, liftCallObject } from './calls.ts';
import { presentColumn } from './chatSample.ts';
import { liftTool, type ToolKeys } from './tools.ts';
import type { Format, LiftContext } from './types.ts';

const instructionKeys = ['systemInstruction', 'system_instruction'];
const declarationKeys = ['functionDeclarations', 'function_declarations'];
const toolKeys: ToolKeys = {
  parameters: ['parameters', 'parametersJsonSchema', 'parameters_json_schema'],
};
const callKeys: CallKeys = { name: ['name'], arguments: ['args'] };
const roles = new Map<JsonValue | undefined, Role>([
  ['model', 'assistant'],
  ['assistant', 'assistant'],
  ['system', 'system'],
  ['function', 'tool'],
  ['tool', 'tool'],
]);

export const gemini: Format = {
  id: 'gemini',
  title: 'Gemini / Vertex AI tuning',
  summary: 'contents with parts, tools with functionDeclarations; a call is a part functionCall with args.',
  docs: {
    tools:
      '`tools[].functionDeclarations[]`: `{name, description, parameters}`, a subset of OpenAPI’s schemas with types in upper case',
    calls: 'a part `functionCall` with `name` and `args`, an object',
    thoughts: 'a part whose `thought` is true',
    marks: '`contents` as a list of objects with `parts`',
  },
  native: { typeWords: ['OBJECT', 'STRING', 'NUMBER', 'INTEGER', 'BOOLEAN', 'ARRAY'] },
  recognize(entry) {
    const { contents } = entry;
    if (!Array.isArray(contents) || contents.length === 0) return undefined;
    return contents.every(hasParts) ? { kind: 'samples', strength: 'certain' } : undefined;
  },
  lift(entry, context) {
    const turns: Turn[] = [];
    const key = presentColumn(entry, instructionKeys);
    const instruction = own(entry, key);
    if (typeof instruction === 'string' || isObject(instruction)) {
      turns.push(liftContent(instruction, [key], 'system', key, context));
    }
    const contents = own(entry, 'contents');
    if (Array.isArray(contents)) {
      contents.forEach((content, i) => {
        const path = ['contents', i];
        if (isObject(content)) turns.push(liftContent(content, path, undefined, '', context));
        else shapeFault('a content is an object with parts', path, context);
      });
    } else if (contents !== undefined)
      shapeFault('a list of contents is expected here', ['contents'], context);
    return { ...declaredTools(own(entry, 'tools'), context), turns, unreadable: [] };
  },
};

function hasParts(content: JsonValue): boolean {
  return isObject(content) && Array.isArray(content.parts);
}

function shapeFault(detail: string, path: Path, context: LiftContext): void {
  context.unreadable({ what: 'messages', path, reason: 'shape', detail });
}

/** What is declared in `tools`. Tools that the service runs itself (`googleSearch`) have no declaration. */
function declaredTools(
  value: JsonValue | undefined,
  context: LiftContext,
): { tools: ToolDef[] | undefined; toolsPath?: Path } {
  if (value === undefined || value === null) return { tools: undefined };
  const toolsPath: Path = ['tools'];
  if (!Array.isArray(value) && !isObject(value)) {
    const detail = 'a list of tools with functionDeclarations is expected here';
    context.unreadable({ what: 'tools', path: toolsPath, reason: 'shape', detail });
    return { tools: undefined, toolsPath };
  }
  const tools: ToolDef[] = [];
  const add = (tool: JsonValue, path: Path) => {
    if (!isObject(tool)) {
      tools.push(liftTool(tool, path, toolKeys));
      return;
    }
    const key = presentColumn(tool, declarationKeys);
    const declarations = own(tool, key);
    if (Array.isArray(declarations)) {
      declarations.forEach((item, i) => tools.push(liftTool(item, [...path, key, i], toolKeys)));
    } else if (declarations !== undefined && declarations !== null) {
      tools.push(liftTool(declarations, child(path, key), toolKeys));
    } else if (Object.hasOwn(tool, 'name') || isObject(own(tool, 'function'))) {
      // A declaration without the list around it, or another provider's tool.
      tools.push(liftTool(tool, path, toolKeys));
    }
  };
  if (Array.isArray(value)) value.forEach((tool, i) => add(tool, child(toolsPath, i)));
  else add(value, toolsPath);
  return { tools, toolsPath };
}

interface Parts {
  readonly texts: TextRun[];
  readonly thoughts: Thought[];
  readonly calls: Call[];
  readonly results: ToolResult[];
}

/** Lifts a content; `role` and `rawRole` are for one that has none of its own by design. */
function liftContent(
  content: JsonObject | string,
  path: Path,
  role: Role | undefined,
  rawRole: string,
  context: LiftContext,
): Turn {
  const found: Parts = { texts: [], thoughts: [], calls: [], results: [] };
  const written = isObject(content) ? own(content, 'role') : undefined;
  const parts = isObject(content) ? own(content, 'parts') : content;
  const partsPath = isObject(content) ? child(path, 'parts') : path;
  if (Array.isArray(parts)) {
    parts.forEach((part, i) => liftPart(part, child(partsPath, i), found, context));
  } else if (parts !== undefined) liftPart(parts, partsPath, found, context);
  const onlyResults = found.results.length > 0 && found.texts.length === 0 && found.calls.length === 0;
  return {
    role: role ?? roles.get(written) ?? (onlyResults ? 'tool' : 'user'),
    rawRole: typeof written === 'string' ? written : rawRole,
    path,
    rolePath: typeof written === 'string' ? child(path, 'role') : undefined,
    ...found,
  };
}

function liftPart(part: JsonValue, path: Path, found: Parts, context: LiftContext): void {
  if (typeof part === 'string') {
    if (part !== '') found.texts.push({ path, text: part });
    return;
  }
  if (!isObject(part)) return;
  const { text } = part;
  if (typeof text === 'string' && text !== '') {
    (part.thought === true ? found.thoughts : found.texts).push({ path: child(path, 'text'), text });
  }
  for (const key of ['functionCall', 'function_call']) {
    const call = own(part, key);
    if (call !== undefined && call !== null) found.calls.push(liftCall(call, child(path, key), context));
  }
  for (const key of ['functionResponse', 'function_response']) {
    const response = own(part, key);
    if (isObject(response)) found.results.push(liftResponse(response, child(path, key)));
  }
}

/** A call; JSON of protocol buffers leaves empty `args` out. */
function liftCall(value: JsonValue, path: Path, context: LiftContext): Call {
  const call = liftCallObject(value, path, context, callKeys);
  if (!isObject(value)) return call;
  const id = own(value, 'id');
  return {
    ...call,
    arguments: Object.hasOwn(value, 'args') ? call.arguments : {},
    ...(typeof id === 'string' ? { id, idPath: child(path, 'id') } : undefined),
  };
}

function liftResponse(response: JsonObject, path: Path): ToolResult {
  const name = own(response, 'name');
  const id = own(response, 'id');
  const content = own(response, 'response');
  return {
    path: content === undefined ? path : child(path, 'response'),
    content: content ?? null,
    ...(typeof name === 'string' ? { name } : undefined),
    ...(typeof id === 'string' ? { id } : undefined),
  };
}
