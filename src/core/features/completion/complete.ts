/**
 * Completion at a place of a record: which offers there are, with the text that each of them writes. Accepting one
 * replaces the whole name, key or value at the cursor, adds the comma or colon that is missing, and is escaped for every
 * string around it.
 */
import { formatById } from '../../formats/index.ts';
import type { FileContext } from '../../rules/types.ts';
import type { ToolCache } from '../../schema/types.ts';
import { callIn, cursorsAt, type Cursor } from '../cursor/cursor.ts';
import { formatShapes, unknownShape } from '../shapes/formats.ts';
import type { FormatShape } from '../shapes/shape.ts';
import {
  argumentOffers,
  argumentsOffers,
  argumentValueOffers,
  callKeyOffers,
  callOffers,
  freshId,
  functionOffers,
  resultOffers,
} from './callItems.ts';
import { type CompletionItem, type CompletionList, itemsOf, type Offer } from './item.ts';
import { renderPieces } from './pieces.ts';
import { frameValueOffers, keyOffers, roleOffers } from './recordItems.ts';
import { sampleOffers } from './sampleItems.ts';
import { schemaOffers } from './schemaItems.ts';
import { type Style, styleOf, writeString } from './writing.ts';

/** What the caller knows beside the record. */
export interface CompletionContext {
  /** The author asked, instead of only typing: then whole calls are offered where an answer of prose may stand as well. */
  readonly isExplicit?: boolean;
  /** The text of a record nearby: an empty line is offered a sample with its tools. Asked for only when it is wanted. */
  readonly neighbour?: () => string | undefined;
  /** The author sees the record laid out, with spaces that its text does not have. */
  readonly isLaidOut?: boolean;
}

const nothing: CompletionList = { items: [], isIncomplete: false };

/** The offers at `recordOffset`; none for a plain file. Never throws on what the text holds. */
export function completeAt(
  text: string,
  recordOffset: number,
  file: FileContext,
  tools: ToolCache,
  context: CompletionContext = {},
): CompletionList {
  const { format } = file;
  if (!format) return nothing;
  // A mapping gives a format's name to rows whose keys and roles are its own.
  const known = formatById(format.id) === format ? formatShapes.get(format.id) : undefined;
  const shape = known ?? unknownShape;
  if (text.trim() === '') return completeBlank(text, file, shape, tools, context);
  for (const cursor of cursorsAt(text, recordOffset, file, tools)) {
    const style = styleOf(cursor, context.isLaidOut);
    const offers = offersAt(cursor, file, shape, style, context);
    if (offers.length > 0) return itemsOf(cursor, style, offers);
    // What the place means is known, and nothing is to be said of it: the texts around it have no say.
    if (cursor.meaning) return nothing;
  }
  return nothing;
}

function offersAt(
  cursor: Cursor,
  file: FileContext,
  shape: FormatShape,
  style: Style,
  context: CompletionContext,
): readonly Offer[] {
  const { meaning, sample, spot } = cursor;
  const format = file.format!;
  switch (meaning?.is) {
    case 'call-name':
      return functionOffers(cursor, sample!, shape, style);
    case 'argument':
      return meaning.at === 'key' || spot.at === 'root'
        ? argumentOffers(cursor, meaning, style)
        : argumentValueOffers(cursor, meaning, style);
    case 'arguments':
      return argumentsOffers(meaning, shape, style);
    case 'role':
      return roleOffers(sample!, meaning.turn, shape, style);
    case 'result-id':
    case 'result-name':
      return resultOffers(sample!, meaning, style);
    case 'call-id': {
      const written = writeString(freshId(sample, shape.calls[0], format.id), style);
      return [{ label: written, kind: 'id', description: 'new id', filter: written, pieces: [written] }];
    }
    case 'tool': {
      const inside = schemaOffers(cursor, meaning, format, style);
      if (inside) return inside;
    }
  }
  if (spot.at === 'key') {
    const ofCall = sample ? callKeyOffers(cursor, sample, shape, style) : [];
    const ofFrame = keyOffers(cursor, shape, style);
    return [...ofCall, ...ofFrame.filter((offer) => !ofCall.some((one) => one.label === offer.label))];
  }
  const frame = frameValueOffers(cursor, shape, style);
  if (frame.length > 0) return frame;
  if (!sample || (isProse(cursor) && !context.isExplicit)) return [];
  return callOffers(cursor, sample, shape, style, format.id);
}

/** An empty string, or the end of a thought, where prose may be meant as well as a call. */
function isProse({ part, path, sample }: Cursor): boolean {
  return part === 'answer' && !callIn(sample, path);
}

/** An empty line: whole samples. */
function completeBlank(
  text: string,
  file: FileContext,
  shape: FormatShape,
  tools: ToolCache,
  context: CompletionContext,
): CompletionList {
  const offers = sampleOffers(file, shape, tools, context.neighbour?.());
  const items = offers.map((offer, i): CompletionItem => {
    const { label, kind, description, documentation, pieces } = offer;
    return {
      label,
      kind,
      description,
      documentation,
      sortText: String(i).padStart(4, '0'),
      filterText: label,
      replaced: { start: 0, end: text.length },
      insertion: renderPieces(pieces, (piece) => piece),
    };
  });
  return { items, isIncomplete: false };
}
