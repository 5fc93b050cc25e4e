/** Real lines to damage: the examples, and of the data when it is at hand. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { detectContainer, splitRecords } from '../../src/core/container.ts';
import type { FileContext } from '../../src/core/rules/types.ts';
import type { Service } from '../../src/core/service.ts';
import { createConfigFinder } from '../../src/node/configFiles.ts';
import { settingsFor } from '../../src/node/walk.ts';
import type { Random } from '../bench/support/random.ts';

export interface CorpusFile {
  readonly name: string;
  readonly file: FileContext;
  readonly lines: readonly string[];
}

/** Lines of this length or less, so that a million of them fit into minutes. */
const maxLength = 20_000;

/** A file of the corpus; every format and kind gets the same share, however many files it has. */
export function pickFile(corpus: readonly CorpusFile[], random: Random): CorpusFile {
  let groups = grouped.get(corpus);
  if (!groups) {
    const byFormat = new Map<string, CorpusFile[]>();
    for (const file of corpus) {
      const key = `${file.file.format?.id} ${file.file.kind} ${file.file.mapping ? 'mapped' : ''}`;
      const group = byFormat.get(key);
      if (group) group.push(file);
      else byFormat.set(key, [file]);
    }
    grouped.set(corpus, (groups = [...byFormat.values()]));
  }
  return random.pick(random.pick(groups));
}

const grouped = new WeakMap<readonly CorpusFile[], CorpusFile[][]>();

/** Up to `perFile` lines of each data set below the folders that exist, evenly spread. */
export function readCorpus(folders: readonly string[], perFile: number, service: Service): CorpusFile[] {
  const corpus: CorpusFile[] = [];
  const configs = createConfigFinder();
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
    for (const name of names) {
      if (!/\.(jsonl|json)$/.test(name) || name.includes('.cstrace')) continue;
      const file = path.join(folder, name);
      if (statSync(file).size > 12_000_000) continue;
      const text = readFileSync(file, 'utf8');
      const fileName = path.basename(name);
      const { container } = detectContainer(text, true, fileName);
      if (!container) continue;
      const texts = splitRecords(text, container).map((span) => text.slice(span.start, span.end));
      const { chosen, mapping } = settingsFor(path.resolve(file), { configs });
      const hints = { fileName, folders: path.dirname(name).split(path.sep).reverse(), mapping };
      const format = service.recognize(texts.slice(0, 200), container, hints, chosen);
      const usable = texts.filter((t) => t.length <= maxLength);
      const step = Math.max(1, Math.floor(usable.length / perFile));
      const lines = usable.filter((_, i) => i % step === 0).slice(0, perFile);
      if (lines.length > 0) corpus.push({ name, file: service.contextOf(format, hints), lines });
    }
  }
  return corpus;
}
