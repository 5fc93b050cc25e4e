/** Which model the editor asks: settings, keys, consent, and the backend that comes of them. */
import * as vscode from 'vscode';
import { chooseBackend, type BackendSetting, type Choice } from '../backends/choose.ts';
import { createEndpoint } from '../backends/endpoint.ts';
import { createKeyRing, type KeyRing } from '../backends/keys.ts';
import { createOpenAiBackend, type OpenAiBackendOptions } from '../backends/openaiBackend.ts';
import { mergePrices, type Price } from '../backends/prices.ts';
import type { ProbeResult } from '../backends/probe.ts';
import { quirks, type ServerKind } from '../backends/quirks.ts';
import { createTextScorer } from '../backends/textScorer.ts';
import type { ModelBackend } from '../core/model/modelBackend.ts';
import type { TextScorer } from '../core/model/scoring.ts';
import { backendSettings, commands, memory, settings } from './ids.ts';
import { createLanguageModelBackend } from './languageModelBackend.ts';
import { UserError } from './run.ts';
import { plural } from './words.ts';

/** A model that can be asked. */
export interface ReadyModel {
  readonly backend: ModelBackend;
  /** The model's name as its server knows it. */
  readonly model: string;
  /** Tells how likely the model finds a text; absent for VS Code's models, which do not say. */
  readonly scorer?: TextScorer;
  /** Where requests go; `undefined` for VS Code's models, which ask by themselves. The first one to an origin asks. */
  readonly origin: string | undefined;
  /** What goes there can be read on the way: no TLS, and not this machine. */
  readonly isReadable: boolean;
}

export class Models implements vscode.Disposable {
  readonly keys: KeyRing;
  readonly #changed = new vscode.EventEmitter<void>();
  /** What is used may be another one from now on. */
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];
  #probes: readonly ProbeResult[] | undefined;
  #toldPrices = '';

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.keys = createKeyRing(context.secrets);
    this.#subscriptions = [
      this.#changed,
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settings.section}.${backendSettings.area}`)) this.#changed.fire();
      }),
      vscode.lm.onDidChangeChatModels(() => this.#changed.fire()),
      context.secrets.onDidChange(() => this.#changed.fire()),
    ];
  }

  /** What answered when the person looked for local servers. */
  set probes(probes: readonly ProbeResult[] | undefined) {
    this.#probes = probes;
    this.#changed.fire();
  }

  /** What would be used now. Nothing is sent. */
  async choice(): Promise<Choice> {
    const section = backendSection();
    const baseUrl = section.get<string>(backendSettings.baseUrl, '');
    const kindSetting = section.get<string>(backendSettings.kind, 'auto');
    const kind = Object.hasOwn(quirks, kindSetting) ? (kindSetting as ServerKind) : undefined;
    const endpoint = baseUrl.trim() === '' ? undefined : createEndpoint(baseUrl, kind);
    const hasKey =
      endpoint !== undefined && typeof endpoint !== 'string'
        ? (await this.keys.keyFor(endpoint.origin)) !== undefined
        : false;
    const offered = await languageModels();
    return chooseBackend({
      setting: section.get<BackendSetting>(backendSettings.use, 'auto'),
      configured:
        baseUrl.trim() === ''
          ? undefined
          : { baseUrl, model: section.get<string>(backendSettings.model, ''), kind, hasKey },
      languageModels: offered.map(({ id, name, vendor }) => ({ id, name: `${name} (${vendor})` })),
      languageModel: this.context.globalState.get<string>(memory.pickedLanguageModel),
      probes: this.#probes,
    });
  }

  /**
   * The model to ask.
   * @throws UserError when the folder is not trusted, or none is set up: then with what to do
   */
  async ready(): Promise<ReadyModel> {
    if (!vscode.workspace.isTrusted)
      throw new UserError(
        vscode.l10n.t(
          'models are not asked in a folder that is not trusted, since what stands in it would be sent; trust the folder first.',
        ),
      );
    const choice = await this.choice();
    const section = backendSection();
    const limit = (name: string, fallback: number) => section.get<number>(name, fallback);
    const times = {
      totalMs: limit(backendSettings.timeoutSeconds, 900) * 1000,
      firstTokenMs: limit(backendSettings.firstTokenSeconds, 290) * 1000,
      idleMs: limit(backendSettings.idleSeconds, 90) * 1000,
    };
    // Of what a model writes: log-probabilities of a prompt are much longer, and have the scorer's own limit.
    const limits = {
      ...times,
      maxReplyCharacters: limit(backendSettings.maxReplyCharacters, 400_000),
    };
    if (choice.use === 'language-model') {
      const model = (await languageModels()).find(({ id }) => id === choice.id);
      if (model)
        return {
          backend: createLanguageModelBackend(model, limits, this.log),
          model: model.id,
          origin: undefined,
          isReadable: false,
        };
    }
    if (choice.use === 'endpoint') {
      const { endpoint, model } = choice;
      const options: OpenAiBackendOptions = {
        endpoint,
        keys: this.keys,
        limits,
        retry: { attempts: limit(backendSettings.attempts, 4) },
        prices: this.#prices(section.get(backendSettings.prices)),
        log: this.log,
      };
      const backend = createOpenAiBackend(options);
      return {
        backend,
        model,
        scorer: createTextScorer({ ...options, limits: times }),
        origin: endpoint.origin,
        isReadable: endpoint.readable,
      };
    }
    const message =
      choice.use === 'none'
        ? choice.message
        : choice.use === 'pick-model'
          ? vscode.l10n.t('{0} has several models; pick one.', choice.endpoint.host)
          : vscode.l10n.t('the picked model is not there any more; pick another.');
    const title = vscode.l10n.t('Select Model Backend');
    throw new UserError(message, { title, command: commands.selectBackend });
  }

  /** The shipped prices and the person's; what is wrong with theirs is told, once for the same words. */
  #prices(setting: unknown): readonly Price[] {
    const { prices, problems } = mergePrices(setting);
    const words = problems.join(' ');
    if (words !== this.#toldPrices) {
      this.#toldPrices = words;
      for (const problem of problems) this.log.warn(problem);
      if (words !== '')
        void vscode.window.showWarningMessage(
          vscode.l10n.t('Callsmith: prices of the settings are left out. {0}', words),
        );
    }
    return prices;
  }

  /**
   * Asks once for each origin whether samples may be sent there; VS Code asks for its own models.
   * @returns false when the person does not want it
   */
  async consent({ backend, origin, isReadable }: ReadyModel, samples: number): Promise<boolean> {
    if (origin === undefined) return true;
    const known = this.context.globalState.get<string[]>(memory.consentedHosts, []);
    if (known.includes(origin)) return true;
    const send = vscode.l10n.t('Send');
    const chosen = await vscode.window.showWarningMessage(
      vscode.l10n.t('Send {0} to {1}?', plural(samples, 'sample'), backend.host),
      {
        modal: true,
        detail: [
          vscode.l10n.t(
            'Tools, conversation and answer of a sample go to this server. Callsmith asks once for each server.',
          ),
          ...(isReadable
            ? [vscode.l10n.t('The address is http and not https: samples and key can be read on the way.')]
            : []),
        ].join(' '),
      },
      send,
    );
    if (chosen !== send) return false;
    await this.context.globalState.update(memory.consentedHosts, [...known, origin]);
    return true;
  }

  async pickLanguageModel(id: string): Promise<void> {
    await this.context.globalState.update(memory.pickedLanguageModel, id);
    this.#changed.fire();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

export function backendSection(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(`${settings.section}.${backendSettings.area}`);
}

/** The models that VS Code offers; none where it has no such thing, or an extension fails to answer. */
export async function languageModels(): Promise<readonly vscode.LanguageModelChat[]> {
  try {
    return await vscode.lm.selectChatModels();
  } catch {
    // An extension that brings models failed: then it offers none.
    return [];
  }
}
