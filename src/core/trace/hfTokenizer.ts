/** A model's own tokenizer, from the `tokenizer.json` that a person points to; none ships with Callsmith. */
import { Tokenizer } from '@huggingface/tokenizers';
import { isObject, type JsonValue, own } from '../json.ts';
import type { Span } from '../text/span.ts';
import { tokenSpans } from './tokenOffsets.ts';

/** Cuts texts into a model's tokens. */
export interface TextTokenizer {
  /** For people: `BPE, 151,643 tokens`. */
  readonly words: string;
  /** The spans of the tokens in UTF-16 units; `undefined` where they cannot be told for this text. */
  spansOf(text: string): Span[] | undefined;
  /** What the tokenizer calls a token; `undefined` for an id that it does not have. */
  nameOf(id: number): string | undefined;
}

/**
 * Reads a `tokenizer.json`; a sentence when it is none, or has parts that do not run here.
 *
 * @param config the `tokenizer_config.json` beside it, where there is one
 */
export function createTokenizer(json: string, config = '{}'): TextTokenizer | string {
  let file: JsonValue;
  let settings: JsonValue;
  try {
    file = JSON.parse(json) as JsonValue;
    settings = JSON.parse(config) as JsonValue;
  } catch (error) {
    return `It is no JSON (${error instanceof Error ? error.message : String(error)}).`;
  }
  const model = isObject(file) ? own(file, 'model') : undefined;
  if (!isObject(file) || !isObject(model))
    return 'It is no tokenizer.json of Hugging Face: there is no "model" in it. Give the file that lies beside the weights.';
  try {
    const tokenizer = new Tokenizer(file, isObject(settings) ? settings : {});
    const { type, vocab } = model;
    const kind = typeof type === 'string' ? type : 'tokenizer';
    const size = Array.isArray(vocab) ? vocab.length : isObject(vocab) ? Object.keys(vocab).length : 0;
    return {
      words: `${kind}, ${size.toLocaleString('en-US')} tokens`,
      spansOf: (text) => tokenSpans(text, tokenizer.tokenize(text, { add_special_tokens: false })),
      nameOf: (id) => tokenizer.id_to_token(id),
    };
  } catch (error) {
    return `It has parts that do not run here (${error instanceof Error ? error.message : String(error)}).`;
  }
}
