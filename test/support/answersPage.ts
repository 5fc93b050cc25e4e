/** docs/answers.md with its tables made anew from the switches and the suite of cases: the tool writes it, a test compares. */
import path from 'node:path';
import { judge } from '../../src/core/check/evaluate.ts';
import { bfclProfile, fairProfile, fairSwitches, type Profile } from '../../src/core/check/profiles.ts';
import { readReferences } from '../../src/core/check/reference.ts';
import { mutations, StrengthTest } from '../../src/core/check/strength.ts';
import { codeDecoders, readCases, type ExpectedCase } from './answerCases.ts';
import { replacePart } from './formatPage.ts';

/** `page` with what stands between its marks replaced. */
export async function answersPage(page: string, root: string): Promise<string> {
  const cases = readCases(path.join(root, 'test/suites/bfcl-answers/cases.jsonl'));
  const code = await codeDecoders();
  const parts: [string, string][] = [
    ['deviations', deviations()],
    ['agreement', agreement(cases, (one) => judge(one.case, bfclProfile, code).verdict)],
    ['fair', fairTable(cases, (one) => judge(one.case, fairProfile, code).verdict.valid)],
    ['strength', strength(cases)],
  ];
  return parts.reduce((made, [name, text]) => replacePart(made, name, text), page);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function deviations(): string {
  return table(
    ['deviation', '`fair`', '`bfcl`'],
    fairSwitches.map(({ id, fair, bfcl }) => [`\`${id}\``, fair, bfcl]),
  );
}

type VerdictOf = (one: ExpectedCase) => { readonly valid: boolean; readonly errorType?: string };

/** Agreement by kind of case: verdicts, and verdicts with the very same error. */
function agreement(cases: readonly ExpectedCase[], verdictOf: VerdictOf): string {
  const same = (one: ExpectedCase) => (verdictOf(one).errorType ?? null) === one.errorType;
  const untagged = cases.filter(({ tags }) => tags.length === 0);
  const kinds = [...new Set(cases.map(({ kind }) => kind))].sort();
  const row = (name: string, some: readonly ExpectedCase[]) => {
    const agreeing = some.filter(same).length;
    return [name, String(some.length), String(agreeing), `${((100 * agreeing) / some.length).toFixed(1)} %`];
  };
  return table(
    ['cases', 'number', 'same verdict, same error', 'share'],
    [
      row('all', cases),
      row('that rest on no accident of the official checker', untagged),
      ...kinds.map((kind) =>
        row(
          `kind \`${kind}\``,
          cases.filter((one) => one.kind === kind),
        ),
      ),
    ],
  );
}

/** How often `fair` decides otherwise, and which way. */
function fairTable(cases: readonly ExpectedCase[], isRight: (one: ExpectedCase) => boolean): string {
  const kinds = [...new Set(cases.map(({ kind }) => kind))].sort();
  const row = (name: string, some: readonly ExpectedCase[]) => {
    const more = some.filter((one) => one.errorType !== null && isRight(one)).length;
    const fewer = some.filter((one) => one.errorType === null && !isRight(one)).length;
    return [name, String(some.length), String(more), String(fewer)];
  };
  return table(
    ['cases', 'number', 'right by `fair` only', 'right by `bfcl` only'],
    [
      row('all', cases),
      ...kinds.map((kind) =>
        row(
          `kind \`${kind}\``,
          cases.filter((one) => one.kind === kind),
        ),
      ),
    ],
  );
}

function strength(cases: readonly ExpectedCase[]): string {
  const counts = [fairProfile, bfclProfile].map((profile) => tested(profile, cases));
  const rows = mutations.map(({ id, title, isHarmless }) => {
    const cells = counts.map((of) => {
      const count = of.get(id);
      if (!count) return '0 of 0';
      return `${isHarmless ? count.mutants - count.passed : count.passed} of ${count.mutants}`;
    });
    return [`\`${id}\``, title, isHarmless ? 'refused' : 'let through', ...cells];
  });
  return table(['change', 'what it does', 'counted', '`fair`', '`bfcl`'], rows);
}

function tested(profile: Profile, cases: readonly ExpectedCase[]) {
  const test = new StrengthTest(profile);
  for (const { case: one } of cases) {
    const references = readReferences(one.answers);
    if (references) test.add(one.id, one, references);
  }
  return new Map(test.table().map((count) => [count.id, count]));
}
