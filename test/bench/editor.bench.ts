/**
 * `npm run bench -- editor`: what a keystroke costs in a document of 20,000 lines (targets 8 and 9), and what a
 * finding's range costs (target 10).
 */
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { createDocumentModel } from '../../src/core/document.ts';
import { createLocator } from '../../src/core/record/locate.ts';
import { createService } from '../../src/core/service.ts';
import { decodeJsonString } from '../../src/core/text/jsonString.ts';
import type { Path } from '../../src/core/text/path.ts';
import { generateLines } from './support/generate.ts';
import { compareCpu, prove, Report, times } from './support/measure.ts';

const report = new Report('editor');
const clock = { now: () => performance.now() };
const lineCount = 20_000;
const edits = 1000;

for (const shape of ['xlam', 'chat'] as const) {
  const service = createService();
  const lines = generateLines(lineCount, { seed: 1, shape, pool: 3673 });
  let texts = 0;
  const source = {
    lineCount: lines.length,
    lineAt: (line: number) => lines[line]!,
    getText: () => {
      texts++;
      return lines.join('\n');
    },
  };
  const format = service.recognize(lines.slice(0, 200), 'jsonl');
  const model = createDocumentModel(source, service.checker, service.contextOf(format));
  const all = () => {
    model.setFile(model.file);
    while (!model.checkSome('all', 1e9, clock)) continue;
  };
  all();
  const before = model.totals;

  // A keystroke: one character more or less in a line that is seen, then the fast rules on what is dirty.
  const touched = Array.from({ length: edits }, (_, i) => (i * 7919) % lineCount);
  const original = touched.map((line) => lines[line]!);
  let grown = false;
  const keystrokes = () => {
    grown = !grown;
    touched.forEach((line, i) => {
      lines[line] = grown ? original[i]! + ' ' : original[i]!;
      model.change(line, 1, 1);
      model.checkSome('fast', 8, clock, [{ start: line, end: line + 1 }]);
    });
  };
  const parses = () => {
    for (const line of touched) parseWithNested(lines[line]!);
  };
  keystrokes();
  keystrokes();
  while (!model.checkSome('all', 1e9, clock)) continue;
  prove(
    JSON.stringify(model.totals) === JSON.stringify(before),
    `${shape}: after ${2 * edits} edits and their undoing the document has the findings it had`,
  );
  const { key, parse, whole } = compareCpu({ key: keystrokes, parse: parses, whole: all }, 5);
  const perKey = key / edits;
  report.add({
    target: 8,
    what: `keystroke against JSON.parse of that line and its nested strings (${shape})`,
    measured: key / parse,
    shown: times(key / parse),
    gate: { most: 10 },
    aim: { most: 3 },
    note: `${texts} calls of getText()`,
  });
  prove(texts === 0, `${shape}: no keystroke asked for the document as one text`);
  report.add({
    target: 9,
    what: `keystroke against checking all ${lineCount.toLocaleString('en')} lines (${shape})`,
    measured: whole / perKey,
    shown: `1/${Math.round(whole / perKey).toLocaleString('en')}`,
    gate: { least: 2000 },
    aim: { least: 20_000 },
  });
  measureRanges(shape, lines.slice(0, 2000));
}

/** The range of a finding inside a nested string: by skipping, against full parses of the line and of the string. */
function measureRanges(shape: 'xlam' | 'chat', all: readonly string[]): void {
  // A call without arguments has no argument to find.
  const lines = all.filter((line) => placeOf(shape, line) !== undefined);
  const places = lines.map((line) => placeOf(shape, line)!);
  const outerSteps = shape === 'xlam' ? 1 : 6;
  // What the check knows anyway when it has a finding: the nested texts that it has parsed.
  const known = lines.map((line) => ({ hasUniqueKeys: true, jsonTexts: nestedTexts(line) }));
  const skipped = () =>
    lines.map((line, i) => createLocator(line, true, known[i]).locate({ path: places[i]! }).span);
  const parsed = () =>
    lines.map((line, i) => {
      const path = places[i]! as (string | number)[];
      const outer = findNodeAtLocation(parseTree(line)!, path.slice(0, outerSteps))!;
      const inner = findNodeAtLocation(parseTree(outer.value as string)!, path.slice(outerSteps))!;
      return { outer, inner };
    });
  const expected = parsed().map(({ outer, inner }, i) => {
    const decoded = decodeJsonString(lines[i]!, outer.offset, outer.offset + outer.length);
    return { start: decoded.toOuter(inner.offset), end: decoded.toOuter(inner.offset + inner.length) };
  });
  prove(
    JSON.stringify(skipped()) === JSON.stringify(expected),
    `${shape}: ranges found by skipping are those of full parses`,
  );
  const { skip, tree } = compareCpu({ skip: skipped, tree: parsed }, 9);
  report.add({
    target: 10,
    what: `range of a finding against parseTree of line and nested string (${shape})`,
    measured: skip / tree,
    shown: times(skip / tree),
    gate: { most: 0.3 },
    aim: { most: 0.1 },
  });
}

/** The last argument of the last call of a generated line. */
function placeOf(shape: 'xlam' | 'chat', line: string): Path | undefined {
  const row = JSON.parse(line) as {
    answers: string;
    messages: { tool_calls?: { function: { arguments: string } }[] }[];
  };
  if (shape === 'xlam') {
    const answers = JSON.parse(row.answers) as { arguments: object }[];
    const last = answers.length - 1;
    const key = Object.keys(answers[last]!.arguments).at(-1);
    return key === undefined ? undefined : ['answers', last, 'arguments', key];
  }
  const at = row.messages.findLastIndex((message) => message.tool_calls);
  const calls = row.messages[at]!.tool_calls!;
  const key = Object.keys(JSON.parse(calls.at(-1)!.function.arguments) as object).at(-1);
  if (key === undefined) return undefined;
  return ['messages', at, 'tool_calls', calls.length - 1, 'function', 'arguments', key];
}

interface GeneratedRow {
  readonly tools: unknown;
  readonly answers: unknown;
  readonly messages?: readonly {
    readonly tool_calls?: readonly { readonly function: { readonly arguments: string } }[];
  }[];
}

/** The texts of a line's strings that are JSON. */
function nestedTexts(line: string): string[] {
  const row = JSON.parse(line) as GeneratedRow;
  const texts: string[] = [];
  if (typeof row.tools === 'string') texts.push(row.tools);
  if (typeof row.answers === 'string') texts.push(row.answers);
  for (const message of row.messages ?? []) {
    for (const call of message.tool_calls ?? []) texts.push(call.function.arguments);
  }
  return texts;
}

/** `JSON.parse` of a line and of every string in it that is JSON, as a reader of it must do at least. */
function parseWithNested(line: string): void {
  for (const text of nestedTexts(line)) JSON.parse(text);
}

report.finish();
