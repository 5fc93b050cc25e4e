/** What is about answers and models: checking them, the lenses that say so, the model that is asked, new thoughts. */
import * as vscode from 'vscode';
import { Models } from '../models.ts';
import type { Host } from '../ports.ts';
import type { Sessions } from '../sessions.ts';
import { AnswerResults, registerCheckAnswer } from './checkAnswer.ts';
import { registerCodeLenses } from './codeLenses.ts';
import { registerModelAnswer } from './modelAnswer.ts';
import { registerRegenerateThought } from './regenerateThought.ts';
import { registerSelectBackend } from './selectBackend.ts';

export function registerAnswerFeatures(
  context: vscode.ExtensionContext,
  sessions: Sessions,
  { readSmallFile }: Host,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const answers = new AnswerResults(sessions);
  const models = new Models(context, log);
  return vscode.Disposable.from(
    registerCheckAnswer(sessions, answers, models, readSmallFile, log),
    registerCodeLenses(sessions, answers),
    registerSelectBackend(models, sessions, log),
    registerModelAnswer(sessions, answers, models, log),
    registerRegenerateThought(sessions, models, log),
  );
}
