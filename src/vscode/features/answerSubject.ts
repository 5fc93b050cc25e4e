/** A sample as models are asked about it: as its format reads it, with the answer that is meant. */
import * as vscode from 'vscode';
import { answerSteps, mainStep, openStep, type AnswerStep } from '../../core/cot/answerSteps.ts';
import type { CotSource } from '../../core/cot/source.ts';
import { sourceOf } from '../recordViews.ts';
import type { RecordAt, Session } from '../session.ts';

/** A sample, and the step of it that is meant. */
export interface AnswerSubject {
  readonly record: RecordAt;
  readonly source: CotSource;
  readonly step: AnswerStep;
}

/**
 * What can be asked of a record; a sentence when nothing can.
 * @param anyStep takes the last answer where none has calls, and the question where there is no answer
 */
export function subjectOf(session: Session, record: RecordAt, anyStep = false): AnswerSubject | string {
  const source = sourceOf(session, record.text);
  if (!source) return vscode.l10n.t('this sample cannot be read; mend it first.');
  const steps = answerSteps(source.sample);
  const step = mainStep(steps) ?? (anyStep ? (steps.at(-1) ?? openStep(source.sample)) : undefined);
  return step ? { record, source, step } : vscode.l10n.t('this sample has no answer.');
}
