/**
 * A recorded run: what was trained (renders, each text once) and how it went (visits, each time that a text was trained).
 * Opening reads headers and small tensors; a sample's tokens are read when it is asked for.
 */
import { lastAttempts, parseManifest, parseSteps, type TraceManifest, type TraceStep } from './manifest.ts';
import { fault, isFault, type TraceFault } from './fault.ts';
import { decodeUtf8 } from './safetensors.ts';
import { Shard, type TraceFile, type TraceFiles } from './shard.ts';
import { hex, readRenders, type Renders, readVisits, type Visits } from './tables.ts';
import { type At, TraceIndex } from './traceIndex.ts';

/** How a text is known: the hash of its token ids, as 32 hexadecimal digits. */
export type RenderKey = string;

/** A text that was trained. */
export interface RenderRow {
  readonly key: RenderKey;
  /** Of the data set's line and of its content, as 64 hexadecimal digits. */
  readonly lineSha: string;
  readonly contentSha: string;
  /** 1 truncated, 2 packed, 4 offsets rebuilt. */
  readonly flags: number;
  /** Index of the first token whose prediction was recorded. */
  readonly firstSupervised: number;
  readonly tokens: number;
}

/** What is known of the sample that a text came from: line, id, part hashes. */
export type RenderMeta = Readonly<Record<string, unknown>>;

/** A time that a text was trained. */
export interface Visit {
  readonly step: number;
  readonly epoch: number;
  readonly attempt: number;
  /** By the names of the manifest: `n_think`, `loss_call`, `alpha`, … */
  readonly scalars: Readonly<Record<string, number>>;
}

/** A text with its tokens and every time it was trained. */
export interface TraceSample {
  readonly render: RenderRow;
  readonly text: string;
  readonly meta: RenderMeta;
  readonly ids: Uint32Array;
  /** Places in `text`, UTF-16. */
  readonly starts: Uint32Array;
  readonly lengths: Uint16Array;
  /** Segment of each token, without the straddle bit; and that bit. */
  readonly segments: Uint8Array;
  readonly straddles: Uint8Array;
  /** Those that can be read. */
  readonly visits: readonly VisitTokens[];
  /** Why others cannot. */
  readonly faults: readonly TraceFault[];
}

/** A visit with what was recorded of its tokens, from `firstSupervised` on. */
export interface VisitTokens extends Visit {
  /** Natural logarithms of the targets' probabilities; NaN before `firstSupervised`. One for each token of the sample. */
  readonly logprobs: Float32Array;
  readonly entropies?: Float32Array;
  readonly weights?: Float32Array;
  readonly gradients?: Float32Array;
}

/** A run that was opened. {@link refresh} takes in what was written since. */
export class TraceRun {
  #faults: TraceFault[] = [];
  #steps: TraceStep[] = [];
  #seen = new Map<string, string>();
  #index = new TraceIndex();
  #stepLines = new Map<string, TraceStep[]>();
  #manifest: TraceManifest;
  #refreshing: Promise<unknown> = Promise.resolve();

  private constructor(
    manifest: TraceManifest,
    private readonly files: TraceFiles,
  ) {
    this.#manifest = manifest;
  }

  /** Opens a run; a fault where its manifest cannot be read. Damaged shards are told in `faults`. */
  static async open(files: TraceFiles): Promise<TraceRun | TraceFault> {
    const path = manifestPath;
    let list: readonly TraceFile[];
    let text: string | undefined;
    try {
      list = await files.list();
      const file = list.find((one) => one.path === path);
      if (!file)
        return fault('manifest', path, 'There is no manifest.json; the run was not begun, or it is no run.');
      if (file.size > 10_000_000) return fault('manifest', path, 'It is over 10 MB; it is no manifest.');
      text = decodeUtf8(await files.read(path, 0, file.size));
    } catch (error) {
      return fault(
        'unreadable',
        path,
        `It cannot be read (${error instanceof Error ? error.message : String(error)}).`,
      );
    }
    const manifest =
      text === undefined ? fault('manifest', path, 'It is no UTF-8.') : parseManifest(text, path);
    if (isFault(manifest)) return manifest;
    const run = new TraceRun(manifest, files);
    await run.#take(list);
    return run;
  }

  /** Takes in shards and steps that were written since, one call after the other; whether there were any. */
  refresh(): Promise<boolean> {
    const refreshed = this.#refreshing.then(() => this.#refresh());
    this.#refreshing = refreshed.catch(() => false);
    return refreshed;
  }

  async #refresh(): Promise<boolean> {
    const list = await this.files.list();
    if (!this.#isOther(list)) return this.#take(list);
    const anew = await TraceRun.open(this.files);
    // Its manifest is being written, or copied: what was read is shown until it is there.
    if (isFault(anew)) return false;
    this.#manifest = anew.#manifest;
    this.#faults = anew.#faults;
    this.#steps = anew.#steps;
    this.#seen = anew.#seen;
    this.#index = anew.#index;
    this.#stepLines = anew.#stepLines;
    return true;
  }

  /** Recorders only add: where something else is or is gone, it was not copied whole before, or a run was recorded anew. */
  #isOther(list: readonly TraceFile[]): boolean {
    const stamps = new Map(list.map((file) => [file.path, stampOf(file)]));
    for (const [path, seen] of this.#seen) {
      const stamp = stamps.get(path);
      if (stamp === undefined || (stamp !== seen && !isSteps(path))) return true;
    }
    return false;
  }

  get manifest(): TraceManifest {
    return this.#manifest;
  }

  /** What of the run cannot be read. */
  get faults(): readonly TraceFault[] {
    return this.#faults;
  }

  /** Optimizer steps in order. */
  get steps(): readonly TraceStep[] {
    return this.#steps;
  }

  /** Number of texts, and of times that texts were trained. */
  get counts(): { readonly renders: number; readonly visits: number } {
    return this.#index.counts;
  }

  *keys(): Iterable<RenderKey> {
    for (const at of this.#index.renders()) yield keyAt(at);
  }

  render(key: RenderKey): RenderRow | undefined {
    const at = this.#index.render(key);
    return at && rowOf(at);
  }

  /** Texts of a line with this SHA-256, and of a record with this content. */
  byLine(sha: string): readonly RenderKey[] {
    return uniqueKeys(this.#index.byLine(sha));
  }

  byContent(sha: string): readonly RenderKey[] {
    return uniqueKeys(this.#index.byContent(sha));
  }

  /** The times that a text was trained, by step. A step that was taken again after a resume counts once. */
  visits(key: RenderKey): Visit[] {
    return this.#index.visitsOf(key).map((at) => this.#visit(at));
  }

  #visit({ table, row }: At<Visits>): Visit {
    const scalars: Record<string, number> = {};
    for (let i = 0; i < table.columns; i++)
      scalars[this.#manifest.scalars[i] ?? `scalar ${i + 1}`] = table.scalars[row * table.columns + i]!;
    return { step: table.steps[row]!, epoch: table.epochs[row]!, attempt: table.attempt, scalars };
  }

  /** What the recorder knew of the sample of a text: data set, line, id, hashes of its parts. */
  async meta(key: RenderKey): Promise<RenderMeta | TraceFault> {
    const at = this.#index.render(key);
    return at ? this.#meta(at) : unknown;
  }

  /** The same of every line of the data set that was recorded, also of those that read the same. */
  async *metas(): AsyncIterable<{ readonly key: RenderKey; readonly meta: RenderMeta }> {
    // Rows stand together by shard: what a shard says of its texts is read at once.
    let shard: { readonly table: Renders; readonly bytes: Uint8Array | undefined } | undefined;
    for (const at of this.#index.rows()) {
      const { table, row } = at;
      if (shard?.table !== table) {
        const all = await table.shard.slice('meta.utf8', 'U8', 0, table.metas[table.count]!);
        shard = { table, bytes: isFault(all) ? undefined : (all as Uint8Array) };
      }
      if (!shard.bytes) continue;
      const meta = metaOf(at, shard.bytes.subarray(table.metas[row]!, table.metas[row + 1]!));
      if (!isFault(meta)) yield { key: keyAt(at), meta };
    }
  }

  async #meta(at: At<Renders>): Promise<RenderMeta | TraceFault> {
    const { table, row } = at;
    const bytes = await table.shard.slice('meta.utf8', 'U8', table.metas[row]!, table.metas[row + 1]!);
    return isFault(bytes) ? bytes : metaOf(at, bytes as Uint8Array);
  }

  /**
   * A text with its tokens and visits; reads its own rows and nothing else. Visits that are damaged are passed over; a fault
   * where there are some and none can be read.
   */
  async sample(key: RenderKey): Promise<TraceSample | TraceFault> {
    const at = this.#index.render(key);
    if (!at) return unknown;
    const { table, row } = at;
    const { shard } = table;
    const [from, to] = [table.rows[row]!, table.rows[row + 1]!];
    const counted = this.#index.visitsOf(key);
    const [ids, starts, lengths, marked, bytes, meta, ...visits] = await Promise.all([
      shard.slice('tok.id', 'U32', from, to),
      shard.slice('tok.start', 'U32', from, to),
      shard.slice('tok.len', 'U16', from, to),
      shard.slice('tok.segment', 'U8', from, to),
      shard.slice('text.utf8', 'U8', table.texts[row]!, table.texts[row + 1]!),
      this.meta(key),
      ...counted.map((visit) => this.#tokens(visit, to - from, table.first[row]!)),
    ]);
    const broken = [ids, starts, lengths, marked, bytes, meta].find(isFault);
    if (broken) return broken;
    const text = decodeUtf8(bytes as Uint8Array);
    if (text === undefined) return fault('content', shard.file.path, `Text ${row + 1} is no UTF-8.`);
    const places = starts as Uint32Array;
    const sizes = lengths as Uint16Array;
    for (let i = 0; i < places.length; i++)
      if (places[i]! + sizes[i]! > text.length)
        return fault('content', shard.file.path, `Token ${i + 1} of text ${row + 1} lies behind its end.`);
    const faults = visits.filter(isFault);
    if (faults.length > 0 && faults.length === visits.length) return faults[0]!;
    const marks = marked as Uint8Array;
    return {
      render: rowOf(at),
      text,
      meta: meta as RenderMeta,
      ids: ids as Uint32Array,
      starts: places,
      lengths: sizes,
      segments: marks.map((mark) => mark & 0x7f),
      straddles: marks.map((mark) => mark >> 7),
      visits: visits.filter((visit) => !isFault(visit)) as VisitTokens[],
      faults,
    };
  }

  /** What a visit recorded, as one value for each token. */
  async #tokens(at: At<Visits>, tokens: number, first: number): Promise<VisitTokens | TraceFault> {
    const { table, row } = at;
    const [from, to] = [table.rows[row]!, table.rows[row + 1]!];
    if (first + (to - from) > tokens)
      return fault('content', table.shard.file.path, `Visit ${row + 1} has more tokens than its text.`);
    const read = async (name: string) => {
      const values = await table.shard.slice(name, 'F16', from, to);
      if (isFault(values)) return values;
      const all = new Float32Array(tokens).fill(NaN);
      all.set(values, first);
      return all;
    };
    const names = [
      ['entropies', 'tok.entropy'],
      ['weights', 'tok.weight'],
      ['gradients', 'tok.gnorm'],
    ] as const;
    const logprobs = await read('tok.logprob');
    if (isFault(logprobs)) return logprobs;
    const more: Record<string, Float32Array> = {};
    for (const [name, tensor] of names) {
      if (!table.shard.has(tensor)) continue;
      const values = await read(tensor);
      if (isFault(values)) return values;
      more[name] = values;
    }
    return { ...this.#visit(at), logprobs, ...more };
  }

  async #take(list: readonly TraceFile[]): Promise<boolean> {
    let isNew = false;
    for (const file of list) {
      const { path } = file;
      const stamp = stampOf(file);
      if (this.#seen.get(path) === stamp) continue;
      const isShard = /^(renders|visits)\/[^/]+\.safetensors$/.test(path);
      if (!isShard && !isSteps(path) && path !== manifestPath) continue;
      this.#seen.set(path, stamp);
      if (path === manifestPath) continue;
      const wrong = isShard ? await this.#takeShard(file) : await this.#takeSteps(file);
      this.#faults = this.#faults.filter((one) => one.path !== path);
      if (wrong) this.#faults.push(wrong);
      else isNew = true;
    }
    if (isNew) this.#steps = lastAttempts([...this.#stepLines.values()].flat());
    return isNew;
  }

  async #takeSteps(file: TraceFile): Promise<TraceFault | undefined> {
    try {
      const bytes = await this.files.read(file.path, 0, file.size);
      // A letter of the last line may be half written.
      const end = bytes.lastIndexOf(10) + 1;
      const text = decodeUtf8(bytes.subarray(0, end));
      if (text === undefined)
        return fault('content', file.path, 'It is no UTF-8, so its steps are not shown.');
      const steps = parseSteps(text);
      this.#stepLines.set(file.path, steps);
      for (const { step, attempt } of steps) this.#index.reached(step, attempt);
      return undefined;
    } catch (error) {
      return fault(
        'unreadable',
        file.path,
        `It cannot be read (${error instanceof Error ? error.message : String(error)}).`,
      );
    }
  }

  async #takeShard(file: TraceFile): Promise<TraceFault | undefined> {
    const shard = await Shard.open(this.files, file);
    if (isFault(shard)) return shard;
    const isRenders = file.path.startsWith('renders/');
    const table = isRenders ? await readRenders(shard) : await readVisits(shard);
    if (isFault(table)) return table;
    if ('texts' in table) this.#index.addRenders(table);
    else this.#index.addVisits(table);
    return undefined;
  }
}

const manifestPath = 'manifest.json';

function isSteps(path: string): boolean {
  return /^steps\/[^/]+\.jsonl$/.test(path);
}

/** Another one when the file was written to. */
function stampOf({ size, mtime }: TraceFile): string {
  return `${size} ${mtime}`;
}

const unknown = fault('content', '', 'This run has no such text.');

function metaOf({ table, row }: At<Renders>, bytes: Uint8Array): RenderMeta | TraceFault {
  try {
    const value: unknown = JSON.parse(decodeUtf8(bytes) ?? '');
    if (typeof value === 'object' && value !== null) return value as RenderMeta;
  } catch {
    // Told below.
  }
  return fault('content', table.shard.file.path, `What it says of text ${row + 1} is no JSON.`);
}

function keyAt({ table, row }: At<Renders>): RenderKey {
  return hex(table.keys, 16 * row, 16);
}

/** Several rows may be of one text. */
function uniqueKeys(rows: readonly At<Renders>[]): RenderKey[] {
  return [...new Set(rows.map(keyAt))];
}

function rowOf(at: At<Renders>): RenderRow {
  const { table, row } = at;
  return {
    key: keyAt(at),
    lineSha: hex(table.lineShas, 32 * row, 32),
    contentSha: hex(table.contentShas, 32 * row, 32),
    flags: table.flags[row]!,
    firstSupervised: table.first[row]!,
    tokens: table.rows[row + 1]! - table.rows[row]!,
  };
}
