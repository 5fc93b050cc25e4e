/** A panel of judges: what each says, and what they say together. Doubt never counts as a yes. */

/** How the votes of several judges make one verdict. */
export type PanelRule =
  /** Every judge says yes. */
  | 'unanimity'
  /** More than half say yes; a tie is a no. */
  | 'majority'
  /** The mean of the scores reaches the threshold. */
  | 'best-mean';
export const panelRules: readonly PanelRule[] = ['unanimity', 'majority', 'best-mean'];

/** What one judge said. */
export interface Vote {
  readonly judge: string;
  /** From 0 to 1; `undefined`: it gave none, or could not be asked, which is a no. */
  readonly score: number | undefined;
  /** Its words, or why there are none. */
  readonly reason: string;
}

export interface PanelVerdict {
  readonly isYes: boolean;
  readonly votes: readonly Vote[];
  /** Judges whose score reaches the threshold. */
  readonly yes: number;
  /** Mean of the scores; judges without one count as 0. */
  readonly mean: number;
}

/** A vote of 1 from this score on, as in the paper (section 3: 1[score ≥ 0.5]). */
export const defaultThreshold = 0.5;

/** The verdict of a panel; of no judges it is no. */
export function panelVerdict(
  votes: readonly Vote[],
  rule: PanelRule,
  threshold = defaultThreshold,
): PanelVerdict {
  const isVote = ({ score }: Vote) => score !== undefined && score >= threshold;
  const yes = votes.filter(isVote).length;
  const mean = votes.length === 0 ? 0 : votes.reduce((sum, { score = 0 }) => sum + score, 0) / votes.length;
  const isYes =
    votes.length > 0 &&
    (rule === 'unanimity'
      ? yes === votes.length
      : rule === 'majority'
        ? yes * 2 > votes.length
        : mean >= threshold);
  return { isYes, votes, yes, mean };
}
