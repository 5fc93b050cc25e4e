/** What the heatmap's page is made of, and what it gives away: its document, its words, files to save. */
import * as vscode from 'vscode';

/** Where the page's script and style lie. */
export function pageFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}

/** The document: a script and a style of ours, nothing else. */
export function pageHtml(webview: vscode.Webview, folder: vscode.Uri): string {
  const uriOf = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
  // For the style by which the toolkit finds out whether a focus is to be seen.
  const nonce = crypto.randomUUID().replaceAll('-', '');
  const policy = [
    "default-src 'none'",
    `script-src ${webview.cspSource}`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} blob: data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language.replace(/[^A-Za-z-]/g, '')}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${uriOf('heatmap.css')}">
<title>Callsmith</title>
</head>
<body>
<script type="module" src="${uriOf('heatmap.js')}"></script>
</body>
</html>`;
}

/** Words of the editor's language, for the page. */
export function wordsOf(bundle: Record<string, string | { message: string }>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(bundle).map(([key, value]) => [key, typeof value === 'string' ? value : value.message]),
  );
}

/** Asks where to, and writes; nothing is written when nobody says where. */
export async function saveExport(
  kind: 'png' | 'svg' | 'csv',
  name: string,
  bytes: Uint8Array,
  beside: vscode.Uri | undefined,
): Promise<void> {
  const safe = name.replace(/[\\/:*?"<>|]/g, '-');
  const folder =
    beside && beside.scheme !== 'untitled'
      ? vscode.Uri.joinPath(beside, '..')
      : vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, safe) }),
    filters: { [kind.toUpperCase()]: [kind] },
  });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, bytes);
  const open = vscode.l10n.t('Open');
  void vscode.window
    .showInformationMessage(
      vscode.l10n.t('Callsmith: saved {0}.', vscode.workspace.asRelativePath(target)),
      open,
    )
    .then((chosen) => {
      if (chosen === open) void vscode.commands.executeCommand('vscode.open', target);
    });
}
