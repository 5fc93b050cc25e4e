/**
 * A sample as the heatmap shows it without any run: its parts cut into tokens, and the weights that SSB would give them. Tags
 * and roles that the model's chat template writes are not in it.
 */
import type { TrainerRow } from '../export/trainerRow.ts';
import { segment } from '../ssb/tokenWeights.ts';
import type { Preview } from '../trace/preview.ts';
import type { RenderMeta } from '../trace/run.ts';
import type { HeatBounds, HeatSample } from './heatSample.ts';
import type { TextLinks } from './textLinks.ts';
import { bySample } from './segmentWeights.ts';

/** A preview's text, and where its parts stand: what {@link heatOfPreview} and links need of it. */
export interface PreviewText {
  readonly text: string;
  /** As recorders write it. */
  readonly meta: RenderMeta;
  /** Of each part, its place in the text. */
  readonly starts: readonly number[];
}

/** The conversation as a text to read: what nothing is learnt from stands in it without tokens. */
export function previewText({ messages, parts: rows }: TrainerRow, { parts }: Preview): PreviewText {
  const map: (readonly [string, number, number, number] | readonly unknown[])[] = [];
  const starts: number[] = [];
  let text = '';
  messages.forEach((message, index) => {
    const own = parts.filter(({ part }) => part.message === index);
    if (own.length === 0) {
      if (message.content !== '') text += `${message.content}\n\n`;
      return;
    }
    own.forEach((part, i) => {
      if (i > 0) text += '\n';
      starts[parts.indexOf(part)] = text.length;
      const { pointer, start, end } = part.part;
      const { length } = part.text;
      const written = start === undefined || end === undefined ? undefined : end - start;
      map.push([pointer, start ?? 0, text.length, length, ...(written === length ? [] : [written])]);
      text += part.text;
    });
    text += '\n\n';
  });
  return { text: text.trimEnd(), meta: { map, parts: rows }, starts };
}

/** The weights of a sample under α, in the shape of a recorded one. */
export function heatOfPreview(
  preview: Preview,
  { text, starts: partStarts }: PreviewText,
  key: string,
  alpha: number,
  links: TextLinks | undefined,
): HeatSample {
  const tokens = preview.parts.flatMap(({ part, tokens }, i) =>
    tokens.map(({ start, end }) => ({
      start: partStarts[i]! + start,
      length: end - start,
      code: segment[part.kind],
    })),
  );
  tokens.sort((a, b) => a.start - b.start);
  const linked = Uint8Array.from(tokens, ({ start, length }) =>
    links?.stateOf({ start, end: start + length }) === 'linked' ? 1 : 0,
  );
  return {
    key,
    origin: preview.from === 'tokenizer' ? 'preview' : 'estimate',
    text,
    starts: Uint32Array.from(tokens, ({ start }) => start),
    lengths: Uint16Array.from(tokens, ({ length }) => length),
    segments: Uint8Array.from(tokens, ({ code }) => code),
    straddles: new Uint8Array(tokens.length),
    linked,
    stale: new Uint8Array(tokens.length),
    firstSupervised: 0,
    visits: [
      {
        step: undefined,
        epoch: undefined,
        alpha,
        recorded: {
          think: preview.think,
          result: preview.result,
          lossThink: undefined,
          lossResult: undefined,
        },
        loss: bySample,
        window: undefined,
        logprobs: undefined,
        entropies: undefined,
        weights: undefined,
        gradients: undefined,
      },
    ],
  };
}

/** Bounds that hold for samples as the paper describes them: a call of 10 tokens beside a thought of 1,000. */
export const previewBounds: HeatBounds = { weight: [1e-4, 0.1], loss: 4 };
