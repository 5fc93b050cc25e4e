/** The texts that lie around a cursor: the record, and what is decoded from its strings, each in the one before. */
import { encodeJsonString, decodeJsonString } from '../../text/jsonString.ts';
import type { DecodedText } from '../../text/valueNode.ts';
import { islandSpots, type IslandSpot } from './islands.ts';
import { jsonSpot } from './jsonSpot.ts';

/** One text around the cursor, with the spots that the cursor may have in it. */
export interface CursorLayer {
  readonly text: string;
  /** The cursor, a `textOffset` of `text`. */
  readonly offset: number;
  /** The literal in the layer around it that this text is decoded from; `undefined` for the record. */
  readonly outer: { readonly layer: CursorLayer; readonly spot: LayerSpot } | undefined;
  /** The likeliest first. */
  readonly spots: readonly LayerSpot[];
  /** Offset in the record of the character at `textOffset`. */
  toRecord(textOffset: number): number;
}

/** A spot of a layer. */
export type LayerSpot = IslandSpot;

const maxLayers = 12;

/**
 * The layers around `recordOffset`, the record first. Empty when the cursor stands inside an escape, where nothing can
 * be inserted.
 */
export function layersAt(recordText: string, recordOffset: number): CursorLayer[] {
  const spot = jsonSpot(recordText, 0, recordText.length, recordOffset);
  let layer: CursorLayer = {
    text: recordText,
    offset: recordOffset,
    outer: undefined,
    spots: spot ? [{ spot, closeTag: '', part: 'whole' }] : [],
    toRecord: (textOffset) => textOffset,
  };
  const layers = [layer];
  while (layers.length < maxLayers) {
    const inner = innerLayer(layer);
    if (inner === undefined) break;
    if (inner === 'in-escape') return [];
    layers.push(inner);
    layer = inner;
  }
  return layers;
}

function innerLayer(layer: CursorLayer): CursorLayer | 'in-escape' | undefined {
  for (const entry of layer.spots) {
    const { token, language, at } = entry.spot;
    if (language !== 'json' || token.kind !== 'string' || at === 'key') continue;
    const bodyEnd = token.closed ? token.end - 1 : token.end;
    if (layer.offset <= token.start || layer.offset > bodyEnd) continue;
    const decoded: DecodedText = decodeJsonString(layer.text, token.start, token.end);
    const offset = decoded.toInner(layer.offset);
    if (decoded.toOuter(offset) !== layer.offset) return 'in-escape';
    return {
      text: decoded.text,
      offset,
      outer: { layer, spot: entry },
      spots: islandSpots(decoded.text, offset),
      toRecord: (textOffset) => layer.toRecord(decoded.toOuter(textOffset)),
    };
  }
  return undefined;
}

/** `written` (for `layer.text`) escaped for every literal around the layer, in the style of each. */
export function encodeFor(layer: CursorLayer, written: string): string {
  let text = written;
  for (let at = layer; at.outer; at = at.outer.layer) {
    const { token } = at.outer.spot.spot;
    const body = at.outer.layer.text.slice(token.start + 1, token.closed ? token.end - 1 : token.end);
    text = encodeJsonString(text, body);
    if (token.quote === "'") text = text.replaceAll("'", "\\'");
  }
  return text;
}
