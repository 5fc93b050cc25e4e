/** A key goes to the origin it was entered for and nowhere else. */
import { describe, expect, it } from 'vitest';
import {
  createEnvironmentKeys,
  createKeyRing,
  keyProblem,
  type SecretStore,
} from '../../src/backends/keys.ts';

function memorySecrets(): SecretStore & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    get: async (name) => kept.get(name),
    store: async (name, value) => void kept.set(name, value),
    delete: async (name) => void kept.delete(name),
  };
}

describe('the key ring', () => {
  it('binds a key to the origin of the address', async () => {
    const secrets = memorySecrets();
    const ring = createKeyRing(secrets);
    await ring.setKey('https://api.example.com/v1', ' sk-one ');
    expect(await ring.keyFor('https://api.example.com')).toBe('sk-one');
    for (const other of [
      'http://api.example.com',
      'https://api.example.com:8443',
      'https://api.example.com.evil.example',
      'https://example.com',
      // Not an origin: nothing is guessed from it.
      'https://api.example.com/v1',
      'nonsense',
    ])
      expect(await ring.keyFor(other), other).toBeUndefined();
    expect([...secrets.kept.keys()]).toEqual(['callsmith.key:https://api.example.com']);
  });

  it('removes one key and leaves the others', async () => {
    const ring = createKeyRing(memorySecrets());
    await ring.setKey('https://a.example', 'sk-a');
    await ring.setKey('https://b.example', 'sk-b');
    await ring.removeKey('https://a.example/v1');
    expect(await ring.keyFor('https://a.example')).toBeUndefined();
    expect(await ring.keyFor('https://b.example')).toBe('sk-b');
  });

  it('takes no address that is none', async () => {
    await expect(createKeyRing(memorySecrets()).setKey('api.example.com', 'sk-x')).rejects.toThrow(
      'http:// or https://',
    );
  });

  it.each(['', '  ', 'sk one', 'sk-1\nx-evil: 1', 'sk-ü', 'k'.repeat(4097)])('refuses %j', async (key) => {
    const problem = keyProblem(key);
    expect(problem).toBeDefined();
    if (key.trim() !== '') expect(problem).not.toContain(key);
    await expect(createKeyRing(memorySecrets()).setKey('https://a.example', key)).rejects.toThrow(RangeError);
  });
});

describe('keys from the environment', () => {
  const all = {
    CALLSMITH_API_KEY: 'sk-callsmith',
    CALLSMITH_BASE_URL: 'https://llm.example.com/v1',
    OPENAI_API_KEY: 'sk-openai',
  };

  it("go to the named endpoint, OpenAI's own to OpenAI", async () => {
    const keys = createEnvironmentKeys(all);
    expect(await keys.keyFor('https://llm.example.com')).toBe('sk-callsmith');
    expect(await keys.keyFor('https://api.openai.com')).toBe('sk-openai');
    expect(await keys.keyFor('https://other.example.com')).toBeUndefined();
    expect(await keys.keyFor('http://llm.example.com')).toBeUndefined();
  });

  it('follow the endpoint of an option, which goes before the variable', async () => {
    const keys = createEnvironmentKeys(all, 'http://127.0.0.1:8000/v1');
    expect(await keys.keyFor('http://127.0.0.1:8000')).toBe('sk-callsmith');
    expect(await keys.keyFor('https://llm.example.com')).toBeUndefined();
  });

  it('are none without a named endpoint, and when they cannot be sent', async () => {
    expect(
      await createEnvironmentKeys({ CALLSMITH_API_KEY: 'x' }).keyFor('https://a.example'),
    ).toBeUndefined();
    const broken = createEnvironmentKeys({ ...all, OPENAI_API_KEY: 'sk\nx' });
    expect(await broken.keyFor('https://api.openai.com')).toBeUndefined();
  });

  it("of Callsmith go before OpenAI's when the endpoint is OpenAI", async () => {
    const keys = createEnvironmentKeys(all, 'https://api.openai.com/v1');
    expect(await keys.keyFor('https://api.openai.com')).toBe('sk-callsmith');
  });
});
