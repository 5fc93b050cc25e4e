/** Semantic tokens of the visible part. What was made for a record is kept until the record changes. */
import * as vscode from 'vscode';
import { indexSample } from '../../core/features/entities.ts';
import {
  type SemanticToken,
  semanticTokens,
  tokenKinds,
  tokenModifiers,
} from '../../core/features/tokens.ts';
import { maxUnasked, readAs, recordsIn } from '../recordViews.ts';
import { nextTurn, sliceMs } from '../run.ts';
import type { Session } from '../session.ts';
import type { Sessions } from '../sessions.ts';
import { selector } from './providers.ts';

/** Records whose tokens are kept, for one file: some screens of short lines. */
const maxKept = 400;

export function registerSemanticTokens(sessions: Sessions): vscode.Disposable {
  const cache = new TokenCache(sessions);
  return vscode.languages.registerDocumentRangeSemanticTokensProvider(
    selector,
    {
      provideDocumentRangeSemanticTokens: (document, range, token) =>
        provide(sessions, cache, document, range, token),
    },
    new vscode.SemanticTokensLegend([...tokenKinds], [...tokenModifiers]),
  );
}

/** The tokens of records by their text, the last used last. */
class TokenCache {
  readonly #bySession = new WeakMap<
    Session,
    { file: object; tokens: Map<string, readonly SemanticToken[]> }
  >();

  constructor(private readonly sessions: Sessions) {}

  of(session: Session, text: string): readonly SemanticToken[] {
    let kept = this.#bySession.get(session);
    // The file is taken for another format now: nothing that was known counts.
    if (kept?.file !== session.file)
      this.#bySession.set(session, (kept = { file: session.file, tokens: new Map() }));
    const { tokens } = kept;
    const known = tokens.get(text);
    const found = known ?? this.#make(session, text);
    tokens.delete(text);
    tokens.set(text, found);
    if (tokens.size > maxKept) tokens.delete(tokens.keys().next().value!);
    return found;
  }

  #make(session: Session, text: string): readonly SemanticToken[] {
    const view = readAs(this.sessions, session)(text);
    return view ? semanticTokens(indexSample(view)) : [];
  }
}

async function provide(
  sessions: Sessions,
  cache: TokenCache,
  document: vscode.TextDocument,
  range: vscode.Range,
  token: vscode.CancellationToken,
): Promise<vscode.SemanticTokens | undefined> {
  const session = sessions.get(document) ?? (await sessions.open(document));
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
