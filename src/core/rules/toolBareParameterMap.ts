/** tool.bare-parameter-map: parameters stand where a schema is wanted. */
import { openaiLine } from './exampleLines.ts';
import { dialectFixes } from './dialectFixes.ts';
import type { OncePerFile, Rule } from './types.ts';
import { cut, plural } from './words.ts';

const city = { type: 'string', description: 'Name of the city' };
const tool = { name: 'get_weather', description: 'Weather of a city' };

export const toolBareParameterMap: Rule = {
  code: 'tool.bare-parameter-map',
  severity: 'warning',
  title: 'Parameter map where a JSON Schema is wanted',
  phase: 'fast',
  docs: {
    why: 'Under "parameters" stand the parameters themselves instead of a JSON Schema around them. Plain validators take the map for a schema of unknown keywords and accept any arguments; loaders that look for "properties" crash. A parameter that is called like a keyword (type, title, format, required …) makes it worse, since it is taken for that keyword.\n\nCallsmith reads the map as what it means. Where maps are the format’s own way (xLAM, Seal-Tools), that is told once per file, as a hint.',
    example: {
      format: 'openai',
      bad: openaiLine({ tools: [{ ...tool, parameters: { city } }] }),
      good: openaiLine({
        tools: [{ ...tool, parameters: { type: 'object', properties: { city }, required: ['city'] } }],
      }),
    },
    source:
      'In public data: row 0 of xLAM has a parameter named type, as have 127 maps of Seal-Tools; LLaMA-Factory stops with a KeyError.',
  },
  fileMessage(key, count) {
    return key === 'keyword'
      ? `${plural(count, 'parameter')} of this file ${count === 1 ? 'is' : 'are'} named like a keyword of JSON Schema, which plain readers of these maps take for the keyword; they are read as parameters.`
      : `${plural(count, 'tool')} of this file ${count === 1 ? 'has' : 'have'} a map of parameters instead of a JSON Schema, as the format does; it is read as one.`;
  },
  checkTool(subject, report) {
    const { prepared, format, parametersKey } = subject;
    const isNative = format.native?.parameterMap === true;
    const once = (key: string): OncePerFile | undefined => (isNative ? { key, severity: 'hint' } : undefined);
    for (const finding of prepared.normalized.findings) {
      const { code, kind, path, keyOrValue, word = '' } = finding;
      const lazyFixes = () => dialectFixes(subject, finding, isNative);
      if (code !== 'tool.bare-parameter-map') continue;
      const where = { path, at: keyOrValue };
      if (kind === 'keyword-named-parameter') {
        report({
          where,
          message: `The parameter "${cut(word)}" is named like a keyword of JSON Schema and is taken for it in a map; put the parameters under "properties".`,
          lazyFixes,
          oncePerFile: once('keyword'),
        });
      } else {
        report({
          where,
          message: `"${cut(parametersKey)}" holds the parameters themselves, so that validators accept anything; write {"type": "object", "properties": {…}, "required": […]} around them.`,
          lazyFixes,
          oncePerFile: once('map'),
        });
      }
    }
  },
};
