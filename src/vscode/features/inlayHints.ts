/** Hints in the text, for the visible part; their tooltips are made when one is pointed at. */
import * as vscode from 'vscode';
import { type HintOptions, inlayHints, type InlayHint } from '../../core/features/inlayHints.ts';
import type { RecordView } from '../../core/features/view.ts';
import { settings } from '../ids.ts';
import { maxUnasked, readAs, RecordCache, recordsIn } from '../recordViews.ts';
import { nextTurn, sliceMs } from '../run.ts';
import { isLines, type Sessions } from '../sessions.ts';
import { selector } from './providers.ts';

/** The editor draws no more of a line, unless it is told to. */
const drawnColumns = 10_000;

/** Records whose views are kept, for one file: a screen of them. */
const maxKept = 100;

/** A hint with the maker of its tooltip. */
class LazyHint extends vscode.InlayHint {
  constructor(
    position: vscode.Position,
    readonly hint: InlayHint,
  ) {
    super(position, hint.label, kinds[hint.kind]);
    this.paddingLeft = hint.kind === 'length';
    this.paddingRight = hint.kind !== 'length';
  }
}

const kinds: Readonly<Record<InlayHint['kind'], vscode.InlayHintKind | undefined>> = {
  name: vscode.InlayHintKind.Parameter,
  type: vscode.InlayHintKind.Type,
  length: undefined,
};

export function registerInlayHints(sessions: Sessions): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const views = new RecordCache(maxKept, (session, text) => readAs(sessions, session)(text));
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerInlayHintsProvider(selector, {
      onDidChangeInlayHints: changed.event,
      provideInlayHints: (document, range, token) => provide(sessions, views, document, range, token),
      resolveInlayHint(hint) {
        if (hint instanceof LazyHint) hint.tooltip = hint.hint.tooltip();
        return hint;
      },
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${settings.section}.inlayHints`)) changed.fire();
    }),
    sessions.onDidOpen(() => changed.fire()),
  );
}

async function provide(
  sessions: Sessions,
  views: RecordCache<RecordView | undefined>,
  document: vscode.TextDocument,
  range: vscode.Range,
  token: vscode.CancellationToken,
): Promise<vscode.InlayHint[] | undefined> {
  const session = sessions.get(document);
  if (!session || session.file.format === undefined) return undefined;
  const options = optionsFor(document);
  if (!options.names && !options.types && !options.lengths) return [];
  const hints: vscode.InlayHint[] = [];
  let until = performance.now() + sliceMs;
  for (const record of recordsIn(session, range)) {
    if (performance.now() > until) {
      await nextTurn();
      if (token.isCancellationRequested) throw new vscode.CancellationError();
      until = performance.now() + sliceMs;
    }
    if (record.text.trim() === '' || record.text.length > maxUnasked) continue;
    const view = views.of(session, record.text);
    if (!view) continue;
    const end = isLines(document) ? drawnColumns : record.text.length;
    for (const hint of inlayHints(view, options, { start: 0, end })) {
      const { start } = record.toRange({ start: hint.at, end: hint.at });
      if (range.contains(start)) hints.push(new LazyHint(start, hint));
    }
  }
  return hints;
}

function optionsFor(document: vscode.TextDocument): HintOptions {
  const section = vscode.workspace.getConfiguration(settings.section, document);
  return {
    names: section.get<boolean>(settings.hintNames, true),
    types: section.get<boolean>(settings.hintTypes, false),
    lengths: section.get<boolean>(settings.hintLengths, false),
  };
}
