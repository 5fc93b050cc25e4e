/** The extension's TextMate grammar, loaded as the editor loads it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import onig from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The grammar that ours is injected into. */
export const host = 'source.json.lines';
/** The scope of a record. */
export const recordScope = 'meta.record.callsmith';

/** What the tests need of a grammar. */
export type Tokenizer = Pick<textmate.IGrammar, 'tokenizeLine' | 'tokenizeLine2'>;

/**
 * Stands for the built-in grammar of VS Code: all that matters of it is its scope name, and that its strings and
 * objects go on over the end of a line, which ours must not suffer from.
 */
const hostGrammar = {
  scopeName: host,
  patterns: [{ include: '#string' }, { include: '#object' }],
  repository: {
    string: { name: 'string.host', begin: '"', end: '"' },
    object: {
      name: 'meta.object.host',
      begin: '\\{',
      end: '\\}',
      patterns: [{ include: '#string' }, { include: '#object' }],
    },
  },
};

interface GrammarContribution {
  scopeName: string;
  path: string;
  injectTo?: string[];
  language?: string;
}

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  contributes?: { grammars?: GrammarContribution[] };
};
export const contributed = manifest.contributes?.grammars ?? [];

/** Our grammar, injected into a host grammar. */
export async function injectInto(hostText: string): Promise<Tokenizer> {
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new onig.OnigScanner(patterns),
      createOnigString: (text) => new onig.OnigString(text),
    }),
    loadGrammar: async (scopeName) => {
      if (scopeName === host) return textmate.parseRawGrammar(hostText, 'host.json');
      const entry = contributed.find((candidate) => candidate.scopeName === scopeName);
      return entry && textmate.parseRawGrammar(readFileSync(path.join(root, entry.path), 'utf8'), entry.path);
    },
    getInjections: (scopeName) =>
      contributed.filter((entry) => entry.injectTo?.includes(scopeName)).map((entry) => entry.scopeName),
  });
  const loaded = await registry.loadGrammar(host);
  if (!loaded) throw new Error('the host grammar did not load');
  return loaded;
}

/** Our grammar in the stand-in for the built-in one. */
export async function loadGrammar(): Promise<Tokenizer> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await onig.loadWASM(new Uint8Array(wasm).buffer);
  return injectInto(JSON.stringify(hostGrammar));
}
