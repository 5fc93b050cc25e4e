/** Text to insert, with stops where the author types on: kept apart from the text, so that both can be escaped. */

/** A place to type on, with what stands there at first; `choices` are offered there. */
export interface Stop {
  readonly stop: string;
  readonly choices?: readonly string[];
  /** Stops of the same name are typed at once. Only for words that need no escape. */
  readonly same?: string;
}

/** Text, or a stop. */
export type Piece = string | Stop;

/** What is inserted, as a snippet and as the plain text that it gives when nothing is typed at its stops. */
export interface Insertion {
  readonly plain: string;
  /** In the snippet syntax of VS Code and the language server protocol; absent when there is no stop. */
  readonly snippet?: string;
  /** What both were made of, as it stands in the record. */
  readonly pieces: readonly Piece[];
}

/** Encodes each piece's text with `encode` and joins them. */
export function renderPieces(pieces: readonly Piece[], encode: (text: string) => string): Insertion {
  let plain = '';
  let snippet = '';
  let stops = 0;
  const named = new Map<string, number>();
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      const text = encode(piece);
      plain += text;
      snippet += escapeSnippet(text);
      continue;
    }
    const text = encode(piece.stop);
    plain += text;
    const known = piece.same === undefined ? undefined : named.get(piece.same);
    if (known !== undefined) {
      snippet += `\${${known}}`;
      continue;
    }
    stops++;
    if (piece.same !== undefined) named.set(piece.same, stops);
    const choices = piece.choices?.map(encode) ?? [];
    if (choices.length > 1) snippet += `\${${stops}|${choices.map(escapeChoice).join(',')}|}`;
    else snippet += text === '' ? `\${${stops}}` : `\${${stops}:${escapeSnippet(text)}}`;
  }
  const encoded = pieces.map((piece) => encodePiece(piece, encode));
  return stops === 0 ? { plain, pieces: encoded } : { plain, snippet, pieces: encoded };
}

function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

function escapeChoice(text: string): string {
  return text.replace(/[\\$},|]/g, '\\$&');
}

/** The pieces in double quotes, their text escaped as a JSON string's. */
export function quoted(pieces: readonly Piece[], encode: (text: string) => string): Piece[] {
  return ['"', ...pieces.map((piece) => encodePiece(piece, encode)), '"'];
}

function encodePiece(piece: Piece, encode: (text: string) => string): Piece {
  if (typeof piece === 'string') return encode(piece);
  return { ...piece, stop: encode(piece.stop), choices: piece.choices?.map(encode) };
}
