/** The state of the heatmap's page: what messages and choices make of it. */
import { describe, expect, it } from 'vitest';
import {
  type Action,
  initialState,
  isSample,
  keptOf,
  type PageState,
  reduce,
} from '../../webview/heatmap/state.ts';
import type { HeatListRow, ToHeatmap } from '../../src/protocol/heatmap.ts';
import { smallSample, smallVisit } from '../support/heatSample.ts';
import { messageOf, type SampleMessage } from '../support/heatSamples.ts';

const run = {
  id: 'run',
  name: 'run',
  facts: [],
  note: undefined,
  steps: [],
  bounds: { weight: [0, 1], loss: 1 },
  faults: [],
} as const;
const visits = [1, 2, 3].map((step) => smallVisit({ step, logprobs: Float32Array.of(NaN, -1, -2) }));
const sample = smallSample(
  [
    ['Q ', 0],
    ['think', 1],
    ['call', 2],
  ],
  { visits },
);
const message = messageOf(sample, run);
const other: SampleMessage = messageOf({ ...sample, key: 'other' }, run);

const after = (...steps: readonly (Action | ToHeatmap)[]): PageState =>
  from(initialState(undefined), ...steps);
const from = (state: PageState, ...steps: readonly (Action | ToHeatmap)[]): PageState =>
  steps.reduce<PageState>(
    (now, step) => reduce(now, isMessage(step) ? { type: 'message', message: step } : step),
    state,
  );
const isMessage = (step: Action | ToHeatmap): step is ToHeatmap =>
  ['sample', 'nothing', 'busy', 'list', 'cursor', 'hard', 'in-text', 'words'].includes(step.type) ||
  (step.type === 'compare' && 'compare' in step);

describe('a sample', () => {
  it('opens at its last visit', () => {
    expect(after(message).view).toMatchObject({ measure: 'weight', visit: 2 });
  });

  it('that comes again keeps visit, token and list; another one does not', () => {
    const chosen: Action[] = [
      { type: 'view', change: { visit: 1, measure: 'loss' } },
      { type: 'token', token: 2 },
    ];
    expect(after(message, ...chosen, message)).toMatchObject({
      token: 2,
      view: { visit: 1, measure: 'loss' },
    });
    expect(after(message, ...chosen, other)).toMatchObject({
      token: undefined,
      view: { visit: 2, measure: 'loss' },
    });
  });

  it('brings its own view where the editor says so', () => {
    const view = { ...after(message).view, visit: 0, alpha: 0.5 };
    expect(after({ ...message, view }).view).toBe(view);
  });

  it('without log-probabilities is not shown by loss', () => {
    const preview = messageOf({ ...sample, key: 'p', visits: [smallVisit()] }, run);
    expect(after(message, { type: 'view', change: { measure: 'loss' } }, preview).view.measure).toBe(
      'weight',
    );
  });

  it('of another run forgets the list and the comparison', () => {
    const list: ToHeatmap = { type: 'list', rows: [], note: undefined };
    expect(after(message, list, other).list).toBeDefined();
    expect(after(message, list, messageOf(sample, { ...run, id: 'new' })).list).toBeUndefined();
  });
});

describe('a view', () => {
  it('of another measure has the scaling that suits it, and no threshold', () => {
    const state = after(message, { type: 'view', change: { threshold: 0.1 } });
    expect(from(state, { type: 'view', change: { measure: 'ratio' } }).view).toMatchObject({
      scaling: 'log',
      threshold: undefined,
    });
    expect(from(state, { type: 'view', change: { scaling: 'rank' } }).view).toMatchObject({ threshold: 0.1 });
  });

  it('is kept over a reload with everything else that was chosen', () => {
    const before = after(
      message,
      { type: 'view', change: { visit: 1, measure: 'share' } },
      { type: 'pane', pane: 'samples' },
      { type: 'list-choice', change: { order: 'drop' } },
      { type: 'curves', areShown: true },
      { type: 'token', token: 1 },
    );
    const kept = JSON.parse(JSON.stringify(keptOf(before))) as ReturnType<typeof keptOf>;
    const again = from(initialState(kept), message);
    expect(keptOf(again)).toEqual(keptOf(before));
    expect(again.view).toMatchObject({ visit: 1, measure: 'share' });
  });
});

describe('a comparison', () => {
  const compare: ToHeatmap = {
    type: 'compare',
    compare: { run: { id: 'b', name: 'b' }, visits, reason: undefined },
  };

  it('with another run takes its last visit away', () => {
    const state = after(message, { type: 'compare', run: 'b' }, compare);
    expect(state).toMatchObject({ compareRun: 'b', view: { minus: { run: 'other', visit: 2 } } });
    expect(from(state, { type: 'compare', run: undefined }).view.minus).toBeUndefined();
  });

  it('that cannot be made takes nothing away', () => {
    const none: ToHeatmap = {
      type: 'compare',
      compare: { run: { id: 'b', name: 'b' }, visits: [], reason: 'Other tokens.' },
    };
    expect(after(message, { type: 'compare', run: 'b' }, none).view.minus).toBeUndefined();
  });
});

describe('messages', () => {
  it('cursor: lights a stretch and stands on its first token', () => {
    const state = after(message, { type: 'cursor', span: { start: 4, end: 9 } });
    expect(state).toMatchObject({ lit: { start: 4, end: 9 }, token: 1 });
    expect(from(state, { type: 'cursor', span: undefined })).toMatchObject({ lit: undefined, token: 1 });
    expect(from(state, { type: 'cursor', span: { start: 7, end: 7 } }).token).toBe(2);
  });

  it('hard: marks rows and the sample, and ends the choice', () => {
    const row = { key: 'small', hard: false, tools: [] } as unknown as HeatListRow;
    const state = after(
      message,
      { type: 'list', rows: [row], note: undefined },
      { type: 'choose', key: 'small' },
      { type: 'hard', keys: ['small'], isHard: true },
    );
    expect(state.list!.rows[0]!.hard).toBe(true);
    expect(isSample(state.shown) && state.shown.isHard).toBe(true);
    expect(state.chosen.size).toBe(0);
    const taken = from(state, { type: 'hard', keys: [], isHard: false });
    expect(isSample(taken.shown) && taken.shown.isHard).toBe(false);
    expect(taken.list!.rows[0]!.hard).toBe(false);
  });

  it('nothing and busy replace and cover what is shown', () => {
    const busy = after(message, { type: 'busy', words: 'Reading …' });
    expect(busy.busy).toBe('Reading …');
    expect(isSample(busy.shown)).toBe(true);
    const nothing = from(busy, {
      type: 'nothing',
      reference: 1,
      nothing: { title: 'No run', words: [], actions: [] },
    });
    expect(nothing.busy).toBeUndefined();
    expect(isSample(nothing.shown)).toBe(false);
    expect(nothing.reference).toBe(1);
  });

  it('list: rows that are gone are not chosen any more', () => {
    const row = (key: string) => ({ key, tools: [] }) as unknown as HeatListRow;
    const state = after(
      { type: 'list', rows: [row('a'), row('b')], note: undefined },
      { type: 'choose', key: 'a' },
      { type: 'choose', key: 'b' },
      { type: 'list', rows: [row('b')], note: undefined },
    );
    expect([...state.chosen]).toEqual(['b']);
  });
});
