/** "Check answer" of one sample, without a model: its calls against what is expected, and against their tools. */
import { locateFact } from '../check.ts';
import type { JudgedPanel } from '../cot/panel.ts';
import type { FileContext, Problem } from '../rules/types.ts';
import type { ToolCache } from '../schema/types.ts';
import type { Span } from '../text/span.ts';
import { caseOf, readSample, type ExpectedAnswer } from './answerFiles.ts';
import type { CodeDecoders } from './decode.ts';
import { judge, type AnswerCase } from './evaluate.ts';
import type { Profile } from './profiles.ts';
import { faultsOf, toolsByName } from './reference.ts';

/** One thing that is wrong, with its place in the record. */
export interface AnswerProblem {
  readonly message: string;
  /** As the Berkeley Function Calling Leaderboard names it; or a rule's code. */
  readonly code: string;
  /** `recordOffset`s. */
  readonly span: Span;
}

/** What the calls were held against. */
export type Basis =
  /** Expected answers of another file. */
  | 'expected'
  /** A model's output; the sample's own calls are what is expected of it. */
  | 'output'
  /** The tools of the sample; nothing says which calls are right. */
  | 'tools'
  /** What judges say of them. */
  | 'judges';

/** What came of it. */
export type AnswerCheck =
  | { readonly state: 'right'; readonly basis: Basis; readonly calls: number; readonly panel?: JudgedPanel }
  | { readonly state: 'wrong'; readonly basis: Basis; readonly problems: readonly AnswerProblem[] }
  /** There is nothing to be checked; the sentence says why and what to do. */
  | { readonly state: 'nothing'; readonly reason: 'no-calls' | 'unreadable' };

/** What a sample is checked with. */
export interface AnswerCheckInput {
  readonly text: string;
  readonly file: FileContext;
  readonly tools: ToolCache;
  readonly profile: Profile;
  readonly expected?: ExpectedAnswer;
  readonly output?: AnswerCase['output'];
  /** For answers in Java and JavaScript; without it those cannot be read. */
  readonly code?: CodeDecoders;
  /** What the rules find in the record. */
  readonly problems: readonly Problem[];
}

/** Rules whose errors make a call wrong whatever is expected. */
const callCodes = /^call\.(?!unsatisfiable-reference)/;

/** Checks a sample's answer. Never throws for what stands in the data. */
export function checkAnswer(input: AnswerCheckInput): AnswerCheck {
  const { text, file, tools, profile, expected, output, code, problems } = input;
  const sample = readSample(text, file);
  if (!sample) return { state: 'nothing', reason: 'unreadable' };
  const { calls } = sample;
  const broken = problems.filter(({ severity, code }) => severity === 'error' && callCodes.test(code));
  if (broken.length > 0)
    return {
      state: 'wrong',
      basis: 'tools',
      problems: broken.map(({ message, code, span }) => ({ message, code, span })),
    };
  if (!expected && !output)
    return calls.length > 0
      ? { state: 'right', basis: 'tools', calls: calls.length }
      : { state: 'nothing', reason: 'no-calls' };
  const made = caseOf(sample, tools, expected, output);
  if (!made) return { state: 'nothing', reason: 'unreadable' };
  const basis = output ? 'output' : 'expected';
  const spanOf = (call: number | undefined, path: readonly (string | number)[]): Span => {
    const at = call === undefined ? undefined : calls[call];
    if (!at) return locateFact(text, { path: calls[0]?.path ?? sample.sample.turns.at(-1)?.path ?? [] });
    return locateFact(text, { path: path.length === 0 ? at.path : [...at.argumentsPath, ...path] });
  };
  if (calls.length === 0 && !output) {
    // A question without an answer of its own: whether its reference can be met at all.
    const faults = faultsOf(
      made.references.filter(({ lists }) => lists),
      (name) => toolsByName(made.input.functions).get(name),
    );
    if (faults.length === 0) return { state: 'nothing', reason: 'no-calls' };
    const code = 'call.unsatisfiable-reference';
    const found = faults.map(({ message }) => ({ message, code, span: spanOf(undefined, []) }));
    return { state: 'wrong', basis, problems: found };
  }
  const { findings } = judge(made.input, profile, code);
  if (findings.length === 0) return { state: 'right', basis, calls: calls.length };
  return {
    state: 'wrong',
    basis,
    problems: findings.map(({ message, errorType, path, call, expected: wanted }) => ({
      message,
      code: errorType,
      // Of an output the sample holds the expected calls, not the ones that are wrong.
      span: spanOf(output ? wanted : call, path),
    })),
  };
}

/** A right answer after judges were asked: right with their votes, or wrong with what the first of them said against it. */
export function withPanel(
  check: AnswerCheck,
  panel: JudgedPanel,
  text: string,
  file: FileContext,
): AnswerCheck {
  if (check.state !== 'right') return check;
  const { verdict, judges } = panel;
  if (verdict.pass) return { ...check, panel };
  const against = judges.find(({ vote }) => vote !== 'yes') ?? judges[0];
  const path = readSample(text, file)?.calls[0]?.path ?? [];
  const said = against ? ` ${against.judge}: ${against.said || 'no reason was given'}` : '';
  const message = `${verdict.yes} of ${judges.length} judges find this answer right.${said}`;
  return {
    state: 'wrong',
    basis: 'judges',
    problems: [{ message, code: 'judges', span: locateFact(text, { path }) }],
  };
}
