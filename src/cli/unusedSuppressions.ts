/** Suppressions that match nothing any more, once everything they could match was checked. */
import { dirname, join, sep } from 'node:path';
import { configFileName } from '../core/config.ts';
import type { ConfigFinder, FoundConfig } from '../node/configFiles.ts';

/** What to tell of an entry. */
export interface UnusedNote {
  /** The configuration. */
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

export class UnusedSuppressions {
  readonly #used = new Map<string, { readonly found: FoundConfig; readonly entries: Set<number> }>();

  constructor(private readonly configs: ConfigFinder) {}

  /** A file was checked; `entries` are those of its configuration that took findings away. */
  file(path: string, entries: readonly (readonly [number, number])[]): void {
    const found = this.configs.forFolder(dirname(path));
    if (!found || found.config.suppress.length === 0) return;
    let known = this.#used.get(found.folder);
    if (!known) this.#used.set(found.folder, (known = { found, entries: new Set() }));
    for (const [entry] of entries) known.entries.add(entry);
  }

  /** Entries without use, of configurations whose folders were checked whole: `walked` are the paths that were given. */
  notes(walked: readonly string[]): UnusedNote[] {
    const notes: UnusedNote[] = [];
    for (const [folder, { found, entries }] of this.#used) {
      if (
        !walked.some((path) => folder === path || folder.startsWith(path.endsWith(sep) ? path : path + sep))
      )
        continue;
      found.config.suppress.forEach(({ line, codes }, entry) => {
        if (entries.has(entry)) return;
        const message = `the suppression of ${codes.join(', ')} matches no finding any more; remove it.`;
        notes.push({ path: join(folder, configFileName), line, message });
      });
    }
    return notes;
  }
}
