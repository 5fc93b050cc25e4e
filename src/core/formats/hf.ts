/**
 * Hugging Face TRL and chat templates: formats.md 4.7. As OpenAI, but arguments are an object, since templates write
 * them with `tojson`; also `prompt` with `completion` or `chosen`.
 */
import type { JsonObject } from '../json.ts';
import type { Turn } from '../sample.ts';
import { liftMessages } from './chat.ts';
import { chatSample, withTools } from './chatSample.ts';
import { chatShape, hasOwnMarks, isNeutralChat } from './chatShape.ts';
import type { CallSyntax } from './callSyntax.ts';
import type { Format } from './types.ts';

/** Rendered text of a template (`<tool_call>`) may stand in a content instead of `tool_calls`. */
const options: { textCalls: readonly CallSyntax[] } = { textCalls: ['tags'] };

const toolColumns = ['tools', 'tools_json', 'available_tools'];

/** The column with the conversation. Kiln exports it as `conversations`, with roles and contents as elsewhere. */
function messageColumn(entry: JsonObject): 'messages' | 'conversations' {
  return entry.messages === undefined && chatShape(entry.conversations).isChat ? 'conversations' : 'messages';
}

/** The column with the answer to a `prompt` of messages; `undefined` when the row has none. */
function answerColumn(entry: JsonObject): 'completion' | 'chosen' | undefined {
  if (!chatShape(entry.prompt).isChat) return undefined;
  if (chatShape(entry.completion).isChat) return 'completion';
  return chatShape(entry.chosen).isChat ? 'chosen' : undefined;
}

export const hf: Format = {
  id: 'hf',
  title: 'Hugging Face TRL / chat template',
  summary: 'messages and tools; a call is in tool_calls, its arguments are an object.',
  docs: {
    tools: '`tools`: a list as OpenAI’s, or a string of it',
    calls: '`tool_calls`, arguments as an **object**; or `<tool_call>` in the text',
    thoughts: '`reasoning_content`, `thinking` or `<think>`',
    marks:
      '`tool_calls` with arguments that are an object; `prompt` with `completion` or `chosen`; rows without a call go with their file',
  },
  recognize(entry) {
    if (answerColumn(entry)) return { kind: 'samples', strength: 'certain' };
    const shape = chatShape(entry[messageColumn(entry)]);
    if (shape.hasObjectArguments && !hasOwnMarks(shape)) return { kind: 'samples', strength: 'certain' };
    return isNeutralChat(shape) ? { kind: 'samples', strength: 'weak' } : undefined;
  },
  lift(entry, context) {
    const answer = answerColumn(entry);
    if (!answer) {
      const columns = { messages: messageColumn(entry), tools: toolColumns, system: 'system' };
      return chatSample(entry, columns, context, options);
    }
    const turns: Turn[] = [];
    for (const column of ['prompt', answer]) liftMessages(entry[column], [column], context, options, turns);
    return withTools(entry, toolColumns, context, turns);
  },
};
