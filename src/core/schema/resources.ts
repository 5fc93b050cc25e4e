/** Which schema an `$id`, an anchor or a `$ref` means, inside the documents that are at hand. */
import { isObject, own, type JsonObject, type JsonValue } from '../json.ts';
import type { Draft, JsonSchema, Path } from './types.ts';
import { pointerTokens, resolveUri, splitFragment } from './uri.ts';

/** A schema with an address of its own: a document's root, or a subschema with `$id`. */
export interface Resource {
  /** Absolute where that is known, without fragment; empty for a root without `$id`. */
  readonly uri: string;
  readonly root: JsonSchema;
  /** From the document's root. */
  readonly path: Path;
  /** The address of the document, unset for the one that was compiled. */
  readonly documentUri: string | undefined;
  readonly draft: Draft;
  /** False when the meta-schema named by `$schema` leaves the validation vocabulary out. */
  readonly assertions: boolean;
  /** By `$anchor`, `$dynamicAnchor`, or `$id: "#name"` in the old drafts. */
  readonly anchors: Map<string, { schema: JsonObject; path: Path }>;
  readonly dynamicAnchors: Set<string>;
  readonly recursiveAnchor: boolean;
}

/** The schema a reference leads to. */
export interface Target {
  readonly schema: JsonSchema;
  readonly resource: Resource;
  readonly path: Path;
}

const DRAFTS: readonly (readonly [string, Draft])[] = [
  ['json-schema.org/draft/2020-12/schema', '2020-12'],
  ['json-schema.org/draft/2019-09/schema', '2019-09'],
  ['json-schema.org/draft-07/schema', '07'],
  ['json-schema.org/draft-06/schema', '06'],
  ['json-schema.org/draft-04/schema', '04'],
];

/** The draft that a `$schema` value names, if it is one of those known here. */
export function draftOf(schemaUri: JsonValue | undefined): Draft | undefined {
  if (typeof schemaUri !== 'string') return undefined;
  const bare = schemaUri.replace(/^https?:\/\//, '').replace(/#$/, '');
  return DRAFTS.find(([uri]) => uri === bare)?.[1];
}

/** True when `draft` is 07 or older: `$ref` hides its siblings, `definitions`, `dependencies`, `items` as a list. */
export function isOldDraft(draft: Draft): boolean {
  return draft === '07' || draft === '06' || draft === '04';
}

/** Keywords whose value is one schema. */
export const SCHEMA_KEYWORDS: readonly string[] = (
  'additionalItems additionalProperties contains contentSchema else if items not ' +
  'propertyNames then unevaluatedItems unevaluatedProperties'
).split(' ');
/** Keywords whose value is a list of schemas (`items` up to 2019-09). */
export const SCHEMA_LIST_KEYWORDS: readonly string[] = ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items'];
/** Keywords whose value is an object of schemas (`dependencies` may also hold lists of names). */
export const SCHEMA_MAP_KEYWORDS: readonly string[] =
  '$defs definitions dependencies dependentSchemas patternProperties properties'.split(' ');

/** Keywords that apply a schema to the very same value. */
export const IN_PLACE_KEYWORDS: ReadonlySet<string> = new Set(
  'allOf anyOf oneOf not if then else dependentSchemas dependencies'.split(' '),
);

const PLACE = new Map<string, number>();
for (const keyword of SCHEMA_KEYWORDS) PLACE.set(keyword, 1);
for (const keyword of SCHEMA_LIST_KEYWORDS) PLACE.set(keyword, (PLACE.get(keyword) ?? 0) | 2);
for (const keyword of SCHEMA_MAP_KEYWORDS) PLACE.set(keyword, 4);

/** Subschemas deeper than this (in path steps) are not looked at; far beyond `MAX_SCHEMA_DEPTH`. */
const MAX_INDEX_PATH = 2_000;

/** Calls `visit` for each direct subschema, with the one or two path steps to it. */
export function eachSubschema(
  schema: JsonObject,
  visit: (sub: JsonSchema, keyword: string, key: string | number | undefined) => void,
): void {
  for (const keyword in schema) {
    const place = PLACE.get(keyword);
    if (place === undefined) continue;
    const value = schema[keyword]!;
    if (Array.isArray(value)) {
      if (place & 2) value.forEach((sub, i) => isSchema(sub) && visit(sub, keyword, i));
    } else if (place & 4) {
      if (!isObject(value)) continue;
      for (const key in value) if (isSchema(value[key])) visit(value[key] as JsonSchema, keyword, key);
    } else if (place & 1 && isSchema(value)) {
      visit(value, keyword, undefined);
    }
  }
}

function isSchema(value: JsonValue | undefined): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}

/** The `$id` (`id` in draft 04) that makes `schema` a resource or an anchor; hidden by `$ref` in old drafts. */
function idOf(schema: JsonObject, draft: Draft): string | undefined {
  const id = own(schema, draft === '04' ? 'id' : '$id');
  if (typeof id !== 'string') return undefined;
  return isOldDraft(draft) && typeof own(schema, '$ref') === 'string' ? undefined : id;
}

/** All documents of one compiled schema. */
export class Registry {
  readonly #byUri = new Map<string, Resource>();
  readonly #bySchema = new Map<JsonObject, Resource>();
  readonly root: Resource;
  #rootIndexed = false;

  constructor(
    root: JsonSchema,
    readonly defaultDraft: Draft,
    readonly documents: ReadonlyMap<string, JsonSchema> | undefined,
  ) {
    this.root = this.#resource(root, '', defaultDraft, [], undefined);
  }

  /** The resource that `schema`, met inside `parent`, belongs to: its own if it has an `$id`. */
  resourceOf(schema: JsonObject, parent: Resource): Resource {
    if (idOf(schema, parent.draft) === undefined && own(schema, '$id') === undefined) return parent;
    this.#indexRoot();
    return this.#bySchema.get(schema) ?? parent;
  }

  /** What `ref`, written in `from`, means; `remote` when its document is not at hand, `missing` when nothing is there. */
  resolve(ref: string, from: Resource): Target | 'remote' | 'missing' {
    if (ref === '#' && from === this.root) return { schema: from.root, resource: from, path: from.path };
    this.#indexRoot();
    const { base, fragment } = splitFragment(resolveUri(from.uri, ref));
    const resource = base === from.uri ? from : (this.#byUri.get(base) ?? this.#load(base));
    if (resource === undefined) return 'remote';
    if (fragment === undefined || fragment === '') {
      return { schema: resource.root, resource, path: resource.path };
    }
    if (!fragment.startsWith('/')) {
      const anchor = resource.anchors.get(fragment);
      return anchor === undefined ? 'missing' : { ...anchor, resource };
    }
    return this.#follow(resource, pointerTokens(fragment));
  }

  #follow(resource: Resource, tokens: readonly string[]): Target | 'missing' {
    let value: JsonValue | undefined = resource.root;
    let current = resource;
    const path: (string | number)[] = [...resource.path];
    for (const token of tokens) {
      if (Array.isArray(value)) {
        const index = /^(0|[1-9][0-9]{0,9})$/.test(token) ? Number(token) : -1;
        value = value[index];
        path.push(index);
      } else {
        value = isObject(value) ? own(value, token) : undefined;
        path.push(token);
      }
      if (isObject(value)) current = this.#bySchema.get(value) ?? current;
    }
    return isSchema(value) ? { schema: value, resource: current, path } : 'missing';
  }

  #load(uri: string): Resource | undefined {
    const document = this.documents?.get(uri) ?? this.documents?.get(`${uri}#`);
    if (document === undefined) return undefined;
    const resource = this.#resource(document, uri, this.defaultDraft, [], uri);
    this.#byUri.set(uri, resource);
    this.#index(resource);
    return resource;
  }

  #indexRoot(): void {
    if (this.#rootIndexed) return;
    this.#rootIndexed = true;
    this.#byUri.set('', this.root);
    this.#index(this.root);
  }

  #resource(
    root: JsonSchema,
    base: string,
    draft: Draft,
    path: Path,
    documentUri: string | undefined,
  ): Resource {
    let dialect = { draft, assertions: true };
    let uri = base;
    let recursiveAnchor = false;
    if (isObject(root)) {
      dialect = this.#dialect(own(root, '$schema'), draft);
      const id = idOf(root, dialect.draft);
      if (id !== undefined) uri = splitFragment(resolveUri(base, id)).base;
      recursiveAnchor = own(root, '$recursiveAnchor') === true;
    }
    return {
      uri,
      root,
      path,
      documentUri,
      ...dialect,
      anchors: new Map(),
      dynamicAnchors: new Set(),
      recursiveAnchor,
    };
  }

  /** Draft and vocabulary of a `$schema`; a meta-schema of one's own is read when it is among the documents. */
  #dialect(schemaUri: JsonValue | undefined, draft: Draft): { draft: Draft; assertions: boolean } {
    if (typeof schemaUri !== 'string') return { draft, assertions: true };
    const known = draftOf(schemaUri);
    if (known !== undefined) return { draft: known, assertions: true };
    const meta = this.documents?.get(schemaUri.replace(/#$/, ''));
    const vocabulary = isObject(meta) ? own(meta, '$vocabulary') : undefined;
    if (!isObject(vocabulary)) return { draft, assertions: true };
    const names = Object.keys(vocabulary);
    return {
      draft: names.some((name) => name.includes('/2019-09/')) ? '2019-09' : '2020-12',
      assertions: names.some((name) => name.endsWith('/vocab/validation')),
    };
  }

  /** Finds every address and anchor below a resource's root. Iterative: schemas may be nested to any depth. */
  #index(top: Resource): void {
    if (!isObject(top.root)) return;
    if (!this.#byUri.has(top.uri)) this.#byUri.set(top.uri, top);
    this.#bySchema.set(top.root, top);
    const stack: { schema: JsonObject; resource: Resource; path: Path }[] = [
      { schema: top.root, resource: top, path: [] },
    ];
    for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
      const { schema, path } = item;
      let { resource } = item;
      if (schema !== top.root) {
        const draft = draftOf(own(schema, '$schema')) ?? resource.draft;
        const id = idOf(schema, draft);
        if (id !== undefined && !(isOldDraft(draft) && id.startsWith('#'))) {
          resource = this.#resource(schema, resource.uri, resource.draft, path, top.documentUri);
          if (!this.#byUri.has(resource.uri)) this.#byUri.set(resource.uri, resource);
          this.#bySchema.set(schema, resource);
        }
      }
      addAnchors(schema, resource, path);
      eachSubschema(schema, (sub, keyword, key) => {
        if (isObject(sub) && path.length < MAX_INDEX_PATH)
          stack.push({
            schema: sub,
            resource,
            path: key === undefined ? [...path, keyword] : [...path, keyword, key],
          });
      });
    }
  }
}

function addAnchors(schema: JsonObject, resource: Resource, path: Path): void {
  const add = (name: JsonValue | undefined): void => {
    if (typeof name === 'string' && name !== '' && !resource.anchors.has(name))
      resource.anchors.set(name, { schema, path });
  };
  if (isOldDraft(resource.draft)) {
    const id = idOf(schema, resource.draft);
    const hash = id?.indexOf('#') ?? -1;
    if (id !== undefined && hash >= 0) add(id.slice(hash + 1));
    return;
  }
  add(own(schema, '$anchor'));
  const dynamic = own(schema, '$dynamicAnchor');
  if (resource.draft === '2020-12' && typeof dynamic === 'string') {
    add(dynamic);
    resource.dynamicAnchors.add(dynamic);
  }
}
