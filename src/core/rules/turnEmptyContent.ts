/** turn.empty-content: a turn without calls that says nothing. */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Sample, Turn } from '../sample.ts';
import type { TargetProfile } from '../targets/types.ts';
import { forTargets, groupSaid, takes } from './targetWords.ts';
import { hasUnreadable, isCallRole, MessageReader, placeOfTurn } from './turns.ts';
import type { Rule } from './types.ts';

export const turnEmptyContent: Rule = {
  code: 'turn.empty-content',
  severity: 'error',
  title: 'Turn without content and without calls',
  phase: 'fast',
  needsTarget: true,
  docs: {
    why: 'The turn makes no call, and its content is null or not there; for some targets an empty text is as bad. Services refuse the sample ("at least one of content or function_call must be set"), and trainers that assert a content delete it. Beside calls, a content may be missing.',
    example: {
      format: 'openai',
      bad: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","content":null}]}',
      good: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","content":"I cannot look that up."}]}',
      targets: ['openai', 'ms-swift'],
    },
    source: 'OpenAI’s message for it, the assertion of ms-swift, a comment of Kiln on Fireworks.',
  },
  checkRecord({ sample, file, record }, report) {
    const targets = (file.targets ?? []).filter((target) => target.content && takes(target, file.format));
    if (!sample || file.kind !== 'samples' || targets.length === 0) return;
    const messages = new MessageReader(record.value);
    for (const turn of sample.turns) {
      const emptiness = emptinessOf(turn, sample, messages);
      if (!emptiness) continue;
      for (const { words, targets: forThese } of groupSaid(targets, (target) =>
        fault(turn, emptiness, target),
      )) {
        report({ where: placeOfTurn(turn), message: `${forTargets(forThese)}${words}` });
      }
    }
  },
};

type Emptiness = 'null' | 'missing' | 'blank';

/** How a message is empty; `undefined` when it is not, or when it need not say anything. */
function emptinessOf(turn: Turn, sample: Sample, messages: MessageReader): Emptiness | undefined {
  if (turn.rolePath === undefined || turn.calls.length > 0 || isCallRole(turn)) return undefined;
  if (turn.texts.some(({ text }) => /\S/.test(text))) return undefined;
  const message = messages.message(turn);
  if (!message || hasUnreadable(turn, sample)) return undefined;
  const content = contentOf(message);
  if (content === undefined) return 'missing';
  if (content === null) return 'null';
  return isBlank(content) ? 'blank' : undefined;
}

/** Keys under which formats keep the content of a message. */
const contentKeys = ['content', 'value', 'text', 'parts'] as const;

function contentOf(message: JsonObject): JsonValue | undefined {
  for (const key of contentKeys) {
    const value = own(message, key);
    if (value !== undefined) return value;
  }
  return undefined;
}

function isBlank(content: JsonValue): boolean {
  if (typeof content === 'string') return !/\S/.test(content);
  if (!Array.isArray(content)) return false;
  return content.every((part) => {
    if (typeof part === 'string') return !/\S/.test(part);
    if (!isObject(part) || own(part, 'type') !== 'text') return false;
    const text = own(part, 'text') ?? own(part, 'value');
    return typeof text === 'string' && !/\S/.test(text);
  });
}

function fault(turn: Turn, emptiness: Emptiness, { content }: TargetProfile): string | undefined {
  if (emptiness === 'blank') {
    return content!.needsText?.includes(turn.role) && turn.results.length === 0
      ? 'a turn without calls needs text; this one is empty.'
      : undefined;
  }
  if (!content!.needsContent) return undefined;
  return emptiness === 'null'
    ? 'a turn without calls needs a content; here it is null.'
    : 'a turn without calls needs a content; this one has none.';
}
