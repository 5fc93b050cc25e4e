/** Where the thought of a step is written, or would be: the one door to both. */
import type { AnswerStep } from './answerSteps.ts';
import { answerSteps } from './answerSteps.ts';
import { otherThanThought } from './compareSamples.ts';
import type { NoThoughtPlace, ThoughtPlace } from './placeTypes.ts';
import { type CotSource, readSource } from './source.ts';
import { spliceThought } from './spliceThought.ts';
import { foundPlace, tagsAround } from './thoughtFound.ts';
import type { ThoughtHabit } from './thoughtHabits.ts';
import { insertionPlace } from './thoughtInsertion.ts';

/**
 * The place of the thought of `step`, a step of `answerSteps(source.sample)`; or the reason, for people, why it has none.
 * A place for a thought that is not there yet has been tried: with a thought in it the format reads the same sample.
 *
 * @param which of several thoughts of the step. Without it a step with several has no place.
 */
export function thoughtPlace(
  source: CotSource,
  step: AnswerStep,
  which?: number,
): ThoughtPlace | NoThoughtPlace {
  const { thoughts } = step;
  if (thoughts.length > 1 && which === undefined)
    return {
      ok: false,
      code: 'several',
      reason: `This step has ${thoughts.length} thoughts; choose one of them, or make them one first.`,
    };
  const held = thoughts[which ?? 0];
  if (held) return foundPlace(source, step, held);
  const place = insertionPlace(source, step, habitOfRecord(source, step));
  return place.ok ? tried(source, place) : place;
}

/** How the other steps of the record write their thoughts. */
function habitOfRecord(source: CotSource, step: AnswerStep): ThoughtHabit | undefined {
  for (const other of answerSteps(source.sample)) {
    if (other.index === step.index) continue;
    for (const held of other.thoughts) {
      const tags = tagsAround(source, held.thought);
      if (tags) return tags;
      const place = foundPlace(source, other, held);
      if (!place.ok) continue;
      if (place.kind === 'member') return { kind: 'member', key: place.key! };
      if (place.kind === 'block')
        return {
          kind: 'part',
          members: [
            ['type', 'thinking'],
            ['thinking', undefined],
          ],
        };
    }
  }
  return undefined;
}

/** A text that no format takes for anything else than a thought. */
const probe = 'The next step follows.';

function tried(source: CotSource, place: ThoughtPlace): ThoughtPlace | NoThoughtPlace {
  const spliced = spliceThought(source.text, place, probe);
  if (!spliced.ok) return { ok: false, code: 'not-writable', reason: spliced.reason };
  const after = readSource(spliced.text, source.format, source.hints);
  const difference = after ? otherThanThought(source.sample, after.sample, place, probe) : 'the record';
  if (difference === undefined) return place;
  return {
    ok: false,
    code: 'not-read-back',
    reason:
      difference === 'the thought'
        ? `A thought in front of this answer is not read as one in ${source.format.title} rows of this shape.`
        : `A thought in front of this answer would change ${difference} as ${source.format.title} rows are read.`,
  };
}
