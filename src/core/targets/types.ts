/**
 * What training services, trainers and benchmarks take: plain, dated data. Their rules move, so every group of facts
 * says where it was read and when; the rules that read it are silent until a target is chosen.
 */
import type { FormatId } from '../formats/types.ts';
import type { Role } from '../sample.ts';

/** Ids in settings, `--target` and configurations; stable. */
export type TargetId =
  | 'openai'
  | 'azure'
  | 'together'
  | 'fireworks'
  | 'mistral'
  | 'gemini'
  | 'anthropic'
  | 'trl'
  | 'llamafactory'
  | 'ms-swift'
  | 'axolotl'
  | 'bfcl'
  | 'funreason';

/** Where facts were read, and when. */
export interface Dated {
  /** `YYYY-MM-DD` of the day on which the source was read last. */
  readonly checked: string;
  /** An https address. */
  readonly source: string;
}

/** Which turns it takes, and in which order. Roles of `Role` are ours; `known` are as written. */
export interface RoleRules extends Dated {
  /** The roles it knows, as written. */
  readonly known?: readonly string[];
  /** `first`: a system turn only at the head; `one`: a single one; `column`: none among the messages. */
  readonly system?: 'first' | 'one' | 'column';
  /** Who may begin, and who must end; system turns do not count. */
  readonly first?: readonly Role[];
  readonly last?: readonly Role[];
  /** Who may follow whom; system turns do not count. A role without an entry may be followed by any. */
  readonly after?: Partial<Record<Role, readonly Role[]>>;
  /** In these formats, results that follow one another are one turn to it. */
  readonly mergesResultsIn?: readonly FormatId[];
  /** All results of a turn's calls stand in the one next turn. */
  readonly resultsTogether?: boolean;
  /** A sample without any assistant turn is refused. */
  readonly needsAssistant?: boolean;
  /** Fewer turns than this, system turns not counted, are refused. */
  readonly minTurns?: number;
  /** Formats to which this applies; default: all that the target takes. */
  readonly formats?: readonly FormatId[];
}

/** How it wants a call to be written. */
export interface CallRules extends Dated {
  /** How arguments are written; `either`: both are read. */
  readonly argumentsAs: 'string' | 'object' | 'either';
  /** Keys of a call object. */
  readonly nameKey: string;
  readonly argumentsKey: string;
  /** Other keys for the arguments that it reads as well. */
  readonly otherKeys?: readonly string[];
}

/** A pattern that names or ids must match as a whole, and the same in words that finish "is …". */
export interface PatternRule extends Dated {
  readonly pattern: string;
  readonly words: string;
}

/** What it wants of call ids. */
export interface IdRules extends PatternRule {
  /** Every call and every result needs an id. */
  readonly required?: boolean;
  /** This text stands for "no id yet" in a last turn and is taken. */
  readonly placeholder?: string;
  /** No two calls of a sample may share an id, also when the first was answered. */
  readonly unique?: boolean;
}

/** The part of JSON Schema that it takes in tool definitions. */
export interface SchemaRules extends Dated {
  /** Keywords it knows; every other one is refused. Absent: all are taken. */
  readonly known?: readonly string[];
  /** Keywords that are refused at the root. */
  readonly refusedAtRoot?: readonly string[];
  /** The root must say `type: "object"`. */
  readonly rootObject?: boolean;
  /** `type` must be one of JSON Schema's words; `one-type`: and no list of them. Compared without case. */
  readonly types?: 'json-schema' | 'one-type';
  /** `string-type`: an enum only where the type is string; `strings`: only strings as its values. */
  readonly enums?: 'string-type' | 'strings';
  /** An array must say of what. */
  readonly itemsRequired?: boolean;
  /** The root must have `properties`, also when there are none. */
  readonly needsProperties?: boolean;
  /** A tool must have a description and parameters. */
  readonly needsDescription?: boolean;
  /** Names of parameters. */
  readonly parameterNames?: { readonly pattern: string; readonly words: string };
  /** Parameters under this key are free of these rules. */
  readonly freeKey?: string;
}

/** What `strict: true` on a tool demands. */
export interface StrictRules extends Dated {
  readonly refused: readonly string[];
  /** Refused in addition when the model is a fine-tuned one. */
  readonly refusedWhenTuned: readonly string[];
  readonly maxProperties: number;
  readonly maxDepth: number;
  readonly maxEnumValues: number;
}

/** How long a sample may be. */
export interface LengthRules extends Dated {
  readonly maxTokens: number;
}

/** How many samples a file may have. */
export interface CountRules extends Dated {
  readonly minSamples?: number;
  readonly maxSamples?: number;
}

/** What it does with contents. */
export interface ContentRules extends Dated {
  /** Text beside calls in one turn: `refused`, or `dropped` without a word. Absent: taken. */
  readonly besideCalls?: 'refused' | 'dropped';
  /** Formats to which `besideCalls` applies; default: all that the target takes. */
  readonly besideCallsIn?: readonly FormatId[];
  /** Text, calls and a thought under this key together are refused. */
  readonly withThoughtKey?: string;
  /** A turn without calls needs a content: null or none is refused. Absent: taken. */
  readonly needsContent?: boolean;
  /** Turns of these roles need text in it, too: an empty one is refused. */
  readonly needsText?: readonly Role[];
}

/** What becomes of chains of thought. */
export interface ThoughtRules extends Dated {
  /** Keys of a message under which a thought is kept; thoughts under other keys are dropped. Tags in a text stay. */
  readonly keptKeys: readonly string[];
  /** Thoughts before the last question are dropped by the templates of common models. */
  readonly dropsHistory?: boolean;
}

/** A key of a message that says how much it counts in the loss. */
export interface WeightRule extends Dated {
  readonly key: string;
  readonly values: 'zero-or-one' | 'boolean' | 'not-negative';
  /** Only on these turns. Absent: on any. */
  readonly roles?: readonly Role[];
}

/** A target: what one training service, trainer or benchmark takes. */
export interface TargetProfile extends Dated {
  readonly id: TargetId;
  /** In messages: "For Mistral, …". */
  readonly title: string;
  /** One sentence for lists. */
  readonly summary: string;
  /** What becomes of a sample that it does not take; finishes "A sample it does not take: …". */
  readonly badSample: string;
  /** Formats it reads as they are, or of which it reads the shape: rules about turns apply to these only. */
  readonly formats: readonly FormatId[];
  readonly roles?: RoleRules;
  readonly calls?: CallRules;
  readonly names?: PatternRule;
  readonly ids?: IdRules;
  readonly schema?: SchemaRules;
  readonly strict?: StrictRules;
  readonly length?: LengthRules;
  readonly count?: CountRules;
  readonly content?: ContentRules;
  readonly thoughts?: ThoughtRules;
  readonly weights?: readonly WeightRule[];
}
