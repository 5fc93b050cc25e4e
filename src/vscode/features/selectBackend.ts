/** Select Model Backend: which model is asked, with a test of the connection; and the item that shows it. */
import * as vscode from 'vscode';
import { createEndpoint, type Endpoint } from '../../backends/endpoint.ts';
import { keyProblem } from '../../backends/keys.ts';
import { probeLocal, probeServer } from '../../backends/probe.ts';
import { BackendError } from '../../core/model/backendError.ts';
import { backendSettings, commands } from '../ids.ts';
import { backendSection, languageModels, type Models } from '../models.ts';
import { registerCommand, UserError, withProgress } from '../run.ts';
import type { Sessions } from '../sessions.ts';
import { number } from '../words.ts';

export function registerSelectBackend(
  models: Models,
  sessions: Sessions,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('callsmith.backend', vscode.StatusBarAlignment.Right, 99);
  item.name = vscode.l10n.t('Callsmith Model');
  item.command = commands.selectBackend;
  let latest = 0;
  const update = async () => {
    const turn = ++latest;
    // Asking for VS Code's models starts the extensions that bring them: not before there is a data set.
    if (!sessions.active()) {
      item.hide();
      return;
    }
    const choice = await models.choice();
    if (turn !== latest) return;
    const isUsed = choice.use === 'endpoint' || choice.use === 'language-model';
    if (!isUsed || !sessions.active()) {
      item.hide();
      return;
    }
    const [name, host] =
      choice.use === 'endpoint' ? [choice.model, choice.endpoint.host] : [choice.name, 'VS Code'];
    item.text = `$(hubot) ${name}`;
    item.tooltip = vscode.l10n.t('Callsmith asks {0} at {1}. Click to select another model.', name, host);
    item.accessibilityInformation = {
      label: vscode.l10n.t('Callsmith asks {0} at {1}', name, host),
      role: 'button',
    };
    item.show();
  };
  void update();
  return vscode.Disposable.from(
    models,
    item,
    models.onDidChange(() => void update()),
    vscode.window.onDidChangeActiveTextEditor(() => void update()),
    sessions.onDidOpen(() => void update()),
    registerCommand(commands.selectBackend, log, () => select(models)),
    registerCommand(commands.removeKey, log, () => removeKey(models)),
  );
}

interface Item extends vscode.QuickPickItem {
  readonly run?: () => Promise<boolean>;
}

async function select(models: Models): Promise<void> {
  if (!vscode.workspace.isTrusted)
    throw new UserError(
      vscode.l10n.t('models are not asked in a folder that is not trusted; trust the folder first.'),
    );
  const offered = await languageModels();
  const baseUrl = backendSection().get<string>(backendSettings.baseUrl, '');
  const items: Item[] = [
    {
      label: vscode.l10n.t('$(globe) Server with OpenAI’s protocol…'),
      description: baseUrl === '' ? undefined : baseUrl,
      detail: vscode.l10n.t('OpenAI, Azure, vLLM, SGLang, Ollama, LM Studio, llama.cpp and others'),
      run: () => enterEndpoint(models, baseUrl),
    },
    {
      label: vscode.l10n.t('$(search) Look for Ollama or LM Studio on this machine'),
      detail: vscode.l10n.t('Asks their usual ports on 127.0.0.1 which models they have'),
      run: () => lookLocally(models),
    },
    ...offered.map((model): Item => ({
      label: `$(hubot) ${model.name}`,
      description: model.vendor,
      detail: vscode.l10n.t('Offered by VS Code; it asks for consent the first time'),
      run: async () => {
        await models.pickLanguageModel(model.id);
        await set({ [backendSettings.use]: 'vscode' });
        return true;
      },
    })),
    ...(offered.length === 0
      ? [
          {
            label: vscode.l10n.t('$(info) VS Code offers no language model'),
            detail: vscode.l10n.t(
              'Install an extension that brings one, such as GitHub Copilot, and sign in',
            ),
          },
        ]
      : []),
    {
      label: vscode.l10n.t('$(sync) Automatic'),
      detail: vscode.l10n.t('The server of the settings, else a model of VS Code’s'),
      run: async () => {
        await set({ [backendSettings.use]: 'auto' });
        return true;
      },
    },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Select Model Backend'),
    placeHolder: vscode.l10n.t('Which model shall Callsmith ask?'),
    matchOnDetail: true,
  });
  if (!chosen?.run || !(await chosen.run())) return;
  await test(models);
}

/** The settings of this machine, so that they hold in every folder. */
async function set(values: Readonly<Record<string, unknown>>): Promise<void> {
  const section = backendSection();
  for (const [name, value] of Object.entries(values))
    await section.update(name, value, vscode.ConfigurationTarget.Global);
}

async function enterEndpoint(models: Models, before: string): Promise<boolean> {
  const entered = await vscode.window.showInputBox({
    title: vscode.l10n.t('Base URL of the Server'),
    prompt: vscode.l10n.t(
      'Mostly ends in /v1, such as https://api.openai.com/v1 or http://127.0.0.1:8000/v1',
    ),
    value: before,
    ignoreFocusOut: true,
    validateInput: (text) => {
      const made = createEndpoint(text);
      return typeof made === 'string' ? made : undefined;
    },
  });
  if (entered === undefined) return false;
  const endpoint = createEndpoint(entered);
  if (typeof endpoint === 'string') throw new UserError(endpoint);
  if (!(await enterKey(models, endpoint))) return false;
  return pickModel(models, endpoint, entered);
}

/** Asks for a key where the server wants one, or may; nothing entered keeps what is stored. */
async function enterKey(models: Models, endpoint: Endpoint): Promise<boolean> {
  const stored = await models.keys.keyFor(endpoint.origin);
  const isNeeded = endpoint.quirks.needsKey && stored === undefined;
  const warning = endpoint.readable
    ? vscode.l10n.t(' The connection is not encrypted: the key can be read on the way.')
    : '';
  const key = await vscode.window.showInputBox({
    title: vscode.l10n.t('Key for {0}', endpoint.host),
    prompt:
      (stored !== undefined
        ? vscode.l10n.t('A key is stored for this server; leave empty to keep it.')
        : isNeeded
          ? vscode.l10n.t('Kept in VS Code’s secret storage, for this server only.')
          : vscode.l10n.t('Leave empty when the server wants none.')) + warning,
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (text === '' && !isNeeded ? undefined : keyProblem(text)),
  });
  if (key === undefined) return false;
  if (key !== '') await models.keys.setKey(endpoint.baseUrl, key);
  return true;
}

/** Asks the server for its models, and the person for one of them; any name can be entered. */
async function pickModel(models: Models, endpoint: Endpoint, entered: string): Promise<boolean> {
  const probe = await withProgress(vscode.l10n.t('Asking {0} for its models', endpoint.host), (_, token) =>
    probeServer(endpoint, { keys: models.keys, token }),
  );
  const other = vscode.l10n.t('$(edit) Another name…');
  let model: string | undefined;
  if (probe.ok && probe.models.length > 0) {
    model = await vscode.window.showQuickPick([...probe.models, other], {
      title: vscode.l10n.t('Model of {0}', endpoint.host),
      placeHolder: vscode.l10n.t('Which of its models?'),
      ignoreFocusOut: true,
    });
    if (model === undefined) return false;
  }
  if (model === undefined || model === other) {
    const why = probe.ok ? '' : `${probe.error.message} `;
    model = await vscode.window.showInputBox({
      title: vscode.l10n.t('Name of the Model'),
      prompt: why + vscode.l10n.t('As the server knows it; at Azure the name of the deployment.'),
      value: backendSection().get<string>(backendSettings.model, ''),
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Enter a name.') : undefined),
    });
  }
  if (model === undefined) return false;
  await set({
    [backendSettings.baseUrl]: entered.trim(),
    [backendSettings.model]: model.trim(),
    [backendSettings.use]: 'auto',
  });
  return true;
}

async function lookLocally(models: Models): Promise<boolean> {
  const probes = await withProgress(vscode.l10n.t('Looking for local servers'), (_, token) =>
    probeLocal({ token }),
  );
  models.probes = probes;
  const found = probes.flatMap((probe) =>
    probe.ok
      ? probe.models.map((model) => ({
          label: model,
          description: probe.endpoint.quirks.title,
          endpoint: probe.endpoint,
        }))
      : [],
  );
  if (found.length === 0) {
    const choice = await models.choice();
    throw new UserError(
      choice.use === 'none'
        ? choice.message
        : vscode.l10n.t('no local server answers; start Ollama or LM Studio and look again.'),
    );
  }
  const chosen = await vscode.window.showQuickPick(found, {
    title: vscode.l10n.t('Models on This Machine'),
    placeHolder: vscode.l10n.t('Which model?'),
  });
  if (!chosen) return false;
  await set({
    [backendSettings.baseUrl]: chosen.endpoint.baseUrl,
    [backendSettings.model]: chosen.label,
    [backendSettings.use]: 'auto',
  });
  return true;
}

/** One short request, so that a wrong key or name shows now and not later. No sample is sent. */
async function test(models: Models): Promise<void> {
  const ready = await models.ready();
  const { backend, model } = ready;
  const begin = Date.now();
  try {
    const reply = await withProgress(vscode.l10n.t('Testing {0} at {1}', model, backend.host), (_, token) =>
      backend.generate(
        { model, messages: [{ role: 'user', text: 'Reply with the word OK.' }] },
        undefined,
        token,
      ),
    );
    const seconds = ((Date.now() - begin) / 1000).toFixed(1);
    const tokens = `${reply.usage.estimated ? '~' : ''}${number(reply.usage.input + reply.usage.output)}`;
    void vscode.window.showInformationMessage(
      vscode.l10n.t('{0} at {1} answers ({2} s, {3} tokens).', model, backend.host, seconds, tokens),
    );
  } catch (error) {
    if (error instanceof BackendError && error.code !== 'cancelled') throw new UserError(error.message);
    throw error;
  }
}

async function removeKey(models: Models): Promise<void> {
  const baseUrl = backendSection().get<string>(backendSettings.baseUrl, '');
  const endpoint = createEndpoint(baseUrl);
  if (typeof endpoint === 'string' || (await models.keys.keyFor(endpoint.origin)) === undefined)
    throw new UserError(vscode.l10n.t('no key is stored for the server of the settings.'));
  await models.keys.removeKey(endpoint.baseUrl);
  void vscode.window.showInformationMessage(vscode.l10n.t('The key for {0} is removed.', endpoint.host));
}
