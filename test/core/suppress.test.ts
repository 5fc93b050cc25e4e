/** What is not told: suppressions of a configuration, and baselines. */
import { applyEdits } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { parseBaseline, pathFrom, writeBaseline } from '../../src/core/baseline.ts';
import { parseConfig, suppressedIn } from '../../src/core/config.ts';
import {
  newConfigText,
  type NewSuppression,
  suppressedText,
  suppressEdits,
} from '../../src/core/configEdit.ts';
import type { JsonValue } from '../../src/core/json.ts';
import { createService } from '../../src/core/service.ts';
import { createFilter, findingIdentity, type KnownFindings, recordIdOf } from '../../src/core/suppress.ts';
import { textHash } from '../../src/core/text/textHash.ts';
import { chatSample, wrongType } from '../support/chatLines.ts';

const finding = { code: 'call.wrong-type', recordHash: 'aa', pointer: '/x' };

describe('a filter', () => {
  it('is none when nothing is suppressed', () => {
    expect(createFilter({})).toBeUndefined();
    expect(createFilter({ suppress: [] })).toBeUndefined();
    expect(createFilter({ baseline: {} })).toBeDefined();
  });

  it('drops by code or area, for the records that are named by id or hash, or for all', () => {
    const drops = (entry: object, id?: string) =>
      createFilter({ suppress: [{ entry: 0, ...entry }] })!.drops(finding, id);
    expect(drops({ codes: ['call.wrong-type'] })).toBe(true);
    expect(drops({ codes: ['call.*'] })).toBe(true);
    expect(drops({ codes: ['tool.*', 'call.wrong'] })).toBe(false);
    expect(drops({})).toBe(true);
    expect(drops({ ids: ['7'] }, '7')).toBe(true);
    expect(drops({ ids: ['7'] }, '8')).toBe(false);
    expect(drops({ ids: ['7'] })).toBe(false);
    expect(drops({ hashes: ['aa'] })).toBe(true);
    expect(drops({ hashes: ['bb'], ids: ['7'] }, '7')).toBe(true);
    expect(drops({ hashes: ['bb'] })).toBe(false);
    expect(drops({ hashes: [] })).toBe(false);
  });

  it('counts by entry, the first that matches', () => {
    const filter = createFilter({
      suppress: [
        { entry: 3, codes: ['tool.*'] },
        { entry: 5, codes: ['call.*'] },
        { entry: 8, codes: ['call.wrong-type'] },
      ],
      baseline: { 'record.not-json': ['bb '] },
    })!;
    filter.drops(finding, undefined);
    filter.drops(finding, undefined);
    filter.drops({ code: 'record.not-json', recordHash: 'bb', pointer: '' }, undefined);
    expect(filter.take()).toEqual({ entries: [[5, 2]], known: 1 });
    expect(filter.take()).toEqual({ entries: [], known: 0 });
  });

  it('knows the findings of a baseline by record and place, those of a file by what they are about', () => {
    const { drops } = createFilter({
      baseline: { 'call.wrong-type': ['aa /x'], 'tool.foreign-type': ['- word dict'] },
    })!;
    expect(drops(finding, undefined)).toBe(true);
    expect(drops({ ...finding, pointer: '/y' }, undefined)).toBe(false);
    expect(drops({ ...finding, recordHash: 'bb' }, undefined)).toBe(false);
    expect(drops({ ...finding, code: 'call.not-in-enum' }, undefined)).toBe(false);
    const ofFile = { code: 'tool.foreign-type', recordHash: 'cc', pointer: '/z', key: 'word dict' };
    expect(drops(ofFile, undefined)).toBe(true);
    expect(findingIdentity(ofFile)).toBe('- word dict');
  });
});

describe('a record', () => {
  it('has the id that stands under the first of the usual keys', () => {
    expect(recordIdOf({ idx: 3, id: 'a' })).toBe('a');
    expect(recordIdOf({ idx: 3, id: '' })).toBe('3');
    expect(recordIdOf({ uuid: 'u', id: { deep: 1 } })).toBe('u');
    for (const value of [{}, [], null, 'id', { id: null }] as JsonValue[])
      expect(recordIdOf(value)).toBeUndefined();
  });

  it('gives what is left, with the number of what is not told', () => {
    const service = createService();
    const vote = service.recognize([wrongType], 'jsonl');
    const check = (text: string, suppress: object[]) =>
      service.check(
        text,
        service.contextOf(vote, {}, {}, [], { suppress: suppress.map((s, entry) => ({ entry, ...s })) }),
      );
    expect(check(wrongType, []).dropped).toBeUndefined();
    expect(check(wrongType, [{ codes: ['call.wrong-type'] }])).toMatchObject({ problems: [], dropped: 1 });
    expect(check(wrongType, [{ codes: ['call.*'], hashes: [textHash(wrongType)] }]).dropped).toBe(1);
    expect(
      check(` ${wrongType}`, [{ codes: ['call.*'], hashes: [textHash(wrongType)] }]).problems,
    ).toHaveLength(1);
    const named = JSON.stringify({ id: 12, ...chatSample({ arguments: { city: 'Oslo', days: '3' } }) });
    expect(check(named, [{ codes: ['call.wrong-type'], ids: ['12'] }]).dropped).toBe(1);
    expect(check(named, [{ codes: ['call.wrong-type'], ids: ['13'] }]).problems).toHaveLength(1);
  });
});

describe('suppress in a configuration', () => {
  const parse = (suppress: unknown, more: object = {}) => parseConfig(JSON.stringify({ suppress, ...more }));
  const problems = (suppress: unknown, more?: object) => parse(suppress, more).problems.map((p) => p.message);

  it('is given to the files that its patterns match', () => {
    const { config } = parse([
      { codes: ['call.*'], reason: 'all files' },
      { files: 'train/**', codes: ['call.wrong-type'], ids: [7, 'x'] },
      { files: ['a.jsonl', '*.json'], codes: ['tool.schema-smell'], hashes: ['0a'] },
    ]);
    expect(suppressedIn(config!, 'train/a.jsonl')).toEqual([
      { entry: 0, codes: ['call.*'] },
      { entry: 1, codes: ['call.wrong-type'], ids: ['7', 'x'] },
      { entry: 2, codes: ['tool.schema-smell'], hashes: ['0a'] },
    ]);
    expect(suppressedIn(config!, 'dev/b.jsonl').map((s) => s.entry)).toEqual([0]);
  });

  it('names what does not hold', () => {
    expect(problems([{ reason: 'x' }])).toEqual(['"suppress.0" needs "codes".']);
    expect(problems([{ codes: ['call.wrong-tipe'] }])).toEqual([
      'There is no rule "call.wrong-tipe"; did you mean "call.wrong-type"?',
    ]);
    expect(problems([{ codes: ['calls.*'] }])[0]).toMatch(/^There is no rule "calls\.\*"/);
    expect(problems([{ codes: ['call.*'], ids: [true] }])).toEqual([
      '"suppress.0.ids.0" must be of type string or number.',
    ]);
    for (const baseline of ['../b.json', '/etc/x.json', 'C:\\x.json', 'a/../../b', ''])
      expect(problems([], { baseline })).toEqual(['"baseline" must be a path below this folder.']);
    expect(problems([], { baseline: 'ci/known.json' })).toEqual([]);
  });

  it('remembers where each entry stands', () => {
    const text =
      '{\n  // why\n  "suppress": [\n    { "codes": ["call.*"] },\n\n    { "codes": ["tool.*"] },\n  ],\n}';
    expect(parseConfig(text).config!.suppress.map((s) => s.line)).toEqual([4, 6]);
  });
});

describe('writing a suppression', () => {
  const added: NewSuppression = { file: 'train/a.jsonl', code: 'call.wrong-type', id: '7' };
  const write = (text: string, what: NewSuppression) => applyEdits(text, suppressEdits(text, what));

  it('makes a configuration that suppresses the finding', () => {
    const text = newConfigText(added);
    expect(text).toBe(`{
  "suppress": [
    {
      "files": "train/a.jsonl",
      "codes": [
        "call.wrong-type"
      ],
      "ids": [
        "7"
      ],
      "reason": ""
    }
  ]
}
`);
    expect(suppressedIn(parseConfig(text).config!, 'train/a.jsonl')).toHaveLength(1);
    expect(suppressedIn(parseConfig(text).config!, 'other/train/a.jsonl')).toEqual([]);
  });

  it('keeps the byte order mark of a configuration', () => {
    expect(suppressedText('\uFEFF{}', added)).toBe(`\uFEFF${suppressedText('{}', added)}`);
    expect(suppressedText('{}', added)).toContain('"call.wrong-type"');
  });

  it('keeps comments, order, line ends and trailing commas, and adds to the entry of the same rule and file', () => {
    const before =
      '{\r\n  // how we check\r\n  "format": "openai",\r\n  "suppress": [\r\n    // seen by Ann\r\n    { "files": "train/a.jsonl", "codes": ["call.wrong-type"], "ids": ["3"], "reason": "odd" },\r\n  ],\r\n}\r\n';
    const after = write(before, added);
    expect(after).toBe(before.replace('["3"]', '["3", "7"]'));
    expect(parseConfig(after).config!.suppress).toMatchObject([{ ids: ['3', '7'] }]);
    const other = write(before, { file: 'train/a.jsonl', code: 'tool.schema-smell', hash: '0a' });
    expect(other).toContain('// how we check\r\n');
    expect(other).toContain('// seen by Ann\r\n');
    expect(other.replaceAll('\r\n', '')).not.toContain('\n');
    expect(
      other.replace(/,\r\n {4}\{ "files": "train\/a.jsonl", "codes": \["tool.schema-smell"\].*?\}/, ''),
    ).toBe(before);
    expect(parseConfig(other).config!.suppress).toMatchObject([
      { ids: ['3'] },
      { files: ['train/a.jsonl'], codes: ['tool.schema-smell'], hashes: ['0a'] },
    ]);
  });

  it('never widens an entry that says something else', () => {
    const text = JSON.stringify({
      suppress: [
        { files: 'train/a.jsonl', codes: ['call.wrong-type'] },
        { files: 'train/a.jsonl', codes: ['call.wrong-type', 'call.format'], ids: ['1'] },
        { files: 'train/*', codes: ['call.wrong-type'], ids: ['1'] },
        { files: 'train/a.jsonl', codes: ['call.wrong-type'], ids: ['1'], hashes: ['2'] },
      ],
    });
    const { suppress } = parseConfig(write(text, added)).config!;
    expect(suppress.slice(0, 4)).toMatchObject(
      parseConfig(text).config!.suppress.map(({ line: _, ...s }) => s),
    );
    expect(suppress[4]).toMatchObject({ files: ['train/a.jsonl'], ids: ['7'] });
  });

  it('for a whole file names no records; a name in the folder itself is meant there only', () => {
    const { config } = parseConfig(newConfigText({ file: 'a{1}*.jsonl', code: 'dataset.balance' }));
    expect(config!.suppress[0]).toMatchObject({
      codes: ['dataset.balance'],
      ids: undefined,
      hashes: undefined,
    });
    expect(suppressedIn(config!, 'a{1}*.jsonl')).toHaveLength(1);
    expect(suppressedIn(config!, 'deep/a{1}*.jsonl')).toEqual([]);
  });
});

describe('a baseline', () => {
  it('is written in order, one finding a line, and read back', () => {
    const text = writeBaseline(
      new Map<string, KnownFindings>([
        ['b.jsonl', { 'tool.x': ['2 /b', '1 /a', '2 /b'], 'call.y': ['3 '] }],
        ['a.jsonl', { 'call.y': ['- key'] }],
        ['clean.jsonl', {}],
      ]),
    );
    expect(text.endsWith('\n')).toBe(true);
    expect(text.split('\n').filter((l) => l.includes('/'))).toEqual(['    "1 /a",', '    "2 /b"']);
    expect([...parseBaseline(text)!]).toEqual([
      ['a.jsonl', { 'call.y': ['- key'] }],
      ['b.jsonl', { 'call.y': ['3 '], 'tool.x': ['1 /a', '2 /b'] }],
    ]);
    expect(writeBaseline(parseBaseline(text)!)).toBe(text);
  });

  it('names files by the way from its folder', () => {
    for (const [folder, file, path] of [
      ['/a/b', '/a/b/c.jsonl', 'c.jsonl'],
      ['/a/b/', '/a/b/c/d.jsonl', 'c/d.jsonl'],
      ['/a/ci', '/a/data/x.jsonl', '../data/x.jsonl'],
      ['/', '/x.jsonl', 'x.jsonl'],
      ['/a/x.jsonl', '/a/x.jsonl', '../x.jsonl'],
    ] as const)
      expect(pathFrom(folder, file)).toBe(path);
  });

  it('is not read from anything else', () => {
    const others = ['', '[]', '{}', '{"version":2,"files":{}}', '{"version":1,"files":[]}'];
    others.push('{"version":1,"files":{"a":[]}}', '{"version":1,"files":{"a":{"b":[1]}}}', '{"version":1');
    for (const text of others) expect(parseBaseline(text)).toBeUndefined();
    expect(parseBaseline('{"version":1,"files":{"__proto__":{"a.b":["x"]}}}')?.get('__proto__')).toEqual({
      'a.b': ['x'],
    });
  });
});
