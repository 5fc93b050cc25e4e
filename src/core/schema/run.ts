/** What one call of a validator carries through the compiled checks. */
import type { JsonValue } from '../json.ts';
import type { Resource } from './resources.ts';
import type { SchemaError } from './types.ts';

/**
 * One compiled schema or keyword. Returns whether the value meets it. With `run.errors` unset it stops at the first
 * failure; with it set it visits everything and reports. `seen` is set when an `unevaluated…` keyword around it
 * wants to know which members and elements were evaluated.
 */
export type Check = (value: JsonValue, run: Run, seen: Evaluated | undefined) => boolean;

/**
 * Steps one call may take: a member, an element, a reference or an alternative is a step. Without references their
 * number is bounded by value times schema; with them a short schema can ask for 2^40. A large value gets more.
 */
export const MAX_STEPS = 300_000;
/** Further steps for each member and element of the value, granted when the first ones are used up. */
export const STEPS_PER_NODE = 30;
/** Schema levels that may be entered at once through references; each costs a few stack frames. */
export const MAX_DEPTH = 1_300;

/** Thrown inside a run to end it; never leaves the validator. */
export class LimitReached extends Error {
  constructor(readonly what: 'steps' | 'depth') {
    super(what);
  }
}

export class Run {
  errors: SchemaError[] | undefined;
  /** Findings of `format` in mode `warn`; kept apart so that they never decide an alternative. */
  warnings: SchemaError[] = [];
  /** Set when a format was not met while nothing is collected. */
  formatMissed = false;
  readonly path: (string | number)[] = [];
  readonly scope: Resource[] = [];
  steps = MAX_STEPS;
  depth = 0;
  limit = 0;
  /** Distinguishes calls, so that marks an ended call left behind mean nothing. */
  epoch = 0;

  /** The value of this call, until it has been weighed. */
  #value: JsonValue | undefined;

  /** Prepares for the next call. */
  start(root: Resource, value: JsonValue, errors: SchemaError[] | undefined, limit: number): void {
    this.#value = value;
    this.errors = errors;
    this.formatMissed = false;
    if (errors !== undefined) {
      this.warnings = [];
      this.path.length = 0;
    }
    // What an aborted call left behind; otherwise the scope is back at its root.
    if (this.scope.length !== 1) {
      this.scope.length = 0;
      this.scope.push(root);
    }
    this.steps = MAX_STEPS;
    this.depth = 0;
    this.limit = limit;
    this.epoch++;
  }

  /** Accounts for work done. */
  spend(steps: number): void {
    this.steps -= steps;
    if (this.steps < 0) this.#weigh();
  }

  /** Grants the steps that a value of this size may need, once; out of line because it is rare. */
  #weigh(): void {
    const value = this.#value;
    this.#value = undefined;
    if (value !== undefined) this.steps += STEPS_PER_NODE * nodesOf(value);
    if (this.steps < 0) throw new LimitReached('steps');
  }

  /** Lets go of the value. */
  end(): void {
    this.#value = undefined;
  }

  /** True when enough errors are collected and looping on is pointless. */
  get full(): boolean {
    return this.errors !== undefined && this.errors.length >= this.limit;
  }
}

/** Members and elements of one value that were evaluated so far, in the sense of `unevaluatedProperties` and `-Items`. */
export class Evaluated {
  allMembers = false;
  readonly members = new Set<string>();
  /** Elements before this index are evaluated; `Infinity` for all. */
  elements = 0;
  /** Elements beyond, evaluated by `contains`. */
  readonly single = new Set<number>();

  merge(other: Evaluated): void {
    if (other.allMembers) this.allMembers = true;
    for (const name of other.members) this.members.add(name);
    if (other.elements > this.elements) this.elements = other.elements;
    for (const index of other.single) this.single.add(index);
  }
}

/** Members and elements, at every level. Iterative. */
function nodesOf(root: JsonValue): number {
  let count = 0;
  const stack: JsonValue[] = [root];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    count++;
    if (typeof value !== 'object' || value === null) continue;
    for (const child of Array.isArray(value) ? value : Object.values(value)) {
      if (typeof child === 'object' && child !== null) stack.push(child);
      else count++;
    }
  }
  return count;
}
