/**
 * Several judges, one verdict (FunReason: k judge models, each with a score in [0, 1], the vote is 1 where it reaches τ).
 * The paper's text says majority, its equation unanimity, its figure the best mean score, so the rule is a setting.
 * Whatever is not clearly a yes is none: ties, judges that do not decide, and empty panels fail.
 */
import type { StageReply } from './stageReply.ts';

/** How votes become a verdict. */
export type PanelRule =
  /** Every judge votes yes. */
  | 'unanimity'
  /** More than half of all judges vote yes. */
  | 'majority'
  /** The mean score reaches the threshold; for choosing the best of several candidates by `mean` as well. */
  | 'best-mean';

/** All rules, for settings. */
export const panelRules: readonly PanelRule[] = ['unanimity', 'majority', 'best-mean'];

/** The panel's settings. */
export interface PanelOptions {
  readonly rule: PanelRule;
  /** τ: a score of at least this is a yes. */
  readonly threshold: number;
}

/** As the paper has it: unanimity at τ = 0.5. */
export const defaultPanel: PanelOptions = { rule: 'unanimity', threshold: 0.5 };

/** What one judge votes. */
export type Vote = 'yes' | 'no' | 'undecided';

/** The verdict of a panel, with its counts. */
export interface PanelVerdict {
  readonly pass: boolean;
  readonly votes: readonly Vote[];
  readonly yes: number;
  readonly no: number;
  readonly undecided: number;
  /** Mean of the judges' scores, an undecided one counting 0; `undefined` without judges. */
  readonly mean: number | undefined;
  /** For people: "2/3 judges", with what else counts: "2/3 judges, 1 undecided". */
  readonly words: string;
}

/** What one judge of a panel was asked and said; `vote` is its entry in the verdict. */
export interface JudgeVote {
  readonly judge: string;
  readonly vote: Vote;
  /** From 0 to 1, where it gave one. */
  readonly score?: number;
  /** Its words, or why it did not decide; may be empty. */
  readonly said: string;
}

/** A panel with its judges by name. */
export interface JudgedPanel {
  readonly verdict: PanelVerdict;
  readonly judges: readonly JudgeVote[];
}

/** A judge that was asked; `failure`, a sentence, where it could not be. */
export type AskedJudge =
  | { readonly judge: string; readonly reply: StageReply }
  | { readonly judge: string; readonly failure: string };

/** The verdict of judges that have names. */
export function judgedPanel(asked: readonly AskedJudge[], options: PanelOptions = defaultPanel): JudgedPanel {
  const verdict = judgePanel(
    asked.map((one) => ('reply' in one ? one.reply : undefined)),
    options,
  );
  const judges = asked.map((one, i): JudgeVote => {
    const vote = verdict.votes[i]!;
    if ('failure' in one) return { judge: one.judge, vote, said: one.failure };
    const { reason, said, score } = one.reply;
    return {
      judge: one.judge,
      vote,
      said: [reason, said].filter((text) => text).join(' '),
      ...(score !== undefined && { score }),
    };
  });
  return { verdict, judges };
}

/** The verdict of the judges' replies; one entry for each judge asked, `undefined` for one that gave no reply. */
export function judgePanel(
  replies: readonly (StageReply | undefined)[],
  { rule, threshold }: PanelOptions = defaultPanel,
): PanelVerdict {
  const scores = replies.map((reply) => scoreOf(reply, threshold));
  const votes = scores.map((score): Vote =>
    score === undefined ? 'undecided' : score >= threshold ? 'yes' : 'no',
  );
  const count = (vote: Vote) => votes.filter((other) => other === vote).length;
  const [yes, no, undecided] = [count('yes'), count('no'), count('undecided')];
  const total = votes.length;
  const mean = total === 0 ? undefined : scores.reduce<number>((sum, score) => sum + (score ?? 0), 0) / total;
  return { pass: passes(rule, threshold, yes, total, mean), votes, yes, no, undecided, mean, words: words() };

  function words(): string {
    if (total === 0) return 'no judges';
    const parts = [`${yes}/${total} ${total === 1 ? 'judge' : 'judges'}`];
    if (rule === 'best-mean') parts.push(`mean ${mean!.toFixed(2)}`);
    if (undecided > 0) parts.push(`${undecided} undecided`);
    return parts.join(', ');
  }
}

function passes(
  rule: PanelRule,
  threshold: number,
  yes: number,
  total: number,
  mean: number | undefined,
): boolean {
  // A threshold that is no number between 0 and 1 (NaN, 0 from a typing error) lets nothing through.
  if (total === 0 || !(threshold > 0 && threshold <= 1)) return false;
  switch (rule) {
    case 'unanimity':
      return yes === total;
    case 'majority':
      return yes * 2 > total;
    case 'best-mean':
      return mean !== undefined && mean >= threshold;
    default:
      return false;
  }
}

/**
 * A judge's score: the one it gives, else 1 for True and 0 for False. A judge that says False with a score that would be
 * a yes has not decided; one that says True with too low a score votes no.
 */
function scoreOf(reply: StageReply | undefined, threshold: number): number | undefined {
  if (!reply || reply.judgement === 'undecided') return undefined;
  const { judgement, score } = reply;
  if (score === undefined) return judgement === 'yes' ? 1 : 0;
  return judgement === 'no' && score >= threshold ? undefined : score;
}

/**
 * The index of the best of several candidates, by their panels' verdicts: of those that pass the one with the highest
 * mean, of equal ones the first; `undefined` when none passes.
 */
export function bestCandidate(verdicts: readonly PanelVerdict[]): number | undefined {
  let best: number | undefined;
  verdicts.forEach(({ pass, mean }, i) => {
    if (pass && (best === undefined || (mean ?? 0) > (verdicts[best]!.mean ?? 0))) best = i;
  });
  return best;
}
