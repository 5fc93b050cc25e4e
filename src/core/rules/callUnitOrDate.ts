/** call.unit-or-date: a number taken over in another unit, or a date that the conversation does not fix. */
import { isObject, type JsonObject, type JsonValue, own } from '../json.ts';
import { exampleTool, openaiLine } from './exampleLines.ts';
import { haystackOf } from './haystack.ts';
import { spellingAt } from './spelling.ts';
import type { CallSubject, Report, Rule } from './types.ts';
import { cut, show } from './words.ts';

const tools = [
  exampleTool({ altitude: { type: 'number', description: 'Altitude in meters' } }, ['altitude'], {
    name: 'climb',
    description: 'Send the drone up',
  }),
];

export const callUnitOrDate: Rule = {
  code: 'call.unit-or-date',
  severity: 'hint',
  title: 'Unit not converted, or date made up',
  phase: 'slow',
  docs: {
    why: 'The question gives a number in one unit, the schema’s description wants another, and the call takes the number over as it is. Or the question says "tomorrow" or "next Friday", nothing in the conversation says what day it is, and the call has a full date: the author’s calendar decided, and a model can only guess.\n\nBoth are looked for literally, so it is a hint.',
    example: {
      format: 'openai',
      bad: openaiLine({ user: 'Go up to 100 feet', tools, name: 'climb', arguments: { altitude: 100 } }),
      good: openaiLine({ user: 'Go up to 100 feet', tools, name: 'climb', arguments: { altitude: 30.48 } }),
    },
    source:
      'In public data: "100 feet" became 100 in a field of metres in OpenAI’s drone data; mobile-actions puts the date into the prompt.',
  },
  checkCall(subject, report) {
    const { call, tool } = subject;
    if (!tool || call.acceptedAnswers || !isObject(call.arguments)) return;
    const candidates = Object.keys(call.arguments).filter((name) => {
      const value = (call.arguments as Record<string, unknown>)[name];
      return typeof value === 'number' || (typeof value === 'string' && isDate(value));
    });
    for (const name of candidates.slice(0, 50)) {
      if (typeof call.arguments[name] === 'number') checkUnit(subject, name, report);
      else checkDate(subject, name, report);
    }
  },
};

interface Unit {
  readonly id: string;
  readonly dimension: string;
  /** As a regular expression of whole words, lower case. */
  readonly words: string;
}

const units: readonly Unit[] = [
  { id: 'metres', dimension: 'length', words: 'meters?|metres?' },
  { id: 'kilometres', dimension: 'length', words: 'kilometers?|kilometres?|km' },
  { id: 'feet', dimension: 'length', words: 'feet|foot|ft' },
  { id: 'miles', dimension: 'length', words: 'miles?' },
  { id: 'centimetres', dimension: 'length', words: 'centimeters?|centimetres?|cm' },
  { id: 'inches', dimension: 'length', words: 'inch(?:es)?' },
  { id: 'kilograms', dimension: 'mass', words: 'kilograms?|kilos?|kg' },
  { id: 'grams', dimension: 'mass', words: 'grams?' },
  { id: 'pounds', dimension: 'mass', words: 'pounds|lbs?' },
  { id: 'ounces', dimension: 'mass', words: 'ounces?|oz' },
  { id: 'degrees Celsius', dimension: 'temperature', words: '(?:degrees? )?celsius|°c' },
  { id: 'degrees Fahrenheit', dimension: 'temperature', words: '(?:degrees? )?fahrenheit|°f' },
  { id: 'seconds', dimension: 'time', words: 'seconds?|secs?' },
  { id: 'minutes', dimension: 'time', words: 'minutes?|mins?' },
  { id: 'hours', dimension: 'time', words: 'hours?|hrs?' },
  { id: 'days', dimension: 'time', words: 'days?' },
  { id: 'weeks', dimension: 'time', words: 'weeks?' },
  { id: 'months', dimension: 'time', words: 'months?' },
  { id: 'years', dimension: 'time', words: 'years?' },
];

const asWord = new Map(units.map((unit) => [unit.id, new RegExp(`(?:^|[^a-z])(?:${unit.words})(?![a-z])`)]));
const behindNumber = new RegExp(`^[ -]?(?:${units.map((unit) => `(${unit.words})`).join('|')})(?![a-z])`);

function checkUnit(subject: CallSubject, name: string, report: Report): void {
  const { call, turn, tool } = subject;
  const value = (call.arguments as Record<string, number>)[name]!;
  // 0 is 0 in every unit of length; and 1 stands everywhere.
  if (Math.abs(value) < 2) return;
  const wanted = declaredUnit(tool!.prepared.normalized.schema, name);
  const haystack = wanted && haystackOf(subject);
  if (!haystack || haystack.lookups <= 0) return;
  haystack.lookups--;
  const given = haystack.asked(turn).flatMap((said) => unitsBehind(said, String(value)));
  const other = given.find((unit) => unit.dimension === wanted.dimension && unit !== wanted);
  if (!other || given.includes(wanted)) return;
  const path = [...call.argumentsPath, name];
  report({
    where: { path },
    message: `"${cut(name)}" is ${show(value, spellingAt(subject, path))}, which the conversation gives in ${other.id}, but the tool wants ${wanted.id}; convert the number.`,
  });
}

/** The one unit that a parameter's description names; `undefined` when it names none or several. */
function declaredUnit(schema: unknown, name: string): Unit | undefined {
  if (!isObject(schema)) return undefined;
  const properties = own(schema, 'properties');
  const property = isObject(properties) ? own(properties, name) : undefined;
  if (!isObject(property)) return undefined;
  let unit = unitOfProperty.get(property);
  if (unit === undefined) unitOfProperty.set(property, (unit = unitNamedIn(own(property, 'description'))));
  return unit ?? undefined;
}

/** By the property's schema: prepared tools come again and again. */
const unitOfProperty = new WeakMap<JsonObject, Unit | null>();

function unitNamedIn(description: JsonValue | undefined): Unit | null {
  if (typeof description !== 'string') return null;
  const text = description.slice(0, 500).toLowerCase();
  const named = units.filter((unit) => asWord.get(unit.id)!.test(text));
  return named.length === 1 ? named[0]! : null;
}

/** The units that stand behind a number in a text. */
function unitsBehind(text: string, number: string): Unit[] {
  const found: Unit[] = [];
  for (
    let at = text.indexOf(number);
    at >= 0 && found.length < 20;
    at = text.indexOf(number, at + number.length)
  ) {
    if (/[\d.,]/.test(text[at - 1] ?? '')) continue;
    const match = behindNumber.exec(text.slice(at + number.length, at + number.length + 30));
    const index = match ? match.slice(1).findIndex((group) => group !== undefined) : -1;
    if (index >= 0) found.push(units[index]!);
  }
  return found;
}

function isDate(text: string): boolean {
  return text.length <= 40 && /^\d{4}-\d\d-\d\d(?:$|[T ])/.test(text);
}

const relative =
  /\b(?:today|tonight|tomorrow|yesterday|(?:next|this|coming|last) (?:week|weekend|month|year|mon|tues|wednes|thurs|fri|satur|sun)[a-z]*|in (?:\w{1,10}) (?:days|weeks|months))\b/;

/** Anything that fixes a day or a year: 2024-05-01, 5/1/2024, May 1st, 1 May, "2024", a time stamp. */
const absolute =
  /\b(?:19|20)\d\d\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/;

function checkDate(subject: CallSubject, name: string, report: Report): void {
  const { call, turn } = subject;
  const haystack = haystackOf(subject);
  const asked = haystack?.asked(turn) ?? [];
  const said = asked.map((text) => relative.exec(text)?.[0]).find((words) => words !== undefined);
  if (!haystack || said === undefined) return;
  const all = [...asked, ...haystack.answered(turn), ...haystack.tools()];
  if (all.some((text) => absolute.test(text))) return;
  const value = (call.arguments as Record<string, string>)[name]!;
  report({
    where: { path: [...call.argumentsPath, name] },
    message: `"${cut(name)}" is ${show(value)}, but the conversation only says "${cut(said)}" and never what day it is; say the current date before the question.`,
  });
}
