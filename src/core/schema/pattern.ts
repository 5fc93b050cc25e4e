/**
 * Patterns of schemas, in time linear in the text whatever the pattern: most run in a linear-time engine (RE2JS);
 * those of a simple shape, where backtracking provably cannot repeat work, in the native one.
 */
import { RE2JS } from 're2js';
import { parsePattern, type CharSet, type PatternNode, type PatternProblem } from './patternSyntax.ts';

/** A pattern made ready to run, or the reason why it is not evaluated. */
export interface CompiledPattern {
  /** Whether the pattern matches somewhere in the text, as `RegExp.test` says; unset when it is not evaluated. */
  readonly test?: (text: string) => boolean;
  /** Why it is not evaluated. */
  readonly reason?: PatternProblem;
  readonly engine?: 'native' | 'linear';
}

const MAX_CACHED = 1_000;
const cache = new Map<string, CompiledPattern>();

/** Compiles a pattern, or takes it from a bounded cache. Never throws. */
export function compilePattern(source: string): CompiledPattern {
  const known = cache.get(source);
  if (known !== undefined) return known;
  const made = compileUncached(source);
  if (cache.size >= MAX_CACHED) {
    const oldest = cache.keys().next();
    if (!oldest.done) cache.delete(oldest.value);
  }
  cache.set(source, made);
  return made;
}

function compileUncached(source: string): CompiledPattern {
  const tree = parsePattern(source);
  if (typeof tree === 'string') return { reason: tree };
  return nativePattern(tree) ?? linearPattern(tree);
}

/** States of the linear-time engine's automaton that one pattern may need; `x{1000}` takes 1,000. */
const MAX_STATES = 5_000;

/** The pattern in the linear-time engine. */
export function linearPattern(tree: PatternNode): CompiledPattern {
  if (states(tree) > MAX_STATES) return { reason: 'size' };
  try {
    const engine = RE2JS.compile(emit(tree, 're2'));
    return { test: (text) => engine.test(text), engine: 'linear' };
  } catch (error) {
    // RE2JS throws its own exceptions for what it does not take: repeats over 1,000, scripts it does not know.
    return {
      reason: error instanceof Error && /property|character class/i.test(error.message) ? 'property' : 'size',
    };
  }
}

function states(node: PatternNode): number {
  switch (node.kind) {
    case 'sequence':
    case 'alternatives':
      return node.items.reduce((sum, item) => sum + states(item), 1);
    case 'repeat':
      return states(node.item) * Math.max(1, node.max === Infinity ? node.min + 1 : node.max);
    default:
      return 1;
  }
}

function emit(node: PatternNode, target: 're2' | 'native'): string {
  switch (node.kind) {
    case 'set':
      return emitSet(node, target);
    case 'sequence':
      return node.items
        .map((item) => (item.kind === 'alternatives' ? `(?:${emit(item, target)})` : emit(item, target)))
        .join('');
    case 'alternatives':
      return node.items.map((item) => emit(item, target)).join('|');
    case 'repeat': {
      const item = node.item.kind === 'set' ? emit(node.item, target) : `(?:${emit(node.item, target)})`;
      if (node.min === 0 && node.max === Infinity) return `${item}*`;
      if (node.min === 1 && node.max === Infinity) return `${item}+`;
      if (node.min === 0 && node.max === 1) return `${item}?`;
      return `${item}{${node.min}${node.max === node.min ? '' : `,${node.max === Infinity ? '' : node.max}`}}`;
    }
    case 'assertion': {
      const anchors = target === 're2' ? { start: '\\A', end: '\\z' } : { start: '^', end: '$' };
      if (node.what === 'start' || node.what === 'end') return anchors[node.what];
      return node.what === 'word' ? '\\b' : '\\B';
    }
  }
}

function emitSet(set: CharSet, target: 're2' | 'native'): string {
  const point = (code: number): string =>
    target === 're2' ? `\\x{${code.toString(16)}}` : `\\u{${code.toString(16)}}`;
  const parts = set.ranges.map(([from, to]) => (from === to ? point(from) : `${point(from)}-${point(to)}`));
  const body = [...parts, ...set.classes].join('');
  if (body === '')
    return set.negated ? `[${point(0)}-${point(0x10ffff)}]` : `[^${point(0)}-${point(0x10ffff)}]`;
  return `[${set.negated ? '^' : ''}${body}]`;
}

interface Item {
  readonly set: CharSet;
  readonly min: number;
  readonly max: number;
}

/** Longest text part that an unanchored native pattern may look at from each start. */
const MAX_WINDOW = 64;

/**
 * The pattern in the native engine, if its shape keeps that linear: `^`, then character sets with counts, then
 * perhaps `$`. A set with a variable count must share no character with what may follow it, so giving back a
 * character never leads anywhere. Without `^` all counts must be fixed and small.
 */
export function nativePattern(tree: PatternNode): CompiledPattern | undefined {
  const parts = tree.kind === 'sequence' ? [...tree.items] : [tree];
  const anchored = isAssertion(parts[0], 'start');
  if (anchored) parts.shift();
  const ended = isAssertion(parts.at(-1), 'end');
  if (ended) parts.pop();
  const items: Item[] = [];
  for (const part of parts) {
    if (part.kind === 'set') items.push({ set: part, min: 1, max: 1 });
    else if (part.kind === 'repeat' && part.item.kind === 'set')
      items.push({ set: part.item, min: part.min, max: part.max });
    else return undefined;
  }
  if (anchored ? !neverGivesBack(items) : !isFixedWindow(items)) return undefined;
  // General categories are spelt alike in both engines; scripts are not.
  if (items.some((item) => item.set.classes.some((name) => !/^\\[pP]\{[A-Z][a-z]?\}$/.test(name))))
    return undefined;
  const engine = new RegExp(emit(tree, 'native'), 'u');
  return { test: (text) => engine.test(text), engine: 'native' };
}

function isAssertion(node: PatternNode | undefined, what: 'start' | 'end'): boolean {
  return node?.kind === 'assertion' && node.what === what;
}

function isFixedWindow(items: readonly Item[]): boolean {
  let width = 0;
  for (const item of items) {
    if (item.min !== item.max) return false;
    width += item.max;
  }
  return width <= MAX_WINDOW;
}

function neverGivesBack(items: readonly Item[]): boolean {
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!;
    if (item.min === item.max) continue;
    for (let j = i + 1; j < items.length; j++) {
      if (mayShare(item.set, items[j]!.set)) return false;
      if (items[j]!.min > 0) break;
    }
  }
  return true;
}

function mayShare(a: CharSet, b: CharSet): boolean {
  if (a.classes.length > 0 || b.classes.length > 0) return true;
  if (a.negated && b.negated) return true;
  if (!a.negated && !b.negated) {
    return a.ranges.some(([from, to]) => b.ranges.some(([start, end]) => from <= end && start <= to));
  }
  const [inside, outside] = a.negated ? [b, a] : [a, b];
  return !inside.ranges.every(([from, to]) =>
    outside.ranges.some(([start, end]) => start <= from && to <= end),
  );
}
