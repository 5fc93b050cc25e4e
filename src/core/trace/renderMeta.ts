/** What a render says about the line that it was made of: the JSON in `meta.utf8`. */
import { isObject, type JsonObject, type JsonValue, own } from '../json.ts';
import { decodeUtf8 } from '../text/utf8.ts';

/** A part of a sample: a thought, a call, an answer or the result of a tool. */
export interface RenderPart {
  /** Index of the message. */
  readonly message: number;
  /** Where in the message: `content`, `reasoning_content`, `tool_calls/0`, … */
  readonly field: string;
  /** `think`, `call`, `answer` or `tool`. */
  readonly kind: string;
  /** JSON pointer in the raw record to the string or object that holds the part. */
  readonly pointer: string;
  /** UTF-16 offsets `[start, end)` in that string once decoded; both 0 for an object. */
  readonly start: number;
  readonly end: number;
  /** `partSha` of its text; missing where none was made. */
  readonly sha?: string;
}

/** A piece of a string of the record that stands in the rendered text as it is; all in UTF-16 units. */
export interface RenderPiece {
  readonly pointer: string;
  /** Offset in the string, once decoded. */
  readonly fieldStart: number;
  /** Offset in the rendered text. */
  readonly textStart: number;
  /** Length in the rendered text. */
  readonly length: number;
  /** Length in the string, which differs from `length` where a call was written anew. */
  readonly fieldLength: number;
}

/** Hashes of the parts that every sample has; `undefined` where there is none. */
export interface RecordHashes {
  readonly tools?: string;
  readonly messages: readonly (string | undefined)[];
}

/** The metadata of a render. */
export interface RenderMeta {
  /** Index of the data set in the manifest, or the name of its file. */
  readonly dataset?: string | number;
  /** Name of the data set's file. */
  readonly datasetName?: string;
  /** Line number from 1 at the time of the export. */
  readonly line?: number;
  readonly id?: string;
  readonly parts: readonly RenderPart[];
  readonly pieces: readonly RenderPiece[];
  readonly hashes?: RecordHashes;
  /** Parts that the template left out, as message index and field. */
  readonly notRendered: readonly (readonly [number, string])[];
  /** True where truncation took a part of the call. */
  readonly truncatedCall: boolean;
}

const isCount = (value: JsonValue | undefined): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;
const isText = (value: JsonValue | undefined): value is string => typeof value === 'string';

/** Reads the bytes of one row; `undefined` where they are no object in JSON. Entries that are no parts are passed over. */
export function readRenderMeta(bytes: Uint8Array): RenderMeta | undefined {
  const source = decodeUtf8(bytes);
  let value: JsonValue | undefined;
  try {
    value = source === undefined ? undefined : (JSON.parse(source) as JsonValue);
  } catch {
    // The caller tells which row it was.
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const [dataset, line, id] = [own(value, 'dataset'), own(value, 'line'), own(value, 'id')];
  const name = own(value, 'dataset_name') ?? dataset;
  return {
    ...((isText(dataset) || isCount(dataset)) && { dataset }),
    ...(isText(name) && { datasetName: name }),
    ...(isCount(line) && { line }),
    ...(isText(id) && { id }),
    parts: list(value, 'parts').flatMap(partOf),
    pieces: list(value, 'map').flatMap(pieceOf),
    ...hashesOf(own(value, 'hashes')),
    notRendered: list(value, 'not_rendered').flatMap((entry) =>
      Array.isArray(entry) && isCount(entry[0]) && isText(entry[1]) ? [[entry[0], entry[1]] as const] : [],
    ),
    truncatedCall: own(value, 'truncated_call') === true,
  };
}

function list(value: JsonObject, key: string): JsonValue[] {
  const found = own(value, key);
  return Array.isArray(found) ? found : [];
}

function partOf(entry: JsonValue): RenderPart[] {
  if (!isObject(entry)) return [];
  const { message, field, kind, pointer, start, end, sha } = entry;
  if (!isCount(message) || !isText(field) || !isText(kind) || !isText(pointer)) return [];
  if (!isCount(start) || !isCount(end) || start > end) return [];
  return [{ message, field, kind, pointer, start, end, ...(isText(sha) && { sha }) }];
}

function pieceOf(entry: JsonValue): RenderPiece[] {
  if (!Array.isArray(entry)) return [];
  const [pointer, fieldStart, textStart, length, fieldLength = length] = entry;
  if (!isText(pointer) || !isCount(fieldStart) || !isCount(textStart)) return [];
  if (!isCount(length) || !isCount(fieldLength)) return [];
  return [{ pointer, fieldStart, textStart, length, fieldLength }];
}

function hashesOf(value: JsonValue | undefined): { hashes?: RecordHashes } {
  if (!isObject(value)) return {};
  const tools = own(value, 'tools');
  const messages = list(value, 'messages').map((sha) => (isText(sha) ? sha : undefined));
  return { hashes: { ...(isText(tools) && { tools }), messages } };
}
