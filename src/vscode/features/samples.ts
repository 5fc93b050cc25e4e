/** Edit Sample: a record in an editor of its own, beside its file, and the way back. */
import * as vscode from 'vscode';
import { samePlace } from '../../core/sampleText/place.ts';
import { commands } from '../ids.ts';
import { registerCommand, UserError } from '../run.ts';
import { nameOf, recordAt, SampleDocuments } from '../sampleDocuments.ts';
import { composeDocument } from '../sampleSession.ts';
import { isSample, type Sessions } from '../sessions.ts';

export function registerSamples(sessions: Sessions, log: vscode.LogOutputChannel): vscode.Disposable {
  const documents = new SampleDocuments(sessions);
  sessions.sampleSource = (uri) => documents.sessionOf(uri);
  return vscode.Disposable.from(
    documents,
    registerCommand(commands.editSample, log, (uri?: vscode.Uri, index?: number) =>
      edit(sessions, documents, uri, index),
    ),
    registerCommand(commands.showInFile, log, () => showInFile(documents, sessions)),
  );
}

/** Without arguments: the record at the cursor of the active editor. A lens names the file and the record. */
async function edit(
  sessions: Sessions,
  documents: SampleDocuments,
  uri: vscode.Uri | undefined,
  index: number | undefined,
): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor && isSample(editor.document)) return;
  const document =
    uri instanceof vscode.Uri && typeof index === 'number'
      ? await vscode.workspace.openTextDocument(uri)
      : editor?.document;
  const session = document && (sessions.get(document) ?? (await sessions.open(document)));
  if (!session)
    throw new UserError(
      vscode.l10n.t('put the cursor into a sample of a data set first, then run "Edit Sample" again.'),
    );
  const isHere = editor?.document === session.document;
  const record =
    typeof index === 'number'
      ? recordAt(session, index)
      : isHere
        ? session.recordAt(editor.selection.active)
        : undefined;
  if (!record || record.text.trim() === '')
    throw new UserError(vscode.l10n.t('there is no sample here; put the cursor into a line that holds one.'));
  const sample = await vscode.workspace.openTextDocument(await documents.open(session, record));
  const cursor =
    isHere && session.recordAt(editor.selection.active)?.index === record.index
      ? record.offsetOf(editor.selection.active)
      : 0;
  const shown = await vscode.window.showTextDocument(sample, {
    viewColumn: vscode.ViewColumn.Beside,
    preview: true,
  });
  if (cursor === 0) return;
  const { sample: composed } = composeDocument(sample);
  const { start } = composed.toSample({
    start: samePlace(record.text, cursor, composed.text),
    end: composed.text.length,
  });
  select(shown, sample.positionAt(start));
}

/** From a sample to its line, at the place of the cursor. */
async function showInFile(documents: SampleDocuments, sessions: Sessions): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor || !isSample(editor.document))
    throw new UserError(
      vscode.l10n.t('open a sample with "Edit Sample" first, then run "Show in File" again.'),
    );
  const { uri, index } = await documents.sourceOf(editor.document.uri);
  const source = await vscode.workspace.openTextDocument(uri);
  const session = await sessions.open(source);
  const record = session && recordAt(session, index);
  if (!record)
    throw new UserError(vscode.l10n.t('the line of this sample is not in {0} any more.', nameOf(uri)));
  const { sample: composed } = composeDocument(editor.document);
  const here = composed.toRecord(editor.document.offsetAt(editor.selection.active));
  const offset = samePlace(composed.text, here, record.text);
  const visible = vscode.window.visibleTextEditors.find((e) => e.document === source);
  const shown = await vscode.window.showTextDocument(source, { viewColumn: visible?.viewColumn });
  select(shown, record.toRange({ start: offset, end: offset }).start);
}

function select(editor: vscode.TextEditor, position: vscode.Position): void {
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(
    new vscode.Range(position, position),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
}
