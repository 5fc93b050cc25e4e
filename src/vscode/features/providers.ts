/** Hover and outline: thin readers of the core's features. */
import * as vscode from 'vscode';
import { hoverAt } from '../../core/features/hover.ts';
import { symbolsOf } from '../../core/features/symbols.ts';
import { viewRecord } from '../../core/features/view.ts';
import { toDocumentSymbol } from '../convert.ts';
import { sampleLanguage, sampleScheme } from '../ids.ts';
import { nextTurn, sliceMs } from '../run.ts';
import { isSample, type Sessions } from '../sessions.ts';

/** Documents in which our providers answer; those that are no data sets have no session, so the answer is nothing. */
export const selector: vscode.DocumentSelector = [
  { language: 'jsonl' },
  { language: 'json' },
  { language: 'jsonc' },
  { language: sampleLanguage, scheme: sampleScheme },
];

/** Records whose outline goes down to turns and calls; beyond them records are listed by number. */
const maxDetailed = 1000;
const maxOutlined = 20_000;

export function registerProviders(sessions: Sessions): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider(selector, { provideHover: (d, p) => hover(sessions, d, p) }),
    vscode.languages.registerDocumentSymbolProvider(
      selector,
      { provideDocumentSymbols: (d, token) => outline(sessions, d, token) },
      { label: vscode.l10n.t('Samples') },
    ),
  );
}

function hover(
  sessions: Sessions,
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.Hover | undefined {
  const session = sessions.get(document);
  const record = session?.recordAt(position);
  if (!session || !record) return undefined;
  const view = viewRecord(record.text, session.file, sessions.service.checker.tools);
  if (!view) return undefined;
  const found = hoverAt(view, record.offsetOf(position));
  if (!found) return undefined;
  const markdown = new vscode.MarkdownString(found.markdown);
  // Descriptions come from the data: no commands, no HTML.
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  return new vscode.Hover(markdown, record.toRange(found.span));
}

async function outline(
  sessions: Sessions,
  document: vscode.TextDocument,
  token: vscode.CancellationToken,
): Promise<vscode.DocumentSymbol[]> {
  const session = sessions.get(document) ?? (await sessions.open(document));
  if (!session || session.file.format === undefined) return [];
  if (document.lineCount > maxDetailed) await session.whenDrawn;
  const symbols: vscode.DocumentSymbol[] = [];
  let until = performance.now() + sliceMs;
  for (const record of session.records()) {
    if (symbols.length >= maxOutlined) break;
    if (performance.now() > until) {
      await nextTurn();
      if (token.isCancellationRequested) throw new vscode.CancellationError();
      until = performance.now() + sliceMs;
    }
    if (record.text.trim() === '') continue;
    const ordinal = record.index + 1;
    if (symbols.length < maxDetailed) {
      const view = viewRecord(record.text, session.file, sessions.service.checker.tools);
      if (view) {
        // A sample that is open by itself is the first of one, whatever its line is.
        const named = isSample(document) ? undefined : ordinal;
        symbols.push(toDocumentSymbol(symbolsOf(view, named), record.toRange));
        continue;
      }
    }
    const range = record.toRange({ start: 0, end: record.text.length });
    const name = `${ordinal}`;
    symbols.push(new vscode.DocumentSymbol(name, '', vscode.SymbolKind.Object, range, range));
  }
  return symbols;
}
