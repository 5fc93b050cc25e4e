import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChecker } from '../../src/core/check.ts';
import { createDocumentModel, type DocumentModel } from '../../src/core/document.ts';
import type { FileContext, Rule } from '../../src/core/rules/types.ts';
import type { ToolCache } from '../../src/core/schema/types.ts';

/** Reports every `x` of a line, every `h` as a habit of the file, tells `y` once per file, and blank lines as the real rules do. */
const marks: Rule = {
  code: 'record.not-json',
  severity: 'error',
  title: 'marks',
  phase: 'fast',
  docs: { why: '', example: { format: 'plain', bad: '', good: '' }, source: '' },
  checkRecord({ record }, report) {
    if (record.state === 'blank') report({ where: { span: { start: 0, end: 0 } }, message: 'blank' });
    for (let i = record.text.indexOf('x'); i >= 0; i = record.text.indexOf('x', i + 1)) {
      report({ where: { span: { start: i, end: i + 1 } }, message: 'an x' });
    }
    for (let i = record.text.indexOf('h'); i >= 0; i = record.text.indexOf('h', i + 1)) {
      report({ where: { span: { start: i, end: i + 1 } }, message: 'an h', habit: true });
    }
    const y = record.text.indexOf('y');
    if (y >= 0) {
      report({
        where: { span: { start: y, end: y + 1 } },
        message: 'a y',
        oncePerFile: { key: 'y', severity: 'hint' },
      });
    }
  },
};
const slowMarks: Rule = {
  ...marks,
  code: 'call.ungrounded-value',
  severity: 'hint',
  phase: 'slow',
  checkRecord({ record }, report) {
    const z = record.text.indexOf('z');
    if (z >= 0) report({ where: { span: { start: z, end: z + 1 } }, message: 'a z' });
  },
};
const noTools: ToolCache = {
  get: () => {
    throw new Error('no tools in this test');
  },
  hits: 0,
  misses: 0,
  bytes: 0,
  size: 0,
  clear: () => undefined,
};
const plain: FileContext = { container: 'jsonl', kind: 'other', format: undefined };
const instant = { now: () => 0 };

/** A text buffer that changes as an editor does. */
class Buffer {
  constructor(public lines: string[]) {}
  get lineCount() {
    return this.lines.length;
  }
  lineAt(line: number) {
    return this.lines[line]!;
  }
  /** Replaces lines `start..end` (inclusive) by `text`; tells what a change event would. */
  replace(start: number, end: number, text: string): { start: number; removed: number; inserted: number } {
    const fresh = text.split('\n');
    this.lines.splice(start, end - start + 1, ...fresh);
    return { start, removed: end - start + 1, inserted: fresh.length };
  }
}

const checker = () => createChecker([marks, slowMarks], noTools);

function finish(model: DocumentModel): void {
  while (!model.checkSome('all', 1000, instant)) continue;
}

function state(model: DocumentModel) {
  const lines = Array.from({ length: model.totals.lines }, (_, line) =>
    model.told(line).map((p) => [p.code, p.span.start, p.message]),
  );
  const once = model
    .fileProblems()
    .map((p) => [p.line, p.code, p.count, p.span.start, p.related.map((r) => [r.line, r.span.start])]);
  return { lines, once, totals: model.totals, problemLines: model.problemLines() };
}

describe('the document model', () => {
  it('checks only the lines that an edit touches', () => {
    const buffer = new Buffer(['x', 'b', 'c']);
    const seen: string[] = [];
    const spy = checker();
    const model = createDocumentModel(
      buffer,
      { ...spy, check: (text, file, phase) => (seen.push(text), spy.check(text, file, phase)) },
      plain,
    );
    finish(model);
    expect(seen).toEqual(['x', 'b', 'c']);
    const edit = buffer.replace(1, 1, 'bx');
    model.change(edit.start, edit.removed, edit.inserted);
    finish(model);
    expect(seen).toEqual(['x', 'b', 'c', 'bx']);
    expect(model.totals.errors).toBe(2);
  });

  it('checks the visible lines first', () => {
    const buffer = new Buffer(Array.from({ length: 100 }, (_, i) => `x${i}`));
    const model = createDocumentModel(buffer, checker(), plain);
    let now = 0;
    const ticking = { now: () => now++ };
    model.checkSome('all', 3, ticking, [{ start: 50, end: 52 }]);
    expect(model.known(50)).toBeDefined();
    expect(model.known(51)).toBeDefined();
    expect(model.known(40)).toBeUndefined();
  });

  it('the empty text behind the last line break is no record, a blank line in between is', () => {
    const model = createDocumentModel(new Buffer(['a', '', 'b', '']), checker(), plain);
    finish(model);
    expect(model.problemLines()).toEqual([1]);
  });

  it('tells findings of the whole file at their first place, with their count', () => {
    const buffer = new Buffer(['a', 'y', 'y']);
    const model = createDocumentModel(buffer, checker(), plain);
    finish(model);
    expect(model.fileProblems()).toMatchObject([{ line: 1, count: 2, severity: 'hint' }]);
    model.change(...(Object.values(buffer.replace(1, 1, 'b')) as [number, number, number]));
    finish(model);
    expect(model.fileProblems()).toMatchObject([{ line: 2, count: 1 }]);
  });

  it('tells a habit of the file once when it is met at many places, and all of them while they are few', () => {
    const buffer = new Buffer(['hhhhh', 'x', 'hhhhh']);
    const model = createDocumentModel(buffer, checker(), plain);
    finish(model);
    expect(model.totals.errors).toBe(11);
    expect([model.fileProblems(), model.told(0).length]).toEqual([[], 5]);
    const more = buffer.replace(1, 1, 'ahx');
    model.change(more.start, more.removed, more.inserted);
    finish(model);
    expect(model.totals.errors).toBe(2);
    expect([0, 1, 2].map((line) => model.told(line).map((p) => p.message))).toEqual([[], ['an x'], []]);
    expect(model.fileProblems()).toMatchObject([
      {
        line: 0,
        code: 'record.not-json',
        severity: 'error',
        message: 'an h The same at 11 places of this file, of which this is the first.',
        span: { start: 0, end: 1 },
        count: 11,
        related: [
          [0, 1],
          [0, 2],
          [0, 3],
          [0, 4],
          [1, 1],
        ].map(([line, start]) => ({ line, span: { start, end: start! + 1 }, message: 'Here as well.' })),
      },
    ]);
    // All of them can still be reached, for a fix of each.
    expect([0, 1, 2].flatMap((line) => model.check(line, 'all').problems)).toHaveLength(12);
    const fewer = buffer.replace(0, 0, 'a');
    model.change(fewer.start, fewer.removed, fewer.inserted);
    finish(model);
    expect(model.fileProblems()).toEqual([]);
    expect([model.totals.errors, model.told(2).length]).toEqual([7, 5]);
  });

  it('lines of an array or an object are no records: one finding stands at the bracket', () => {
    const array: FileContext = { ...plain, container: 'array', fileName: 'a.jsonl' };
    const buffer = new Buffer(['', '  [', 'x', ']', '']);
    const model = createDocumentModel(buffer, checker(), array);
    finish(model);
    expect(model.problemLines()).toEqual([]);
    expect(model.fileProblems()).toMatchObject([
      {
        line: 1,
        code: 'record.array-file',
        severity: 'error',
        message:
          'This file is one JSON array, but its name promises one record per line; write each record on its own line or name the file .json.',
        span: { start: 2, end: 3 },
        count: 0,
        related: [],
      },
    ]);
    expect(model.totals).toMatchObject({ lines: 5, checked: 5, samples: 0, errors: 1 });
    const edit = buffer.replace(0, 1, 'a');
    model.change(edit.start, edit.removed, edit.inserted);
    model.setFile(plain);
    finish(model);
    expect(model.fileProblems()).toEqual([]);
    expect(model.problemLines()).toEqual([1]);
  });

  it('fast results are completed by the slow rules later', () => {
    const model = createDocumentModel(new Buffer(['z', 'x']), checker(), plain);
    while (!model.checkSome('fast', 1000, instant)) continue;
    expect(model.totals).toMatchObject({ errors: 1, hints: 0 });
    finish(model);
    expect(model.totals).toMatchObject({ errors: 1, hints: 1 });
  });

  it('property: any sequence of edits gives the same as a fresh model', () => {
    const line = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.string({ unit: fc.constantFrom('x', 'y', 'z', 'a', 'h', ' '), maxLength: 4 }),
      },
      fc.constantFrom('hhhh', 'hhhhhhhh'),
    );
    const edit = fc.record({
      at: fc.nat(),
      length: fc.nat({ max: 4 }),
      text: fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n')),
      check: fc.constantFrom('none', 'some', 'fast', 'all'),
    });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 8 }),
        fc.array(edit, { maxLength: 12 }),
        (lines, edits) => {
          const buffer = new Buffer([...lines]);
          const model = createDocumentModel(buffer, checker(), plain);
          let ticks = 0;
          const clock = { now: () => ticks++ };
          for (const { at, length, text, check } of edits) {
            const start = at % buffer.lineCount;
            const end = Math.min(buffer.lineCount - 1, start + length);
            const change = buffer.replace(start, end, text);
            model.change(change.start, change.removed, change.inserted);
            if (check === 'some') model.checkSome('fast', 2, clock, [{ start, end: start + 2 }]);
            else if (check === 'fast') model.checkSome('fast', 1e9, clock);
            else if (check === 'all') finish(model);
          }
          finish(model);
          const fresh = createDocumentModel(new Buffer([...buffer.lines]), checker(), plain);
          finish(fresh);
          expect(state(model)).toEqual(state(fresh));
        },
      ),
      { seed: 20252, numRuns: 1000 },
    );
  });
});
