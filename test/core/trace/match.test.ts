/** Which text of a run a record is. */
import { describe, expect, it } from 'vitest';
import { isFault } from '../../../src/core/trace/fault.ts';
import { type PartHash, TraceMatcher } from '../../../src/core/trace/match.ts';
import { TraceRun } from '../../../src/core/trace/run.ts';
import { manifest, MemoryTrace, rendersShard, type WrittenSample } from '../../support/traceWriter.ts';

const sample = (
  line: string,
  id: string | undefined,
  text: string,
  parts: PartHash[] = [],
): WrittenSample => ({
  line,
  ...(id !== undefined && { id }),
  text,
  segments: text.split(' ').map(() => 0),
  parts,
});

const parts = [
  { pointer: '/messages/0/content', kind: 'think', sha: 'a' },
  { pointer: '/messages/0/content', kind: 'call', sha: 'b' },
];
const records = [
  sample('{"id":"a","x":1.0}', 'a', 'one two', parts),
  sample('{"id":"b","x":2}', 'b', 'three four'),
  sample('{"id":"c","x":2}', 'c', 'five six'),
];

async function matcher(): Promise<TraceMatcher> {
  const files = new MemoryTrace()
    .set('manifest.json', manifest())
    .set('renders/a000-r00000-000000.safetensors', rendersShard(records));
  const run = await TraceRun.open(files);
  if (isFault(run)) throw new Error(run.message);
  return new TraceMatcher(run);
}

describe('a record', () => {
  it('is the line that was trained', async () => {
    expect(await (await matcher()).match('{"id":"a","x":1.0}', 'a')).toMatchObject({
      kind: 'exact',
      keys: [{}],
    });
  });

  it('is the same content, laid out anew or with another id', async () => {
    const one = await matcher();
    expect(await one.match('{ "x": 1.0, "id": "a" }', 'a')).toMatchObject({ kind: 'same-content' });
    expect(await one.match('{"id":"z","x":1.0}', 'z')).toMatchObject({ kind: 'same-content' });
  });

  it('with the same content as several is all of them', async () => {
    const found = await (await matcher()).match('{"x":2}', undefined);
    expect(found.kind === 'same-content' && found.keys.length).toBe(2);
  });

  it('whose text another line reads the same is found by its own line and id', async () => {
    const files = new MemoryTrace()
      .set('manifest.json', manifest())
      .set(
        'renders/a000-r00000-000000.safetensors',
        rendersShard([
          sample('{"id":"a","x":1}', 'a', 'one two'),
          sample('{"id":"b","y":1}', 'b', 'one two'),
        ]),
      );
    const run = await TraceRun.open(files);
    if (isFault(run)) throw new Error(run.message);
    expect(run.counts.renders).toBe(1);
    const one = new TraceMatcher(run);
    for (const [line, id] of [
      ['{"id":"a","x":1}', 'a'],
      ['{"id":"b","y":1}', 'b'],
    ] as const)
      expect(await one.match(line, id)).toMatchObject({ kind: 'exact', keys: [...run.keys()] });
    expect(await one.match('{"id":"b","y":2}', 'b')).toMatchObject({ kind: 'stale', keys: [...run.keys()] });
  });

  it('that was edited is stale, with the parts that differ', async () => {
    const now = [
      { pointer: '/messages/0/content', kind: 'think', sha: 'a' },
      { pointer: '/messages/0/content', kind: 'call', sha: 'other' },
      { pointer: '/messages/2/content', kind: 'answer', sha: 'new' },
    ];
    const found = await (await matcher()).match('{"id":"a","x":1}', 'a', () => now);
    expect(found).toMatchObject({ kind: 'stale', changed: now.slice(1) });
  });

  it('that nobody trained is none; 1 and 1.0 are not the same', async () => {
    const one = await matcher();
    expect(await one.match('{"id":"q","x":3}', 'q')).toEqual({ kind: 'none' });
    expect(await one.match('{"x":1}', undefined)).toEqual({ kind: 'none' });
    expect(await one.match('no JSON', undefined)).toEqual({ kind: 'none' });
  });
});
