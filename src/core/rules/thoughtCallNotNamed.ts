/** thought.call-not-named: a thought that leads to a call without naming it. */
import type { JsonValue } from '../json.ts';
import type { Turn } from '../sample.ts';
import { placeOfThought } from './thoughts.ts';
import { maxText } from './haystack.ts';
import type { Rule } from './types.ts';
import { cut } from './words.ts';

export const thoughtCallNotNamed: Rule = {
  code: 'thought.call-not-named',
  severity: 'hint',
  title: 'Call that its thought does not name',
  phase: 'slow',
  docs: {
    why: 'The thought before a call has nothing of the call: not the name of the function, no word of it, none of the values that it is called with. It may have been written for another call, or be too general to teach why this tool is the right one. It is only a hint, because a good thought may describe the tool in other words.\n\nA name counts as named when it stands in the thought in any spelling (get_weather, getWeather, "get weather"), or one of its longer words does; of a dotted name the last part is enough. Texts of three letters and more and numbers among the arguments count as values. Samples with a single tool are not looked at.',
    example: {
      format: 'hf',
      bad: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","content":"<think>The person asks a question.</think>","tool_calls":[{"type":"function","function":{"name":"tram_status","arguments":{"line":4}}}]}],"tools":[{"type":"function","function":{"name":"tram_status","description":"Delay of a line","parameters":{"type":"object","properties":{"line":{"type":"integer"}}}}},{"type":"function","function":{"name":"tram_stops","description":"Stops of a line","parameters":{"type":"object","properties":{"line":{"type":"integer"}}}}}]}',
      good: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","content":"<think>The tram status of line 4 answers this.</think>","tool_calls":[{"type":"function","function":{"name":"tram_status","arguments":{"line":4}}}]}],"tools":[{"type":"function","function":{"name":"tram_status","description":"Delay of a line","parameters":{"type":"object","properties":{"line":{"type":"integer"}}}}},{"type":"function","function":{"name":"tram_stops","description":"Stops of a line","parameters":{"type":"object","properties":{"line":{"type":"integer"}}}}}]}',
    },
    source:
      'In public data: 13 calls of rlla that their thought does not name letter by letter. FunReason filters by it, too.',
  },
  checkRecord({ record, sample }, report) {
    // Where there is only one tool, there is nothing to choose.
    if (!sample?.tools || sample.tools.length < 2 || record.text.length > maxText) return;
    // A call of an unknown function is told by another rule.
    const known = new Set(sample.tools.map((tool) => tool.name));
    /** Thoughts since somebody else spoke: a thought may stand in an item before its call. */
    let thoughts: Turn['thoughts'][number][] = [];
    for (const turn of sample.turns) {
      if (turn.role !== 'assistant') {
        thoughts = [];
        continue;
      }
      thoughts.push(...turn.thoughts);
      const first = thoughts[0];
      if (!first || turn.calls.length === 0) continue;
      const said = plain(thoughts.map(({ text }) => text).join('\n'));
      // That a thought is empty is told by another rule.
      if (said === '') continue;
      const unnamed = turn.calls.filter(
        ({ name, arguments: given }) =>
          name !== undefined && known.has(name) && !isNamed(name, said) && !saysValue(given, said),
      );
      if (unnamed.length === 0) continue;
      report({
        where: placeOfThought(first, record.value),
        // The thought's words and not the name: one thought for every call is a habit, and is told once.
        message: `The thought "${cut(first.text.trim())}" leads to a call, but names neither its function nor any of its values; say in it why this call is the right one.`,
        related: unnamed
          .slice(0, maxRelated)
          .map(({ name, namePlace }) => ({ where: namePlace, message: `The call of "${cut(name!)}".` })),
        habit: true,
      });
    }
  },
};

/** Calls of one thought that are pointed at. */
const maxRelated = 5;

function isNamed(name: string, said: string): boolean {
  // The last part of a dotted name is how people call it.
  const word = plain(name.slice(name.lastIndexOf('.') + 1));
  if (word === '' || said.includes(word)) return true;
  const words = name.slice(name.lastIndexOf('.') + 1).split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u);
  return words.some((part) => part.length >= minWord && said.includes(part.toLowerCase()));
}

/** Letters of a function's word that tell it from others: `get` and `set` do not. */
const minWord = 4;
/** Values of a call that are looked for. */
const maxValues = 50;

/** True when a text or a number among the arguments stands in the thought. */
function saysValue(given: JsonValue | undefined, said: string): boolean {
  const values: JsonValue[] = given === undefined ? [] : [given];
  for (let looked = 0; values.length > 0 && looked < maxValues; looked++) {
    const value = values.pop()!;
    if (typeof value === 'object' && value !== null) values.push(...Object.values(value).slice(0, maxValues));
    else if (typeof value === 'string') {
      const text = plain(value);
      if (text.length >= 3 && said.includes(text)) return true;
    } else if (typeof value === 'number' && hasNumber(said, String(value))) return true;
  }
  return false;
}

/** The number by itself: 3 is not in 30. */
function hasNumber(said: string, number: string): boolean {
  for (let at = said.indexOf(number); at >= 0; at = said.indexOf(number, at + 1)) {
    if (!/\d/.test(said[at - 1] ?? '') && !/\d/.test(said[at + number.length] ?? '')) return true;
  }
  return false;
}

/** Lower case, without what differs between spellings of a name. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[\s_.:/\\'"`*-]+/g, '');
}
