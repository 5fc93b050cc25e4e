/** The status item: the one place where format, targets, mode and totals show, and from where they are changed. */
import * as vscode from 'vscode';
import { formatById } from '../../core/formats/index.ts';
import type { Format } from '../../core/formats/types.ts';
import type { FileFormat } from '../../core/service.ts';
import { commands } from '../ids.ts';
import { registerCommand } from '../run.ts';
import type { Session } from '../session.ts';
import type { Sessions } from '../sessions.ts';
import { number, percent, plural } from '../words.ts';
import { spokenTargets, targetLabel, targetSentence } from './targets.ts';

/** VS Code does not hand documents over this many UTF-16 units to extensions. */
const tooLargeBytes = 50 * 1024 * 1024;

export function registerStatusItem(sessions: Sessions, log: vscode.LogOutputChannel): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('callsmith.status', vscode.StatusBarAlignment.Right, 100);
  item.name = 'Callsmith';
  item.command = commands.showStatus;
  let latest = 0;
  const update = () => {
    const turn = ++latest;
    void show(item, sessions, () => turn === latest);
  };
  update();
  return vscode.Disposable.from(
    item,
    sessions.onDidChange(update),
    vscode.window.tabGroups.onDidChangeTabs(update),
    vscode.window.tabGroups.onDidChangeTabGroups(update),
    registerCommand(commands.showStatus, log, () => menu(sessions)),
    registerCommand(commands.pickFormat, log, () => pickFormat(sessions)),
  );
}

/** `isLatest` tells whether this is still the last update asked for: looking at a file on disk takes a while. */
async function show(item: vscode.StatusBarItem, sessions: Sessions, isLatest: () => boolean): Promise<void> {
  const session = sessions.active();
  if (session) {
    apply(item, describe(session));
    return;
  }
  const document = vscode.window.activeTextEditor?.document;
  if (document && sessions.isTooLong(document.uri)) {
    apply(item, {
      label: vscode.l10n.t('$(beaker) Callsmith: over 8 MB'),
      spoken: vscode.l10n.t('Callsmith: over 8 MB, not checked as you type'),
      detail: vscode.l10n.t(
        'A JSON array or object over 8 MB is not checked as you type. Choose **Check File** to check it from disk, or keep large data sets as JSON Lines.',
      ),
    });
    return;
  }
  const large = await largeFile();
  if (!isLatest()) return;
  if (large) {
    apply(item, {
      label: vscode.l10n.t('$(beaker) Callsmith: over 50 MB'),
      spoken: vscode.l10n.t('Callsmith: over 50 MB, not checked as you type'),
      detail: vscode.l10n.t(
        'VS Code does not hand files over 50 MB to extensions, so nothing is checked as you type. Choose **Check File** to check it from disk.',
      ),
    });
    return;
  }
  item.hide();
}

function apply(item: vscode.StatusBarItem, { label, spoken, detail }: Description): void {
  item.text = label;
  item.tooltip = new vscode.MarkdownString(
    vscode.l10n.t('{0}\n\n*Click for format, targets, checks and log.*', detail),
  );
  item.accessibilityInformation = { label: spoken, role: 'button' };
  item.show();
}

/** The file of the active tab when it is a data set too large for extensions to see. */
async function largeFile(): Promise<vscode.Uri | undefined> {
  if (vscode.window.activeTextEditor) return undefined;
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof vscode.TabInputText) || !/\.(jsonl|ndjson|json)$/i.test(input.uri.path))
    return undefined;
  try {
    const { size } = await vscode.workspace.fs.stat(input.uri);
    return size > tooLargeBytes ? input.uri : undefined;
  } catch {
    // The file is gone or cannot be asked about: then there is nothing to say of its size.
    return undefined;
  }
}

interface Description {
  /** What the item shows. */
  readonly label: string;
  /** What a screen reader says in place of it. */
  readonly spoken: string;
  /** The tooltip, in Markdown. */
  readonly detail: string;
}

function describe(session: Session): Description {
  const { format, targets, totals, done, shown } = session.state;
  const lines: string[] = [];
  const name = formatName(session);
  lines.push(`**${name}** ${decidedWords(format)}`);
  const why = whyUnchecked(session);
  if (why) lines.push(why);
  if (format.id !== 'plain') lines.push(targetSentence(session.state));
  const found = totals.errors + totals.warnings + totals.hints;
  const progress = done ? '' : ` · ${vscode.l10n.t('checking {0}', percent(totals.checked, totals.lines))}`;
  lines.push(
    `${plural(totals.samples, 'sample')}, ${plural(totals.errors, 'error')}, ` +
      `${plural(totals.warnings, 'warning')}, ${plural(totals.hints, 'hint')}${progress}`,
  );
  if (totals.dropped > 0) {
    lines.push(
      vscode.l10n.t(
        '{0} not shown: suppressed in `callsmith.config.json`, or known to its baseline.',
        plural(totals.dropped, 'finding'),
      ),
    );
  }
  const off = Object.values(session.file.severities ?? {}).filter((severity) => severity === 'off').length;
  if (off > 0)
    lines.push(vscode.l10n.t('{0} switched off by configuration or settings.', plural(off, 'rule')));
  if (done && found > shown) {
    lines.push(
      vscode.l10n.t(
        'VS Code lists {0} of these {1} findings and draws the first 500, those in view first. **Go to Next Problem** visits all of them; `callsmith check` on the command line lists them.',
        number(shown),
        number(found),
      ),
    );
  }
  const counts =
    totals.errors + totals.warnings > 0
      ? ` $(error) ${number(totals.errors)} $(warning) ${number(totals.warnings)}`
      : format.id === 'plain' || !done
        ? ''
        : ' $(check)';
  const busy = done ? '$(beaker)' : '$(sync~spin)';
  const far = done ? '' : ` ${percent(totals.checked, totals.lines)}`;
  return {
    label: `${busy} ${name}${targetLabel(targets)}${far}${counts}`,
    spoken: [
      `Callsmith: ${name}${spokenTargets(targets)}`,
      ...(done ? [] : [vscode.l10n.t('checking')]),
      plural(totals.errors, 'error'),
      plural(totals.warnings, 'warning'),
    ].join(', '),
    detail: lines.join('\n\n'),
  };
}

/** Why calls are not checked, where they are not. */
function whyUnchecked(session: Session): string | undefined {
  const { format } = session.state;
  if (format.id === 'plain') {
    return vscode.l10n.t(
      'The records have no format that Callsmith knows, so only the lines themselves are checked, not calls. Choose a format if you know it.',
    );
  }
  switch (format.kind) {
    case 'answers':
      return vscode.l10n.t('These are reference answers; their tools stand in another file.');
    case 'turns':
      return vscode.l10n.t(
        'Each line is one turn of a dialogue, and the tools stand elsewhere: lines are checked, calls are not.',
      );
    case 'events':
      return vscode.l10n.t(
        'Each line is an event of a session, and tools are not part of it: lines are checked, calls are not.',
      );
    case 'tools':
      return vscode.l10n.t('This file defines tools: their schemas are checked.');
    default:
      return undefined;
  }
}

function decidedWords(format: FileFormat): string {
  const { vote } = format;
  switch (format.decidedBy) {
    case 'vote': {
      if (vote.entries === 0) return vscode.l10n.t('— nothing to judge by yet.');
      if (vote.entries < 3) return vscode.l10n.t('— guessed from {0}.', plural(vote.entries, 'record'));
      return vscode.l10n.t(
        '— by vote of the first {0} ({1}).',
        plural(vote.entries, 'record'),
        percent(vote.share, 1),
      );
    }
    case 'config':
      return vscode.l10n.t('— set by `callsmith.config.json`.');
    case 'setting':
      return vscode.l10n.t('— set by the setting `callsmith.validate.format`.');
    default:
      return vscode.l10n.t('— chosen by you for this file.');
  }
}

function formatName({ state: { format }, file }: Session): string {
  const title = formatById(format.id, file.mapping)?.title ?? vscode.l10n.t('Plain JSONL, calls not checked');
  return format.kind === 'samples' || format.id === 'plain' ? title : `${title} ${format.kind}`;
}

interface MenuItem extends vscode.QuickPickItem {
  readonly command?: string;
}

async function menu(sessions: Sessions): Promise<void> {
  const session = sessions.active();
  const items: MenuItem[] = [];
  if (session) {
    const { format, targets, totals } = session.state;
    const why = decidedWords(format).replace(/^— ./, (start) => start.slice(2).toUpperCase());
    items.push({
      label: vscode.l10n.t('$(symbol-structure) Change format'),
      description: formatName(session),
      detail: [why, whyUnchecked(session)].filter(Boolean).join(' '),
      command: commands.pickFormat,
    });
    items.push({
      label: vscode.l10n.t('$(target) Targets'),
      description: targetLabel(targets).replace(' → ', '') || vscode.l10n.t('none'),
      detail: targetSentence(session.state).replaceAll('**', '').replaceAll('`', ''),
      command: commands.pickTargets,
    });
    if (totals.errors + totals.warnings + totals.hints > 0) {
      items.push({
        label: vscode.l10n.t('$(arrow-down) Go to next problem'),
        description: `${plural(totals.errors, 'error')}, ${plural(totals.warnings, 'warning')}`,
        command: commands.nextProblem,
      });
    }
  }
  items.push(
    {
      label: vscode.l10n.t('$(search) Check file'),
      description: vscode.l10n.t('from disk, as it is saved'),
      command: commands.checkFile,
    },
    {
      label: vscode.l10n.t('$(folder) Check folder'),
      description: vscode.l10n.t('every data set in it, from disk'),
      command: commands.checkFolder,
    },
    { label: vscode.l10n.t('$(output) Show log'), command: commands.showLog },
  );
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Callsmith',
    placeHolder: vscode.l10n.t('What should be done?'),
  });
  if (chosen?.command) await vscode.commands.executeCommand(chosen.command);
}

async function pickFormat(sessions: Sessions): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Callsmith: open a data set first, then choose its format.'),
    );
    return;
  }
  const session = sessions.get(editor.document);
  const current = session?.state.format;
  type Item = vscode.QuickPickItem & { id: string | undefined };
  const voted = current?.vote.format ?? 'plain';
  const items: Item[] = [
    {
      id: undefined,
      label: vscode.l10n.t('$(sparkle) Decide from the records'),
      description: vscode.l10n.t(
        'now: {0}',
        formatById(voted, session?.file.mapping)?.title ?? vscode.l10n.t('plain JSONL'),
      ),
    },
    ...formatsBySupport(sessions, current).map((format) => ({
      id: format.id,
      label: format.title,
      description: current?.id === format.id ? vscode.l10n.t('{0} · in use', format.id) : format.id,
      detail: format.summary,
    })),
    {
      id: 'plain',
      label: vscode.l10n.t('Plain JSONL'),
      description: 'plain',
      detail: vscode.l10n.t('Only the lines themselves are checked.'),
    },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Format of this file'),
    placeHolder: vscode.l10n.t('Type to search; the choice is remembered for this file in this workspace'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen) await sessions.pickFormat(editor.document, chosen.id);
}

/** All formats: first those that records voted for, most votes first, then the others by title. */
function formatsBySupport(sessions: Sessions, current: FileFormat | undefined): readonly Format[] {
  const votes = new Map<string, number>();
  for (const { format, count } of current?.vote.counts ?? [])
    votes.set(format, (votes.get(format) ?? 0) + count);
  const support = (format: Format) => votes.get(format.id) ?? 0;
  return sessions.service.formats.toSorted(
    (a, b) => support(b) - support(a) || a.title.localeCompare(b.title, 'en', { sensitivity: 'base' }),
  );
}
