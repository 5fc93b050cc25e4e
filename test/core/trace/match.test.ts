// Which render belongs to a line: by bytes, by content, by id with parts that changed.
import { describe, expect, it } from 'vitest';
import { contentSha, lineSha, partSha } from '../../../src/core/trace/canonical.ts';
import { createMatcher, type Matcher } from '../../../src/core/trace/match.ts';
import { compareParts, recordHashes } from '../../../src/core/trace/partHashes.ts';
import { openRun } from '../../../src/core/trace/run.ts';
import { createRandom } from '../../bench/support/random.ts';
import {
  hex,
  memoryTraceFiles,
  randomRender,
  rendersShard,
  type RenderToWrite,
  runManifest,
  shardPath,
} from '../../support/traceWriter.ts';

const random = createRandom(80);
const bytes = (text: string) => new TextEncoder().encode(text);

const record = (over: Record<string, unknown> = {}) => ({
  id: 'weather-1',
  tools: [{ name: 'get_weather', parameters: { type: 'object', properties: {} } }],
  messages: [
    { role: 'user', content: 'Weather in Oslo?' },
    { role: 'assistant', content: '<think>Oslo.</think>\n\n[get_weather(city="Oslo")]' },
  ],
  ...over,
});

const part = (kind: string, sha: string, message = 1) => ({
  message,
  field: 'content',
  kind,
  pointer: `/messages/${message}/content`,
  start: 0,
  end: 1,
  sha,
});

/** A render of a line, as the recorder's prepass makes it. */
function renderOf(line: string, number: number, meta: Record<string, unknown> = {}): RenderToWrite {
  return {
    ...randomRender(random, number, { prompt: 2, think: 2, call: 2 }),
    lineSha: lineSha(line),
    contentSha: contentSha(line),
    meta: {
      dataset: 0,
      line: number,
      id: (JSON.parse(line) as { id?: string }).id ?? null,
      hashes: recordHashes(line),
      parts: [part('think', 'a'), part('call', 'b')],
      map: [],
      ...meta,
    },
  };
}

const matcherOf = async (...shards: readonly (readonly RenderToWrite[])[]): Promise<Matcher> =>
  (await runOf(...shards)).matcher;

async function runOf(...shards: readonly (readonly RenderToWrite[])[]) {
  const files = new Map<string, Uint8Array>([['manifest.json', bytes(JSON.stringify(runManifest()))]]);
  shards.forEach((rows, i) => files.set(shardPath('renders', i), rendersShard(rows)));
  const run = await openRun(memoryTraceFiles(files));
  if (!run.ok) throw new Error(run.fault.message);
  return { run: run.value, matcher: await createMatcher(run.value) };
}

const line = JSON.stringify(record());
const render = renderOf(line, 3);

describe('a line', () => {
  it('with the same bytes is the same, as text and as bytes, with its ending', async () => {
    const matcher = await matcherOf([render]);
    const renders = [{ key: hex(render.key), dataset: 'train.jsonl', line: 3, id: 'weather-1' }];
    for (const same of [line, `${line}\r\n`, bytes(`${line}\n`)])
      expect(await matcher.match({ line: same })).toMatchObject({ kind: 'exact', renders });
  });

  it('that says the same in another layout is found by its content', async () => {
    const matcher = await matcherOf([render]);
    const { id: _, ...rest } = record();
    const again = JSON.stringify({ review: { by: 'me' }, ...rest, id: 'renamed' }, undefined, 1).replaceAll(
      '\n',
      ' ',
    );
    expect(await matcher.match({ line: again })).toMatchObject({
      kind: 'content',
      renders: [{ key: hex(render.key) }],
    });
  });

  it('that changed is stale, and it is told what changed', async () => {
    const matcher = await matcherOf([render]);
    const { messages } = record();
    const now = JSON.stringify(
      record({ messages: [messages[0], { ...messages[1], content: 'other' }, { role: 'user' }] }),
    );
    expect(await matcher.match({ line: now, id: 'weather-1' })).toMatchObject({
      kind: 'stale',
      renders: [{ key: hex(render.key), dataset: 'train.jsonl', line: 3, id: 'weather-1' }],
      parts: [
        { part: 'tools', state: 'same' },
        { part: 'message', message: 0, state: 'same' },
        { part: 'message', message: 1, state: 'changed' },
        { part: 'message', message: 2, state: 'added' },
      ],
    });
    const parts = [part('think', 'a'), part('call', 'c'), part('answer', 'd', 2)];
    const match = await matcher.match({ line: now, id: 'weather-1', parts });
    expect(match.kind === 'stale' && match.parts.slice(4)).toEqual([
      { part: 'think', message: 1, field: 'content', state: 'same' },
      { part: 'call', message: 1, field: 'content', state: 'changed' },
      { part: 'answer', message: 2, field: 'content', state: 'added' },
    ]);
  });

  it('that the trace has nothing of is not matched', async () => {
    const matcher = await matcherOf([render]);
    for (const [other, id] of [
      [JSON.stringify(record({ messages: [] })), undefined],
      ['{"broken', 'unknown'],
      ['', undefined],
      ['[]', '__proto__'],
    ] as const)
      expect(await matcher.match({ line: other, id })).toEqual({ kind: 'none' });
    expect(await matcher.match({ line: Uint8Array.of(0xff), id: 'weather-1' })).toMatchObject({
      kind: 'stale',
      parts: [],
    });
  });

  it('without a hash in the trace is not matched by the missing hash', async () => {
    const matcher = await matcherOf([{ ...render, lineSha: undefined, contentSha: undefined }]);
    expect(await matcher.match({ line })).toEqual({ kind: 'none' });
    expect(await matcher.match({ line, id: 'weather-1' })).toMatchObject({ kind: 'stale' });
  });

  it('that stands several times lists all renders, the one of its number first', async () => {
    const copies = [1, 5, 9].map((number) => ({
      ...render,
      meta: { ...(render.meta as object), line: number },
    }));
    const matcher = await matcherOf(copies, copies);
    expect(matcher.rowCount).toBe(3);
    const match = await matcher.match({ line, number: 5 });
    expect(match.kind === 'exact' && match.renders.map(({ line }) => line)).toEqual([5, 1, 9]);
  });

  it('with the same tokens as another has its own metadata', async () => {
    const other = JSON.stringify(record({ id: 'weather-2', mood: 1 }));
    const twin = { ...renderOf(other, 7), ids: render.ids, key: render.key };
    const { run, matcher } = await runOf([render], [twin]);
    for (const [text, own] of [
      [line, 'weather-1'],
      [other, 'weather-2'],
    ] as const) {
      const match = await matcher.match({ line: text });
      const sample = match.kind === 'exact' && (await run.sampleAt(match.renders[0]!.row));
      expect(sample).toMatchObject({ ok: true, value: { key: hex(render.key), meta: { id: own } } });
    }
  });

  it('is the same but for the keys that the manifest ignores', async () => {
    const manifest = JSON.stringify(runManifest({ identity: { ignored_keys: ['mood'] } }));
    const own = { ...render, lineSha: undefined, contentSha: contentSha(line, new Set(['mood'])) };
    const run = await openRun(
      memoryTraceFiles(
        new Map([
          ['manifest.json', bytes(manifest)],
          [shardPath('renders', 0), rendersShard([own])],
        ]),
      ),
    );
    if (!run.ok) throw new Error(run.fault.message);
    const matcher = await createMatcher(run.value);
    expect(await matcher.match({ line: JSON.stringify(record({ mood: 'good' })) })).toMatchObject({
      kind: 'content',
    });
    expect(await matcher.match({ line: JSON.stringify(record({ tags: [] })) })).toEqual({ kind: 'none' });
  });

  it('metadata that is no JSON does not keep a line from its render', async () => {
    const matcher = await matcherOf([{ ...render, meta: 'no' }]);
    expect(await matcher.match({ line })).toMatchObject({
      kind: 'exact',
      renders: [{ key: hex(render.key), dataset: undefined, line: undefined, id: undefined }],
    });
  });
});

describe('hashes of a record', () => {
  it('are those of its tools and messages, whatever their layout', () => {
    const hashes = recordHashes(line)!;
    expect(hashes.messages).toHaveLength(2);
    expect(hashes.tools).toBe(
      partSha('[{"name":"get_weather","parameters":{"properties":{},"type":"object"}}]'),
    );
    expect(recordHashes(JSON.stringify(record(), undefined, 2))).toEqual(hashes);
  });

  it('write numbers as the recorder reads them', () => {
    const of = (number: string) => recordHashes(`{"messages":[${number}]}`)!.messages[0];
    expect(of('1.0')).toBe(partSha('1.0'));
    expect(of('1e2')).toBe(partSha('100.0'));
    expect(of('1E+16')).toBe(partSha('1e+16'));
    expect(of('-0')).toBe(partSha('0'));
    expect(of('-0.0')).toBe(partSha('-0.0'));
    expect(of('123456789012345678901')).toBe(partSha('123456789012345678901'));
    expect(of('1e400')).toBeUndefined();
  });

  it.each(['null', '[]', '""', '" "', '"[]"', '[ ]'])('tools that are %s are none', (tools) => {
    expect(recordHashes(`{"tools":${tools},"messages":[]}`)).toEqual({ messages: [] });
  });

  it.each(['', '[]', '{"messages":{}}', '{"conversations":[]}', '{"messages":['])(
    'there are none of %s',
    (text) => {
      expect(recordHashes(text)).toBeUndefined();
    },
  );
});

describe('parts', () => {
  it('of one place are compared in their order', () => {
    const calls = (...shas: string[]) => ({ parts: shas.map((sha) => part('call', sha)) });
    const states = (then: string[], now: string[]) =>
      compareParts(calls(...then), calls(...now)).map(({ state }) => state);
    expect(states(['a', 'b'], ['a', 'c'])).toEqual(['same', 'changed']);
    expect(states(['a', 'b'], ['a'])).toEqual(['same', 'removed']);
    expect(states([], ['a'])).toEqual(['added']);
  });

  it('without a hash on one side are unknown', () => {
    const then = { parts: [], hashes: { messages: [undefined, 'a'] } };
    const now = { parts: [], hashes: { messages: ['a', 'a'] } };
    expect(compareParts(then, now).map(({ state }) => state)).toEqual(['unknown', 'same']);
  });

  it('tools that came or went have changed', () => {
    const without = { parts: [], hashes: { messages: [] } };
    const tools = { parts: [], hashes: { tools: 'a', messages: [] } };
    expect(compareParts(without, tools)).toEqual([{ part: 'tools', state: 'changed' }]);
    expect(compareParts(without, without)).toEqual([]);
  });
});
