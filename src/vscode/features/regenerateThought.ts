/**
 * Regenerate CoT: a model writes another chain of thought for an answer. It is shown as a diff and written only when it is
 * accepted, and then into nothing but the thought's own place.
 */
import * as vscode from 'vscode';
import { guardThought, defaultThoughtLimit, thoughtOf } from '../../core/cot/guardThought.ts';
import { answerText, conversationText, toolsText } from '../../core/cot/promptParts.ts';
import {
  parseTemplate,
  promptTemplate,
  readJudge,
  renderTemplate,
  strategies,
  type PromptName,
  type StrategyName,
  type Template,
} from '../../core/cot/prompts.ts';
import { spliceThought } from '../../core/cot/spliceThought.ts';
import {
  answerSteps,
  mainStep,
  thoughtPlace,
  type AnswerStep,
  type ThoughtPlace,
} from '../../core/cot/thoughtPlace.ts';
import { liftRecord } from '../../core/formats/lift.ts';
import { isObject } from '../../core/json.ts';
import { BackendError, isCancellation } from '../../core/model/backendError.ts';
import { readRecord } from '../../core/record/record.ts';
import type { Sample } from '../../core/sample.ts';
import { commands, settings, thoughtScheme, thoughtSettings } from '../ids.ts';
import type { Models, ReadyModel } from '../models.ts';
import { registerCommand, UserError, withProgress } from '../run.ts';
import { recordAt } from '../sampleDocuments.ts';
import type { RecordAt, Session } from '../session.ts';
import { isSample, type Sessions } from '../sessions.ts';
import { number, plural, unlinked } from '../words.ts';
import { ThoughtDiffs, type Candidate } from './thoughtDiffs.ts';
import { recordsOfSelections } from './selectedRecords.ts';

/** Samples that are asked for at once. */
const mostAtOnce = 4;

export function registerRegenerateThought(
  sessions: Sessions,
  models: Models,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const diffs = new ThoughtDiffs();
  const run = new ThoughtRun(sessions, models, diffs, log);
  return vscode.Disposable.from(
    diffs,
    vscode.workspace.registerTextDocumentContentProvider(thoughtScheme, diffs),
    registerCommand(commands.regenerateThought, log, (uri?: vscode.Uri, index?: number) =>
      run.start(uri, index),
    ),
    registerCommand(commands.acceptThought, log, (uri?: vscode.Uri) => run.accept(uri)),
    registerCommand(commands.rejectThought, log, (uri?: vscode.Uri) => run.reject(uri)),
    registerCommand(commands.retryThought, log, (uri?: vscode.Uri) => run.again(uri)),
  );
}

/** What a sample gives to the prompts. */
interface Subject {
  readonly record: RecordAt;
  readonly sample: Sample;
  readonly step: AnswerStep;
  readonly place: ThoughtPlace;
}

/** A sample that got no new thought, and why. */
interface Failure {
  readonly index: number;
  readonly message: string;
}

class ThoughtRun {
  constructor(
    private readonly sessions: Sessions,
    private readonly models: Models,
    private readonly diffs: ThoughtDiffs,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** The sample of a lens; without one those of the selection, or at the cursor. */
  async start(uri: vscode.Uri | undefined, index: number | undefined): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const isLens = uri instanceof vscode.Uri && typeof index === 'number';
    const document = isLens ? await vscode.workspace.openTextDocument(uri) : editor?.document;
    if (document && isSample(document))
      throw new UserError(
        vscode.l10n.t('thoughts are regenerated in the file; choose "Show in File" first.'),
      );
    const session = document && (this.sessions.get(document) ?? (await this.sessions.open(document)));
    if (!session?.file.format)
      throw new UserError(
        vscode.l10n.t('put the cursor into a sample of a data set first, then run "Regenerate CoT" again.'),
      );
    const records = isLens
      ? [recordAt(session, index)].filter((record) => record !== undefined)
      : recordsOfSelections(session, editor?.selections ?? []);
    if (records.length === 0)
      throw new UserError(
        vscode.l10n.t('there is no sample here; put the cursor into a line that holds one.'),
      );
    await this.#regenerate(session, records);
  }

  async #regenerate(session: Session, records: readonly RecordAt[]): Promise<void> {
    const failures: Failure[] = [];
    const subjects: Subject[] = [];
    for (const record of records) {
      const subject = subjectOf(session, record);
      if (typeof subject === 'string') failures.push({ index: record.index, message: subject });
      else subjects.push(subject);
    }
    if (subjects.length === 0) throw new UserError(failures[0]!.message);
    const ready = await this.models.ready();
    if (!(await this.models.consent(ready, subjects.length))) return;
    const templates = await this.#templates(session);
    const candidates: Candidate[] = [];
    const title =
      subjects.length === 1
        ? vscode.l10n.t('{0} writes a thought', ready.model)
        : vscode.l10n.t('{0} writes {1} thoughts', ready.model, number(subjects.length));
    await withProgress(title, async (progress, token) => {
      const left = [...subjects];
      let done = 0;
      const work = async () => {
        for (let subject = left.shift(); subject && !token.isCancellationRequested; subject = left.shift()) {
          const made = await this.#one(session, subject, ready, templates, token, (characters) => {
            if (subjects.length === 1)
              progress.report({ message: vscode.l10n.t('{0} characters', number(characters)) });
          });
          if ('message' in made) failures.push({ index: subject.record.index, message: made.message });
          else candidates.push(made);
          done++;
          if (subjects.length > 1)
            progress.report({
              message: `${number(done)} / ${number(subjects.length)}`,
              increment: 100 / subjects.length,
            });
        }
      };
      await Promise.all(Array.from({ length: Math.min(mostAtOnce, subjects.length) }, work));
      if (token.isCancellationRequested && candidates.length === 0) throw new vscode.CancellationError();
    });
    if (candidates.length === 0)
      throw new UserError(failures[0]?.message ?? vscode.l10n.t('no thought was written.'));
    candidates.sort((a, b) => a.index - b.index);
    const id = await this.diffs.show(session.document.uri, candidates);
    void this.#offer(id, candidates, failures);
  }

  /** Asks the model, and checks what it wrote. Cancelling throws; everything else is told. */
  async #one(
    session: Session,
    { record, sample, step, place }: Subject,
    { backend, model }: ReadyModel,
    templates: Templates,
    token: vscode.CancellationToken,
    onProgress: (characters: number) => void,
  ): Promise<Candidate | { readonly message: string }> {
    const values = {
      tools: toolsText(sample),
      conversation: conversationText(sample, step),
      answer: answerText(step),
      strategy: templates.strategy,
    };
    const ask = async (asked: string, prompt: string) => {
      let characters = 0;
      return backend.generate(
        { model: asked, messages: [{ role: 'user', text: prompt }] },
        (event) => {
          if (event.kind === 'retry') characters = 0;
          else characters += event.text.length;
          onProgress(characters);
        },
        token,
      );
    };
    try {
      const reply = await ask(model, renderTemplate(templates.thought, values));
      if (reply.finishReason === 'length')
        return { message: vscode.l10n.t('the model came to its limit before the thought was whole.') };
      // Some models put what they were asked for where they think.
      const thought = thoughtOf(reply.text) || thoughtOf(reply.reasoning);
      const refused = guardThought(thought, session.file.format!.id, templates.limit);
      if (refused) return { message: refused.message };
      const spliced = spliceThought(record.text, session.file, place, thought);
      if (!spliced)
        return {
          message: vscode.l10n.t('The thought would change more than its own place, so it is not taken.'),
        };
      const judged =
        templates.judge === undefined
          ? undefined
          : readJudge(
              (
                await ask(
                  templates.judge,
                  renderTemplate(promptTemplate('leads-to-answer'), { ...values, thought }),
                )
              ).text,
            );
      if (judged && judged.verdict !== true)
        return {
          message: vscode.l10n.t(
            '{0} does not find that the thought leads to the answer: {1}',
            templates.judge!,
            judged.reason.slice(0, 300) || vscode.l10n.t('it gave no verdict'),
          ),
        };
      return {
        index: record.index,
        before: record.text,
        spliced,
        characters: thought.length,
        isJudged: judged !== undefined,
      };
    } catch (error) {
      if (isCancellation(error) || error instanceof vscode.CancellationError) throw error;
      if (error instanceof BackendError) return { message: error.message };
      throw error;
    }
  }

  /** The prompt: the folder's own where it has one, else ours. The folder is trusted, or nothing is asked at all. */
  async #templates(session: Session): Promise<Templates> {
    const section = vscode.workspace.getConfiguration(
      `${settings.section}.${thoughtSettings.area}`,
      session.document,
    );
    const chosen = section.get<string>(thoughtSettings.strategy, 'natural');
    const name: PromptName = Object.hasOwn(strategies, chosen) ? 'thought-by-strategy' : 'thought';
    const judge = section.get<string>(thoughtSettings.judgeModel, '').trim();
    return {
      thought: (await this.#ownTemplate(session, name)) ?? promptTemplate(name),
      strategy: Object.hasOwn(strategies, chosen) ? strategies[chosen as StrategyName] : '',
      limit: section.get<number>(thoughtSettings.maxCharacters, defaultThoughtLimit),
      judge: judge === '' ? undefined : judge,
    };
  }

  async #ownTemplate(session: Session, name: PromptName): Promise<Template | undefined> {
    const folder = vscode.workspace.getWorkspaceFolder(session.document.uri);
    if (!folder) return undefined;
    const uri = vscode.Uri.joinPath(folder.uri, '.callsmith', 'prompts', `${name}.md`);
    let bytes: Uint8Array;
    try {
      bytes = await vscode.workspace.fs.readFile(uri);
    } catch {
      // Most folders have none.
      return undefined;
    }
    const template = parseTemplate(new TextDecoder().decode(bytes));
    if (typeof template === 'string')
      throw new UserError(`${vscode.workspace.asRelativePath(uri)}: ${template}`);
    this.log.info(`the prompt ${name} is the folder's own`);
    return template;
  }

  /** What a person can do with a new thought, beside the buttons of the diff. */
  async #offer(id: string, candidates: readonly Candidate[], failures: readonly Failure[]): Promise<void> {
    const [only] = candidates;
    const first = failures[0];
    const words =
      candidates.length === 1
        ? vscode.l10n.t(
            'A new thought of {0} characters; all else is unchanged (hash {1}).',
            number(only!.characters),
            only!.spliced.outside,
          )
        : vscode.l10n.t('{0} new thoughts; all else is unchanged.', number(candidates.length));
    const rest = first
      ? ` ${vscode.l10n.t('{0} without one, such as line {1}: {2}', plural(failures.length, 'sample'), number(first.index + 1), first.message)}`
      : '';
    const accept = vscode.l10n.t('Accept');
    const again = vscode.l10n.t('Try Again');
    const reject = vscode.l10n.t('Reject');
    const chosen = await vscode.window.showInformationMessage(unlinked(words + rest), accept, again, reject);
    if (!this.diffs.has(id)) return;
    const uri = this.diffs.uriOf(id);
    if (chosen === accept) await vscode.commands.executeCommand(commands.acceptThought, uri);
    else if (chosen === again) await vscode.commands.executeCommand(commands.retryThought, uri);
    else if (chosen === reject) await vscode.commands.executeCommand(commands.rejectThought, uri);
  }

  /** Writes the thoughts into their places, in one step that can be undone. */
  async accept(uri: vscode.Uri | undefined): Promise<void> {
    const { id, source, candidates } = this.diffs.at(uri);
    const document = await vscode.workspace.openTextDocument(source);
    const session = this.sessions.get(document) ?? (await this.sessions.open(document));
    const edit = new vscode.WorkspaceEdit();
    const changed: number[] = [];
    for (const candidate of candidates) {
      const record = session && findRecord(session, candidate);
      if (!record) {
        changed.push(candidate.index + 1);
        continue;
      }
      const { start, end, newText } = candidate.spliced.edit;
      edit.replace(source, record.toRange({ start, end }), newText);
    }
    if (changed.length > 0)
      throw new UserError(
        vscode.l10n.t(
          'line {0} was changed since, so nothing was written; choose Try Again.',
          changed.slice(0, 5).join(', '),
        ),
      );
    if (!(await vscode.workspace.applyEdit(edit)))
      throw new UserError(vscode.l10n.t('VS Code did not take the change; the file may be read-only.'));
    await this.diffs.close(id);
    await vscode.window.showTextDocument(document);
    vscode.window.setStatusBarMessage(
      candidates.length === 1
        ? vscode.l10n.t('Thought written; Undo takes it back.')
        : vscode.l10n.t('{0} thoughts written; one Undo takes them back.', number(candidates.length)),
      8_000,
    );
  }

  async reject(uri: vscode.Uri | undefined): Promise<void> {
    await this.diffs.close(this.diffs.at(uri).id);
  }

  async again(uri: vscode.Uri | undefined): Promise<void> {
    const { id, source, candidates } = this.diffs.at(uri);
    const document = await vscode.workspace.openTextDocument(source);
    const session = this.sessions.get(document) ?? (await this.sessions.open(document));
    const records = candidates.map(({ index }) => session && recordAt(session, index));
    await this.diffs.close(id);
    if (session)
      await this.#regenerate(
        session,
        records.filter((record) => record !== undefined),
      );
  }
}

interface Templates {
  readonly thought: Template;
  readonly strategy: string;
  /** Longest thought, in characters. */
  readonly limit: number;
  /** The model that says whether the thought leads to the answer. */
  readonly judge: string | undefined;
}

/** What can be asked of a record; a sentence when nothing can. */
function subjectOf(session: Session, record: RecordAt): Subject | string {
  const { file } = session;
  const { value } = readRecord(record.text);
  if (!isObject(value) || !file.format) return vscode.l10n.t('this sample cannot be read; mend it first.');
  const { sample } = liftRecord(value, file.format, file);
  const step = mainStep(answerSteps(sample));
  if (!step)
    return vscode.l10n.t(
      'this sample has no answer with calls, so there is nothing that a thought would lead to.',
    );
  const place = thoughtPlace(value, sample, step, file.format.id);
  return 'message' in place ? place.message : { record, sample, step, place };
}

/** The record where it stood, or wherever it has moved since. */
function findRecord(session: Session, { index, before }: Candidate): RecordAt | undefined {
  const there = recordAt(session, index);
  if (there?.text === before) return there;
  for (const record of session.records()) if (record.text === before) return record;
  return undefined;
}
