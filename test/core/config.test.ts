/** `callsmith.config.json`: what it says, and what is told about one that does not hold. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  asSeverities,
  configuredFormat,
  configuredTargets,
  isExcluded,
  parseConfig,
} from '../../src/core/config.ts';
import { matchesGlob } from '../../src/core/glob.ts';
import { generateConfigFiles } from '../../tools/buildConfigValidator.mjs';

describe('patterns', () => {
  const matches: [string, string, boolean][] = [
    ['*.jsonl', 'a.jsonl', true],
    ['*.jsonl', 'deep/er/a.jsonl', true],
    ['/*.jsonl', 'deep/a.jsonl', false],
    ['./a.jsonl', 'a.jsonl', true],
    ['train/*.jsonl', 'train/a.jsonl', true],
    ['train/*.jsonl', 'train/deep/a.jsonl', false],
    ['train/**', 'train/deep/a.jsonl', true],
    ['train/**/*.json', 'train/a.json', true],
    ['**/old/**', 'a/old/b/c.json', true],
    ['old', 'a/old/b/c.json', true],
    ['old', 'older/c.json', false],
    ['{train,valid}-?.{json,jsonl}', 'valid-3.json', true],
    ['{train,valid}-?.{json,jsonl}', 'test-3.json', false],
    ['a{b', 'a{b', true],
    ['', 'a', false],
    ['a.json', 'a+json', false],
    ['[a].json', '[a].json', true],
  ];
  it.each(matches)('%s on %s: %s', (pattern, path, expected) => {
    expect(matchesGlob(pattern, path)).toBe(expected);
  });

  it('end on patterns made to be slow', () => {
    const name = 'a'.repeat(3000);
    expect(matchesGlob('*a'.repeat(500) + 'b', name)).toBe(false);
    expect(matchesGlob('**/'.repeat(500) + 'b', 'a/'.repeat(500) + 'c')).toBe(false);
    expect(matchesGlob('{a,b}'.repeat(200), name)).toBe(false);
  });
});

describe('a configuration', () => {
  it('says formats, severities and exclusions; comments and trailing commas are fine', () => {
    const { config, problems } = parseConfig(`\uFEFF{
      "$schema": "x", // where the schema is
      "files": [{ "include": ["a/*", "b.jsonl"], "format": "openai" }, { "include": "*", "format": "hf" }],
      "format": "xlam",
      "rules": { "call.wrong-type": "off" },
      "exclude": ["old"],
    }`);
    expect(problems).toEqual([]);
    expect(configuredFormat(config!, 'a/x.jsonl')?.format).toBe('openai');
    expect(configuredFormat(config!, 'c/b.jsonl')?.format).toBe('openai');
    expect(configuredFormat(config!, 'c/d.jsonl')?.format).toBe('hf');
    expect(configuredFormat(parseConfig('{"format": "xlam"}').config!, 'c/d.jsonl')?.format).toBe('xlam');
    expect(configuredFormat(parseConfig('{}').config!, 'c/d.jsonl')).toBeUndefined();
    expect(config!.rules).toEqual({ 'call.wrong-type': 'off' });
    expect(isExcluded(config!, 'x/old/y.jsonl')).toBe(true);
  });

  it('says targets, for all files and for some; the first entry that says them counts', () => {
    const { config, problems } = parseConfig(`{
      "targets": ["openai", "azure"],
      "files": [
        { "include": "a/*", "format": "hf" },
        { "include": "a/**", "targets": ["trl"] },
        { "include": "none/*", "targets": [] },
      ],
    }`);
    expect(problems).toEqual([]);
    expect(configuredTargets(config!, 'b.jsonl')).toEqual(['openai', 'azure']);
    expect(configuredTargets(config!, 'a/b.jsonl')).toEqual(['trl']);
    expect(configuredFormat(config!, 'a/b.jsonl')).toEqual({ format: 'hf' });
    expect(configuredTargets(config!, 'none/b.jsonl')).toEqual([]);
    expect(configuredTargets(parseConfig('{}').config!, 'b.jsonl')).toBeUndefined();
  });

  it('with a fault in the parts of an entry tells it once', () => {
    expect(parseConfig('{"files": [{"include": "*"}]}').problems.length).toBe(1);
  });

  it('says where files of a format of one’s own keep their parts', () => {
    const { config, problems } = parseConfig(
      '{"files": [{ "include": "own/**", "mapping": { "messages": "dialog", "roles": { "user": "u", "tool": ["t", "api"] } } }]}',
    );
    expect(problems).toEqual([]);
    expect(configuredFormat(config!, 'own/a.jsonl')).toMatchObject({
      format: 'mapped',
      mapping: { format: 'mapped', messages: 'dialog', roles: { user: ['u'], tool: ['t', 'api'] } },
    });
  });

  /** The text between the marks is where the problem is told. */
  const broken: [string, string, string][] = [
    ['a slip in a name', '{\n  «"formats"»: "xlam"\n}', 'has no "formats"'],
    ['an unknown format', '{"format": «"open-ai"»}', 'did you mean "openai"?'],
    [
      'an unknown format for files',
      '{"files": [{"include": "*", "format": «"xlan"»}]}',
      'did you mean "xlam"?',
    ],
    ['an unknown rule', '{"rules": {«"call.wrong-typ"»: "off"}}', 'did you mean "call.wrong-type"?'],
    [
      'an unknown severity',
      '{"rules": {"call.wrong-type": «"loud"»}}',
      'must be "off", "hint", "warning" or "error"',
    ],
    ['a missing part', '{"files": [«{"format": "hf"}»]}', 'needs "include"'],
    ['an entry without use', '{"files": [«{"include": "*"}»]}', 'needs "format", "mapping" or "targets"'],
    [
      'both format and mapping',
      '{"files": [«{"include": "*", "format": "hf", "mapping": {}}»]}',
      'has both "format" and "mapping"',
    ],
    [
      'a slip in a mapping',
      '{"files": [{"include": "*", "mapping": {«"message"»: "x"}}]}',
      'has no "message"',
    ],
    [
      'a role that is no word',
      '{"files": [{"include": "*", "mapping": {"roles": {"user": «5»}}}]}',
      'must be',
    ],
    [
      'an unknown way of writing calls',
      '{"files": [{"include": "*", "mapping": {"callsInText": [«"xml"»]}}]}',
      'must be "tags", "fence", "react" or "python"',
    ],
    ['an unknown target', '{"targets": ["openai", «"mistrl"»]}', 'did you mean "mistral"?'],
    [
      'an unknown target for files',
      '{"files": [{"include": "*", "targets": [«"parquet"»]}]}',
      'There is no target "parquet"; write one of openai,',
    ],
    ['targets that are no list', '{"targets": «"openai"»}', 'must be of type array'],
    ['another type', '{"exclude": «"old"»}', 'must be of type array'],
    ['__proto__ as a name', '{«"__proto__"»: {}}', 'has no "__proto__"'],
    ['text that is no JSON', '{"format": «xlam»}', 'is not JSON here'],
    ['nothing', '«»', 'is empty'],
    ['no object', '«[1]»', 'must be of type object'],
  ];
  it.each(broken)('with %s is told at its place, and nothing is taken from it', (_, marked, words) => {
    const start = marked.indexOf('«');
    const text = marked.replace('«', '').replace('»', '');
    const { config, problems } = parseConfig(text);
    expect(config).toBeUndefined();
    expect(problems[0]!.message).toContain(words);
    expect(problems[0]!.span).toEqual({ start, end: marked.indexOf('»') - 1 });
    const lines = text.slice(0, start).split('\n');
    expect([problems[0]!.line, problems[0]!.column]).toEqual([lines.length, lines.at(-1)!.length + 1]);
  });

  it('never throws, however deep or odd', () => {
    const deep = '['.repeat(200_000);
    const mismatched = '[},'.repeat(200_000);
    const late = `${']'.repeat(200_000)}${deep}`;
    for (const text of [
      ...['[', '{"a":'.repeat(3000), deep, `{"exclude": ${deep}`, mismatched, late],
      ...['"\\u', '\0', '{}{}'],
    ])
      expect(parseConfig(text).config).toBeUndefined();
  });

  it('is nested a few levels; a place that is deeper is told, brackets in strings and comments do not count', () => {
    const text = `{"exclude": ${'['.repeat(40)}${']'.repeat(40)}}`;
    const { config, problems } = parseConfig(text);
    expect(config).toBeUndefined();
    expect(problems).toMatchObject([
      { message: 'The configuration is nested too deep here.', span: { start: 31, end: 32 }, line: 1 },
    ]);
    const brackets = '[{'.repeat(60);
    expect(
      parseConfig(`{ // ${brackets}\n /* ${brackets} */ "exclude": ["${brackets}\\"${brackets}"] }`).problems,
    ).toEqual([]);
  });

  it('over four million characters is not read', () => {
    const { config, problems } = parseConfig(`{ "exclude": ["${'x'.repeat(4_000_000)}"] }`);
    expect([config, problems.length]).toEqual([undefined, 1]);
    expect(problems[0]!.message).toBe('The configuration is over 4 MB, and is not read.');
  });

  it('from settings keeps only known severities', () => {
    expect(asSeverities({ 'call.wrong-type': 'off', 'call.format': 'loud', x: 3 })).toEqual({
      'call.wrong-type': 'off',
    });
  });
});

describe('what is made from the schema', () => {
  it('is up to date: otherwise run node tools/buildConfigValidator.mjs', async () => {
    for (const [path, text] of Object.entries(await generateConfigFiles())) {
      expect(
        readFileSync(path, 'utf8') === text,
        `${path} is old: run node tools/buildConfigValidator.mjs`,
      ).toBe(true);
    }
  });
});
