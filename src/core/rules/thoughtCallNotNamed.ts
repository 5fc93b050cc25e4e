/** thought.call-not-named: a thought that leads to a call without naming it. */
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
    why: 'The thought before a call never names the function that is called. It may have been written for another call, or be too general to teach why this tool is the right one. It is only a hint, because a good thought may describe the tool in other words.\n\nA name counts as named when its words stand in the thought in any spelling: get_weather, getWeather, "get weather"; of a dotted name the last part is enough. Samples with a single tool are not looked at.',
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
      for (const { name, namePlace } of turn.calls) {
        if (name === undefined || !known.has(name) || isNamed(name, said)) continue;
        report({
          where: placeOfThought(first, record.value),
          // The thought's words and not the name: one thought for every call is a habit, and is told once.
          message: `The thought "${cut(first.text.trim())}" leads to a call and never names its function; say in it why this function is the right one.`,
          related: [{ where: namePlace, message: `The call of "${cut(name)}".` }],
          habit: true,
        });
      }
    }
  },
};

function isNamed(name: string, said: string): boolean {
  // The last part of a dotted name is how people call it.
  const word = plain(name.slice(name.lastIndexOf('.') + 1));
  return word === '' || said.includes(word);
}

/** Lower case, without what differs between spellings of a name. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[\s_.:/\\'"`*-]+/g, '');
}
