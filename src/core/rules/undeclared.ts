/** Tools that declare no parameters at all, and what their calls are told. */
import type { NativeDialect } from '../formats/types.ts';
import { isObject } from '../json.ts';
import type { ToolDef } from '../sample.ts';
import type { CallSubject, Report } from './types.ts';
import { cut } from './words.ts';

/** Arguments of one call that are told. */
const maxTold = 20;

/** Reports arguments of a call whose tool says that it takes none, or says nothing of any. */
export function reportUndeclared(subject: CallSubject, report: Report): void {
  const { call, sample, tool, format } = subject;
  if (!tool || call.acceptedAnswers || call.gathers || !isObject(call.arguments)) return;
  const { def } = tool;
  const isEmptyMap = isEmptyNativeMap(def, format.native);
  if (!isEmptyMap && !hasNoParameters(def)) return;
  const names = Object.keys(call.arguments);
  if (names.length === 0) return;
  const under = `"${cut(def.parametersKey)}"`;
  const related = [{ where: { path: [...def.path, def.nameKey] }, message: 'The tool, without parameters.' }];
  if (!isEmptyMap && !sample.tools!.some((other) => other !== def && !hasNoParameters(other))) {
    report({
      where: { path: [...call.argumentsPath, names[0]!], at: 'key' },
      message: `The tool declares no parameters, nor does any other of this sample, so nothing says which arguments it takes; declare them under ${under}.`,
      related,
      habit: true,
    });
    return;
  }
  for (const name of names.slice(0, maxTold)) {
    report({
      where: { path: [...call.argumentsPath, name], at: 'key' },
      message: `${cut(call.name ?? 'The tool', 60)} declares no parameters, so it takes no argument "${cut(name)}"; declare it under ${under} or take it out.`,
      related,
    });
  }
}

/** A map without members, in a format whose tools have maps: the way to say that there are no parameters. */
export function isEmptyNativeMap({ parameters }: ToolDef, native: NativeDialect | undefined): boolean {
  if (native?.parameterMap !== true || !isObject(parameters)) return false;
  for (const _ in parameters) return false;
  return true;
}

/**
 * The definition has a name, perhaps words about it, and nothing that could be meant for parameters: data has them
 * under `_arguments` and the like, and of such a tool nothing is known.
 */
export function hasNoParameters({ parameters, required, shape, raw, path }: ToolDef): boolean {
  if (parameters !== undefined || required !== undefined || shape === 'toolbench' || !isObject(raw))
    return false;
  // Of prose only what was understood is known.
  if (path.some((step) => typeof step === 'object' && step.as === 'tool-prose')) return false;
  return Object.keys(raw).every((key) => {
    if (notParameters.has(key.toLowerCase())) return true;
    return !parameterLike.test(key) && (typeof raw[key] !== 'object' || raw[key] === null);
  });
}

/** Members of tools that hold something else, in the formats read here and in their relatives. */
const notParameters = new Set(
  (
    'name description title type strict return returns response responses result results output outputs ' +
    'outputschema output_schema output_parameter output_parameters annotations metadata meta _meta tags ' +
    'category example examples cache_control'
  ).split(' '),
);

const parameterLike = /param|arg|input|propert|schema|signature|field/i;
