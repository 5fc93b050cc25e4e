/** tool.required-misplaced: `required` where JSON Schema does not look for it, or with names that do not exist. */
import type { NativeDialect } from '../formats/types.ts';
import type { DialectFinding } from '../schema/types.ts';
import { exampleTool, openaiLine } from './exampleLines.ts';
import { dialectFixes } from './dialectFixes.ts';
import type { OncePerFile, Rule, ToolSubject } from './types.ts';
import { cut, plural } from './words.ts';

export const toolRequiredMisplaced: Rule = {
  code: 'tool.required-misplaced',
  severity: 'error',
  title: '"required" in the wrong place or with unknown names',
  phase: 'fast',
  docs: {
    why: 'JSON Schema wants "required" to be a list of names beside "properties". Here it is a truth value inside a property, stands beside the parameters, inside "properties", or names an argument that is not declared. Readers of JSON Schema ignore it or refuse the tool, and every argument becomes optional, or one that does not exist becomes required.\n\nCallsmith reads what is meant. Where it is the format’s own way, that is told once per file, as a hint.',
    example: {
      format: 'openai',
      bad: openaiLine({
        tools: [exampleTool({ city: { type: 'string' } }, ['town'])],
        arguments: { city: 'Oslo', town: 'Oslo' },
      }),
      good: openaiLine({ tools: [exampleTool({ city: { type: 'string' } }, ['city'])] }),
    },
    source: 'In public data: Hammer 1,033, NESTFUL 93, 61 of 121 tools of LLaMA-Factory’s demo, Toucan 6.',
  },
  fileMessage(key, count) {
    return key === 'flags'
      ? `${plural(count, 'parameter')} of this file ${count === 1 ? 'says' : 'say'} "required" as a truth value, as the format does; JSON Schema wants one list of names.`
      : `${plural(count, 'tool')} of this file ${count === 1 ? 'has' : 'have'} "required" beside the parameters, as the format does; JSON Schema wants it inside.`;
  },
  checkTool(subject, report) {
    const { prepared, format } = subject;
    const findings = prepared.normalized.findings.filter(({ code }) => code === 'tool.required-misplaced');
    // A tool that says it as a truth value says it of many parameters: one finding, the others linked.
    const flags = format.native?.requiredFlags ? [] : findings.filter(isFlag);
    for (const finding of findings) {
      const isFirst = finding === flags[0];
      if (!isFirst && flags.length > 0 && isFlag(finding)) continue;
      const once = nativeKey(finding, format.native);
      report({
        where: { path: finding.path, at: finding.keyOrValue },
        message: messageOf(finding, subject),
        related: isFirst
          ? flags.slice(1, 6).map(({ path }) => ({ where: { path }, message: 'Here as well.' }))
          : [],
        lazyFixes: () => dialectFixes(subject, finding, once !== undefined),
        oncePerFile: once,
      });
    }
  },
};

function isFlag({ kind, detail }: DialectFinding): boolean {
  return kind === 'boolean-required' && detail.required === true;
}

function nativeKey({ kind }: DialectFinding, native: NativeDialect | undefined): OncePerFile | undefined {
  if (kind === 'boolean-required' && native?.requiredFlags) return { key: 'flags', severity: 'hint' };
  if (kind === 'sibling-required' && native?.requiredBeside) return { key: 'beside', severity: 'hint' };
  return undefined;
}

function messageOf({ kind, word = '', detail }: DialectFinding, { parametersKey }: ToolSubject): string {
  switch (kind) {
    case 'boolean-required':
      return detail.required === true
        ? '"required": true stands inside a property, where JSON Schema does not read it; name the property in the list "required" beside "properties".'
        : '"required": false stands inside a property, where JSON Schema does not read it; remove it: what the list "required" does not name is optional.';
    case 'sibling-required':
      return `"required" stands beside "${cut(parametersKey)}", where JSON Schema does not read it; move it inside, next to "properties".`;
    case 'required-inside-properties':
      return '"required" stands inside "properties", where it counts as a parameter; move it up, next to "properties".';
    case 'required-not-a-list':
      return '"required" is a truth value; write a list of the names that must be given.';
    default:
      return `"required" names "${cut(word)}", which is not declared; declare it or take the name out.`;
  }
}
