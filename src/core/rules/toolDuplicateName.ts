/** tool.duplicate-name: the same tool name twice in one sample. */
import { deepEqual } from '../json.ts';
import type { ToolDef } from '../sample.ts';
import type { Path } from '../text/path.ts';
import { openaiLine, weatherTool } from './exampleLines.ts';
import type { FixDraft, Rule } from './types.ts';
import { cut } from './words.ts';

export const toolDuplicateName: Rule = {
  code: 'tool.duplicate-name',
  severity: 'warning',
  title: 'The same tool name twice in one sample',
  phase: 'fast',
  docs: {
    why: 'Two tools of one sample have the same name. A call cannot say which one it means, providers refuse such a list, and the calls here are checked against the first. Where both are equal, one can go.',
    example: {
      format: 'openai',
      bad: openaiLine({ tools: [weatherTool, weatherTool] }),
      good: openaiLine({}),
    },
    source: 'In public data: Toucan 3; Hammer’s own code removes duplicates from xLAM.',
  },
  checkRecord({ sample }, report) {
    if (!sample?.tools || sample.tools.length < 2) return;
    const first = new Map<string, ToolDef>();
    for (const def of sample.tools) {
      if (def.name === undefined) continue;
      const other = first.get(def.name);
      if (!other) {
        first.set(def.name, def);
        continue;
      }
      const isCopy = deepEqual(def.raw, other.raw);
      const element = isCopy ? elementPath(def.path) : undefined;
      const fixes: FixDraft[] = element
        ? [{ title: 'Delete this copy', edits: [{ remove: element }], safe: true }]
        : [];
      report({
        where: { path: [...def.path, def.nameKey] },
        message: `The tool name "${cut(def.name)}" stands twice in this sample; ${isCopy ? 'delete this copy' : 'rename one of the two'}.`,
        related: [
          { where: { path: [...other.path, other.nameKey] }, message: 'The first tool of that name.' },
        ],
        fixes,
      });
    }
  },
};

/** The list's element that holds the tool; `undefined` where the tool is no element of a list that can be written. */
function elementPath(path: Path): Path | undefined {
  if (path.some((step) => typeof step === 'object' && step.as === 'typescript-tools')) return undefined;
  const element = path[path.length - 1] === 'function' ? path.slice(0, -1) : path;
  return typeof element[element.length - 1] === 'number' ? element : undefined;
}
