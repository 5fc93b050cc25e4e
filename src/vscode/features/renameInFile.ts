/** "Rename in Whole File": the samples that define the tool the same way, together, with a look before anything changes. */
import * as vscode from 'vscode';
import { indexSample, type Occurrence, type SampleIndex } from '../../core/features/entities.ts';
import { entityWord, isWord, nameOf, renameEntity } from '../../core/features/rename.ts';
import { defineTheSame, type FileEntity, toolOf } from '../../core/features/renameFile.ts';
import { readAs } from '../recordViews.ts';
import { nextTurn, sliceMs, UserError, withProgress } from '../run.ts';
import type { RecordAt, Session } from '../session.ts';
import type { Sessions } from '../sessions.ts';
import { number, plural } from '../words.ts';
import { addMentions } from './mentions.ts';

/** Where the command was started. */
export interface RenameStart {
  readonly session: Session;
  readonly index: SampleIndex;
  readonly occurrence: Occurrence;
}

/** What a walk over the file found. */
interface Plan {
  readonly edit: vscode.WorkspaceEdit;
  samples: number;
  places: number;
  mentions: number;
  /** Samples that have the name but mean something else by it. */
  different: number;
  /** Samples in which the new name cannot be given. */
  refused: number;
}

/** Asks for the name where none is given, walks over the file, and offers the edit. */
export async function renameInFile(
  sessions: Sessions,
  { session, index, occurrence }: RenameStart,
  given?: string,
): Promise<void> {
  const { entity } = occurrence;
  if (entity.kind !== 'tool' && entity.kind !== 'argument')
    throw new UserError(
      vscode.l10n.t('an {0} belongs to its sample alone; rename it there (F2).', entityWord(entity)),
    );
  const read = readAs(sessions, session);
  const why = (name: string) => {
    const renaming = renameEntity(index, entity, name, read);
    return renaming.edits ? undefined : renaming.refused;
  };
  const oldName = nameOf(entity);
  const newName =
    given ??
    (await vscode.window.showInputBox({
      title: vscode.l10n.t('Rename the {0} "{1}" in the whole file', entityWord(entity), oldName),
      prompt: vscode.l10n.t('In every sample that defines "{0}" as this one does', toolOf(entity)),
      value: oldName,
      validateInput: why,
    }));
  if (newName === undefined || newName === oldName) return;
  const refused = why(newName);
  if (refused !== undefined) throw new UserError(refused);
  const { version } = session.document;
  const plan = await withProgress(vscode.l10n.t('Callsmith: renaming "{0}"', oldName), (progress, token) =>
    walk(sessions, session, index, entity, newName, progress, token),
  );
  if (session.document.version !== version)
    throw new UserError(
      vscode.l10n.t('the file was changed meanwhile, so nothing was renamed. Run the command again.'),
    );
  await offer(plan, session, oldName, newName, index, entity);
}

async function walk(
  sessions: Sessions,
  session: Session,
  start: SampleIndex,
  entity: FileEntity,
  newName: string,
  progress: vscode.Progress<{ message?: string }>,
  token: vscode.CancellationToken,
): Promise<Plan> {
  const plan: Plan = {
    edit: new vscode.WorkspaceEdit(),
    samples: 0,
    places: 0,
    mentions: 0,
    different: 0,
    refused: 0,
  };
  const read = readAs(sessions, session);
  const tool = toolOf(entity);
  // A name of word characters is written as it is at every depth, so that most samples need not be read.
  const said = isWord(tool) ? tool : undefined;
  const { version } = session.document;
  let until = performance.now() + sliceMs;
  for (const record of session.records()) {
    if (performance.now() > until) {
      progress.report({ message: `sample ${number(record.index + 1)}` });
      await nextTurn();
      if (token.isCancellationRequested || session.document.version !== version)
        throw new vscode.CancellationError();
      until = performance.now() + sliceMs;
    }
    if (said !== undefined && !record.text.includes(said)) continue;
    const view = read(record.text);
    const index = view && indexSample(view);
    if (!index || index.of(entity).length === 0) continue;
    if (!defineTheSame(start, index, tool)) plan.different++;
    else addRecord(plan, session, record, index, entity, newName, start, read);
  }
  return plan;
}

function addRecord(
  plan: Plan,
  session: Session,
  record: RecordAt,
  index: SampleIndex,
  entity: FileEntity,
  newName: string,
  start: SampleIndex,
  read: ReturnType<typeof readAs>,
): void {
  const renaming = renameEntity(index, entity, newName, read);
  if (!renaming.edits) {
    plan.refused++;
    return;
  }
  const isStart = index.view.text === start.view.text;
  const label = isStart ? vscode.l10n.t('This sample') : vscode.l10n.t('Samples that define it the same way');
  for (const { range, newText } of record.toEdits(renaming.edits)) {
    plan.edit.replace(session.document.uri, range, newText, { label, needsConfirmation: false });
    plan.places++;
  }
  plan.samples++;
  plan.mentions += addMentions(plan.edit, session, record, index, entity, newName);
}

/** Mentions bring up the editor's preview, where they wait unticked; without any, a question takes its place. */
async function offer(
  plan: Plan,
  session: Session,
  oldName: string,
  newName: string,
  index: SampleIndex,
  entity: FileEntity,
): Promise<void> {
  const { samples, places, mentions, different, refused } = plan;
  const left = [
    different > 0 ? vscode.l10n.t('{0} that define it differently', plural(different, 'sample')) : '',
    refused > 0 ? vscode.l10n.t('{0} where that name cannot be given', plural(refused, 'sample')) : '',
  ].filter((words) => words !== '');
  const untouched = left.length > 0 ? ` ${vscode.l10n.t('Left alone: {0}.', left.join(', '))}` : '';
  if (mentions === 0) {
    const rename = vscode.l10n.t('Rename');
    const question = vscode.l10n.t(
      'Rename the {0} "{1}" to "{2}" in {3}, {4}?',
      entityWord(entity),
      oldName,
      newName,
      plural(samples, 'sample'),
      plural(places, 'place'),
    );
    const chosen = await vscode.window.showInformationMessage(
      question,
      { modal: true, detail: `${untouched} ${vscode.l10n.t('You can undo it as one step.')}`.trim() },
      rename,
    );
    if (chosen !== rename) return;
  }
  const { version } = session.document;
  const isDone = await vscode.workspace.applyEdit(plan.edit, { isRefactoring: true });
  if (!isDone || session.document.version === version) return;
  void vscode.window.showInformationMessage(
    // Short, because VS Code cuts a message without buttons at the end of its line.
    (samples === 1
      ? vscode.l10n.t('Callsmith: 1 sample now has "{0}".', newName)
      : vscode.l10n.t('Callsmith: {0} now have "{1}".', plural(samples, 'sample'), newName)) + untouched,
  );
}
