/** Expected calls: read from possible answers, and told when no call can meet them. */
import { PythonDict, type PythonValue } from '../calls/python/values.ts';
import { cut } from '../rules/words.ts';
import type { ReferenceCall } from './fair.ts';
import { dictOf, listOf } from './fairValues.ts';

/** A fault of the reference itself: the data set is wrong, not the answer. */
export interface ReferenceFault {
  /** Index of the expected call. */
  readonly expected: number;
  readonly path: readonly string[];
  /** For people. */
  readonly message: string;
}

/** Reads `[{name: {argument: [value, …]}}, …]`; `undefined` for what is no such list. An argument with one bare value accepts that. */
export function readReferences(answers: PythonValue): ReferenceCall[] | undefined {
  if (!Array.isArray(answers)) return undefined;
  const found: ReferenceCall[] = [];
  for (const answer of answers) {
    if (!(answer instanceof PythonDict) || answer.size !== 1) return undefined;
    const [[name, given]] = [...answer.entries()] as [[PythonValue, PythonValue]];
    if (typeof name !== 'string' || !(given instanceof PythonDict)) return undefined;
    const accepted = new Map<string, readonly PythonValue[]>();
    for (const [argument, values] of given.entries())
      accepted.set(String(argument), Array.isArray(values) ? values : [values]);
    found.push({ name, arguments: accepted, lists: true });
  }
  return found;
}

/** Why no call can meet a reference; empty when some call can. Possible answers only. */
export function faultsOf(
  references: readonly ReferenceCall[],
  toolOf: (name: string) => PythonDict | undefined,
): ReferenceFault[] {
  const faults: ReferenceFault[] = [];
  references.forEach((reference, expected) => {
    const parameters = dictOf(toolOf(reference.name)?.get('parameters'));
    const properties = dictOf(parameters?.get('properties'));
    const required = listOf(parameters?.get('required')).filter((name) => typeof name === 'string');
    const tell = (name: string, message: string) => faults.push({ expected, path: [name], message });
    for (const [name, accepted] of reference.arguments) {
      const shown = `"${cut(name)}"`;
      if (accepted.length === 0) tell(name, `${shown} accepts no value; write those that are right.`);
      else if (
        accepted.every((value) => value === '') &&
        required.includes(name) &&
        !isText(properties, name)
      )
        tell(
          name,
          `${shown} is required, and the answer accepts no value for it; write those that are right.`,
        );
      else if (properties && !properties.has(name) && !accepted.includes(''))
        tell(
          name,
          `The answer wants ${shown}, which ${cut(reference.name)} does not have; take it out or declare it.`,
        );
    }
    for (const name of required) {
      if (reference.arguments.has(name)) continue;
      tell(
        name,
        `${cut(reference.name)} requires "${cut(name)}", and the answer accepts no value for it; list the accepted values.`,
      );
    }
  });
  return faults;
}

function isText(properties: PythonDict | undefined, name: string): boolean {
  return dictOf(properties?.get(name))?.get('type') === 'string';
}

/** Function descriptions by name; of a name given twice the first counts, as the official checker has it. */
export function toolsByName(functions: PythonValue): ReadonlyMap<string, PythonDict> {
  const found = new Map<string, PythonDict>();
  for (const tool of Array.isArray(functions) ? functions : [functions]) {
    const dict = dictOf(tool);
    const name = dict?.get('name');
    if (dict && typeof name === 'string' && !found.has(name)) found.set(name, dict);
  }
  return found;
}
