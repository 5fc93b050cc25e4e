/** FunctionGemma (google/mobile-actions): formats.md 4.26. As Hugging Face, with types in upper case and no ids. */
import type { JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import { type ChatColumns, chatSample } from './chatSample.ts';
import { chatShape } from './chatShape.ts';
import type { Format } from './types.ts';

const columns: ChatColumns = { messages: 'messages', tools: ['tools'] };

export const functiongemma: Format = {
  id: 'functiongemma',
  title: 'FunctionGemma',
  summary: 'messages and tools without a type, types in upper case; calls have no id.',
  docs: {
    tools: '`tools`: a list of `{function}` without `type`; schema types in upper case',
    calls: '`tool_calls` without id and type, arguments as an object',
    thoughts: 'none',
    marks: 'the first tool is `{function: {…}}` alone with parameters of type `OBJECT`',
  },
  native: { typeWords: ['OBJECT', 'STRING', 'NUMBER', 'INTEGER', 'BOOLEAN', 'ARRAY'] },
  recognize(entry) {
    const shape = chatShape(entry.messages);
    if (!shape.isChat || shape.hasTextArguments || !hasUpperCaseTool(entry)) return undefined;
    return { kind: 'samples', strength: 'certain' };
  },
  lift(entry, context) {
    return chatSample(entry, columns, context);
  },
};

/** The first tool is `{function: {…}}` alone, with parameters of type `OBJECT`. */
function hasUpperCaseTool(entry: JsonObject): boolean {
  const { tools } = entry;
  const tool = Array.isArray(tools) ? tools[0] : undefined;
  if (!isObject(tool) || tool.type !== undefined) return false;
  const inner = tool.function;
  const parameters = isObject(inner) ? inner.parameters : undefined;
  return isObject(parameters) && parameters.type === 'OBJECT';
}
