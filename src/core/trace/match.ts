/** Which text of a run a record of a data set is: the same line, the same content, an older state of it, or none. */
import { contentSha, lineSha } from './canonical.ts';
import type { RenderKey, RenderMeta, TraceRun } from './run.ts';

/** How a record and a text of a run belong together. */
export type TraceMatch =
  /** The line is byte for byte the one that was trained. */
  | { readonly kind: 'exact'; readonly keys: readonly RenderKey[] }
  /** It was laid out anew; what is learnt from it is the same. */
  | { readonly kind: 'same-content'; readonly keys: readonly RenderKey[] }
  /** It has the id of a text, and was edited since; `changed` has the parts that differ. */
  | { readonly kind: 'stale'; readonly keys: readonly RenderKey[]; readonly changed: readonly PartHash[] }
  | { readonly kind: 'none' };

/** A part of a record as it is now. Several may stand in one text: then their order tells them apart. */
export interface PartHash {
  readonly pointer: string;
  readonly kind: string;
  /** 32 hexadecimal digits, as `callsmith export --for-trainer` writes them. */
  readonly sha: string;
}

/** What was recorded of the sample of a text, as far as matching needs it. */
interface KnownMeta {
  readonly id?: string;
  readonly parts: ReadonlyMap<string, string>;
}

/** Finds records in a run. Ids are read once, when the first record is not found by its hashes. */
export class TraceMatcher {
  #byId: Promise<Map<string, KnownSample>> | undefined;

  constructor(private readonly run: TraceRun) {}

  /**
   * @param record the line without its line break
   * @param id of the record, where it has one
   * @param parts of the record as it is now; asked for only when it is stale
   */
  async match(
    record: string,
    id: string | undefined,
    parts: () => readonly PartHash[] = () => [],
  ): Promise<TraceMatch> {
    const same = this.same(record);
    if (same) return same;
    const found = id === undefined ? undefined : (await (this.#byId ??= this.#readIds())).get(id);
    if (!found) return { kind: 'none' };
    const { keys, parts: known } = found;
    const now = parts();
    const keyOf = partKeys();
    const changed = now.filter((part) => known.get(keyOf(part.pointer)) !== part.sha);
    return { kind: 'stale', keys, changed };
  }

  /** The texts of the very record, or of the same content; `undefined` where there are none. Asks no id, so it is quick. */
  same(record: string): TraceMatch | undefined {
    const exact = this.run.byLine(lineSha(record));
    if (exact.length > 0) return { kind: 'exact', keys: exact };
    const content = contentSha(record);
    const same = content === undefined ? [] : this.run.byContent(content);
    return same.length > 0 ? { kind: 'same-content', keys: same } : undefined;
  }

  /** Forgets what was read of ids: the run has more texts now. */
  forget(): void {
    this.#byId = undefined;
  }

  async #readIds(): Promise<Map<string, KnownSample>> {
    const byId = new Map<string, KnownSample>();
    for await (const { key, meta } of this.run.metas()) {
      const { id, parts } = knownOf(meta);
      if (id === undefined) continue;
      const keys = byId.get(id)?.keys ?? [];
      // Of several states the one that was recorded last is compared with.
      byId.set(id, { keys: keys.includes(key) ? keys : [...keys, key], parts });
    }
    return byId;
  }
}

/** The texts of an id, and the parts of the last one. */
interface KnownSample {
  readonly keys: readonly RenderKey[];
  readonly parts: ReadonlyMap<string, string>;
}

function knownOf(meta: RenderMeta): KnownMeta {
  const { id, parts } = meta;
  const known = new Map<string, string>();
  const keyOf = partKeys();
  if (Array.isArray(parts))
    for (const part of parts as unknown[]) {
      if (typeof part !== 'object' || part === null) continue;
      const { pointer, sha } = part as { pointer?: unknown; sha?: unknown };
      if (typeof pointer === 'string' && typeof sha === 'string') known.set(keyOf(pointer), sha);
    }
  return { ...(typeof id === 'string' && { id }), parts: known };
}

/** Names parts by their pointer and their place among the parts there. */
function partKeys(): (pointer: string) => string {
  const seen = new Map<string, number>();
  return (pointer) => {
    const nth = seen.get(pointer) ?? 0;
    seen.set(pointer, nth + 1);
    return `${nth} ${pointer}`;
  };
}
