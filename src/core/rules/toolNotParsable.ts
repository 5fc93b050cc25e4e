/** tool.not-parsable: the tools of a sample cannot be read. */
import { readJson } from '../calls/jsonText.ts';
import { openaiLine, weatherTool } from './exampleLines.ts';
import { textAt } from './places.ts';
import { repairFixes } from './textFixes.ts';
import type { Rule } from './types.ts';
import { cut } from './words.ts';

export const toolNotParsable: Rule = {
  code: 'tool.not-parsable',
  severity: 'error',
  title: 'Tools that cannot be read',
  phase: 'fast',
  docs: {
    why: 'Where the format promises tool definitions stands something else: text that is not JSON, a value that is no list of definitions, or a tool without a name. The calls of the sample cannot be checked against them, and trainers fail on it or drop the sample.',
    example: {
      format: 'openai',
      bad: openaiLine({ tools: [{ ...weatherTool, name: 7 }] }),
      good: openaiLine({}),
    },
    source: 'LLaMA-Factory: "Invalid JSON format in tool description" (#2529, #7547, #9618).',
  },
  checkRecord({ record, sample }, report) {
    if (!sample) return;
    for (const { what, path, reason, detail } of sample.unreadable) {
      if (what !== 'tools' || reason === 'deep' || reason === 'double-encoded') continue;
      const text = reason === 'not-json' ? textAt(record.value, path) : undefined;
      const error = text === undefined ? undefined : readJson(text).errors[0];
      report({
        where: { path },
        message: error
          ? `The tools cannot be read as JSON: ${error.message}`
          : reason === 'not-types'
            ? `The tools cannot be read as types: ${cut(detail, 160)}`
            : `The tools cannot be read: ${cut(detail, 120)}. Write a list of tool definitions.`,
        related: error
          ? [
              {
                where: { path: [...path, { as: 'text', start: error.start, end: error.end }] },
                message: error.message,
              },
            ]
          : [],
        fixes: reason === 'not-json' ? repairFixes(record.value, path) : [],
      });
    }
    for (const def of sample.tools ?? []) {
      if (def.name !== undefined) continue;
      report({
        where: { path: def.path },
        message: `This tool has no name that can be read; write it as a string under "${cut(def.nameKey)}".`,
      });
    }
  },
};
