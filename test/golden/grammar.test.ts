/**
 * The TextMate grammar for samples: what each piece of a line is called, and so which colour it gets.
 *
 * `grammar/NAME.jsonl` holds short invented records, `grammar/NAME.scopes.txt` what the grammar says of them. After a
 * wanted change run `npx vitest run test/golden/grammar.test.ts -u` and read the difference.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import textmate from 'vscode-textmate';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  contributed,
  host,
  injectInto,
  loadGrammar,
  recordScope,
  type Tokenizer,
} from '../support/grammar.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const recordsFolder = path.join(root, 'test/golden/grammar');
interface Token {
  start: number;
  end: number;
  /** Without the two that every token of a record has. */
  scopes: string[];
}

let grammar: Tokenizer;

beforeAll(async () => {
  grammar = await loadGrammar();
});

/** Tokens of each line, the state handed on from line to line as an editor does. */
function tokenize(lines: readonly string[], using: Tokenizer = grammar): Token[][] {
  let state = textmate.INITIAL;
  return lines.map((line) => {
    const result = using.tokenizeLine(line, state);
    state = result.ruleStack;
    return result.tokens
      .filter((token) => token.startIndex < line.length)
      .map((token) => {
        const [first, second, ...scopes] = token.scopes;
        expect([first, second]).toEqual([host, recordScope]);
        return { start: token.startIndex, end: Math.min(token.endIndex, line.length), scopes };
      });
  });
}

/** A line, and below it a row of carets with its scopes for each token that has any; white space is left out. */
function render(lines: readonly string[]): string {
  const tokens = tokenize(lines);
  return lines
    .map((line, index) => {
      const rows = (tokens[index] ?? [])
        .filter((token) => token.scopes.length > 0 && line.slice(token.start, token.end).trim() !== '')
        .map((token) => {
          const names = token.scopes.map((scope) => scope.replace(/\.callsmith$/, '')).join(' ');
          return `|${' '.repeat(token.start)}${'^'.repeat(token.end - token.start)} ${names}`;
        });
      return [`>${line}`, ...rows].join('\n');
    })
    .join('\n')
    .concat('\n');
}

const recordFiles = readdirSync(recordsFolder).filter((name) => name.endsWith('.jsonl'));
const linesOf = (name: string): string[] =>
  readFileSync(path.join(recordsFolder, name), 'utf8').split('\n').filter(Boolean);

describe('scopes', () => {
  test.each(recordFiles)('%s', async (name) => {
    await expect(render(linesOf(name))).toMatchFileSnapshot(
      path.join(recordsFolder, name.replace(/\.jsonl$/, '.scopes.txt')),
    );
  });
});

describe('a line stands alone', () => {
  const good =
    '{"role": "user", "content": "<think>a</think>[f(x=\'1\')]", "arguments": "{\\"a\\": [1, \\"b\\"]}"}';
  const samples = recordFiles.flatMap(linesOf);

  test('whatever a line leaves open, the next is coloured as if it were the first', () => {
    const alone = tokenize([good])[0];
    const pieces = [
      '"',
      '\\"',
      '\\\\\\"',
      '\\',
      '{',
      '[',
      '}',
      '<think>',
      '[f(',
      "'",
      ':',
      ',',
      'role',
      ' ',
      '1',
    ];
    fc.assert(
      fc.property(
        fc.oneof(
          fc
            .tuple(fc.constantFrom(...samples), fc.nat())
            .map(([line, at]) => line.slice(0, at % line.length)),
          fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join('')),
        ),
        (broken) => {
          expect(tokenize([broken, good])[1]).toEqual(alone);
        },
      ),
      { seed: 20240611, numRuns: 200 },
    );
  });

  test('an empty line between records changes nothing', () => {
    const alone = tokenize([good])[0];
    const state = grammar.tokenizeLine(
      '',
      grammar.tokenizeLine('{"a": "open', textmate.INITIAL).ruleStack,
    ).ruleStack;
    const after = grammar.tokenizeLine(good, state).tokens.map((token) => token.startIndex);
    expect(after).toEqual(alone?.map((token) => token.start));
  });
});

describe('under the built-in grammar of VS Code', () => {
  const server = (version: string): string =>
    path.join(
      root,
      `tools/vscode-server/${version}/node_modules/code-server/lib/vscode/extensions/json/syntaxes/JSONL.tmLanguage.json`,
    );
  describe.each(['current', 'floor'])('%s', (version) => {
    const file = server(version);
    test.skipIf(!existsSync(file))('the scopes are the same (needs the pinned VS Code server)', async () => {
      const builtIn = await injectInto(readFileSync(file, 'utf8'));
      for (const name of recordFiles) {
        expect(tokenize(linesOf(name), builtIn)).toEqual(tokenize(linesOf(name)));
      }
    });
  });
});

/**
 * Compares the grammar with a scan of a line of valid JSON, for which one regular expression is exact: brackets, commas and colons of the record are
 * where the scan sees them, nothing is called invalid, and the editor takes exactly the strings for strings (it
 * matches brackets and closes quotes by that).
 */
function disagreement(line: string): string | undefined {
  const [tokens] = tokenize([line]);
  const punctuation = new Map<number, string>();
  for (const token of tokens ?? []) {
    const text = line.slice(token.start, token.end);
    if (token.scopes.some((scope) => scope.startsWith('invalid.')))
      return `invalid at ${token.start}: ${text}`;
    if (token.scopes.length === 1 && token.scopes[0]?.startsWith('punctuation.'))
      punctuation.set(token.start, text);
  }
  // Pairs of start and metadata; bits 8 and 9 hold the standard token type, of which 0 is "neither string nor comment".
  const packed = grammar.tokenizeLine2(line, textmate.INITIAL).tokens;
  const typeAt = new Uint8Array(line.length);
  for (let index = 0; index < packed.length; index += 2) {
    typeAt.fill(((packed[index + 1] ?? 0) >>> 8) & 3, packed[index], packed[index + 2] ?? line.length);
  }
  for (const found of line.matchAll(/"(?:[^"\\]|\\.)*"|[^\s"]/g)) {
    const start = found.index;
    const isString = found[0].startsWith('"');
    for (let at = start; at < start + found[0].length; at++) {
      if ((typeAt[at] !== 0) !== isString) return `token type at ${at}: ${line.slice(at, at + 20)}`;
    }
    if ('{}[],:'.includes(found[0])) {
      if (punctuation.get(start) !== found[0]) return `punctuation at ${start}`;
      punctuation.delete(start);
    }
  }
  const [extra] = punctuation.keys();
  return extra === undefined ? undefined : `punctuation at ${extra}`;
}

/** A record as an editor would colour it: valid JSON, and not longer than what VS Code colours. */
function isRecord(line: string): boolean {
  if (line.length > 20_000 || !/^\s*[[{]/.test(line)) return false;
  try {
    JSON.parse(line);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

describe('agrees with a plain scan of valid JSON', () => {
  test('on the sample records', () => {
    const records = recordFiles.flatMap(linesOf).filter(isRecord);
    expect(records.length).toBeGreaterThan(30);
    expect(records.filter((line) => disagreement(line) !== undefined)).toEqual([]);
  });

  test('on generated JSON, with JSON in its strings', () => {
    const text = fc.string({
      unit: fc.constantFrom(
        '"',
        '\\',
        '{',
        '[',
        '}',
        ']',
        '(',
        "'",
        '<think>',
        ' ',
        'a',
        '\n',
        'é',
        '😀',
        ':',
        ',',
        '=',
      ),
    });
    const flat = fc.jsonValue({ stringUnit: 'grapheme' });
    const nested = fc.record({
      role: fc.constantFrom('user', 'x'),
      arguments: flat.map((value) => JSON.stringify(value)),
    });
    const value = fc.dictionary(
      text,
      fc.oneof(
        text,
        flat,
        nested,
        nested.map((inner) => JSON.stringify(inner)),
      ),
    );
    fc.assert(
      fc.property(value, (record) => {
        expect(disagreement(JSON.stringify(record))).toBeUndefined();
      }),
      { seed: 20240612, numRuns: 150 },
    );
  });

  const data = process.env['CALLSMITH_DATA'] ?? path.join(root, '../shared/data');
  test.skipIf(!existsSync(data))('on real data sets (needs CALLSMITH_DATA)', () => {
    const files = readdirSync(data, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.jsonl?$/.test(name))
      .sort();
    const found: string[] = [];
    let records = 0;
    for (const name of files) {
      const lines = readFileSync(path.join(data, name), 'utf8')
        .split(/\r?\n/, 40)
        .filter(isRecord)
        .slice(0, 1);
      records += lines.length;
      for (const line of lines) {
        const what = disagreement(line);
        if (what !== undefined) found.push(`${name}: ${what}`);
      }
    }
    expect(records).toBeGreaterThan(100);
    expect(found).toEqual([]);
  });
});

describe('in the package', () => {
  test('one grammar, injected into JSON Lines and nothing else, and one for samples by themselves', () => {
    expect(contributed.slice(1).map(({ language }) => language)).toEqual(['callsmith-sample']);
    expect(contributed[0]).toMatchObject({ injectTo: [host] });
    expect(contributed[0]?.language).toBeUndefined();
    const file = JSON.parse(readFileSync(path.join(root, contributed[0]?.path ?? ''), 'utf8')) as {
      scopeName: string;
      injectionSelector: string;
    };
    expect(file.scopeName).toBe(contributed[0]?.scopeName);
    expect(file.injectionSelector).toBe(`L:${host} - ${recordScope}`);
  });

  test('the file is what tools/grammar.mjs writes', () => {
    execFileSync(process.execPath, [path.join(root, 'tools/grammar.mjs'), '--check'], { stdio: 'pipe' });
  });
});
