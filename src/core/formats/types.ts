/** What a data set format must supply: one file per format, one line in formats/index.ts. */
import type { JsonObject, JsonValue } from '../json.ts';
import type { RecordKind, Sample, Unreadable } from '../sample.ts';
import type { Path } from '../text/path.ts';
import type { Mapping } from './mapping.ts';

/** Ids of formats.md, in settings, `callsmith formats`, `--as`; `plain` is "no known format". */
export type FormatId = string;

/** What a format says of one parsed entry. */
export interface Recognition {
  readonly kind: RecordKind;
  /**
   * `certain`: the entry has this format's own marks. `weak`: it fits, but other formats look the same (a chat row
   * without a call is OpenAI or HF); a weak entry goes with the file's majority.
   */
  readonly strength: 'certain' | 'weak';
}

/** What is known of the file beside its entries; it settles what rows alone cannot (BFCL against ACEBench answers). */
export interface FileHints {
  /** Name with extension, no folder. */
  readonly fileName?: string;
  /** Names of the folders above, nearest first. */
  readonly folders?: readonly string[];
  /** Where the parts of its records stand, as a configuration or a `dataset_info.json` says. */
  readonly mapping?: Mapping;
}

/** Schema habits that are native to a format: one hint a file instead of a warning a tool. */
export interface NativeDialect {
  /** Parameters are a map of parameters, not a schema (S2). */
  readonly parameterMap?: boolean;
  /** Type words outside JSON Schema that this format uses by design; compared without case. */
  readonly typeWords?: readonly string[];
  /** `required: true` on each parameter (S3). */
  readonly requiredFlags?: boolean;
  /** `required` beside the parameters (S4). */
  readonly requiredBeside?: boolean;
  /** Kinds of call notes that are the format's own way of writing calls (`positional-argument` in BFCL's answers). */
  readonly callNotes?: readonly string[];
}

/** Handed to `lift`: reads nested text and keeps what went wrong. */
export interface LiftContext {
  /**
   * The JSON value written in `text`, which stands (as a JSON string) at `path`; `undefined` after noting in
   * `unreadable` why not. Also remembers duplicate keys and too deep nesting inside the text.
   */
  parseJson(text: string, path: Path, what: Unreadable['what']): JsonValue | undefined;
  /** Remembers that the JSON in the stretch of text at `path`, which ends with a text step, has a key twice. */
  duplicateKeys(path: Path): void;
  /** Keeps a part that could not be read. */
  unreadable(entry: Unreadable): void;
  readonly hints: FileHints;
}

/** Where the parts of a record stand, for docs/formats.md: phrases in Markdown, `none` where there is nothing. */
export interface FormatDocs {
  readonly tools: string;
  readonly calls: string;
  readonly thoughts: string;
  /** By what rows are recognised, and where rows without it go. */
  readonly marks: string;
}

/** A data set format: how its records are recognised and lifted. */
export interface Format {
  readonly id: FormatId;
  /** For people: "xLAM-60k / APIGen". */
  readonly title: string;
  /** One sentence: what a record holds and where. */
  readonly summary: string;
  readonly docs: FormatDocs;
  /**
   * Formats whose rows look the same and which have the votes of such rows. A file that somebody called this format may
   * hold them: they are no mixture.
   */
  readonly like?: readonly FormatId[];
  readonly native?: NativeDialect;
  /** Does this entry look like one of ours? Must be cheap and must not throw. */
  recognize(entry: JsonObject, hints: FileHints): Recognition | undefined;
  /** Lifts an entry of the file's format, also one that does not quite fit: what is missing is simply not in the sample. */
  lift(entry: JsonObject, context: LiftContext): Sample;
  /** For the few formats whose entries may be arrays (Seal-Tools' old lines). `recognize` says which arrays are ours. */
  readonly arrays?: {
    recognize(entry: readonly JsonValue[], hints: FileHints): Recognition | undefined;
    lift(entry: readonly JsonValue[], context: LiftContext): Sample;
  };
}
