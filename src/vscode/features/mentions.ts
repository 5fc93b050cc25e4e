/** Text that says the name of a tool that is renamed: offered in the editor's preview, unticked. */
import * as vscode from 'vscode';
import type { Entity, SampleIndex } from '../../core/features/entities.ts';
import { mentionsOf, nameOf } from '../../core/features/rename.ts';
import type { RecordAt, Session } from '../session.ts';

/** Adds the mentions of a tool to an edit, each to be confirmed by the person; returns how many. */
export function addMentions(
  edit: vscode.WorkspaceEdit,
  session: Session,
  record: RecordAt,
  index: SampleIndex,
  entity: Entity,
  newName: string,
): number {
  if (!isPlain(newName)) return 0;
  const found = mentionsOf(index, entity);
  const metadata: vscode.WorkspaceEditEntryMetadata = {
    label: vscode.l10n.t('Text that says "{0}"', nameOf(entity)),
    description: vscode.l10n.t('thoughts, answers, descriptions'),
    needsConfirmation: true,
  };
  const edits = record.toEdits(found.map((span) => ({ ...span, newText: newName })));
  for (const { range, newText } of edits) edit.replace(session.document.uri, range, newText, metadata);
  return edits.length;
}

/** A name that needs no escape at any depth, so that it can stand in any text. */
export function isPlain(name: string): boolean {
  return /^[\w .-]+$/.test(name);
}
