/** What the answer check tells. */

/** Where two calls differ: from the call's arguments down. */
export interface Difference {
  readonly path: readonly (string | number)[];
}

/** What the check of an answer says. */
export type Verdict =
  | { readonly valid: true }
  | {
      readonly valid: false;
      /** As the Berkeley Function Calling Leaderboard names it. */
      readonly errorType: string;
      /** What is wrong, for people. */
      readonly message: string;
      /** The first difference: the names and indexes from the call's arguments down; empty when it is none of an argument. */
      readonly path: Difference['path'];
    };
