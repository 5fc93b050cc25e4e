/**
 * Samples as documents of their own: a file system whose files are single records, laid out for reading. Saving one
 * writes what changed back into its record (core/sampleText); the record is found again after edits above it, and a
 * record that was changed meanwhile is never overwritten unasked.
 */
import * as vscode from 'vscode';
import { composeSample } from '../core/sampleText/compose.ts';
import { mergeSample } from '../core/sampleText/merge.ts';
import { printSample } from '../core/sampleText/print.ts';
import { textHash } from '../core/text/textHash.ts';
import { memory, sampleExtension, sampleScheme } from './ids.ts';
import type { RecordAt, Session } from './session.ts';
import { isLines, type Sessions } from './sessions.ts';
import { unlinked } from './words.ts';

/** Where a sample's record stands. */
export interface SampleSource {
  readonly uri: vscode.Uri;
  /** From 0: the line, or the number of the element. */
  readonly index: number;
}

interface Entry {
  readonly uri: vscode.Uri;
  source: SampleSource;
  /** The record's text as it was read or saved last. */
  base: string;
  modified: number;
  readonly created: number;
  /** A save of ours is changing the source now. */
  isSaving: boolean;
}

/** What stands in the query of a sample's uri, so that a window that is reloaded finds the record again. */
interface Address {
  readonly source: string;
  readonly index: number;
  readonly hash: string;
}

export class SampleDocuments implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #entries = new Map<string, Entry>();
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  constructor(private readonly sessions: Sessions) {
    this.#subscriptions.push(
      this.#changed,
      vscode.workspace.registerFileSystemProvider(sampleScheme, this, { isCaseSensitive: true }),
      vscode.workspace.registerTextDocumentContentProvider(currentScheme, {
        provideTextDocumentContent: (uri) => this.#currentText(uri),
      }),
      vscode.workspace.onDidChangeTextDocument((event) => this.#sourceChanged(event)),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document.uri.scheme === sampleScheme) this.#forget(document.uri);
      }),
    );
  }

  /** The uri of a record's sample; the same for as long as the sample is open, wherever its record moves. */
  async open(session: Session, record: RecordAt): Promise<vscode.Uri> {
    const source = { uri: session.document.uri, index: record.index };
    for (const entry of this.#entries.values()) {
      if (entry.source.uri.toString() === source.uri.toString() && entry.source.index === source.index)
        return entry.uri;
    }
    const uri = sampleUri(source, record.text, isLines(session.document));
    this.#add(uri, source, record.text);
    return uri;
  }

  /** Where the sample's record stands now, if the sample is known. */
  async sourceOf(uri: vscode.Uri): Promise<SampleSource> {
    return (await this.#entry(uri)).source;
  }

  /** The session of the file that the sample belongs to. */
  async sessionOf(uri: vscode.Uri): Promise<Session> {
    const { source } = await this.#entry(uri);
    return this.#sessionAt(source.uri);
  }

  async #sessionAt(uri: vscode.Uri): Promise<Session> {
    const document = await vscode.workspace.openTextDocument(uri);
    const session = await this.sessions.open(document);
    if (!session)
      throw vscode.FileSystemError.Unavailable(vscode.l10n.t('{0} is no data set any more.', nameOf(uri)));
    return session;
  }

  #add(uri: vscode.Uri, source: SampleSource, base: string): Entry {
    const now = Date.now();
    const entry: Entry = { uri, source, base, modified: now, created: now, isSaving: false };
    this.#entries.set(uri.toString(), entry);
    return entry;
  }

  async #entry(uri: vscode.Uri): Promise<Entry> {
    const known = this.#entries.get(uri.toString());
    if (known) return known;
    const address = this.#saved()[uri.toString()] ?? addressIn(uri);
    if (!address) throw vscode.FileSystemError.FileNotFound(uri);
    const sourceUri = vscode.Uri.parse(address.source, true);
    const session = await this.#sessionAt(sourceUri);
    const record = find(session, address.index, (text) => textHash(text) === address.hash);
    if (!record) {
      throw vscode.FileSystemError.FileNotFound(
        vscode.l10n.t(
          'The record of this sample is not in {0} any more. Open it from there again.',
          nameOf(sourceUri),
        ),
      );
    }
    return (
      this.#entries.get(uri.toString()) ??
      this.#add(uri, { uri: sourceUri, index: record.index }, record.text)
    );
  }

  /** Addresses of open samples whose record is not what it was when they were opened: saved, or moved with that. */
  #saved(): Readonly<Record<string, Address>> {
    return this.sessions.workspaceState.get<Record<string, Address>>(memory.sampleAddresses, {});
  }

  #remember({ uri, source, base }: Entry): void {
    const address: Address = { source: source.uri.toString(), index: source.index, hash: textHash(base) };
    void this.sessions.workspaceState.update(memory.sampleAddresses, {
      ...this.#saved(),
      [uri.toString()]: address,
    });
  }

  #forget(uri: vscode.Uri): void {
    const key = uri.toString();
    this.#entries.delete(key);
    const { [key]: known, ...rest } = this.#saved();
    if (known) void this.sessions.workspaceState.update(memory.sampleAddresses, rest);
  }

  // --- Following the source ------------------------------------------------------------------------------------------

  #sourceChanged(event: vscode.TextDocumentChangeEvent): void {
    if (event.contentChanges.length === 0 || event.document.uri.scheme === sampleScheme) return;
    const key = event.document.uri.toString();
    for (const entry of this.#entries.values()) {
      if (entry.source.uri.toString() !== key) continue;
      if (isLines(event.document)) {
        let { index } = entry.source;
        for (const change of event.contentChanges) index = movedLine(index, change);
        entry.source = { uri: entry.source.uri, index };
      }
      if (!entry.isSaving) this.#refresh(entry, event.document);
    }
  }

  /** A sample without changes of its own shows its record as it is now. */
  #refresh(entry: Entry, source: vscode.TextDocument): void {
    const document = vscode.workspace.textDocuments.find((d) => d.uri.toString() === entry.uri.toString());
    if (document?.isDirty) return;
    const text = isLines(source) ? lineText(source, entry.source.index) : undefined;
    if (text === undefined || text === entry.base) return;
    entry.base = text;
    entry.modified = Math.max(Date.now(), entry.modified + 1);
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri: entry.uri }]);
  }

  // --- The file system -----------------------------------------------------------------------------------------------

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const entry = await this.#entry(uri);
    const size = new TextEncoder().encode(printSample(entry.base)).length;
    return { type: vscode.FileType.File, ctime: entry.created, mtime: entry.modified, size };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const entry = await this.#entry(uri);
    return new TextEncoder().encode(printSample(entry.base));
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const entry = await this.#entry(uri);
    const text = new TextDecoder().decode(content);
    const composed = composeSample(text);
    const session = await this.#sessionAt(entry.source.uri);
    const record = ownRecord(session, entry);
    if (!record) return this.#conflict(entry, session);
    const merged = mergeSample(record.text, composed);
    if (!merged.ok) {
      const { start } = composed.toSample({ start: merged.at, end: merged.at });
      const before = text.slice(0, start);
      const line = before.split('\n').length;
      const column = start - before.lastIndexOf('\n');
      throw vscode.FileSystemError.Unavailable(
        vscode.l10n.t(
          'Not saved: the sample is not complete JSON (line {0}, column {1}). Mend it there, then save again; {2} is as it was.',
          line,
          column,
          nameOf(entry.source.uri),
        ),
      );
    }
    if (merged.edits.length === 0) return;
    const { document } = session;
    const wasDirty = document.isDirty;
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, record.toEdits(merged.edits));
    entry.isSaving = true;
    try {
      if (!(await vscode.workspace.applyEdit(edit))) {
        throw vscode.FileSystemError.Unavailable(
          vscode.l10n.t(
            'Not saved: VS Code did not let the line of {0} be changed. Is the file read-only?',
            nameOf(document.uri),
          ),
        );
      }
    } finally {
      entry.isSaving = false;
    }
    const saved = find(await this.#sessionAt(document.uri), record.index, () => true);
    entry.source = { uri: document.uri, index: record.index };
    entry.base = saved?.text ?? composed.text;
    entry.modified = Math.max(Date.now(), entry.modified + 1);
    this.#remember(entry);
    // A file without other changes is saved as well, as a person expects who has just saved; others are left to them.
    if (!wasDirty && !(await document.save())) {
      throw vscode.FileSystemError.Unavailable(
        vscode.l10n.t(
          'The line of {0} is changed in the editor, but the file could not be saved.',
          nameOf(document.uri),
        ),
      );
    }
  }

  /** The record is not what it was when the sample was opened: the person decides. */
  async #conflict(entry: Entry, session: Session): Promise<never> {
    const now = find(session, entry.source.index, () => true);
    const name = nameOf(entry.source.uri);
    const compare = vscode.l10n.t('Compare');
    const chosen = await vscode.window.showWarningMessage(
      vscode.l10n.t(
        'Line {0} of {1} has changed since this sample was opened.',
        entry.source.index + 1,
        name,
      ),
      {
        modal: true,
        detail: vscode.l10n.t(
          'Compare shows the line as it is now beside your text; bring over what you want to keep, then save again. Until then nothing is written.',
        ),
      },
      compare,
    );
    if (chosen === compare && now) {
      // From now on the person has seen what is there: the next save is against it.
      entry.base = now.text;
      await vscode.commands.executeCommand(
        'vscode.diff',
        entry.uri.with({ scheme: currentScheme }),
        entry.uri,
        vscode.l10n.t('{0}: line {1} now ↔ your text', name, entry.source.index + 1),
      );
      throw vscode.FileSystemError.Unavailable(
        vscode.l10n.t(
          'Not saved yet: {0} was changed meanwhile. Bring over what you want to keep, then save again.',
          name,
        ),
      );
    }
    throw vscode.FileSystemError.Unavailable(vscode.l10n.t('Not saved: {0} was changed meanwhile.', name));
  }

  async #currentText(uri: vscode.Uri): Promise<string> {
    const entry = await this.#entry(uri.with({ scheme: sampleScheme }));
    return printSample(entry.base);
  }

  createDirectory(): never {
    throw vscode.FileSystemError.NoPermissions(vscode.l10n.t('Samples have no folders.'));
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  delete(): never {
    throw vscode.FileSystemError.NoPermissions(
      vscode.l10n.t('A sample is deleted in its file: delete its line there.'),
    );
  }

  rename(): never {
    throw vscode.FileSystemError.NoPermissions(vscode.l10n.t('A sample has the name of its file and line.'));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

/** Scheme of the record as it is now, beside a sample with changes. */
const currentScheme = `${sampleScheme}-current`;

function sampleUri({ uri, index }: SampleSource, text: string, lines: boolean): vscode.Uri {
  const address: Address = { source: uri.toString(), index, hash: textHash(text) };
  const what = lines ? 'line' : 'record';
  const path = `/${nameOf(uri)} ${what} ${index + 1}${sampleExtension}`;
  return vscode.Uri.from({ scheme: sampleScheme, path, query: JSON.stringify(address) });
}

function addressIn(uri: vscode.Uri): Address | undefined {
  try {
    const address = JSON.parse(uri.query) as Partial<Address>;
    const { source, index, hash } = address;
    if (typeof source !== 'string' || typeof hash !== 'string' || !Number.isInteger(index)) return undefined;
    return { source, index: index!, hash };
  } catch {
    // A uri that somebody made up: there is no such file.
    return undefined;
  }
}

/** The file's name, for messages and as the name of what belongs to it. */
export function nameOf(uri: vscode.Uri): string {
  return unlinked(uri.path.slice(uri.path.lastIndexOf('/') + 1));
}

/** The record at `index`, or, when that is not the one, another that is. */
function find(session: Session, index: number, isIt: (text: string) => boolean): RecordAt | undefined {
  const there = recordAt(session, index);
  if (there && isIt(there.text)) return there;
  for (const record of session.records()) if (isIt(record.text)) return record;
  return undefined;
}

/**
 * The record that a sample is to be written into: where it was last, if it still says what it said. Lines are followed
 * through every edit, so another line that says the same is never meant; an element of an array may have moved, and is
 * taken where it is the only one of its text.
 */
function ownRecord(session: Session, { source, base }: Entry): RecordAt | undefined {
  const there = recordAt(session, source.index);
  if (there?.text === base) return there;
  if (isLines(session.document)) return undefined;
  const same = [...session.records()].filter(({ text }) => text === base);
  return same.length === 1 ? same[0] : undefined;
}

/** The record of that index (the line, when records are lines), if there is one. */
export function recordAt(session: Session, index: number): RecordAt | undefined {
  if (isLines(session.document)) {
    return index < session.document.lineCount ? session.recordAt(new vscode.Position(index, 0)) : undefined;
  }
  for (const record of session.records()) if (record.index === index) return record;
  return undefined;
}

function lineText(document: vscode.TextDocument, line: number): string | undefined {
  return line < document.lineCount ? document.lineAt(line).text : undefined;
}

/** Where a line stands after a change of the document; a line that was cut up stays where it began. */
function movedLine(line: number, { range, text }: vscode.TextDocumentContentChangeEvent): number {
  const inserted = text.split('\n').length - 1;
  const removed = range.end.line - range.start.line;
  if (
    range.end.line < line ||
    (range.end.line === line && range.end.character === 0 && inserted + removed > 0)
  )
    return line + inserted - removed;
  if (range.start.line >= line) return line;
  return Math.max(range.start.line, Math.min(line, range.start.line + inserted));
}
