/**
 * Semantic tokens of a record: what the grammar of `syntaxes/` can only guess from the letters around, known from the
 * lifted sample. Where both see something they say the same (a test compares them); tokens add what the grammar
 * misses: lines that are too long for it, names at depths that it does not follow, documents of plain JSON.
 */
import type { Span } from '../text/span.ts';
import type { Occurrence, SampleIndex } from './entities.ts';

/** Standard token types of the editor; how themes are asked to colour them stands in package.json. */
export const tokenKinds = ['function', 'parameter', 'property', 'variable', 'comment'] as const;
/** Standard token modifiers. */
export const tokenModifiers = ['declaration', 'documentation'] as const;

export type TokenKind = (typeof tokenKinds)[number];

/** A stretch of one line with its meaning; `recordOffset`s. */
export interface SemanticToken extends Span {
  readonly kind: TokenKind;
  readonly modifiers: readonly (typeof tokenModifiers)[number][];
}

const none: SemanticToken['modifiers'] = [];
const declaration: SemanticToken['modifiers'] = ['declaration'];
const documentation: SemanticToken['modifiers'] = ['documentation'];

/** The tokens of a sample, ordered by place, none overlapping. */
export function semanticTokens(index: SampleIndex): SemanticToken[] {
  const tokens: SemanticToken[] = [];
  for (const occurrence of index.occurrences) {
    const kind = kindOf(occurrence);
    const isNew = occurrence.role === 'declaration' && kind !== 'property';
    if (kind) tokens.push({ ...occurrence.written.span, kind, modifiers: isNew ? declaration : none });
  }
  const { view } = index;
  for (const turn of view.sample.turns) {
    for (const { path } of turn.thoughts) {
      const span = view.spanOf({ path });
      if (span) addThought(view.text, span, tokens);
    }
  }
  tokens.sort((a, b) => a.start - b.start || a.end - b.end);
  return tokens.filter((token, i) => i === 0 || token.start >= tokens[i - 1]!.end);
}

function kindOf({ entity, role, written }: Occurrence): TokenKind | undefined {
  switch (entity.kind) {
    case 'tool':
      return 'function';
    case 'argument':
      if (role === 'required') return undefined;
      return written.form === 'plain' ? 'parameter' : 'property';
    case 'reference':
      return 'variable';
    case 'id':
      return undefined;
  }
}

/** A thought without its quotes, in pieces between the escapes: those keep the grammar's colour. */
function addThought(text: string, span: Span, tokens: SemanticToken[]): void {
  const isLiteral = text.charCodeAt(span.start) === 34 && span.end - span.start > 1;
  const end = isLiteral ? span.end - 1 : span.end;
  let start = isLiteral ? span.start + 1 : span.start;
  const escapes = /\\+(?:u[0-9a-fA-F]{4}|[^u\\]|u)/g;
  escapes.lastIndex = start;
  for (let match = escapes.exec(text); match && match.index < end; match = escapes.exec(text)) {
    addPiece(start, match.index, tokens);
    start = Math.min(end, match.index + match[0].length);
  }
  addPiece(start, end, tokens);
}

function addPiece(start: number, end: number, tokens: SemanticToken[]): void {
  if (end > start) tokens.push({ start, end, kind: 'comment', modifiers: documentation });
}
