/** Rules that compare the records of a file, told as documents: lines go in, findings come out. */
import { describe, expect, it } from 'vitest';
import { licenceOfCard, licenceOfText, type StatedLicence } from '../../../src/core/dataset/licence.ts';
import { datasetLicence } from '../../../src/core/rules/datasetLicence.ts';
import { createService } from '../../../src/core/service.ts';
import type { Severities } from '../../../src/core/rules/types.ts';
import { chatSample, weatherTool } from '../../support/chatLines.ts';
import { checkWholeFile } from '../../support/wholeFile.ts';

const service = createService();

/** The findings of `dataset.*` rules as `line severity code -> line: message`; of other rules, how many. */
function check(lines: readonly (object | string)[], format = 'openai', severities?: Severities) {
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  const vote = service.recognize(texts, 'jsonl', {}, { id: format, by: 'flag' });
  const context = service.contextOf(vote, {}, severities);
  const { part, across } = checkWholeFile(service, texts, context);
  const own = part.findings.filter(({ code }) => code.startsWith('dataset.'));
  return [...own, ...across].map(({ line, severity, code, related, message }) => {
    const to = related[0] ? ` -> ${related[0].line}` : '';
    return { at: `${line} ${severity} ${code.slice('dataset.'.length)}${to}`, message };
  });
}

const at = (found: readonly { at: string }[]) => found.map((one) => one.at);
const ask = (question: string, args: object = { city: 'Oslo' }) => chatSample({ question, arguments: args });
const reply = (question: string, content: string) => ({
  messages: [
    { role: 'user', content: question },
    { role: 'assistant', content },
  ],
  tools: [weatherTool],
});

describe('dataset.duplicate-sample', () => {
  it('tells each later copy, with the first as its place, and how many there are', () => {
    const found = check([ask('A'), ask('B'), { ...ask('A'), id: 2 }, ask('A'), ask('B')]);
    expect(at(found)).toEqual([
      '3 warning duplicate-sample -> 1',
      '4 warning duplicate-sample -> 1',
      '5 warning duplicate-sample -> 2',
    ]);
    expect(found.map((f) => f.message)).toEqual([
      'This is the same sample as in line 1; keep one of them. It stands in the file 3 times. In all, 3 of 5 samples of the file repeat one of 2 earlier ones.',
      'This is the same sample as in line 1; keep one of them. It stands in the file 3 times.',
      'This is the same sample as in line 2; keep one of them.',
    ]);
  });

  it('tells a hint for the same question, tools and calls with other words', () => {
    const thinking = (thought: string) => ({
      messages: [
        { role: 'user', content: 'Weather in Oslo?' },
        {
          role: 'assistant',
          content: thought,
          tool_calls: [
            { id: 'a', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Oslo"}' } },
          ],
        },
      ],
      tools: [weatherTool],
    });
    expect(at(check([thinking('First, the city.'), thinking('Oslo it is.')]))).toEqual([
      '2 hint duplicate-sample -> 1',
    ]);
    expect(at(check([ask('weather in  OSLO'), ask('Weather in Oslo?')]))).toEqual([
      '2 hint duplicate-sample -> 1',
    ]);
  });

  it('says nothing of refusals in other words, of samples without a question, and of plain lines', () => {
    expect(check([reply('Sing!', 'I cannot.'), reply('Sing!', 'That is beyond me.')])).toEqual([]);
    const silent = { messages: [{ role: 'assistant', content: 'Hello' }], tools: [] };
    expect(check([silent, silent])).toEqual([]);
    expect(check(['{"a":1}', '{"a":1}'], 'plain')).toEqual([]);
  });

  it('can be turned off or made an error', () => {
    const lines = [ask('A'), ask('A')];
    expect(check(lines, 'openai', { 'dataset.duplicate-sample': 'off' })).toEqual([]);
    expect(at(check(lines, 'openai', { 'dataset.duplicate-sample': 'error' }))).toEqual([
      '2 error duplicate-sample -> 1',
    ]);
  });

  it('ten thousand copies are counted, each told once, for one reason only', () => {
    const copies = Array.from({ length: 10_000 }, () => ask('A'));
    const found = check(copies, 'openai', { 'dataset.balance': 'off' });
    expect(found).toHaveLength(9999);
    expect(new Set(found.map((f) => f.at.replace(/^\d+ /, '')))).toEqual(
      new Set(['warning duplicate-sample -> 1']),
    );
    expect(found[0]!.message).toContain(
      'It stands in the file 10,000 times. In all, 9,999 of 10,000 samples',
    );
    expect(found[0]!.message).toContain('repeat this one.');
  });
});

describe('dataset.conflicting-answers', () => {
  it('tells samples that answer the same conversation by other calls', () => {
    const found = check([
      ask('A'),
      ask('A', { city: 'Bergen' }),
      ask('A', { city: 'Oslo', days: 2 }),
      ask('B'),
    ]);
    expect(at(found)).toEqual(['2 warning conflicting-answers -> 1', '3 warning conflicting-answers -> 1']);
    expect(found[0]!.message).toBe(
      'Line 1 answers the same question, with the same tools, by other calls; keep the right ones.',
    );
  });

  it('tells a call against none, whichever comes first', () => {
    const [call, none] = [ask('A'), reply('A', 'I cannot.')];
    expect(check([call, none])[0]).toEqual({
      at: '2 warning conflicting-answers -> 1',
      message: 'Line 1 answers the same question, with the same tools, by a call; this sample calls nothing.',
    });
    expect(check([none, call])[0]!.message).toMatch(/without a call; this sample calls\.$/);
  });

  it('does not mind other tools, another letter, a longer conversation before the call', () => {
    const other = { ...ask('A', { city: 'Bergen' }), tools: [] };
    const asking = {
      messages: [
        { role: 'user', content: 'A' },
        { role: 'assistant', content: 'Where?' },
        { role: 'user', content: 'Bergen' },
        ...(ask('A', { city: 'Bergen' }) as { messages: object[] }).messages.slice(1),
      ],
      tools: [weatherTool],
    };
    expect(check([ask('A'), other, ask('a', { city: 'Bergen' }), asking])).toEqual([]);
  });

  it('a copy is a copy and no conflict; the copy of a conflicting sample is not told twice', () => {
    const found = check([ask('A'), ask('A', { city: 'B' }), ask('A', { city: 'B' })]);
    expect(at(found)).toEqual(['2 warning conflicting-answers -> 1', '3 warning duplicate-sample -> 2']);
  });
});

describe('dataset.mixed-columns', () => {
  it('tells the rarer types of a column once, at their first place', () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({ ...ask(`Q${i}`), label: 'x' as unknown }));
    rows[5]!.label = 3;
    rows[7]!.label = 4;
    rows[9]!.label = [1];
    rows[11]!.label = null;
    const found = check(rows);
    expect(at(found)).toEqual(['6 warning mixed-columns', '10 warning mixed-columns']);
    expect(found[0]!.message).toBe(
      '`label` is a number in 2 records, but text in 16 records; loaders of tables, such as Hugging Face datasets, want one type for a column.',
    );
  });

  it('tells columns of objects in lists as a hint, and nothing of what only lacks', () => {
    const parts = {
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Q' }] }],
      tools: [weatherTool],
    };
    const found = check([ask('A'), ask('B'), parts, { messages: [{ role: 'user', content: 'C' }] }]);
    expect(at(found)).toEqual(['3 hint mixed-columns']);
    expect(found[0]!.message).toMatch(
      /^`messages\[\]\.content` is a list in 1 record, but text in 3 records;/,
    );
  });

  it('whole numbers and fractions are one type, null is none', () => {
    expect(
      check([
        { ...ask('A'), n: 1 },
        { ...ask('B'), n: 1.5 },
        { ...ask('C'), n: null },
      ]),
    ).toEqual([]);
  });
});

describe('dataset.balance', () => {
  const calls = Array.from({ length: 100 }, (_, i) => ask(`Weather on day ${i}?`, { city: 'Oslo', days: i }));

  it('says what a data set never shows, once, from a hundred samples on', () => {
    expect(check(calls.slice(1))).toEqual([]);
    expect(check(calls)).toEqual([
      {
        at: '1 hint balance',
        message:
          'Among the 100 samples with tools there is none that gets by without a call and none with two calls in one answer. A model does what it is shown: add such samples, or turn this rule off here if another file of the data set has them.',
      },
    ]);
  });

  it('misses questions of the assistant where there is talk at all', () => {
    const found = check([...calls, reply('Sing!', 'I cannot.')]);
    expect(found[0]!.message).toMatch(
      /there is none with two calls in one answer and none in which the assistant asks for what is missing\./,
    );
    const asking = {
      ...reply('Weather?', 'In which city?'),
      messages: [...reply('Weather?', 'In which city?').messages, { role: 'user', content: 'Oslo' }],
    };
    expect(check([...calls, asking])[0]!.message).not.toMatch(/ask back/);
  });

  it('has nothing to say of questions without any answer', () => {
    const questions = Array.from({ length: 200 }, (_, i) => reply(`Q${i}`, 'No.'));
    expect(check(questions)).toEqual([]);
  });
});

describe('dataset.licence', () => {
  const told = (lines: readonly object[], licences: readonly StatedLicence[] = []) => {
    const texts = lines.map((line) => JSON.stringify(line));
    const vote = service.recognize(texts, 'jsonl', {}, { id: 'openai', by: 'flag' });
    const { part, across } = checkWholeFile(
      service,
      texts,
      service.contextOf(vote, {}, {}, [], { licences }),
    );
    const words = datasetLicence.fileMessage!;
    return [
      ...part.facts
        .filter((f) => f.code === 'dataset.licence')
        .map((f) => `${f.line}:${f.column} ${words(f.key, f.count)}`),
      ...across.filter((f) => f.code === 'dataset.licence').map((f) => `${f.line}:${f.column} ${f.message}`),
    ];
  };

  it('tells what records say, once', () => {
    expect(
      told([ask('A'), { license: 'CC-BY-NC-4.0', ...ask('B') }, { ...ask('C'), license: 'CC-BY-NC-4.0' }]),
    ).toEqual(['2:12 2 records of this file name the licence CC-BY-NC-4.0, which excludes commercial use.']);
    expect(told([{ source: 'Salesforce/APIGen-MT-5k', ...ask('A') }])).toEqual([
      '1:11 1 record of this file names APIGen-MT-5k as a source, which is published under CC-BY-NC-4.0: not for commercial use.',
    ]);
    const others = ['apache-2.0', 'MIT', 'cc-by-4.0', 'Acme Inc.', 'nc17'].map((license, i) => ({
      license,
      ...ask(`Q${i}`),
    }));
    expect(told([...others, { source: 'xlam', ...ask('X') }, { license: 3, ...ask('Y') }])).toEqual([]);
  });

  it('tells what the files beside it say, and that they contradict each other', () => {
    const card = (licence: string) => ({ file: 'README.md', licence });
    const text = (licence: string) => ({ file: 'LICENSE', licence });
    expect(told([ask('A')], [card('cc-by-nc-4.0')])).toEqual([
      '1:1 README.md beside this file says cc-by-nc-4.0: not for commercial use.',
    ]);
    expect(told([ask('A')], [card('cc-by-4.0'), text('apache')])).toEqual([
      '1:1 README.md says cc-by-4.0, but LICENSE says apache; make them say which holds for the data.',
    ]);
    expect(told([ask('A')], [card('Apache 2.0'), text('apache')])).toEqual([]);
    expect(told([ask('A')], [text('mit')])).toEqual([]);
    expect(told([{ a: 1 }].slice(1), [card('cc-by-nc-4.0')])).toEqual([]);
  });

  it('reads cards and licence texts, and makes nothing up', () => {
    const cards: [string, string | undefined][] = [
      ['---\nlanguage: en\nlicense: cc-by-nc-4.0\n---\n# Data', 'cc-by-nc-4.0'],
      ['\uFEFF---\r\nlicense: "apache-2.0"\r\n---\r\n', 'apache-2.0'],
      ['---\nlicense:\n  - mit\n---\n', 'mit'],
      ['---\nlicense: other\n---\n', undefined],
      ['# Data\n\nlicense: mit\n', undefined],
      ['---\nlicense_name: x\n---\nlicense: mit', undefined],
    ];
    for (const [text, licence] of cards) expect(licenceOfCard(text)).toBe(licence);
    const texts: [string, string | undefined][] = [
      ['                 Apache License\n           Version 2.0, January 2004', 'apache'],
      ['MIT License\n\nCopyright (c) 2026', 'mit'],
      ['Creative Commons Attribution-NonCommercial 4.0 International', 'cc-by-nc'],
      ['Creative Commons Attribution-NonCommercial-ShareAlike 4.0', 'cc-by-nc-sa'],
      ['Attribution 4.0 International', 'cc-by'],
      ['We are moving from the MIT License to the Apache License.', undefined],
      ['All rights reserved.', undefined],
    ];
    for (const [text, licence] of texts) expect(licenceOfText(text)).toBe(licence);
  });
});

describe('dataset.benchmark-overlap', () => {
  const triangle = 'Find the area of a triangle with a base of 10 units and height of 5 units.';

  it('tells a question of a benchmark at its text, whatever its letter case and spacing', () => {
    expect(at(check([ask('Weather?'), ask(triangle)]))).toEqual(['2 warning benchmark-overlap']);
    expect(at(check([ask(triangle.toUpperCase().replace(' a ', '  a\n'))]))).toEqual([
      '1 warning benchmark-overlap',
    ]);
    expect(check([ask(triangle)])[0]!.message).toBe(
      'This question is one of the benchmark BFCL v4 (as of 2026-03-23); take the sample out of training data.',
    );
  });

  it('leaves other words alone, and the benchmark itself', () => {
    expect(
      check([ask('Find the area of a triangle with a base of 11 units and height of 5 units.')]),
    ).toEqual([]);
    const entry = { id: 'simple_0', question: [[{ role: 'user', content: triangle }]], function: [] };
    expect(check([entry], 'bfcl')).toEqual([]);
    expect(check([ask(triangle)], 'openai', { 'dataset.benchmark-overlap': 'off' })).toEqual([]);
  });

  it('tells tools of a benchmark once per file, when a sample has three or more of them', () => {
    const tool = (name: string, ...names: string[]) => ({
      type: 'function',
      function: {
        name,
        description: name,
        parameters: {
          type: 'object',
          properties: Object.fromEntries(names.map((n) => [n, { type: 'string' }])),
        },
      },
    });
    // Names and parameters of BFCL's file system (Apache-2.0).
    const files = [
      tool('cp', 'source', 'destination'),
      tool('mv', 'source', 'destination'),
      tool('diff', 'file_name1', 'file_name2'),
    ];
    const sample = (tools: object[], question: string) => ({ ...reply(question, 'Done.'), tools });
    const texts = [sample(files, 'A'), sample(files, 'B'), sample(files.slice(1), 'C')].map((s) =>
      JSON.stringify(s),
    );
    const vote = service.recognize(texts, 'jsonl', {}, { id: 'openai', by: 'flag' });
    const { part } = checkWholeFile(service, texts, service.contextOf(vote));
    expect(part.facts.filter((f) => f.code === 'dataset.benchmark-overlap')).toMatchObject([
      { key: 'bfcl', count: 2, line: 1, severity: 'warning' },
    ]);
  });
});
