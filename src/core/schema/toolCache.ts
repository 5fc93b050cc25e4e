/**
 * Prepared tool definitions, shared by the samples that repeat them. Found by tool name and structural equality with
 * what is stored, which is cheaper than making a key; bounded by the text size of the stored definitions.
 */
import { deepEqual, type JsonValue } from '../json.ts';
import { compileSchema } from './compile.ts';
import { checkMetaSchema } from './metaSchema.ts';
import { normalizeToolSchema } from './normalize.ts';
import type {
  NormalizedTool,
  NormalizeInput,
  PreparedTool,
  SchemaError,
  ToolCache,
  Validator,
} from './types.ts';

/** Bounds of the cache. */
export interface ToolCacheOptions {
  /** Bound of the stored definitions' JSON text in UTF-16 units; what is held in memory is two to three times that. Default 32 Mi. */
  readonly maxBytes?: number;
}

/** Definitions of one name that are kept; more than this many tools of one name are not repeats of one another. */
const MAX_VARIANTS = 16;
/** What an entry costs beyond its text. */
const ENTRY_SIZE = 200;

interface Entry {
  readonly tool: Prepared;
  readonly input: NormalizeInput;
  readonly size: number;
  /** Asked for since the clock hand passed last. */
  used: boolean;
}

/** An empty cache. Evicts by second chance: what was not asked for since the last round goes first. */
export function createToolCache(options: ToolCacheOptions = {}): ToolCache {
  return new Cache(options.maxBytes ?? 32 * 1024 * 1024);
}

/** The prepared form of a definition, kept nowhere. */
export function prepareTool(name: string, input: NormalizeInput): PreparedTool {
  return new Prepared(name, input);
}

class Prepared implements PreparedTool {
  #normalized: NormalizedTool | undefined;
  #validator: Validator | undefined;
  #metaErrors: readonly SchemaError[] | undefined;

  constructor(
    readonly name: string,
    readonly input: NormalizeInput,
  ) {}

  get normalized(): NormalizedTool {
    return (this.#normalized ??= normalizeToolSchema(this.input));
  }

  get validator(): Validator {
    const { schema, draft } = this.normalized;
    return (this.#validator ??= compileSchema(schema, { draft, closed: 'arguments', format: 'warn' }));
  }

  get metaErrors(): readonly SchemaError[] {
    const { schema, draft } = this.normalized;
    return (this.#metaErrors ??= checkMetaSchema(schema, draft));
  }
}

class Cache implements ToolCache {
  hits = 0;
  misses = 0;
  bytes = 0;
  size = 0;
  readonly #byName = new Map<string, Entry[]>();

  constructor(private readonly maxBytes: number) {}

  get(name: string, input: NormalizeInput): PreparedTool {
    const entries = this.#byName.get(name);
    if (entries !== undefined) {
      for (let i = 0; i < entries.length; i++) {
        const entry = entries[i]!;
        if (!sameInput(entry.input, input)) continue;
        entry.used = true;
        this.hits++;
        if (i > 0) {
          entries[i] = entries[i - 1]!;
          entries[i - 1] = entry;
        }
        return entry.tool;
      }
    }
    this.misses++;
    return this.#add(name, input).tool;
  }

  clear(): void {
    this.#byName.clear();
    this.bytes = 0;
    this.size = 0;
  }

  #add(name: string, input: NormalizeInput): Entry {
    const size = ENTRY_SIZE + name.length + textSize(input.parameters) + textSize(input.required);
    const entry: Entry = { tool: new Prepared(name, input), input, size, used: false };
    // One that alone is over a quarter of the bound would push out everything else: it is used, not stored.
    if (size > this.maxBytes / 4) return entry;
    const entries = this.#byName.get(name);
    if (entries === undefined) this.#byName.set(name, [entry]);
    else {
      if (entries.length >= MAX_VARIANTS) this.#forget(entries.pop()!);
      entries.push(entry);
    }
    this.bytes += size;
    this.size++;
    if (this.bytes > this.maxBytes) this.#evict(entry);
    return entry;
  }

  #forget(entry: Entry): void {
    this.bytes -= entry.size;
    this.size--;
  }

  /** Goes round by name, oldest first, until a tenth of the bound is free; never drops `keep`. */
  #evict(keep: Entry): void {
    const wanted = this.maxBytes * 0.9;
    while (this.bytes > wanted && this.size > 1) {
      for (const [name, entries] of this.#byName) {
        if (this.bytes <= wanted) break;
        const stay = entries.filter((entry) => {
          if (entry === keep || entry.used || this.bytes <= wanted) {
            if (this.bytes > wanted) entry.used = false;
            return true;
          }
          this.#forget(entry);
          return false;
        });
        // To the end of the round, or out.
        this.#byName.delete(name);
        if (stay.length > 0) this.#byName.set(name, stay);
      }
    }
  }
}

function sameInput(a: NormalizeInput, b: NormalizeInput): boolean {
  return (
    a.shape === b.shape &&
    a.parametersKey === b.parametersKey &&
    a.requiredKey === b.requiredKey &&
    sameValue(a.required, b.required) &&
    sameValue(a.parameters, b.parameters)
  );
}

function sameValue(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return a === undefined || b === undefined ? a === b : deepEqual(a, b);
}

/** About the length of a value's JSON text, in UTF-16 units. Iterative. */
export function textSize(value: JsonValue | undefined): number {
  let size = 0;
  const stack: (JsonValue | undefined)[] = [value];
  while (stack.length > 0) {
    const item = stack.pop();
    if (typeof item === 'string') size += item.length + 3;
    else if (typeof item !== 'object' || item === null) size += 5;
    else if (Array.isArray(item)) {
      size += 2;
      for (const element of item) stack.push(element);
    } else {
      size += 2;
      for (const key in item) {
        size += key.length + 4;
        stack.push(item[key]);
      }
    }
  }
  return size;
}
