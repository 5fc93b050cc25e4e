/**
 * How strict the answer check is. `bfcl` decides as the official checker, accidents included; `fair` deviates from it in the
 * named ways below, each of which can be turned off. The table is what people are shown.
 */

export type ProfileName = 'fair' | 'bfcl';
export const profileNames: readonly ProfileName[] = ['fair', 'bfcl'];

export type SwitchId =
  | 'text-around-calls'
  | 'positional-by-order'
  | 'signs-as-written'
  | 'json-words'
  | 'optimal-pairing'
  | 'numbers-by-value'
  | 'nested-values'
  | 'tuples-are-lists'
  | 'either-name-form'
  | 'strings-keep-signs'
  | 'default-is-omitted'
  | 'marker-is-no-value'
  | 'known-type-words'
  | 'failed-call-is-call';

/** One deviation of `fair` from `bfcl`. */
export interface FairSwitch {
  readonly id: SwitchId;
  /** What `fair` does, in one sentence. */
  readonly fair: string;
  /** What `bfcl` does instead, and what comes of it. */
  readonly bfcl: string;
}

export const fairSwitches: readonly FairSwitch[] = [
  {
    id: 'text-around-calls',
    fair: 'Thoughts, prose, fences and tags around the calls are passed over.',
    bfcl: 'An answer with anything beside the bare call list cannot be decoded.',
  },
  {
    id: 'positional-by-order',
    fair: 'Arguments without a name belong to the parameters in the order of the schema.',
    bfcl: 'Arguments without a name are dropped without a word.',
  },
  {
    id: 'signs-as-written',
    fair: 'A sign or an operator before a number means what it means in Python.',
    bfcl: 'Each sign is taken for minus: +5 is -5, and not True is -1.',
  },
  {
    id: 'json-words',
    fair: 'The bare words true, false and null are the values that JSON has for them.',
    bfcl: 'They are texts, so no truth value written like this is ever right.',
  },
  {
    id: 'optimal-pairing',
    fair: 'Parallel calls are paired with the expected ones in the best way there is.',
    bfcl: 'Each expected call takes the first call that fits and never gives it back, so an answer can fail by its order.',
  },
  {
    id: 'numbers-by-value',
    fair: 'Numbers are equal when their values are, at any depth; an integer argument takes no fraction.',
    bfcl: 'Only an argument itself may be written 5 for 5.0; inside a list that is a type error.',
  },
  {
    id: 'nested-values',
    fair: 'Values inside lists and objects are compared as those outside, at any depth.',
    bfcl: 'From the second level on texts must be equal to the letter, and in objects 1, 1.0 and True are the same.',
  },
  {
    id: 'tuples-are-lists',
    fair: 'A list may be written as a tuple or a set.',
    bfcl: 'A tuple is right only where the schema says tuple, and a set cannot be decoded.',
  },
  {
    id: 'either-name-form',
    fair: 'For a model that cannot write dots, f.g and f_g are both right.',
    bfcl: 'Only f_g is, even if the model did write the dot.',
  },
  {
    id: 'strings-keep-signs',
    fair: 'Texts may differ in case, white space and punctuation between words, not in signs, operators or decimal points.',
    bfcl: 'All of , . / - _ * ^ and the space are deleted: 1.5 equals 15, -5 equals 5, and a/b equals ab.',
  },
  {
    id: 'default-is-omitted',
    fair: 'An argument that is left out and one that says the default of its schema are the same.',
    bfcl: 'Defaults are never read: to say one is right only where the reference lists it.',
  },
  {
    id: 'marker-is-no-value',
    fair: 'The mark "" lets an argument be left out; as a value it is right only where the schema has it as default.',
    bfcl: 'An optional text may also be "" or "-", an optional list also [].',
  },
  {
    id: 'known-type-words',
    fair: 'Type words such as number, object and list are known.',
    bfcl: 'The checker stops at a word that it does not know.',
  },
  {
    id: 'failed-call-is-call',
    fair: 'Where no call is right, a call that cannot be read is a call all the same.',
    bfcl: 'It counts as no call, so broken calls are rewarded.',
  },
];

/** How an answer is judged. */
export interface Profile {
  readonly name: ProfileName;
  /** Deviations that are turned off; only for `fair`. */
  readonly off: ReadonlySet<SwitchId>;
}

export const fairProfile: Profile = { name: 'fair', off: new Set() };
export const bfclProfile: Profile = { name: 'bfcl', off: new Set() };

export function isSwitchId(id: string): id is SwitchId {
  return fairSwitches.some((one) => one.id === id);
}
