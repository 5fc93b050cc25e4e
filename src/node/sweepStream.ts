/** Checking a data set that comes as a stream: standard input, where nothing can be read twice. */
import type { PartOptions } from '../core/sweep/partCheck.ts';
import type { SweepSink, SweepSummary } from '../core/sweep/sink.ts';
import type { FileSettings, SweepFailure, SweepPart } from '../core/sweep/types.ts';
import { type CancellationToken, throwIfCancelled } from '../core/ports.ts';
import { createService, type FileFormat, type Service } from '../core/service.ts';
import { isMark, RecordCheck } from './checkFile.ts';
import { describeHead, firstHeadBytes, hintsOf } from './describeFile.ts';
import { addToSummary, emptySummary, FileResult } from './fileResult.ts';
import { FindingStore } from './findingStore.ts';

export interface StreamInput {
  /** What findings call it, and what formats may read from its name. */
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly settings?: FileSettings;
}

/**
 * Checks one stream, in this thread, holding no more than the record at hand. Results go to `sink` when it has ended.
 * @throws CancelledError; what the stream or the sink throws.
 */
export async function sweepStream(
  input: StreamInput,
  options: PartOptions & { readonly service?: Service },
  sink: SweepSink,
  token?: CancellationToken,
): Promise<SweepSummary> {
  const service = options.service ?? createService();
  const { name, settings = {} } = input;
  const store = new FindingStore();
  try {
    const stream = input.chunks[Symbol.asyncIterator]();
    const opened = await readHead(service, stream, name, settings, token);
    if ('failure' in opened) {
      await sink.failed(opened.failure);
      return { ...emptySummary, failed: 1 };
    }
    const { format, head } = opened;
    const check = new RecordCheck(service, format, name, settings, options);
    const result = new FileResult(store);
    let bytes = 0;
    const take = (part: SweepPart) => {
      result.add(0, part);
      bytes += part.bytes;
    };
    const push = (chunk: Uint8Array) => {
      check.splitter.window.append(chunk);
      check.splitter.scan();
      for (const part of check.ready()) take(part);
    };
    const hasMark = isMark(head);
    if (hasMark) check.byteOrderMark();
    push(hasMark ? head.subarray(3) : head);
    for (let next = await nextOf(stream, token); !next.done; next = await nextOf(stream, token)) {
      push(next.value);
      // A stream does not tell its length.
      sink.progress?.({ bytes, totalBytes: 0, files: 0, totalFiles: 1, counts: result.counts });
    }
    check.end();
    for (const part of check.ready()) take(part);
    const { severities, mapping, targets } = settings;
    const context = service.contextOf(format, hintsOf(name, mapping), severities, targets, settings);
    await result.tell(name, format, context, service.rules, undefined, sink, token);
    return addToSummary(emptySummary, result);
  } finally {
    store.close();
  }
}

/** The next chunk. A stream that was closed because of the token is no error of the stream. */
async function nextOf(
  stream: AsyncIterator<Uint8Array>,
  token: CancellationToken | undefined,
): Promise<IteratorResult<Uint8Array>> {
  try {
    return await stream.next();
  } finally {
    throwIfCancelled(token);
  }
}

/** Reads until the stream's beginning says what it is. */
async function readHead(
  service: Service,
  stream: AsyncIterator<Uint8Array>,
  name: string,
  settings: FileSettings,
  token: CancellationToken | undefined,
): Promise<{ format: FileFormat; head: Buffer } | { failure: SweepFailure }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let wanted = firstHeadBytes;
  for (;;) {
    const next = await nextOf(stream, token);
    if (!next.done) {
      chunks.push(next.value);
      size += next.value.length;
      if (size < wanted) continue;
    }
    const head = Buffer.concat(chunks);
    const told = describeHead(
      service,
      head,
      next.done === true,
      hintsOf(name, settings.mapping),
      settings.chosen,
    );
    if (told.state === 'described') return { format: told.format, head };
    if (told.state === 'failed') return { failure: { path: name, code: told.code, message: told.message } };
    if (told.state === 'no-data-set' || next.done) {
      const message =
        'It is no data set: neither lines of JSON nor a JSON document; name its format with --as if it is one.';
      return { failure: { path: name, code: 'not-a-data-set', message } };
    }
    chunks.length = 0;
    chunks.push(head);
    wanted = size * 4;
  }
}
