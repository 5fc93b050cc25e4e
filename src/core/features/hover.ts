/** What to say about the place under the cursor: the tool and the argument of a call, or of a definition. */
import { isObject } from '../json.ts';
import type { Call, ToolDef } from '../sample.ts';
import type { Path } from '../text/path.ts';
import { touches, type Span } from '../text/span.ts';
import { argumentMarkdown, code, propertyNames, toolMarkdown } from './toolWords.ts';
import { callAt, toolAt, type RecordView } from './view.ts';

/** A hover at a place of a record. */
export interface Hover {
  /** What the hover is about (`recordOffset`s). */
  readonly span: Span;
  /** Markdown; text from the data is escaped, so it can neither load anything nor pose as a link. */
  readonly markdown: string;
}

/** The hover at `recordOffset`; `undefined` where there is nothing to say. */
export function hoverAt(view: RecordView, recordOffset: number): Hover | undefined {
  const at = callAt(view, recordOffset);
  if (at) return hoverCall(view, at.call, recordOffset);
  const def = toolAt(view, recordOffset);
  return def && hoverTool(view, def, recordOffset);
}

function hoverCall(view: RecordView, call: Call, recordOffset: number): Hover | undefined {
  const tool = call.name === undefined ? undefined : view.toolNamed(call.name);
  if (isObject(call.arguments)) {
    for (const argument of Object.keys(call.arguments)) {
      const path = [...call.argumentsPath, argument];
      const key = view.spanOf({ path, at: 'key' });
      const value = view.spanOf({ path });
      const span =
        key && touches(key, recordOffset) ? key : value && touches(value, recordOffset) ? value : undefined;
      if (!span) continue;
      if (!tool) return undefined;
      return { span, markdown: argumentMarkdown(tool.def, tool.prepared, argument) };
    }
  }
  const name = view.spanOf(call.namePlace);
  const span = name && touches(name, recordOffset) ? name : view.spanOf({ path: call.path });
  if (!span || call.name === undefined) return undefined;
  if (tool) return { span, markdown: toolMarkdown(tool.def, tool.prepared) };
  const known = view.sample.tools;
  const told =
    known === undefined
      ? 'This sample declares no tools, so the call cannot be checked.'
      : known.length === 0
        ? 'This sample declares an empty list of tools.'
        : `Not among the tools of this sample: ${known.map((t) => code(t.name ?? '(no name)')).join(', ')}.`;
  return { span, markdown: `**${code(call.name)}**\n\n${told}` };
}

function hoverTool(view: RecordView, def: ToolDef, recordOffset: number): Hover | undefined {
  const prepared = view.prepared(def);
  const parameters = view.spanOf({ path: [...def.path, def.parametersKey] });
  if (parameters && touches(parameters, recordOffset)) {
    for (const argument of propertyNames(prepared.normalized.schema)) {
      const origin = [...def.path, ...prepared.normalized.origin(['properties', argument])] as Path;
      const value = view.spanOf({ path: origin });
      const key = view.spanOf({ path: origin, at: 'key' });
      if (value && touches({ start: key?.start ?? value.start, end: value.end }, recordOffset)) {
        return { span: key ?? value, markdown: argumentMarkdown(def, prepared, argument) };
      }
    }
  }
  const span = view.spanOf({ path: [...def.path, def.nameKey] }) ?? view.spanOf({ path: def.path });
  return span && { span, markdown: toolMarkdown(def, prepared) };
}

