/** turn.error-then-success: a failed call that the answer takes for done. */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import { readNested } from '../record/record.ts';
import type { Turn } from '../sample.ts';
import { hasResults, placeOfTurn } from './turns.ts';
import type { Rule } from './types.ts';

export const turnErrorThenSuccess: Rule = {
  code: 'turn.error-then-success',
  severity: 'hint',
  title: 'Failed call that the answer takes for done',
  phase: 'slow',
  docs: {
    why: 'The result of a tool says that the call failed, and the answer right after it says that all went well, without a word of the failure. A model that learns from it invents success.\n\nTold by words of English and Chinese, and only where the answer claims success, so many such samples are not found; those that are deserve a look.',
    example: {
      format: 'openai',
      bad: '{"messages":[{"role":"user","content":"Book a table for two."},{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"book","arguments":"{\\"people\\":2}"}}]},{"role":"tool","tool_call_id":"call_1","content":"{\\"error\\":\\"no free table\\"}"},{"role":"assistant","content":"Your table has been booked successfully."}]}',
      good: '{"messages":[{"role":"user","content":"Book a table for two."},{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"book","arguments":"{\\"people\\":2}"}}]},{"role":"tool","tool_call_id":"call_1","content":"{\\"error\\":\\"no free table\\"}"},{"role":"assistant","content":"Sorry, there is no free table."}]}',
    },
    source: 'The flag error_tool_response of HardGen. Report: agent-data-protocol#221.',
  },
  checkRecord({ sample, file }, report) {
    if (!sample || file.kind !== 'samples') return;
    const { turns } = sample;
    for (let i = 1; i < turns.length; i++) {
      const answer = turns[i]!;
      const before = turns[i - 1]!;
      if (answer.role !== 'assistant' || answer.calls.length > 0 || !hasResults(before)) continue;
      // All results of the step failed; where one of several did, success may be that of the others.
      if (!before.results.every(({ content }) => isFailure(content)) || stepBefore(turns, i - 1)) continue;
      if (!claimsSuccess(answer)) continue;
      report({
        where: placeOfTurn(answer),
        message:
          'The result before this answer says that the call failed, and the answer says that it worked; tell the failure.',
        related: [{ where: { path: before.results[0]!.path }, message: 'This result is a failure.' }],
      });
    }
  },
};

/** The turn before the results holds results as well: a step of several calls. */
function stepBefore(turns: readonly Turn[], index: number): boolean {
  return index > 0 && hasResults(turns[index - 1]!);
}

/** Longer results are reports of many things; nobody can tell what in them failed. */
const maxResult = 2000;

function isFailure(content: JsonValue): boolean {
  if (isObject(content)) return isFailed(content);
  if (typeof content !== 'string' || content.length > maxResult) return false;
  if (/^\s*(?:Error|Exception|Traceback|Failed|Failure|错误|失败)\b/i.test(content)) return true;
  if (!content.trimStart().startsWith('{')) return false;
  const nested = readNested(content);
  return nested.ok && isObject(nested.value) && isFailed(nested.value);
}

function isFailed(result: JsonObject): boolean {
  const error = own(result, 'error') ?? own(result, 'exception');
  if (typeof error === 'string' ? /\S/.test(error) : error === true || isObject(error)) return true;
  const status = own(result, 'status');
  if (typeof status === 'string' && /^(?:error|failed|failure)$/i.test(status)) return true;
  return own(result, 'success') === false || own(result, 'ok') === false;
}

const success =
  /\b(?:success(?:ful(?:ly)?)?|has been|have been|is (?:now )?(?:done|booked|complete[d]?|set)|all set|i(?:'ve| have) (?:booked|sent|created|added|updated|scheduled))\b|成功|已(?:经)?(?:为您|完成|预订|发送|创建|添加)/i;
const failure =
  /\b(?:errors?|fail(?:ed|ure|s)?|sorry|apolog\w*|unable|can(?:no|')t|couldn't|could not|did not|didn't|unfortunately|however|issue|problem|invalid|not found|unavailable|no longer|try again|retry|unsuccessful|denied|rejected|incorrect|wrong|missing|exist)\b|抱歉|对不起|失败|错误|无法|不能|未能|没有|问题|遗憾/i;

function claimsSuccess({ texts }: Turn): boolean {
  const text = texts.map((run) => run.text).join('\n');
  return success.test(text) && !failure.test(text);
}
