// Answers of models take their time: meanwhile lines move, are edited, and diffs wander between groups of editors.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { formatById } from '../../src/core/formats/index.ts';
import { createService } from '../../src/core/service.ts';
import type { Asking } from '../../src/vscode/asking.ts';
import { AnswerResults, registerCheckAnswer } from '../../src/vscode/features/checkAnswer.ts';
import { Regeneration, type Rewriter } from '../../src/vscode/features/regenerate.ts';
import type { Session } from '../../src/vscode/session.ts';
import type { Sessions } from '../../src/vscode/sessions.ts';
import { good } from '../support/chatLines.ts';

const fake = vi.hoisted(() => {
  class Emitter {
    listeners: ((value: never) => void)[] = [];
    event = (listener: (value: never) => void) => {
      this.listeners.push(listener);
      return { dispose() {} };
    };
    fire(value: unknown) {
      for (const listener of this.listeners) listener(value as never);
    }
    dispose() {}
  }
  class Uri {
    constructor(
      readonly scheme: string,
      readonly path: string,
    ) {}
    static from = ({ scheme, path }: { scheme: string; path: string }) => new Uri(scheme, path);
    toString() {
      return `${this.scheme}:${this.path}`;
    }
  }
  class TabInputTextDiff {
    constructor(readonly modified: Uri) {}
  }
  const state = {
    commands: new Map<string, (...args: unknown[]) => Promise<unknown>>(),
    tabsChanged: new Emitter(),
    textChanged: new Emitter(),
    tabs: [] as { input: unknown }[],
    document: undefined as unknown,
    errors: [] as string[],
    settings: {} as Record<string, unknown>,
    /** The next source of cancellation is cancelled from the beginning. */
    cancels: false,
    /** What is chosen in notifications, by the beginning of their words. */
    asked: [] as string[],
  };
  const said = (words: string) => Promise.resolve(void state.asked.push(words));
  return {
    state,
    Uri,
    module: {
      Uri,
      TabInputTextDiff,
      EventEmitter: Emitter,
      CancellationError: class extends Error {},
      CancellationTokenSource: class {
        token = { isCancellationRequested: state.cancels, onCancellationRequested: () => ({ dispose() {} }) };
        cancel() {}
        dispose() {}
      },
      Disposable: { from: () => ({ dispose() {} }) },
      ThemeColor: class {},
      Position: class {
        constructor(readonly line: number) {}
      },
      l10n: {
        t: (words: string, ...values: unknown[]) => words.replace(/\{(\d)\}/g, (_, i) => String(values[+i])),
      },
      ProgressLocation: { Notification: 15 },
      SymbolKind: {},
      CompletionItemKind: {},
      DiagnosticSeverity: { Error: 0 },
      languages: { createDiagnosticCollection: () => ({ set() {}, delete() {}, dispose() {} }) },
      commands: {
        registerCommand: (id: string, run: (...args: unknown[]) => Promise<unknown>) => {
          state.commands.set(id, run);
          return { dispose() {} };
        },
        executeCommand: (id: string, _: Uri, modified: Uri) => {
          if (id === 'vscode.diff') state.tabs.push({ input: new TabInputTextDiff(modified) });
          return Promise.resolve();
        },
      },
      workspace: {
        isTrusted: true,
        registerTextDocumentContentProvider: () => ({ dispose() {} }),
        onDidChangeTextDocument: state.textChanged.event,
        openTextDocument: () => Promise.resolve(state.document),
        getConfiguration: () => ({ get: (name: string, or: unknown) => state.settings[name] ?? or }),
      },
      window: {
        createTextEditorDecorationType: () => ({ dispose() {} }),
        onDidChangeVisibleTextEditors: () => ({ dispose() {} }),
        visibleTextEditors: [],
        get activeTextEditor() {
          return { document: state.document };
        },
        showErrorMessage: (words: string) => Promise.resolve(void state.errors.push(words)),
        showInformationMessage: said,
        showWarningMessage: said,
        withProgress: () => Promise.resolve(),
        tabGroups: {
          onDidChangeTabs: state.tabsChanged.event,
          get all() {
            return [{ tabs: state.tabs }];
          },
          close: (tabs: unknown[]) => {
            state.tabs = state.tabs.filter((tab) => !tabs.includes(tab));
            return Promise.resolve();
          },
        },
      },
    },
  };
});
vi.mock('vscode', () => fake.module);

const service = createService();
const context = service.contextOf(service.recognize([good], 'jsonl', {}), {});

/** A data set whose lines can be changed. */
function opened(...lines: string[]) {
  const uri = new fake.Uri('file', '/data.jsonl') as unknown as vscode.Uri;
  const document = {
    uri,
    languageId: 'jsonl',
    isUntitled: true,
    get lineCount() {
      return lines.length;
    },
    lineAt: (line: number) => ({ text: lines[line]! }),
  };
  const at = (index: number) => ({ index, text: lines[index]!, toRange: () => undefined });
  const session = {
    document,
    file: { ...context, format: formatById('openai') },
    recordAt: ({ line }: { line: number }) => at(line),
    records: () => lines.map((_, i) => at(i)),
  } as unknown as Session;
  const sessions = {
    get: () => session,
    onDidClose: () => ({ dispose() {} }),
    service,
    configs: { for: () => Promise.resolve(undefined) },
  } as unknown as Sessions;
  fake.state.document = document;
  return { lines, uri, session, sessions, at };
}

const models = (ready: () => unknown = () => ({ model: 'm', backend: { host: 'h' } })) =>
  ({ ready: () => Promise.resolve(ready()), consent: () => Promise.resolve(true) }) as never;
const log = { error: (error: unknown) => fake.state.errors.push(String(error)), warn() {} } as never;
const run = (id: string, ...args: unknown[]) => fake.state.commands.get(id)!(...args);

beforeEach(() => {
  fake.state.tabs = [];
  fake.state.errors = [];
  fake.state.asked = [];
  fake.state.settings = {};
  fake.state.cancels = false;
});

describe('a candidate', () => {
  /** Writes `new` over each sample, and notes about which it was asked. */
  function start() {
    const file = opened('{"a":1}', '{"b":1}');
    const asked: string[] = [];
    /** What the model comes to; a sentence where it fails. */
    const state: { failure?: string } = {};
    const rewriter: Rewriter<{ text: string; index: number }> = {
      title: 'Regenerate',
      subjectOf: (_, { text, index }) => ({ text, index }),
      prepare: () =>
        Promise.resolve(({ text, index }: { text: string; index: number }, _: Asking) => {
          asked.push(text);
          if (state.failure !== undefined) return Promise.resolve({ message: state.failure });
          return Promise.resolve({ index, before: text, after: '{}', edits: [], words: 'new', lines: [] });
        }),
      words: { progress: () => '', tab: () => '', offer: () => '', accepted: () => '' },
    };
    const regeneration = new Regeneration(file.sessions, models(), log);
    const diff = () => (fake.state.tabs.at(-1)!.input as { modified: vscode.Uri }).modified;
    return { ...file, asked, diff, state, begin: () => regeneration.start(rewriter, file.uri, 1) };
  }

  it('is tried again for its own sample, after lines were put above it', async () => {
    const { lines, asked, diff, begin } = start();
    await begin();
    lines.unshift('{"c":1}');
    await run('callsmith.change.retry', diff());
    expect(fake.state.errors).toEqual([]);
    expect(asked).toEqual(['{"b":1}', '{"b":1}']);
  });

  it('stays when trying again comes to nothing, and goes when there is another', async () => {
    const { diff, begin, state } = start();
    await begin();
    const first = diff();
    state.failure = 'no thought';
    await run('callsmith.change.retry', first);
    expect(fake.state.errors.join()).toContain('no thought');
    expect(fake.state.tabs).toHaveLength(1);
    delete state.failure;
    await run('callsmith.change.retry', first);
    expect(fake.state.tabs).toHaveLength(1);
    expect(diff().toString()).not.toBe(first.toString());
  });

  it('is there as long as one of its tabs is', async () => {
    const { asked, diff, begin } = start();
    await begin();
    const [tab] = fake.state.tabs;
    const other = { input: tab!.input };
    fake.state.tabs = [other];
    // It went into another group: opened there, closed here.
    fake.state.tabsChanged.fire({ closed: [tab] });
    await run('callsmith.change.retry', diff());
    expect(fake.state.errors).toEqual([]);
    expect(asked).toHaveLength(2);
  });

  it('is gone with its last tab', async () => {
    const { diff, begin } = start();
    await begin();
    const [tab] = fake.state.tabs;
    const uri = diff();
    fake.state.tabs = [];
    fake.state.tabsChanged.fire({ closed: [tab] });
    await run('callsmith.change.retry', uri);
    expect(fake.state.errors.join()).toContain('there is no change to decide here');
  });
});

describe('a result that took its time', () => {
  const right = { state: 'right', basis: 'tools', calls: 1 } as const;

  it('goes to its sample, which has moved, and leaves the one in its place alone', () => {
    const { lines, session, sessions, at } = opened('{"a":1}', '{"b":1}');
    const results = new AnswerResults(sessions);
    const record = at(0) as never;
    lines.unshift('{"c":1}');
    results.keep(session, at(0) as never, { state: 'nothing', reason: 'no-calls' }, undefined);
    results.keepLate(session, record, right, 'judges');
    expect([0, 1, 2].map((i) => results.of(session, at(i) as never)?.state)).toEqual([
      'nothing',
      'right',
      undefined,
    ]);
  });
});

describe('judges', () => {
  function check(lines: readonly string[]) {
    fake.state.settings = { models: ['judge'] };
    const file = opened(...lines);
    const results = new AnswerResults(file.sessions);
    let asked = 0;
    const published: string[] = [];
    results.onDidChange((uri) => published.push(String(uri)));
    const asking = models(() => {
      asked++;
      throw new Error('nobody is there');
    });
    registerCheckAnswer(file.sessions, results, asking, {} as never, log);
    return { ...file, results, published, asked: () => asked };
  }

  it('are not asked when the check before was cancelled', async () => {
    // Long enough for the first turn that is given to others.
    const { asked } = check(Array.from({ length: 4_000 }, () => good));
    fake.state.cancels = true;
    await run('callsmith.answer.checkFile');
    expect(fake.state.errors).toEqual([]);
    expect(asked()).toBe(0);
  });

  it('do not take away what was found without them', async () => {
    const { uri, published, asked } = check([good]);
    await run('callsmith.answer.check', uri, 0);
    expect(fake.state.errors).toEqual(['Error: nobody is there', expect.stringContaining('nobody is there')]);
    expect(asked()).toBe(1);
    expect(published).toEqual(['file:/data.jsonl']);
  });
});
