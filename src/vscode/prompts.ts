/** Prompts in the editor: the folder's own where it has one, else ours. */
import * as vscode from 'vscode';
import { parsePrompt, type PromptId } from '../core/cot/prompts/prompts.ts';
import { renderTemplate, type Template, type TemplateValues } from '../core/cot/prompts/template.ts';
import type { ModelMessage } from '../core/model/modelBackend.ts';
import { UserError } from './run.ts';
import { readThroughWindow } from './smallFiles.ts';

/** No prompt is longer; a file that is, lies there by mistake. */
const longestPrompt = 1_000_000;

/** Where a folder keeps its prompts. */
export const promptFolder = ['.callsmith', 'prompts'] as const;

/** The prompts of one piece of work; each file is read once. Only for trusted folders: no other is asked about anything. */
export class Prompts {
  readonly #templates = new Map<PromptId, Promise<Template>>();

  constructor(
    private readonly document: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /**
   * The messages that ask it.
   * @throws UserError when the folder's own prompt cannot be read or is no template, with what is wrong with it
   */
  async messages(id: PromptId, values: TemplateValues): Promise<ModelMessage[]> {
    let template = this.#templates.get(id);
    if (!template) this.#templates.set(id, (template = this.#read(id)));
    const rendered = renderTemplate(await template, values);
    if (!rendered.ok) throw new UserError(rendered.reason);
    const user: ModelMessage = { role: 'user', text: rendered.user };
    return rendered.system === '' ? [user] : [{ role: 'system', text: rendered.system }, user];
  }

  async #read(id: PromptId): Promise<Template> {
    const uri = promptFile(this.document, id);
    const own = uri && (await ownPrompt(uri));
    const parsed = parsePrompt(id, own);
    if (!parsed.ok)
      throw new UserError(`${vscode.workspace.asRelativePath(uri!)}: ${parsed.errors.join(' ')}`);
    if (own !== undefined) this.log.info(`the prompt ${id} is the folder's own`);
    return parsed.template;
  }
}

/** Where the folder of a document keeps a prompt; `undefined` for a file in no folder. */
export function promptFile(document: vscode.Uri, id: PromptId): vscode.Uri | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(document);
  return folder && vscode.Uri.joinPath(folder.uri, ...promptFolder, `${id}.md`);
}

/** The text of a folder's prompt; `undefined` where it has none, as most. Ours is never taken in place of one that is there. */
async function ownPrompt(uri: vscode.Uri): Promise<string | undefined> {
  const read = await readThroughWindow(uri, longestPrompt);
  if (read.kind === 'none') return undefined;
  if (read.kind === 'read') return new TextDecoder().decode(read.bytes);
  const reason = read.kind === 'failed' && read.error instanceof Error ? ` (${read.error.message})` : '';
  throw new UserError(
    vscode.l10n.t(
      '{0} cannot be read as a prompt{1}; mend it, or delete it to use the prompt that comes with Callsmith.',
      vscode.workspace.asRelativePath(uri),
      reason,
    ),
  );
}
