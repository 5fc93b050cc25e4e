/** Going from name to name within a sample, and growing a selection; the other ways to move and read are registered here too. */
import * as vscode from 'vscode';
import { definitionsOf, type Occurrence, wholeSpan } from '../../core/features/entities.ts';
import { selectionSpans } from '../../core/features/selection.ts';
import { maxUnasked, placeAt, readAs, RecordIndexes } from '../recordViews.ts';
import type { RecordAt } from '../session.ts';
import type { Sessions } from '../sessions.ts';
import { registerFolding } from './folding.ts';
import { registerInlayHints } from './inlayHints.ts';
import { selector } from './providers.ts';
import { registerRename } from './rename.ts';
import { registerSampleCommands } from './sampleCommands.ts';
import { registerSemanticTokens } from './semanticTokens.ts';
import { registerWorkspaceSymbols } from './workspaceSymbols.ts';

export function registerNavigation(sessions: Sessions, log: vscode.LogOutputChannel): vscode.Disposable {
  const indexes = new RecordIndexes(sessions);
  return vscode.Disposable.from(
    sessions.onDidClose(() => indexes.forget()),
    vscode.languages.registerDefinitionProvider(selector, {
      provideDefinition: (document, position) => definition(sessions, indexes, document, position),
    }),
    vscode.languages.registerReferenceProvider(selector, {
      provideReferences: (document, position, context) =>
        references(sessions, indexes, document, position, context.includeDeclaration),
    }),
    vscode.languages.registerDocumentHighlightProvider(selector, {
      provideDocumentHighlights: (document, position) => highlights(sessions, indexes, document, position),
    }),
    vscode.languages.registerSelectionRangeProvider(selector, {
      provideSelectionRanges: (document, positions) => selectionRanges(sessions, document, positions),
    }),
    registerRename(sessions, indexes, log),
    registerFolding(sessions),
    registerInlayHints(sessions),
    registerSemanticTokens(sessions),
    registerWorkspaceSymbols(sessions),
    registerSampleCommands(sessions, log),
  );
}

function definition(
  sessions: Sessions,
  indexes: RecordIndexes,
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.LocationLink[] | undefined {
  const at = placeAt(sessions, document, position);
  const index = at && indexes.of(at.session, at.record.text);
  const occurrence = at && index?.at(at.recordOffset);
  if (!index || !occurrence) return undefined;
  const { toRange } = at.record;
  return definitionsOf(index, occurrence).map((target) => ({
    originSelectionRange: toRange(occurrence.written.span),
    targetUri: document.uri,
    targetRange: toRange(wholeSpan(index.view, target)),
    targetSelectionRange: toRange(target.written.span),
  }));
}

function references(
  sessions: Sessions,
  indexes: RecordIndexes,
  document: vscode.TextDocument,
  position: vscode.Position,
  includeDeclaration: boolean,
): vscode.Location[] | undefined {
  const at = placeAt(sessions, document, position);
  const index = at && indexes.of(at.session, at.record.text);
  const occurrence = at && index?.at(at.recordOffset);
  if (!index || !occurrence) return undefined;
  return index
    .of(occurrence.entity)
    .filter(({ role }) => includeDeclaration || role !== 'declaration')
    .map(({ written }) => new vscode.Location(document.uri, at.record.toRange(written.span)));
}

function highlights(
  sessions: Sessions,
  indexes: RecordIndexes,
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.DocumentHighlight[] | undefined {
  const at = placeAt(sessions, document, position);
  if (!at || at.record.text.length > maxUnasked) return undefined;
  const index = indexes.of(at.session, at.record.text);
  const occurrence = index?.at(at.recordOffset);
  // Nothing of ours: the editor marks equal words then.
  if (!index || !occurrence) return undefined;
  return index.of(occurrence.entity).map((one) => highlight(one, at.record));
}

function highlight({ role, written }: Occurrence, record: RecordAt): vscode.DocumentHighlight {
  const kind =
    role === 'declaration' ? vscode.DocumentHighlightKind.Write : vscode.DocumentHighlightKind.Read;
  return new vscode.DocumentHighlight(record.toRange(written.span), kind);
}

function selectionRanges(
  sessions: Sessions,
  document: vscode.TextDocument,
  positions: readonly vscode.Position[],
): vscode.SelectionRange[] | undefined {
  const ranges: vscode.SelectionRange[] = [];
  for (const position of positions) {
    const at = placeAt(sessions, document, position);
    if (!at) return undefined;
    const { record, recordOffset, session } = at;
    const sample = readAs(sessions, session)(record.text)?.sample;
    let range: vscode.SelectionRange | undefined;
    for (const span of selectionSpans(record.text, sample, recordOffset).reverse()) {
      const next = record.toRange(span);
      // Places of a sample that is shown as text may fall together; a parent must hold its child and be another.
      if (!range || (range.range.contains(next) && !range.range.isEqual(next)))
        range = new vscode.SelectionRange(next, range);
    }
    ranges.push(range ?? new vscode.SelectionRange(new vscode.Range(position, position)));
  }
  return ranges;
}
