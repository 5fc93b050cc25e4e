/**
 * Workspace symbols: the tools of the data sets that are open, by name. A tool that many samples declare is listed once
 * a file, at its first place. Files that are not open are not read for this: a folder of data sets can be any size.
 */
import * as vscode from 'vscode';
import { viewRecord } from '../../core/features/view.ts';
import { matchesName } from '../../core/features/toolSearch.ts';
import { nextTurn, sliceMs } from '../run.ts';
import type { RecordAt, Session } from '../session.ts';
import type { Sessions } from '../sessions.ts';
import { plural } from '../words.ts';

/** Records of one file that are looked through, and symbols that one search gives. */
const maxRecords = 50_000;
const maxSymbols = 1000;

/** A tool of a file. */
interface KnownTool {
  readonly name: string;
  readonly first: RecordAt;
  samples: number;
}

/** A symbol whose exact place is looked up when it is chosen. */
class ToolSymbol extends vscode.SymbolInformation {
  constructor(
    readonly tool: KnownTool,
    readonly session: Session,
  ) {
    const { name, first, samples } = tool;
    super(
      name,
      vscode.SymbolKind.Function,
      plural(samples, 'sample'),
      new vscode.Location(session.document.uri, first.toRange({ start: 0, end: 0 })),
    );
  }
}

export function registerWorkspaceSymbols(sessions: Sessions): vscode.Disposable {
  const names = new ToolNames(sessions);
  const provider: vscode.WorkspaceSymbolProvider = {
    async provideWorkspaceSymbols(query, token) {
      const found: vscode.SymbolInformation[] = [];
      for (const session of sessions.all()) {
        if (session.file.format === undefined) continue;
        for (const tool of await names.of(session, token)) {
          if (found.length >= maxSymbols) return found;
          if (matchesName(tool.name, query)) found.push(new ToolSymbol(tool, session));
        }
      }
      return found;
    },
    resolveWorkspaceSymbol(symbol) {
      if (symbol instanceof ToolSymbol) locate(sessions, symbol);
      return symbol;
    },
  };
  return vscode.languages.registerWorkspaceSymbolProvider(provider);
}

function locate(sessions: Sessions, symbol: ToolSymbol): void {
  const { session, tool } = symbol;
  const view = viewRecord(tool.first.text, session.file, sessions.service.checker.tools);
  const def = view?.sample.tools?.find(({ name }) => name === tool.name);
  const span = def && view?.spanOf({ path: [...def.path, def.nameKey] });
  if (span) symbol.location = new vscode.Location(session.document.uri, tool.first.toRange(span));
}

/** The names of the tools of each record's text; a line that did not change is not read again. */
class ToolNames {
  readonly #known = new WeakMap<Session, { file: object; byText: Map<string, readonly string[]> }>();

  constructor(private readonly sessions: Sessions) {}

  async of(session: Session, token: vscode.CancellationToken): Promise<readonly KnownTool[]> {
    const { file } = session;
    const before = this.#known.get(session);
    const old = before?.file === file ? before.byText : new Map<string, readonly string[]>();
    const byText = new Map<string, readonly string[]>();
    const tools = new Map<string, KnownTool>();
    let until = performance.now() + sliceMs;
    let seen = 0;
    for (const record of session.records()) {
      if (seen++ >= maxRecords) break;
      if (performance.now() > until) {
        await nextTurn();
        if (token.isCancellationRequested) {
          // What was read is not lost for the next letter that is typed.
          for (const [text, found] of byText) old.set(text, found);
          this.#known.set(session, { file, byText: old });
          throw new vscode.CancellationError();
        }
        until = performance.now() + sliceMs;
      }
      const { text } = record;
      let names = byText.get(text) ?? old.get(text);
      if (!names) {
        const view = viewRecord(text, file, this.sessions.service.checker.tools);
        names = [...new Set((view?.sample.tools ?? []).map(({ name }) => name ?? ''))].filter(
          (n) => n !== '',
        );
      }
      byText.set(text, names);
      for (const name of names) {
        const tool = tools.get(name);
        if (tool) tool.samples++;
        else tools.set(name, { name, first: record, samples: 1 });
      }
    }
    this.#known.set(session, { file, byText });
    return [...tools.values()];
  }
}
