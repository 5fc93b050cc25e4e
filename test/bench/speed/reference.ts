/**
 * What the checks of arguments must find, the plain way: a tree with positions of every line and every string of JSON
 * in it (jsonc-parser), and every call against its tool's schema (ajv, a compiled function per schema kept for ever).
 */
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';

/** `code@start-end`, offsets in the line. */
export type Told = string;

/** The codes that are compared: those that come from arguments and schema. */
export const comparedCodes: ReadonlySet<string> = new Set([
  'call.missing-argument',
  'call.unknown-argument',
  'call.wrong-type',
  'call.not-in-enum',
  'call.schema-violation',
]);

type Schema = Record<string, unknown>;
interface Part {
  readonly root: Node;
  readonly toLine: (offset: number) => number;
}
interface ReferenceCall {
  readonly name: string;
  readonly namePlace: [number, number];
  readonly given: unknown;
  readonly node: Node;
  readonly toLine: (offset: number) => number;
}

export class Reference {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  readonly #compiled = new Map<string, ValidateFunction>();

  /** Everything found in a generated line, sorted. */
  findings(line: string): Told[] {
    const outer: Part = { root: parseTree(line)!, toLine: (offset) => offset };
    const { tools, calls } = at(outer.root, ['messages']) ? chat(line, outer) : xlam(line, outer);
    const told = new Set<Told>();
    for (const call of calls) {
      const validate = this.compiled(tools.get(call.name)!);
      if (validate(call.given)) continue;
      for (const found of foundOf(validate.errors ?? [], call)) told.add(found);
    }
    return [...told].sort();
  }

  /** The function of a schema whose root takes no arguments that are not declared, as the product reads it. */
  compiled(schema: Schema): ValidateFunction {
    const key = JSON.stringify(schema);
    let validate = this.#compiled.get(key);
    if (!validate) {
      validate = this.#ajv.compile({ additionalProperties: false, ...schema });
      this.#compiled.set(key, validate);
    }
    return validate;
  }
}

function at(node: Node, path: (string | number)[]): Node | undefined {
  return findNodeAtLocation(node, path);
}

/** The JSON in a string, with the way from its offsets to the line's: escapes counted one by one. */
function inner(line: string, node: Node, toLine: (offset: number) => number, source: string): Part {
  const starts: number[] = [];
  const end = node.offset + node.length - 1;
  for (let i = node.offset + 1; i < end;) {
    starts.push(i);
    i += source[i] !== '\\' ? 1 : source[i + 1] === 'u' ? 6 : 2;
  }
  starts.push(end);
  return { root: parseTree(node.value as string)!, toLine: (offset) => toLine(starts[offset]!) };
}

function valueOf(node: Node): unknown {
  switch (node.type) {
    case 'object':
      return Object.fromEntries(
        (node.children ?? []).map((p) => [p.children![0]!.value as string, valueOf(p.children![1]!)]),
      );
    case 'array':
      return (node.children ?? []).map(valueOf);
    default:
      return node.value;
  }
}

function placed(node: Node, toLine: (offset: number) => number): [number, number] {
  return [toLine(node.offset), toLine(node.offset + node.length)];
}

function toolsOf(list: Node, wrap: string[]): Map<string, Schema> {
  const tools = new Map<string, Schema>();
  for (const element of list.children ?? []) {
    const tool = valueOf(at(element, wrap)!) as { name: string; parameters: Schema };
    if (!tools.has(tool.name)) tools.set(tool.name, tool.parameters);
  }
  return tools;
}

function xlam(line: string, outer: Part): { tools: Map<string, Schema>; calls: ReferenceCall[] } {
  const tools = inner(line, at(outer.root, ['tools'])!, outer.toLine, line);
  const answers = inner(line, at(outer.root, ['answers'])!, outer.toLine, line);
  const calls = (answers.root.children ?? []).map((call): ReferenceCall => {
    const node = at(call, ['arguments'])!;
    const name = at(call, ['name'])!;
    return {
      name: name.value as string,
      namePlace: placed(name, answers.toLine),
      given: valueOf(node),
      node,
      toLine: answers.toLine,
    };
  });
  return { tools: toolsOf(tools.root, []), calls };
}

function chat(line: string, outer: Part): { tools: Map<string, Schema>; calls: ReferenceCall[] } {
  const calls: ReferenceCall[] = [];
  for (const message of at(outer.root, ['messages'])!.children ?? []) {
    for (const call of at(message, ['tool_calls'])?.children ?? []) {
      const name = at(call, ['function', 'name'])!;
      const text = inner(line, at(call, ['function', 'arguments'])!, outer.toLine, line);
      calls.push({
        name: name.value as string,
        namePlace: placed(name, outer.toLine),
        given: valueOf(text.root),
        node: text.root,
        toLine: text.toLine,
      });
    }
  }
  return { tools: toolsOf(at(outer.root, ['tools'])!, ['function']), calls };
}

function foundOf(errors: readonly ErrorObject[], call: ReferenceCall): Told[] {
  const wrongTypes = new Set(
    errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath),
  );
  const told: Told[] = [];
  for (const { keyword, instancePath, params } of errors) {
    const steps = instancePath
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    let node = call.node;
    for (const step of steps) node = at(node, [node.type === 'array' ? Number(step) : step])!;
    const tell = (code: string, [start, end]: [number, number]) => told.push(`${code}@${start}-${end}`);
    if (keyword === 'required') tell('call.missing-argument', call.namePlace);
    else if (keyword === 'additionalProperties') {
      const name = (params as { additionalProperty: string }).additionalProperty;
      tell('call.unknown-argument', placed(at(node, [name])!.parent!.children![0]!, call.toLine));
    } else if (keyword === 'type') tell('call.wrong-type', placed(node, call.toLine));
    else if (keyword === 'enum') {
      if (!wrongTypes.has(instancePath)) tell('call.not-in-enum', placed(node, call.toLine));
    } else tell('call.schema-violation', placed(node, call.toLine));
  }
  return told;
}
