/** The names that a tool's schema declares or repeats: properties at any depth, and the lists that name them. */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { ToolDef } from '../sample.ts';
import type { NormalizedTool, Path as SchemaPath } from '../schema/types.ts';
import { toPointer, type Path, type Place } from '../text/path.ts';

/** The way to an argument from the call's arguments: names of members; `[]` steps into the elements of a list. */
export type ArgumentPath = readonly string[];

/** A place of a schema that says the name of an argument. */
export interface SchemaName {
  readonly role: 'declaration' | 'required';
  readonly argument: ArgumentPath;
  readonly name: string;
  readonly place: Place;
  /** Declared in a part that is reached by `$ref`, so that other arguments may share the declaration. */
  readonly isShared: boolean;
}

const maxDepth = 16;
const maxNames = 4000;

/** Keywords whose value is a schema for the same value, or a list of such schemas. */
const inPlace = ['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', 'not'];
/** Lists of property names. */
const nameLists = ['required', 'propertyOrdering'];

/** All names of the tool's arguments in its definition, in no particular order. */
export function schemaNames(def: ToolDef, normalized: NormalizedTool): SchemaName[] {
  const { schema } = normalized;
  if (!isObject(schema)) return [];
  const walk = new SchemaWalk(def, normalized, schema);
  walk.visit(schema, [], [], false);
  walk.addLists();
  return walk.names;
}

class SchemaWalk {
  readonly names: SchemaName[] = [];
  readonly #entered = new Set<string>();

  constructor(
    private readonly def: ToolDef,
    private readonly normalized: NormalizedTool,
    private readonly root: JsonObject,
  ) {}

  visit(schema: JsonValue | undefined, at: SchemaPath, argument: ArgumentPath, isShared: boolean): void {
    if (!isObject(schema) || at.length > 4 * maxDepth || argument.length > maxDepth) return;
    if (this.names.length > maxNames) return;
    const properties = own(schema, 'properties');
    if (isObject(properties)) {
      for (const name of Object.keys(properties)) {
        const path = [...at, 'properties', name];
        const inner = [...argument, name];
        this.#add('declaration', inner, name, this.#propertyPlace(path, name), isShared);
        this.visit(properties[name], path, inner, isShared);
      }
    }
    for (const keyword of nameLists) this.#list(own(schema, keyword), [...at, keyword], argument, isShared);
    const dependent = own(schema, 'dependentRequired');
    if (isObject(dependent)) {
      for (const name of Object.keys(dependent)) {
        const path = [...at, 'dependentRequired', name];
        this.#add('required', [...argument, name], name, { path: this.#toTool(path), at: 'key' }, isShared);
        this.#list(dependent[name], path, argument, isShared);
      }
    }
    const items = own(schema, 'items');
    if (isObject(items)) this.visit(items, [...at, 'items'], [...argument, '[]'], isShared);
    for (const keyword of inPlace) {
      const value = own(schema, keyword);
      if (Array.isArray(value))
        value.forEach((one, i) => this.visit(one, [...at, keyword, i], argument, isShared));
      else this.visit(value, [...at, keyword], argument, isShared);
    }
    this.#follow(own(schema, '$ref'), argument);
  }

  /** `$ref`s into the same schema; each is entered once for an argument, so that loops end. */
  #follow(ref: JsonValue | undefined, argument: ArgumentPath): void {
    if (typeof ref !== 'string' || !ref.startsWith('#/')) return;
    const key = `${ref} ${JSON.stringify(argument)}`;
    if (this.#entered.has(key)) return;
    this.#entered.add(key);
    const steps = ref
      .slice(2)
      .split('/')
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    let target: JsonValue | undefined = this.root;
    for (const step of steps) target = isObject(target) ? own(target, step) : undefined;
    this.visit(target, steps, argument, true);
  }

  /** Lists that repeat what flags say already: then the way back from the schema leads to the flags. */
  addLists(): void {
    const { def } = this;
    const parameters = isObject(def.parameters) ? own(def.parameters, 'required') : undefined;
    this.#addList(def.required, [...def.path, 'required']);
    this.#addList(parameters, [...def.path, def.parametersKey, 'required']);
  }

  #addList(names: JsonValue | undefined, at: Path): void {
    if (!Array.isArray(names)) return;
    const known = new Set(this.names.map(({ place }) => toPointer(place.path)));
    names.forEach((name, i) => {
      const path = [...at, i];
      if (typeof name === 'string' && !known.has(toPointer(path)))
        this.#add('required', [name], name, { path }, false);
    });
  }

  #list(names: JsonValue | undefined, at: SchemaPath, argument: ArgumentPath, isShared: boolean): void {
    if (!Array.isArray(names)) return;
    names.forEach((name, i) => {
      if (typeof name !== 'string') return;
      const path = this.#toTool([...at, i]);
      // A flag or a list of parameters that makes a name required does not say the name.
      if (typeof path.at(-1) === 'number')
        this.#add('required', [...argument, name], name, { path }, isShared);
    });
  }

  #add(
    role: SchemaName['role'],
    argument: ArgumentPath,
    name: string,
    place: Place,
    isShared: boolean,
  ): void {
    this.names.push({ role, argument, name, place, isShared });
  }

  /** The key of the property; where parameters are a list of objects (S6), the `name` in the object. */
  #propertyPlace(at: SchemaPath, name: string): Place {
    const path = this.#toTool(at);
    return path.at(-1) === name ? { path, at: 'key' } : { path: [...path, 'name'] };
  }

  #toTool(at: SchemaPath): Path {
    return [...this.def.path, ...this.normalized.origin(at)];
  }
}
