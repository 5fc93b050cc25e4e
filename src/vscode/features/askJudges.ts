/** The judges of the settings: models of the selected server that are asked whether an answer is right. */
import * as vscode from 'vscode';
import {
  defaultThreshold,
  panelRules,
  panelVerdict,
  type PanelRule,
  type PanelVerdict,
  type Vote,
} from '../../core/cot/panel.ts';
import { answerText, conversationText, toolsText } from '../../core/cot/promptParts.ts';
import { promptTemplate, readJudge, renderTemplate } from '../../core/cot/prompts.ts';
import { answerSteps, mainStep } from '../../core/cot/thoughtPlace.ts';
import { liftRecord } from '../../core/formats/lift.ts';
import { isObject } from '../../core/json.ts';
import { BackendError, isCancellation } from '../../core/model/backendError.ts';
import { readRecord } from '../../core/record/record.ts';
import { judgeSettings, settings } from '../ids.ts';
import type { ReadyModel } from '../models.ts';
import type { RecordAt, Session } from '../session.ts';

/** Who is asked, and how their votes count. */
export interface Judges {
  readonly models: readonly string[];
  readonly rule: PanelRule;
  readonly threshold: number;
}

/** More would cost without telling more. */
const mostJudges = 9;

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
  const rule = section.get<string>(judgeSettings.rule, 'unanimity') as PanelRule;
  return {
    models,
    rule: panelRules.includes(rule) ? rule : 'unanimity',
    threshold: section.get<number>(judgeSettings.threshold, defaultThreshold),
  };
}

/** Asks every judge two questions, the paper's stages 4 and 5; the lower score counts. @throws when it is cancelled */
export async function askJudges(
  session: Session,
  record: RecordAt,
  { backend }: ReadyModel,
  { models, rule, threshold }: Judges,
  token: vscode.CancellationToken,
): Promise<PanelVerdict> {
  const prompts = promptsOf(session, record);
  const votes = await Promise.all(
    models.map(async (judge): Promise<Vote> => {
      try {
        const replies = await Promise.all(
          prompts.map((text) =>
            backend.generate({ model: judge, messages: [{ role: 'user', text }] }, undefined, token),
          ),
        );
        const read = replies.map(({ text, finishReason }) =>
          readJudge(finishReason === 'length' ? '' : text),
        );
        const lowest = read.reduce((a, b) => ((a.score ?? -1) <= (b.score ?? -1) ? a : b));
        return { judge, score: lowest.score, reason: lowest.reason };
      } catch (error) {
        if (isCancellation(error) || error instanceof vscode.CancellationError) throw error;
        if (error instanceof BackendError) return { judge, score: undefined, reason: error.message };
        throw error;
      }
    }),
  );
  return panelVerdict(votes, rule, threshold);
}

function promptsOf({ file }: Session, record: RecordAt): string[] {
  const { value } = readRecord(record.text);
  const sample = isObject(value) && file.format ? liftRecord(value, file.format, file).sample : undefined;
  const step = sample && mainStep(answerSteps(sample));
  if (!sample || !step) return [];
  const values = {
    tools: toolsText(sample),
    conversation: conversationText(sample, step),
    answer: answerText(step),
  };
  return (['answer-is-right', 'answer-format'] as const).map((name) =>
    renderTemplate(promptTemplate(name), values),
  );
}
