/** Which model is asked, from what is known. */
import { describe, expect, it } from 'vitest';
import { chooseBackend, type Known } from '../../src/backends/choose.ts';
import { createEndpoint, type Endpoint } from '../../src/backends/endpoint.ts';
import type { ProbeResult } from '../../src/backends/probe.ts';
import type { ServerKind } from '../../src/backends/quirks.ts';
import { BackendError } from '../../src/core/model/backendError.ts';

const at = (kind: ServerKind, url = ''): Endpoint => createEndpoint(url, kind) as Endpoint;
const answers = (kind: ServerKind, models: string[]): ProbeResult => ({
  ok: true,
  endpoint: at(kind),
  models,
});
const silent = (kind: ServerKind): ProbeResult => ({
  ok: false,
  endpoint: at(kind),
  error: new BackendError({ code: 'unreachable', host: at(kind).host }),
});
const nothing: Known = { setting: 'auto', languageModels: [] };
const offered = [
  { id: 'one', name: 'One' },
  { id: 'two', name: 'Two' },
];
const local = { baseUrl: 'http://127.0.0.1:8000/v1', model: 'mine', hasKey: false };

describe('auto', () => {
  it('takes a configured endpoint before everything else', () => {
    const choice = chooseBackend({
      setting: 'auto',
      configured: local,
      languageModels: offered,
      probes: [answers('ollama', ['x'])],
    });
    expect(choice).toMatchObject({ use: 'endpoint', model: 'mine', endpoint: { quirks: { kind: 'vllm' } } });
  });

  it("then VS Code's model, the picked one or the first", () => {
    const known = { ...nothing, languageModels: offered, probes: [answers('ollama', ['x'])] };
    expect(chooseBackend(known)).toMatchObject({ use: 'language-model', id: 'one' });
    expect(chooseBackend({ ...known, languageModel: 'two' })).toMatchObject({
      id: 'two',
      why: 'it was picked',
    });
    expect(chooseBackend({ ...known, languageModel: 'gone' })).toMatchObject({ id: 'one' });
  });

  it('then a local server that answered', () => {
    expect(
      chooseBackend({ ...nothing, probes: [silent('ollama'), answers('lm-studio', ['x'])] }),
    ).toMatchObject({
      use: 'endpoint',
      model: 'x',
      endpoint: { baseUrl: 'http://127.0.0.1:1234/v1' },
      why: 'LM Studio answers at 127.0.0.1:1234',
    });
  });

  it('asks which model when a server has several', () => {
    expect(chooseBackend({ ...nothing, probes: [answers('ollama', ['x', 'y'])] })).toMatchObject({
      use: 'pick-model',
      models: ['x', 'y'],
    });
  });

  it('offers to look, and does not look by itself', () => {
    expect(chooseBackend(nothing)).toMatchObject({
      use: 'none',
      message: expect.stringContaining('look for Ollama or LM Studio'),
      steps: ['set-endpoint', 'look', 'add-language-model'],
    });
  });

  it('says what to do when nothing answered, and when a server has no model', () => {
    expect(chooseBackend({ ...nothing, probes: [silent('ollama'), silent('lm-studio')] })).toMatchObject({
      use: 'none',
      message: expect.stringMatching(/^Neither Ollama nor LM Studio answers/),
    });
    expect(chooseBackend({ ...nothing, probes: [answers('ollama', [])] })).toMatchObject({
      use: 'none',
      message: expect.stringMatching(/^Ollama answers at 127\.0\.0\.1:11434, but has no model/),
    });
  });
});

describe('a configured endpoint', () => {
  const configured = (change: Partial<Known['configured']>): Known => ({
    ...nothing,
    languageModels: offered,
    configured: { ...local, ...change },
  });

  it('is not replaced by something else when it lacks a key', () => {
    const openai = configured({ baseUrl: 'https://api.openai.com/v1' });
    expect(chooseBackend(openai)).toMatchObject({
      use: 'none',
      message: 'api.openai.com needs a key, and none is stored for it. Set one.',
      steps: ['set-key', 'set-endpoint'],
    });
    expect(chooseBackend(configured({ baseUrl: 'https://api.openai.com/v1', hasKey: true }))).toMatchObject({
      use: 'endpoint',
    });
  });

  it('is not replaced when its address is wrong', () => {
    expect(chooseBackend(configured({ baseUrl: 'localhost:8000' }))).toMatchObject({
      use: 'none',
      steps: ['set-endpoint'],
    });
  });

  it('needs a model, or a list with one', () => {
    const unnamed = configured({ model: ' ' });
    expect(chooseBackend(unnamed)).toMatchObject({ use: 'none', steps: ['set-model', 'look'] });
    const listed: ProbeResult = {
      ok: true,
      endpoint: { ...at('vllm', local.baseUrl), quirks: at('sglang').quirks },
      models: ['only'],
    };
    expect(chooseBackend({ ...unnamed, probes: [listed] })).toMatchObject({
      use: 'endpoint',
      model: 'only',
      endpoint: { quirks: { kind: 'sglang' } },
    });
    const gone: ProbeResult = {
      ok: false,
      endpoint: at('vllm', local.baseUrl),
      error: new BackendError({ code: 'unreachable', host: '127.0.0.1:8000' }),
    };
    expect(chooseBackend({ ...unnamed, probes: [gone] })).toMatchObject({
      use: 'none',
      message: expect.stringContaining('Nothing answers at 127.0.0.1:8000'),
    });
  });
});

describe('a setting other than auto', () => {
  it('is kept', () => {
    expect(chooseBackend({ setting: 'vscode', configured: local, languageModels: offered })).toMatchObject({
      use: 'language-model',
    });
    expect(chooseBackend({ setting: 'vscode', configured: local, languageModels: [] })).toMatchObject({
      use: 'none',
      steps: ['add-language-model', 'set-auto'],
    });
    expect(chooseBackend({ setting: 'endpoint', languageModels: offered })).toMatchObject({
      use: 'none',
      steps: ['set-endpoint', 'set-auto'],
    });
  });
});
