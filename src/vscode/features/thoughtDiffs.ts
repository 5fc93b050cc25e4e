/** The two sides of a new thought: samples laid out for reading, as they are and as they would be. */
import * as vscode from 'vscode';
import type { SplicedRecord } from '../../core/cot/spliceThought.ts';
import { printSample } from '../../core/sampleText/print.ts';
import { thoughtScheme } from '../ids.ts';
import { UserError } from '../run.ts';

/** A record with another thought, not yet accepted. */
export interface Candidate {
  readonly index: number;
  /** The record's text that it was made for. */
  readonly before: string;
  readonly spliced: SplicedRecord;
  /** Length of the thought. */
  readonly characters: number;
  /** A judge found that it leads to the answer. */
  readonly isJudged: boolean;
}

interface Entry {
  readonly id: string;
  readonly source: vscode.Uri;
  readonly candidates: readonly Candidate[];
}

export class ThoughtDiffs implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #entries = new Map<string, Entry>();
  readonly #closing: vscode.Disposable;
  #count = 0;

  constructor() {
    // A diff that is closed by hand is rejected.
    this.#closing = vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      for (const { input } of closed)
        if (input instanceof vscode.TabInputTextDiff && input.modified.scheme === thoughtScheme)
          this.#entries.delete(idOf(input.modified));
    });
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  /** The new side of a diff. */
  uriOf(id: string): vscode.Uri {
    return sideOf(this.#entries.get(id)!, 'new');
  }

  /** Shows candidates as a diff; its id. */
  async show(source: vscode.Uri, candidates: readonly Candidate[]): Promise<string> {
    const entry: Entry = { id: String(++this.#count), source, candidates };
    this.#entries.set(entry.id, entry);
    const name = source.path.slice(source.path.lastIndexOf('/') + 1);
    const title =
      candidates.length === 1
        ? vscode.l10n.t('{0}, line {1}: new thought', name, candidates[0]!.index + 1)
        : vscode.l10n.t('{0}: {1} new thoughts', name, candidates.length);
    await vscode.commands.executeCommand('vscode.diff', sideOf(entry, 'old'), sideOf(entry, 'new'), title, {
      preview: false,
    });
    return entry.id;
  }

  /**
   * The diff of a uri, or of the active editor.
   * @throws UserError when there is none
   */
  at(uri: vscode.Uri | undefined): Entry {
    const place = uri instanceof vscode.Uri ? uri : vscode.window.activeTextEditor?.document.uri;
    const entry = place?.scheme === thoughtScheme ? this.#entries.get(idOf(place)) : undefined;
    if (!entry)
      throw new UserError(
        vscode.l10n.t('there is no new thought here; choose "Regenerate CoT" above a sample first.'),
      );
    return entry;
  }

  async close(id: string): Promise<void> {
    this.#entries.delete(id);
    const tabs = vscode.window.tabGroups.all.flatMap((group) =>
      group.tabs.filter(
        ({ input }) =>
          input instanceof vscode.TabInputTextDiff &&
          input.modified.scheme === thoughtScheme &&
          idOf(input.modified) === id,
      ),
    );
    if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const entry = this.#entries.get(idOf(uri));
    if (!entry) return '';
    const isNew = uri.path.startsWith('/new/');
    const texts = entry.candidates.map(({ before, spliced }) => printSample(isNew ? spliced.text : before));
    return texts.join('\n\n');
  }

  dispose(): void {
    this.#closing.dispose();
    this.#entries.clear();
  }
}

function sideOf({ id, source }: Entry, side: 'old' | 'new'): vscode.Uri {
  const name = source.path.slice(source.path.lastIndexOf('/') + 1);
  // With this extension VS Code colours it as it colours samples.
  return vscode.Uri.from({ scheme: thoughtScheme, path: `/${side}/${id}/${name}.callsmith` });
}

function idOf(uri: vscode.Uri): string {
  return uri.path.split('/')[2] ?? '';
}
