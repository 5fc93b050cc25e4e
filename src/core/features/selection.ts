/**
 * Growing a selection through the layers of a record: word, line of prose, value, member, object, the string around
 * it, and so on to the record. Works on text that is half typed, and without a known format (then only JSON is
 * followed into strings).
 */
import { readJson } from '../calls/jsonText.ts';
import { textLanguages } from '../calls/languages.ts';
import type { Sample } from '../sample.ts';
import { child, type LanguageId, type Path, type TextStep } from '../text/path.ts';
import type { Span } from '../text/span.ts';
import type { ValueNode } from '../text/valueNode.ts';

/** Longer strings are not tried as JSON unless the sample says that they are. */
const maxGuessed = 2_000_000;

/**
 * The spans around `recordOffset`, innermost first, each inside the next; the last is the whole record.
 *
 * @param sample the lifted record, for texts that are not JSON; `undefined` when there is none.
 */
export function selectionSpans(text: string, sample: Sample | undefined, recordOffset: number): Span[] {
  const growth = new Growth(sample ? textSteps(sample) : new Map(), recordOffset);
  const root: Level = { text, toRecord: (offset) => offset };
  growth.push(root, 0, text.length);
  const { node } = readJson(text);
  if (node && node.start <= recordOffset && recordOffset <= node.end)
    growth.enterNode(root, 'json', node, recordOffset, []);
  return growth.spans.reverse();
}

/** A text that values are written in, with the way to the record. */
interface Level {
  readonly text: string;
  toRecord(textOffset: number): number;
}

/** The parts of texts that the sample knows, by the path of the string that they are in. */
function textSteps(sample: Sample): Map<string, TextStep[]> {
  const steps = new Map<string, TextStep[]>();
  const seen = new Set<string>();
  const add = (path: Path | undefined): void => {
    path?.forEach((step, i) => {
      if (typeof step !== 'object') return;
      const holder = keyOf(path.slice(0, i));
      const key = `${holder} ${step.as} ${step.start} ${step.end}`;
      if (seen.has(key)) return;
      seen.add(key);
      const list = steps.get(holder);
      if (list) list.push(step);
      else steps.set(holder, [step]);
    });
  };
  for (const tool of sample.tools ?? []) add(tool.path);
  for (const turn of sample.turns) {
    add(turn.path);
    for (const { path } of [...turn.texts, ...turn.thoughts, ...turn.results]) add(path);
    for (const call of turn.calls) add(call.argumentsPath);
  }
  return steps;
}

function keyOf(path: Path): string {
  return JSON.stringify(path, (key, value: unknown) => (key === 'label' ? undefined : value));
}

class Growth {
  /** Outermost first. */
  readonly spans: Span[] = [];

  constructor(
    private readonly steps: ReadonlyMap<string, readonly TextStep[]>,
    private readonly recordOffset: number,
  ) {}

  /** Adds a span of a level, unless it says nothing new. */
  push(level: Level, start: number, end: number): void {
    const span = { start: level.toRecord(start), end: level.toRecord(end) };
    const last = this.spans.at(-1);
    if (span.start > this.recordOffset || span.end < this.recordOffset || span.end <= span.start) return;
    if (last && (span.start < last.start || span.end > last.end)) return;
    if (last?.start === span.start && last.end === span.end) return;
    this.spans.push(span);
  }

  /** `offset` is a `textOffset` of the level, inside the node. */
  enterNode(level: Level, language: LanguageId, node: ValueNode, offset: number, path: Path): void {
    this.push(level, node.start, node.end);
    if (node.members || node.elements) this.#pushInside(level, node);
    if (node.members) {
      const member = atOffset(node.members, offset, (m) => ({
        start: Math.min(m.keyStart, m.node.start),
        end: Math.max(m.keyEnd, m.node.end),
      }));
      if (!member) return;
      this.push(
        level,
        Math.min(member.keyStart, member.node.start),
        Math.max(member.keyEnd, member.node.end),
      );
      if (offset >= member.node.start && (offset > member.keyEnd || member.keyEnd <= member.keyStart))
        this.enterNode(level, language, member.node, offset, child(path, member.key));
      else if (offset <= member.keyEnd) this.#enterKey(level, member.keyStart, member.keyEnd, offset);
    } else if (node.elements) {
      const i = node.elements.indexOf(atOffset(node.elements, offset, (element) => element)!);
      if (i >= 0) this.enterNode(level, language, node.elements[i]!, offset, child(path, i));
    } else if (node.kind === 'string') this.#enterString(level, language, node, offset, path);
    else this.#pushWord(level, node.start, node.end, offset);
  }

  /** What stands between the brackets, without the white space at its ends. */
  #pushInside(level: Level, node: ValueNode): void {
    const { text } = level;
    if (!'{[('.includes(text[node.start] ?? ' ') || node.end - node.start < 2) return;
    let start = node.start + 1;
    let end = '}])'.includes(text[node.end - 1]!) ? node.end - 1 : node.end;
    while (start < end && text.charCodeAt(start) <= 32) start++;
    while (end > start && text.charCodeAt(end - 1) <= 32) end--;
    this.push(level, start, end);
  }

  #enterKey(level: Level, start: number, end: number, offset: number): void {
    this.push(level, start, end);
    const quote = level.text[start];
    if (quote !== '"' && quote !== "'") this.#pushWord(level, start, end, offset);
    else {
      this.push(level, start + 1, end - 1);
      this.#pushWord(level, start + 1, end - 1, offset);
    }
  }

  #enterString(level: Level, language: LanguageId, node: ValueNode, offset: number, path: Path): void {
    const decoded = textLanguages[language].decodeString(level.text, node);
    const inner: Level = {
      text: decoded.text,
      toRecord: (textOffset) => level.toRecord(decoded.toOuter(textOffset)),
    };
    this.push(inner, 0, inner.text.length);
    const innerOffset = decoded.toInner(offset);
    const step = smallest(this.steps.get(keyOf(path)) ?? [], innerOffset);
    if (step) this.#enterStep(inner, step, innerOffset, path);
    else if (!this.#enterJson(inner, innerOffset, path))
      this.#enterProse(inner, 0, inner.text.length, innerOffset);
  }

  #enterStep(level: Level, step: TextStep, offset: number, path: Path): void {
    const around = withTags(level.text, step);
    if (around) this.push(level, around.start, around.end);
    this.push(level, step.start, step.end);
    const node =
      step.as === 'text' ? undefined : textLanguages[step.as].read(level.text, step.start, step.end);
    if (node && node.start <= offset && offset <= node.end)
      this.enterNode(level, step.as, node, offset, [...path, step]);
    else if (!node) this.#enterProse(level, step.start, step.end, offset);
  }

  /** A string that is JSON as a whole, whatever the format says of it. */
  #enterJson(level: Level, offset: number, path: Path): boolean {
    const { text } = level;
    if (!/^\s*[[{]/.test(text) || text.length > maxGuessed) return false;
    const { node, errors } = readJson(text);
    if (!node || errors.length > 0 || offset < node.start || offset > node.end) return false;
    this.enterNode(level, 'json', node, offset, path);
    return true;
  }

  #enterProse(level: Level, start: number, end: number, offset: number): void {
    const { text } = level;
    const before = text.lastIndexOf('\n', offset - 1);
    const after = text.indexOf('\n', offset);
    const lineStart = Math.max(start, before + 1);
    const lineEnd = Math.min(end, after < 0 ? text.length : after);
    if (offset >= lineStart) this.push(level, lineStart, lineEnd);
    this.#pushWord(level, start, end, offset);
  }

  #pushWord(level: Level, start: number, end: number, offset: number): void {
    const { text } = level;
    let from = Math.max(start, Math.min(offset, end));
    let to = from;
    while (from > start && isWord(text, from - 1)) from--;
    while (to < end && isWord(text, to)) to++;
    this.push(level, from, to);
  }
}

function isWord(text: string, at: number): boolean {
  return /[\p{L}\p{M}\p{N}_]|[\ud800-\udfff]/u.test(text[at]!) || /[\ud800-\udfff]/.test(text[at]!);
}

/** The item that holds `offset`; one that merely ends there when none does. */
function atOffset<T>(items: readonly T[], offset: number, spanOf: (item: T) => Span): T | undefined {
  let touched: T | undefined;
  for (const item of items) {
    const { start, end } = spanOf(item);
    if (offset >= start && offset < end) return item;
    if (offset === end) touched ??= item;
  }
  return touched;
}

function smallest(steps: readonly TextStep[], offset: number): TextStep | undefined {
  let found: TextStep | undefined;
  for (const step of steps) {
    if (offset < step.start || offset > step.end) continue;
    if (!found || step.end - step.start < found.end - found.start) found = step;
  }
  return found;
}

/** The span with the pair of tags that stands around it, if there is one: `<think>…</think>`. */
function withTags(text: string, span: Span): Span | undefined {
  const open = /<([A-Za-z_]{1,40})>\s*$/.exec(text.slice(Math.max(0, span.start - 60), span.start));
  const close = /^\s*<\/([A-Za-z_]{1,40})>/.exec(text.slice(span.end, span.end + 60));
  if (!open || !close || open[1] !== close[1]) return undefined;
  return { start: span.start - open[0].length, end: span.end + close[0].length };
}
