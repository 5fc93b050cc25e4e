/** A byte-level BPE as Hugging Face writes them, its merges learnt from a text: small, and cut as real ones are. */
import { Tokenizer } from '@huggingface/tokenizers';
import type { ServerToken } from '../../src/core/trace/scored.ts';

const isSeen = (b: number) => (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || (b >= 174 && b <= 255);
let next = 256;
const alphabet = Array.from({ length: 256 }, (_, b) => String.fromCharCode(isSeen(b) ? b : next++));
const byteOf = new Map(alphabet.map((character, byte) => [character, byte]));

/** The text of a tokenizer.json. */
export function tinyBpe(corpus: string, merges = 300, special: readonly string[] = []): string {
  // Words as GPT-2's pattern has them, roughly: a space goes with the word behind it.
  const words = (corpus.match(/ ?[\p{L}]+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+/gu) ?? []).map((word) =>
    [...Buffer.from(word)].map((byte) => alphabet[byte]!),
  );
  const learnt: [string, string][] = [];
  while (learnt.length < merges) {
    const counts = new Map<string, number>();
    for (const word of words)
      for (let i = 1; i < word.length; i++) {
        const pair = `${word[i - 1]} ${word[i]}`;
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    const [best] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    if (!best || best[1] < 2) break;
    const [left, right] = best[0].split(' ') as [string, string];
    learnt.push([left, right]);
    for (const word of words)
      for (let i = 1; i < word.length; i++)
        if (word[i - 1] === left && word[i] === right) word.splice(i - 1, 2, left + right);
  }
  return bpeOf(learnt, special);
}

/** The text of the tokenizer.json of these merges. @param useRegex cuts words before merging, as GPT-2 does */
export function bpeOf(
  learnt: readonly (readonly [left: string, right: string])[],
  special: readonly string[] = [],
  useRegex = true,
): string {
  const names = [...alphabet, ...learnt.map((pair) => pair.join(''))];
  const vocab = Object.fromEntries([...new Set(names)].map((word, i) => [word, i]));
  const first = Object.keys(vocab).length;
  return JSON.stringify({
    version: '1.0',
    added_tokens: special.map((content, i) => ({
      id: first + i,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: useRegex },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      vocab,
      merges: learnt.map((pair) => pair.join(' ')),
    },
  });
}

/** A token: what it is called, and its bytes. */
export interface NamedToken {
  readonly id: number;
  readonly name: string;
  readonly bytes: Uint8Array;
}

const made = new Map<string, Tokenizer>();

/** The tokens of a text by a tokenizer.json with byte-level names. */
export function namedTokens(json: string, text: string): NamedToken[] {
  const tokenizer = made.get(json) ?? new Tokenizer(JSON.parse(json) as object, {});
  made.set(json, tokenizer);
  const { ids, tokens } = tokenizer.encode(text, { add_special_tokens: false });
  return tokens.map((name, i) => ({
    id: ids[i]!,
    name,
    bytes: Uint8Array.from(Array.from(name, (character) => byteOf.get(character) ?? Number.NaN)),
  }));
}

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** How servers write tokens; each gives a token with its log-probability. */
export const serverWritings: Readonly<
  Record<string, (tokens: readonly NamedToken[], logprobs: readonly number[]) => ServerToken[]>
> = {
  'each by itself, with U+FFFD': (tokens, logprobs) =>
    tokens.map(({ bytes }, i) => ({ text: decode(bytes), logprob: logprobs[i] })),
  'the same, with bytes that repeat U+FFFD': (tokens, logprobs) =>
    tokens.map(({ bytes }, i) => {
      const text = decode(bytes);
      return { text, bytes: [...Buffer.from(text)], logprob: logprobs[i] };
    }),
  'with the bytes': (tokens, logprobs) =>
    tokens.map(({ bytes }, i) => ({ text: decode(bytes), bytes: [...bytes], logprob: logprobs[i] })),
  'by the tokenizer’s names': (tokens, logprobs) =>
    tokens.map(({ name }, i) => ({ text: name, logprob: logprobs[i] })),
  'each by itself, with U+FFFD, without the space before': (tokens, logprobs) =>
    tokens.map(({ bytes }, i) => ({ text: decode(bytes).replace(/^ /, ''), logprob: logprobs[i] })),
  'whole characters with their last token': (tokens, logprobs) => {
    let held = Buffer.alloc(0);
    return tokens.map(({ bytes }, i) => {
      held = Buffer.concat([held, bytes]);
      // As much as can be read.
      let size = held.length;
      while (size > 0 && decode(held.subarray(0, size)).endsWith('\ufffd')) size--;
      const text = decode(held.subarray(0, size));
      held = held.subarray(size);
      return { text, logprob: logprobs[i] };
    });
  },
};
