/** The two sides of what a model wrote anew: samples laid out for reading, as they are and as they would be. */
import * as vscode from 'vscode';
import type { TextEdit } from '../../core/record/editText.ts';
import { printSample } from '../../core/sampleText/print.ts';
import { changeScheme } from '../ids.ts';
import { UserError } from '../run.ts';

/** A record with a part that a model wrote anew, not yet accepted. */
export interface Candidate {
  readonly index: number;
  /** The record's text that it was made for. */
  readonly before: string;
  readonly after: string;
  /** Of `before`, ordered. */
  readonly edits: readonly TextEdit[];
  /** What is new, as a sentence. */
  readonly words: string;
  /** What changed, a line each, said beside it where that helps: calls by argument. */
  readonly lines: readonly string[];
}

interface Entry {
  readonly id: string;
  readonly source: vscode.Uri;
  readonly candidates: readonly Candidate[];
  /** Writes it once more, for "Try Again". */
  readonly again: (replaced: string) => Promise<void>;
  /** Done when it is accepted. */
  readonly accepted: () => void;
}

/** What is offered and not yet decided. */
export class CandidateDiffs implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #entries = new Map<string, Entry>();
  readonly #words = vscode.window.createTextEditorDecorationType({
    after: {
      color: new vscode.ThemeColor('editorCodeLens.foreground'),
      margin: '0 0 0 2em',
      fontStyle: 'italic',
    },
  });
  readonly #subscription: vscode.Disposable;
  #count = 0;

  constructor() {
    this.#subscription = vscode.Disposable.from(
      this.#words,
      // A diff that is closed by hand is rejected.
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const { input } of closed)
          if (input instanceof vscode.TabInputTextDiff && input.modified.scheme === changeScheme) {
            const id = idOf(input.modified);
            // It may have moved to another group, or stand in two of them.
            if (tabsOf(id).length === 0) this.#entries.delete(id);
          }
      }),
      vscode.window.onDidChangeVisibleTextEditors((editors) => this.#mark(editors)),
    );
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  /** The new side of a diff. */
  uriOf(id: string): vscode.Uri {
    return sideOf(this.#entries.get(id)!, 'new');
  }

  /** Shows candidates as a diff; its id. */
  async show(entry: Omit<Entry, 'id'>, title: string): Promise<string> {
    const kept: Entry = { ...entry, id: String(++this.#count) };
    this.#entries.set(kept.id, kept);
    await vscode.commands.executeCommand('vscode.diff', sideOf(kept, 'old'), sideOf(kept, 'new'), title, {
      preview: false,
    });
    this.#mark(vscode.window.visibleTextEditors);
    return kept.id;
  }

  /**
   * The diff of a uri, or of the active editor.
   * @throws UserError when there is none
   */
  at(uri: vscode.Uri | undefined): Entry {
    const place = uri instanceof vscode.Uri ? uri : vscode.window.activeTextEditor?.document.uri;
    const entry = place?.scheme === changeScheme ? this.#entries.get(idOf(place)) : undefined;
    if (!entry)
      throw new UserError(
        vscode.l10n.t('there is no change to decide here; choose "Regenerate CoT" above a sample first.'),
      );
    return entry;
  }

  async close(id: string): Promise<void> {
    this.#entries.delete(id);
    const tabs = tabsOf(id);
    if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const entry = this.#entries.get(idOf(uri));
    if (!entry) return '';
    return textOf(entry, uri.path.startsWith('/new/') ? 'new' : 'old').text;
  }

  /** Writes beside what is new in which arguments it differs. */
  #mark(editors: readonly vscode.TextEditor[]): void {
    for (const editor of editors) {
      const { uri } = editor.document;
      if (uri.scheme !== changeScheme || !uri.path.startsWith('/new/')) continue;
      const entry = this.#entries.get(idOf(uri));
      if (!entry) continue;
      const marks = textOf(entry, 'new').marks.map(({ line, words }): vscode.DecorationOptions => ({
        range: editor.document.lineAt(Math.min(line, editor.document.lineCount - 1)).range,
        // Values of samples are text here too: no links, no images.
        hoverMessage: words.map((line) => new vscode.MarkdownString().appendText(line)),
        renderOptions: { after: { contentText: words.join('; ') } },
      }));
      editor.setDecorations(this.#words, marks);
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#entries.clear();
  }
}

/** The line in front of the first that differs, or behind the last if that is shorter: words behind a full line are cut off. */
function markedLine(shown: readonly string[], other: readonly string[]): number {
  const start = Math.max(
    0,
    shown.findIndex((one, i) => one !== other[i]),
  );
  let end = shown.length - 1;
  for (let j = other.length - 1; end > start && shown[end] === other[j]; end--, j--);
  const [above, below] = [Math.max(0, start - 1), Math.min(shown.length - 1, end + 1)];
  return shown[below]!.length < shown[above]!.length ? below : above;
}

/** One side, and the lines at which samples begin to differ, with what is said of each. */
function textOf(
  { candidates }: Entry,
  side: 'old' | 'new',
): { readonly text: string; readonly marks: readonly { line: number; words: readonly string[] }[] } {
  const marks: { line: number; words: readonly string[] }[] = [];
  const texts: string[] = [];
  let first = 0;
  for (const { before, after, lines } of candidates) {
    const text = printSample(side === 'new' ? after : before);
    const shown = text.split('\n');
    if (lines.length > 0) {
      const other = printSample(side === 'new' ? before : after).split('\n');
      marks.push({ line: first + markedLine(shown, other), words: lines });
    }
    texts.push(text);
    first += shown.length + 1;
  }
  return { text: texts.join('\n\n'), marks };
}

function sideOf({ id, source }: Entry, side: 'old' | 'new'): vscode.Uri {
  const name = source.path.slice(source.path.lastIndexOf('/') + 1);
  // With this extension VS Code colours it as it colours samples.
  return vscode.Uri.from({ scheme: changeScheme, path: `/${side}/${id}/${name}.callsmith` });
}

/** The open tabs of a diff. */
function tabsOf(id: string): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap((group) =>
    group.tabs.filter(
      ({ input }) =>
        input instanceof vscode.TabInputTextDiff &&
        input.modified.scheme === changeScheme &&
        idOf(input.modified) === id,
    ),
  );
}

function idOf(uri: vscode.Uri): string {
  return uri.path.split('/')[2] ?? '';
}
