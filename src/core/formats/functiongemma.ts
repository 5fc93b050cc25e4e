/** FunctionGemma (google/mobile-actions): formats.md 4.26. As Hugging Face, with types in upper case and no ids. */
import type { JsonObject } from '../json.ts';
import { isObject, own } from '../json.ts';
import { liftMessages, toolsOf } from './chat.ts';
import { chatShape } from './chatShape.ts';
import type { Format } from './types.ts';

export const functiongemma: Format = {
  id: 'functiongemma',
  title: 'FunctionGemma',
  summary:
    'messages and tools without a type, schema types in upper case; arguments are an object, calls have no id.',
  native: { typeWords: ['OBJECT', 'STRING', 'NUMBER', 'INTEGER', 'BOOLEAN', 'ARRAY'] },
  recognize(entry) {
    const shape = chatShape(own(entry, 'messages'));
    if (!shape.isChat || shape.hasTextArguments || !hasUpperCaseTool(entry)) return undefined;
    return { kind: 'samples', strength: 'certain' };
  },
  lift(entry, context) {
    const turns = liftMessages(own(entry, 'messages'), ['messages'], context);
    return { ...toolsOf(entry, ['tools'], context), turns, unreadable: [] };
  },
};

/** The first tool is `{function: {…}}` alone, with parameters of type `OBJECT`. */
function hasUpperCaseTool(entry: JsonObject): boolean {
  const tools = own(entry, 'tools');
  const tool = Array.isArray(tools) ? tools[0] : undefined;
  if (!isObject(tool) || Object.hasOwn(tool, 'type')) return false;
  const inner = own(tool, 'function');
  const parameters = isObject(inner) ? own(inner, 'parameters') : undefined;
  return isObject(parameters) && own(parameters, 'type') === 'OBJECT';
}
