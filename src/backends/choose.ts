/** Which model is asked: a pure decision, so that the editor and the command line decide alike. */
import { createEndpoint, type Endpoint } from './endpoint.ts';
import type { ProbeResult } from './probe.ts';
import { quirks, type ServerKind } from './quirks.ts';

/** What the person set: a way of asking, or `auto` for the first that is there. */
export type BackendSetting = 'auto' | 'endpoint' | 'vscode';

/** What is known when a model is needed. */
export interface Known {
  readonly setting: BackendSetting;
  /** The endpoint of the settings or the environment; absent where none is named. */
  readonly configured?: {
    readonly baseUrl: string;
    /** Empty where none is named. */
    readonly model: string;
    readonly kind?: ServerKind;
    /** Whether a key is stored for its origin. */
    readonly hasKey: boolean;
  };
  /** Models that VS Code offers; empty on the command line. */
  readonly languageModels: readonly { readonly id: string; readonly name: string }[];
  /** The id of the VS Code model that the person picked. */
  readonly languageModel?: string;
  /** What answered, of the local servers or the configured one; absent as long as nobody asked to look. */
  readonly probes?: readonly ProbeResult[];
}

/** Something that the person can do next; faces have a button or a line for each. */
export type NextStep =
  | 'set-endpoint'
  | 'set-model'
  | 'set-key'
  /** Look for a local server; the only step that sends anything. */
  | 'look'
  | 'start-server'
  | 'add-language-model'
  | 'set-auto';

/** What to use, or what to do. */
export type Choice =
  | {
      readonly use: 'endpoint';
      readonly endpoint: Endpoint;
      readonly model: string;
      readonly why: string;
    }
  | { readonly use: 'language-model'; readonly id: string; readonly name: string; readonly why: string }
  /** The server is there and has several models: the person picks one. */
  | { readonly use: 'pick-model'; readonly endpoint: Endpoint; readonly models: readonly string[] }
  | { readonly use: 'none'; readonly message: string; readonly steps: readonly NextStep[] };

const none = (message: string, ...steps: NextStep[]): Choice => ({ use: 'none', message, steps });

/** The model of an endpoint: the named one, the only one that the server lists, or a question. */
function chooseModel(endpoint: Endpoint, named: string, listed: readonly string[], why: string): Choice {
  if (named !== '') return { use: 'endpoint', endpoint, model: named, why };
  if (listed.length === 1) return { use: 'endpoint', endpoint, model: listed[0]!, why };
  if (listed.length > 1) return { use: 'pick-model', endpoint, models: listed };
  return none(
    `No model is named for ${endpoint.host}. Set "callsmith.backend.model", or look which models it has.`,
    'set-model',
    'look',
  );
}

function chooseConfigured(configured: NonNullable<Known['configured']>, known: Known): Choice {
  const endpoint = createEndpoint(configured.baseUrl, configured.kind);
  if (typeof endpoint === 'string') return none(endpoint, 'set-endpoint');
  if (endpoint.quirks.needsKey && !configured.hasKey)
    return none(
      `${endpoint.host} needs a key, and none is stored for it. Set one.`,
      'set-key',
      'set-endpoint',
    );
  const probe = known.probes?.find((one) => one.endpoint.baseUrl === endpoint.baseUrl);
  const listed = probe?.ok ? probe.models : [];
  // The list of models may have told the kind; what the person named goes before it.
  const found = probe?.ok && configured.kind === undefined ? probe.endpoint : endpoint;
  if (configured.model.trim() === '' && probe?.ok === false)
    return none(probe.error.message, 'start-server', 'set-endpoint', 'set-model');
  return chooseModel(found, configured.model.trim(), listed, `${endpoint.host} is configured`);
}

function chooseLanguageModel(known: Known): Choice | undefined {
  const picked = known.languageModels.find(({ id }) => id === known.languageModel);
  const model = picked ?? known.languageModels[0];
  return (
    model && {
      use: 'language-model',
      id: model.id,
      name: model.name,
      why: picked ? 'it was picked' : 'VS Code offers it',
    }
  );
}

/**
 * Decides which model is asked. In the order of `auto`: a configured endpoint, a model that VS Code offers, a local server
 * that answered when the person looked for one; else a message with steps. Nothing is sent.
 */
export function chooseBackend(known: Known): Choice {
  const { setting, configured, probes } = known;
  if (setting !== 'vscode' && configured !== undefined && configured.baseUrl.trim() !== '')
    return chooseConfigured(configured, known);
  if (setting === 'endpoint')
    return none('No endpoint is configured. Set "callsmith.backend.baseUrl".', 'set-endpoint', 'set-auto');
  const offered = chooseLanguageModel(known);
  if (offered !== undefined) return offered;
  if (setting === 'vscode')
    return none(
      'VS Code offers no language model. Install an extension that brings one and sign in, or configure an endpoint.',
      'add-language-model',
      'set-auto',
    );
  if (probes === undefined)
    return none(
      'No model is set up. Configure an endpoint, add a language model to VS Code, or look for Ollama or LM Studio on this machine.',
      'set-endpoint',
      'look',
      'add-language-model',
    );
  const answered = probes.filter((probe) => probe.ok);
  const local = answered.find(({ models }) => models.length > 0);
  if (local !== undefined) {
    const { title } = quirks[local.endpoint.quirks.kind];
    return chooseModel(local.endpoint, '', local.models, `${title} answers at ${local.endpoint.host}`);
  }
  if (answered.length > 0)
    return none(
      `${answered[0]!.endpoint.quirks.title} answers at ${answered[0]!.endpoint.host}, but has no model. Download one there, then look again.`,
      'look',
      'set-endpoint',
    );
  return none(
    'Neither Ollama nor LM Studio answers on this machine. Start one of them and look again, or configure an endpoint.',
    'start-server',
    'look',
    'set-endpoint',
    'add-language-model',
  );
}
