/** Renaming in a sample (F2), and on request in all samples of the file that define the tool the same way. */
import * as vscode from 'vscode';
import type { Entity, Occurrence, SampleIndex } from '../../core/features/entities.ts';
import { mentionsOf, nameOf, renamableAt, renameEntity } from '../../core/features/rename.ts';
import { type PlaceInRecord, placeAt, readAs, type RecordIndexes } from '../recordViews.ts';
import { registerCommand, UserError } from '../run.ts';
import type { RecordAt, Session } from '../session.ts';
import type { Sessions } from '../sessions.ts';
import { commands } from '../ids.ts';
import { number } from '../words.ts';
import { addMentions, isPlain } from './mentions.ts';
import { selector } from './providers.ts';
import { renameInFile } from './renameInFile.ts';

export function registerRename(
  sessions: Sessions,
  indexes: RecordIndexes,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerRenameProvider(selector, {
      prepareRename(document, position) {
        const { place, occurrence } = renamable(sessions, indexes, document, position);
        return {
          range: place.record.toRange(occurrence.written.span),
          placeholder: nameOf(occurrence.entity),
        };
      },
      provideRenameEdits(document, position, newName) {
        const { place, index, occurrence } = renamable(sessions, indexes, document, position);
        const { session, record } = place;
        const renaming = renameEntity(index, occurrence.entity, newName, readAs(sessions, session));
        if (!renaming.edits) throw new Error(renaming.refused);
        const edit = new vscode.WorkspaceEdit();
        edit.set(document.uri, record.toEdits(renaming.edits));
        offerMentions(sessions, indexes, session, record, index, occurrence.entity, newName);
        return edit;
      },
    }),
    registerCommand(commands.renameInFile, log, (newName?: string) => {
      const editor = vscode.window.activeTextEditor;
      if (!editor || !sessions.get(editor.document))
        throw new UserError(
          vscode.l10n.t('put the cursor on the name of a tool or an argument of a data set first.'),
        );
      const found = renamable(sessions, indexes, editor.document, editor.selection.active);
      return renameInFile(sessions, { ...found, session: found.place.session }, newName);
    }),
  );
}

interface Found {
  readonly place: PlaceInRecord;
  readonly index: SampleIndex;
  readonly occurrence: Occurrence;
}

/** What can be renamed at a position; throws the sentence that the editor shows when nothing can. */
function renamable(
  sessions: Sessions,
  indexes: RecordIndexes,
  document: vscode.TextDocument,
  position: vscode.Position,
): Found {
  const place = placeAt(sessions, document, position);
  // JSON that is no data set has no names of ours; this is what the editor says then.
  if (!place) throw new UserError(vscode.l10n.t('You cannot rename this element.'));
  const index = indexes.of(place.session, place.record.text);
  if (!index) throw new UserError(vscode.l10n.t('There is no sample here whose names could be changed.'));
  const found = renamableAt(index, place.recordOffset);
  if ('refused' in found) throw new UserError(found.refused);
  return { place, index, occurrence: found.occurrence };
}

/** Thoughts and answers that say the old name are left alone; the person is told, and can look at them one by one. */
function offerMentions(
  sessions: Sessions,
  indexes: RecordIndexes,
  session: Session,
  record: RecordAt,
  index: SampleIndex,
  entity: Entity,
  newName: string,
): void {
  const mentions = mentionsOf(index, entity).length;
  if (mentions === 0 || !isPlain(newName)) return;
  const oldName = nameOf(entity);
  const review = vscode.l10n.t('Review…');
  const words =
    mentions === 1
      ? vscode.l10n.t(
          'Callsmith: 1 place in the text of this sample also says "{0}". Text is left as it is.',
          oldName,
        )
      : vscode.l10n.t(
          'Callsmith: {0} places in the text of this sample also say "{1}". Text is left as it is.',
          number(mentions),
          oldName,
        );
  void vscode.window.showInformationMessage(words, review).then(async (chosen) => {
    if (chosen !== review || session.document.isClosed) return;
    const now = [...session.records()].find(({ index: at }) => at === record.index);
    const again = now && indexes.of(session, now.text);
    if (!again) return;
    const edit = new vscode.WorkspaceEdit();
    addMentions(edit, session, now, again, entity, newName);
    if (edit.size > 0) await vscode.workspace.applyEdit(edit, { isRefactoring: true });
  });
}
