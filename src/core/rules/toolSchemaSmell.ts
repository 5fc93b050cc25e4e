/** tool.schema-smell: a schema that is valid, but not what its author can have meant. */
import type { DialectFinding, SchemaSmell } from '../schema/types.ts';
import { exampleTool, openaiLine } from './exampleLines.ts';
import { dialectFixes } from './dialectFixes.ts';
import type { Rule } from './types.ts';
import { cut, plural, show } from './words.ts';

export const toolSchemaSmell: Rule = {
  code: 'tool.schema-smell',
  severity: 'warning',
  title: 'Schema that is valid but odd',
  phase: 'fast',
  docs: {
    why: 'The schema is valid, but something in it cannot be meant: a default that its own enum excludes, enum values of another type than the declared one, an array that does not say of what, or a tool without a description. Providers refuse some of these, and a model learns less from all of them.\n\nAlso reported: what Callsmith does not evaluate, so that values there are not checked: a pattern that needs lookaround or back references, a reference that leads out of the schema (nothing is ever fetched) or back to itself. Tools without a description are told once per file, with their number.',
    example: {
      format: 'openai',
      bad: openaiLine({
        tools: [
          exampleTool(
            { city: { type: 'string' }, unit: { type: 'string', enum: ['C', 'F'], default: 'K' } },
            ['city'],
          ),
        ],
      }),
      good: openaiLine({
        tools: [
          exampleTool(
            { city: { type: 'string' }, unit: { type: 'string', enum: ['C', 'F'], default: 'C' } },
            ['city'],
          ),
        ],
      }),
    },
    source:
      'In public data: default outside the enum 84, no description 427, enum of another type 39, array without items 71.',
  },
  fileMessage(_key, count) {
    return `${plural(count, 'tool')} of this file ${count === 1 ? 'has' : 'have'} no description, so a model learns the name only; describe what the tool does.`;
  },
  checkTool(subject, report) {
    const { prepared, hasDescription, nameKey } = subject;
    const { normalized } = prepared;
    if (!hasDescription) {
      report({
        where: { path: [nameKey] },
        message: 'This tool has no description.',
        oncePerFile: { key: 'no-description' },
      });
    }
    for (const finding of normalized.findings) {
      if (finding.code !== 'tool.schema-smell') continue;
      report({
        where: { path: finding.path, at: finding.keyOrValue },
        message: messageOf(finding),
        lazyFixes: () => dialectFixes(subject, finding, false),
      });
    }
    const smells = prepared.validator.smells();
    for (const smell of smells.slice(0, maxTold)) {
      report({ where: { path: normalized.origin(smell.schemaPath) }, message: smellMessage(smell) });
    }
  },
};

const maxTold = 10;

function messageOf({ kind, detail }: DialectFinding): string {
  switch (kind) {
    case 'default-not-in-enum':
      return `The default ${show(detail.default ?? null)} is not one of the values of the enum; change it or add it to the enum.`;
    case 'enum-type-mismatch':
      return `The enum holds ${Array.isArray(detail.values) ? show(detail.values[0] ?? null) : 'a value'}, which is no ${cut(String(detail.type))} as the type demands, so no value fits both; make them agree.`;
    case 'array-without-items':
      return 'This array does not say what its elements are; add "items".';
    default:
      return 'The schema is nested too deep to be read here, so any value is accepted; flatten it.';
  }
}

function smellMessage({ kind, word, reason }: SchemaSmell): string {
  switch (kind) {
    case 'pattern-not-evaluated':
      return `The pattern ${cut(word)} is not evaluated (${cut(reason)}), so any text is accepted here; write it without lookaround and back references.`;
    case 'unresolved-ref':
      return `The reference ${cut(word)} leads to no schema in this tool, and nothing is fetched, so any value is accepted; put the schema into "$defs".`;
    case 'ref-loop':
      return `The reference ${cut(word)} leads back to itself without a step into the value, so it demands nothing; break the circle.`;
    default:
      return 'The schema is nested too deep to be read here, so any value is accepted; flatten it.';
  }
}
