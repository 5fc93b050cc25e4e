/** tool.invalid-schema: no valid JSON Schema, even after reading the dialect. */
import { below } from './places.ts';
import type { DialectFinding, NormalizedTool, SchemaError } from '../schema/types.ts';
import { exampleTool, openaiLine } from './exampleLines.ts';
import { dialectFixes, keywordValueFixes } from './dialectFixes.ts';
import type { Rule } from './types.ts';
import { violationWords } from './violationWords.ts';
import { anyOf, cut, dotted, show, showTyped, typeWords } from './words.ts';

export const toolInvalidSchema: Rule = {
  code: 'tool.invalid-schema',
  severity: 'error',
  title: 'Tool schema that is not valid',
  phase: 'fast',
  docs: {
    why: 'After reading the dialect (types, maps, misplaced lists) the tool’s schema still breaks the rules of its draft of JSON Schema: a keyword has a value of the wrong kind, or stands where a parameter is expected. Providers refuse the tool, and what the schema demands of calls is unclear. The draft is the one that "$schema" names, else 2020-12.',
    example: {
      format: 'openai',
      bad: openaiLine({ tools: [exampleTool({ city: { type: 'string', minLength: '1' } }, ['city'])] }),
      good: openaiLine({ tools: [exampleTool({ city: { type: 'string', minLength: 1 } }, ['city'])] }),
    },
    source: 'In public data: 9 tools of Toucan, 1 of LiveMCP, none of ToolBench after normalising.',
  },
  checkTool(subject, report) {
    const { prepared } = subject;
    const { normalized } = prepared;
    for (const finding of normalized.findings) {
      if (finding.code === 'tool.invalid-schema') {
        report({
          where: { path: finding.path, at: finding.keyOrValue },
          message: messageOf(finding),
          lazyFixes: () => dialectFixes(subject, finding, false),
        });
      }
    }
    const told = new Set<string>();
    for (const error of prepared.metaErrors) {
      const path = normalized.origin(error.instancePath);
      const key = JSON.stringify(path);
      // A value that is wrong in one way breaks several rules of the meta-schema: the first says enough.
      if (told.has(key) || told.size >= maxTold) continue;
      told.add(key);
      const wanted = error.keyword === 'type' ? [error.params.type].flat() : [];
      const types = wanted.filter((word): word is string => typeof word === 'string');
      report({
        where: { path },
        message: metaMessage(error, normalized),
        lazyFixes: () => keywordValueFixes(subject, path, types),
      });
    }
  },
};

const maxTold = 10;

function messageOf({ kind, path, word = '', detail }: DialectFinding): string {
  switch (kind) {
    case 'keyword-inside-properties':
      return `"${cut(word)}" is a keyword of JSON Schema that stands inside "properties", where each member is a parameter; move it up or give it a schema.`;
    case 'root-not-object':
      return `The arguments of a call are always an object, but this schema wants ${show(detail.type ?? null)}; write "object".`;
    default:
      return path.length > 1
        ? 'A JSON Schema is expected here; write an object such as {"type": "string"}.'
        : 'The schema of the arguments is expected here; write an object such as {"type": "object", "properties": {}}.';
  }
}

function metaMessage(error: SchemaError, normalized: NormalizedTool): string {
  // Of alternatives (a schema or a list of schemas) the closest one explains most.
  let at = error;
  while (at.closest?.[0]) at = at.closest[0];
  const value = below(normalized.schema, at.instancePath) ?? null;
  const name = at.instancePath.length === 0 ? 'The schema' : `"${dotted(at.instancePath)}"`;
  const { type, allowedValues } = at.params;
  if (at.keyword === 'type') {
    const types = (Array.isArray(type) ? type : [type]).filter(
      (word): word is string => typeof word === 'string',
    );
    return `${name} is ${showTyped(value)}; JSON Schema wants ${typeWords(types)} here. Write ${typeWords(types)}.`;
  }
  if (at.keyword === 'enum' && Array.isArray(allowedValues)) {
    return `${name} is ${show(value)}; JSON Schema knows ${anyOf(allowedValues.slice(0, 8).map((allowed) => show(allowed)))} here. Write one of them.`;
  }
  return `${name} ${violationWords(at, value, 'JSON Schema')}`;
}
