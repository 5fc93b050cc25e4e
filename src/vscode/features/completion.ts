/** Completion and signature help: the core says what may be written, this puts it into VS Code's words. */
import * as vscode from 'vscode';
import { completeAt } from '../../core/features/completion/complete.ts';
import type { CompletionItem, ItemKind } from '../../core/features/completion/item.ts';
import { type Insertion, renderPieces } from '../../core/features/completion/pieces.ts';
import { signatureAt } from '../../core/features/signature.ts';
import type { Span } from '../../core/text/span.ts';
import { typedAt } from '../../core/text/typed.ts';
import type { RecordAt, Session } from '../session.ts';
import { isLines, type Sessions } from '../sessions.ts';
import { selector } from './providers.ts';

/**
 * What opens the list by itself: a quote, a bracket, `:` and `=` before a value, `,` before the next one, and the end of
 * a tag. No character accepts an offer: what a comma or a bracket means depends on the string one is in.
 */
const completionTriggers = ['"', "'", ':', ',', '{', '[', '(', '=', '>'];
const signatureTriggers = ['(', ',', '='];

/** Lines looked at for a sample whose tools a new one may have. */
const neighbourLines = 20;

export function registerCompletion(sessions: Sessions): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(
      selector,
      { provideCompletionItems: (d, p, token, context) => complete(sessions, d, p, token, context) },
      ...completionTriggers,
    ),
    vscode.languages.registerSignatureHelpProvider(
      selector,
      { provideSignatureHelp: (d, p, token, context) => signature(sessions, d, p, token, context) },
      { triggerCharacters: signatureTriggers, retriggerCharacters: [')'] },
    ),
  );
}

interface Place {
  readonly session: Session;
  readonly record: RecordAt;
  readonly recordOffset: number;
  /** The position asked for, behind what was typed there since. */
  readonly position: vscode.Position;
  /** Characters typed between the question and the answer; VS Code counts ranges without them. */
  readonly typed: number;
}

/** Who types right after opening a file is answered once its format is known, as far as the line was only typed on. */
async function placeAt(
  sessions: Sessions,
  document: vscode.TextDocument,
  position: vscode.Position,
  token: vscode.CancellationToken,
): Promise<Place | undefined> {
  const asked = document.lineAt(position).text;
  const session = await sessions.whenOpen(document);
  if (token.isCancellationRequested || position.line >= document.lineCount) return undefined;
  const typed = typedAt(asked, document.lineAt(position).text, position.character);
  if (typed === undefined) return undefined;
  const now = position.translate(0, typed);
  const record = session?.recordAt(now);
  return session && record && { session, record, recordOffset: record.offsetOf(now), position: now, typed };
}

async function complete(
  sessions: Sessions,
  document: vscode.TextDocument,
  position: vscode.Position,
  token: vscode.CancellationToken,
  context: vscode.CompletionContext,
): Promise<vscode.CompletionList | undefined> {
  const place = await placeAt(sessions, document, position, token);
  if (!place) return undefined;
  const { session, record, recordOffset } = place;
  const list = completeAt(record.text, recordOffset, session.file, sessions.service.checker.tools, {
    isLaidOut: record.written !== undefined,
    isExplicit: context.triggerKind === vscode.CompletionTriggerKind.Invoke,
    neighbour: () => (isLines(document) ? neighbourOf(document, position.line) : undefined),
  });
  if (list.items.length === 0) return undefined;
  const made = list.items.map((item) => toCompletionItem(item, place)).filter((item) => item !== undefined);
  return new vscode.CompletionList(made, list.isIncomplete);
}

/** The nearest line that is not blank, upwards first. */
function neighbourOf(document: vscode.TextDocument, line: number): string | undefined {
  for (let by = 1; by <= neighbourLines; by++) {
    for (const near of [line - by, line + by]) {
      if (near < 0 || near >= document.lineCount) continue;
      const { text } = document.lineAt(near);
      if (text.trim() !== '') return text;
    }
  }
  return undefined;
}

const kinds: Readonly<Record<ItemKind, vscode.CompletionItemKind>> = {
  function: vscode.CompletionItemKind.Function,
  argument: vscode.CompletionItemKind.Field,
  value: vscode.CompletionItemKind.Value,
  enum: vscode.CompletionItemKind.EnumMember,
  key: vscode.CompletionItemKind.Property,
  word: vscode.CompletionItemKind.EnumMember,
  role: vscode.CompletionItemKind.EnumMember,
  id: vscode.CompletionItemKind.Reference,
  keyword: vscode.CompletionItemKind.Property,
  type: vscode.CompletionItemKind.TypeParameter,
  snippet: vscode.CompletionItemKind.Snippet,
};

function toCompletionItem(
  item: CompletionItem,
  { record, position, typed }: Place,
): vscode.CompletionItem | undefined {
  const { label, detail, description, replaced } = item;
  const range = rangeAround(record.toRange(replaced), position, replaced);
  const insertion = insertionIn(item, record);
  const filterText = record.written ? record.written(item.filterText, replaced.start) : item.filterText;
  if (!range || !insertion) return undefined;
  const made = new vscode.CompletionItem({ label, detail, description }, kinds[item.kind]);
  if (item.heading !== undefined) made.detail = item.heading;
  if (item.documentation !== undefined) made.documentation = plainMarkdown(item.documentation);
  made.sortText = item.sortText;
  made.filterText = filterText;
  made.range = typed === 0 ? range : range.with(undefined, range.end.translate(0, -typed));
  made.insertText =
    insertion.snippet === undefined ? insertion.plain : new vscode.SnippetString(insertion.snippet);
  if (item.preselect) made.preselect = true;
  if (item.retrigger) made.command = { command: 'editor.action.triggerSuggest', title: 'Suggest' };
  return made;
}

/** A range must be on one line and hold the cursor; where only layout stands between them, nothing is replaced. */
function rangeAround(
  range: vscode.Range,
  position: vscode.Position,
  replaced: Span,
): vscode.Range | undefined {
  if (range.isSingleLine && range.contains(position)) return range;
  return replaced.start === replaced.end ? new vscode.Range(position, position) : undefined;
}

/** The insertion as the document writes it; `undefined` where it cannot. */
function insertionIn(item: CompletionItem, record: RecordAt): Insertion | undefined {
  const { written } = record;
  if (!written) return item.insertion;
  let isWritten = true;
  const made = renderPieces(item.insertion.pieces, (text) => {
    const piece = written(text, item.replaced.start);
    isWritten &&= piece !== undefined;
    return piece ?? '';
  });
  return isWritten ? made : undefined;
}

async function signature(
  sessions: Sessions,
  document: vscode.TextDocument,
  position: vscode.Position,
  token: vscode.CancellationToken,
  context: vscode.SignatureHelpContext,
): Promise<vscode.SignatureHelp | undefined> {
  const place = await placeAt(sessions, document, position, token);
  if (!place) return undefined;
  const { session, record, recordOffset } = place;
  const found = signatureAt(record.text, recordOffset, session.file, sessions.service.checker.tools);
  if (!found) return undefined;
  const isAsked =
    context.triggerKind === vscode.SignatureHelpTriggerKind.Invoke ||
    context.activeSignatureHelp !== undefined;
  // In JSON every comma would open it, over the list of names that says the same.
  if (found.language === 'json' && !isAsked) return undefined;
  const made = new vscode.SignatureInformation(
    found.label,
    found.documentation === undefined ? undefined : plainMarkdown(found.documentation),
  );
  made.parameters = found.parameters.map(
    (parameter) =>
      new vscode.ParameterInformation(
        [parameter.start, parameter.end],
        plainMarkdown(parameter.documentation),
      ),
  );
  const help = new vscode.SignatureHelp();
  help.signatures = [made];
  help.activeSignature = 0;
  // One beyond the last marks none.
  help.activeParameter = found.active ?? found.parameters.length;
  return help;
}

/** Markdown made from text of the data: no commands, no HTML. */
function plainMarkdown(text: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(text);
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  return markdown;
}
