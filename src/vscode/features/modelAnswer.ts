/** Model Answer: the selected model answers the sample's question, and what it says is compared with what is expected. */
import * as vscode from 'vscode';
import { checkAnswer, type AnswerCheck } from '../../core/check/sampleCheck.ts';
import { conversationText, toolsText } from '../../core/cot/promptParts.ts';
import { promptTemplate, renderTemplate } from '../../core/cot/prompts.ts';
import { answerSteps, mainStep } from '../../core/cot/thoughtPlace.ts';
import { liftRecord } from '../../core/formats/lift.ts';
import { isObject } from '../../core/json.ts';
import { readRecord } from '../../core/record/record.ts';
import { commands } from '../ids.ts';
import type { Models } from '../models.ts';
import { registerCommand, UserError, withProgress } from '../run.ts';
import { recordAt } from '../sampleDocuments.ts';
import type { RecordAt, Session } from '../session.ts';
import { isSample, type Sessions } from '../sessions.ts';
import { number, unlinked } from '../words.ts';
import { type AnswerResults, profileOf } from './checkAnswer.ts';

export function registerModelAnswer(
  sessions: Sessions,
  results: AnswerResults,
  models: Models,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return registerCommand(commands.modelAnswer, log, async (uri?: vscode.Uri, index?: number) => {
    const editor = vscode.window.activeTextEditor;
    const isLens = uri instanceof vscode.Uri && typeof index === 'number';
    const document = isLens ? await vscode.workspace.openTextDocument(uri) : editor?.document;
    if (document && isSample(document))
      throw new UserError(vscode.l10n.t('answers are checked in the file; choose "Show in File" first.'));
    const session = document && (sessions.get(document) ?? (await sessions.open(document)));
    const record = isLens
      ? session && recordAt(session, index)
      : editor && session?.recordAt(editor.selection.active);
    if (!session?.file.format || !record)
      throw new UserError(
        vscode.l10n.t('put the cursor into a sample of a data set first, then run "Model Answer" again.'),
      );
    await ask(session, record, sessions, results, models);
  });
}

async function ask(
  session: Session,
  record: RecordAt,
  { service: { checker } }: Sessions,
  results: AnswerResults,
  models: Models,
): Promise<void> {
  const prompt = promptOf(session, record);
  const ready = await models.ready();
  if (!(await models.consent(ready, 1))) return;
  const { backend, model } = ready;
  const reply = await withProgress(vscode.l10n.t('{0} answers', model), (progress, token) => {
    let characters = 0;
    return backend.generate(
      { model, messages: [{ role: 'user', text: prompt }] },
      (event) => {
        characters = event.kind === 'retry' ? 0 : characters + event.text.length;
        progress.report({ message: vscode.l10n.t('{0} characters', number(characters)) });
      },
      token,
    );
  });
  if (reply.finishReason === 'length')
    throw new UserError(vscode.l10n.t('{0} came to its limit before its answer was whole.', model));
  const check = checkAnswer({
    text: record.text,
    file: session.file,
    tools: checker.tools,
    profile: profileOf(session),
    output: { text: reply.text, format: 'python', tagged: false },
    problems: checker.check(record.text, session.file, 'all').problems,
  });
  results.keep(session, record, check, model);
  results.publish(session);
  void tell(session, record, check, model, reply.text);
}

/** @throws UserError when there is nothing to ask */
function promptOf({ file }: Session, record: RecordAt): string {
  const { value } = readRecord(record.text);
  const sample = isObject(value) && file.format ? liftRecord(value, file.format, file).sample : undefined;
  const steps = sample && answerSteps(sample);
  const step = steps && (mainStep(steps) ?? steps.at(-1));
  if (!sample || !step) throw new UserError(vscode.l10n.t('this sample has no answer to compare one with.'));
  return renderTemplate(promptTemplate('answer'), {
    tools: toolsText(sample),
    conversation: conversationText(sample, step),
  });
}

async function tell(
  session: Session,
  record: RecordAt,
  check: AnswerCheck,
  model: string,
  answer: string,
): Promise<void> {
  const show = vscode.l10n.t('Show Answer');
  const words =
    check.state === 'right'
      ? vscode.l10n.t('{0} gives the expected answer.', model)
      : check.state === 'nothing'
        ? vscode.l10n.t('The calls of this sample cannot be read, so nothing can be compared.')
        : check.basis === 'tools'
          ? vscode.l10n.t(
              'The sample’s own calls do not fit its tools; mend them first: {0}',
              check.problems[0]!.message,
            )
          : vscode.l10n.t('{0} gives another answer: {1}', model, check.problems[0]!.message);
  if (check.state === 'wrong') {
    const range = record.toRange(check.problems[0]!.span);
    await vscode.commands.executeCommand(commands.showProblem, session.document.uri, range);
  }
  const chosen =
    check.state === 'right'
      ? await vscode.window.showInformationMessage(unlinked(words), show)
      : await vscode.window.showWarningMessage(unlinked(words), show);
  if (chosen !== show) return;
  const document = await vscode.workspace.openTextDocument({ content: answer, language: 'plaintext' });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
}
