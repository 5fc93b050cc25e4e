/**
 * Keys: where they are kept and whom they are given to. A key belongs to the origin it was entered for and goes nowhere
 * else; it stands in no setting, no log and no error.
 */
import { originOf } from './address.ts';

/** A place for secrets; VS Code's `SecretStorage` fits. */
export interface SecretStore {
  get(name: string): PromiseLike<string | undefined>;
  store(name: string, value: string): PromiseLike<void>;
  delete(name: string): PromiseLike<void>;
}

/** Says which key goes to an origin. */
export interface KeySource {
  /**
   * The key for an origin such as `https://api.openai.com`; undefined where there is none.
   * @param origin as `originOf` gives it; anything else has no key
   */
  keyFor(origin: string): Promise<string | undefined>;
}

/** Keys that the person can enter and remove. */
export interface KeyRing extends KeySource {
  /** Keeps a key for the origin of an address. `keyProblem` must have found nothing wrong. */
  setKey(address: string, key: string): Promise<void>;
  /** Removes the key of the origin of an address; nothing happens where there is none. */
  removeKey(address: string): Promise<void>;
}

/** What is wrong with a key that was entered, in a sentence that does not repeat it; undefined when nothing is. */
export function keyProblem(key: string): string | undefined {
  const trimmed = key.trim();
  if (trimmed === '') return 'Enter the key, or press Escape to keep things as they are.';
  // What cannot stand in a header would be repeated in the error of whoever tries to send it.
  if (!/^[\x21-\x7e]+$/.test(trimmed))
    return 'A key has no spaces, line breaks or letters beyond ASCII: copy it again.';
  if (trimmed.length > 4096) return 'A key is not that long: copy it again.';
  return undefined;
}

/** The name under which the key of an origin is kept. */
const nameOf = (origin: string): string => `callsmith.key:${origin}`;

/** Keys in a store of secrets, one for each origin. */
export function createKeyRing(secrets: SecretStore): KeyRing {
  const ofAddress = (address: string): string => {
    const origin = originOf(address);
    if (origin === undefined) throw new RangeError('A key belongs to an address with http:// or https://.');
    return origin;
  };
  return Object.freeze({
    async keyFor(origin: string) {
      const key = await secrets.get(nameOf(origin));
      return key === undefined || keyProblem(key) !== undefined ? undefined : key.trim();
    },
    async setKey(address: string, key: string) {
      if (keyProblem(key) !== undefined) throw new RangeError('The key cannot be sent as it is.');
      await secrets.store(nameOf(ofAddress(address)), key.trim());
    },
    async removeKey(address: string) {
      await secrets.delete(nameOf(ofAddress(address)));
    },
  });
}

/** Environment variables that the command line reads. */
export const keyVariables = {
  /** The key for the configured endpoint. */
  key: 'CALLSMITH_API_KEY',
  /** The endpoint, where no setting or option names one. */
  baseUrl: 'CALLSMITH_BASE_URL',
  /** OpenAI's own variable; read for OpenAI's own host alone. */
  openaiKey: 'OPENAI_API_KEY',
} as const;

const openaiOrigin = 'https://api.openai.com';

/**
 * Keys from the environment, for the command line. `CALLSMITH_API_KEY` goes to the one endpoint that was named, by an
 * option or by `CALLSMITH_BASE_URL`; `OPENAI_API_KEY` goes to `https://api.openai.com` and nowhere else.
 * @param environment such as `process.env`
 * @param configured the base URL that an option names; it goes before the variable
 */
export function createEnvironmentKeys(
  environment: Readonly<Record<string, string | undefined>>,
  configured?: string,
): KeySource {
  const named = originOf(configured ?? environment[keyVariables.baseUrl] ?? '');
  const clean = (key: string | undefined): string | undefined =>
    key === undefined || keyProblem(key) !== undefined ? undefined : key.trim();
  return Object.freeze({
    async keyFor(origin: string) {
      const own = named !== undefined && origin === named ? clean(environment[keyVariables.key]) : undefined;
      return own ?? (origin === openaiOrigin ? clean(environment[keyVariables.openaiKey]) : undefined);
    },
  });
}
