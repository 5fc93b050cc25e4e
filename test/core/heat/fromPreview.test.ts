// Weights without a run: the sample's parts as text to read, each linked with its record.
import { describe, expect, it } from 'vitest';
import { readSource } from '../../../src/core/cot/source.ts';
import { trainerRow } from '../../../src/core/export/trainerRow.ts';
import { formatById } from '../../../src/core/formats/index.ts';
import { heatOfPreview, previewText } from '../../../src/core/heat/fromPreview.ts';
import { linkText } from '../../../src/core/heat/textLinks.ts';
import { createLocator } from '../../../src/core/record/locate.ts';
import { createService } from '../../../src/core/service.ts';
import { previewOf } from '../../../src/core/trace/preview.ts';

const { tools } = createService().checker;

function previewed(value: unknown, format = 'openai') {
  const text = JSON.stringify(value);
  const source = readSource(text, formatById(format)!)!;
  const row = trainerRow(source, tools, { dataset: 'd', line: 1, id: undefined });
  if (typeof row === 'string') throw new Error(row);
  const preview = previewOf(row);
  const made = previewText(row, preview);
  const record = { value: source.root, sample: source.sample, locator: createLocator(text, true) };
  const links = linkText(made.text, made.meta, record);
  return { text, made, links, sample: heatOfPreview(preview, made, 'k', 0.7, links) };
}

const value = {
  messages: [
    { role: 'user', content: 'How warm is it in "Oslo"?' },
    { role: 'assistant', content: '<think>\nThe city is "Oslo".\n</think>\n\nIt is 3 °C.' },
  ],
};

describe('a preview', () => {
  it('reads as the conversation, with tokens where something is learnt', () => {
    const { made, sample } = previewed(value);
    expect(made.text.startsWith('How warm is it in "Oslo"?\n\n<think>')).toBe(true);
    expect(made.text.endsWith('It is 3 °C.')).toBe(true);
    const learnt = Array.from(sample.starts, (start, i) =>
      made.text.slice(start, start + sample.lengths[i]!),
    );
    expect(learnt.join('')).toBe('<think>\nThe city is "Oslo".\n</think>It is 3 °C.');
    expect(sample.origin).toBe('estimate');
    expect([...new Set(sample.segments)]).toEqual([1, 3]);
  });

  it('links every token with the record', () => {
    const { text, sample, links } = previewed(value);
    expect(sample.linked.every((one) => one === 1)).toBe(true);
    const at = sample.text.indexOf('"Oslo".');
    const span = links.toRecord({ start: at, end: at + 6 })!;
    expect(text.slice(span.start, span.end)).toBe('\\"Oslo\\"');
  });

  it('links calls that are values', () => {
    const { text, sample, links } = previewed({
      messages: [
        { role: 'user', content: 'Hi' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: '1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
          ],
        },
      ],
    });
    const at = sample.text.indexOf('Oslo');
    const span = links.toRecord({ start: at, end: at + 4 })!;
    expect(text.slice(span.start, span.end)).toBe('\\"Oslo\\"');
    expect(sample.linked.every((one) => one === 1)).toBe(true);
  });
});
