/** Steps and places of thoughts as text, for tests that read like documents. */
import { readFileSync } from 'node:fs';
import { detectContainer, splitRecords } from '../../src/core/container.ts';
import { type AnswerStep, answerSteps } from '../../src/core/cot/answerSteps.ts';
import type { ThoughtPlace } from '../../src/core/cot/placeTypes.ts';
import { type CotSource, readSource } from '../../src/core/cot/source.ts';
import { thoughtPlace } from '../../src/core/cot/thoughtPlace.ts';
import { formatById } from '../../src/core/formats/index.ts';
import type { FileHints } from '../../src/core/formats/types.ts';

/** A record as the format of that id reads it; throws when it does not. */
export function sourceOf(recordText: string, id: string, hints: FileHints = {}): CotSource {
  const format = formatById(id, hints.mapping);
  const source = format && readSource(recordText, format, hints);
  if (!source) throw new Error(`no ${id} record: ${recordText.slice(0, 80)}`);
  return source;
}

/** Every record of a text that the format takes, with its answer steps. */
export function* stepsOf(
  text: string,
  fileName: string,
  id: string,
  hints: FileHints = { fileName },
): Generator<{ source: CotSource; step: AnswerStep }> {
  const { container } = detectContainer(text, true, fileName);
  const format = formatById(id, hints.mapping);
  if (!container || !format) throw new Error(`no ${id} file: ${fileName}`);
  for (const { start, end } of splitRecords(text, container)) {
    const source = readSource(text.slice(start, end), format, hints);
    for (const step of source ? answerSteps(source.sample) : []) yield { source: source!, step };
  }
}

/** The text of a file of examples/. */
export function exampleText(file: string): string {
  return readFileSync(`examples/${file}`, 'utf8');
}

/** `roles: kind mode words`, or `roles: no place: code`. */
export function describePlace(source: CotSource, step: AnswerStep, which?: number): string {
  const roles = step.turns.map(({ rawRole }) => rawRole).join('+');
  const place = thoughtPlace(source, step, which);
  if (!place.ok) return `${roles}: no place: ${place.code}`;
  return `${roles}: ${place.mode} ${place.kind} ${place.words}`;
}

/** The place of the thought of a step; throws the reason when there is none. */
export function placeIn(source: CotSource, index = 0, which?: number): ThoughtPlace {
  const step = answerSteps(source.sample)[index];
  const place = step && thoughtPlace(source, step, which);
  if (!place?.ok) throw new Error(place?.reason ?? 'no such step');
  return place;
}
