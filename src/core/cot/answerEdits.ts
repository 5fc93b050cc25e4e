/** Ways to write other calls into a step, each as text edits to be tried; which of them holds, `spliceAnswer` finds out. */
import { findTaggedCalls } from '../calls/tagged.ts';
import { deepEqual, isObject, type JsonValue } from '../json.ts';
import { applyFix, withEdits } from '../record/edit.ts';
import { intoRecord, isSpaced, type TextEdit, writeJson } from '../record/editText.ts';
import { createLocator } from '../record/locate.ts';
import { valueAt } from '../rules/places.ts';
import type { FixEdit } from '../rules/types.ts';
import type { Call, Unreadable } from '../sample.ts';
import type { Path, TextStep } from '../text/path.ts';
import type { AnswerStep } from './answerSteps.ts';
import { diffArguments } from './callDiff.ts';
import type { NewCall } from './newCalls.ts';
import type { CotSource } from './source.ts';
import { argumentsLike, callValueLike, freshIds, pythonListText, setAt } from './writeCalls.ts';

/** Every way that may do, the one that changes least first. */
export function* answerEdits(
  source: CotSource,
  step: AnswerStep,
  calls: readonly NewCall[],
): Generator<readonly TextEdit[]> {
  const old = step.calls;
  if (old.length === 0) {
    yield* some(unreadEdits(source, step, calls));
    return;
  }
  // Calls of a list that only change places keep their text.
  const isMoved = calls.some((call, i) => old.some((other, j) => i !== j && isEqual(other, call)));
  if (isMoved) yield* some(pythonEdits(source, old, calls));
  if (old.length === calls.length) {
    for (const isFine of [true, false]) {
      const edits = old.flatMap((call, i) => callEdits(source.root, call, calls[i]!, isFine));
      yield* some(applyFix(source.text, { title: '', edits }));
    }
  }
  yield* some(pythonEdits(source, old, calls));
  yield* some(elementEdits(source, step, calls));
  yield* some(tagEdits(source, old, calls));
  yield* some(objectEdits(source, old, calls));
}

function isEqual(old: Call, now: NewCall): boolean {
  return old.name === now.name && old.arguments !== undefined && deepEqual(old.arguments, now.arguments);
}

function* some<T>(value: T | undefined): Generator<T> {
  if (value !== undefined) yield value;
}

/** Edits at the places of one call: of the values that differ, or of name and arguments as a whole. */
function callEdits(root: JsonValue, old: Call, now: NewCall, isFine: boolean): FixEdit[] {
  const edits: FixEdit[] = [];
  if (old.name !== now.name) edits.push({ replace: old.namePlace, value: now.name });
  const changes = diffArguments(old.arguments, now.arguments);
  if (changes.length === 0) return edits;
  if (!isFine || !isObject(old.arguments)) {
    const written = valueAt(root, old.argumentsPath);
    const value =
      old.encoding === 'json-string' ? argumentsLike(String(written ?? ''), now.arguments) : now.arguments;
    edits.push({ replace: { path: old.argumentsPath }, value });
    return edits;
  }
  for (const change of changes) {
    const path: Path = [...old.argumentsPath, ...change.path];
    const last = change.path.at(-1);
    if (change.kind === 'changed') edits.push({ replace: { path }, value: change.new });
    else if (change.kind === 'removed') edits.push({ remove: path });
    else if (typeof last === 'number') edits.push({ append: path.slice(0, -1), value: change.new });
    else edits.push({ insert: path.slice(0, -1), key: String(last), value: change.new });
  }
  return edits;
}

/** The text step of a language in a call's path, and what stands in front of it. */
function textStep(
  path: Path,
  languages: readonly TextStep['as'][],
): { holder: Path; step: TextStep } | undefined {
  const at = path.findIndex((step) => typeof step === 'object' && languages.includes(step.as));
  return at < 0 ? undefined : { holder: path.slice(0, at), step: path[at] as TextStep };
}

/** One edit of a stretch of a decoded text. */
function stretchEdit(
  source: CotSource,
  holder: Path,
  start: number,
  end: number,
  text: string,
): TextEdit[] | undefined {
  const path: Path = [...holder, { as: 'text', start, end }];
  const located = createLocator(source.text, true).locate({ path });
  if (!located.exact) return undefined;
  const made = intoRecord(located.layer, located.inLayer, text);
  return made && [made];
}

/** A Python call list as a whole. */
function pythonEdits(
  source: CotSource,
  old: readonly Call[],
  calls: readonly NewCall[],
): TextEdit[] | undefined {
  const found = old.map(({ path }) => textStep(path, ['python-calls']));
  const first = found[0];
  if (!first || found.some((one) => one?.step.start !== first.step.start || one.step.end !== first.step.end))
    return undefined;
  const { holder, step } = first;
  const text = valueAt(source.root, holder);
  if (typeof text !== 'string') return undefined;
  const written = pythonListText(text.slice(step.start, step.end), calls);
  return written === undefined ? undefined : stretchEdit(source, holder, step.start, step.end, written);
}

/** Calls that are elements of a list, or stand in one each: some more like the last one, or some less. */
function elementEdits(
  source: CotSource,
  step: AnswerStep,
  calls: readonly NewCall[],
): TextEdit[] | undefined {
  const old = step.calls;
  const units = old.map(({ path }) => unitOf(path, step));
  const first = units[0];
  if (!first || units.some((unit) => !unit || !isSame(unit.slice(0, -1), first.slice(0, -1))))
    return undefined;
  if (new Set(units.map((unit) => unit!.at(-1))).size < units.length) return undefined;
  const list = first.slice(0, -1);
  // A message without calls would keep an empty list of them.
  const isText =
    list.some((_, i) => typeof valueAt(source.root, list.slice(0, i)) === 'string') ||
    typeof valueAt(source.root, list) === 'string';
  if (calls.length === 0 && !isText) return undefined;
  const kept = Math.min(old.length, calls.length);
  const edits: FixEdit[] = [];
  for (let i = 0; i < kept; i++) edits.push(...callEdits(source.root, old[i]!, calls[i]!, true));
  for (let i = kept; i < old.length; i++) edits.push({ remove: units[i]! });
  const more = calls.slice(kept);
  const lastUnit = units.at(-1)!;
  const last = old.at(-1)!;
  const like = valueAt(source.root, lastUnit);
  if (more.length > 0 && (like === undefined || !isLastElement(source, lastUnit))) return undefined;
  const taken = new Set(source.sample.turns.flatMap(({ calls: all }) => all.flatMap(({ id }) => id ?? [])));
  const ids = last.id === undefined ? [] : freshIds(last.id, taken, more.length);
  for (const [i, call] of more.entries()) {
    const made = callValueLike(like!, lastUnit, last, call);
    const value =
      made !== undefined && last.idPath
        ? setAt(made, last.idPath.slice(lastUnit.length), () => ids[i]!)
        : made;
    if (value === undefined) return undefined;
    edits.push({ append: list, value });
  }
  return applyFix(source.text, { title: '', edits });
}

/** The element of a list inside the step's message in which a call stands, nearest to the call. */
function unitOf(path: Path, { turns }: AnswerStep): Path | undefined {
  const turn = turns.find((one) => isSame(path.slice(0, one.path.length), one.path)) ?? turns[0]!;
  const top = turns.some((one) => isSame(path, one.path)) ? path.length : turn.path.length;
  for (let length = path.length; length > top; length--)
    if (typeof path[length - 1] === 'number') return path.slice(0, length);
  return undefined;
}

function isLastElement(source: CotSource, unit: Path): boolean {
  return valueAt(source.root, [...unit.slice(0, -1), (unit.at(-1) as number) + 1]) === undefined;
}

/** Calls between tags of their own, or a line each between one pair of tags: the stretch from the first to the last. */
function tagEdits(
  source: CotSource,
  old: readonly Call[],
  calls: readonly NewCall[],
): TextEdit[] | undefined {
  const found = old.map(({ path }) => textStep(path, ['json', 'json-lines']));
  const first = found[0];
  if (!first || calls.length === 0) return undefined;
  const { holder } = first;
  if (found.some((one) => !one || !isSame(one.holder, holder))) return undefined;
  const text = valueAt(source.root, holder);
  if (typeof text !== 'string') return undefined;
  const bodies = old.map((call) => bodyOf(source, call));
  if (bodies.some((body) => body === undefined)) return undefined;
  const texts = calls.map((call, i) => {
    const like = Math.min(i, old.length - 1);
    return objectText(bodies[like]!, old[like]!, call);
  });
  if (texts.some((one) => one === undefined)) return undefined;
  if (first.step.as === 'json-lines') {
    const { start, end } = first.step;
    const body = text.slice(start, end);
    const lead = /^\s*/.exec(body)![0];
    const trail = /\s*$/.exec(body)![0];
    return stretchEdit(source, holder, start, end, lead + texts.join('\n') + trail);
  }
  const tags = found.map((one) =>
    findTaggedCalls(text).find(
      ({ bodyStart, bodyEnd }) => bodyStart === one!.step.start && bodyEnd === one!.step.end,
    ),
  );
  if (tags.some((tag) => tag === undefined)) return undefined;
  const gap = tags.length > 1 ? text.slice(tags[0]!.end, tags[1]!.start) : '\n';
  const frames = texts.map((body, i) => {
    const { start, end, bodyStart, bodyEnd } = tags[Math.min(i, tags.length - 1)]!;
    const inner = text.slice(bodyStart, bodyEnd);
    const lead = /^\s*/.exec(inner)![0];
    const trail = /\s*$/.exec(inner)![0];
    return text.slice(start, bodyStart) + lead + body! + trail + text.slice(bodyEnd, end);
  });
  const separator = /^\s*$/.test(gap) ? gap : '\n';
  return stretchEdit(source, holder, tags[0]!.start, tags.at(-1)!.end, frames.join(separator));
}

/** One call object that a string holds becomes a list of calls. */
function objectEdits(
  source: CotSource,
  old: readonly Call[],
  calls: readonly NewCall[],
): TextEdit[] | undefined {
  const only = old[0]!;
  if (old.length !== 1 || calls.length < 2) return undefined;
  const last = only.path.at(-1);
  const holder = typeof last === 'object' ? only.path.slice(0, -1) : only.path;
  const text = valueAt(source.root, holder);
  const body = bodyOf(source, only);
  if (typeof text !== 'string' || body === undefined) return undefined;
  const texts = calls.map((call) => objectText(body, only, call));
  if (texts.some((one) => one === undefined)) return undefined;
  const start = typeof last === 'object' ? last.start : 0;
  const end = typeof last === 'object' ? Math.min(last.end, text.length) : text.length;
  const at = text.indexOf(body, start);
  if (at < 0 || at + body.length > end) return undefined;
  return stretchEdit(source, holder, at, at + body.length, `[${texts.join(isSpaced(body) ? ', ' : ',')}]`);
}

/** The JSON text of a call object. */
function bodyOf(source: CotSource, { path }: Call): string | undefined {
  const locator = createLocator(source.text, true);
  const located = locator.locate({ path });
  if (!located.exact) return undefined;
  const text = located.layer.text.slice(located.inLayer.start, located.inLayer.end);
  if (text.startsWith('{')) return text;
  // A string of JSON: its text.
  const value = valueAt(source.root, path);
  const inner = typeof value === 'string' ? value.trim() : '';
  return inner.startsWith('{') ? inner : undefined;
}

/** The text of a call object with another name and other arguments; its other members stay. */
function objectText(body: string, call: Call, now: NewCall): string | undefined {
  const own = (path: Path) => path.slice(call.path.length);
  const relative: Call = {
    ...call,
    namePlace: { ...call.namePlace, path: own(call.namePlace.path) },
    argumentsPath: own(call.argumentsPath),
  };
  let root: JsonValue;
  try {
    root = JSON.parse(body) as JsonValue;
  } catch {
    // Not JSON: another way must do.
    return undefined;
  }
  const edits = callEdits(root, relative, now, true);
  const made = applyFix(body, { title: '', edits });
  return made && withEdits(body, made);
}

/** What of a step was meant as calls and could not be read. */
export function unreadCalls({ sample }: CotSource, { turns }: AnswerStep): Unreadable[] {
  return sample.unreadable.filter(
    ({ what, path }) => what === 'calls' && turns.some((turn) => isInside(path, turn.path)),
  );
}

/** Is the place below the turn, or a stretch of the turn's own stretch of one text? */
function isInside(path: Path, turn: Path): boolean {
  const stretch = turn.at(-1);
  if (typeof stretch !== 'object') return isSame(path.slice(0, turn.length), turn);
  const own = path[turn.length - 1];
  if (typeof own !== 'object' || !isSame(path.slice(0, turn.length - 1), turn.slice(0, -1))) return false;
  return own.start >= stretch.start && own.end <= stretch.end;
}

/** Where calls were meant and none could be read: the stretch of text that was meant, as its format writes calls. */
function unreadEdits(source: CotSource, step: AnswerStep, calls: readonly NewCall[]): TextEdit[] | undefined {
  const [only, ...more] = unreadCalls(source, step);
  if (!only || more.length > 0) return undefined;
  const stretch = only.path.at(-1);
  const holder = typeof stretch === 'object' ? only.path.slice(0, -1) : only.path;
  const text = valueAt(source.root, holder);
  if (typeof text !== 'string') return undefined;
  const { start, end } = typeof stretch === 'object' ? stretch : { start: 0, end: text.length };
  const old = text.slice(start, end);
  if (only.reason === 'not-calls') {
    const written = pythonListText(old.includes('"') && !old.includes("'") ? '[f(a="")]' : '', calls);
    return written === undefined ? undefined : stretchEdit(source, holder, start, end, written);
  }
  if (only.reason !== 'not-json' || calls.length === 0) return undefined;
  const isList = calls.length > 1 || /^\s*\[/.test(old);
  const texts = calls.map((call) => unreadText(old, call));
  const comma = isSpacedText(old) ? ', ' : ',';
  const lead = /^\s*/.exec(old)![0];
  const trail = /\s*$/.exec(old)![0];
  const written = isList ? `[${texts.join(comma)}]` : texts[0]!;
  return stretchEdit(source, holder, start, end, lead + written + trail);
}

function isSpacedText(text: string): boolean {
  return isSpaced(text) || /'\s*:\s/.test(text);
}

/** A call object with the keys and the spacing of text that is no JSON; Glaive puts quotes around the arguments. */
function unreadText(old: string, { name, arguments: args }: NewCall): string {
  const spaced = isSpacedText(old);
  const [comma, colon] = spaced ? [', ', ': '] : [',', ':'];
  const key =
    /["']parameters["']\s*:/.test(old) && !/["']arguments["']\s*:/.test(old) ? 'parameters' : 'arguments';
  const quote = /"arguments"\s*:\s*'/.test(old) ? "'" : '';
  return `{"name"${colon}${JSON.stringify(name)}${comma}"${key}"${colon}${quote}${writeJson(args, spaced)}${quote}}`;
}

function isSame(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, i) => deepSame(step, b[i]!));
}

function deepSame(a: Path[number], b: Path[number]): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return a.start === b.start && a.end === b.end && a.as === b.as;
}
