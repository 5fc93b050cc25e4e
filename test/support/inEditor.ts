/** What the host and the web suite do in their editor: documents, results, edits. No Node, so that it runs in both. */
import * as vscode from 'vscode';
import type { CallsmithApi } from '../../src/vscode/activate.ts';
import type { Session } from '../../src/vscode/session.ts';
import { MemoryFiles } from './memoryFiles.ts';

/** The extension's own API, with the extension started. */
export async function callsmith(): Promise<CallsmithApi> {
  const extension = vscode.extensions.getExtension<CallsmithApi>('callsmith.callsmith');
  if (!extension) throw new Error('callsmith.callsmith is not among the extensions');
  return extension.activate();
}

/** A document that is shown and checked. */
export interface OpenDocument {
  readonly document: vscode.TextDocument;
  readonly editor: vscode.TextEditor;
  readonly session: Session;
}

/** Shows a document and waits until it is checked. */
export async function show(document: vscode.TextDocument): Promise<OpenDocument> {
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  return { document, editor, session: await settled(document) };
}

const texts = new MemoryFiles('callsmith-text');
let shown = 0;

/**
 * Shows a new JSONL document and waits until it is checked. It is a file in memory with a name of its own: an untitled
 * document would get the name of the last closed one, which may still be there under it.
 */
export async function showText(content: string): Promise<OpenDocument> {
  if (shown === 0) vscode.workspace.registerFileSystemProvider(texts.scheme, texts);
  const path = `/text${++shown}.jsonl`;
  texts.write(path, content);
  return show(await vscode.workspace.openTextDocument(texts.uri(path)));
}

/** The document's session, once everything is checked and published. */
export async function settled(document: vscode.TextDocument): Promise<Session> {
  const { sessions } = await callsmith();
  const session = sessions.get(document) ?? (await sessions.open(document));
  if (!session) throw new Error(`${document.uri.toString()} has no session`);
  await session.settled();
  return session;
}

/** A finding as a test reads it: `error call.wrong-type 2 «"3"»`, the line from 1. */
export function describeFinding(document: vscode.TextDocument, finding: vscode.Diagnostic): string {
  const severity = vscode.DiagnosticSeverity[finding.severity].toLowerCase();
  return `${severity} ${codeOf(finding)} ${finding.range.start.line + 1} «${document.getText(finding.range)}»`;
}

/** The findings of ours that the editor has for a document, by place. */
export function findings(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter((finding) => finding.source === 'callsmith')
    .sort((a, b) => a.range.start.compareTo(b.range.start));
}

/** The findings as words. */
export const findingWords = (document: vscode.TextDocument): string[] =>
  findings(document).map((finding) => describeFinding(document, finding));

/** The code of a finding, without its link. */
export function codeOf(finding: vscode.Diagnostic): string {
  const { code } = finding;
  return String(typeof code === 'object' ? code.value : code);
}

/** The range of the n-th place (from 0) where a line says `text`; lines from 0. */
export function rangeOf(document: vscode.TextDocument, line: number, text: string, nth = 0): vscode.Range {
  const found = document.lineAt(line).text;
  let at = found.indexOf(text);
  for (let i = 0; i < nth && at >= 0; i++) at = found.indexOf(text, at + 1);
  if (at < 0) throw new Error(`line ${line} does not say ${text}`);
  return new vscode.Range(line, at, line, at + text.length);
}

/** What the hovers at a place say, ours among them. */
export async function hoverText(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return hovers
    .flatMap((hover) => hover.contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

/** The outline as indented lines: name, then detail. */
export async function outlineText(document: vscode.TextDocument): Promise<string[]> {
  const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    document.uri,
  );
  const lines: string[] = [];
  const add = (symbol: vscode.DocumentSymbol, level: number) => {
    lines.push(`${'  '.repeat(level)}${symbol.name}${symbol.detail ? ` | ${symbol.detail}` : ''}`);
    for (const child of symbol.children) add(child, level + 1);
  };
  for (const symbol of symbols ?? []) add(symbol, 0);
  return lines;
}

/** The quick fixes at a place. */
export function quickFixes(
  document: vscode.TextDocument,
  range: vscode.Range,
): Thenable<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
  );
}

/** Waits until something holds; `what` says in the error what did not come. */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  timeoutMs = 20_000,
): Promise<NonNullable<T>> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found as NonNullable<T>;
    if (Date.now() > until) throw new Error(`${what} did not come within ${timeoutMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Closes all editors; unsaved changes are given up. */
export async function closeAll(): Promise<void> {
  // Closing an editor with unsaved changes would ask; this command gives them up, one editor at a time.
  while (vscode.window.activeTextEditor)
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
