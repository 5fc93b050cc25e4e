/**
 * Places the tokens that a server scored in texts, by their bytes; a text that they are not is an error. What is scored is a
 * rendered prompt, which has more in front, between and behind.
 *
 * Servers name tokens in several ways. Most give the text; some the tokenizer's own names (`Ġthe` in versions of vLLM,
 * `▁the`), or of such a name only the word (`the`, as Llama 2's tokenizer decodes one token alone). A token that ends within a character is its bytes (OpenAI), nothing, with the whole character in the last of its
 * tokens (vLLM since 0.12), or U+FFFD for what cannot be read alone (before, Ollama). Of the last it is known which bytes it
 * can stand for, and with the text beside it that decides, up to the split of a single character's bytes.
 */
import { utf8WithUnits } from '../text/utf8.ts';
import type { ServerScores, ServerToken } from './scored.ts';
import { byteFallback, byteLevelBytes } from './tokenOffsets.ts';

/** A token in its text. */
export interface ScoredToken {
  /** Which of the server's tokens it is. */
  readonly index: number;
  /** UTF-16 units; empty for a token that only has the rest of a character. */
  readonly start: number;
  readonly end: number;
  /** `undefined` for one that reaches over the text's border, and for the first of a prompt. */
  readonly logprob: number | undefined;
}

/** Where the tokens stand in a text; or where they stop being it, as a sentence. */
export type Alignment =
  | { readonly ok: true; readonly tokens: readonly ScoredToken[] }
  | { readonly ok: false; readonly reason: string };

/** A text that was found, one of the ways in which it may be written. */
export interface PlacedText {
  /** Index of the way. */
  readonly way: number;
  readonly tokens: readonly ScoredToken[];
}

/** Texts in the order in which they were asked for; or which of them is not there, and where it stops being so. */
export type Placement =
  | { readonly ok: true; readonly texts: readonly PlacedText[] }
  | { readonly ok: false; readonly index: number; readonly reason: string };

/**
 * Places tokens in `text`. What the server scored may have more in front (the prompt) and behind (the end of the turn): the
 * last place at which the whole text stands counts, and tokens that reach over its borders are not taken for it.
 */
export function alignScores(scores: ServerScores, text: string): Alignment {
  const placed = placeTexts(scores, [[text]]);
  return placed.ok ? { ok: true, tokens: placed.texts[0]!.tokens } : { ok: false, reason: placed.reason };
}

/**
 * Places tokens in texts that stand one after the other, the last of them as late as it can.
 * @param texts of each, the ways in which it may be written; the first that is found counts
 */
export function placeTexts({ tokens }: ServerScores, texts: readonly (readonly string[])[]): Placement {
  const blank = texts.findIndex((ways) => ways.every((way) => way === ''));
  if (blank >= 0) return { ok: false, index: blank, reason: 'There is no text to place tokens in.' };
  let failed: Placement | undefined;
  for (const reading of readingsOf(tokens)) {
    const placed = placeIn(new TokenText(tokens, reading), texts);
    if (placed.ok) return placed;
    failed ??= placed;
  }
  return failed!;
}

function placeIn(all: TokenText, texts: readonly (readonly string[])[]): Placement {
  const placed: PlacedText[] = [];
  let before = all.length;
  for (let index = texts.length - 1; index >= 0; index--) {
    const ways = texts[index]!;
    let found: PlacedText | undefined;
    for (const [way, text] of ways.entries()) {
      const wanted = new WantedText(text);
      const match = text === '' ? undefined : all.findLast(wanted.bytes, before);
      if (!match) continue;
      found = { way, tokens: all.tokensOf(match, wanted) };
      before = match.from;
      break;
    }
    if (!found)
      return {
        ok: false,
        index,
        reason: differenceOf(
          all,
          ways.find((way) => way !== '')!,
        ),
      };
    placed.unshift(found);
  }
  return { ok: true, texts: placed };
}

/** How the names of tokens are to be taken: all of a reply alike. */
type Reading = (name: string) => ArrayLike<number> | undefined;

function readingsOf(tokens: readonly ServerToken[]): Reading[] {
  const has = (pattern: RegExp) => tokens.some(({ text }) => pattern.test(text));
  const readings: Reading[] = [() => undefined];
  // The letters by which byte-level names write spaces, control characters and all beyond ASCII.
  if (has(/[\u00a1-\u0143]/)) readings.push(byteLevelBytes);
  if (has(/▁|^<0x[0-9A-Fa-f]{2}>$/))
    readings.push((name) => byteFallback(name) ?? utf8WithUnits(name.replaceAll('▁', ' ')).bytes);
  if (!has(/^[ ▁Ġ]/)) readings.push(withoutSpaces);
  return readings;
}

/** The reading in which every token may have lost the space before it. */
const withoutSpaces: Reading = () => undefined;

/** Stand for bytes that are not known: inside of a token a single one, at its end also the beginning of a character. */
const hole = '\u0100';
const lastHole = '\u0101';
/** A space, or nothing. */
const lostSpace = '\u0102';
const holeCode = 0x100;
const lastHoleCode = 0x101;
const lostSpaceCode = 0x102;
/** Steps of a search in which bytes are not known: about a second. */
const mostSteps = 20_000_000;

/** A text as bytes, a character each: the engine's search of texts is the fastest there is. */
class WantedText {
  readonly bytes: string;
  readonly units: Uint32Array;

  constructor(text: string) {
    const { bytes, units } = utf8WithUnits(text);
    this.bytes = byteText(bytes);
    this.units = units;
  }
}

/** A stretch of all tokens that reads as a text. */
interface Match {
  readonly from: number;
  readonly to: number;
  /** How many bytes of the text lie before a place of the stretch. */
  offsetAt(place: number): number;
}

/** What all tokens say, one after the other, as bytes and holes. */
class TokenText {
  readonly #text: string;
  readonly #starts: number[] = [];
  readonly #hasHoles: boolean;
  #steps = 0;
  #furthest = 0;

  constructor(
    private readonly tokens: readonly ServerToken[],
    reading: Reading,
  ) {
    const pieces: string[] = [];
    let at = 0;
    for (const token of tokens) {
      this.#starts.push(at);
      const piece = `${reading === withoutSpaces ? lostSpace : ''}${pieceOf(token, reading)}`;
      pieces.push(piece);
      at += piece.length;
    }
    this.#starts.push(at);
    this.#text = pieces.join('');
    this.#hasHoles = /[\u0100-\u0102]/.test(this.#text);
  }

  get length(): number {
    return this.#text.length;
  }

  /** The last stretch that ends at `before` or earlier and reads as `wanted`. */
  findLast(wanted: string, before: number): Match | undefined {
    if (this.#hasHoles) {
      // Bytes that are not known mostly belong to one text alone, so that none is left beside it.
      return this.#findHoled(wanted, before, true) ?? this.#findHoled(wanted, before, false);
    }
    if (before < wanted.length) return undefined;
    const from = this.#text.lastIndexOf(wanted, before - wanted.length);
    if (from < 0) return undefined;
    return { from, to: from + wanted.length, offsetAt: (place) => place - from };
  }

  /** How many bytes of a text that is not here are found, counted from its beginning. */
  furthest(wanted: string): number {
    if (this.#hasHoles) {
      this.#furthest = 0;
      this.findLast(wanted, this.length);
      return this.#furthest;
    }
    let [found, missing] = [0, wanted.length];
    while (missing - found > 1) {
      const middle = (found + missing) >> 1;
      if (this.#text.includes(wanted.slice(0, middle))) found = middle;
      else missing = middle;
    }
    return found;
  }

  #findHoled(wanted: string, before: number, isAlone: boolean): Match | undefined {
    this.#steps = 0;
    for (let from = before - 1; from >= 0 && this.#steps < mostSteps; from--) {
      if (isAlone && this.#isHole(from - 1, -1)) continue;
      const match = this.#matchAt(wanted, from, before, isAlone);
      if (!match) continue;
      // The space before the first token is none of the text, or its first character.
      const isFirst = from > 0 && this.#text.charCodeAt(from - 1) === lostSpaceCode;
      return (isFirst && this.#matchAt(wanted, from - 1, before, isAlone)) || match;
    }
    return undefined;
  }

  /** Tokens of a stretch, with their places in its text. */
  tokensOf({ from, to, offsetAt }: Match, { bytes, units }: WantedText): ScoredToken[] {
    const placed: ScoredToken[] = [];
    // A token without text directly before is the beginning of a character that is told with its last one.
    const beginsWithin = bytes.charCodeAt(0) >= 0x80;
    this.tokens.forEach(({ logprob }, i) => {
      const [start, end] = [this.#starts[i]!, this.#starts[i + 1]!];
      if (start >= to || end < from || (end === from && !(start === end && beginsWithin))) return;
      // Of a token that has only a part of the text the probability is that of more than this part.
      const isWhole = start >= from && end <= to;
      placed.push({
        index: i,
        start: units[offsetAt(Math.max(from, start))]!,
        end: units[offsetAt(Math.min(to, end))]!,
        logprob: isWhole ? logprob : undefined,
      });
    });
    return placed;
  }

  #matchAt(wanted: string, from: number, before: number, isAlone: boolean): Match | undefined {
    const offsets: number[] = [];
    // Ways that are left to be tried, and those that were.
    const left: { readonly place: number; readonly offset: number; readonly sizes: number }[] = [];
    const tried = new Set<number>();
    let [place, offset] = [from, 0];
    for (;;) {
      this.#steps++;
      offsets[place - from] = offset;
      if (offset > this.#furthest) this.#furthest = offset;
      const isEnd = offset === wanted.length;
      if (isEnd && !(isAlone && place < before && this.#isHole(place, 1)))
        return matchOf(from, place, offsets);
      let sizes = isEnd || place >= before ? 0 : this.#sizesAt(place, wanted, offset);
      // More than one bit.
      if ((sizes & (sizes - 1)) !== 0) {
        const key = place * (wanted.length + 1) + offset;
        if (tried.has(key)) sizes = 0;
        tried.add(key);
      }
      if (sizes === 0) {
        const next = left.pop();
        if (!next || this.#steps > mostSteps) return undefined;
        ({ place, offset, sizes } = next);
        offsets[place - from] = offset;
      }
      const size = 31 - Math.clz32(sizes);
      const others = sizes & ~(1 << size);
      if (others !== 0) left.push({ place, offset, sizes: others });
      place++;
      offset += size;
    }
  }

  /** Whether the next byte from a place on, forwards or backwards, is not known. */
  #isHole(place: number, step: 1 | -1): boolean {
    let code = this.#text.charCodeAt(place);
    while (code === lostSpaceCode) code = this.#text.charCodeAt((place += step));
    return code === holeCode || code === lastHoleCode;
  }

  /** How many bytes of `wanted` a place may be, a bit for each number; 0 when it cannot be there. */
  #sizesAt(place: number, wanted: string, offset: number): number {
    const code = this.#text.charCodeAt(place);
    const byte = wanted.charCodeAt(offset);
    if (code < holeCode) return code === byte ? 2 : 0;
    if (code === lostSpaceCode) return byte === 0x20 ? 3 : 1;
    if (byte < 0x80) return 0;
    // The rest of a character is told byte by byte.
    if (byte < 0xc0) return 2;
    const literal = byte === 0xef && wanted.startsWith(replacement, offset) ? 8 : 0;
    if (code !== lastHoleCode) return literal;
    return literal | (byte < 0xe0 ? 2 : byte < 0xf0 ? 6 : 14);
  }
}

function matchOf(from: number, to: number, offsets: readonly number[]): Match {
  return { from, to, offsetAt: (place) => offsets[place - from]! };
}

/** U+FFFD as bytes. */
const replacement = '\xef\xbf\xbd';

function pieceOf({ text, bytes }: ServerToken, reading: Reading): string {
  const written = byteText(utf8WithUnits(text).bytes);
  // Bytes that are only the name's own say no more than it.
  const given = bytes && byteText(bytes);
  if (given !== undefined && given !== written) return given;
  const read = reading(text);
  if (read) return byteText(read);
  if (!written.includes(replacement)) return written;
  const holed = written.replaceAll(replacement, hole);
  return holed.endsWith(hole) ? holed.slice(0, -1) + lastHole : holed;
}

function byteText(bytes: ArrayLike<number>): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}

/** Says how far the beginning of the text is found. */
function differenceOf(all: TokenText, text: string): string {
  const { bytes, units } = new WantedText(text);
  let found = Math.min(all.furthest(bytes), bytes.length - 1);
  // The character whose bytes differ, from its beginning.
  while (found > 0 && (bytes.charCodeAt(found) & 0xc0) === 0x80) found--;
  const unit = units[found]!;
  const around = JSON.stringify(text.slice(Math.max(0, unit - 10), unit + 20));
  return `The server scored another text: it differs from the sample's at character ${unit + 1}, near ${around}.`;
}
