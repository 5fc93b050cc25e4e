/** Formats of one's own: what a mapping says of rows, and LLaMA-Factory's dataset_info.json as a source of mappings. */
import { describe, expect, it } from 'vitest';
import { datasetMapping, parseDatasetInfo } from '../../../src/core/formats/datasetInfo.ts';
import { mappedFormat } from '../../../src/core/formats/mapped.ts';
import { type Mapping, mappingOf, type RawMapping } from '../../../src/core/formats/mapping.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { applyFix, withEdits } from '../../../src/core/record/edit.ts';
import { createService } from '../../../src/core/service.ts';
import { checkPlaces } from '../../support/places.ts';
import { describeSample } from '../../support/samples.ts';

const schema = { type: 'object', properties: { line: { type: 'integer' } }, required: ['line'] };

interface Row {
  readonly title: string;
  readonly mapping: RawMapping;
  readonly row: JsonObject;
  readonly sample: readonly string[];
}

const rows: readonly Row[] = [
  {
    title: 'columns, keys, roles, keys of calls and tools',
    mapping: {
      messages: 'dialog',
      system: 'preamble',
      tools: 'functions_json',
      role: 'speaker',
      content: 'text',
      calls: 'actions',
      thought: 'plan',
      roles: { user: 'u', assistant: ['bot', 'agent'], tool: 'api' },
      call: { name: 'fn', arguments: 'kw', id: 'ref' },
      tool: { name: 'fn', description: 'doc', parameters: 'params' },
    },
    row: {
      preamble: 'Be brief.',
      functions_json: JSON.stringify([{ fn: 'tram', doc: 'Next tram', params: schema }]),
      dialog: [
        { speaker: 'u', text: 'Lines 4 and 6?' },
        {
          speaker: 'bot',
          text: '',
          plan: 'Two calls.',
          actions: [
            { ref: 'a', fn: 'tram', kw: { line: 4 } },
            { ref: 'b', function: { fn: 'tram', kw: '{"line":6}' } },
            { fn: 'now' },
          ],
        },
        { speaker: 'api', text: { min: 3 }, tool_call_id: 'a' },
        { speaker: 'agent', text: 'In 3 minutes.' },
      ],
    },
    sample: [
      'tool tram {line}',
      'system: "Be brief."',
      'user: "Lines 4 and 6?"',
      'assistant:',
      '  thought "Two calls."',
      '  call tram {"line":4} #a',
      '  call tram {"line":6} #b',
      '  call now {}',
      'tool:',
      '  result {"min":3} #a',
      'assistant: "In 3 minutes."',
    ],
  },
  {
    title: 'a turn for each step, tools in a turn of their own, messages as a string',
    mapping: {
      messages: 'steps',
      roles: { tools: 'catalog', thought: 'plan', call: 'invoke', tool: 'observed', assistant: 'say' },
    },
    row: {
      steps: JSON.stringify([
        { role: 'catalog', content: JSON.stringify([{ name: 'tram', parameters: schema }]) },
        { role: 'user', content: 'Line 4?' },
        { role: 'plan', content: 'Look it up.' },
        { role: 'invoke', content: '{"name":"tram","arguments":{"line":4}}' },
        { role: 'observed', content: '3' },
        { role: 'say', content: '<think>Three.</think>In 3 minutes.' },
      ]),
    },
    sample: [
      'tool tram {line}',
      'system:',
      'user: "Line 4?"',
      'assistant:',
      '  thought "Look it up."',
      'assistant:',
      '  call tram {"line":4}',
      'tool:',
      '  result "3"',
      'assistant: "In 3 minutes."',
      '  thought "Three."',
    ],
  },
  {
    title: 'a query and its answer: calls',
    mapping: { query: 'ask', answer: 'target', tools: 'apis', call: { name: 'api', arguments: 'args' } },
    row: {
      ask: 'Line 4?',
      apis: [{ name: 'tram', parameters: schema }],
      target: '[{"api":"tram","args":{"line":4}}]',
    },
    sample: ['tool tram {line}', 'user: "Line 4?"', 'assistant:', '  call tram {"line":4}'],
  },
  {
    title: 'a query and its answer: a Python call list in the text',
    mapping: { query: 'ask', answer: 'target', callsInText: ['python'] },
    row: { ask: 'Line 4?', target: '<think>4</think>[tram(line=4)]' },
    sample: ['no tools', 'user: "Line 4?"', 'assistant:', '  thought "4"', '  call tram {"line":4}'],
  },
  {
    title: 'a preferred answer that is a message',
    mapping: { answer: 'good' },
    row: { messages: [{ role: 'user', content: 'Hi' }], good: { role: 'assistant', content: 'Hello' } },
    sample: ['no tools', 'user: "Hi"', 'assistant: "Hello"'],
  },
  {
    title: 'rows that do not fit: what is missing is not in the sample, what is wrong is told',
    mapping: { messages: 'dialog', answer: 'target', roles: { call: 'call' } },
    row: {
      dialog: [{ role: 'call' }, 7, { role: 'call', content: 'tram' }, {}],
      target: '{"name"',
      tools: 5,
    },
    sample: [
      'no tools',
      'assistant:',
      'assistant:',
      'user:',
      'assistant:',
      'unreadable tools at /tools: shape',
      'unreadable calls at /dialog/0/content: shape',
      'unreadable messages at /dialog/1: shape',
      'unreadable calls at /dialog/2/content: not-json',
      'unreadable calls at /target: not-json',
    ],
  },
];

describe('a mapping', () => {
  it.each(rows.map((row) => [row.title, row] as const))('%s', (_, { mapping, row, sample }) => {
    const format = mappedFormat(mappingOf(mapping));
    const text = JSON.stringify(row, null, 1);
    const report = checkPlaces(text, format);
    expect(describeSample(report.sample)).toEqual(sample);
    expect(report.wrong.filter((line) => !/^unreadable calls at .dialog.0/.test(line))).toEqual([]);
    expect(format.recognize(row, {})).toEqual({ kind: 'samples', strength: 'certain' });
  });

  it('gives one format for equal mappings, so that what is cached by format is found again', () => {
    const make = () => mappingOf({ messages: 'dialog' });
    expect(mappedFormat(make())).toBe(mappedFormat(make()));
    expect(mappedFormat(make())).not.toBe(mappedFormat(mappingOf({ messages: 'turns' })));
  });

  it('is chosen by its id, and its findings and fixes stand in the rows as written', () => {
    const service = createService();
    const { mapping, row } = rows[0]!;
    const hints = { fileName: 'own.jsonl', mapping: mappingOf(mapping) };
    const text = JSON.stringify(row).replace('{\\"line\\":6}', '{\\"line\\":\\"6\\"}');
    const chosen = { id: 'mapped', by: 'config' } as const;
    const format = service.recognize([text], 'jsonl', hints, chosen);
    expect(format).toMatchObject({ id: 'mapped', kind: 'samples', vote: { format: 'mapped', share: 1 } });
    const { problems: all } = service.check(text, service.contextOf(format, hints));
    // The row also leaves a call without its result.
    const problems = all.filter(({ code }) => code.startsWith('call.'));
    expect(problems.map(({ code, pointer }) => [code, pointer])).toEqual([
      ['call.wrong-type', '/dialog/1/actions/1/function/kw/line'],
      ['call.unknown-function', '/dialog/1/actions/2/fn'],
    ]);
    expect(withEdits(text, applyFix(text, problems[0]!.fixes[0]!)!)).toBe(JSON.stringify(row));
  });

  it('counts for its own format only', () => {
    const service = createService();
    const { mapping, row } = rows[0]!;
    const hints = { mapping: mappingOf(mapping) };
    const chosen = { id: 'openai', by: 'flag' } as const;
    const format = service.recognize([JSON.stringify(row)], 'jsonl', hints, chosen);
    expect(service.contextOf(format, hints).format?.title).toBe('OpenAI / Azure chat fine-tuning');
  });
});

const info = (set: JsonObject) => JSON.stringify({ mine: { file_name: 'mine.json', ...set } });
const mine = (set: JsonObject): Mapping | undefined =>
  datasetMapping(parseDatasetInfo(info(set)), 'mine.json');

describe('dataset_info.json', () => {
  const tags = { role_tag: 'who', content_tag: 'what', user_tag: 'u', function_tag: 'f' };
  const columns = { messages: 'talk', tools: 'functions' };

  it('names columns and tags; those it leaves out are LLaMA-Factory’s', () => {
    expect(mine({ formatting: 'sharegpt', columns, tags })).toEqual({
      format: 'llamafactory',
      messages: 'talk',
      tools: 'functions',
      role: 'who',
      content: 'what',
      roles: { user: ['u'], assistant: ['gpt'], call: ['f'], tool: ['observation'], system: ['system'] },
    });
  });

  it('reads rows by them', () => {
    const service = createService();
    const hints = { mapping: mine({ formatting: 'sharegpt', columns, tags })! };
    const row = {
      talk: [
        { who: 'u', what: 'Line 4?' },
        { who: 'f', what: '<think>4</think>{"name":"tram","arguments":{"line":"4"}}' },
        { who: 'observation', what: '3' },
        { who: 'gpt', what: 'In 3 minutes.' },
      ],
      functions: JSON.stringify([{ name: 'tram', description: 'd', parameters: schema }]),
    };
    const text = JSON.stringify(row);
    const format = service.recognize([text], 'jsonl', hints);
    expect(format).toMatchObject({ id: 'llamafactory', kind: 'samples', decidedBy: 'vote' });
    const context = service.contextOf(format, hints);
    expect(context.format?.title).toBe('LLaMA-Factory, mapped by dataset_info.json');
    const { problems } = service.check(text, context);
    expect(problems.map(({ code, span }) => [code, text.slice(span.start, span.end)])).toEqual([
      ['call.wrong-type', '\\"4\\"'],
    ]);
  });

  it('with rows of another shape leaves the vote to what they show', () => {
    const hints = { mapping: mine({ formatting: 'sharegpt', columns, tags })! };
    const row = '{"query":"q","tools":"[]","answers":"[]"}';
    expect(createService().recognize([row], 'jsonl', hints).id).toBe('xlam');
  });

  it('of preference pairs reads the better answer', () => {
    const mapping = mine({
      formatting: 'sharegpt',
      ranking: true,
      columns: { messages: 'conversations', chosen: 'chosen', rejected: 'rejected', tools: 'tools' },
    })!;
    const row = {
      conversations: [{ from: 'human', value: 'Line 4?' }],
      chosen: { from: 'function_call', value: '{"name":"tram","arguments":{"line":4}}' },
      rejected: { from: 'gpt', value: 'No.' },
      tools: '[]',
    };
    const { sample, wrong } = checkPlaces(JSON.stringify(row), mappedFormat(mapping));
    expect(wrong).toEqual([]);
    expect(describeSample(sample)).toEqual(['user: "Line 4?"', 'assistant:', '  call tram {"line":4}']);
  });

  it.each([
    ['the usual shape', { formatting: 'sharegpt', columns: { messages: 'conversations', tools: 'tools' } }],
    ['OpenAI’s shape', { formatting: 'openai', columns: { messages: 'messages', tools: 'tools' } }],
    ['no tools', { formatting: 'sharegpt', columns: { messages: 'talk' }, tags: { role_tag: 'who' } }],
    ['alpaca', { columns: { prompt: 'ask', tools: 'functions' } }],
  ])('of %s says nothing: the rows show it', (_, set) => {
    expect(mine(set)).toBeUndefined();
  });

  it('finds files in folders, and folders of files', () => {
    const sharegpt = { formatting: 'sharegpt', columns };
    const found = parseDatasetInfo(
      JSON.stringify({
        a: { file_name: './sub/a.json', ...sharegpt },
        b: { file_name: 'parts/', ...sharegpt },
      }),
    );
    const has = (path: string) => datasetMapping(found, path) !== undefined;
    expect(['sub/a.json', 'parts/1.jsonl', 'a.json', 'sub/parts/1.jsonl'].map(has)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('that is none says nothing', () => {
    for (const text of [
      '',
      '[',
      '[]',
      '{"a":1}',
      '{"a":{"file_name":3}}',
      '{"a":{"file_name":"b","columns":[],"tags":"x"}}',
    ])
      expect(parseDatasetInfo(text)).toEqual({ sets: [] });
  });
});
