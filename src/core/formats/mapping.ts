/**
 * A mapping says where a home-grown format keeps its parts: columns of the record, keys of a message, role words, keys
 * of a call and of a tool. It comes from `callsmith.config.json`, or from LLaMA-Factory's `dataset_info.json` (formats.md
 * 4.8 and 4.35). Plain data, since it crosses to workers.
 */
import type { CallSyntax } from './callSyntax.ts';

/** The id of a file whose format is a mapping of the configuration. */
export const mappedId = 'mapped';

/** What a message is, whatever its role is called. */
export type MappedRole = 'system' | 'user' | 'assistant' | 'call' | 'tool' | 'thought' | 'tools';

/** Where the parts stand. What is left out is under the name that is usual. */
export interface Mapping {
  /** What the file is called: `mapped`, or the format that is remapped. */
  readonly format: string;
  /** Column with the messages: a list, or a string of one. Default: `messages`, else `conversations`. */
  readonly messages?: string;
  /** Column with a system prompt. */
  readonly system?: string;
  /** Column with the tools: a list, or a string of one. Default: `tools`. */
  readonly tools?: string;
  /** Column with what the user says, in rows without messages. */
  readonly query?: string;
  /** Column with the answer: calls, a text, or a message. */
  readonly answer?: string;
  /** Keys of a message. Default: `role`, `content`. */
  readonly role?: string;
  readonly content?: string;
  /** Keys of an assistant's message with its calls and its thought. Default: `tool_calls`, and the usual ones. */
  readonly calls?: string;
  readonly thought?: string;
  /** Role words; those that are not named have their usual meaning. */
  readonly roles?: Readonly<Partial<Record<MappedRole, readonly string[]>>>;
  /** Keys of a call. Default: `name`, `arguments`, `id`. */
  readonly call?: { readonly name?: string; readonly arguments?: string; readonly id?: string };
  /** Keys of a tool. Default: `name`, `description`, `parameters`. */
  readonly tool?: { readonly name?: string; readonly description?: string; readonly parameters?: string };
  /** Ways in which calls are written in the text of an answer. Default: in tags. */
  readonly callsInText?: readonly CallSyntax[];
}

/** A mapping as the configuration has it: role words may be single. */
export type RawMapping = Omit<Mapping, 'format' | 'roles'> & {
  readonly roles?: Readonly<Partial<Record<MappedRole, string | readonly string[]>>>;
};

/** The mapping of a configuration. */
export function mappingOf(raw: RawMapping): Mapping {
  const roles: Partial<Record<MappedRole, readonly string[]>> = {};
  for (const [role, words] of Object.entries(raw.roles ?? {})) {
    roles[role as MappedRole] = typeof words === 'string' ? [words] : words;
  }
  return { ...raw, format: mappedId, roles };
}
