/** Keywords about objects. */
import { isObject, type JsonObject, type JsonValue } from '../../json.ts';
import { fail, type SchemaNode } from '../node.ts';
import { compilePattern } from '../pattern.ts';
import { isOldDraft } from '../resources.ts';
import type { Check, Evaluated, Run } from '../run.ts';

/** What is known about a member name. */
interface Slot {
  node: SchemaNode | undefined;
  required: boolean;
}

interface PatternSlot {
  readonly test: (name: string) => boolean;
  readonly node: SchemaNode;
}

/** What a member that nothing names meets: anything goes, its own schema, or an error under this keyword. */
type Rest = SchemaNode | 'additionalProperties' | 'unknownProperty' | undefined;

function strings(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** All keywords about members but `unevaluatedProperties`. `closed` makes unnamed members `unknownProperty` errors. */
export function objectKeywords(node: SchemaNode, out: Check[], closed: boolean): void {
  const least = node.get('minProperties');
  if (typeof least === 'number') {
    out.push(
      (value, run) =>
        !isObject(value) ||
        Object.keys(value).length >= least ||
        fail(run, node, 'minProperties', { limit: least }),
    );
  }
  const most = node.get('maxProperties');
  if (typeof most === 'number') {
    out.push(
      (value, run) =>
        !isObject(value) ||
        Object.keys(value).length <= most ||
        fail(run, node, 'maxProperties', { limit: most }),
    );
  }
  const members = membersCheck(node, closed);
  if (members !== undefined) out.push(members);
  if (node.get('propertyNames') !== undefined && node.resource.draft !== '04') out.push(namesCheck(node));
  dependencyKeywords(node, out);
}

/** `properties`, `patternProperties`, `additionalProperties` and `required` in one pass over the members. */
function membersCheck(node: SchemaNode, closed: boolean): Check | undefined {
  const slots = new Map<string, Slot>();
  const properties = node.get('properties');
  if (isObject(properties)) {
    for (const name in properties) {
      slots.set(name, { node: node.child(properties[name], 'properties', name), required: false });
    }
  }
  const required = [...new Set(strings(node.get('required')))];
  for (const name of required) {
    const slot = slots.get(name);
    if (slot === undefined) slots.set(name, { node: undefined, required: true });
    else slot.required = true;
  }
  const patterns: PatternSlot[] = [];
  const patternProperties = node.get('patternProperties');
  if (isObject(patternProperties)) {
    for (const source in patternProperties) {
      const { test } = compilePattern(source);
      // A pattern that cannot be evaluated may match any name, so the object counts as open.
      patterns.push({
        test: test ?? (() => true),
        node: node.child(test ? patternProperties[source] : true, 'patternProperties', source),
      });
    }
  }
  const additional = node.get('additionalProperties');
  let rest: Rest;
  if (additional === false) rest = 'additionalProperties';
  else if (additional !== undefined) rest = node.child(additional, 'additionalProperties');
  else if (closed) rest = 'unknownProperty';
  if (slots.size === 0 && patterns.length === 0 && rest === undefined) return undefined;
  return memberLoop({ node, slots, required, patterns, rest });
}

interface Members {
  readonly node: SchemaNode;
  readonly slots: ReadonlyMap<string, Slot>;
  readonly required: readonly string[];
  readonly patterns: readonly PatternSlot[];
  readonly rest: Rest;
}

function memberLoop(members: Members): Check {
  const { slots, patterns, rest } = members;
  const requiredCount = members.required.length;
  const plain = patterns.length === 0;
  return (value, run, seen) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return true;
    if (run.errors !== undefined || seen !== undefined || !plain)
      return thoroughly(members, value, run, seen);
    let missing = requiredCount;
    let steps = 1;
    for (const name in value) {
      steps++;
      const slot = slots.get(name);
      if (slot !== undefined) {
        if (slot.required) missing--;
        if (slot.node !== undefined) {
          if (!slot.node.check(value[name]!, run, undefined)) return false;
          continue;
        }
      }
      if (rest === undefined) continue;
      if (typeof rest === 'string' || !rest.check(value[name]!, run, undefined)) return false;
    }
    run.spend(steps);
    return missing === 0;
  };
}

/** The same with patterns, marks for `unevaluatedProperties`, and errors. */
function thoroughly(members: Members, value: JsonObject, run: Run, seen: Evaluated | undefined): boolean {
  const { node, slots, required, patterns, rest } = members;
  const collecting = run.errors !== undefined;
  let ok = true;
  for (const name of required) {
    if (Object.hasOwn(value, name)) continue;
    ok = fail(run, node, 'required', { missingProperty: name }, { propertyName: name });
    if (!collecting) return false;
  }
  for (const name in value) {
    run.spend(1 + patterns.length);
    const child = value[name]!;
    let known = false;
    const slot = slots.get(name)?.node;
    if (slot !== undefined) {
      known = true;
      if (!member(slot, child, name, run)) ok = false;
    }
    for (const pattern of patterns) {
      if (!pattern.test(name)) continue;
      known = true;
      if (!member(pattern.node, child, name, run)) ok = false;
    }
    if (!known && rest !== undefined) {
      known = true;
      if (typeof rest === 'string') {
        const schemaKeyword = rest === 'unknownProperty' ? 'properties' : rest;
        ok = fail(run, node, rest, { property: name }, { propertyName: name, schemaKeyword });
      } else if (!member(rest, child, name, run)) {
        ok = false;
      }
    }
    if (known) seen?.members.add(name);
    if (!ok && (!collecting || run.full)) return false;
  }
  return ok;
}

function member(node: SchemaNode, value: JsonValue, name: string, run: Run): boolean {
  if (run.errors === undefined) return node.check(value, run, undefined);
  run.path.push(name);
  const ok = node.check(value, run, undefined);
  run.path.pop();
  return ok;
}

function namesCheck(node: SchemaNode): Check {
  const names = node.child(node.get('propertyNames'), 'propertyNames');
  return (value, run) => {
    if (!isObject(value)) return true;
    let ok = true;
    for (const name in value) {
      run.spend(1);
      const { errors } = run;
      run.errors = undefined;
      const met = names.check(name, run, undefined);
      run.errors = errors;
      if (met) continue;
      if (errors === undefined) return false;
      run.errors = [];
      names.check(name, run, undefined);
      const closest = run.errors;
      run.errors = errors;
      ok = fail(run, node, 'propertyNames', { property: name }, { propertyName: name, closest });
    }
    return ok;
  };
}

/** `dependentRequired`, `dependentSchemas`, and `dependencies`, which was both. */
function dependencyKeywords(node: SchemaNode, out: Check[]): void {
  const names: [string, string, string[]][] = [];
  const schemas: [string, SchemaNode][] = [];
  const read = (keyword: string): void => {
    const value = node.get(keyword);
    if (!isObject(value)) return;
    for (const name in value) {
      const dependency = value[name]!;
      if (Array.isArray(dependency)) names.push([keyword, name, strings(dependency)]);
      else if (keyword !== 'dependentRequired') schemas.push([name, node.child(dependency, keyword, name)]);
    }
  };
  if (!isOldDraft(node.resource.draft)) {
    read('dependentRequired');
    read('dependentSchemas');
  }
  // Gone since 2019-09, where readers may still honour it; tool schemas without `$schema` use it with this meaning.
  read('dependencies');
  if (names.length > 0) {
    out.push((value, run) => {
      if (!isObject(value)) return true;
      let ok = true;
      for (const [keyword, name, wanted] of names) {
        if (!Object.hasOwn(value, name)) continue;
        run.spend(wanted.length);
        for (const missingProperty of wanted) {
          if (Object.hasOwn(value, missingProperty)) continue;
          ok = fail(
            run,
            node,
            keyword,
            { property: name, missingProperty },
            { propertyName: missingProperty },
          );
        }
      }
      return ok;
    });
  }
  if (schemas.length > 0) {
    out.push((value, run, seen) => {
      if (!isObject(value)) return true;
      let ok = true;
      for (const [name, dependent] of schemas) {
        if (Object.hasOwn(value, name) && !dependent.check(value, run, seen)) ok = false;
      }
      return ok;
    });
  }
}

/**
 * `unevaluatedProperties`, after everything beside it; with `closed` the same for a root that does not say
 * (`unknownProperty`, told at `properties`).
 */
export function unevaluatedPropertiesCheck(node: SchemaNode, closed: boolean): Check {
  const rest = node.child(closed ? false : node.get('unevaluatedProperties'), 'unevaluatedProperties');
  const keyword = closed ? 'unknownProperty' : 'unevaluatedProperties';
  const schemaKeyword = closed ? 'properties' : keyword;
  return (value, run, seen) => {
    if (!isObject(value) || seen === undefined || seen.allMembers) return true;
    let ok = true;
    for (const name in value) {
      run.spend(1);
      if (seen.members.has(name)) continue;
      if (rest.schema === false) {
        ok = fail(run, node, keyword, { property: name }, { propertyName: name, schemaKeyword });
      } else if (!member(rest, value[name]!, name, run)) {
        ok = false;
      }
      if (!ok && (run.errors === undefined || run.full)) return false;
    }
    seen.allMembers = true;
    return ok;
  };
}
