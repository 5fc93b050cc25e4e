/** What a file is and how many records it has, without checking them. */
import type { Container } from '../core/container.ts';
import type { DecidedBy, Service } from '../core/service.ts';
import type { RecordKind } from '../core/sample.ts';
import type { FileSettings, SweepFailure } from '../core/sweep/types.ts';
import { failureOf, isMark, openForCheck } from './checkFile.ts';
import { createSplitter } from './createSplitter.ts';
import { FileReader } from './fileReader.ts';
import type { RecordSink } from './splitter.ts';

export interface RecognizedFile {
  /** `null`: neither lines of JSON nor a JSON document. */
  readonly container: Container | null;
  readonly kind: RecordKind;
  readonly format: string;
  /** Share of the voting entries that have this format and kind, 0 to 1. */
  readonly share: number;
  /** Records; blank lines are none. */
  readonly entries: number;
  readonly decidedBy: DecidedBy;
}

/**
 * Recognises a file and counts its records. Yields `undefined` where the caller may look at something else, and the
 * answer at the end. Never throws.
 */
export function* recognizeFile(
  service: Service,
  path: string,
  settings: FileSettings,
): Generator<RecognizedFile | { readonly failure: Omit<SweepFailure, 'path'> } | undefined, void> {
  const opened = openForCheck(service, path, settings);
  if (opened.state === 'failed') {
    yield { failure: opened.failure };
    return;
  }
  if (opened.state === 'no-data-set') {
    yield { container: null, kind: 'other', format: 'plain', share: 0, entries: 0, decidedBy: 'vote' };
    return;
  }
  const { container, kind, id, decidedBy, vote } = opened.format;
  try {
    const counting = countRecords(path, container);
    let step = counting.next();
    for (; !step.done; step = counting.next()) yield undefined;
    const share = Math.round(vote.share * 10_000) / 10_000;
    yield { container, kind, format: id, share, entries: step.value, decidedBy };
  } catch (error) {
    yield { failure: failureOf(error) };
  }
}

function* countRecords(path: string, container: Container): Generator<undefined, number> {
  let entries = 0;
  const sink: RecordSink = {
    record(text) {
      if (text.trim() !== '') entries++;
    },
    tooLong() {
      entries++;
    },
  };
  const splitter = createSplitter(container, sink);
  const reader = new FileReader(path);
  try {
    const mark = Buffer.alloc(3);
    let at = reader.readInto(mark, 0) === 3 && isMark(mark) ? 3 : 0;
    for (let count = reader.read(splitter.window, at); count > 0; count = reader.read(splitter.window, at)) {
      at += count;
      splitter.scan();
      yield undefined;
    }
    splitter.end();
  } finally {
    reader.close();
  }
  return entries;
}
