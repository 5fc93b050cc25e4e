/**
 * Regenerate Answer: a model judges the calls of a sample, and what it would call instead is written where it says no
 * (stages 4 and 5 of the paper's data loop: functions and parameters, then the format).
 */
import * as vscode from 'vscode';
import { callDiffLines } from '../../core/cot/diffWords.ts';
import { answerAsWritten, formatInstructions, stepValues } from '../../core/cot/prompts/values.ts';
import { spliceAnswer } from '../../core/cot/spliceAnswer.ts';
import { readStageReply, type StageReply } from '../../core/cot/stageReply.ts';
import type { TemplateValues } from '../../core/cot/prompts/template.ts';
import type { Asking } from '../asking.ts';
import { commands } from '../ids.ts';
import { Prompts } from '../prompts.ts';
import type { Session } from '../session.ts';
import type { Sessions } from '../sessions.ts';
import { number, unlinked } from '../words.ts';
import { type AnswerSubject, subjectOf } from './answerSubject.ts';
import { askJudges, judgesOf } from './askJudges.ts';
import type { Candidate } from './candidateDiffs.ts';
import type { NotWritten, Rewriter } from './regenerate.ts';
import { findRecord } from './selectedRecords.ts';

/** The rewriter of answers. */
export function answerRewriter(sessions: Sessions, log: vscode.LogOutputChannel): Rewriter<AnswerSubject> {
  const { checker } = sessions.service;
  return {
    title: vscode.l10n.t('Regenerate Answer'),
    subjectOf: (session, record) => subjectOf(session, record, true),
    prepare: (session) => {
      const prompts = new Prompts(session.document.uri, log);
      return Promise.resolve((subject: AnswerSubject, asking: Asking) =>
        rewrite(session, subject, asking, prompts),
      );
    },
    words: {
      progress: (model, samples) =>
        samples === 1
          ? vscode.l10n.t('{0} looks at the answer', model)
          : vscode.l10n.t('{0} looks at {1} answers', model, number(samples)),
      tab: (name, candidates) =>
        candidates.length === 1
          ? vscode.l10n.t('{0}, line {1}: new answer', name, candidates[0]!.index + 1)
          : vscode.l10n.t('{0}: {1} new answers', name, candidates.length),
      offer: (candidates) => vscode.l10n.t('{0} new answers; all else is unchanged.', number(candidates)),
      accepted: (candidates) =>
        candidates === 1
          ? vscode.l10n.t('Answer written; Undo takes it back.')
          : vscode.l10n.t('{0} answers written; one Undo takes them back.', number(candidates)),
    },
    afterwards: (uri, candidates) => void offerThoughts(sessions, uri, candidates),
  };

  async function rewrite(
    session: Session,
    { record, source, step }: AnswerSubject,
    asking: Asking,
    prompts: Prompts,
  ): Promise<Candidate | NotWritten> {
    const values: TemplateValues = stepValues(step);
    let judged = await judge('stage4', values);
    if (judged.judgement === 'yes')
      judged = await judge('stage5', {
        ...values,
        answer: answerAsWritten(source, step),
        format_instructions: formatInstructions(source.format),
      });
    const { model } = asking.ready;
    const said = judged.said.slice(0, 300);
    if (judged.judgement === 'yes') {
      const words = vscode.l10n.t('{0} finds the answer right, so nothing is written anew.', model);
      return { message: said === '' ? words : `${words} ${said}` };
    }
    if (judged.judgement === 'undecided')
      return { message: vscode.l10n.t('{0} does not decide: {1}', model, judged.reason ?? said) };
    const { newCalls } = judged;
    if (!newCalls)
      return { message: vscode.l10n.t('{0} finds the answer wrong and proposes no other: {1}', model, said) };
    if (!newCalls.ok)
      return {
        message: vscode.l10n.t('The calls that {0} proposes cannot be read: {1}', model, newCalls.reason),
      };
    const spliced = spliceAnswer(source, step, newCalls.calls);
    if (!spliced.ok) return { message: spliced.reason };
    if (spliced.edits.length === 0)
      return {
        message: vscode.l10n.t('{0} finds the answer wrong, but proposes the same calls: {1}', model, said),
      };
    const broken = brokenCall(session, spliced.text);
    if (broken !== undefined)
      return {
        message: vscode.l10n.t('The calls that {0} proposes do not fit the tools: {1}', model, broken),
      };
    const judges = judgesOf(session);
    if (judges) {
      const panel = await askJudges(session, { ...record, text: spliced.text }, asking, judges, prompts);
      if (!panel.verdict.pass)
        return {
          message: vscode.l10n.t(
            'The judges do not find the proposed calls right ({0}).',
            panel.verdict.words,
          ),
        };
    }
    const lines = callDiffLines(spliced.diff);
    const words = [
      vscode.l10n.t('{0} proposes other calls: {1}.', model, lines.join('; ').slice(0, 300)),
      said,
      spliced.note,
    ];
    return {
      index: record.index,
      before: record.text,
      after: spliced.text,
      edits: spliced.edits,
      words: words.filter((part) => part).join(' '),
      lines,
    };

    async function judge(id: 'stage4' | 'stage5', given: TemplateValues): Promise<StageReply> {
      const { text, finishReason } = await asking.ask(await prompts.messages(id, given));
      return readStageReply(finishReason === 'length' ? '' : text);
    }
  }

  /** What the rules say against the calls of a record; `undefined` when nothing. */
  function brokenCall({ file }: Session, text: string): string | undefined {
    const { problems } = checker.check(text, file, 'all');
    return problems.find(({ severity, code }) => severity === 'error' && code.startsWith('call.'))?.message;
  }
}

/** A thought still argues for the old answer. */
async function offerThoughts(
  sessions: Sessions,
  uri: vscode.Uri,
  candidates: readonly Candidate[],
): Promise<void> {
  const [only] = candidates;
  if (!only || candidates.length !== 1) return;
  const regenerate = vscode.l10n.t('Regenerate CoT');
  const chosen = await vscode.window.showInformationMessage(
    unlinked(
      vscode.l10n.t(
        'The answer is another one now. A thought in front of it may still argue for the old one.',
      ),
    ),
    regenerate,
  );
  if (chosen !== regenerate) return;
  const session = sessions.get(await vscode.workspace.openTextDocument(uri));
  // Lines may have moved since the answer was written.
  const record = session && findRecord(session, only.index, only.after);
  await vscode.commands.executeCommand(commands.regenerateThought, uri, record?.index ?? only.index);
}
