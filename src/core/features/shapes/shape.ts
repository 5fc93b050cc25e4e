/** How the records of a format are built, as far as completion offers keys and words. Data; formats.ts is the table. */
import type { CallForm, TextForm } from './callForms.ts';

/** A value of a record. */
export type Shape =
  | { readonly is: 'object'; readonly keys: Readonly<Record<string, Slot>> }
  | { readonly is: 'list'; readonly of: Shape }
  /** A string of JSON. */
  | { readonly is: 'json'; readonly of: Shape }
  /** A string out of a few. */
  | { readonly is: 'words'; readonly words: readonly Word[] }
  | { readonly is: 'string' | 'number' | 'boolean' | 'any' };

/** A member of an object. */
export interface Slot {
  readonly shape: Shape;
  /** One sentence. */
  readonly about: string;
  /** Raw roles of the messages that have this member; all when absent. */
  readonly roles?: readonly string[];
}

/** A value with what it means. */
export interface Word {
  readonly word: string;
  readonly about: string;
}

/** The words by which a format says who speaks. */
export interface RoleWords {
  readonly system: readonly string[];
  readonly user: readonly string[];
  readonly assistant: readonly string[];
  /** Turns that are a call, where the format has a word of its own for them. */
  readonly call: readonly string[];
  readonly tool: readonly string[];
}

/** What completion knows of a format. */
export interface FormatShape {
  readonly record: Shape;
  readonly roles: RoleWords;
  /** The key that holds a message's role. */
  readonly roleKey: string;
  /** How calls are written as values; the usual one first. */
  readonly calls: readonly CallForm[];
  /** How calls are written in text; the usual one first. */
  readonly text: readonly TextForm[];
}

/** The shape at a path of the record; goes on inside strings of JSON. `undefined` where none is known. */
export function shapeAt(record: Shape, path: readonly (string | number)[]): Shape | undefined {
  let at: Shape | undefined = record;
  for (const step of path) {
    while (at?.is === 'json') at = at.of;
    if (at?.is === 'list' && typeof step === 'number') at = at.of;
    else if (at?.is === 'object' && typeof step === 'string' && Object.hasOwn(at.keys, step))
      at = at.keys[step]!.shape;
    else return undefined;
  }
  return at;
}
