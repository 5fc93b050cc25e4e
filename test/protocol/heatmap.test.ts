import { describe, expect, it } from 'vitest';
import { isFromHeatmap } from '../../src/protocol/heatmap.ts';

describe('a message of the heatmap’s page', () => {
  it.each<[unknown]>([
    [{ type: 'ready', reference: undefined }],
    [{ type: 'reveal', start: 0, end: 4, focus: true }],
    [{ type: 'compare', run: undefined }],
    [{ type: 'compare', run: 'id' }],
    [{ type: 'hard-pool', keys: ['a', 'b'] }],
    [{ type: 'save', kind: 'csv', name: 'x.csv', bytes: new Uint8Array(2) }],
  ])('is taken: %j', (message) => expect(isFromHeatmap(message)).toBe(true));

  it.each<[unknown]>([
    [undefined],
    [null],
    ['ready'],
    [{}],
    [{ type: 'run-anything' }],
    [{ type: 'toString' }],
    [{ type: 'reveal', start: '0', end: 4, focus: true }],
    [{ type: 'compare', run: 3 }],
    [{ type: 'hard-pool', keys: 'a' }],
    [{ type: 'hard-pool', keys: [1] }],
    [{ type: 'view', view: null }],
    [{ type: 'save', kind: 'exe', name: 'x', bytes: new Uint8Array(2) }],
    [{ type: 'save', kind: 'csv', name: 'x', bytes: [1, 2] }],
    [{ type: 'action' }],
  ])('is none: %j', (message) => expect(isFromHeatmap(message)).toBe(false));
});
