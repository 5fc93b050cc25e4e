/** Habits of a file: alike findings are told once when there are many, and all of them stay reachable. */
import { describe, expect, it } from 'vitest';
import { createChecker, fileContext } from '../../src/core/check.ts';
import { FoldedHabits, Habits, habitMessage, maxAlike, maxLinked } from '../../src/core/habits.ts';
import { rules } from '../../src/core/rules/index.ts';
import type { Problem } from '../../src/core/rules/types.ts';
import { createToolCache } from '../../src/core/schema/toolCache.ts';
import { HabitTable } from '../../src/core/sweep/habitTable.ts';
import type { SweepFinding } from '../../src/core/sweep/types.ts';

const problem = (message: string, habit = true): Problem => ({
  code: 'tool.foreign-type',
  severity: 'warning',
  message,
  span: { start: 0, end: 1 },
  pointer: '',
  related: [],
  fixes: [],
  habit,
});

describe('which findings are habits', () => {
  it('those of how tools are written; a call is looked at by itself', () => {
    const tool =
      '{"name":"f","description":"F","parameters":{"type":"object","properties":{"a":{"type":"str"}}}}';
    const call =
      '{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}}]}';
    const { problems } = createChecker(rules, createToolCache({})).check(
      `{"messages":[${call}],"tools":[{"type":"function","function":${tool}}]}`,
      fileContext('openai', 'samples', 'jsonl'),
    );
    expect(problems.map(({ code, habit }) => [code, habit])).toEqual([
      ['call.wrong-type', false],
      ['tool.foreign-type', true],
    ]);
  });
});

describe('counting', () => {
  it('tells alike findings one by one up to a number, and then once', () => {
    const habits = new Habits();
    const steps = Array.from({ length: maxAlike + 3 }, () => habits.add(problem('x'), 1));
    expect(steps).toEqual([...Array<number>(maxAlike).fill(1), 1 - maxAlike, 0, 0]);
    expect([habits.folded, habits.isFolded(problem('x')), habits.isFolded(problem('y'))]).toEqual([
      1,
      true,
      false,
    ]);
    const back = Array.from({ length: maxAlike + 3 }, () => habits.add(problem('x'), -1));
    expect(back).toEqual([0, 0, maxAlike - 1, ...Array<number>(maxAlike).fill(-1)]);
    expect([habits.folded, habits.countOf(problem('x'))]).toEqual([0, 0]);
  });

  it('keeps other words, codes and severities apart', () => {
    const habits = new Habits();
    for (let i = 0; i < maxAlike; i++) {
      habits.add(problem('x'), 1);
      habits.add(problem('y'), 1);
      habits.add({ ...problem('x'), severity: 'error' }, 1);
      habits.add({ ...problem('x'), code: 'tool.schema-smell' }, 1);
    }
    expect(habits.folded).toBe(0);
  });

  it('links the places that follow the first, and knows when it has them', () => {
    const habits = new Habits();
    for (let i = 0; i <= maxAlike; i++) habits.add(problem('x'), 1);
    const folded = new FoldedHabits<number>(habits);
    for (let line = 7; line < 7 + maxLinked; line++) {
      folded.take(problem('other'), line);
      folded.take(problem('x'), line);
      expect(folded.isComplete).toBe(false);
    }
    folded.take(problem('x'), 30);
    folded.take(problem('x'), 40);
    expect(folded.isComplete).toBe(true);
    expect(folded.list()).toMatchObject([
      {
        place: 7,
        count: maxAlike + 1,
        message: 'x The same at 11 places of this file, of which this is the first.',
        more: [{ place: 8 }, { place: 9 }, { place: 10 }, { place: 11 }, { place: 30 }],
      },
    ]);
  });
});

describe('the habits of a file in parts', () => {
  const finding = (line: number, message: string, count?: number): SweepFinding => ({
    code: 'tool.foreign-type',
    severity: 'warning',
    message,
    line,
    column: 1,
    endLine: line,
    endColumn: 2,
    pointer: '',
    fixable: false,
    related: [],
    recordHash: '',
    habit: true,
    ...(count !== undefined && { count }),
  });

  it('are told once at the first place, with all places counted, those that were not kept too', () => {
    const table = new HabitTable();
    const all = [finding(1, 'x'), finding(1, 'y'), finding(2, 'x', 40), finding(9, 'x'), finding(9, 'y')];
    for (const one of all) table.add(one);
    expect(table.saved).toEqual({ error: 0, warning: 2, hint: 0 });
    const told = all.flatMap((one) => table.fold(one) ?? []);
    expect(
      told.map(({ line, message, count, related }) => [line, message, count, related.map((r) => r.line)]),
    ).toEqual([
      [1, habitMessage('x', 42), 42, [2, 9]],
      [1, 'y', undefined, []],
      [9, 'y', undefined, []],
    ]);
  });

  it('are followed up to a number, in the order of the file; further ones are told at each place', () => {
    const table = new HabitTable();
    for (let i = 0; i < 10_000; i++) table.add(finding(1, `x${i}`));
    const late = Array.from({ length: maxAlike + 1 }, (_, i) => finding(i, 'late'));
    for (const one of late) table.add(one);
    expect(late.map((one) => table.fold(one))).toEqual(late);
  });
});
