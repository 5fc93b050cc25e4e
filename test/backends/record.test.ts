/** Recording and replaying: what was recorded comes again, what was not fails. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  canonicalRequest,
  createPlayer,
  createRecorder,
  MissingRecordingError,
  recordingName,
} from '../../src/backends/record.ts';
import { BackendError } from '../../src/core/model/backendError.ts';
import type {
  ModelBackend,
  ModelEvent,
  ModelReply,
  ModelRequest,
} from '../../src/core/model/modelBackend.ts';
import { folderRecordings, memoryRecordings } from '../support/recordings.ts';

const request: ModelRequest = {
  model: 'm',
  messages: [{ role: 'user', text: 'Which tram?' }],
  temperature: 0.7,
};
const reply = (text: string): ModelReply => ({
  text,
  reasoning: 'Look it up.',
  reasoningFrom: 'think-tags',
  finishReason: 'stop',
  usage: { input: 3, output: 5, estimated: false },
  model: 'm',
  attempts: 1,
});

/** A backend that gives what it is told, in order. */
function fake(outcomes: readonly (ModelReply | BackendError)[]): ModelBackend {
  const left = [...outcomes];
  return {
    id: 'fake',
    host: 'fake',
    can: { system: true, sampling: true, usage: true },
    async generate() {
      const next = left.shift();
      if (next === undefined || next instanceof BackendError) throw next;
      return next;
    },
  };
}

describe('a replay', () => {
  it('gives what was recorded, in the order of asking', async () => {
    const store = memoryRecordings();
    const recorder = createRecorder(fake([reply('4'), reply('11')]), store);
    await recorder.generate(request);
    await recorder.generate(request);
    const player = createPlayer(store);
    const events: ModelEvent[] = [];
    expect(await player.generate(request, (event) => events.push(event))).toEqual(reply('4'));
    expect(await player.generate(request)).toEqual(reply('11'));
    expect(events).toEqual([
      { kind: 'reasoning', text: 'Look it up.' },
      { kind: 'text', text: '4' },
    ]);
    await expect(player.generate(request)).rejects.toThrow(/Nothing is recorded for asking 3/);
  });

  it('fails for a request that is missing, and says which', async () => {
    const player = createPlayer(memoryRecordings());
    const missing = player.generate({ ...request, seed: 1 });
    await expect(missing).rejects.toThrow(MissingRecordingError);
    await expect(missing).rejects.toThrow(/model "m", 1 messages, the last: "Which tram\?"/);
  });

  it('fails for a recording of another request or another form under its name', async () => {
    const store = memoryRecordings();
    await createRecorder(fake([reply('4')]), store).generate(request);
    const name = recordingName(request);
    const text = store.texts.get(name)!;
    for (const wrong of [
      text.replace('Which tram', 'Which bus'),
      text.replace('"version": 1', '"version": 2'),
      text.replace('"stop"', '"end"'),
      'no JSON',
    ]) {
      expect(wrong).not.toBe(text);
      store.texts.set(name, wrong);
      await expect(createPlayer(store).generate(request)).rejects.toThrow(MissingRecordingError);
    }
  });

  it('gives errors again, without the words of the server', async () => {
    const store = memoryRecordings();
    const error = new BackendError({ code: 'server', host: 'h', status: 500, detail: 'secret sample' });
    await expect(createRecorder(fake([error]), store).generate(request)).rejects.toBe(error);
    expect([...store.texts.values()].join()).not.toContain('secret');
    await expect(createPlayer(store).generate(request)).rejects.toMatchObject({
      code: 'server',
      status: 500,
    });
  });

  it('is cancelled as any other', async () => {
    await expect(
      createPlayer(memoryRecordings()).generate(request, undefined, { isCancellationRequested: true }),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a recording', () => {
  it('replaces an earlier one, turn by turn', async () => {
    const store = memoryRecordings();
    const first = createRecorder(fake([reply('4'), reply('11')]), store);
    await Promise.all([first.generate(request), first.generate(request)]);
    await createRecorder(fake([reply('5')]), store).generate(request);
    const player = createPlayer(store);
    expect((await player.generate(request)).text).toBe('5');
    expect((await player.generate(request)).text).toBe('11');
  });

  it('does not keep what was cancelled', async () => {
    const store = memoryRecordings();
    const cancelled = new BackendError({ code: 'cancelled', host: 'h' });
    await expect(createRecorder(fake([cancelled]), store).generate(request)).rejects.toBe(cancelled);
    expect(store.texts.size).toBe(0);
  });

  it('is a file of a folder', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'recordings-'));
    try {
      const store = folderRecordings(path.join(folder, 'deep'));
      expect(await store.read('none.json')).toBeUndefined();
      await createRecorder(fake([reply('4')]), store).generate(request);
      expect((await createPlayer(store).generate(request)).text).toBe('4');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('has a name that depends on all that is asked, and on nothing else', () => {
    const names = [
      request,
      { ...request, model: 'n' },
      { ...request, temperature: 0.8 },
      { ...request, seed: 1 },
      { ...request, stop: ['x'] },
      { ...request, maxOutputTokens: 5 },
      { ...request, messages: [{ role: 'system', text: 'Which tram?' } as const] },
    ].map(recordingName);
    expect(new Set(names).size).toBe(names.length);
    const { model, messages, temperature } = request;
    expect(canonicalRequest({ temperature, messages, model, seed: undefined })).toBe(
      canonicalRequest(request),
    );
    expect(names[0]).toMatch(/^[0-9a-f]{14}\.json$/);
  });
});
