/**
 * The formats of JSON Schema. Every test is linear in the text: fixed shapes are regular expressions without
 * overlapping repeats, the rest reads character by character.
 */
import { isIpv4, isIpv6, isUri, isUriReference, isUriTemplate } from './formatUri.ts';
import { parsePattern } from './patternSyntax.ts';

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDate(text: string): boolean {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month >= 1 && month <= 12 && day >= 1 && day <= DAYS[month - 1]! + (leap ? 1 : 0);
}

/** RFC 3339 time with offset; a leap second only where it is 23:59:60 in UTC. */
function isTime(text: string): boolean {
  const match = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))$/.exec(
    text,
  );
  if (match === null) return false;
  const hour = Number(match[1]);
  const minute = Number(match[2]);
  const second = Number(match[3]);
  const offsetHour = Number(match[5] ?? 0);
  const offsetMinute = Number(match[6] ?? 0);
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return false;
  if (second < 60) return true;
  const offset = (offsetHour * 60 + offsetMinute) * (match[4] === '-' ? -1 : 1);
  return (((hour * 60 + minute - offset) % 1440) + 1440) % 1440 === 1439;
}

function isDateTime(text: string): boolean {
  return /^.{10}[Tt]/.test(text) && isDate(text.slice(0, 10)) && isTime(text.slice(11));
}

/** RFC 3339 appendix A: weeks alone, or date units in order and time units in order. */
function isDuration(text: string): boolean {
  if (/^P[0-9]+W$/.test(text)) return true;
  const match = /^P([0-9YMD]*)(T([0-9HMS]*))?$/.exec(text);
  if (match === null) return false;
  const date = match[1]!;
  const time = match[3];
  if (time === undefined) return date !== '' && unitsInOrder(date, 'YMD');
  return (date === '' || unitsInOrder(date, 'YMD')) && time !== '' && unitsInOrder(time, 'HMS');
}

/** Numbers each followed by a unit, the units neighbours in `units` (RFC 3339 has no `P1Y2D`). */
function unitsInOrder(text: string, units: string): boolean {
  let previous = -1;
  let digits = 0;
  for (const char of text) {
    if (char >= '0' && char <= '9') {
      digits++;
      continue;
    }
    const unit = units.indexOf(char);
    if (digits === 0 || (previous >= 0 && unit !== previous + 1)) return false;
    previous = unit;
    digits = 0;
  }
  return digits === 0 && previous >= 0;
}

function isHostname(text: string): boolean {
  if (text.length === 0 || text.length > 253) return false;
  return text.split('.').every((label) => {
    if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label) || label.length > 63) return false;
    return label.slice(2, 4) !== '--' || isPunycodeLabel(label);
  });
}

/** `xn--` and something that decodes; other labels with `--` at the third place are reserved. */
function isPunycodeLabel(label: string): boolean {
  return /^xn--[a-z0-9-]*[a-z0-9]$/i.test(label) && label.length > 4 && !/^xn--x$/i.test(label);
}

const ATEXT = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+$/;
const ATEXT_WIDE = /^(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|[^\x00-\x7f])+$/u;

/** RFC 5321 mailbox: dot-atom or quoted local part, host name or address literal. */
function isEmail(text: string, wide: boolean): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1) return false;
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  const quoted = local.length >= 2 && local.startsWith('"') && local.endsWith('"');
  const atext = wide ? ATEXT_WIDE : ATEXT;
  if (quoted ? !isQuotedPart(local.slice(1, -1)) : !local.split('.').every((part) => atext.test(part)))
    return false;
  if (domain.startsWith('[') && domain.endsWith(']')) {
    const literal = domain.slice(1, -1);
    return literal.startsWith('IPv6:') ? isIpv6(literal.slice(5)) : isIpv4(literal);
  }
  return wide ? /^[^\s@[\]]+$/u.test(domain) && !domain.split('.').includes('') : isHostname(domain);
}

function isQuotedPart(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '"') return false;
    if (char === '\\' && ++i >= text.length) return false;
  }
  return true;
}

const POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/;

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  date: isDate,
  time: isTime,
  'date-time': isDateTime,
  duration: isDuration,
  email: (text) => isEmail(text, false),
  'idn-email': (text) => isEmail(text, true),
  hostname: isHostname,
  ipv4: isIpv4,
  ipv6: isIpv6,
  uri: (text) => isUri(text, false),
  iri: (text) => isUri(text, true),
  'uri-reference': (text) => isUriReference(text, false),
  'iri-reference': (text) => isUriReference(text, true),
  'uri-template': isUriTemplate,
  uuid: (text) => /^[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}$/.test(text),
  'json-pointer': (text) => POINTER.test(text),
  'relative-json-pointer': isRelativePointer,
  regex: (text) => parsePattern(text) !== 'syntax',
};

function isRelativePointer(text: string): boolean {
  const head = /^(?:0|[1-9][0-9]*)/.exec(text)?.[0];
  if (head === undefined) return false;
  const tail = text.slice(head.length);
  return tail === '#' || POINTER.test(tail);
}

/** The test for a format, or `undefined` for one that is not known: any text is accepted then. */
export function formatTest(format: string): ((text: string) => boolean) | undefined {
  return Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
}
