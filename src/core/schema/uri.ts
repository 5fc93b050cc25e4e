/** Addresses of schemas: the part of RFC 3986 that `$id` and `$ref` need. Nothing here opens an address. */

/** An address split at its `#`; the fragment is percent-decoded, `undefined` when there is no `#`. */
export interface SplitUri {
  readonly base: string;
  readonly fragment: string | undefined;
}

/** Splits at the first `#`. A fragment with a broken percent escape is kept as written. */
export function splitFragment(uri: string): SplitUri {
  const at = uri.indexOf('#');
  if (at < 0) return { base: uri, fragment: undefined };
  return { base: uri.slice(0, at), fragment: percentDecode(uri.slice(at + 1)) };
}

function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/** `ref` relative to `base` (RFC 3986 section 5.2); `base` may be empty, then `ref` stays as it is. */
export function resolveUri(base: string, ref: string): string {
  if (ref === '') return splitBase(base);
  if (ref.startsWith('#')) return splitBase(base) + ref;
  if (SCHEME.test(ref) || base === '') return ref;
  const scheme = SCHEME.exec(base)?.[0] ?? '';
  const rest = splitBase(base).slice(scheme.length);
  if (ref.startsWith('//')) return scheme + ref;
  let authority = '';
  let path = rest;
  if (rest.startsWith('//')) {
    const slash = rest.indexOf('/', 2);
    authority = slash < 0 ? rest : rest.slice(0, slash);
    path = slash < 0 ? '' : rest.slice(slash);
  }
  const query = path.indexOf('?');
  if (query >= 0) path = path.slice(0, query);
  if (ref.startsWith('?')) return scheme + authority + path + ref;
  const { head, tail } = splitTail(ref);
  if (head.startsWith('/')) return scheme + authority + removeDots(head) + tail;
  const folder = path.slice(0, path.lastIndexOf('/') + 1) || (authority ? '/' : '');
  return scheme + authority + removeDots(folder + head) + tail;
}

function splitBase(uri: string): string {
  const at = uri.indexOf('#');
  return at < 0 ? uri : uri.slice(0, at);
}

/** The path of a relative reference, and its query and fragment together. */
function splitTail(ref: string): { head: string; tail: string } {
  const at = ref.search(/[?#]/);
  return at < 0 ? { head: ref, tail: '' } : { head: ref.slice(0, at), tail: ref.slice(at) };
}

function removeDots(path: string): string {
  const out: string[] = [];
  const parts = path.split('/');
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    const last = i === parts.length - 1;
    if (part === '.' || part === '..') {
      if (part === '..' && out.length > 1) out.pop();
      if (last) out.push('');
    } else {
      out.push(part);
    }
  }
  return out.join('/');
}

/** The member names of a JSON Pointer (RFC 6901) without its `#`, escapes decoded. */
export function pointerTokens(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
