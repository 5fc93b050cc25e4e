/** Finds the thoughts in a text: what stands between `<think>` and `</think>`, and what is wrong with those tags. */
import type { Span } from '../text/span.ts';
import type { Thought, ThoughtProblem, ThoughtSplit, ThoughtTag } from './taggedTypes.ts';

const TAG = /<(\/?)(think|scratch_pad)>/g;

interface OpenThought extends Span {
  readonly tag: ThoughtTag;
}

/**
 * Splits `text` into thoughts and answer. A thought runs from the first opening tag to the first closing one: an
 * opening tag inside it is text, and reported as unclosed unless a closing tag of its own follows later, which is then
 * the one reported (as closed twice). A closing tag before any thought is an orphan; the text before it counts as
 * thought (a prompt may have opened it), so `answerStart` is behind it.
 */
export function splitThoughts(text: string): ThoughtSplit {
  const thoughts: Thought[] = [];
  const orphanCloses: Span[] = [];
  const problems: ThoughtProblem[] = [];
  let open: OpenThought | undefined;
  let innerOpens: OpenThought[] = [];
  let answerStart = 0;

  const flushInnerOpens = (): void => {
    for (const inner of innerOpens) problems.push({ kind: 'unclosed', ...inner });
    innerOpens = [];
  };

  for (const match of text.matchAll(TAG)) {
    const tag = match[2] as ThoughtTag;
    const start = match.index;
    const end = start + match[0].length;
    if (match[1] === '') {
      if (open === undefined) {
        flushInnerOpens();
        open = { start, end, tag };
      } else if (open.tag === tag) {
        innerOpens.push({ start, end, tag });
      }
    } else if (open === undefined) {
      innerOpens.pop();
      orphanCloses.push({ start, end });
      problems.push({
        kind: thoughts.some((thought) => thought.tag === tag) ? 'closed-twice' : 'orphan',
        start,
        end,
        tag,
      });
      answerStart = end;
    } else if (open.tag === tag) {
      const thought: Thought = {
        tag,
        start: open.start,
        end,
        innerStart: open.end,
        innerEnd: start,
        closed: true,
      };
      thoughts.push(thought);
      if (isBlank(text, thought.innerStart, thought.innerEnd)) {
        problems.push({ kind: 'empty', start: open.start, end: open.end, tag });
      }
      open = undefined;
      answerStart = end;
    }
  }
  flushInnerOpens();
  if (open !== undefined) {
    const { tag, start, end } = open;
    thoughts.push({ tag, start, end: text.length, innerStart: end, innerEnd: text.length, closed: false });
    problems.push({ kind: 'unclosed', start, end, tag });
    answerStart = text.length;
  }
  problems.sort((a, b) => a.start - b.start);
  return { thoughts, orphanCloses, answerStart, problems };
}

function isBlank(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!/\s/.test(text[at]!)) return false;
  return true;
}

/** The stretches of `text` that are thought, in order: thoughts with their tags, and what leads up to an orphan tag. */
export function thoughtSpans(split: ThoughtSplit): Span[] {
  const spans: Span[] = [];
  let behind = 0;
  let next = 0;
  for (const close of split.orphanCloses) {
    for (; next < split.thoughts.length && split.thoughts[next]!.end <= close.start; next++) {
      spans.push(split.thoughts[next]!);
      behind = split.thoughts[next]!.end;
    }
    spans.push({ start: behind, end: close.end });
    behind = close.end;
  }
  spans.push(...split.thoughts.slice(next));
  return spans;
}
