/** An open document compares its records: edits in any order give what a fresh look gives, and what a sweep gives. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDocumentModel, type DocumentModel } from '../../src/core/document.ts';
import type { FileContext } from '../../src/core/rules/types.ts';
import { createService } from '../../src/core/service.ts';
import { findingIdentity, type Suppression } from '../../src/core/suppress.ts';
import { chatSample } from '../support/chatLines.ts';
import { checkWholeFile } from '../support/wholeFile.ts';

const service = createService();
const instant = { now: () => 0 };
const line = (question: string, city: string, more: object = {}) =>
  JSON.stringify({ ...chatSample({ question, arguments: { city } }), ...more });

/** Lines that are the same, alike, contradictory, of other columns, broken, or nothing. */
const pool = [
  line('A', 'Oslo'),
  line('A', 'Oslo', { id: 7 }),
  line('a', 'Oslo'),
  line('A', 'Bergen'),
  line('B', 'Oslo', { label: 'x' }),
  line('C', 'Oslo', { label: 3 }),
  '{"messages":[{"role":"user","content":"A"}],"tools":"[]"}',
  '{"broken": ',
  '',
];

class Lines {
  constructor(public lines: string[]) {}
  get lineCount() {
    return this.lines.length;
  }
  lineAt(i: number) {
    return this.lines[i]!;
  }
  replace(model: DocumentModel, start: number, end: number, fresh: string[]) {
    this.lines.splice(start, end - start + 1, ...fresh);
    model.change(start, end - start + 1, fresh.length);
  }
}

const context = (suppress: readonly Suppression[] = []) =>
  service.contextOf(service.recognize([pool[0]!], 'jsonl', {}, { id: 'openai', by: 'flag' }), {}, {}, [], {
    suppress,
  });

function finish(model: DocumentModel): void {
  while (!model.checkSome('all', 1000, instant)) continue;
}

/** What the model says of records among one another, and the totals. */
function told(model: DocumentModel) {
  const across = [...model.acrossProblems().values()].flat();
  const all = [...across, ...model.fileProblems().filter((p) => p.code.startsWith('dataset.'))];
  return {
    found: all
      .map((p) => ({
        line: p.line + 1,
        column: p.span.start + 1,
        endColumn: p.span.end + 1,
        code: p.code,
        severity: p.severity,
        message: p.message,
        related: p.related.map((r) => [r.line + 1, r.message]),
        identity: findingIdentity({ ...p, pointer: '' }),
      }))
      .sort((a, b) => a.line - b.line || a.column - b.column || (a.message < b.message ? -1 : 1)),
    totals: model.totals,
  };
}

/** The same from a sweep. */
function swept(lines: readonly string[], file: FileContext) {
  const { across } = checkWholeFile(service, lines, file);
  return across.map((f) => ({
    line: f.line,
    column: f.column,
    endColumn: f.endColumn,
    code: f.code,
    severity: f.severity,
    message: f.message,
    related: f.related.map((r) => [r.line, r.message]),
    identity: findingIdentity(f),
  }));
}

describe('records of an open document', () => {
  it('are compared when every line was seen; an edit takes its own findings back at once, and moves the others', () => {
    const source = new Lines([pool[0]!, pool[4]!, pool[0]!, pool[3]!]);
    const model = createDocumentModel(source, service.checker, context());
    model.checkSome('fast', 1e9, instant);
    expect(told(model).found).toEqual([]);
    finish(model);
    const lines = () => told(model).found.map((f) => [f.line, f.code, f.related[0]?.[0]]);
    expect(lines()).toEqual([
      [3, 'dataset.duplicate-sample', 1],
      [4, 'dataset.conflicting-answers', 1],
    ]);
    expect(model.totals.warnings).toBe(2);
    // A line more above: nothing is compared anew yet, but everything stands where it belongs.
    source.replace(model, 0, 0, ['{}', pool[0]!]);
    model.checkSome('fast', 1e9, instant);
    expect(lines()).toEqual([
      [4, 'dataset.duplicate-sample', undefined],
      [5, 'dataset.conflicting-answers', undefined],
    ]);
    finish(model);
    expect(lines()).toEqual([
      [4, 'dataset.duplicate-sample', 2],
      [5, 'dataset.conflicting-answers', 2],
    ]);
    // The copy is edited: its finding goes with the keystroke.
    source.replace(model, 3, 3, [pool[5]!]);
    model.checkSome('fast', 1e9, instant);
    expect(lines()).toEqual([[5, 'dataset.conflicting-answers', 2]]);
    finish(model);
    expect(lines()).toContainEqual([4, 'dataset.mixed-columns', undefined]);
  });

  it('only the edited line is read again', () => {
    const source = new Lines([pool[0]!, pool[4]!, pool[0]!]);
    const seen: string[] = [];
    const { checker } = service;
    const spy = {
      ...checker,
      check: (...[text, ...rest]: Parameters<typeof checker.check>) => (
        seen.push(text),
        checker.check(text, ...rest)
      ),
    };
    const model = createDocumentModel(source, spy, context());
    finish(model);
    seen.length = 0;
    source.replace(model, 1, 1, [pool[3]!]);
    finish(model);
    expect(seen).toEqual([pool[3]]);
    expect(told(model).found).toHaveLength(2);
  });

  it('suppressed findings are counted, and not told', () => {
    const source = new Lines([pool[0]!, pool[1]!, pool[3]!]);
    const suppress = [
      { entry: 0, codes: ['dataset.duplicate-sample'], ids: ['7'] },
      { entry: 1, codes: ['dataset.conflicting-answers'] },
    ];
    const model = createDocumentModel(source, service.checker, context(suppress));
    finish(model);
    expect(told(model).found).toEqual([]);
    expect(model.totals).toMatchObject({ warnings: 0, dropped: 2 });
    model.setFile(context());
    finish(model);
    expect(told(model).found).toHaveLength(2);
    expect(model.totals).toMatchObject({ warnings: 2, dropped: 0 });
  });

  it('property: any edits, checked at any time, give what a fresh model gives, and what a sweep of the text gives', () => {
    const row = fc.constantFrom(...pool);
    const edit = fc.record({
      at: fc.nat(),
      length: fc.nat({ max: 3 }),
      fresh: fc.array(row, { minLength: 1, maxLength: 4 }),
      check: fc.constantFrom('none', 'some', 'fast', 'all'),
    });
    const file = context([{ entry: 0, codes: ['dataset.duplicate-sample'], ids: ['7'] }]);
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 10 }),
        fc.array(edit, { maxLength: 8 }),
        (rows, edits) => {
          const source = new Lines([...rows]);
          const model = createDocumentModel(source, service.checker, file);
          let ticks = 0;
          const clock = { now: () => ticks++ };
          for (const { at, length, fresh, check } of edits) {
            const start = at % source.lineCount;
            source.replace(model, start, Math.min(source.lineCount - 1, start + length), fresh);
            if (check === 'some') model.checkSome('all', 2, clock, [{ start, end: start + 2 }]);
            else if (check === 'fast') model.checkSome('fast', 1e9, clock);
            else if (check === 'all') finish(model);
          }
          finish(model);
          const fresh = createDocumentModel(new Lines([...source.lines]), service.checker, file);
          finish(fresh);
          expect(told(model)).toEqual(told(fresh));
          expect(told(model).found).toEqual(swept(source.lines, file));
        },
      ),
      { seed: 7, numRuns: 400 },
    );
  });
});
