/** An open trace: `<run>.cstrace` with everything in it that can be read. One damaged file hides no other. */
import { type CancellationToken, CancelledError, throwIfCancelled } from '../ports.ts';
import { ByteCache } from './byteCache.ts';
import { bad, good, type Read, type TraceFault } from './faults.ts';
import { byteKey, byteKeyOfHex, hexOfByteKey } from './hex.ts';
import { manifestName, maxManifestBytes, readManifest, type TraceManifest } from './manifest.ts';
import { RunIndex, type ShardRow } from './runIndex.ts';
import {
  readRender,
  readVisit,
  renderBytes,
  type TraceRender,
  type TraceSample,
  type TraceVisit,
  visitBytes,
} from './sample.ts';
import {
  indexBytes,
  openShard,
  readRenderIndex,
  readVisitIndex,
  type RenderIndex,
  type Shard,
  type VisitIndex,
} from './shards.ts';
import { StepReader, type TraceStep } from './steps.ts';
import { readRange, type TraceFileEntry, type TraceFiles } from './traceFiles.ts';

/** How a trace is opened. */
export interface RunOptions {
  /** Bytes of indexes, texts and values that are kept in memory; default 64 MiB. */
  readonly cacheBytes?: number;
}

/** What a refresh found. */
export interface RunChange {
  /** True when there is anything new. */
  readonly changed: boolean;
  /** True when files were replaced or removed, so that all was read again; numbers then count everything. */
  readonly reloaded: boolean;
  readonly renders: number;
  readonly visits: number;
  readonly steps: number;
}

/** Visits that are read at once. */
const atOnce = 16;

/** What is known of the folder; a new one is made when files were replaced. */
class RunState {
  readonly index = new RunIndex();
  readonly steps = new StepReader();
  /** Of each shard that was looked at: size and time, and what is wrong with it. */
  readonly seen = new Map<string, { readonly version: string; readonly fault?: TraceFault }>();
}

const versionOf = ({ size, mtime }: TraceFileEntry): string => `${size} ${mtime}`;

/**
 * Opens a trace: manifest, steps, and the headers and indexes of all shards.
 * @throws CancelledError
 */
export async function openRun(
  files: TraceFiles,
  options: RunOptions = {},
  token?: CancellationToken,
): Promise<Read<TraceRun>> {
  const run = new TraceRun(files, options.cacheBytes ?? 64 * 1024 * 1024);
  const loaded = await run.refresh(token);
  return loaded.ok ? good(run) : loaded;
}

async function listFiles(
  files: TraceFiles,
  token?: CancellationToken,
): Promise<Read<readonly TraceFileEntry[]>> {
  try {
    const entries = await files.list();
    throwIfCancelled(token);
    return good([...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)));
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return bad(
      'unreadable',
      '',
      `The folder cannot be read (${reason}). Check that it is there and may be read.`,
    );
  }
}

/** The manifest, which the recorder writes anew where a folder had only renders before; `undefined` when it is the same. */
async function loadManifest(
  files: TraceFiles,
  entries: readonly TraceFileEntry[],
  known: string | undefined,
  token?: CancellationToken,
): Promise<Read<{ manifest: TraceManifest; version: string } | undefined>> {
  const entry = entries.find(({ path }) => path === manifestName);
  if (entry === undefined)
    return bad(
      'not-a-trace',
      manifestName,
      'It is missing, so this is no trace. Open a folder <run>.cstrace.',
    );
  const version = versionOf(entry);
  if (version === known) return good(undefined);
  if (entry.size > maxManifestBytes) {
    const words = `It has ${entry.size} bytes, too many for a manifest. Copy the trace again.`;
    return bad('not-a-trace', manifestName, words);
  }
  const bytes = await readRange(files, manifestName, 0, entry.size, token);
  const manifest = bytes.ok ? readManifest(bytes.value) : bytes;
  return manifest.ok ? good({ manifest: manifest.value, version }) : manifest;
}

/** A trace that was opened by {@link openRun}. Nothing has to be closed; the port's owner closes that. */
export class TraceRun {
  readonly files: TraceFiles;
  readonly #cache: ByteCache;
  #manifest: { readonly manifest: TraceManifest; readonly version: string } | undefined;
  #state = new RunState();
  #refreshing: Promise<unknown> = Promise.resolve();

  /** For {@link openRun}: without a refresh there is nothing in it, not even a manifest. */
  constructor(files: TraceFiles, cacheBytes: number) {
    this.files = files;
    this.#cache = new ByteCache(cacheBytes);
  }

  /** What the run is. */
  get manifest(): TraceManifest {
    return this.#manifest!.manifest;
  }

  /** Optimizer steps by number; of a step that several attempts reached, the highest's. */
  get steps(): ReadonlyMap<number, TraceStep> {
    return this.#state.steps.steps;
  }

  /** What could not be read: damaged shards, wrongly named ones, lines that are no steps. */
  get faults(): readonly TraceFault[] {
    const { seen, steps } = this.#state;
    return [...seen.values()]
      .flatMap(({ fault }) => (fault === undefined ? [] : [fault]))
      .concat(steps.faults);
  }

  /** Distinct renders. */
  get renderCount(): number {
    return this.#state.index.renderCount;
  }

  /** Visits in all shards, those of overtaken attempts too. */
  get visitCount(): number {
    return this.#state.index.visitCount;
  }

  /** Visits whose render is in no shard that could be read. */
  get unknownVisits(): number {
    return this.#state.index.unknownVisits;
  }

  /** Shards of renders, for what reads them one by one. */
  get renderShards(): readonly Shard[] {
    return this.#state.index.renderShards;
  }

  /** Bytes that the cache holds. */
  get cachedBytes(): number {
    return this.#cache.bytes;
  }

  /** Keys of all renders, 32 hexadecimal digits each, in the order of the shards. */
  *keys(): Generator<string> {
    for (const key of this.#state.index.keys()) yield hexOfByteKey(key);
  }

  /**
   * Looks for what was added since: for a run that is still being written. Faults of the folder as a whole are told;
   * those of its files are in {@link faults}.
   * @throws CancelledError
   */
  refresh(token?: CancellationToken): Promise<Read<RunChange>> {
    const next = this.#refreshing.then(() => this.#refresh(token));
    this.#refreshing = next.catch(() => undefined);
    return next;
  }

  async #refresh(token?: CancellationToken): Promise<Read<RunChange>> {
    const entries = await listFiles(this.files, token);
    if (!entries.ok) return entries;
    const manifest = await loadManifest(this.files, entries.value, this.#manifest?.version, token);
    if (!manifest.ok) return manifest;
    const isFirst = this.#manifest === undefined;
    this.#manifest = manifest.value ?? this.#manifest;
    const shards = entries.value.filter(({ path }) => /^(?:renders|visits)\/.*\.safetensors$/.test(path));
    const before = this.#state;
    const counts = { renders: this.renderCount, visits: this.visitCount, steps: this.steps.size };
    const faults = this.faults.length;
    const reloaded =
      (manifest.value !== undefined && !isFirst) ||
      replaced(before, shards) ||
      !(await before.steps.update(this.files, entries.value, token));
    const state = reloaded ? new RunState() : before;
    if (reloaded) {
      this.#cache.clear();
      await state.steps.update(this.files, entries.value, token);
    }
    for (const kind of ['renders', 'visits'])
      for (const entry of shards) if (entry.path.startsWith(kind)) await this.#take(state, entry, token);
    await this.#resolveUnknown(state, token);
    for (const { step, attempt } of state.steps.steps.values()) state.index.reached(step, attempt);
    this.#state = state;
    const since = (now: number, then: number) => (reloaded ? now : now - then);
    const change = {
      renders: since(this.renderCount, counts.renders),
      visits: since(this.visitCount, counts.visits),
      steps: since(this.steps.size, counts.steps),
    };
    const changed = reloaded || Object.values(change).some((n) => n !== 0) || this.faults.length !== faults;
    return good({ changed, reloaded, ...change });
  }

  /** Opens a shard that was not looked at yet, or was damaged and has changed. */
  async #take(state: RunState, entry: TraceFileEntry, token?: CancellationToken): Promise<void> {
    const version = versionOf(entry);
    const known = state.seen.get(entry.path);
    // What the file system refused once it may give now.
    if (known?.version === version && known.fault?.code !== 'unreadable') return;
    const shard = await openShard(this.files, entry, token);
    let fault = shard.ok ? undefined : shard.fault;
    if (shard.ok && shard.value.kind === 'renders') {
      const index = await this.renderIndex(shard.value);
      if (index.ok) state.index.addRenders(shard.value, index.value);
      else fault = index.fault;
    } else if (shard.ok) {
      const index = await this.#visitIndex(shard.value);
      if (index.ok) state.index.addVisits(shard.value, index.value);
      else fault = index.fault;
    }
    state.seen.set(entry.path, { version, fault });
    throwIfCancelled(token);
  }

  /** Visits may have come before their renders when the folder was listed in between. */
  async #resolveUnknown(state: RunState, token?: CancellationToken): Promise<void> {
    for (const shard of state.index.unresolved()) {
      const index = await this.#visitIndex(shard);
      throwIfCancelled(token);
      if (index.ok) state.index.resolve(shard, index.value);
    }
  }

  /** Values that may be loaded for several who ask, so nobody's token stops the loading. */
  async #cached<T>(key: string, size: (value: T) => number, load: () => Promise<Read<T>>): Promise<Read<T>> {
    const read = await this.#cache.get(key, async () => {
      const value = await load();
      return { value, bytes: value.ok ? size(value.value) + 2 * key.length : 0 };
    });
    if (!read.ok) this.#cache.delete(key);
    return read;
  }

  /** The index of a renders shard, from the cache or from its file. */
  renderIndex(shard: Shard): Promise<Read<RenderIndex>> {
    const key = `index ${shard.path} ${versionOf(shard)}`;
    return this.#cached(
      key,
      () => indexBytes(shard),
      () => readRenderIndex(this.files, shard),
    );
  }

  #visitIndex(shard: Shard): Promise<Read<VisitIndex>> {
    const key = `index ${shard.path} ${versionOf(shard)}`;
    return this.#cached(
      key,
      () => indexBytes(shard),
      () => readVisitIndex(this.files, shard),
    );
  }

  /**
   * Everything that the trace holds of a sample: text, tokens, and the visits in the order of steps. Only its ranges of the
   * shards are read. `key`: 32 hexadecimal digits.
   * @throws CancelledError
   */
  async sample(key: string, token?: CancellationToken): Promise<Read<TraceSample>> {
    const { index } = this.#state;
    const binary = byteKeyOfHex(key, 16);
    const number = binary === undefined ? undefined : index.numberOf(binary);
    if (number === undefined)
      return bad(
        'unknown-sample',
        '',
        `The trace holds no sample ${key}. Refresh it if the run goes on, or match the line again.`,
      );
    return this.#sample(index.rowOf(number), number, key.toLowerCase(), token);
  }

  /**
   * The sample as one of its rows has it: lines with the same tokens share a key and its visits, not the metadata.
   * `row`: as a matcher of this run gives it.
   * @throws CancelledError
   */
  async sampleAt(row: ShardRow, token?: CancellationToken): Promise<Read<TraceSample>> {
    const index = await this.renderIndex(row.shard);
    throwIfCancelled(token);
    if (!index.ok) return index;
    const key = byteKey(index.value.keys, row.row, 16);
    const number = this.#state.index.numberOf(key);
    if (number !== undefined) return this.#sample(row, number, hexOfByteKey(key), token);
    const words = 'The trace no longer holds this sample. Match the line again.';
    return bad('unknown-sample', row.shard.path, words);
  }

  async #sample(
    at: ShardRow,
    number: number,
    key: string,
    token?: CancellationToken,
  ): Promise<Read<TraceSample>> {
    const { index } = this.#state;
    const shardIndex = await this.renderIndex(at.shard);
    throwIfCancelled(token);
    if (!shardIndex.ok) return shardIndex;
    const { rowSplits, firsts } = shardIndex.value;
    const values = rowSplits[at.row + 1]! - rowSplits[at.row]! - firsts[at.row]!;
    const { visits: rows, overtaken } = index.visitsOf(number);
    const [render, read] = await Promise.all([
      this.#render(at, shardIndex.value),
      this.#visits(rows, values, token),
    ]);
    throwIfCancelled(token);
    if (!render.ok) return render;
    const faults: TraceFault[] = [];
    const visits: TraceVisit[] = [];
    if (render.value.meta === undefined) {
      const words = `The metadata of sample ${key} is not a JSON object, so its line and parts are not known. Copy the file again.`;
      faults.push(bad('bad-text', at.shard.path, words).fault);
    }
    for (const visit of read) {
      if (visit.ok) visits.push(visit.value);
      else faults.push(visit.fault);
    }
    return good({ ...render.value, key, visits, overtaken, faults });
  }

  #render({ shard, row }: ShardRow, index: RenderIndex): Promise<Read<TraceRender>> {
    return this.#cached(`render ${row} ${shard.path} ${versionOf(shard)}`, renderBytes, () =>
      readRender(this.files, shard, index, row, this.manifest.segments),
    );
  }

  /** Some at a time: a sample that is watched has a visit at each of very many steps. */
  async #visits(
    rows: readonly ShardRow[],
    values: number,
    token?: CancellationToken,
  ): Promise<Read<TraceVisit>[]> {
    const visits: Read<TraceVisit>[] = [];
    for (let i = 0; i < rows.length; i += atOnce) {
      const some = rows.slice(i, i + atOnce).map((row) => this.#visit(row, values));
      visits.push(...(await Promise.all(some)));
      throwIfCancelled(token);
    }
    return visits;
  }

  #visit({ shard, row }: ShardRow, values: number): Promise<Read<TraceVisit>> {
    const load = async () => {
      const index = await this.#visitIndex(shard);
      if (!index.ok) return index;
      return readVisit(this.files, shard, index.value, row, values, this.manifest.scalars);
    };
    return this.#cached(`visit ${row} ${shard.path} ${versionOf(shard)}`, visitBytes, load);
  }
}

/** True when a shard that was read has been replaced or removed. */
function replaced(state: RunState, shards: readonly TraceFileEntry[]): boolean {
  const versions = new Map(shards.map((entry) => [entry.path, versionOf(entry)]));
  for (const [path, { version, fault }] of state.seen) {
    const now = versions.get(path);
    // A damaged shard gave nothing, so it may be mended; its fault goes when it does.
    if (now !== version && (fault === undefined || now === undefined)) return true;
  }
  return false;
}
