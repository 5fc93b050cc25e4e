/** Renaming within a sample: every place and no other byte, at each escape depth and in each way of writing calls. */
import { describe, expect, it } from 'vitest';
import { createChecker, fileContext } from '../../../src/core/check.ts';
import { type Entity, entityKey } from '../../../src/core/features/entities.ts';
import {
  mentionsOf,
  nameOf,
  renamableAt,
  renameEntity,
  type Renaming,
} from '../../../src/core/features/rename.ts';
import { withEdits } from '../../../src/core/record/edit.ts';
import { rules } from '../../../src/core/rules/index.ts';
import { createToolCache } from '../../../src/core/schema/toolCache.ts';
import { inContext, index, offsetOf, reader } from '../../support/features.ts';
import { formatRecords, pythonRecord } from '../../support/formatRecords.ts';

const weather: Entity = { kind: 'tool', name: 'get_weather' };
const argument = (tool: string, ...path: string[]): Entity => ({ kind: 'argument', tool, argument: path });
const record = (format: string) => formatRecords[format]!;

const rename = (format: string, text: string, entity: Entity, name: string): Renaming =>
  renameEntity(index(format, text), entity, name, reader(format));

/** The renamed text; fails with the reason when it was refused. */
function renamedText(format: string, text: string, entity: Entity, name: string): string {
  const renaming = rename(format, text, entity, name);
  if (!renaming.edits) throw new Error(renaming.refused);
  return withEdits(text, renaming.edits);
}

function refusal(format: string, text: string, entity: Entity, name: string): string {
  const renaming = rename(format, text, entity, name);
  return renaming.edits ? 'not refused' : renaming.refused;
}

/** The sample's entities, each once. */
function entitiesOf(format: string, text: string): Entity[] {
  const found = new Map(index(format, text).occurrences.map(({ entity }) => [entityKey(entity), entity]));
  return [...found.values()];
}

describe('renaming a tool', () => {
  it('changes definition, calls, results and choice, and leaves prose alone', () => {
    const text = record('openai');
    const after = renamedText('openai', text, weather, 'forecast');
    expect(after).toBe(text.replaceAll('"name":"get_weather"', '"name":"forecast"'));
    expect(after).toContain('says get_weather.');
  });

  it('reaches the text of results and repeated definitions', () => {
    const after = renamedText('hermes', record('hermes'), weather, 'forecast');
    expect(after).toBe(
      record('hermes').replaceAll('\\"name\\":\\"get_weather\\"', '\\"name\\":\\"forecast\\"'),
    );
    expect(after).toContain('<think>The user wants the weather; get_weather has it.</think>');
  });

  it('reaches Python calls behind a thought', () => {
    const after = renamedText('toolace', pythonRecord, weather, 'forecast');
    expect(after).toContain(String.raw`[forecast(\"Oslo\", days=3), forecast(city='Rome')]`);
    expect(after).toContain('get_weather twice.');
  });

  it('keeps the counter of a second call', () => {
    const text = '{"id":"a","ground_truth":{"find_hotel":{"city":"Oslo"},"find_hotel_1":{"city":"Rome"}}}';
    expect(renamedText('acebench', text, { kind: 'tool', name: 'find_hotel' }, 'hotels')).toBe(
      '{"id":"a","ground_truth":{"hotels":{"city":"Oslo"},"hotels_1":{"city":"Rome"}}}',
    );
  });

  it('escapes the new name for each depth, in the style of the text around', () => {
    const after = renamedText('xlam', record('xlam'), weather, 'says "hi" \\ é');
    expect(after).toContain(String.raw`{\"name\":\"says \\\"hi\\\" \\\\ é\",\"arguments\"`);
    const ascii = record('xlam').replace('Weather of a city', String.raw`M\\u00e9t\\u00e9o`);
    expect(renamedText('xlam', ascii, weather, 'météo')).toContain(String.raw`\"m\\u00e9t\\u00e9o\"`);
  });

  it('mends a call that was typed wrongly: its name becomes that of the tool', () => {
    const text = record('openai').replace('"get_weather","arguments', '"get_wether","arguments');
    expect(renamedText('openai', text, { kind: 'tool', name: 'get_wether' }, 'get_weather')).toBe(
      record('openai'),
    );
  });
});

describe('renaming an argument', () => {
  it('changes keys, property and required, of this tool only', () => {
    const text = record('openai');
    const after = renamedText('openai', text, argument('get_weather', 'city'), 'town');
    const [mine, others] = after.split('"name":"send_mail"');
    expect(mine).not.toMatch(/"city\\?"/);
    expect(mine).toContain(String.raw`{\"town\":\"Oslo\"`);
    expect(mine).toContain('"required":["town"]');
    expect(others).toContain('"properties":{"city":{"type":"string"}},"required":["city"]');
  });

  it('changes keywords of Python calls, and leaves positions alone', () => {
    const after = renamedText('toolace', pythonRecord, argument('get_weather', 'city'), 'town');
    expect(after).toContain(String.raw`[get_weather(\"Oslo\", days=3), get_weather(town='Rome')]`);
  });
});

describe('renaming ids and results', () => {
  it('changes call and result alike', () => {
    const after = renamedText('anthropic', record('anthropic'), { kind: 'id', name: 'toolu_1' }, 'toolu_2');
    expect(after).toBe(record('anthropic').replaceAll('toolu_1', 'toolu_2'));
  });

  it('changes label and references alike', () => {
    const after = renamedText('nestful', record('nestful'), { kind: 'reference', name: 'var1' }, 'best');
    expect(after).toBe(record('nestful').replaceAll('$var1', '$best'));
  });
});

describe('a renaming is refused', () => {
  const text = record('openai');

  it.each([
    ['', 'A name needs at least one letter.'],
    [' x', 'A name neither begins nor ends with a space.'],
    ['a\nb', 'A name cannot hold control characters or line breaks.'],
    ['send_mail', 'This sample already has a tool called "send_mail".'],
  ])('for the tool name %j', (name, reason) => {
    expect(refusal('openai', text, weather, name)).toBe(reason);
  });

  it('for an argument that the tool has already, or that a call gives already', () => {
    const city = argument('get_weather', 'city');
    expect(refusal('openai', text, city, 'days')).toBe('This sample already has an argument called "days".');
    const undeclared = text.replace(String.raw`{\"city\"`, String.raw`{\"town\":1,\"city\"`);
    expect(refusal('openai', undeclared, city, 'town')).toBe('A call has an argument called "town" already.');
  });

  it('where the new name would not be read as one', () => {
    expect(refusal('toolace', pythonRecord, weather, 'a(b')).toMatch(/would not be read as it is now/);
    expect(refusal('toolace', pythonRecord, argument('get_weather', 'days'), 'a=b')).toMatch(
      /would not be read as it is now/,
    );
    expect(
      refusal('seal-tools', record('seal-tools'), { kind: 'reference', name: 'API_call_0' }, 'first'),
    ).toMatch(/would not be read as it is now/);
  });

  it('where the schema may share the declaration', () => {
    const shared = text
      .replace(
        '"properties":{"city":{"type":"string","description":"Name of the city"}',
        '"properties":{"at":{"$ref":"#/$defs/at"}',
      )
      .replace(
        '"required":["city"]}}},{',
        '"$defs":{"at":{"type":"object","properties":{"city":{"type":"string"}}}}}}},{',
      )
      .replace(String.raw`{\"city\":\"Oslo\"`, String.raw`{\"at\":{\"city\":\"Oslo\"}`);
    const at = renamableAt(index('openai', shared), offsetOf(shared, String.raw`\"city\"`));
    expect(at).toEqual({
      refused: '"city" is declared in a part of the schema that others may share ($ref).',
    });
  });

  it('where nothing has a name', () => {
    expect(renamableAt(index('openai', text), offsetOf(text, 'What is'))).toEqual({
      refused: 'Put the cursor on the name of a tool, an argument or an id to rename it.',
    });
  });
});

describe('the place to rename', () => {
  it('is the name without its quotes', () => {
    const text = record('openai');
    const at = renamableAt(index('openai', text), offsetOf(text, String.raw`\"city\"`));
    if (!('span' in at)) throw new Error(at.refused);
    expect(inContext(text, at.span, 3)).toBe(String.raw`"{\"«city»\":`.slice(1));
    expect(at.name).toBe('city');
  });
});

describe('mentions of a tool', () => {
  it('are the other places that say its name as a word', () => {
    const text = pythonRecord.replace('Two cities.', 'Two cities, not my_get_weather or get_weather2.');
    const found = index('toolace', text);
    expect(mentionsOf(found, weather).map((span) => inContext(text, span))).toEqual([
      String.raw`_weather2.\n«get_weather» twice.</thi`,
    ]);
    expect(mentionsOf(found, argument('get_weather', 'days'))).toEqual([]);
  });
});

/**
 * The codes of what a record's check finds. Left out are the two rules that judge by a name: values of a `text` may be made
 * up, and a thought goes on to say the old name of a tool.
 */
function codes(format: string, text: string): string[] {
  const checker = createChecker(rules, createToolCache({}));
  const file = fileContext(format, 'samples', 'jsonl', { fileName: 'example.jsonl' });
  const { problems, once } = checker.check(text, file);
  return [...problems, ...once]
    .filter(({ code }) => code !== 'call.ungrounded-value' && code !== 'thought.call-not-named')
    .map(({ code, severity }) => `${code} ${severity}`)
    .sort();
}

/** A name that no record here says, of the kind that the entity's place takes. */
const fresh = (entity: Entity): string =>
  entity.kind === 'reference' && entity.name.startsWith('API_call_') ? 'API_call_77' : 'fresh_name';

const planted: readonly (readonly [string, string])[] = [
  ['openai', record('openai').replace(':3}', ':\\"3\\"}')],
  ['xlam', record('xlam').replace('Rome\\"}', 'Rome\\",\\"town\\":1}')],
  ['anthropic', record('anthropic').replace('"city":"Oslo",', '')],
];

describe.each([...Object.entries(formatRecords), ['toolace', pythonRecord] as const, ...planted])(
  'in a record of %s',
  (format, text) => {
    it('a fresh name and back gives the identical bytes, for everything that has a name', () => {
      for (const entity of entitiesOf(format, text)) {
        const there = renamedText(format, text, entity, fresh(entity));
        expect(there).not.toBe(text);
        const moved: Entity =
          entity.kind === 'argument'
            ? { ...entity, argument: [...entity.argument.slice(0, -1), fresh(entity)] }
            : { ...entity, name: fresh(entity) };
        expect(renamedText(format, there, moved, nameOf(entity))).toBe(text);
      }
    });

    it('a fresh name changes nothing of what is found', () => {
      for (const entity of entitiesOf(format, text))
        expect(codes(format, renamedText(format, text, entity, fresh(entity)))).toEqual(codes(format, text));
    });
  },
);
