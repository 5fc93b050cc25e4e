/** What is said about samples, segments, visits and tokens, in words. */
import type { HeatSample, HeatVisit } from '../../src/core/heat/heatSample.ts';
import { segmentNames } from '../../src/core/heat/measureTable.ts';
import type { SampleSums } from '../../src/core/heat/segmentSums.ts';
import { isSupervised, lossAt, weightsOf } from '../../src/core/heat/tokenValues.ts';
import { numberText, percentText, valueText } from '../../src/core/heat/valueText.ts';
import { segment as code } from '../../src/core/ssb/tokenWeights.ts';
import { t } from '../words.ts';
import { type Heat, sumsOf } from './heat.ts';

export function segmentName(segment: number): string {
  return t(segmentNames[segment]?.name ?? 'other');
}

/** A token's text with what cannot be seen written out. */
export function tokenText(sample: HeatSample, token: number): string {
  const start = sample.starts[token]!;
  const text = sample.text.slice(start, start + sample.lengths[token]!);
  if (text === '') return t('(rest of a character)');
  return text.replaceAll('\n', '↵').replaceAll('\t', '⇥').replaceAll(' ', '␣');
}

/** What the part after the thought is: a call, an answer, or both. */
function resultName({ segments }: SampleSums): string {
  const has = (wanted: number) => segments.some(({ segment }) => segment === wanted);
  if (has(code.call)) return has(code.answer) ? t('The call and the answer') : t('The call');
  return t('The answer');
}

/** The sentence that everything else explains. */
export function headline({ sums, view, visit }: Heat): string {
  const { think, result } = sums;
  if (think.tokens + result.tokens === 0) return t('No token of this sample is trained.');
  if (think.tokens === 0) return t('There is no thought in this sample: every token has the same weight.');
  if (result.tokens === 0) return t('The thought has all the weight: no call or answer follows it.');
  const values = [resultName(sums), percentText(round(result.weight)), percentText(round(result.sftWeight))];
  const alpha = view.alpha;
  if (visit.loss.reduction === 'token') {
    if (alpha === undefined)
      return t(
        'This run is plain fine-tuning: every token weighs the same, and {0} has {1} of the weight.',
        ...lower(values),
      );
    return t(
      'Under SSB with α = {3}, {0} would have {1} of the weight; in this run, plain fine-tuning, it has {2}.',
      ...lower(values),
      numberText(alpha),
    );
  }
  if (alpha === undefined)
    return t('{0} has {1} of the weight here; under plain fine-tuning it would have {2}.', ...values);
  return t(
    'With α = {3} instead of {4}, {0} would have {1} of the weight; under plain fine-tuning {2}.',
    ...lower(values),
    numberText(alpha),
    numberText(visit.alpha),
  );
}

/** With the first within a sentence. */
const lower = ([first = '', ...others]: readonly string[]) => [first.toLowerCase(), ...others];

/** Whole percents where there are enough of them. */
const round = (share: number) => (share >= 0.1 ? Math.round(share * 100) / 100 : share);

/** What the losses say, and how they changed since the first visit. */
export function lossSentence({ sums, visit, message, view }: Heat): string | undefined {
  const { think, result } = sums;
  if (Number.isNaN(result.loss) && Number.isNaN(think.loss)) return undefined;
  const parts: string[] = [];
  if (think.tokens === 0) parts.push(t('The model loses {0} nats a token.', numberText(result.loss)));
  else if (!Number.isNaN(result.loss) && !Number.isNaN(think.loss))
    parts.push(
      t(
        'It makes {0} of the loss: {1} nats a token, against {2} in the thought.',
        percentText(round(result.lossShare)),
        numberText(result.loss),
        numberText(think.loss),
      ),
    );
  const first = message.sample.visits[0]!;
  if (view.visit > 0 && visit !== first && first.logprobs) {
    const before = sumsOf(message.sample, first).result.loss;
    if (!Number.isNaN(before) && !Number.isNaN(result.loss))
      parts.push(
        result.loss < before
          ? t('Since the first visit that fell from {0} to {1}.', numberText(before), numberText(result.loss))
          : t(
              'Since the first visit that rose from {0} to {1}.',
              numberText(before),
              numberText(result.loss),
            ),
      );
  }
  return parts.join(' ');
}

/** A visit in a line: step, epoch, α, losses. */
export function visitText(visit: HeatVisit): string {
  const { step, epoch, alpha, recorded } = visit;
  const parts = [
    step === undefined ? undefined : t('step {0}', step),
    epoch === undefined ? undefined : t('epoch {0}', numberText(epoch)),
    `α ${numberText(alpha)}`,
    recorded.lossThink === undefined ? undefined : t('thought loss {0}', numberText(recorded.lossThink)),
    recorded.lossResult === undefined ? undefined : t('call loss {0}', numberText(recorded.lossResult)),
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

/** A visit in a list of choices. */
export function visitName(visit: HeatVisit, index: number): string {
  return visit.step === undefined
    ? t('visit {0}', index + 1)
    : t('visit {0} (step {1})', index + 1, visit.step);
}

/** What is known of a token, part by part. */
export function tokenFacts(heat: Heat, token: number): readonly (readonly [what: string, words: string])[] {
  const { message, visit, values, measure, view, minus } = heat;
  const { sample } = message;
  const facts: [string, string][] = [
    [t('token'), tokenText(sample, token)],
    [t('segment'), segmentName(sample.segments[token]!)],
  ];
  if (!isSupervised(sample, token)) return [...facts, ['', t('not trained')]];
  if (sample.stale[token]) facts.push(['', t('edited since the run; the numbers are of the older text')]);
  if (sample.straddles[token]) facts.push(['', t('reaches over the border of its segment')]);
  const loss = lossAt(visit, token);
  if (!Number.isNaN(loss)) {
    facts.push([t('p'), probabilityText(loss)]);
    facts.push([t('loss'), t('{0} nats', numberText(loss))]);
  }
  const { weights, sft } = weightsOf(sample, visit, view.alpha);
  const weight = weights[token]!;
  if (!Number.isNaN(weight)) {
    facts.push([t('weight'), percentText(weight)]);
    facts.push([t('against plain fine-tuning'), valueText('ratio', weight / sft)]);
  }
  const isTold = ['weight', 'loss', 'ratio'].includes(measure.id) && !minus;
  if (!isTold)
    facts.push([
      minus ? t('change of {0}', t(measure.name)) : t(measure.name),
      valueText(measure.id, values[token]!, minus !== undefined),
    ]);
  return facts;
}

export function probabilityText(loss: number): string {
  return percentText(Math.exp(-loss));
}
