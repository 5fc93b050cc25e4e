/** What the heatmap's page says, lists and saves: words, orders, CSV and pictures. */
import { describe, expect, it } from 'vitest';
import type { HeatListRow, HeatView } from '../../src/protocol/heatmap.ts';
import { toCsv } from '../../webview/heatmap/csv.ts';
import { headline, lossSentence, tokenFacts, visitText } from '../../webview/heatmap/describe.ts';
import { heatOf } from '../../webview/heatmap/heat.ts';
import { listRows, tableOrder } from '../../webview/heatmap/order.ts';
import { mostLinesOfPng, pictureOf, toSvg } from '../../webview/heatmap/picture.ts';
import { setWords, t } from '../../webview/words.ts';
import { smallSample, smallVisit } from '../support/heatSample.ts';
import { messageOf } from '../support/heatSamples.ts';

const run = {
  id: 'run',
  name: 'run',
  facts: [],
  note: undefined,
  steps: [],
  bounds: { weight: [0, 0.3], loss: 1 },
  faults: [],
} as const;
const visit = (step: number, ...logprobs: number[]) =>
  smallVisit({
    step,
    logprobs: Float32Array.from(logprobs),
    recorded: { think: 3, result: 2, lossThink: 0.5, lossResult: 0.25 },
  });
const sample = smallSample(
  [
    ['Q\n', 0],
    ['<a&b>', 1],
    [' "x"', 1],
    ['\n', 1],
    ['=f(東京)', 2],
    ['.', 4],
  ],
  { visits: [visit(1, NaN, -1, -2, -3, -2, -2), visit(5, NaN, -1, -2, -3, -0.5, 0)] },
);
const view: HeatView = {
  measure: 'weight',
  scaling: 'linear',
  visit: 1,
  minus: undefined,
  threshold: undefined,
  alpha: undefined,
};
const heat = (change: Partial<HeatView> = {}, of = sample) =>
  heatOf(messageOf(of, run), { ...view, ...change }, undefined);

describe('another run', () => {
  it('is taken away as it was trained, also where another α is tried on', () => {
    const plain = smallVisit({ loss: { reduction: 'token', missing: 'renorm' }, alpha: 0.6 });
    const compare = { run: { id: 'other', name: 'other' }, visits: [plain], reason: undefined };
    const minus = { run: 'other', visit: 0 } as const;
    const shown = heatOf(messageOf(sample, run), { ...view, minus, alpha: 0.5 }, compare);
    expect(shown.values[1]).toBeCloseTo(0.5 / 3 - 0.2, 6);
    expect(shown.values[4]).toBeCloseTo(0.5 / 2 - 0.2, 6);
  });
});

describe('words', () => {
  it('say what the loss did, first of all', () => {
    expect(headline(heat())).toBe(
      'The call has 30 % of the weight here; under plain fine-tuning it would have 40 %.',
    );
    expect(headline(heat({ alpha: 0.5 }))).toBe(
      'With α = 0.5 instead of 0.7, the call would have 50 % of the weight; under plain fine-tuning 40 %.',
    );
    const plain = smallVisit({ loss: { reduction: 'token', missing: 'renorm' }, alpha: 0.6 });
    const ofPlain = { ...sample, visits: [plain] };
    expect(headline(heat({ visit: 0 }, ofPlain))).toBe(
      'This run is plain fine-tuning: every token weighs the same, and the call has 40 % of the weight.',
    );
    expect(headline(heat({ visit: 0, alpha: 0.7 }, ofPlain))).toBe(
      'Under SSB with α = 0.7, the call would have 30 % of the weight; in this run, plain fine-tuning, it has 40 %.',
    );
    expect(headline(heat({ visit: 0 }, smallSample([['a', 3]])))).toBe(
      'There is no thought in this sample: every token has the same weight.',
    );
    expect(headline(heat({ visit: 0 }, smallSample([['a', 0]])))).toBe('No token of this sample is trained.');
  });

  it('say how losses lie and changed', () => {
    expect(lossSentence(heat())).toBe(
      'It makes 5.08 % of the loss: 0.25 nats a token, against 2 in the thought. Since the first visit that fell from 2 to 0.25.',
    );
    expect(lossSentence(heat({ visit: 0 }))).not.toContain('Since');
    expect(lossSentence(heat({ visit: 0 }, smallSample([['a', 1]])))).toBeUndefined();
    expect(visitText(sample.visits[1]!)).toBe(
      'step 5 · epoch 0.5 · α 0.7 · thought loss 0.5 · call loss 0.25',
    );
  });

  it('tell a token’s numbers', () => {
    expect(tokenFacts(heat(), 4)).toEqual([
      ['token', '=f(東京)'],
      ['segment', 'call'],
      ['p', '60.7 %'],
      ['loss', '0.5 nats'],
      ['weight', '15 %'],
      ['against plain fine-tuning', '×0.75'],
    ]);
    expect(tokenFacts(heat(), 0)).toEqual([
      ['token', 'Q↵'],
      ['segment', 'prompt'],
      ['', 'not trained'],
    ]);
    const change = heat({ measure: 'loss', minus: { run: 'same', visit: 0 } });
    expect(tokenFacts(change, 4).at(-1)).toEqual(['change of Loss', '−1.5']);
  });

  it('are the editor’s language, with values in their places', () => {
    setWords({ 'step {0}': 'Schritt {0}' });
    expect(t('step {0}', 3)).toBe('Schritt 3');
    expect(t('constructor')).toBe('constructor');
    setWords({});
    expect(t('{0} of {1}', '{1}', 2)).toBe('{1} of 2');
  });
});

describe('orders', () => {
  it('of tokens: largest first, of a difference farthest from 0, of a ratio farthest from 1', () => {
    expect(tableOrder(heat({ measure: 'loss' }), 'value')).toEqual([3, 2, 1, 4, 5]);
    expect(tableOrder(heat({ measure: 'loss' }), 'place')).toEqual([1, 2, 3, 4, 5]);
    expect(tableOrder(heat({ measure: 'loss', minus: { run: 'same', visit: 0 } }), 'value')).toEqual([
      5, 4, 1, 2, 3,
    ]);
    expect(tableOrder(heat({ measure: 'ratio' }), 'value')).toEqual([4, 5, 1, 2, 3]);
  });

  const row = (key: string, more: Partial<HeatListRow>): HeatListRow => ({
    key,
    line: undefined,
    id: undefined,
    tools: [],
    visits: 1,
    lossThink: undefined,
    lossCall: undefined,
    drop: undefined,
    callShare: undefined,
    anomaly: undefined,
    stale: false,
    hard: false,
    ...more,
  });
  const rows = [
    row('a', { line: 1, lossCall: 0.1, drop: 0.5, callShare: 0.2, anomaly: 1, tools: ['f'] }),
    row('b', { line: 2, lossCall: 0.9, drop: 0.1, callShare: 0.1, anomaly: -4, tools: ['f', 'g'] }),
    row('c', { line: 12, id: 'Oslo', lossCall: 0, callShare: 0.9, tools: ['g'] }),
    row('d', {}),
  ];
  const keys = (order: 'loss' | 'drop' | 'share' | 'anomaly' | 'line', text = '', tool = '') =>
    listRows(rows, { order, text, tool }).map(({ key }) => key);

  it('of samples: hard ones first, what is not known last', () => {
    expect(keys('loss')).toEqual(['b', 'a', 'c', 'd']);
    expect(keys('drop')).toEqual(['b', 'a', 'c', 'd']);
    expect(keys('share')).toEqual(['c', 'a', 'b', 'd']);
    expect(keys('anomaly')).toEqual(['b', 'a', 'c', 'd']);
    expect(keys('line')).toEqual(['a', 'b', 'c', 'd']);
  });

  it('of samples: by function and text', () => {
    expect(keys('line', '', 'g')).toEqual(['b', 'c']);
    expect(keys('line', 'OSLO')).toEqual(['c']);
    expect(keys('line', '2')).toEqual(['b', 'c']);
  });
});

describe('CSV', () => {
  const lines = toCsv(heat({ measure: 'loss' })).split('\r\n');

  it('has a row for each token, whatever its text', () => {
    expect(lines).toHaveLength(8);
    expect(lines[0]).toBe(
      'token,start,end,text,segment,trained,stale,logprob,loss,entropy,gradient,weight,times_sft,shown_loss',
    );
    expect(lines[1]).toBe('0,0,2,"""Q\\n""",prompt,0,0,,,,,,,');
    expect(lines[3]).toBe(
      `2,7,11,""" \\""x\\""""",thought,1,0,-2,2,,,${Math.fround(0.7 / 3)},${Math.fround(0.7 / 3) * 5},2`,
    );
  });

  it('never begins a cell with what a spreadsheet runs', () => {
    for (const line of lines.slice(1, -1)) expect(line).not.toMatch(/(^|,)"?[=+@]/);
  });
});

describe('a picture', () => {
  const options = {
    theme: 'light',
    title: 'a < b',
    subtitle: 'Loss',
    from: 0,
    mostLines: mostLinesOfPng,
    rest: (n: number) => `${n} more`,
  } as const;

  it('has a box behind each token in columns, wide letters taking two', () => {
    const { lines } = pictureOf(heat({ measure: 'loss' }), options);
    expect(lines.map(({ text }) => text)).toEqual(['Q', '<a&b> "x"', '=f(東京).']);
    expect(
      lines.map(({ boxes }) => boxes.map(({ x, width }) => [(x - 16) / 7.5, (width + 1) / 7.5])),
    ).toEqual([
      [],
      [
        [0, 5],
        [5, 4],
      ],
      [
        [0, 8],
        [8, 1],
      ],
    ]);
  });

  it('as SVG is well-formed and says everything', () => {
    const svg = toSvg(pictureOf(heat({ measure: 'loss' }), options));
    expect(svg).toContain('<title>a &lt; b</title>');
    expect(svg).toContain('&lt;a&amp;b&gt; "x"');
    expect(svg).not.toMatch(/<script|on\w+=|href/);
    expect(svg.match(/<rect /g)).toHaveLength(1 + 33 + 4);
    const odd = smallSample([['\u0000\ud800x', 1]]);
    expect(toSvg(pictureOf(heat({ visit: 0 }, odd), options))).toContain('\ufffd\ufffdx');
  });

  it('ends somewhere, and says so', () => {
    const long = smallSample([['a\n'.repeat(500), 1]]);
    const { lines, rest } = pictureOf(heat({ visit: 0 }, long), options);
    expect(lines).toHaveLength(380);
    expect(rest).toBe('121 more');
    // A page of SVG has no end.
    expect(pictureOf(heat({ visit: 0 }, long), { ...options, mostLines: Infinity }).lines).toHaveLength(501);
  });
});
