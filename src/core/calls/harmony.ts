/**
 * The text form of Harmony (gpt-oss): messages between `<|start|>` and `<|end|>`, `<|call|>` or `<|return|>`, each with a
 * header (role, recipient, channel, type of its content) and a body behind `<|message|>`. A text may begin inside a
 * header: a completion goes on where its prompt ended. See openai/harmony, docs/format.md.
 */
import type { Span } from '../text/span.ts';

/** Messages that are read of one text; a text with more is no conversation, and what is kept must stay bounded. */
export const maxHarmonyMessages = 10_000;

/** A word of a header, with its place. */
export interface HeaderWord extends Span {
  readonly text: string;
}

/** A message; all offsets are `textOffset`s. */
export interface HarmonyMessage extends Span {
  /** As written, without a name behind a colon; absent where the text begins inside the header (the assistant's). */
  readonly role: HeaderWord | undefined;
  /** Who is spoken to: `functions.f` in a call, `assistant` in its result. */
  readonly recipient: HeaderWord | undefined;
  readonly channel: string | undefined;
  /** Behind `<|constrain|>`, or the last word of the header: `json`, `code`. */
  readonly contentType: string | undefined;
  readonly body: Span;
  /** What ends it; absent when the text ends, or the next message begins, first. */
  readonly stop: 'end' | 'call' | 'return' | undefined;
}

const TOKEN = /<\|(start|message|channel|end|call|return)\|>/g;

/** Does the text hold messages of Harmony? Two substring searches. */
export function looksLikeHarmony(text: string): boolean {
  return text.includes('<|message|>') && (text.includes('<|start|>') || text.includes('<|channel|>'));
}

/** The messages of a text, in order. A header without `<|message|>` (the prompt for an answer) is none. */
export function splitHarmony(text: string): HarmonyMessage[] {
  const messages: HarmonyMessage[] = [];
  /** Where the header at hand begins, behind `<|start|>`, and where its message does; -1 outside of headers. */
  let header = 0;
  let start = 0;
  let isImplicit = true;
  let open: Omit<HarmonyMessage, 'end' | 'stop' | 'body'> & { bodyStart: number } = undefined!;
  let isOpen = false;
  const close = (bodyEnd: number, end: number, stop: HarmonyMessage['stop']) => {
    const { bodyStart, ...parts } = open;
    messages.push({ ...parts, end, stop, body: { start: bodyStart, end: bodyEnd } });
    isOpen = false;
    header = end;
    start = end;
    isImplicit = true;
  };
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    if (messages.length >= maxHarmonyMessages) return messages;
    const at = match.index;
    const next = at + match[0].length;
    switch (match[1]) {
      case 'start':
        if (isOpen) close(at, at, undefined);
        header = next;
        start = at;
        isImplicit = false;
        break;
      case 'message':
        if (isOpen) break;
        open = { ...readHeader(text, header, at, isImplicit), start, bodyStart: next };
        isOpen = true;
        break;
      case 'end':
      case 'call':
      case 'return':
        if (isOpen) close(at, next, match[1]);
        else {
          header = next;
          start = next;
          isImplicit = true;
        }
        break;
      default: // A channel is part of its header.
    }
  }
  if (isOpen) close(text.length, text.length, undefined);
  return messages;
}

type Header = Pick<HarmonyMessage, 'role' | 'recipient' | 'channel' | 'contentType'>;

/** `role[:name] [to=recipient] <|channel|>channel [to=recipient] [<|constrain|>]type`, in any order behind the role. */
function readHeader(text: string, start: number, end: number, isImplicit: boolean): Header {
  let role: HeaderWord | undefined;
  let recipient: HeaderWord | undefined;
  let channel: string | undefined;
  let contentType: string | undefined;
  const word = /<\|(channel|constrain)\|>|[^\s<]+|</g;
  word.lastIndex = start;
  let expects: string | undefined = isImplicit ? undefined : 'role';
  for (let match = word.exec(text); match !== null && match.index < end; match = word.exec(text)) {
    const found = match[0];
    if (match[1] !== undefined) {
      expects = match[1];
      continue;
    }
    const at = match.index;
    if (found.startsWith('to=')) recipient = { text: found.slice(3), start: at + 3, end: at + found.length };
    else if (expects === 'role') {
      // `user:name` speaks as the user.
      const colon = found.indexOf(':');
      const length = colon > 0 ? colon : found.length;
      role = { text: found.slice(0, length), start: at, end: at + length };
    } else if (expects === 'channel') channel = found;
    else contentType = found;
    expects = undefined;
  }
  return { role, recipient, channel, contentType };
}
