/** Keywords about arrays. */
import type { JsonValue } from '../../json.ts';
import { firstDuplicate } from '../equality.ts';
import { fail, quietly, type SchemaNode } from '../node.ts';
import type { Check, Run } from '../run.ts';

function count(node: SchemaNode, keyword: string): number | undefined {
  const value = node.get(keyword);
  return typeof value === 'number' ? value : undefined;
}

/** `minItems`, `maxItems`, `uniqueItems`, `prefixItems`, `items`, `additionalItems`, `contains`. */
export function arrayKeywords(node: SchemaNode, out: Check[]): void {
  const least = count(node, 'minItems');
  if (least !== undefined) {
    out.push(
      (value, run) =>
        !Array.isArray(value) || value.length >= least || fail(run, node, 'minItems', { limit: least }),
    );
  }
  const most = count(node, 'maxItems');
  if (most !== undefined) {
    out.push(
      (value, run) =>
        !Array.isArray(value) || value.length <= most || fail(run, node, 'maxItems', { limit: most }),
    );
  }
  if (node.get('uniqueItems') === true) {
    out.push((value, run) => {
      if (!Array.isArray(value)) return true;
      run.spend(value.length);
      const twice = firstDuplicate(value);
      return twice === undefined || fail(run, node, 'uniqueItems', { first: twice[0], second: twice[1] });
    });
  }
  const elements = elementsCheck(node);
  if (elements !== undefined) out.push(elements);
  if (node.get('contains') !== undefined && node.resource.draft !== '04') out.push(containsCheck(node));
}

/** Checks one element, its index on the path while errors are collected. */
function element(node: SchemaNode, value: JsonValue, index: number, run: Run): boolean {
  if (run.errors === undefined) return node.check(value, run, undefined);
  run.path.push(index);
  const ok = node.check(value, run, undefined);
  run.path.pop();
  return ok;
}

/** The elements by position, and those after: `prefixItems` + `items`, before 2020-12 `items` + `additionalItems`. */
function elementsCheck(node: SchemaNode): Check | undefined {
  const modern = node.resource.draft === '2020-12';
  const items = node.get('items');
  const list = modern ? node.get('prefixItems') : items;
  const listKeyword = modern ? 'prefixItems' : 'items';
  const prefix = Array.isArray(list) ? list.map((schema, i) => node.child(schema, listKeyword, i)) : [];
  let rest: SchemaNode | undefined;
  let closedBy: string | undefined;
  if (modern ? items !== undefined && !Array.isArray(items) : items !== undefined && !Array.isArray(list)) {
    rest = node.child(items, 'items');
    if (items === false) closedBy = 'items';
  } else if (!modern && Array.isArray(list) && node.get('additionalItems') !== undefined) {
    rest = node.child(node.get('additionalItems'), 'additionalItems');
    if (rest.schema === false) closedBy = 'additionalItems';
  }
  if (prefix.length === 0 && rest === undefined) return undefined;
  return (value, run, seen) => {
    if (!Array.isArray(value)) return true;
    const { length } = value;
    const first = Math.min(prefix.length, length);
    run.spend(length);
    let ok = true;
    for (let i = 0; i < first; i++) {
      if (!element(prefix[i]!, value[i]!, i, run)) {
        if (run.errors === undefined) return false;
        ok = false;
      }
    }
    if (rest !== undefined) {
      if (closedBy !== undefined && length > prefix.length) {
        return fail(run, node, closedBy, { limit: prefix.length });
      }
      for (let i = first; i < length; i++) {
        if (!element(rest, value[i]!, i, run)) {
          if (run.errors === undefined) return false;
          ok = false;
          if (run.full) break;
        }
      }
    }
    if (seen !== undefined) {
      const upTo = rest !== undefined ? Infinity : first;
      if (upTo > seen.elements) seen.elements = upTo;
    }
    return ok;
  };
}

function containsCheck(node: SchemaNode): Check {
  const { draft } = node.resource;
  const bounds = draft === '2020-12' || draft === '2019-09';
  const least = (bounds ? count(node, 'minContains') : undefined) ?? 1;
  const most = bounds ? count(node, 'maxContains') : undefined;
  const wanted = node.child(node.get('contains'), 'contains');
  return (value, run, seen) => {
    if (!Array.isArray(value)) return true;
    run.spend(value.length);
    const marks = draft === '2020-12' ? seen : undefined;
    let found = 0;
    for (let i = 0; i < value.length; i++) {
      if (!quietly(wanted, value[i]!, run, undefined)) continue;
      found++;
      marks?.single.add(i);
      if (marks === undefined && most === undefined && found >= least) break;
    }
    if (found < least) {
      return fail(run, node, least === 1 ? 'contains' : 'minContains', { limit: least, found });
    }
    return most === undefined || found <= most || fail(run, node, 'maxContains', { limit: most, found });
  };
}

/** `unevaluatedItems`, after everything beside it. */
export function unevaluatedItemsCheck(node: SchemaNode): Check {
  const rest = node.child(node.get('unevaluatedItems'), 'unevaluatedItems');
  return (value, run, seen) => {
    if (!Array.isArray(value) || seen === undefined) return true;
    let ok = true;
    for (let i = seen.elements; i < value.length; i++) {
      if (seen.single.has(i)) continue;
      if (rest.schema === false) {
        if (run.errors === undefined) return false;
        run.path.push(i);
        ok = fail(run, node, 'unevaluatedItems', { index: i });
        run.path.pop();
      } else if (!element(rest, value[i]!, i, run)) {
        if (run.errors === undefined) return false;
        ok = false;
      }
      if (run.full) break;
    }
    seen.elements = Infinity;
    return ok;
  };
}
