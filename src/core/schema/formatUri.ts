/** Internet addresses: IP (RFC 2673, RFC 4291), URI and IRI (RFC 3986, RFC 3987), URI templates (RFC 6570). */

/** Four decimal numbers up to 255 without leading zeros. */
export function isIpv4(text: string): boolean {
  const parts = text.length > 15 ? [] : text.split('.');
  return (
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255)
  );
}

/** Eight groups of four hexadecimal digits, one `::` for missing ones, perhaps IPv4 at the end; no zone. */
export function isIpv6(text: string): boolean {
  if (text.length > 45 || !/^[0-9A-Fa-f:.]+$/.test(text)) return false;
  const gap = text.indexOf('::');
  if (gap >= 0 && text.indexOf('::', gap + 1) >= 0) return false;
  const left = gap >= 0 ? text.slice(0, gap) : text;
  const right = gap >= 0 ? text.slice(gap + 2) : '';
  const before = groups(left, gap < 0);
  const after = groups(right, true);
  if (before === undefined || after === undefined) return false;
  return gap >= 0 ? before + after <= 7 : before === 8;
}

/** How many groups stand in `text`; an IPv4 part counts two and is allowed at the very end only. */
function groups(text: string, atEnd: boolean): number | undefined {
  if (text === '') return 0;
  const parts = text.split(':');
  let count = 0;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    if (/^[0-9A-Fa-f]{1,4}$/.test(part)) count++;
    else if (atEnd && i === parts.length - 1 && isIpv4(part)) count += 2;
    else return undefined;
  }
  return count;
}

/** ucschar and iprivate of RFC 3987 (the noncharacters at the end of each plane are not singled out). */
const PRIVATE = '\\u{e000}-\\u{f8ff}\\u{f0000}-\\u{10fffd}';
const WIDE = '\\u{a0}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{ffef}\\u{10000}-\\u{efffd}';
const PCHAR = "A-Za-z0-9\\-._~!$&'()*+,;=:@";
const narrow = parts('');
const wide = parts(WIDE);

function parts(more: string): { path: RegExp; query: RegExp; user: RegExp; host: RegExp } {
  return {
    path: new RegExp(`^(?:[${PCHAR}/${more}]|%[0-9A-Fa-f]{2})*$`, 'u'),
    query: new RegExp(`^(?:[${PCHAR}/?${more}${more && PRIVATE}]|%[0-9A-Fa-f]{2})*$`, 'u'),
    user: new RegExp(`^(?:[A-Za-z0-9\\-._~!$&'()*+,;=:${more}]|%[0-9A-Fa-f]{2})*$`, 'u'),
    host: new RegExp(`^(?:[A-Za-z0-9\\-._~!$&'()*+,;=${more}]|%[0-9A-Fa-f]{2})*$`, 'u'),
  };
}

/** A URI (with `iri`, an IRI): a scheme is required. */
export function isUri(text: string, iri: boolean): boolean {
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/.exec(text);
  return scheme !== null && isAfterScheme(text.slice(scheme[0].length), iri);
}

/** A URI or a relative reference, whose first segment has no colon. */
export function isUriReference(text: string, iri: boolean): boolean {
  if (isUri(text, iri)) return true;
  const first = /^[^/?#]*/.exec(text)?.[0] ?? '';
  return !first.includes(':') && isAfterScheme(text, iri);
}

function isAfterScheme(text: string, iri: boolean): boolean {
  const set = iri ? wide : narrow;
  const hash = text.indexOf('#');
  if (hash >= 0 && !set.query.test(text.slice(hash + 1))) return false;
  let rest = hash >= 0 ? text.slice(0, hash) : text;
  const mark = rest.indexOf('?');
  if (mark >= 0 && !set.query.test(rest.slice(mark + 1))) return false;
  if (mark >= 0) rest = rest.slice(0, mark);
  if (!rest.startsWith('//')) return set.path.test(rest);
  const slash = rest.indexOf('/', 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  return isAuthority(authority, set) && (slash < 0 || set.path.test(rest.slice(slash)));
}

function isAuthority(text: string, set: { user: RegExp; host: RegExp }): boolean {
  const at = text.lastIndexOf('@');
  if (at >= 0 && !set.user.test(text.slice(0, at))) return false;
  const host = text.slice(at + 1);
  if (host.startsWith('[')) {
    const end = host.indexOf(']');
    if (end < 0 || !/^(?::[0-9]*)?$/.test(host.slice(end + 1))) return false;
    const literal = host.slice(1, end);
    return isIpv6(literal) || /^[vV][0-9A-Fa-f]+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+$/.test(literal);
  }
  const colon = host.indexOf(':');
  if (colon >= 0 && !/^[0-9]*$/.test(host.slice(colon + 1))) return false;
  return set.host.test(colon < 0 ? host : host.slice(0, colon));
}

/** Literals and `{…}` expressions of RFC 6570, level 4. */
export function isUriTemplate(text: string): boolean {
  const name =
    '(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*(?::[1-9][0-9]{0,3}|\\*)?';
  const expression = new RegExp(`^[+#./;?&=,!@|]?${name}(?:,${name})*$`);
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('{', at);
    const literal = text.slice(at, open < 0 ? text.length : open);
    if (/[\x00-\x20"<>\\^`|}\x7f]/.test(literal) || /%(?![0-9A-Fa-f]{2})/.test(literal)) return false;
    if (open < 0) return true;
    const close = text.indexOf('}', open);
    if (close < 0 || !expression.test(text.slice(open + 1, close))) return false;
    at = close + 1;
  }
  return true;
}
