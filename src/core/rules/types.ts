/** What a rule is: one file per rule, one line in rules/index.ts. */
import type { Mapping } from '../formats/mapping.ts';
import type { Format } from '../formats/types.ts';
import type { RecordKind, Call, Sample, ToolDef, Turn } from '../sample.ts';
import type { RecordText } from '../record/record.ts';
import type { PreparedTool, SchemaError } from '../schema/types.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Column } from '../dataset/columns.ts';
import type { StatedLicence } from '../dataset/licence.ts';
import type { FindingFilter } from '../suppress.ts';
import type { Place, Path } from '../text/path.ts';
import type { Span } from '../text/span.ts';
import type { TargetId, TargetProfile } from '../targets/types.ts';

/** The editor shows a hint as VS Code's Information; SARIF calls it a note. */
export type Severity = 'error' | 'warning' | 'hint';

/** What a person set for rules: another severity, or `off`. Rules that are not in it keep their own. */
export type Severities = Readonly<Partial<Record<RuleCode, Severity | 'off'>>>;

/** `area.what-is-wrong`; stable from the first release. */
export type RuleCode = `${'record' | 'dataset' | 'tool' | 'call' | 'turn' | 'thought'}.${string}`;

/** How a finding's place is told: by path (located later, only when there is a finding), or by a span of the record's text. */
export type Where = Place | { readonly span: Span };

/** A change that mends a finding. Edits are told by place and turned into text edits that keep every other byte. */
export interface FixDraft {
  /** Imperative, for the light bulb: "Write the number 3". */
  readonly title: string;
  readonly edits: readonly FixEdit[];
  /**
   * Certain: it says again what was said, or what alone can be right. Only such a fix is made for many findings at
   * once, without a look at each. Absent: a guess, for a person to choose.
   */
  readonly safe?: boolean;
  /**
   * Safe, but it changes what is the file's own way (its dialect, its line ends): made for many findings at once only
   * where the person named the rule.
   */
  readonly onRequest?: boolean;
}
/** One edit of a fix; places are paths from the record's root (or from the tool, in tool rules). */
export type FixEdit =
  /**
   * Writes `value` where the place stands; a key when the place is a key. `spelling` is the JSON text of `value` where
   * its exact form counts (`1.0`, integers over 2^53); in other languages than JSON only a number is written so.
   */
  | { readonly replace: Place; readonly value: JsonValue; readonly spelling?: string }
  /** Adds a member at the end of the object, or of the arguments of a call, at `insert`; it must not have that key yet. */
  | { readonly insert: Path; readonly key: string; readonly value: JsonValue }
  /** Adds an element at the end of the array at `append`. */
  | { readonly append: Path; readonly value: JsonValue }
  /** Takes a member of an object, an argument, or an element of an array out, with its comma. */
  | { readonly remove: Path }
  /** Puts the value, as it is written, into a new list, or under `key` of a new object with the members `before` and `after` it. */
  | { readonly wrap: Path; readonly in: 'list' | WrapObject }
  /** Writes the value as a string that holds its text: `3` as `"3"`, an object as a string of JSON. */
  | { readonly quote: Path }
  /** Writes what the string at `unquote` holds, which must be JSON, in place of the string. */
  | { readonly unquote: Path }
  /** Replaces a stretch of the record's text. For records that cannot be read, and for what no path leads to. */
  | { readonly span: Span; readonly text: string }
  /** Takes the whole record out of its file, with its line. */
  | { readonly removeRecord: true };

/** The object that a value is put into: its members are written in this order, the value under `key`. */
export interface WrapObject {
  readonly before: JsonObject;
  readonly key: string;
  readonly after: JsonObject;
}

/** What a rule reports. `message` is one or two sentences: what is wrong and what would be right. */
export interface Finding {
  readonly where: Where;
  readonly message: string;
  /** Further places with words, such as the schema that was contradicted. */
  readonly related?: readonly { readonly where: Where; readonly message: string }[];
  readonly fixes?: readonly FixDraft[];
  /** The fixes where making them costs something: asked for only when the finding is told. */
  readonly lazyFixes?: () => readonly FixDraft[];
  /**
   * This is how the file is written, not a slip at one place: the same words at many places are told once, with their
   * number (core/habits.ts). Default: true for findings of tools, false for others.
   */
  readonly habit?: boolean;
  /** When set, findings with the same key are told once per file, with their count, at the first place. */
  readonly oncePerFile?: OncePerFile;
}

/** Plain data, since it crosses from workers; the rule's `fileMessage` makes the sentence. */
export interface OncePerFile {
  readonly key: string;
  /** Severity of the one finding for the file, when it differs from the rule's (a native dialect is a hint). */
  readonly severity?: Severity;
}

/** Takes what a rule has found. */
export type Report = (finding: Finding) => void;

/** The file around a record, as far as rules may know it. */
export interface FileContext {
  readonly container: 'jsonl' | 'array' | 'object';
  readonly kind: RecordKind;
  /** `undefined`: plain, only `record.*` rules apply. */
  readonly format: Format | undefined;
  /** Name with extension, no folder. */
  readonly fileName?: string;
  readonly folders?: readonly string[];
  readonly mapping?: Mapping;
  readonly severities?: Severities;
  /** Rules whose findings that are told once per file are told each, as problems with `once`: for fixing them. */
  readonly tellsEach?: ReadonlySet<string>;
  /** The chosen targets, in the table's order (see `targetsOf`); without any, rules that need one do not run. */
  readonly targets?: readonly TargetProfile[];
  /** What is not told of the file; absent: all is. */
  readonly filter?: FindingFilter;
  /** What the files beside it say of its licence. */
  readonly licences?: readonly StatedLicence[];
}

/** A sample among the others of its file. */
export interface ComparedSample {
  /** The line on which it begins, from 1. */
  readonly line: number;
  /** As in `RecordFacts`: equal where the samples are. */
  readonly whole: number;
  readonly input: number;
  readonly calls: number;
  readonly asked: number;
}

/** Records with the same columns, counted. */
export interface ShapeUse {
  readonly columns: readonly Column[];
  readonly count: number;
  /** Where the first of them stands: later ones are greater. For ordering only. */
  readonly order: number;
}

/** What rules of whole files look at, when every record was seen. */
export interface FileSubject {
  readonly file: FileContext;
  readonly samples: number;
  /** Samples that can be compared with one another: their ordinals, in order of place, go from 0 to this. */
  readonly compared: number;
  /** There are so many samples that only the first of them are compared. */
  readonly isPartial: boolean;
  sample(ordinal: number): ComparedSample;
  /** How many samples have all of the `traits` in `having` and none of those in `lacking`. */
  count(having: number, lacking?: number): number;
  /** Ordered by the first record. */
  readonly shapes: readonly ShapeUse[];
  /** The samples that agree in a hash: ordinals in order, two or more in each group; groups in order of their first. */
  groups(key: 'whole' | 'input' | 'asked'): Iterable<readonly number[]>;
  /** What rules work out together, by a key of theirs. */
  readonly memo: Map<object, unknown>;
}

/** What a rule of whole files reports. */
export interface FileFindingDraft {
  /** The sample it stands at, by ordinal, or the first value of a column in the records of a shape; absent: the file's first sample. */
  readonly at?: number | { readonly shape: ShapeUse; readonly column: Column };
  readonly message: string;
  readonly severity?: Severity;
  readonly related?: readonly { readonly at: number; readonly message: string }[];
  /** Names the finding when it is about the file, or a column, as a whole. */
  readonly key?: string;
}

/** What rules of records look at. */
export interface RecordSubject {
  readonly record: RecordText;
  readonly file: FileContext;
  /** Absent when the record is no object or the file is plain. */
  readonly sample?: Sample;
  /** Paths of nested texts in which a key is written twice. */
  readonly duplicateTexts: readonly Path[];
}

/** What a user says in a sample, as the facts have it. */
export interface Question {
  /** `hashOfFolded` of the text. */
  readonly hash: number;
  readonly path: Path;
}

/** What rules look at that need the facts of a sample. */
export interface FactsSubject {
  readonly file: FileContext;
  readonly sample: Sample;
  /** The user's texts that are long enough to be known by. */
  readonly questions: readonly Question[];
  /** `toolHash` of the sample's tools, in their order. */
  readonly toolHashes: readonly (number | undefined)[];
}

/** What rules of tools look at; findings have paths from the tool. */
export interface ToolSubject {
  readonly prepared: PreparedTool;
  readonly nameKey: string;
  readonly parametersKey: string;
  readonly hasDescription: boolean;
  /** The value under `parametersKey`, as written. */
  readonly parameters: JsonValue | undefined;
  /** The tool says `strict: true`. */
  readonly isStrict: boolean;
  readonly format: Format;
  readonly targets: readonly TargetProfile[];
}

/** What rules of calls look at. */
export interface CallSubject {
  readonly record: RecordText;
  readonly sample: Sample;
  /** The sample's tools made ready, in the order of `sample.tools`; equal ones of other samples are the same object. */
  readonly preparedTools: readonly PreparedTool[];
  /** What rules work out once for the calls of a sample, by a key of theirs; gone when the sample is checked. */
  readonly memo: Map<object, unknown>;
  readonly turn: Turn;
  readonly call: Call;
  /** The tool of that name in the same sample; `undefined` when there is none or the sample declares no tools. */
  readonly tool: { readonly def: ToolDef; readonly prepared: PreparedTool } | undefined;
  /** All contradictions between arguments and schema; empty when they agree or nothing could be compared. */
  readonly errors: readonly SchemaError[];
  readonly kind: RecordKind;
  readonly format: Format;
  readonly targets: readonly TargetProfile[];
}

/** A rule: at least one of the checks, with its words. */
export interface Rule {
  readonly code: RuleCode;
  readonly severity: Severity;
  /** A short noun phrase for lists: "Call to a function that is not in the sample's tools". */
  readonly title: string;
  /** `fast` rules run at every keystroke, `slow` ones after a pause. */
  readonly phase: 'fast' | 'slow';
  /** The rule says nothing until a target is chosen, and is not run before. */
  readonly needsTarget?: boolean;
  readonly docs: RuleDocs;
  /** The sentence for findings told once per file; `count` is how many they are. Needed when the rule sets `oncePerFile`. */
  fileMessage?(key: string, count: number): string;
  checkRecord?(subject: RecordSubject, report: Report): void;
  /** Runs once per distinct tool and format, so it may only read what the subject holds; places are relative to the tool object. */
  checkTool?(subject: ToolSubject, report: Report): void;
  checkCall?(subject: CallSubject, report: Report): void;
  /** Runs for a sample whose facts are wanted: in a sweep, and in the editor after a pause. */
  checkFacts?(subject: FactsSubject, report: Report): void;
  /** Runs when all records of a file were seen, on what `dataset/facts.ts` kept of them. */
  checkFile?(subject: FileSubject, report: (finding: FileFindingDraft) => void): void;
}

/** The rule's page: docs/rules/<code>.md is written from this, `callsmith rules CODE` prints it. */
export interface RuleDocs {
  /** What is wrong, and why it matters to a model that is trained on it. Plain text, paragraphs split by blank lines. */
  readonly why: string;
  /** A record that has the problem (JSONL, usually one line), and the same mended. A test runs both. */
  readonly example: {
    readonly format: string;
    readonly bad: string;
    readonly good: string;
    /** Chosen for the example. */
    readonly targets?: readonly TargetId[];
  };
  /** Where the rule comes from: how often it is broken in public data, standards, public reports. Markdown. */
  readonly source: string;
}

/** A located finding: what faces show. Offsets count from the record's start, in UTF-16 units, half-open. */
export interface Problem {
  readonly code: RuleCode;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  /** RFC 6901, going on inside decoded strings; `undefined` for a place that is no JSON value. */
  readonly pointer: string | undefined;
  readonly related: readonly { readonly span: Span; readonly message: string }[];
  readonly fixes: readonly FixDraft[];
  /** Set when this is one of the findings that a file has once; see `FileContext.tellsEach`. */
  readonly once?: OncePerFile;
  /** See `Finding.habit`. */
  readonly habit: boolean;
}
