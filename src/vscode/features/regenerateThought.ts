/** Regenerate CoT: a model writes another chain of thought for an answer. */
import * as vscode from 'vscode';
import { defaultThoughtLimits, guardThought } from '../../core/cot/guardThought.ts';
import type { ThoughtPlace } from '../../core/cot/placeTypes.ts';
import { strategyById } from '../../core/cot/prompts/strategies.ts';
import { stepValues } from '../../core/cot/prompts/values.ts';
import { readStageReply } from '../../core/cot/stageReply.ts';
import { thoughtPlace } from '../../core/cot/thoughtPlace.ts';
import { readThoughtReply } from '../../core/cot/thoughtReply.ts';
import type { Asking } from '../asking.ts';
import { settings, thoughtSettings } from '../ids.ts';
import { Prompts } from '../prompts.ts';
import type { RecordAt, Session } from '../session.ts';
import { number } from '../words.ts';
import { type AnswerSubject, subjectOf } from './answerSubject.ts';
import type { Candidate } from './candidateDiffs.ts';
import type { NotWritten, Rewriter } from './regenerate.ts';

interface ThoughtSubject extends AnswerSubject {
  readonly place: ThoughtPlace;
}

/** The rewriter of thoughts. */
export function thoughtRewriter(log: vscode.LogOutputChannel): Rewriter<ThoughtSubject> {
  return {
    title: vscode.l10n.t('Regenerate CoT'),
    subjectOf: thoughtSubjectOf,
    prepare: (session) => Promise.resolve(prepare(session, log)),
    words: {
      progress: (model, samples) =>
        samples === 1
          ? vscode.l10n.t('{0} writes a thought', model)
          : vscode.l10n.t('{0} writes {1} thoughts', model, number(samples)),
      tab: (name, candidates) =>
        candidates.length === 1
          ? vscode.l10n.t('{0}, line {1}: new thought', name, candidates[0]!.index + 1)
          : vscode.l10n.t('{0}: {1} new thoughts', name, candidates.length),
      offer: (candidates) => vscode.l10n.t('{0} new thoughts; all else is unchanged.', number(candidates)),
      accepted: (candidates) =>
        candidates === 1
          ? vscode.l10n.t('Thought written; Undo takes it back.')
          : vscode.l10n.t('{0} thoughts written; one Undo takes them back.', number(candidates)),
    },
  };
}

function thoughtSubjectOf(session: Session, record: RecordAt): ThoughtSubject | string {
  const subject = subjectOf(session, record);
  if (typeof subject === 'string') return subject;
  const place = thoughtPlace(subject.source, subject.step);
  return place.ok ? { ...subject, place } : place.reason;
}

function prepare(session: Session, log: vscode.LogOutputChannel) {
  const { document } = session;
  const section = vscode.workspace.getConfiguration(`${settings.section}.${thoughtSettings.area}`, document);
  const strategy = strategyById(section.get<string>(thoughtSettings.strategy, 'natural'));
  const limits = {
    maxCharacters: section.get<number>(thoughtSettings.maxCharacters, defaultThoughtLimits.maxCharacters),
  };
  const judge = section.get<string>(thoughtSettings.judgeModel, '').trim();
  const prompts = new Prompts(document.uri, log);
  return async (
    { record, source, step, place }: ThoughtSubject,
    asking: Asking,
  ): Promise<Candidate | NotWritten> => {
    const values = { ...stepValues(step), strategy: strategy?.instruction ?? '' };
    const id = strategy ? 'regenerate-strategy' : 'regenerate-natural';
    const { text, reasoning, finishReason } = await asking.ask(await prompts.messages(id, values));
    if (finishReason === 'length')
      return { message: vscode.l10n.t('The model came to its limit before the thought was whole.') };
    // Some models put what they were asked for where they think.
    const read = readThoughtReply(text.trim() === '' ? reasoning : text);
    if (!read.ok) return { message: read.reason };
    const guarded = guardThought(source, place, read.thought, limits);
    if (!guarded.ok) return { message: guarded.refusals.map(({ message }) => message).join(' ') };
    if (guarded.edits.length === 0)
      return { message: vscode.l10n.t('The model wrote the same thought again.') };
    if (judge !== '') {
      const messages = await prompts.messages('stage3', { ...values, thought: read.thought });
      const judged = await asking.ask(messages, judge);
      const { judgement, reason, said } = readStageReply(judged.finishReason === 'length' ? '' : judged.text);
      if (judgement !== 'yes')
        return {
          message: vscode.l10n.t(
            '{0} does not find that the thought leads to the answer: {1}',
            judge,
            said.slice(0, 300) || reason || vscode.l10n.t('it gave no reason'),
          ),
        };
    }
    const length = vscode.l10n.t(
      'A new thought of {0} characters; all else is unchanged (SHA-256 {1}…).',
      number(read.thought.length),
      guarded.outside.slice(0, 12),
    );
    return {
      index: record.index,
      before: record.text,
      after: guarded.text,
      edits: guarded.edits,
      words: place.note === undefined ? length : `${length} ${place.note}`,
      lines: [],
    };
  };
}
