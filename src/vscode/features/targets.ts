/** Targets: what the data is for. Picked for the workspace; the words about them in the status item. */
import * as vscode from 'vscode';
import { configFileName } from '../../core/config.ts';
import { targetById, targets } from '../../core/targets/index.ts';
import type { TargetId } from '../../core/targets/types.ts';
import { commands, settings } from '../ids.ts';
import { registerCommand } from '../run.ts';
import type { ChosenTargets, Session } from '../session.ts';
import type { Sessions } from '../sessions.ts';

export function registerTargets(sessions: Sessions, log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand(commands.pickTargets, log, () => pickTargets(sessions));
}

/** The targets in few words, for the status item itself: ` → Mistral`, ` → 3 targets`; empty without any. */
export function targetLabel({ ids }: ChosenTargets): string {
  if (ids.length === 0) return '';
  return ` → ${ids.length === 1 ? titleOf(ids[0]!) : vscode.l10n.t('{0} targets', ids.length)}`;
}

/** The targets for a screen reader: ` for Mistral`; empty without any. */
export function spokenTargets({ ids }: ChosenTargets): string {
  return ids.length === 0 ? '' : ` ${vscode.l10n.t('for {0}', ids.map(titleOf).join(', '))}`;
}

/** A sentence about the targets of a session, in Markdown. */
export function targetSentence({ targets: chosen, format }: Session['state']): string {
  if (chosen.ids.length === 0) {
    return chosen.by === 'pick'
      ? vscode.l10n.t(
          'No targets, chosen by you for this workspace: rules of single trainers and services are silent.',
        )
      : vscode.l10n.t('No target chosen: rules of single trainers and services are silent.');
  }
  const names = chosen.ids.map((id) => `**${titleOf(id)}**`).join(', ');
  const others = chosen.ids.filter((id) => !targetById(id)!.formats.includes(format.id));
  const foreign =
    format.kind === 'samples' && others.length > 0
      ? ` ${vscode.l10n.t('This format has to be converted for {0}; of their rules, those about tools and lengths apply already.', others.map(titleOf).join(', '))}`
      : '';
  return vscode.l10n.t('For {0}, {1}.', names, byWords[chosen.by ?? 'setting']) + foreign;
}

const byWords: Readonly<Record<NonNullable<ChosenTargets['by']>, string>> = {
  pick: vscode.l10n.t('chosen by you for this workspace'),
  config: vscode.l10n.t('set by `{0}`', configFileName),
  setting: vscode.l10n.t('set by the setting `{0}.{1}`', settings.section, settings.targets),
};

function titleOf(id: TargetId): string {
  return targetById(id)?.title ?? id;
}

interface TargetItem extends vscode.QuickPickItem {
  readonly id: TargetId;
}

/** Asks for targets; several at once. The pick counts for the workspace, over configuration and setting. */
async function pickTargets(sessions: Sessions): Promise<void> {
  const session = sessions.active();
  const current = session?.state.targets.ids ?? sessions.pickedTargets() ?? [];
  const format = session?.state.format.id;
  const items: TargetItem[] = targets.map(({ id, title, summary, checked, formats }) => ({
    id,
    label: title,
    description: [
      id,
      format !== undefined && formats.includes(format) ? vscode.l10n.t('reads this format') : undefined,
      checked,
    ]
      .filter(Boolean)
      .join(' · '),
    detail: summary,
    picked: current.includes(id),
  }));
  const chosen = await askForTargets(items, sessions.pickedTargets() !== undefined);
  if (chosen === 'settings') {
    await vscode.commands.executeCommand(
      'workbench.action.openSettings',
      `${settings.section}.${settings.targets}`,
    );
  } else if (chosen === 'forget') await sessions.pickTargets(undefined);
  else if (chosen) await sessions.pickTargets(chosen);
}

function askForTargets(
  items: readonly TargetItem[],
  isPicked: boolean,
): Promise<readonly TargetId[] | 'settings' | 'forget' | undefined> {
  const pick = vscode.window.createQuickPick<TargetItem>();
  pick.title = vscode.l10n.t('Targets: what is this data for?');
  pick.placeholder = vscode.l10n.t(
    'Rules of the chosen trainers and services are checked, too; remembered for this workspace',
  );
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = items;
  pick.selectedItems = items.filter((item) => item.picked);
  const toSettings = {
    iconPath: new vscode.ThemeIcon('gear'),
    tooltip: vscode.l10n.t('Set for all workspaces'),
  };
  const forget = {
    iconPath: new vscode.ThemeIcon('discard'),
    tooltip: vscode.l10n.t('Forget the choice: {0} and the setting decide', configFileName),
  };
  pick.buttons = isPicked ? [forget, toSettings] : [toSettings];
  return new Promise((resolve) => {
    let answer: Awaited<ReturnType<typeof askForTargets>>;
    pick.onDidAccept(() => {
      answer = pick.selectedItems.map((item) => item.id);
      pick.hide();
    });
    pick.onDidTriggerButton((button) => {
      answer = button === toSettings ? 'settings' : 'forget';
      pick.hide();
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(answer);
    });
    pick.show();
  });
}
