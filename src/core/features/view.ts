/**
 * A record as features see it: lifted and ready to be located. Made for the line under the cursor or one asked about,
 * never for a whole file.
 */
import { prepare } from '../check.ts';
import { canLift, liftRecord } from '../formats/lift.ts';
import type { JsonValue } from '../json.ts';
import { createLocator, type Locator } from '../record/locate.ts';
import { readRecord } from '../record/record.ts';
import type { FileContext } from '../rules/types.ts';
import type { Call, Sample, ToolDef, Turn } from '../sample.ts';
import type { PreparedTool, ToolCache } from '../schema/types.ts';
import { readJson } from '../calls/jsonText.ts';
import type { Path, Place } from '../text/path.ts';
import { touches, type Span } from '../text/span.ts';

/** A lifted record with its places, as hover and outline read it. */
export interface RecordView {
  readonly text: string;
  /** The record as parsed; with recovery when it is half typed. */
  readonly value: JsonValue;
  readonly sample: Sample;
  readonly locator: Locator;
  /** The tool of that name in this sample. */
  toolNamed(name: string): { readonly def: ToolDef; readonly prepared: PreparedTool } | undefined;
  prepared(def: ToolDef): PreparedTool;
  /** Span of a place, or `undefined` when it is not there. */
  spanOf(place: Place): Span | undefined;
}

/**
 * Lifts a record for features; text that is half typed is read with recovery, so that what is complete of it can be
 * seen. `undefined` for a plain file and for text without an object.
 */
export function viewRecord(text: string, file: FileContext, tools: ToolCache): RecordView | undefined {
  const { format } = file;
  if (!format) return undefined;
  const record = readRecord(text);
  let value: JsonValue | undefined = record.value;
  if (record.state === 'not-json') value = readJson(text).node?.value;
  if (value === undefined || !canLift(value, format)) return undefined;
  const hints = { fileName: file.fileName, folders: file.folders, mapping: file.mapping };
  const { sample } = liftRecord(value, format, hints);
  const locator = createLocator(text, record.value !== undefined);
  return {
    text,
    value,
    sample,
    locator,
    prepared: (def) => prepare(def, tools),
    toolNamed(name) {
      const def = sample.tools?.find((tool) => tool.name === name);
      return def && { def, prepared: prepare(def, tools) };
    },
    spanOf(place) {
      const located = locator.locate(place);
      return located.exact ? located.span : undefined;
    },
  };
}

/** The text of a place as it is written, decoded of what is around it; `undefined` when it is not there. */
export function writtenAt({ locator }: RecordView, path: Path): string | undefined {
  const { exact, layer, inLayer } = locator.locate({ path });
  return exact ? layer.text.slice(inLayer.start, inLayer.end) : undefined;
}

/** The call whose text holds `recordOffset`, with its turn. */
export function callAt(view: RecordView, recordOffset: number): { turn: Turn; call: Call } | undefined {
  for (const turn of view.sample.turns) {
    for (const call of turn.calls) {
      const span = view.spanOf({ path: call.path }) ?? view.spanOf({ path: call.argumentsPath });
      if (span && touches(span, recordOffset)) return { turn, call };
      // Names may stand outside the call's own span (a key above it); the arguments inside it.
      const name = view.spanOf(call.namePlace);
      if (name && touches(name, recordOffset)) return { turn, call };
    }
  }
  return undefined;
}

/** The tool definition whose text holds `recordOffset`. */
export function toolAt(view: RecordView, recordOffset: number): ToolDef | undefined {
  return view.sample.tools?.find((tool) => {
    const span = view.spanOf({ path: tool.path });
    return span !== undefined && touches(span, recordOffset);
  });
}
