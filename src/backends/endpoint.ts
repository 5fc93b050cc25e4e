/** An endpoint: a base URL with the kind of its server and everything that follows from the two. */
import { parseBaseUrl } from './address.ts';
import { azureApiVersion, kindOfBaseUrl, quirks, type Quirks, type ServerKind } from './quirks.ts';

/** Where requests go and how that server wants them. */
export interface Endpoint {
  /** Without a slash at the end; paths such as `/chat/completions` are put behind it. */
  readonly baseUrl: string;
  /** Part of every request's address. */
  readonly query: Readonly<Record<string, string>>;
  /** What a key is bound to. */
  readonly origin: string;
  /** Host with port, for people. */
  readonly host: string;
  readonly quirks: Quirks;
  /** Whether what is sent can be read on the way: no TLS, and not this machine. Faces warn before a key is sent so. */
  readonly readable: boolean;
}

/**
 * Makes an endpoint of what a person entered.
 * @param entered the base URL; empty means the kind's own place
 * @param kind the kind where the person named one; else it is told from the address
 * @returns the endpoint, or a sentence that says what is wrong with the address
 */
export function createEndpoint(entered: string, kind?: ServerKind): Endpoint | string {
  const address = entered.trim() === '' && kind !== undefined ? (quirks[kind].defaultBaseUrl ?? '') : entered;
  const parsed = parseBaseUrl(address);
  if (!parsed.ok) return parsed.problem;
  const { origin, host, readable } = parsed;
  const its = quirks[kind ?? kindOfBaseUrl(address)];
  const path = parsed.baseUrl.slice(origin.length);
  const common = { origin, host, readable, quirks: its };
  if (its.kind !== 'azure') {
    // The servers known by name all have their interface at /v1.
    const baseUrl = path === '' && its.kind !== 'other' ? `${origin}/v1` : parsed.baseUrl;
    return Object.freeze({ ...common, baseUrl, query: parsed.query });
  }
  // Azure has two interfaces: /openai/v1 takes the model from the request and wants no version; the older one has the
  // deployment in the path and a dated version in the query.
  const isOlder = path.includes('/deployments/');
  const baseUrl = path === '' || path === '/openai' ? `${origin}/openai/v1` : parsed.baseUrl;
  const query = isOlder ? { 'api-version': azureApiVersion, ...parsed.query } : parsed.query;
  return Object.freeze({ ...common, baseUrl, query });
}
