/** The records of a file one after the other, whatever its container, for commands that look at each once. */
import type { Container } from '../core/container.ts';
import { createSplitter } from './createSplitter.ts';
import { chunkBytes, FileReader } from './fileReader.ts';
import { isMark } from './checkFile.ts';
import { maxRecordBytes, type RecordSink } from './splitter.ts';

/** A record and the line on which it begins, counted from 1. */
export interface FileRecord {
  readonly text: string;
  readonly line: number;
}

/**
 * Reads a file in pieces and yields its records; blank lines are none.
 * @throws the file system's error; an Error for a record that is too long.
 */
export function* recordsOf(path: string, container: Container): Generator<FileRecord> {
  const reader = new FileReader(path);
  try {
    let found: FileRecord[] = [];
    let tooLong: number | undefined;
    const sink: RecordSink = {
      record: (text, line) => {
        if (text.trim() !== '') found.push({ text, line });
      },
      tooLong: (_, line) => (tooLong ??= line),
    };
    const splitter = createSplitter(container, sink);
    const first = Buffer.alloc(3);
    let at = reader.readInto(first, 0) === 3 && isMark(first) ? 3 : 0;
    for (;;) {
      const count = reader.read(splitter.window, at, chunkBytes);
      at += count;
      if (count > 0) splitter.scan();
      else splitter.end();
      const ready = found;
      found = [];
      yield* ready;
      if (tooLong !== undefined)
        throw new Error(`the record of line ${tooLong} is longer than ${maxRecordBytes / 1024 / 1024} MB`);
      if (count === 0) return;
    }
  } finally {
    reader.close();
  }
}
