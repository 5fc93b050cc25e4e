// 200 damaged shards: each is told or read, none throws, none hangs, none hides the others.
import { describe, expect, it } from 'vitest';
import { openRun } from '../../../src/core/trace/run.ts';
import { createRandom, type Random } from '../../bench/support/random.ts';
import { hex, memoryTraceFiles, shardPath, writeRun } from '../../support/traceWriter.ts';

const headerLength = (file: Uint8Array) =>
  Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));

/** Ways to damage a shard; `sure`: the damage cannot go unseen. */
const damages: Readonly<
  Record<string, { sure: boolean; make: (file: Uint8Array, random: Random) => Uint8Array }>
> = {
  cut: { sure: true, make: (file, random) => file.slice(0, random.below(file.length)) },
  'longer than it says': {
    sure: true,
    make: (file, random) => {
      const longer = new Uint8Array(file.length + 1 + random.below(100));
      longer.set(file);
      return longer;
    },
  },
  'a header of another length': {
    sure: true,
    make: (file, random) => {
      const lie = file.slice();
      const length = random.pick([
        0,
        1,
        7,
        headerLength(file) - 1,
        headerLength(file) + 8,
        file.length,
        2 ** 31,
        2 ** 40,
      ]);
      new DataView(lie.buffer).setBigUint64(0, BigInt(length), true);
      return lie;
    },
  },
  'offsets or shapes that lie': {
    sure: true,
    make: (file, random) => {
      const end = 8 + headerLength(file);
      const header = new TextDecoder().decode(file.subarray(8, end));
      const numbers = [...header.matchAll(/(?<=[[,])\d+(?=[\],])/g)];
      const chosen = random.pick(numbers);
      const other = String((Number(chosen[0]) + 1 + random.below(8)) % 10 ** chosen[0].length).padStart(
        chosen[0].length,
        '1',
      );
      const text = header.slice(0, chosen.index) + other + header.slice(chosen.index + other.length);
      const lie = file.slice();
      lie.set(new TextEncoder().encode(text), 8);
      return other === chosen[0] ? file.slice(0, -1) : lie;
    },
  },
  'flipped bits in the header': {
    sure: false,
    make: (file, random) => {
      const flipped = file.slice();
      for (let i = 0; i <= random.below(4); i++)
        flipped[random.below(8 + headerLength(file))]! ^= 1 << random.below(8);
      return flipped;
    },
  },
  'flipped bits in the values': {
    sure: false,
    make: (file, random) => {
      const flipped = file.slice();
      const start = 8 + headerLength(file);
      for (let i = 0; i <= random.below(40); i++)
        flipped[start + random.below(file.length - start)]! ^= 1 << random.below(8);
      return flipped;
    },
  },
};

describe.each(['renders', 'visits'] as const)('a shard of %s that is damaged:', (kind) => {
  it.each(Object.keys(damages))('%s', async (name) => {
    const { sure, make } = damages[name]!;
    const random = createRandom(70 + name.length);
    const { files, renders } = writeRun(70, 12, 2, 6);
    const path = shardPath(kind, 0);
    const whole = files.get(path)!;
    for (let i = 0; i < 17; i++) {
      files.set(path, make(whole, random));
      const begin = performance.now();
      const run = await openRun(memoryTraceFiles(files));
      if (!run.ok) throw new Error(run.fault.message);
      const faults = [...run.value.faults];
      if (sure) expect(faults.map((fault) => fault.path)).toEqual([path]);
      for (const key of [...run.value.keys(), ...renders.map(({ key }) => hex(key))]) {
        const sample = await run.value.sample(key);
        if (!sample.ok) faults.push(sample.fault);
        else {
          faults.push(...sample.value.faults);
          const values = sample.value.tokens.ids.length - sample.value.firstSupervised;
          for (const visit of sample.value.visits) expect(visit.logprobs).toHaveLength(values);
          for (const length of [sample.value.tokens.starts.length, sample.value.tokens.segments.length])
            expect(length).toBe(sample.value.tokens.ids.length);
        }
      }
      for (const fault of faults) {
        expect(fault.message).toMatch(/^[A-Z].*\. [A-Z].*\.$/s);
        if (fault.code !== 'unknown-sample') expect(fault.path).toBe(path);
      }
      // The second shards hold the other six renders and their visits, whatever the first says.
      for (const { key, text } of renders.slice(6)) {
        const sample = await run.value.sample(hex(key));
        if (kind === 'visits') expect(sample).toMatchObject({ ok: true, value: { text } });
        else expect(sample.ok && sample.value.text).toBe(text);
      }
      expect(performance.now() - begin).toBeLessThan(5_000);
    }
  });
});
