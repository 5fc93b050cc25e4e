/** Semantic tokens of the visible part. What was made for a record is kept until the record changes. */
import * as vscode from 'vscode';
import { indexSample } from '../../core/features/entities.ts';
import {
  type SemanticToken,
  semanticTokens,
  tokenKinds,
  tokenModifiers,
} from '../../core/features/tokens.ts';
import { maxUnasked, readAs, RecordCache, recordsIn } from '../recordViews.ts';
import { nextTurn, sliceMs } from '../run.ts';
import type { Sessions } from '../sessions.ts';
import { selector } from './providers.ts';

/** Records whose tokens are kept, for one file: some screens of short lines. */
const maxKept = 400;

export function registerSemanticTokens(sessions: Sessions): vscode.Disposable {
  const cache = new RecordCache<readonly SemanticToken[]>(maxKept, (session, text) => {
    const view = readAs(sessions, session)(text);
    return view ? semanticTokens(indexSample(view)) : [];
  });
  return vscode.languages.registerDocumentRangeSemanticTokensProvider(
    selector,
    {
      provideDocumentRangeSemanticTokens: (document, range, token) =>
        provide(sessions, cache, document, range, token),
    },
    new vscode.SemanticTokensLegend([...tokenKinds], [...tokenModifiers]),
  );
}

async function provide(
  sessions: Sessions,
  cache: RecordCache<readonly SemanticToken[]>,
  document: vscode.TextDocument,
  range: vscode.Range,
  token: vscode.CancellationToken,
): Promise<vscode.SemanticTokens | undefined> {
  const session = await sessions.whenOpen(document);
  if (!session || session.file.format === undefined) return undefined;
  const legend = new vscode.SemanticTokensLegend([...tokenKinds], [...tokenModifiers]);
  const builder = new vscode.SemanticTokensBuilder(legend);
  let until = performance.now() + sliceMs;
  for (const record of recordsIn(session, range)) {
    if (performance.now() > until) {
      await nextTurn();
      if (token.isCancellationRequested) throw new vscode.CancellationError();
      until = performance.now() + sliceMs;
    }
    if (record.text.length > maxUnasked || record.text === '') continue;
    for (const { start, end, kind, modifiers } of cache.of(session, record.text)) {
      const at = record.toRange({ start, end });
      // A token stands on one line; only broken text has names with line breaks in them.
      if (at.isSingleLine && !at.isEmpty && range.intersection(at)) builder.push(at, kind, modifiers);
    }
  }
  return builder.build();
}
