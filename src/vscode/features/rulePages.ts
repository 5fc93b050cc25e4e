/** The rules' pages, opened from a finding's code: written from the same texts as docs/rules. */
import * as vscode from 'vscode';
import { ruleMarkdown } from '../../core/rules/page.ts';
import { ruleByCode, rules } from '../../core/rules/index.ts';
import { commands, ruleScheme } from '../ids.ts';
import { registerCommand, UserError } from '../run.ts';

export function registerRulePages(log: vscode.LogOutputChannel): vscode.Disposable {
  const provider: vscode.TextDocumentContentProvider = {
    provideTextDocumentContent(uri) {
      const code = uri.path.replace(/^\//, '').replace(/\.md$/, '');
      const rule = ruleByCode(code);
      return rule ? ruleMarkdown(rule) : vscode.l10n.t('# {0}\n\nThere is no rule of this name.', code);
    },
  };
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(ruleScheme, provider),
    registerCommand(commands.openRule, log, (code?: string) => openRule(code)),
  );
}

async function openRule(given: string | undefined): Promise<void> {
  let code = given;
  if (code === undefined) {
    const items = rules.map((rule) => ({ label: rule.code, description: rule.severity, detail: rule.title }));
    code = (
      await vscode.window.showQuickPick(items, {
        title: vscode.l10n.t('Rules'),
        placeHolder: vscode.l10n.t('Type a code, or what is wrong'),
        matchOnDetail: true,
      })
    )?.label;
  }
  if (code === undefined) return;
  if (!ruleByCode(code))
    throw new UserError(vscode.l10n.t('there is no rule {0}; "Callsmith: Show Rule" lists them.', code));
  const uri = vscode.Uri.from({ scheme: ruleScheme, path: `/${code}.md` });
  await vscode.commands.executeCommand('markdown.showPreview', uri);
}
