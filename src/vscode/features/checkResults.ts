/** What sweeps found, in Problems. A file that is open is checked as it is typed, so its findings from disk step back. */
import * as vscode from 'vscode';
import { plainDiagnostic } from '../convert.ts';
import type { SweepFile, SweepFinding, SweepRelated } from '../ports.ts';
import { maxPublished } from '../session.ts';
import type { Sessions } from '../sessions.ts';

/** Findings of sweeps that go to Problems, over all files; the totals are told for all. */
const maxListed = 20_000;

export class CheckResults implements vscode.Disposable {
  readonly #shown = vscode.languages.createDiagnosticCollection('callsmith check');
  readonly #kept = new Map<string, { readonly uri: vscode.Uri; readonly found: vscode.Diagnostic[] }>();
  readonly #subscriptions: vscode.Disposable[];
  #listed = 0;

  constructor(private readonly sessions: Sessions) {
    this.#subscriptions = [
      sessions.onDidOpen((uri) => this.#shown.delete(uri)),
      sessions.onDidClose((uri) => {
        const kept = this.#kept.get(uri.toString());
        if (kept) this.#shown.set(uri, kept.found);
      }),
      // What is on disk is another text from now on.
      vscode.workspace.onDidSaveTextDocument((document) => this.#forget(document.uri)),
    ];
  }

  /** Keeps the findings of a file, and shows them unless it is open. */
  add(file: SweepFile): void {
    this.#forget(file.uri);
    const room = Math.max(0, Math.min(maxPublished, maxListed - this.#listed));
    const found = file.findings.slice(0, room).map((finding) => toDiagnostic(finding, file.uri));
    if (found.length === 0) return;
    this.#listed += found.length;
    this.#kept.set(file.uri.toString(), { uri: file.uri, found });
    if (!this.sessions.has(file.uri)) this.#shown.set(file.uri, found);
  }

  /** Forgets the results of a file, or of all files in a folder; without one, of all. */
  clear(within?: vscode.Uri): void {
    for (const { uri } of [...this.#kept.values()]) {
      if (!within || isWithin(uri, within)) this.#forget(uri);
    }
  }

  #forget(uri: vscode.Uri): void {
    const kept = this.#kept.get(uri.toString());
    if (!kept) return;
    this.#kept.delete(uri.toString());
    this.#listed -= kept.found.length;
    this.#shown.delete(uri);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#shown.dispose();
  }
}

/** The file is the given one, or lies below the given folder. */
export function isWithin(uri: vscode.Uri, within: vscode.Uri): boolean {
  if (uri.scheme !== within.scheme || uri.authority !== within.authority) return false;
  const below = within.path.endsWith('/') ? within.path : `${within.path}/`;
  return uri.path === within.path || uri.path.startsWith(below);
}

function toDiagnostic(finding: SweepFinding, uri: vscode.Uri): vscode.Diagnostic {
  const { code, severity, message, related } = finding;
  const diagnostic = plainDiagnostic(code, severity, message, rangeOf(finding));
  diagnostic.relatedInformation = related.map(
    (one) =>
      new vscode.DiagnosticRelatedInformation(new vscode.Location(one.uri ?? uri, rangeOf(one)), one.message),
  );
  return diagnostic;
}

function rangeOf({
  startLine,
  startColumn,
  endLine,
  endColumn,
}: Omit<SweepRelated, 'message'>): vscode.Range {
  return new vscode.Range(startLine, startColumn, endLine, endColumn);
}
