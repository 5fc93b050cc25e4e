/** Addresses that people enter, and what is particular about the server behind them. */
import { describe, expect, it } from 'vitest';
import { hostOf, isLoopback, originOf, parseBaseUrl } from '../../src/backends/address.ts';
import { createEndpoint, type Endpoint } from '../../src/backends/endpoint.ts';
import { kindOfBaseUrl, kindOfOwners, quirks } from '../../src/backends/quirks.ts';

const endpoint = (...entered: Parameters<typeof createEndpoint>): Endpoint => {
  const made = createEndpoint(...entered);
  if (typeof made === 'string') throw new Error(made);
  return made;
};

describe('the kind of a server is told from its address', () => {
  it.each([
    ['https://api.openai.com/v1', 'openai'],
    ['https://API.OpenAI.com', 'openai'],
    ['https://mine.openai.azure.com', 'azure'],
    ['https://mine.services.ai.azure.com/openai/v1', 'azure'],
    ['https://mine.cognitiveservices.azure.com', 'azure'],
    ['http://127.0.0.1:8000/v1', 'vllm'],
    ['http://gpu-box:30000/v1', 'sglang'],
    ['http://localhost:11434/v1', 'ollama'],
    ['http://localhost:1234/v1', 'lm-studio'],
    ['http://[::1]:8080/v1', 'llama-cpp'],
    ['https://gateway.example.com:8000/v1', 'other'],
    ['https://api.openai.com.example.com/v1', 'other'],
    ['https://openrouter.ai/api/v1', 'other'],
    ['nonsense', 'other'],
  ])('%s: %s', (address, kind) => {
    expect(kindOfBaseUrl(address)).toBe(kind);
  });

  it('and better from what owns its models', () => {
    expect(kindOfOwners(['sglang'], 'vllm')).toBe('sglang');
    expect(kindOfOwners(['library', 'someone'], 'other')).toBe('ollama');
    expect(kindOfOwners(['openai', 'system'], 'openai')).toBe('openai');
    expect(kindOfOwners([], 'other')).toBe('other');
  });
});

describe('the table', () => {
  it.each(Object.entries(quirks))('%s is filled in and dated', (kind, entry) => {
    expect(entry.kind).toBe(kind);
    expect(entry.title).not.toBe('');
    expect(entry.reasoning.length).toBeGreaterThan(0);
    expect(entry.checked).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(entry.source).toMatch(/^https:\/\//);
    if (entry.defaultBaseUrl !== undefined) expect(kindOfBaseUrl(entry.defaultBaseUrl)).toBe(kind);
  });

  it('sends keys to servers without TLS only on this machine by default', () => {
    for (const { defaultBaseUrl } of Object.values(quirks))
      if (defaultBaseUrl !== undefined)
        expect(parseBaseUrl(defaultBaseUrl)).toMatchObject({ readable: false });
  });
});

describe('a base URL', () => {
  it.each([
    ['https://api.openai.com/v1/', 'https://api.openai.com/v1'],
    [' http://127.0.0.1:8000/v1/chat/completions ', 'http://127.0.0.1:8000/v1'],
    ['https://gateway.example.com/llm/v1', 'https://gateway.example.com/llm/v1'],
  ])('%j is %s', (entered, baseUrl) => {
    expect(parseBaseUrl(entered)).toMatchObject({ ok: true, baseUrl });
  });

  it.each([
    ['127.0.0.1:8000', /must begin with http/],
    ['file:///etc/passwd', /must begin with http/],
    ['', /must begin with http/],
    ['https://me:secret@api.example.com/v1', /no user name or password/],
    ['https://api.example.com/v1?key=secret', /no query but "api-version"/],
  ])('%j is refused without being repeated', (entered, words) => {
    const parsed = parseBaseUrl(entered);
    expect(parsed).toMatchObject({ ok: false, problem: expect.stringMatching(words) });
    expect(JSON.stringify(parsed)).not.toContain('secret');
  });

  it('that leaves this machine without TLS is told as readable on the way', () => {
    expect(endpoint('http://gpu-box:8000/v1').readable).toBe(true);
    expect(endpoint('http://127.0.0.1:8000/v1').readable).toBe(false);
    expect(endpoint('https://gpu-box:8000/v1').readable).toBe(false);
    expect(isLoopback('127.0.0.1.example.com')).toBe(false);
  });

  it('has an origin for keys and a host for people', () => {
    expect(originOf('https://api.openai.com:443/v1?x=1')).toBe('https://api.openai.com');
    expect(originOf('vscode://x')).toBeUndefined();
    expect(hostOf('http://127.0.0.1:8000/v1')).toBe('127.0.0.1:8000');
    expect(hostOf('nonsense')).toBe('nonsense');
  });
});

describe('Azure', () => {
  it.each([
    'https://x.openai.azure.com',
    'https://x.openai.azure.com/openai/',
    'https://x.openai.azure.com/openai/v1',
  ])('%s is its interface without dated versions', (entered) => {
    expect(endpoint(entered)).toMatchObject({
      baseUrl: 'https://x.openai.azure.com/openai/v1',
      query: {},
      quirks: { kind: 'azure', keyHeader: 'api-key' },
    });
  });

  it('keeps the path of a deployment and adds the version that it wants', () => {
    const path = 'https://x.openai.azure.com/openai/deployments/mine';
    expect(endpoint(path)).toMatchObject({ baseUrl: path, query: { 'api-version': '2024-10-21' } });
    expect(endpoint(`${path}/chat/completions?api-version=2025-01-01-preview`)).toMatchObject({
      baseUrl: path,
      query: { 'api-version': '2025-01-01-preview' },
    });
  });
});

describe('an endpoint', () => {
  it('takes the place of its kind when no address is entered', () => {
    expect(endpoint('', 'ollama').baseUrl).toBe('http://127.0.0.1:11434/v1');
    expect(createEndpoint('', 'azure')).toMatch(/must begin with http/);
  });

  it('of a server known by name is completed; of another it stays as it was entered', () => {
    expect(endpoint('https://api.openai.com').baseUrl).toBe('https://api.openai.com/v1');
    expect(endpoint('http://localhost:11434/').baseUrl).toBe('http://localhost:11434/v1');
    expect(endpoint('https://llm.example.com').baseUrl).toBe('https://llm.example.com');
    expect(endpoint('http://localhost:8000/llm').baseUrl).toBe('http://localhost:8000/llm');
  });

  it('is of the kind that the person named', () => {
    expect(endpoint('http://127.0.0.1:11434/v1', 'vllm').quirks.kind).toBe('vllm');
  });
});
