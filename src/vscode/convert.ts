/** From the core's words to VS Code's: the only file that makes ranges, severities and symbols. */
import * as vscode from 'vscode';
import type { RecordSymbol, SymbolKind } from '../core/features/symbols.ts';
import type { TextEdit } from '../core/record/editText.ts';
import type { Problem, RuleCode, Severity } from '../core/rules/types.ts';
import type { SweepFinding as CoreFinding } from '../core/sweep/types.ts';
import type { LineRange } from '../core/text/lineRange.ts';
import type { FindingName } from '../core/suppress.ts';
import type { Span } from '../core/text/span.ts';
import { commands } from './ids.ts';
import type { SweepFinding } from './ports.ts';

/** From a record's offsets to positions in its document. */
export type ToRange = (span: Span) => vscode.Range;

/** Records that are lines: a `recordOffset` is the column. */
export function lineRange(line: number): ToRange {
  return (span) => new vscode.Range(line, span.start, line, span.end);
}

/** Records anywhere in a document: offsets shifted by the record's start. */
export function documentRange(document: vscode.TextDocument, recordStart: number): ToRange {
  return (span) =>
    new vscode.Range(
      document.positionAt(recordStart + span.start),
      document.positionAt(recordStart + span.end),
    );
}

/** Edits of a record's text as edits of its document. */
export function toTextEdits(edits: readonly TextEdit[], toRange: ToRange): vscode.TextEdit[] {
  return edits.map((edit) => new vscode.TextEdit(toRange(edit), edit.newText));
}

/** A hint of ours is VS Code's Information: its Hint draws three dots that nobody sees. */
export function toSeverity(severity: Severity): vscode.DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return vscode.DiagnosticSeverity.Error;
    case 'warning':
      return vscode.DiagnosticSeverity.Warning;
    case 'hint':
      return vscode.DiagnosticSeverity.Information;
  }
}

/** The uri behind a finding's code: opens the rule's page. */
export function ruleUri(code: RuleCode): vscode.Uri {
  return vscode.Uri.parse(`command:${commands.openRule}?${encodeURIComponent(JSON.stringify([code]))}`);
}

export function toDiagnostic(problem: Problem, toRange: ToRange, uri: vscode.Uri): vscode.Diagnostic {
  const places = problem.related.map(({ span, message }) => ({ range: toRange(span), message }));
  return fileDiagnostic(problem, toRange(problem.span), places, uri);
}

/** A finding of a file, whose further places stand in any of its records. */
export function fileDiagnostic(
  { code, severity, message }: Pick<Problem, 'code' | 'severity' | 'message'>,
  range: vscode.Range,
  places: readonly { readonly range: vscode.Range; readonly message: string }[],
  uri: vscode.Uri,
): vscode.Diagnostic {
  const diagnostic = plainDiagnostic(code, severity, message, range);
  if (places.length > 0) {
    diagnostic.relatedInformation = places.map(
      (place) =>
        new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, place.range), place.message),
    );
  }
  return diagnostic;
}

export function plainDiagnostic(
  code: RuleCode,
  severity: Severity,
  message: string,
  range: vscode.Range,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, message, toSeverity(severity));
  diagnostic.source = 'callsmith';
  diagnostic.code = { value: code, target: ruleUri(code) };
  return diagnostic;
}

/** A finding about how records are to one another, or about the file: ready to be shown, and named for suppressions. */
export interface AcrossFinding extends FindingName {
  readonly diagnostic: vscode.Diagnostic;
}

/** A finding that compares records, or is about the file; places in other records are of the same document. */
export function acrossFinding(
  finding: FindingName & { readonly code: RuleCode; readonly severity: Severity; readonly message: string },
  range: vscode.Range,
  related: readonly { readonly range: vscode.Range; readonly message: string }[],
  uri: vscode.Uri,
): AcrossFinding {
  const { code, severity, message, recordHash, pointer, key } = finding;
  const diagnostic = fileDiagnostic({ code, severity, message }, range, related, uri);
  return { code, recordHash, pointer, key, diagnostic };
}

const symbolKinds: Record<SymbolKind, vscode.SymbolKind> = {
  sample: vscode.SymbolKind.Object,
  tools: vscode.SymbolKind.Package,
  tool: vscode.SymbolKind.Function,
  turn: vscode.SymbolKind.String,
  call: vscode.SymbolKind.Method,
};

export function toDocumentSymbol(symbol: RecordSymbol, toRange: ToRange): vscode.DocumentSymbol {
  const made = new vscode.DocumentSymbol(
    symbol.name === '' ? ' ' : symbol.name,
    symbol.detail,
    symbolKinds[symbol.kind],
    toRange(symbol.span),
    toRange(symbol.selection),
  );
  made.children = symbol.children.map((child) => toDocumentSymbol(child, toRange));
  return made;
}

/** From lines and columns as people count them to those of the editor; `uriOf` names other files of the same sweep. */
export function toSweepFinding(finding: CoreFinding, uriOf: (path: string) => vscode.Uri): SweepFinding {
  const { code, severity, message, related } = finding;
  return {
    code,
    severity,
    message,
    ...fromOne(finding),
    related: related.map((one) => ({
      message: one.message,
      ...(one.path !== undefined && { uri: uriOf(one.path) }),
      ...fromOne(one),
    })),
  };
}

/** A range as people count it, in the editor's terms. */
export function fromLineRange(range: LineRange): vscode.Range {
  const { startLine, startColumn, endLine, endColumn } = fromOne(range);
  return new vscode.Range(startLine, startColumn, endLine, endColumn);
}

/** A range of the editor, as people count. */
export function toLineRange({ start, end }: vscode.Range): LineRange {
  return {
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function fromOne({ line, column, endLine, endColumn }: LineRange) {
  return {
    startLine: line - 1,
    startColumn: column - 1,
    endLine: endLine - 1,
    endColumn: endColumn - 1,
  };
}
