import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatById } from '../../../src/core/formats/index.ts';
import { revealing } from '../../../src/core/features/fixAll.ts';
import { applyFix, withEdits } from '../../../src/core/record/edit.ts';
import { rules } from '../../../src/core/rules/index.ts';
import { ruleIndexMarkdown, ruleMarkdown } from '../../../src/core/rules/page.ts';
import { checkLine, codesOfFile } from './support.ts';

/** Reported by the funnel, not by a rule: crash.test.ts makes it happen. */
const withoutExample = new Set(['record.check-failed']);

describe('every rule keeps what its page says', () => {
  for (const { code, docs } of rules) {
    if (withoutExample.has(code)) continue;
    it(`${code}: the bad example has it, the good one does not`, () => {
      const { format, bad, good, targets } = docs.example;
      expect(format === 'plain' || formatById(format) !== undefined, `format ${format}`).toBe(true);
      expect(codesOfFile(format, bad, targets)).toContain(code);
      expect(codesOfFile(format, good, targets)).not.toContain(code);
    });
  }

  it('every fix of a bad example takes its finding away and brings no other', () => {
    let fixes = 0;
    for (const { docs } of rules) {
      const { format, bad, targets } = docs.example;
      // Examples of rules that compare records have several; nothing in one of them is wrong.
      if (bad.includes('\n') && docs.example.good.includes('\n')) continue;
      const { problems } = checkLine(format, bad, rules, 'all', targets);
      for (const { code, fixes: drafts } of problems) {
        for (const draft of drafts) {
          fixes++;
          const edits = applyFix(bad, draft);
          expect(edits, draft.title).toBeDefined();
          if (edits!.some(({ removesRecord }) => removesRecord)) continue;
          const after = checkLine(format, withEdits(bad, edits!), rules, 'all', targets).problems;
          const count = (list: typeof problems) => list.filter((problem) => problem.code === code).length;
          expect(count(after), `${code}: ${draft.title}`).toBeLessThan(count(problems));
          // What could not be read before may have findings of its own.
          if (!revealing.has(code))
            expect([code, draft.title, after.length < problems.length]).toEqual([code, draft.title, true]);
        }
      }
    }
    expect(fixes).toBeGreaterThanOrEqual(6);
  });

  it('good examples are clean of everything but what is native to their format', () => {
    const unclean = rules
      .map(({ code, docs: { example } }) => ({
        code,
        problems: example.good
          .split('\n')
          .flatMap((line) => checkLine(example.format, line, rules, 'all', example.targets).problems),
      }))
      .filter(({ problems }) => problems.length > 0);
    expect(unclean).toEqual([]);
  });

  it('a rule that needs a target is silent without one', () => {
    for (const { code, needsTarget, docs } of rules) {
      if (!needsTarget) continue;
      expect(docs.example.targets, code).toBeDefined();
      expect(codesOfFile(docs.example.format, docs.example.bad)).not.toContain(code);
    }
  });
});

describe('the table', () => {
  it('has each code once, in the pattern area.what-is-wrong', () => {
    const codes = rules.map((rule) => rule.code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes)
      expect(code).toMatch(/^(?:record|dataset|tool|call|turn|thought)\.[a-z]+(?:-[a-z]+)*$/);
  });

  it('gives every file of a rule a line', () => {
    const folder = join(import.meta.dirname, '../../../src/core/rules');
    const files = readdirSync(folder).filter(
      (name) =>
        /^(?:record|dataset|tool|call|turn|thought)[A-Z].*\.ts$/.test(name) && name !== 'callErrors.ts',
    );
    expect(files.length).toBe(rules.length);
  });
});

describe('docs/rules', () => {
  const folder = join(import.meta.dirname, '../../../docs/rules');
  it('is up to date (else run "npm run docs:rules")', () => {
    const pages = new Map([
      ['README.md', ruleIndexMarkdown(rules)],
      ...rules.map((rule) => [`${rule.code}.md`, ruleMarkdown(rule)] as const),
    ]);
    expect(existsSync(folder)).toBe(true);
    expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
    for (const [name, text] of pages) expect(readFileSync(join(folder, name), 'utf8'), name).toBe(text);
  });
});
