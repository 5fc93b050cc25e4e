/** call.unknown-function: the called function is none of the sample's tools. */
import { isObject } from '../json.ts';
import type { Sample } from '../sample.ts';
import { openaiLine } from './exampleLines.ts';
import type { CallSubject, Rule } from './types.ts';
import { hasNoParameters, isEmptyNativeMap } from './undeclared.ts';
import { closest, cut, some } from './words.ts';

export const callUnknownFunction: Rule = {
  code: 'call.unknown-function',
  severity: 'error',
  title: "Call to a function that is not in the sample's tools",
  phase: 'fast',
  docs: {
    why: 'The call names a function that this sample does not declare. A model trained on it learns to invent functions.\n\nA sample that declares no tools at all is not checked, nor is one whose tools cannot be read: that is reported instead.',
    example: {
      format: 'openai',
      bad: openaiLine({ name: 'get_wether' }),
      good: openaiLine({ name: 'get_weather' }),
    },
    source: 'In public data: Hammer 12, NESTFUL 11, ToolRL 2, ToolBench 1.',
  },
  checkCall(subject, report) {
    const { sample, call, tool } = subject;
    if (tool || call.gathers || call.name === undefined || !sample.tools || !allToolsKnown(sample)) return;
    const names = sample.tools.map((def) => def.name!);
    const where = call.namePlace;
    const meant = closest(call.name, names);
    const list = names.length === 0 ? 'the sample declares none' : `the sample has ${some(names)}`;
    report({
      where,
      message: meant
        ? `"${cut(call.name)}" is ${names.length === 1 ? 'no tool of this sample' : `not among the ${names.length} tools of this sample`}. Did you mean "${cut(meant)}"?`
        : `"${cut(call.name)}" is no tool of this sample: ${list}. Call one of its tools or declare this one.`,
      related: sample.toolsPath
        ? [{ where: { path: sample.toolsPath }, message: 'The tools of this sample.' }]
        : [],
      // A tool that does not take these arguments is hardly the one that is meant.
      fixes:
        meant && takesArguments(subject, names.indexOf(meant))
          ? [{ title: `Call "${cut(meant)}"`, edits: [{ replace: where, value: meant }] }]
          : [],
    });
  },
};

/** A tool that could not be read might be the one that is called. */
function allToolsKnown(sample: Sample): boolean {
  if (sample.unreadable.some(({ what }) => what === 'tools')) return false;
  return sample.tools!.every((def) => def.name !== undefined);
}

/** The tool at that place takes what the call gives. */
function takesArguments({ sample, call, preparedTools, format }: CallSubject, index: number): boolean {
  const given = call.arguments ?? {};
  const def = sample.tools![index]!;
  const isGiven = isObject(given) && Object.keys(given).length > 0;
  if (isGiven && (hasNoParameters(def) || isEmptyNativeMap(def, format.native))) return false;
  return preparedTools[index]!.validator.isValid(given);
}
