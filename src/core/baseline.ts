/**
 * A baseline: the findings that were there when it was written, so that only new ones are told. By file, then by rule,
 * each finding is named by the hash of its record's content and the place inside it, so lines may move and nothing is
 * told anew; a record that was edited is told again as a whole.
 */
import { isObject, type JsonValue } from './json.ts';
import type { KnownFindings } from './suppress.ts';

/** The name of a baseline when none is given. */
export const baselineFileName = 'callsmith.baseline.json';

/** Known findings by file; paths are relative to the baseline's folder, with `/`. */
export type Baseline = ReadonlyMap<string, KnownFindings>;

/** Reads the text of a baseline; `undefined` when it is none. Never throws. */
export function parseBaseline(text: string): Baseline | undefined {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    // Whoever asks says which file it is.
    return undefined;
  }
  if (!isObject(value) || value.version !== 1 || !isObject(value.files)) return undefined;
  const files = new Map<string, KnownFindings>();
  for (const [path, byCode] of Object.entries(value.files)) {
    if (!isObject(byCode)) return undefined;
    const known: [string, readonly string[]][] = [];
    for (const [code, list] of Object.entries(byCode)) {
      if (!Array.isArray(list) || !list.every((one) => typeof one === 'string')) return undefined;
      known.push([code, list]);
    }
    files.set(path, Object.fromEntries(known));
  }
  return files;
}

/** The text of a baseline: one finding a line, in order, so that versions can be compared. */
export function writeBaseline(baseline: Baseline): string {
  const files = [...baseline]
    .filter(([, byCode]) => Object.keys(byCode).length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, byCode]) => [
      path,
      Object.fromEntries(
        Object.keys(byCode)
          .sort()
          .map((code) => [code, [...new Set(byCode[code])].sort()]),
      ),
    ]);
  const about =
    'Findings that are known; callsmith check tells only others. Written by callsmith check --write-baseline.';
  return `${JSON.stringify({ version: 1, about, files: Object.fromEntries(files) }, undefined, 1)}\n`;
}

/** The way from a folder to a file, both absolute, with `/`: as a baseline in that folder names the file. */
export function pathFrom(folder: string, file: string): string {
  const from = folder.split('/').filter((name) => name !== '');
  const to = file.split('/').filter((name) => name !== '');
  let same = 0;
  while (same < from.length && same < to.length - 1 && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/');
}
