/** Offers in the frame of a record: its keys, roles, messages, and words of its own. */
import { isObject, own, type JsonObject } from '../../json.ts';
import type { Sample, Turn } from '../../sample.ts';
import { containerOf, mark, textStep, valueAt, type Cursor } from '../cursor/cursor.ts';
import { type FormatShape, type RoleWords, type Shape, shapeAt, type Slot } from '../shapes/shape.ts';
import type { Offer } from './item.ts';
import type { Piece } from './pieces.ts';
import { type Style, writeString, writeValue } from './writing.ts';

/** Role words for a turn, in the order in which they are likely there. */
export function roleOffers(sample: Sample, turn: Turn, shape: FormatShape, style: Style): Offer[] {
  const index = sample.turns.indexOf(turn);
  const words = nextRoles(shape.roles, sample.turns[index - 1], sample.turns.slice(0, index));
  if (words.length === 0) {
    for (const { rawRole, rolePath } of sample.turns)
      if (rolePath && rawRole !== mark && !words.includes(rawRole)) words.push(rawRole);
  }
  return words.map((word) => roleOffer(word, shape.roles, style));
}

function roleOffer(word: string, roles: RoleWords, style: Style): Offer {
  const written = writeString(word, style);
  return {
    label: written,
    kind: 'role',
    documentation: aboutRole(word, roles),
    filter: written,
    pieces: [written],
  };
}

function aboutRole(word: string, roles: RoleWords): string | undefined {
  if (roles.system.includes(word)) return 'The instructions.';
  if (roles.user.includes(word)) return 'What the person says.';
  if (roles.call.includes(word)) return 'A call of the model.';
  if (roles.assistant.includes(word)) return 'What the model answers.';
  return roles.tool.includes(word) ? 'What a call gave back.' : undefined;
}

/** All role words of a format, the ones that may follow `previous` first. */
function nextRoles(roles: RoleWords, previous: Turn | undefined, before: readonly Turn[]): string[] {
  const { system, user, assistant, call, tool } = roles;
  const order = [system, user, call, assistant, tool];
  let first: readonly (readonly string[])[];
  if (!previous) first = [system, user];
  else if (previous.role === 'system') first = [user];
  else if (previous.role === 'user')
    first = usesCallTurns(before, call) ? [call, assistant] : [assistant, call];
  else if (previous.role === 'assistant') first = previous.calls.length > 0 ? [tool] : [user];
  else first = [assistant, call, tool];
  return [...new Set([...first, ...order].flat())];
}

/** After the first question a call is likelier than an answer when the sample has not called yet. */
function usesCallTurns(before: readonly Turn[], call: readonly string[]): boolean {
  return call.length > 0 && !before.some((turn) => turn.calls.length > 0);
}

/** Keys of the object at the cursor: those of the format that are missing, then those that its siblings have. */
export function keyOffers(cursor: Cursor, shape: FormatShape, style: Style): Offer[] {
  const { path, spot } = cursor;
  const container = containerOf(cursor);
  const given: JsonObject = isObject(container) ? container : {};
  const here = path.includes(textStep) ? undefined : unwrapped(shapeAt(shape.record, path));
  const offers: Offer[] = [];
  if (here?.is === 'object') {
    const role = own(given, shape.roleKey);
    for (const [name, slot] of Object.entries(here.keys)) {
      if (Object.hasOwn(given, name)) continue;
      if (slot.roles && typeof role === 'string' && !slot.roles.includes(role)) continue;
      offers.push(keyOffer(name, slot, spot.hasNext, style));
    }
  }
  for (const name of siblingKeys(cursor)) {
    if (Object.hasOwn(given, name) || offers.some((offer) => offer.label === name)) continue;
    if (here?.is === 'object' && Object.hasOwn(here.keys, name)) continue;
    const written = writeString(name, style);
    const value: Piece[] = spot.hasNext ? [] : [style.spaced ? ': ' : ':', { stop: 'null' }];
    offers.push({
      label: name,
      kind: 'key',
      description: 'as its neighbours',
      filter: written,
      pieces: [written, ...value],
    });
  }
  return offers;
}

function keyOffer(name: string, slot: Slot, hasNext: boolean, style: Style): Offer {
  const written = writeString(name, style);
  return {
    label: name,
    kind: 'key',
    documentation: slot.about,
    filter: written,
    pieces: hasNext ? [written] : [written, style.spaced ? ': ' : ':', ...startOf(slot.shape)],
    retrigger: !hasNext && slot.shape.is === 'words',
  };
}

/** What a value of the shape is at first. */
function startOf(shape: Shape): Piece[] {
  switch (shape.is) {
    case 'object':
      return ['{', { stop: '' }, '}'];
    case 'list':
      return ['[', { stop: '' }, ']'];
    case 'json':
      return ['"', ...(shape.of.is === 'list' ? ['[', { stop: '' }, ']'] : ['{', { stop: '' }, '}']), '"'];
    case 'string':
    case 'words':
      return ['"', { stop: '' }, '"'];
    case 'number':
      return [{ stop: '0' }];
    case 'boolean':
      return [{ stop: 'true', choices: ['true', 'false'] }];
    case 'any':
      return [{ stop: '""' }];
  }
}

function unwrapped(shape: Shape | undefined): Shape | undefined {
  let at = shape;
  while (at?.is === 'json') at = at.of;
  return at;
}

/** Keys of the other elements of the list that holds the cursor's object. */
function siblingKeys({ path, value }: Cursor): string[] {
  if (path.includes(textStep) || typeof path.at(-1) !== 'number') return [];
  const list = valueAt(value, path.slice(0, -1));
  if (!Array.isArray(list)) return [];
  const keys = new Set<string>();
  for (const element of list.slice(0, 200))
    if (isObject(element))
      for (const key of Object.keys(element).slice(0, 50)) if (key !== mark) keys.add(key);
  return [...keys].slice(0, 50);
}

/** Values of the format's own words, and messages where one belongs. */
export function frameValueOffers(cursor: Cursor, shape: FormatShape, style: Style): Offer[] {
  if (cursor.spot.at !== 'value' || cursor.path.includes(textStep)) return [];
  const here = shapeAt(shape.record, cursor.path);
  if (here?.is === 'words') {
    return here.words.map(({ word, about }) => {
      const written = writeString(word, style);
      return { label: written, kind: 'word', documentation: about, filter: written, pieces: [written] };
    });
  }
  if (here?.is === 'boolean') {
    return [true, false].map((value) => {
      const written = writeValue(value, style);
      return { label: written, kind: 'value', filter: written, pieces: [written] };
    });
  }
  if (
    here?.is === 'object' &&
    typeof cursor.path.at(-1) === 'number' &&
    Object.hasOwn(here.keys, shape.roleKey)
  )
    return messageOffers(cursor, shape, here.keys, style);
  return [];
}

/** Whole messages, the one that may come next first. */
function messageOffers(
  cursor: Cursor,
  shape: FormatShape,
  here: Readonly<Record<string, Slot>>,
  style: Style,
): Offer[] {
  if (cursor.spot.token.kind !== 'none') return [];
  const contentKey = shape.roleKey === 'from' ? 'value' : 'content';
  const index = Number(cursor.path.at(-1));
  const turns = (cursor.sample?.turns ?? []).filter((turn) => isBefore(turn, cursor.path, index));
  const words = nextRoles(shape.roles, turns.at(-1), turns);
  const colon = style.spaced ? ': ' : ':';
  const comma = style.spaced ? ', ' : ',';
  return words.map((word) => {
    const id =
      shape.roles.tool.includes(word) && Object.hasOwn(here, 'tool_call_id') ? openCallId(turns) : undefined;
    const link = id === undefined ? '' : `"tool_call_id"${colon}${JSON.stringify(id)}${comma}`;
    return {
      label: word,
      kind: 'snippet' as const,
      description: 'message',
      documentation: aboutRole(word, shape.roles),
      pieces: [
        `{"${shape.roleKey}"${colon}"${word}"${comma}${link}"${contentKey}"${colon}"`,
        ...(shape.roles.call.includes(word) ? ['{', { stop: '' }, '}'] : [{ stop: '' }]),
        '"}',
      ],
    };
  });
}

/** The id of the first call that no result of these turns answers. */
function openCallId(turns: readonly Turn[]): string | undefined {
  const answered = new Set(turns.flatMap((turn) => turn.results.map((result) => result.id)));
  const calls = turns.flatMap((turn) => turn.calls);
  return calls.find((call) => call.id !== undefined && !answered.has(call.id))?.id;
}

/** True for a turn of the same list that stands in front of element `index`; turns of other columns count as before. */
function isBefore(turn: Turn, path: Cursor['path'], index: number): boolean {
  const at = turn.path[path.length - 1];
  const isSameList = path.slice(0, -1).every((step, i): boolean => turn.path[i] === step);
  return isSameList ? typeof at === 'number' && at < index : turn.role === 'system';
}
