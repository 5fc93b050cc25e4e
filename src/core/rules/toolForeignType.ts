/** tool.foreign-type: a type word outside JSON Schema. */
import type { Format } from '../formats/types.ts';
import { readTypeWord } from '../schema/typeWords.ts';
import type { DialectFinding } from '../schema/types.ts';
import { exampleTool, openaiLine } from './exampleLines.ts';
import { dialectFixes } from './dialectFixes.ts';
import type { OncePerFile, Rule } from './types.ts';
import { cut, plural, show } from './words.ts';

export const toolForeignType: Rule = {
  code: 'tool.foreign-type',
  severity: 'warning',
  title: 'Type word outside JSON Schema',
  phase: 'fast',
  docs: {
    why: 'The schema uses a type of another language: str, dict, List[int], STRING, "str, optional". JSON Schema does not know it; converters turn it into string or drop the tool, so the model sees a schema other than the one you wrote. Callsmith reads the usual words as what they mean and checks the calls against that.\n\nA word that belongs to the file’s format (dict in BFCL, str in xLAM) is told once per file, as a hint.',
    example: {
      format: 'openai',
      bad: openaiLine({ tools: [exampleTool({ city: { type: 'str' } }, ['city'])] }),
      good: openaiLine({ tools: [exampleTool({ city: { type: 'string' } }, ['city'])] }),
    },
    source:
      'In public data: 10,158 of 21,384 distinct schemas; discussion 11 of xLAM counts 5,395 of its 60,000 rows.',
  },
  fileMessage(key, count) {
    const group = key.slice(0, key.indexOf(' '));
    const word = cut(key.slice(group.length + 1));
    const times = plural(count, 'time');
    if (group === 'optional')
      return `This file marks optional parameters in their type ("${word}, optional" and the like, ${times}), as its format does; JSON Schema has no such types.`;
    if (group === 'upper')
      return `This file writes types in capitals ("${word}", ${times}), as its format does; JSON Schema writes them small.`;
    const meant = readTypeWord(word).schema['type'];
    const isKnown = typeof meant === 'string';
    if (group === 'nested')
      return `This file writes types such as "${word}[…]" (${times}), as its format does; they are read as ${isKnown ? `"${meant}" with what stands in the brackets` : 'what they mean'}.`;
    return `This file writes the type "${word}" (${times}), a word of its format that is not JSON Schema; it is read as ${isKnown ? `"${meant}"` : 'any value'}.`;
  },
  checkTool(subject, report) {
    const { prepared, format } = subject;
    for (const finding of prepared.normalized.findings) {
      if (finding.code !== 'tool.foreign-type') continue;
      const oncePerFile = nativeKey(finding, format);
      report({
        where: { path: finding.path },
        message: messageOf(finding),
        lazyFixes: () => dialectFixes(subject, finding, oncePerFile !== undefined),
        oncePerFile,
      });
    }
  },
};

function messageOf({ kind, word = '', suggestion }: DialectFinding): string {
  const shown = `"${cut(word)}"`;
  if (kind === 'unknown-type-word')
    return `${shown} is no type of JSON Schema and is not understood, so any value is accepted; write string, integer, number, boolean, array or object.`;
  const meant = suggestion === undefined ? 'any value' : show(suggestion);
  if (kind === 'optional-suffix')
    return `${shown} is no type of JSON Schema; it is read as ${meant}. Write ${meant} and say in "required" which arguments must be given.`;
  return `${shown} is no type of JSON Schema; it is read as ${meant}. ${suggestion === undefined ? 'Leave the type out' : `Write ${meant}`}.`;
}

/** The key under which a word of the file's own dialect is told; `undefined` for words that leave it. */
function nativeKey({ kind, word = '' }: DialectFinding, format: Format): OncePerFile | undefined {
  const native = format.native?.typeWords;
  if (!native) return undefined;
  const base = withoutSuffix(word.slice(0, 200));
  const words = base
    .toLowerCase()
    .split(/[^a-z_]+/)
    .filter((part) => part !== '');
  const isNative =
    words.length > 0
      ? words.every((part) => native.includes(part) || jsonTypes.has(part))
      : native.includes('');
  if (!isNative) return undefined;
  if (kind === 'optional-suffix' || kind === 'upper-case') {
    const group = kind === 'optional-suffix' ? 'optional' : 'upper';
    return { key: `${group} ${exampleOf(group)}`, severity: 'hint' };
  }
  return { key: `${words.length > 1 ? 'nested' : 'word'} ${words[0] ?? ''}`, severity: 'hint' };
}

/** One word stands for the whole group, so that a file has one hint for it. */
function exampleOf(group: 'optional' | 'upper'): string {
  return group === 'optional' ? 'str' : 'STRING';
}

const jsonTypes = new Set(['null', 'boolean', 'integer', 'number', 'string', 'array', 'object']);

/** `str` of `str, optional` and of `str, default='x'`. */
function withoutSuffix(word: string): string {
  const at = /, *(?:optional|required|default)\b/i.exec(word);
  return at ? word.slice(0, at.index) : word;
}
