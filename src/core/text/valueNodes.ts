/** Makers of {@link ValueNode}s, shared by every reader so that values are built one way. */
import type { JsonObject, JsonPrimitive, JsonValue } from '../json.ts';
import type { MemberNode, ValueNode, ValueNodeKind } from './valueNode.ts';

/** A node without children. */
export function leafNode(kind: ValueNodeKind, start: number, end: number, value: JsonPrimitive): ValueNode {
  return { kind, start, end, value };
}

/** An array node; its value is the list of its elements' values. */
export function arrayNode(start: number, end: number, elements: readonly ValueNode[]): ValueNode {
  return { kind: 'array', start, end, value: elements.map((element) => element.value), elements };
}

/** An object node; of duplicate keys its value keeps the last, as every JSON reader does. */
export function objectNode(start: number, end: number, members: readonly MemberNode[]): ValueNode {
  const value: JsonObject = {};
  for (const member of members) setOwn(value, member.key, member.node.value);
  return { kind: 'object', start, end, value, members };
}

/** Sets an own property, also one that is called `__proto__`. */
export function setOwn(target: JsonObject, key: string, value: JsonValue): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    target[key] = value;
  }
}

/** The last member called `key`, or `undefined`. */
export function memberOf(node: ValueNode | undefined, key: string): MemberNode | undefined {
  return node?.members?.findLast((member) => member.key === key);
}

/** True when an object of the tree has a key twice. */
export function hasDuplicateKeys(root: ValueNode): boolean {
  const stack: ValueNode[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.members) {
      if (node.members.length > 1 && new Set(node.members.map(({ key }) => key)).size < node.members.length)
        return true;
      for (const { node: child } of node.members) stack.push(child);
    } else if (node.elements) for (const child of node.elements) stack.push(child);
  }
  return false;
}
