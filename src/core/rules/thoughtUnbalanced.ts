/** thought.unbalanced: tags of a chain of thought that do not pair. */
import type { ThoughtFault } from '../sample.ts';
import type { JsonValue } from '../json.ts';
import { textAt } from './places.ts';
import { rewrite } from './textFixes.ts';
import type { FixDraft, Rule } from './types.ts';

const words: Readonly<Record<ThoughtFault['kind'], string>> = {
  unclosed:
    'This thought is never closed, so the rest of the turn counts as thought; add the closing tag before the answer.',
  'closed-twice': 'This thought was closed before; delete the second closing tag.',
  empty: 'This thought is empty; write the thought or delete both tags.',
  orphan: 'This closes a thought that was never opened; add the opening tag or delete this one.',
};

export const thoughtUnbalanced: Rule = {
  code: 'thought.unbalanced',
  severity: 'error',
  title: 'Thought that is not opened and closed once',
  phase: 'fast',
  docs: {
    why: 'The tags around a chain of thought do not pair: one is never closed, closed twice, closed without having been opened, or there is nothing between them. Templates and reward functions cut the answer off at these tags, so the model learns an answer that is lost or a thought that never ends.',
    example: {
      format: 'llamafactory',
      bad: '{"conversations":[{"from":"human","value":"What is 2+2?"},{"from":"gpt","value":"<think>Two and two. It is 4."}],"tools":"[]"}',
      good: '{"conversations":[{"from":"human","value":"What is 2+2?"},{"from":"gpt","value":"<think>Two and two.</think>It is 4."}],"tools":"[]"}',
    },
    source: 'Issue 6363 of TRL; FunReason counts a missing closing tag as a failure.',
  },
  checkRecord({ record, sample }, report) {
    for (const turn of sample?.turns ?? []) {
      for (const fault of turn.thoughtFaults ?? [])
        report({
          where: { path: fault.path },
          message: words[fault.kind],
          fixes: fixesOf(fault, record.value),
        });
    }
  },
};

function fixesOf({ kind, path }: ThoughtFault, record: JsonValue | undefined): FixDraft[] {
  const tag = path.at(-1);
  const holder = path.slice(0, -1);
  const text = typeof tag === 'object' ? textAt(record, holder) : undefined;
  if (text === undefined || typeof tag !== 'object') return [];
  const name = /^<\/?(\w+)>$/.exec(text.slice(tag.start, tag.end))?.[1];
  if (name === undefined) return [];
  const [open, close] = [`<${name}>`, `</${name}>`];
  const deleteTag: FixDraft = {
    title: `Delete ${text.slice(tag.start, tag.end)}`,
    edits: [rewrite(holder, tag.start, tag.end, '')],
  };
  switch (kind) {
    case 'closed-twice':
      // With nothing between the two tags, the second says nothing; else it may be the one that was meant.
      return [{ ...deleteTag, safe: text.slice(0, tag.start).trimEnd().endsWith(close) }];
    case 'empty': {
      const end = text.indexOf(close, tag.end) + close.length;
      const rest = end + /^\s*/.exec(text.slice(end))![0].length;
      return [{ title: 'Delete the empty thought', edits: [rewrite(holder, tag.start, rest, '')] }];
    }
    case 'orphan': {
      const from = text.lastIndexOf(close, tag.start - 1);
      const start = from < 0 ? 0 : from + close.length;
      const isBlank = text.slice(start, tag.start).trim() === '';
      const add: FixDraft = { title: `Add ${open} in front`, edits: [rewrite(holder, start, start, open)] };
      return isBlank ? [deleteTag] : [add, deleteTag];
    }
    case 'unclosed': {
      const end = thoughtEnd(text, tag.end);
      const isBlank = text.slice(tag.end, end).trim() === '';
      // On a line of its own where the opening tag has one.
      const isOnLine = text[tag.end] === '\n';
      const at = isOnLine && text[end] === '\n' ? end + 1 : end;
      const written = isOnLine && at === end ? `\n${close}` : close;
      const add: FixDraft = { title: `Add ${close}`, edits: [rewrite(holder, at, at, written)] };
      return isBlank ? [deleteTag] : [add, deleteTag];
    }
  }
}

/** Where a thought that is never closed most likely ends: in front of the first call, else behind all of the text. */
function thoughtEnd(text: string, from: number): number {
  const call = /<tool_call>|<functioncall>|<TOOLCALL>|<function=|^\s*\[[\w.]+\(/m.exec(text.slice(from));
  const limit = call ? from + call.index : text.length;
  return from + text.slice(from, limit).trimEnd().length;
}
