/**
 * Where tokens stand in a text, from the strings by which a tokenizer names them. Tokenizers in JavaScript give no offsets,
 * and those of some models are wrong elsewhere too (Llama 3), so they are rebuilt from the bytes that the strings mean, and
 * only believed when all tokens together are the text.
 */
import type { Span } from '../text/span.ts';
import { utf8WithUnits } from '../text/utf8.ts';

/** GPT-2's alphabet: every byte as a character that can be seen. By character; the byte. */
const byteOf = byteAlphabet();

function byteAlphabet(): ReadonlyMap<string, number> {
  const isSeen = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  const alphabet = new Map<string, number>();
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++)
    alphabet.set(String.fromCharCode(isSeen(byte) ? byte : next++), byte);
  return alphabet;
}

/**
 * The spans of tokens in `text`, in UTF-16 units, without gap or overlap. A character whose bytes are spread over several
 * tokens belongs to the token that has its first byte; the others are empty.
 *
 * @param tokens as the tokenizer names them: byte-level (`Ġthe`), SentencePiece (`▁the`, `<0x0A>`), or the text itself
 * @returns `undefined` when the tokens are not this text: a normaliser changed it, or the tokenizer is of another kind
 */
export function tokenSpans(text: string, tokens: readonly string[]): Span[] | undefined {
  const { bytes, units } = utf8WithUnits(text);
  const spans: Span[] = [];
  let at = 0;
  for (const [i, token] of tokens.entries()) {
    const length = lengthAt(bytes, at, token, i === 0);
    if (length === undefined) return undefined;
    spans.push({ start: units[at]!, end: units[at + length]! });
    at += length;
  }
  return at === bytes.length ? spans : undefined;
}

/** How many bytes the token takes at `at`; `undefined` when it does not stand there. */
function lengthAt(bytes: Uint8Array, at: number, token: string, isFirst: boolean): number | undefined {
  for (const written of readings(token, isFirst)) {
    if (at + written.length > bytes.length) continue;
    if (written.every((byte, i) => bytes[at + i] === byte)) return written.length;
  }
  return undefined;
}

/** What a token may mean, the likeliest first. */
function* readings(token: string, isFirst: boolean): Generator<readonly number[]> {
  const bytes = byteLevelBytes(token);
  if (bytes) yield bytes;
  const fallback = byteFallback(token);
  if (fallback) yield fallback;
  const spaced = token.replaceAll('▁', ' ');
  yield [...utf8WithUnits(spaced).bytes];
  // SentencePiece puts a space in front of the first word.
  if (isFirst && spaced.startsWith(' ')) yield [...utf8WithUnits(spaced.slice(1)).bytes];
}

/** The bytes of a token in GPT-2's alphabet (`Ġthe`); `undefined` when it is not written in it. */
export function byteLevelBytes(token: string): number[] | undefined {
  const bytes = Array.from(token, (character) => byteOf.get(character));
  return bytes.includes(undefined) ? undefined : (bytes as number[]);
}

/** The byte that SentencePiece writes as `<0x0A>`. */
export function byteFallback(token: string): number[] | undefined {
  const written = /^<0x([0-9A-Fa-f]{2})>$/.exec(token);
  return written ? [parseInt(written[1]!, 16)] : undefined;
}
