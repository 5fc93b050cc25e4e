/** Keywords that apply other schemas to the same value: combinations, conditions, references. */
import { isObject, type JsonValue } from '../../json.ts';
import { fail, quietly, SchemaNode } from '../node.ts';
import { isOldDraft, type Resource } from '../resources.ts';
import { Evaluated, LimitReached, MAX_DEPTH, type Check, type Run } from '../run.ts';
import type { SchemaError } from '../types.ts';

function children(node: SchemaNode, keyword: string): SchemaNode[] | undefined {
  const list = node.get(keyword);
  return Array.isArray(list) && list.length > 0
    ? list.map((schema, i) => node.child(schema, keyword, i))
    : undefined;
}

/** `allOf`, `anyOf`, `oneOf`, `not`, `if`/`then`/`else`. */
export function combinationKeywords(node: SchemaNode, out: Check[]): void {
  const all = children(node, 'allOf');
  if (all !== undefined) {
    out.push((value, run, seen) => {
      run.spend(all.length);
      let ok = true;
      for (let i = 0; i < all.length; i++) {
        if (all[i]!.check(value, run, seen)) continue;
        if (run.errors === undefined) return false;
        ok = false;
      }
      return ok;
    });
  }
  const any = children(node, 'anyOf');
  if (any !== undefined) out.push(anyOfCheck(node, any));
  const one = children(node, 'oneOf');
  if (one !== undefined) out.push(oneOfCheck(node, one));
  const not = node.get('not');
  if (typeof not === 'boolean' || isObject(not)) {
    const excluded = node.child(not, 'not');
    out.push((value, run) => {
      run.spend(1);
      return !quietly(excluded, value, run, undefined) || fail(run, node, 'not', {});
    });
  }
  if (node.get('if') !== undefined && !isOlderThan07(node)) out.push(conditionCheck(node));
}

function isOlderThan07(node: SchemaNode): boolean {
  return node.resource.draft === '04' || node.resource.draft === '06';
}

function anyOfCheck(node: SchemaNode, branches: readonly SchemaNode[]): Check {
  return (value, run, seen) => {
    run.spend(branches.length);
    if (run.errors !== undefined) return anyOfCollecting(node, branches, value, run, seen);
    if (seen === undefined) {
      for (let i = 0; i < branches.length; i++) if (branches[i]!.check(value, run, undefined)) return true;
      return false;
    }
    let ok = false;
    for (const branch of branches) {
      const own = new Evaluated();
      if (!branch.check(value, run, own)) continue;
      ok = true;
      seen.merge(own);
    }
    return ok;
  };
}

/** Every branch with its errors to itself; a branch that only misses formats matches, but a clean one is preferred. */
function anyOfCollecting(
  node: SchemaNode,
  branches: readonly SchemaNode[],
  value: JsonValue,
  run: Run,
  seen: Evaluated | undefined,
): boolean {
  const { errors, warnings } = run;
  let matched = false;
  let missedFormats: SchemaError[] | undefined;
  const failures: SchemaError[][] = [];
  for (const branch of branches) {
    run.errors = [];
    run.warnings = [];
    const own = seen === undefined ? undefined : new Evaluated();
    const ok = branch.check(value, run, own);
    if (ok) {
      matched = true;
      if (own !== undefined) seen?.merge(own);
      if (missedFormats === undefined || run.warnings.length < missedFormats.length)
        missedFormats = run.warnings;
      if (seen === undefined && run.warnings.length === 0) break;
    }
    failures.push(run.errors);
  }
  run.errors = errors;
  run.warnings = warnings;
  if (!matched) return failWithClosest(node, 'anyOf', failures, run);
  if (missedFormats !== undefined) run.warnings.push(...missedFormats);
  return true;
}

function oneOfCheck(node: SchemaNode, branches: readonly SchemaNode[]): Check {
  return (value, run, seen) => {
    run.spend(branches.length);
    let match = -1;
    let second = -1;
    let evaluated: Evaluated | undefined;
    for (let i = 0; i < branches.length && second < 0; i++) {
      const own = seen === undefined ? undefined : new Evaluated();
      const ok =
        run.errors === undefined
          ? branches[i]!.check(value, run, own)
          : quietly(branches[i]!, value, run, own);
      if (!ok) continue;
      if (match < 0) {
        match = i;
        evaluated = own;
      } else {
        second = i;
      }
    }
    if (second >= 0) return fail(run, node, 'oneOf', { matching: [match, second] });
    if (match >= 0) {
      if (evaluated !== undefined) seen?.merge(evaluated);
      if (run.errors !== undefined && node.context.options.format === 'warn')
        branches[match]!.check(value, run, undefined);
      return true;
    }
    if (run.errors === undefined) return false;
    return failWithClosest(
      node,
      'oneOf',
      branches.map((branch) => collect(branch, value, run)),
      run,
    );
  };
}

function collect(branch: SchemaNode, value: JsonValue, run: Run): SchemaError[] {
  const { errors, warnings } = run;
  run.errors = [];
  run.warnings = [];
  branch.check(value, run, undefined);
  const found = run.errors;
  run.errors = errors;
  run.warnings = warnings;
  return found;
}

function failWithClosest(
  node: SchemaNode,
  keyword: string,
  failures: readonly SchemaError[][],
  run: Run,
): false {
  const depth = run.path.length;
  let best = 0;
  let least = Infinity;
  failures.forEach((errors, i) => {
    const far = errors.reduce((sum, error) => sum + distance(error, depth), 0);
    if (far < least) {
      least = far;
      best = i;
    }
  });
  return fail(run, node, keyword, { closest: best }, { closest: failures[best] ?? [] });
}

/**
 * How far off one error makes an alternative. Another type altogether is farthest; a wrong `const` or `enum` right
 * inside is usually the tag that tells alternatives apart; missing and unknown members come next.
 */
function distance(error: SchemaError, depth: number): number {
  const below = error.instancePath.length - depth;
  if (error.keyword === 'falseSchema' || (error.keyword === 'type' && below === 0)) return 1_000_000;
  if ((error.keyword === 'const' || error.keyword === 'enum') && below === 1) return 10_000;
  if (error.propertyName !== undefined) return 100;
  return 10;
}

function conditionCheck(node: SchemaNode): Check {
  const condition = node.child(node.get('if'), 'if');
  const then = node.get('then') === undefined ? undefined : node.child(node.get('then'), 'then');
  const otherwise = node.get('else') === undefined ? undefined : node.child(node.get('else'), 'else');
  return (value, run, seen) => {
    run.spend(2);
    const own = seen === undefined ? undefined : new Evaluated();
    if (quietly(condition, value, run, own)) {
      if (own !== undefined) seen?.merge(own);
      return then === undefined || then.check(value, run, seen);
    }
    return otherwise === undefined || otherwise.check(value, run, seen);
  };
}

/** `$ref`, `$dynamicRef`, `$recursiveRef`. A reference that leads nowhere accepts everything; `smells` tells. */
export function referenceKeywords(node: SchemaNode, out: Check[]): void {
  const { registry } = node.context;
  const ref = node.get('$ref');
  if (typeof ref === 'string') {
    const target = registry.resolve(ref, node.resource);
    if (typeof target === 'object') out.push(jump(node, SchemaNode.target(target, node.context)));
  }
  const dynamicRef = node.resource.draft === '2020-12' ? node.get('$dynamicRef') : undefined;
  if (typeof dynamicRef === 'string') {
    const target = registry.resolve(dynamicRef, node.resource);
    if (typeof target === 'object') {
      const anchor = dynamicRef.slice(dynamicRef.indexOf('#') + 1);
      const isDynamic =
        isObject(target.schema) && target.schema['$dynamicAnchor'] === anchor && dynamicRef.includes('#');
      const fixed = SchemaNode.target(target, node.context);
      if (isDynamic)
        out.push(dynamicJump(node, fixed, (resource) => resource.dynamicAnchors.has(anchor), `#${anchor}`));
      else out.push(jump(node, fixed));
    }
  }
  const recursiveRef = node.resource.draft === '2019-09' ? node.get('$recursiveRef') : undefined;
  if (typeof recursiveRef === 'string') {
    const target = registry.resolve(recursiveRef, node.resource);
    if (typeof target === 'object') {
      const fixed = SchemaNode.target(target, node.context);
      if (target.resource.recursiveAnchor)
        out.push(dynamicJump(node, fixed, (resource) => resource.recursiveAnchor, '#'));
      else out.push(jump(node, fixed));
    }
  }
}

/** True when the draft lets `$ref` hide everything beside it. */
export function refHidesSiblings(node: SchemaNode): boolean {
  return isOldDraft(node.resource.draft) && typeof node.get('$ref') === 'string';
}

function jump(from: SchemaNode, to: SchemaNode): Check {
  const weight = from.depth + 1;
  return (value, run, seen) => enter(to, weight, value, run, seen);
}

function enter(
  to: SchemaNode,
  weight: number,
  value: JsonValue,
  run: Run,
  seen: Evaluated | undefined,
): boolean {
  // The same schema on the same value again, with nothing in between finished: it would go on for ever.
  if (to.activeEpoch === run.epoch && to.activeValue === value) return true;
  run.spend(1);
  run.depth += weight;
  if (run.depth > MAX_DEPTH) throw new LimitReached('depth');
  const { activeValue, activeEpoch } = to;
  to.activeValue = value;
  to.activeEpoch = run.epoch;
  const ok = to.check(value, run, seen);
  to.activeValue = activeEpoch === run.epoch ? activeValue : undefined;
  to.activeEpoch = activeEpoch;
  run.depth -= weight;
  return ok;
}

/** A reference whose target the outermost resource on the way here decides. */
function dynamicJump(
  from: SchemaNode,
  fixed: SchemaNode,
  decides: (resource: Resource) => boolean,
  ref: string,
): Check {
  const weight = from.depth + 1;
  const targets = new Map<Resource, SchemaNode>();
  return (value, run, seen) => {
    const resource = run.scope.find(decides);
    let to = resource === undefined ? fixed : targets.get(resource);
    if (to === undefined && resource !== undefined) {
      const target = from.context.registry.resolve(ref, resource);
      to = typeof target === 'object' ? SchemaNode.target(target, from.context) : fixed;
      targets.set(resource, to);
    }
    return enter(to ?? fixed, weight, value, run, seen);
  };
}
