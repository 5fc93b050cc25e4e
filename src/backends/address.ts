/** Addresses of servers: what a person enters, brought into one form, and the origin that a key is bound to. */

/** The origin of an http or https address, such as `https://api.openai.com`; undefined for anything else. */
export function originOf(address: string): string | undefined {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return undefined;
  }
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.origin : undefined;
}

/** The host with its port as shown to people; `address` itself where it is no address. */
export function hostOf(address: string): string {
  return originOf(address) === undefined ? address : new URL(address).host;
}

/** Whether a host name means this machine. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}

/** A base URL as it is used, or what is wrong with it. */
export type BaseUrl =
  | {
      readonly ok: true;
      /** Without a slash at the end, without a query. */
      readonly baseUrl: string;
      /** What the query of the entered address holds and every request repeats: Azure's `api-version`. */
      readonly query: Readonly<Record<string, string>>;
      readonly origin: string;
      readonly host: string;
      /** Whether what is sent can be read on the way: no TLS, and not this machine. */
      readonly readable: boolean;
    }
  | { readonly ok: false; readonly problem: string };

/**
 * Brings what a person entered into one form. Azure's resource addresses get the path of its interface; a pasted
 * `/chat/completions` at the end is dropped.
 * @param entered such as `http://127.0.0.1:8000/v1`
 */
export function parseBaseUrl(entered: string): BaseUrl {
  const origin = originOf(entered.trim());
  if (origin === undefined)
    return {
      ok: false,
      problem: 'The base URL must begin with http:// or https://, such as http://127.0.0.1:8000/v1.',
    };
  const url = new URL(entered.trim());
  if (url.username !== '' || url.password !== '')
    return { ok: false, problem: 'The base URL must hold no user name or password: store the key instead.' };
  const query: Record<string, string> = {};
  for (const [key, value] of url.searchParams) {
    // Anything else might be a secret, which has no place in settings.
    if (key !== 'api-version')
      return {
        ok: false,
        problem:
          'The base URL must hold no query but "api-version": a key does not belong there, store it instead.',
      };
    query[key] = value;
  }
  const path = url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
  return {
    ok: true,
    baseUrl: `${url.origin}${path}`,
    query,
    origin: url.origin,
    host: url.host,
    readable: url.protocol === 'http:' && !isLoopback(url.hostname),
  };
}
