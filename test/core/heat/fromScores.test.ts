// A sample that a server scored, in the heatmap's terms: numbers of one model, linked with its record.
import { describe, expect, it } from 'vitest';
import { trainerRow } from '../../../src/core/export/trainerRow.ts';
import { heatOfScores } from '../../../src/core/heat/fromScores.ts';
import { linkText } from '../../../src/core/heat/textLinks.ts';
import { createLocator } from '../../../src/core/record/locate.ts';
import { createService } from '../../../src/core/service.ts';
import { scoredSample, scoringRequests } from '../../../src/core/trace/scoredSample.ts';
import { sourceOf } from '../../support/cot.ts';
import { cut, logprobOf, render } from '../../support/scoringScripts.mjs';

const { tools } = createService().checker;

function scored(value: unknown, format: string) {
  const text = JSON.stringify(value);
  const source = sourceOf(text, format);
  const row = trainerRow(source, tools, { dataset: 'd', line: 1, id: undefined });
  if (typeof row === 'string') throw new Error(row);
  const all = scoringRequests(row, 'm').map(({ message, request }) => {
    const messages = request.messages.map(({ tool_calls, ...rest }) => ({
      ...rest,
      ...(tool_calls && {
        tool_calls: tool_calls.map((call) => {
          const { name, arguments: given } = call.function as { name: string; arguments: unknown };
          return { function: { name, arguments: JSON.stringify(given) } };
        }),
      }),
    }));
    const tokens = cut(render({ messages })).map((bytes, i) => ({
      text: '',
      bytes: [...bytes],
      logprob: logprobOf(i),
    }));
    return { message, mode: 'chat' as const, scores: { source: 'plain' as const, tokens } };
  });
  const sample = scoredSample(row, all, 0.6);
  if (typeof sample === 'string') throw new Error(sample);
  const record = { value: source.root, sample: source.sample, locator: createLocator(text, true) };
  const links = linkText(sample.text, sample.meta, record);
  return { text, links, heat: heatOfScores(sample, 0.6, links) };
}

const written = {
  messages: [
    { role: 'system', content: 'Tools: [{"name":"f","parameters":{"type":"dict","properties":{}}}]' },
    { role: 'user', content: 'Go.' },
    { role: 'assistant', content: '<think>\nSay "東京".\n</think>\n\n[f(a="x")]' },
  ],
};

describe('scores', () => {
  it('are of no step, with the losses of thought and result', () => {
    const { heat } = scored(written, 'funreason');
    expect(heat.origin).toBe('scored');
    const [visit] = heat.visits;
    expect(visit).toMatchObject({ step: undefined, epoch: undefined, alpha: 0.6, weights: undefined });
    expect(visit!.recorded.lossThink).toBeGreaterThan(0);
    expect(visit!.recorded.think! + visit!.recorded.result!).toBe(heat.starts.length);
    expect(visit!.logprobs!.every((one) => one < 0)).toBe(true);
  });

  it('are linked with the record, through its escapes', () => {
    const { text, heat, links } = scored(written, 'funreason');
    expect(heat.linked.every((one) => one === 1)).toBe(true);
    const at = heat.text.indexOf('"東京"');
    const span = links.toRecord({ start: at, end: at + 4 })!;
    expect(text.slice(span.start, span.end)).toBe('\\"東京\\"');
  });

  it('of calls that are values are linked with them', () => {
    const call = { type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } };
    const { text, heat, links } = scored(
      {
        messages: [
          { role: 'user', content: 'Hi' },
          { role: 'assistant', content: null, tool_calls: [{ id: '1', ...call }] },
        ],
      },
      'openai',
    );
    const at = heat.text.indexOf('Oslo');
    const span = links.toRecord({ start: at, end: at + 4 })!;
    expect(text.slice(span.start, span.end)).toContain('Oslo');
    expect(heat.linked.every((one) => one === 1)).toBe(true);
  });
});
