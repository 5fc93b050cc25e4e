/**
 * Making all certain fixes of a record at once. Fixes that touch each other wait for the next round, each round is
 * checked again, and one that does not hold what it promises is taken back. Pure: record text in, edits out.
 */
import type { CheckedRecord, Checker } from '../check.ts';
import { applyFix, withEdits } from '../record/edit.ts';
import type { TextEdit } from '../record/editText.ts';
import { TextPatch } from '../record/textPatch.ts';
import type { FileContext, FixDraft, Problem, RuleCode } from '../rules/types.ts';

/** Which fixes to make. */
export interface FixAllOptions {
  /** Only findings of these rules; then also what is done on request only. Absent: all rules. */
  readonly codes?: ReadonlySet<string>;
}

/** A record with its certain fixes made. Offsets of `edits` are `recordOffset`s in the text as it was. */
export interface FixedRecord {
  /** Ordered, apart from each other. */
  readonly edits: readonly TextEdit[];
  readonly text: string;
  /** The record goes out of its file; then `edits` is empty. */
  readonly removed: boolean;
  /** How many findings of each rule were mended. */
  readonly fixed: ReadonlyMap<RuleCode, number>;
  /** What checking the new text tells; nothing for a record that is removed. */
  readonly after: CheckedRecord;
}

/** Rounds after which it ends whatever is left; three or four are many. */
const maxRounds = 20;

/**
 * The text cannot be read before these are mended, so that mending them brings to light what else is wrong. Of any
 * other rule no fix may bring a new finding.
 */
export const revealing: ReadonlySet<string> = new Set<RuleCode>([
  'record.not-json',
  'record.duplicate-key',
  'call.not-parsable',
  'call.double-encoded',
  'call.unportable-syntax',
  'tool.not-parsable',
  'turn.not-parsable',
  'thought.unbalanced',
]);

/** Hints about what a text says, which is not looked at while it is a value of another type. */
const aboutTexts: ReadonlySet<string> = new Set<RuleCode>(['call.ungrounded-value', 'call.unit-or-date']);

/** The fix of a finding that is made without asking, if it has one. */
export function certainFix(
  { code, fixes, once }: Pick<Problem, 'code' | 'fixes' | 'once'>,
  { codes }: FixAllOptions = {},
): FixDraft | undefined {
  if (codes && !codes.has(code)) return undefined;
  const isAsked = codes !== undefined;
  if (once && !isAsked && code !== 'record.encoding') return undefined;
  return fixes.find((fix) => fix.safe && (isAsked || !fix.onRequest));
}

/** Makes all certain fixes of one record's text; `undefined` when there is none to make. Never throws on the text. */
export function fixRecord(
  checker: Checker,
  text: string,
  file: FileContext,
  options: FixAllOptions = {},
): FixedRecord | undefined {
  const context: FileContext = { ...file, tellsEach: options.codes ?? encoding };
  const told = checker.check(text, context);
  if (!told.problems.some((problem) => certainFix(problem, options))) return undefined;
  // What is not told because of a baseline is known by the record's text, which is about to change.
  const whole: FileContext = { ...context, filter: undefined };
  const first = file.filter ? checker.check(text, whole) : told;
  const run = new FixRun(checker, whole, options, text, first);
  if (first !== told) run.leave(first.problems, told.problems);
  const made = run.run();
  return made && !made.removed && file.filter ? { ...made, after: checker.check(made.text, context) } : made;
}

const encoding: ReadonlySet<string> = new Set(['record.encoding']);

interface Chosen {
  readonly problem: Problem;
  readonly fix: FixDraft;
  readonly edits: readonly TextEdit[];
}

class FixRun {
  readonly #patch: TextPatch;
  readonly #fixed = new Map<RuleCode, number>();
  /** Fixes that did not hold, by finding and title. */
  readonly #rejected = new Set<string>();
  /** Findings that are not to be mended: nobody is told of them. */
  readonly #left = new Set<string>();
  #text: string;

  constructor(
    readonly checker: Checker,
    readonly context: FileContext,
    readonly options: FixAllOptions,
    text: string,
    private checked: CheckedRecord,
  ) {
    this.#text = text;
    this.#patch = new TextPatch(text);
  }

  /** Leaves findings that are not among those told. */
  leave(all: readonly Problem[], told: readonly Problem[]): void {
    const known = new Set(told.map(({ code, message }) => `${code} ${message}`));
    for (const { code, message } of all)
      if (!known.has(`${code} ${message}`)) this.#left.add(`${code} ${message}`);
  }

  run(): FixedRecord | undefined {
    for (let round = 0; round < maxRounds; round++) {
      const chosen = this.#choose();
      if (chosen.length === 0) break;
      const removal = chosen.find(({ edits }) => edits.some(({ removesRecord }) => removesRecord));
      if (removal) {
        const fixed = new Map([[removal.problem.code, 1]]);
        return { edits: [], text: '', removed: true, fixed, after: nothing };
      }
      if (this.#make(chosen)) continue;
      // One of them is to blame: the first that holds alone is made, and those before it are out.
      for (const one of chosen) {
        if (chosen.length > 1 && this.#make([one])) break;
        this.#reject(one);
      }
    }
    const edits = this.#patch.edits();
    if (edits.length === 0) return undefined;
    return { edits, text: this.#text, removed: false, fixed: this.#fixed, after: this.checked };
  }

  /** One fix for each finding that has one, none beside another. */
  #choose(): Chosen[] {
    const chosen: Chosen[] = [];
    const taken: TextEdit[] = [];
    for (const problem of this.checked.problems) {
      const fix = certainFix(problem, this.options);
      if (this.#left.has(`${problem.code} ${problem.message}`)) continue;
      if (!fix || this.#rejected.has(keyOf(problem, fix))) continue;
      const edits = applyFix(this.#text, fix);
      if (!edits || edits.length === 0) {
        this.#rejected.add(keyOf(problem, fix));
        continue;
      }
      if (edits.some((edit) => taken.some((other) => edit.start <= other.end && other.start <= edit.end)))
        continue;
      taken.push(...edits);
      chosen.push({ problem, fix, edits });
    }
    return chosen;
  }

  #reject({ problem, fix }: Chosen): void {
    this.#rejected.add(keyOf(problem, fix));
  }

  /** Makes the fixes if the record is better with them. */
  #make(chosen: readonly Chosen[]): boolean {
    const edits = chosen.flatMap((one) => one.edits).sort((a, b) => a.start - b.start);
    const text = withEdits(this.#text, edits);
    const after = this.checker.check(text, this.context);
    if (!isBetter(this.checked, after, chosen)) return false;
    this.#patch.apply(edits);
    this.#text = text;
    this.checked = after;
    for (const { problem } of chosen) this.#fixed.set(problem.code, (this.#fixed.get(problem.code) ?? 0) + 1);
    return true;
  }
}

const nothing: CheckedRecord = { problems: [], once: [], omitted: 0, isSample: false };

function keyOf({ code, message }: Problem, { title }: FixDraft): string {
  return `${code} ${message} ${title}`;
}

/** Every chosen finding is gone and none has come, save for what could not be seen before. */
function isBetter(before: CheckedRecord, after: CheckedRecord, chosen: readonly Chosen[]): boolean {
  if (before.omitted > 0)
    return after.problems.length + after.omitted < before.problems.length + before.omitted;
  const wanted = countByCode(before.problems);
  const isRevealing = chosen.some(({ problem }) => revealing.has(problem.code));
  for (const { problem } of chosen) wanted.set(problem.code, wanted.get(problem.code)! - 1);
  for (const [code, count] of countByCode(after.problems)) {
    // What a record is among the others of its file is no matter of this record alone.
    if (count <= (wanted.get(code) ?? 0) || code.startsWith('dataset.')) continue;
    const isLookedAt = chosen.every(({ problem }) => problem.code === 'call.wrong-type');
    if (isLookedAt && aboutTexts.has(code)) continue;
    if (!isRevealing || chosen.some(({ problem }) => problem.code === code)) return false;
  }
  return true;
}

function countByCode(problems: readonly Problem[]): Map<RuleCode, number> {
  const counts = new Map<RuleCode, number>();
  for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

/**
 * True when a fix of a finding holds what it promises: the finding is gone and no other has come. What a person is
 * offered is tried first.
 */
export function holds(
  checker: Checker,
  text: string,
  file: FileContext,
  problem: Problem,
  edits: readonly TextEdit[],
): boolean {
  if (edits.some(({ removesRecord }) => removesRecord)) return true;
  const tellsEach = problem.once ? new Set([problem.code]) : undefined;
  const context: FileContext = { ...file, filter: undefined, tellsEach };
  const before = checker.check(text, context);
  const after = checker.check(withEdits(text, edits), context);
  return isBetter(before, after, [{ problem, fix: { title: '', edits: [] }, edits }]);
}
