/** Records to work on: those of the real data when they are at hand, and the good examples of the rules in any case. */
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { splitRecords } from '../../../src/core/container.ts';
import { rules } from '../../../src/core/rules/index.ts';
import type { FileContext } from '../../../src/core/rules/types.ts';
import type { Service } from '../../../src/core/service.ts';
import { dataFolder, hasData, hintsOf, readData } from '../../support/dataFiles.ts';

/** A file's records, with the context they are checked in. */
export interface RecordFile {
  readonly name: string;
  readonly formatId: string;
  readonly context: FileContext;
  /** Texts of the records, in order. */
  readonly records: readonly string[];
}

/** The files of the data that are data sets, ordered by name; none without data. */
export function* dataFiles(service: Service): Generator<RecordFile> {
  if (!hasData) return;
  const names = readdirSync(dataFolder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.(jsonl|json|ndjson)$/.test(name) && statSync(join(dataFolder, name)).isFile())
    .sort();
  for (const name of names) {
    const text = readData(name);
    const { container } = service.detectContainer(text, true, basename(name));
    if (!container) continue;
    const records = splitRecords(text, container).map(({ start, end }) => text.slice(start, end));
    const hints = hintsOf(name);
    const format = service.recognize(records, container, hints);
    yield { name, formatId: format.id, context: service.contextOf(format, hints), records };
  }
}

/** The good examples of the rules' pages, a file per rule. */
export function* exampleFiles(service: Service): Generator<RecordFile> {
  for (const { code, docs } of rules) {
    const { format, good } = docs.example;
    if (format === 'plain' || good.includes('\n')) continue;
    const file = service.recognize([good], 'jsonl', {}, { id: format, by: 'flag' });
    yield { name: `example of ${code}`, formatId: format, context: service.contextOf(file), records: [good] };
  }
}
