/** What of a schema is not evaluated, found by looking at all of it once. */
import { isObject, own, type JsonObject } from '../json.ts';
import { MAX_SCHEMA_DEPTH } from './node.ts';
import { compilePattern } from './pattern.ts';
import { eachSubschema, IN_PLACE_KEYWORDS, isOldDraft, type Registry, type Resource } from './resources.ts';
import type { Path, SchemaSmell } from './types.ts';

const REFERENCES = ['$ref', '$dynamicRef', '$recursiveRef'] as const;
/** All smells of the document that was compiled, in document order. */
export function findSmells(registry: Registry): SchemaSmell[] {
  const smells: SchemaSmell[] = [];
  const circles = new Circles();
  interface Item {
    readonly schema: JsonObject;
    readonly resource: Resource;
    readonly path: Path;
    readonly depth: number;
  }
  const { root } = registry;
  const stack: Item[] = isObject(root.root)
    ? [{ schema: root.root, resource: root, path: [], depth: 0 }]
    : [];
  let tooDeep: Path | undefined;
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { schema, resource, path, depth } = item;
    if (depth > MAX_SCHEMA_DEPTH) {
      tooDeep ??= path;
      continue;
    }
    addPatterns(schema, path, smells);
    for (const keyword of REFERENCES) {
      const ref = own(schema, keyword);
      if (typeof ref !== 'string' || !isReference(keyword, resource)) continue;
      const target = registry.resolve(ref, resource);
      if (typeof target === 'string') {
        smells.push({
          kind: 'unresolved-ref',
          keyword,
          schemaPath: [...path, keyword],
          word: ref,
          reason: target,
        });
      } else if (isObject(target.schema)) {
        circles.add(schema, target.schema, { keyword, path: [...path, keyword], ref });
      }
    }
    const below: Item[] = [];
    const hidden = isOldDraft(resource.draft) && typeof own(schema, '$ref') === 'string';
    eachSubschema(schema, (sub, keyword, key) => {
      if (!isObject(sub)) return;
      if (IN_PLACE_KEYWORDS.has(keyword) && !hidden) circles.add(schema, sub, undefined);
      const subPath = key === undefined ? [...path, keyword] : [...path, keyword, key];
      below.push({
        schema: sub,
        resource: registry.resourceOf(sub, resource),
        path: subPath,
        depth: depth + 1,
      });
    });
    for (let i = below.length - 1; i >= 0; i--) stack.push(below[i]!);
  }
  for (const { keyword, path, ref } of circles.find()) {
    smells.push({ kind: 'ref-loop', keyword, schemaPath: path, word: ref, reason: 'loop' });
  }
  if (tooDeep !== undefined) {
    smells.push({
      kind: 'depth',
      keyword: String(tooDeep.at(-1) ?? ''),
      schemaPath: tooDeep,
      word: '',
      reason: 'depth',
    });
  }
  return smells;
}

function isReference(keyword: (typeof REFERENCES)[number], resource: Resource): boolean {
  if (keyword === '$ref') return true;
  return resource.draft === (keyword === '$dynamicRef' ? '2020-12' : '2019-09');
}

function addPatterns(schema: JsonObject, path: Path, smells: SchemaSmell[]): void {
  const add = (source: string, schemaPath: Path, keyword: string): void => {
    const { reason } = compilePattern(source);
    if (reason !== undefined)
      smells.push({ kind: 'pattern-not-evaluated', keyword, schemaPath, word: source, reason });
  };
  const pattern = own(schema, 'pattern');
  if (typeof pattern === 'string') add(pattern, [...path, 'pattern'], 'pattern');
  const patterns = own(schema, 'patternProperties');
  if (!isObject(patterns)) return;
  for (const source in patterns) add(source, [...path, 'patternProperties', source], 'patternProperties');
}

interface Reference {
  readonly keyword: string;
  readonly path: Path;
  readonly ref: string;
}

/** Schemas applied to the same value as edges of a graph; a reference that closes a circle is a smell. */
class Circles {
  readonly #edges = new Map<JsonObject, { to: JsonObject; by: Reference | undefined }[]>();

  add(from: JsonObject, to: JsonObject, by: Reference | undefined): void {
    const list = this.#edges.get(from);
    if (list === undefined) this.#edges.set(from, [{ to, by }]);
    else list.push({ to, by });
  }

  /** Depth-first, iterative: an edge back to a schema that is still open closes a circle. */
  find(): Reference[] {
    const found = new Set<Reference>();
    const state = new Map<JsonObject, 'open' | 'done'>();
    for (const start of this.#edges.keys()) {
      if (state.has(start)) continue;
      const way: { schema: JsonObject; next: number; by: Reference | undefined }[] = [
        { schema: start, next: 0, by: undefined },
      ];
      state.set(start, 'open');
      while (way.length > 0) {
        const top = way[way.length - 1]!;
        const edge = this.#edges.get(top.schema)?.[top.next++];
        if (edge === undefined) {
          state.set(top.schema, 'done');
          way.pop();
          continue;
        }
        const known = state.get(edge.to);
        if (known === undefined) {
          state.set(edge.to, 'open');
          way.push({ schema: edge.to, next: 0, by: edge.by });
        } else if (known === 'open') {
          const closing = edge.by ?? way.findLast((step) => step.by !== undefined)?.by;
          if (closing !== undefined) found.add(closing);
        }
      }
    }
    return [...found];
  }
}
