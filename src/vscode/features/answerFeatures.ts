/** What is about answers and models: checking them, the lenses that say so, the model that is asked, new thoughts, token weights. */
import * as vscode from 'vscode';
import { commands } from '../ids.ts';
import { Models } from '../models.ts';
import type { Host } from '../ports.ts';
import { registerCommand } from '../run.ts';
import type { Sessions } from '../sessions.ts';
import { withShipped } from '../traceFolder.ts';
import { Traces } from '../traces.ts';
import { AnswerResults, registerCheckAnswer } from './checkAnswer.ts';
import { registerCodeLenses } from './codeLenses.ts';
import { registerEditPrompt } from './editPrompt.ts';
import { registerHeatmap } from './heatmap.ts';
import { registerModelAnswer } from './modelAnswer.ts';
import { Regeneration } from './regenerate.ts';
import { answerRewriter } from './regenerateAnswer.ts';
import { thoughtRewriter } from './regenerateThought.ts';
import { registerSelectBackend } from './selectBackend.ts';

export function registerAnswerFeatures(
  context: vscode.ExtensionContext,
  sessions: Sessions,
  host: Host,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const answers = new AnswerResults(sessions);
  const models = new Models(context, log);
  const traces = new Traces(withShipped(context.extensionUri, host.openTrace), sessions, log);
  const regeneration = new Regeneration(sessions, models, log);
  const thoughts = thoughtRewriter(log);
  const newAnswers = answerRewriter(sessions, log);
  return vscode.Disposable.from(
    registerCheckAnswer(sessions, answers, models, host, log),
    registerCodeLenses(sessions, answers, traces),
    registerSelectBackend(models, sessions, log),
    registerModelAnswer(sessions, answers, models, host, log),
    regeneration,
    registerCommand(commands.regenerateThought, log, (uri?: vscode.Uri, index?: number) =>
      regeneration.start(thoughts, uri, index),
    ),
    registerCommand(commands.regenerateAnswer, log, (uri?: vscode.Uri, index?: number) =>
      regeneration.start(newAnswers, uri, index),
    ),
    registerEditPrompt(log),
    traces,
    registerHeatmap(context.extensionUri, sessions, traces, models, log),
  );
}
