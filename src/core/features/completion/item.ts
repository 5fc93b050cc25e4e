/** What completion offers, and how an offer becomes text in the record. */
import type { Span } from '../../text/span.ts';
import type { Cursor } from '../cursor/cursor.ts';
import { encodeFor } from '../cursor/layers.ts';
import { renderPieces, type Insertion, type Piece } from './pieces.ts';
import type { Style } from './writing.ts';

/** What an offer stands for; the face chooses an icon by it. */
export type ItemKind =
  | 'function'
  | 'argument'
  | 'value'
  | 'enum'
  | 'key'
  | 'role'
  | 'word'
  | 'id'
  | 'keyword'
  | 'type'
  | 'snippet';

/** An offer. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: ItemKind;
  /** Beside the label: the arguments of a function, the mark of a required one. */
  readonly detail?: string;
  /** At the right edge: a type, where a value comes from. */
  readonly description?: string;
  /** One line above the documentation, as it is: a signature, a type. */
  readonly heading?: string;
  /** Markdown; text from the data is escaped. */
  readonly documentation?: string;
  /** Offers are shown in the order of these. */
  readonly sortText: string;
  /** Compared with the text between the start of `replaced` and the cursor. */
  readonly filterText: string;
  /** `recordOffset`s; the cursor stands in it or at one of its ends. */
  readonly replaced: Span;
  readonly insertion: Insertion;
  readonly preselect?: boolean;
  /** What is inserted has an empty place for which there are offers: ask again. */
  readonly retrigger?: boolean;
}

/** The offers at a place. */
export interface CompletionList {
  readonly items: readonly CompletionItem[];
  /** There are more offers than are listed, so typing on must ask again. */
  readonly isIncomplete: boolean;
}

/** Offers of one place; what is beyond is found by typing on. */
export const maxItems = 300;

/** An offer as its maker describes it. */
export interface Offer {
  readonly label: string;
  readonly kind: ItemKind;
  readonly detail?: string;
  readonly description?: string;
  readonly heading?: string;
  readonly documentation?: string;
  /** The text that replaces the token, as the layer writes it, without what is missing around it. */
  readonly pieces: readonly Piece[];
  /** What is compared with the typed text, as the layer writes it. Default: the label. */
  readonly filter?: string;
  readonly preselect?: boolean;
  readonly retrigger?: boolean;
}

/** Makes the items of offers, in their order: with what is missing around them, escaped for every layer. */
export function itemsOf(cursor: Cursor, style: Style, offers: readonly Offer[]): CompletionList {
  const { layer, spot, replaced } = cursor;
  const encode = (text: string) => encodeFor(layer, text);
  const before = spot.before + leadingSpace(cursor, style);
  const isSpaceNext = /\s/.test(layer.text[spot.token.end] ?? '');
  const after = spot.after !== '' && style.spaced && !isSpaceNext ? `${spot.after} ` : spot.after;
  const items = offers.slice(0, maxItems).map((offer, i): CompletionItem => {
    const pieces: Piece[] = [...offer.pieces];
    if (before !== '') pieces.unshift(before);
    if (after !== '') pieces.push(after);
    const { label, kind, detail, description, heading, documentation, preselect, retrigger } = offer;
    return {
      label,
      kind,
      detail,
      description,
      heading,
      documentation,
      sortText: String(i).padStart(4, '0'),
      filterText: encode(offer.filter ?? label),
      replaced,
      insertion: renderPieces(pieces, encode),
      preselect,
      retrigger,
    };
  });
  return { items, isIncomplete: offers.length > maxItems };
}

/** A space that the style wants behind a comma or a colon at the cursor. */
function leadingSpace({ layer, spot }: Cursor, style: Style): string {
  const { kind, start } = spot.token;
  if (!style.spaced || style.isLaidOut) return '';
  if (kind !== 'none' && !/\s/.test(layer.text[start] ?? '')) return '';
  const last = layer.text[start - 1];
  if (spot.before !== '') return ' ';
  return last === ',' || last === ':' ? ' ' : '';
}
