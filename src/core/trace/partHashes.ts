/** Hashes of the parts of a data set line, to say which of them have changed since a run. */
import { printFloat } from '../calls/python/printPython.ts';
import { readExactJson } from '../calls/jsonReader.ts';
import type { ValueNode } from '../text/valueNode.ts';
import { canonicalForm, partSha } from './canonical.ts';
import type { RecordHashes, RenderPart } from './renderMeta.ts';

/** A number as Python's `json` writes it after reading it, which is how the recorder hashes; `undefined` beyond a double. */
function pythonNumber(lexeme: string): string | undefined {
  if (!/[.eE]/.test(lexeme)) return lexeme === '-0' ? '0' : lexeme;
  const value = Number(lexeme);
  return Number.isFinite(value) ? printFloat(value) : undefined;
}

/**
 * The hashes of the tools and of each message of a line with `messages`, as the recorder makes them; `undefined` for a line
 * of another format. A value without canonical form has no hash.
 */
export function recordHashes(line: string): RecordHashes | undefined {
  const read = readExactJson(line, 0, line.length);
  if (!read.ok || read.node.kind !== 'object') return undefined;
  const member = (key: string): ValueNode | undefined =>
    read.node.members?.findLast((one) => one.key === key)?.node;
  const hash = (node: ValueNode): string | undefined => {
    const form = canonicalForm(line.slice(node.start, node.end), {
      ignored: new Set(),
      number: pythonNumber,
    });
    return form === undefined ? undefined : partSha(form);
  };
  const messages = member('messages');
  if (messages?.kind !== 'array') return undefined;
  const tools = member('tools');
  const sha = tools === undefined || isEmpty(line.slice(tools.start, tools.end)) ? undefined : hash(tools);
  return { ...(sha !== undefined && { tools: sha }), messages: (messages.elements ?? []).map(hash) };
}

/** True for tools that say that there are none. */
function isEmpty(source: string): boolean {
  return /^(?:null|\[\s*\]|"\s*"|"\s*\[\s*\]\s*")$/.test(source);
}

/** What a line is made of now. */
export interface LineParts {
  readonly hashes?: RecordHashes;
  /** As for an export; of a part, `start`, `end` and `pointer` may differ from then without it having changed. */
  readonly parts: readonly Pick<RenderPart, 'message' | 'field' | 'kind' | 'sha'>[];
}

/** A part of a sample, then or now; `field` and `kind` are missing for whole messages and for the tools. */
export interface PartState {
  readonly part: 'tools' | 'message' | RenderPart['kind'];
  readonly message?: number;
  readonly field?: string;
  /** `unknown`: one of the two has no hash. */
  readonly state: 'same' | 'changed' | 'removed' | 'added' | 'unknown';
}

/** Compares what a sample was made of in a run (`then`) with what the line says `now`, part by part. */
export function compareParts(then: LineParts, now: LineParts): PartState[] {
  const states: PartState[] = [];
  if (then.hashes !== undefined && now.hashes !== undefined) {
    const tools = stateOf([then.hashes.tools ?? 'none'], [now.hashes.tools ?? 'none'], 0);
    if (then.hashes.tools !== undefined || now.hashes.tools !== undefined)
      states.push({ part: 'tools', state: tools });
    const count = Math.max(then.hashes.messages.length, now.hashes.messages.length);
    for (let i = 0; i < count; i++)
      states.push({
        part: 'message',
        message: i,
        state: stateOf(then.hashes.messages, now.hashes.messages, i),
      });
  }
  const groups = groupsOf(then.parts);
  const current = groupsOf(now.parts);
  for (const [key, group] of [...groups, ...current]) {
    if (groups.has(key) && group !== groups.get(key)) continue;
    const [old, young] = [groups.get(key)?.shas ?? [], current.get(key)?.shas ?? []];
    const { message, field, kind } = group.first;
    for (let i = 0; i < Math.max(old.length, young.length); i++)
      states.push({ part: kind, message, field, state: stateOf(old, young, i) });
  }
  return states;
}

type Part = LineParts['parts'][number];

/** Parts by place and kind, each group in order; several calls may stand in one message. */
function groupsOf(parts: readonly Part[]): Map<string, { first: Part; shas: (string | undefined)[] }> {
  const groups = new Map<string, { first: Part; shas: (string | undefined)[] }>();
  for (const part of parts) {
    const key = JSON.stringify([part.message, part.field, part.kind]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: part, shas: [part.sha] });
    else group.shas.push(part.sha);
  }
  return groups;
}

function stateOf(
  then: readonly (string | undefined)[],
  now: readonly (string | undefined)[],
  index: number,
): PartState['state'] {
  if (index >= now.length) return 'removed';
  if (index >= then.length) return 'added';
  if (then[index] === undefined || now[index] === undefined) return 'unknown';
  return then[index] === now[index] ? 'same' : 'changed';
}
