/**
 * The one model every data set format is lifted to. Values are plain JSON values as parsed; places are paths from the
 * record's root (see text/path.ts), turned into offsets only for what has a finding or is under the cursor.
 */
import type { JsonValue } from './json.ts';
import type { ToolSchemaShape } from './schema/types.ts';
import type { Path, Place } from './text/path.ts';

/** What an entry of a file is. Only `samples` (and `events`, `answers` where they hold calls) are checked as calls. */
export type RecordKind = 'samples' | 'answers' | 'tools' | 'turns' | 'events' | 'other';

/** A tool as the sample declares it. */
export interface ToolDef {
  /** `undefined` when the definition has no readable name. */
  readonly name: string | undefined;
  readonly description: string | undefined;
  /** The tool object: the one that holds name and parameters (inside `function` where the format wraps it). */
  readonly path: Path;
  /** Keys of the tool object under which the parts stand; they differ by format (`api_name`, `inputSchema`, …). */
  readonly nameKey: string;
  readonly parametersKey: string;
  /** The value under `parametersKey`; `undefined` when absent. */
  readonly parameters: JsonValue | undefined;
  /** The value of a `required` that stands beside the parameters (dialect S4); `undefined` when absent. */
  readonly required: JsonValue | undefined;
  /** How to take `parameters`; see `ToolSchemaShape`. `auto` looks at it, `toolbench` has two lists of parameters (S6). */
  readonly shape: ToolSchemaShape;
  /** The tool object as parsed (for text read as prose: what was understood of it). */
  readonly raw: JsonValue;
}

/** Who speaks, whatever the format calls it. */
export type Role = 'system' | 'user' | 'assistant' | 'tool';

/** A run of prose in a turn (decoded). */
export interface TextRun {
  readonly path: Path;
  readonly text: string;
}

/** How the arguments of a call are written where they stand. */
export type ArgumentsEncoding = 'object' | 'json-string' | 'embedded';

/** Something worth a rule's attention in the way a call is written. Places are paths; `kind`s as in calls/. */
export interface CallNote {
  readonly kind: string;
  readonly path: Path;
  readonly detail?: string;
}

/** A call of a function, or a reference answer for one. */
export interface Call {
  /** `undefined` when the call has no readable name. */
  readonly name: string | undefined;
  readonly namePlace: Place;
  /** The whole call. */
  readonly path: Path;
  /** Decoded arguments; `undefined` when absent or not readable (then `Sample.unreadable` says why). */
  readonly arguments: JsonValue | undefined;
  /** The arguments value; steps below it go on inside a JSON string. */
  readonly argumentsPath: Path;
  readonly encoding: ArgumentsEncoding;
  readonly id?: string;
  readonly idPath?: Path;
  readonly notes?: readonly CallNote[];
  /** Arguments are lists of accepted answers (BFCL possible answers), not values: schema checks look at each answer. */
  readonly acceptedAnswers?: boolean;
  /** Names by which later calls may refer to this call's results (`var1`, `API_call_0`); see `Sample.references`. */
  readonly produces?: readonly string[];
  /** No call of a tool: it gathers results at the end (NESTFUL's `var_result`), so only its references are checked. */
  readonly gathers?: boolean;
}

/** What a call gave back. */
export interface ToolResult {
  readonly path: Path;
  readonly name?: string;
  readonly id?: string;
  readonly content: JsonValue;
}

/** A stretch of chain of thought. */
export interface Thought {
  readonly path: Path;
  readonly text: string;
}

/** A fault in the think tags of a turn's text. */
export interface ThoughtFault {
  readonly kind: 'unclosed' | 'closed-twice' | 'empty' | 'orphan';
  /** The tag. */
  readonly path: Path;
}

/** A turn of the conversation with all that it holds. */
export interface Turn {
  readonly role: Role;
  /** The role as written: `gpt`, `function_call`, `observation`, … */
  readonly rawRole: string;
  readonly path: Path;
  /** The role value; `undefined` when the format has none (a `query` column). */
  readonly rolePath?: Path;
  readonly texts: readonly TextRun[];
  readonly thoughts: readonly Thought[];
  readonly thoughtFaults?: readonly ThoughtFault[];
  readonly calls: readonly Call[];
  readonly results: readonly ToolResult[];
}

/** A part of the record that the format promises but that could not be read. */
export interface Unreadable {
  readonly what: 'tools' | 'calls' | 'arguments' | 'messages';
  readonly path: Path;
  /**
   * `not-json`: the text is not JSON; `not-calls`: no call list; `not-types`: no type declaration, the detail is a
   * sentence that says what is wrong; `shape`: JSON, but of another shape; `deep`: nested too deep.
   */
  readonly reason: 'not-json' | 'not-calls' | 'not-types' | 'shape' | 'deep' | 'double-encoded';
  /** What was found or expected, in words that finish a sentence; never record text of any length. */
  readonly detail: string;
}

/** A record as every rule sees it, whatever its format. */
export interface Sample {
  /** `undefined`: the sample declares no tools at all, so calls cannot be checked; `[]`: it declares that there are none. */
  readonly tools: readonly ToolDef[] | undefined;
  readonly toolsPath?: Path;
  readonly turns: readonly Turn[];
  readonly unreadable: readonly Unreadable[];
  /** Intermediate results that calls may refer to (`$var1$`, `API_call_0`), in the order they become known. */
  readonly references?: 'nestful' | 'seal-tools';
}
