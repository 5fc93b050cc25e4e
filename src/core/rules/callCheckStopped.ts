/** call.check-stopped: the arguments were not checked to the end. */
import type { JsonObject } from '../json.ts';
import { reportArguments } from './callErrors.ts';
import { openaiLine, exampleTool } from './exampleLines.ts';
import type { Rule } from './types.ts';

/** A schema that doubles the work at each of its levels. */
const doubling: JsonObject = {
  $defs: Object.fromEntries(
    Array.from({ length: 30 }, (_, i): [string, JsonObject] => [
      `n${i}`,
      i === 29
        ? { type: 'string' }
        : { allOf: [{ $ref: `#/$defs/n${i + 1}` }, { $ref: `#/$defs/n${i + 1}` }] },
    ]),
  ),
};
const bad = exampleTool({ city: { $ref: '#/$defs/n0' } }, ['city']);

export const callCheckStopped: Rule = {
  code: 'call.check-stopped',
  severity: 'hint',
  title: 'Arguments not checked to the end',
  phase: 'fast',
  docs: {
    why: 'References in a schema can ask for more work than any check should do, by doubling it at each level or by nesting without end. The check stops at a fixed number of steps, the same on every machine, and says so instead of staying silent.',
    example: {
      format: 'openai',
      bad: openaiLine({
        tools: [{ ...bad, parameters: { ...(bad.parameters as JsonObject), ...doubling } }],
      }),
      good: openaiLine({}),
    },
    source: 'Hostile schemas: a short schema can describe 2^40 steps.',
  },
  checkCall(subject, report) {
    reportArguments('call.check-stopped', subject, report);
  },
};
