/** The fixes of notes about calls that are written as Python. */
import { pythonToValueNode } from '../calls/pythonCalls.ts';
import { readPythonLiteral } from '../calls/pythonLiteral.ts';
import { deepEqual, isObject, own } from '../json.ts';
import type { CallNote } from '../sample.ts';
import type { Path, TextStep } from '../text/path.ts';
import { quotePythonString } from '../text/pythonString.ts';
import { memberOf } from '../text/valueNodes.ts';
import { textAt } from './places.ts';
import { rewrite } from './textFixes.ts';
import type { CallSubject, FixDraft, FixEdit } from './types.ts';
import { cut } from './words.ts';

/** What the note calls for, written in Python; none where only a person can say it. */
export function syntaxFixes(subject: CallSubject, note: CallNote): FixDraft[] {
  const step = note.path.at(-1);
  const holder = note.path.slice(0, -1);
  const text = typeof step === 'object' ? textAt(subject.record.value, holder) : undefined;
  if (text === undefined || typeof step !== 'object') return [];
  const place: NotePlace = { text, holder, start: step.start, end: step.end };
  const source = text.slice(step.start, step.end);
  switch (note.kind) {
    case 'json-literal': {
      const word = source === 'null' ? 'None' : source === 'true' ? 'True' : 'False';
      return [{ title: `Write ${word}`, edits: [write(place, word)], safe: true }];
    }
    case 'bare-word':
      return [{ title: 'Put it in quotes', edits: [write(place, quotePythonString(source))] }];
    case 'non-string-key':
      // A key that is no string is read as its text already.
      return [
        { title: 'Put the key in quotes', edits: [write(place, quotePythonString(source))], safe: true },
      ];
    case 'set':
      return [
        {
          title: 'Write a list',
          edits: [
            rewrite(holder, step.start, step.start + 1, '['),
            rewrite(holder, step.end - 1, step.end, ']'),
          ],
          safe: true,
        },
      ];
    case 'trailing-text':
      return [{ title: 'Delete the text behind the calls', edits: [write(place, '')] }];
    case 'separate-calls':
      return asList(subject, holder);
    case 'positional-argument':
      return named(subject, note, place);
    case 'duplicate-argument':
      return withoutFirst(subject, note, place);
    default:
      return [];
  }
}

interface NotePlace {
  /** The whole text that the note stands in. */
  readonly text: string;
  readonly holder: Path;
  readonly start: number;
  readonly end: number;
}

function write({ holder, start, end }: NotePlace, text: string): FixEdit {
  return rewrite(holder, start, end, text);
}

/** The stretch of Python that the call is one of. */
function listStep({ path }: CallSubject['call']): TextStep | undefined {
  const step = path.at(-2);
  return typeof step === 'object' ? step : undefined;
}

/** All calls that stand beside this one, in one list. */
function asList({ turn, call }: CallSubject, holder: Path): FixDraft[] {
  const list = listStep(call);
  if (!list) return [];
  const edits = [rewrite(holder, list.start, list.start, '['), rewrite(holder, list.end, list.end, ']')];
  for (const other of turn.calls) {
    const step = listStep(other);
    if (step?.start !== list.start || step.end !== list.end) continue;
    for (const { kind, path } of other.notes ?? []) {
      const at = path.at(-1);
      if (kind === 'separate-calls' && typeof at === 'object')
        edits.push(rewrite(holder, at.start, at.end, ', '));
    }
  }
  return [{ title: 'Write the calls as one list', edits, safe: true }];
}

/** The parameter that stands at that place in the tool's schema. */
function named({ call, tool }: CallSubject, note: CallNote, place: NotePlace): FixDraft[] {
  const positional = (call.notes ?? []).filter(({ kind }) => kind === 'positional-argument');
  const schema = tool?.prepared.normalized.schema;
  const properties = isObject(schema) ? own(schema, 'properties') : undefined;
  const name = isObject(properties) ? Object.keys(properties)[positional.indexOf(note)] : undefined;
  const given = call.arguments;
  if (!tool || name === undefined || !isObject(given) || Object.hasOwn(given, name)) return [];
  if (!/^[A-Za-z_]\w*$/.test(name)) return [];
  const value = readPythonLiteral(place.text, place.start, place.end).node?.value;
  if (value === undefined) return [];
  const { validator } = tool.prepared;
  const known = new Set(validator.errors(given, 50).map((error) => JSON.stringify(error)));
  const after = validator.errors({ ...given, [name]: value }, 50);
  if (after.some((error) => !known.has(JSON.stringify(error)))) return [];
  return [
    {
      title: `Write ${cut(name)}=`,
      edits: [rewrite(place.holder, place.start, place.start, `${name}=`)],
    },
  ];
}

/** Of an argument given twice the last is read: the first goes. */
function withoutFirst({ call }: CallSubject, note: CallNote, place: NotePlace): FixDraft[] {
  const list = listStep(call);
  const index = call.path.at(-1);
  if (!list || typeof index !== 'number') return [];
  const node = pythonToValueNode(place.text, list.start, list.end)?.elements?.[index];
  const members = memberOf(node, 'arguments')?.node.members ?? [];
  const second = members.findIndex(({ keyStart }) => keyStart === place.start);
  const first = members.findIndex(({ key }) => key === note.detail);
  if (first < 0 || second <= first) return [];
  const isSame = deepEqual(members[first]!.node.value, members[second]!.node.value);
  const edit = rewrite(place.holder, members[first]!.keyStart, members[first + 1]!.keyStart, '');
  return [{ title: 'Keep the last', edits: [edit], safe: isSame }];
}
