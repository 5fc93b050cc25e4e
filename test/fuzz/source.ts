/** Endless damaged lines, each with the context of the file it came from. */
import type { Service } from '../../src/core/service.ts';
import { createRandom, type Random } from '../bench/support/random.ts';
import { dataFiles, exampleFiles, type RecordFile } from '../bench/support/samples.ts';
import { damage } from './damage.ts';

/** Lines longer than this are not taken: they would only make the run long. */
const maxLine = 30_000;

export interface FuzzLine {
  readonly text: string;
  readonly file: RecordFile;
  readonly random: Random;
}

/** Files to damage: a few records of each, so that all formats have their share. */
export function fuzzFiles(service: Service, perFile: number): RecordFile[] {
  return [...exampleFiles(service), ...dataFiles(service)]
    .map((file) => {
      const short = file.records.filter((record) => record.length <= maxLine && record.trim() !== '');
      const step = Math.max(1, Math.floor(short.length / perFile));
      return { ...file, records: short.filter((_, i) => i % step === 0).slice(0, perFile) };
    })
    .filter(({ records }) => records.length > 0);
}

/** The line of that number: equal for equal seeds, whoever makes it. */
export function fuzzLine(files: readonly RecordFile[], seed: number, number: number): FuzzLine {
  const random = createRandom((Math.imul(seed, 0x9e3779b1) ^ Math.imul(number, 0x85ebca6b)) >>> 0);
  const file = random.pick(files);
  const other = random.pick(random.chance(0.7) ? file.records : random.pick(files).records);
  return { text: damage(random.pick(file.records), other, random), file, random };
}
