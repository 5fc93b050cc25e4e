/** Model Answer: the selected model answers the sample's question, and what it says is compared with what is expected. */
import * as vscode from 'vscode';
import { type ExpectedAnswer, recordId } from '../../core/check/answerFiles.ts';
import { checkAnswer, type AnswerCheck } from '../../core/check/sampleCheck.ts';
import { decodedOf } from '../../core/check/sampleAnswers.ts';
import { answerInstructions, stepValues } from '../../core/cot/prompts/values.ts';
import { readAnswerReply } from '../../core/cot/stageReply.ts';
import { AnswerFiles } from '../answerFiles.ts';
import { Asking, charactersWords } from '../asking.ts';
import { commands } from '../ids.ts';
import type { Models } from '../models.ts';
import type { Host } from '../ports.ts';
import { Prompts } from '../prompts.ts';
import { registerCommand, UserError, withProgress } from '../run.ts';
import type { RecordAt, Session } from '../session.ts';
import type { Sessions } from '../sessions.ts';
import { unlinked } from '../words.ts';
import { subjectOf } from './answerSubject.ts';
import { type AnswerResults, orderOf, profileOf } from './checkAnswer.ts';
import { meantRecords } from './selectedRecords.ts';

export function registerModelAnswer(
  sessions: Sessions,
  results: AnswerResults,
  models: Models,
  { readSmallFile }: Host,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const files = new AnswerFiles(sessions.service, sessions.configs, readSmallFile);
  return registerCommand(commands.modelAnswer, log, async (uri?: vscode.Uri, index?: number) => {
    const { session, records } = await meantRecords(sessions, vscode.l10n.t('Model Answer'), uri, index);
    const [record] = records as readonly [RecordAt];
    const { expected } = await files.of(session);
    const row = expected?.rows.rowOf(recordId(record.text), orderOf(session, record));
    await ask(session, record, row, sessions, results, models, log);
  });
}

async function ask(
  session: Session,
  record: RecordAt,
  expected: ExpectedAnswer | undefined,
  { service: { checker } }: Sessions,
  results: AnswerResults,
  models: Models,
  log: vscode.LogOutputChannel,
): Promise<void> {
  const subject = subjectOf(session, record, true);
  if (typeof subject === 'string') throw new UserError(subject);
  if (!expected && subject.step.turns.length === 0)
    throw new UserError(
      vscode.l10n.t(
        'this sample has no answer, and no file beside it says what is expected; name one in callsmith.config.json ("answers").',
      ),
    );
  const ready = await models.ready();
  if (!(await models.consent(ready, 1))) return;
  const { model } = ready;
  const values = { ...stepValues(subject.step), format_instructions: answerInstructions };
  const messages = await new Prompts(session.document.uri, log).messages('answer', values);
  let spent = '';
  const { text, finishReason } = await withProgress(
    vscode.l10n.t('{0} answers', model),
    async (progress, token) => {
      const asking = new Asking(ready, token, (characters) =>
        progress.report({ message: charactersWords(characters) }),
      );
      const reply = await asking.ask(messages);
      spent = asking.spent;
      return reply;
    },
  );
  if (finishReason === 'length')
    throw new UserError(vscode.l10n.t('{0} came to its limit before its answer was whole.', model));
  const read = readAnswerReply(text);
  const check = checkAnswer({
    text: record.text,
    file: session.file,
    tools: checker.tools,
    profile: profileOf(session),
    expected,
    output: 'calls' in read ? { decoded: decodedOf(read.calls) } : { text, format: 'python', tagged: false },
    problems: checker.check(record.text, session.file, 'all').problems,
  });
  results.keepLate(session, record, check, model);
  results.publish(session);
  void tell(session, record, check, model, text, spent);
}

async function tell(
  session: Session,
  record: RecordAt,
  check: AnswerCheck,
  model: string,
  answer: string,
  spent: string,
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
  const said = unlinked(spent === '' ? words : `${words} (${spent})`);
  if (check.state === 'wrong') {
    const range = record.toRange(check.problems[0]!.span);
    await vscode.commands.executeCommand(commands.showProblem, session.document.uri, range);
  }
  const chosen =
    check.state === 'right'
      ? await vscode.window.showInformationMessage(said, show)
      : await vscode.window.showWarningMessage(said, show);
  if (chosen !== show) return;
  const document = await vscode.workspace.openTextDocument({ content: answer, language: 'plaintext' });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
}
