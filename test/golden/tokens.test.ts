/**
 * Semantic tokens and the grammar colour the same line; where both see something, they must say the same. Which scope
 * stands for which kind of token is read from package.json, as the editor reads it for themes.
 */
import { readFileSync } from 'node:fs';
import textmate from 'vscode-textmate';
import { beforeAll, describe, expect, it } from 'vitest';
import { semanticTokens, tokenKinds, tokenModifiers } from '../../src/core/features/tokens.ts';
import { index } from '../support/features.ts';
import { formatRecords, pythonRecord } from '../support/formatRecords.ts';
import { loadGrammar, type Tokenizer } from '../support/grammar.ts';

interface ScopesOfLanguage {
  readonly language: string;
  readonly scopes: Readonly<Record<string, readonly string[]>>;
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  contributes: { semanticTokenScopes: readonly ScopesOfLanguage[] };
};
const scopesOf = (language: string) =>
  contributes.semanticTokenScopes.find((entry) => entry.language === language)?.scopes ?? {};

/** What the kinds of tokens look like to the grammar. */
const grammarScopes: Readonly<Record<string, RegExp>> = {
  function: /^entity\.name\.function/,
  parameter: /^variable\.parameter/,
  property: /^support\.type\.property-name/,
  comment: /^comment\.block\.documentation/,
};

let grammar: Tokenizer;
beforeAll(async () => {
  grammar = await loadGrammar();
});

const records = [...Object.entries(formatRecords), ['toolace', pythonRecord] as const];

/** The tokens of a record with the kinds that the grammar sees at their middle. */
function compare(format: string, text: string) {
  const { tokens } = grammar.tokenizeLine(text, textmate.INITIAL);
  return semanticTokens(index(format, text)).map((token) => {
    const at = Math.floor((token.start + token.end) / 2);
    const scopes = tokens.find(({ startIndex, endIndex }) => startIndex <= at && at < endIndex)?.scopes ?? [];
    const seen = Object.keys(grammarScopes).filter((kind) =>
      scopes.some((scope) => grammarScopes[kind]!.test(scope)),
    );
    return { said: text.slice(token.start, token.end), kind: token.kind as string, seen };
  });
}

describe('the tokens of a line', () => {
  it.each(records)('%s: say nothing else than the grammar', (format, text) => {
    const found = compare(format, text);
    expect(found.length).toBeGreaterThan(2);
    // Only a token can know that a key is the name of a call, as in the answers of BFCL.
    const isNamingKey = (kind: string, other: string) => kind === 'function' && other === 'property';
    const other = found.filter(({ kind, seen }) =>
      seen.some((one) => one !== kind && !(format === 'bfcl' && isNamingKey(kind, one))),
    );
    expect(other).toEqual([]);
  });

  it('are mostly what the grammar sees too, so that colours do not jump when they come', () => {
    const all = records.flatMap(([format, text]) => compare(format, text));
    const alike = all.filter(({ kind, seen }) => seen.includes(kind));
    expect(alike.length / all.length).toBeGreaterThan(0.8);
  });

  it('are these', () => {
    const text = pythonRecord;
    expect(
      semanticTokens(index('toolace', text)).map(
        ({ start, end, kind, modifiers }) => `${[kind, ...modifiers].join('.')} ${text.slice(start, end)}`,
      ),
    ).toEqual([
      'function.declaration get_weather',
      'property city',
      'property days',
      'function.declaration send_mail',
      'property city',
      'comment.documentation Two cities.',
      'comment.documentation get_weather twice.',
      'function get_weather',
      'parameter days',
      'function get_weather',
      'parameter city',
    ]);
  });

  it('colour a thought that has a key of its own, without its quotes', () => {
    const text = formatRecords.hf!;
    const thoughts = semanticTokens(index('hf', text)).filter(({ kind }) => kind === 'comment');
    expect(thoughts.map(({ start, end }) => text.slice(start, end))).toEqual(['I call get_weather.']);
  });
});

describe('package.json', () => {
  it.each(['jsonl', 'json', 'callsmith-sample'])(
    'gives every kind of token in %s the scope of the grammar',
    (language) => {
      const scopes = scopesOf(language);
      for (const [kind, pattern] of Object.entries(grammarScopes)) {
        const entries = Object.entries(scopes).filter(([selector]) => selector.split('.')[0] === kind);
        expect(entries.length).toBeGreaterThan(0);
        for (const [, [first]] of entries) expect(first).toMatch(pattern);
      }
    },
  );

  it('names only kinds and modifiers of ours', () => {
    for (const { scopes } of contributes.semanticTokenScopes) {
      for (const selector of Object.keys(scopes)) {
        const [kind, ...modifiers] = selector.split('.');
        expect(tokenKinds).toContain(kind);
        for (const modifier of modifiers) expect(tokenModifiers).toContain(modifier);
      }
    }
  });
});
