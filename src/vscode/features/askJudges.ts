/** The judges of the settings: models of the selected server that are asked whether an answer is right. */
import * as vscode from 'vscode';
import {
  type AskedJudge,
  defaultPanel,
  type JudgedPanel,
  judgedPanel,
  type PanelOptions,
  type PanelRule,
  panelRules,
} from '../../core/cot/panel.ts';
import { answerAsWritten, formatInstructions, stepValues } from '../../core/cot/prompts/values.ts';
import { lowestReply, readStageReply } from '../../core/cot/stageReply.ts';
import { BackendError, isCancellation } from '../../core/model/backendError.ts';
import type { Asking } from '../asking.ts';
import { judgeSettings, settings } from '../ids.ts';
import type { Prompts } from '../prompts.ts';
import type { RecordAt, Session } from '../session.ts';
import { subjectOf } from './answerSubject.ts';

/** Who is asked, and how their votes count. */
export interface Judges extends PanelOptions {
  readonly models: readonly string[];
}

/** More would cost without telling more. */
const mostJudges = 9;

/** Requests that each judge gets for a sample: the paper's stages 4 and 5. */
export const questionsPerJudge = 2;

/** The judges that the settings name; `undefined` when they name none, or the folder is not trusted. */
export function judgesOf(session: Session): Judges | undefined {
  if (!vscode.workspace.isTrusted) return undefined;
  const area = `${settings.section}.${judgeSettings.area}`;
  const section = vscode.workspace.getConfiguration(area, session.document);
  const models = section
    .get<string[]>(judgeSettings.models, [])
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .slice(0, mostJudges);
  if (models.length === 0) return undefined;
  const rule = section.get<string>(judgeSettings.rule, defaultPanel.rule) as PanelRule;
  return {
    models,
    rule: panelRules.includes(rule) ? rule : defaultPanel.rule,
    threshold: section.get<number>(judgeSettings.threshold, defaultPanel.threshold),
  };
}

/**
 * Asks every judge two questions, the paper's stages 4 and 5; of its replies the one that speaks most against the answer
 * counts. A judge that cannot be asked does not decide.
 * @throws when it is cancelled, or a prompt of the folder is no template
 */
export async function askJudges(
  session: Session,
  record: RecordAt,
  asking: Asking,
  { models, ...options }: Judges,
  prompts: Prompts,
): Promise<JudgedPanel> {
  const subject = subjectOf(session, record);
  if (typeof subject === 'string')
    return judgedPanel(
      models.map((judge) => ({ judge, failure: subject })),
      options,
    );
  const { source, step } = subject;
  const values = stepValues(step);
  const questions = await Promise.all([
    prompts.messages('stage4', values),
    prompts.messages('stage5', {
      ...values,
      answer: answerAsWritten(source, step),
      format_instructions: formatInstructions(source.format),
    }),
  ]);
  const asked = models.map(async (judge): Promise<AskedJudge> => {
    try {
      const replies = await Promise.all(questions.map((messages) => asking.ask(messages, judge)));
      const read = replies.map(({ text, finishReason }) =>
        readStageReply(finishReason === 'length' ? '' : text),
      );
      return { judge, reply: lowestReply(read)! };
    } catch (error) {
      if (isCancellation(error) || !(error instanceof BackendError)) throw error;
      return { judge, failure: error.message };
    }
  });
  return judgedPanel(await Promise.all(asked), options);
}
