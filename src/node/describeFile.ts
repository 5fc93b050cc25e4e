/** What a file is, told from its beginning: encoding, container, format. */
import type { FileSettings, SweepFailure } from '../core/sweep/types.ts';
import type { Container } from '../core/container.ts';
import type { Mapping } from '../core/formats/mapping.ts';
import type { FileHints } from '../core/formats/types.ts';
import { voters } from '../core/formats/vote.ts';
import type { FileFormat, Service } from '../core/service.ts';
import { ElementSplitter } from './elementSplitter.ts';
import { LineSplitter } from './lineSplitter.ts';
import { maxRecordBytes, type RecordSink } from './splitter.ts';

/** Bytes looked at first, and at most when the first records are long. */
export const firstHeadBytes = 256 * 1024;
const mostHeadBytes = 16 * 1024 * 1024;

/** The beginning of a file was enough, or tells that more is needed. */
export type Described =
  | { readonly state: 'described'; readonly format: FileFormat; readonly hasBom: boolean }
  | { readonly state: 'more' }
  | { readonly state: 'no-data-set' }
  | { readonly state: 'failed'; readonly code: SweepFailure['code']; readonly message: string };

/**
 * Decides what a file is from its first bytes. Answers `more` when too few records are complete in them; the caller
 * then comes again with more bytes, or with `isWhole`. `maxBytes` bounds how often that happens.
 */
export function describeHead(
  service: Service,
  head: Buffer,
  isWhole: boolean,
  hints: FileHints,
  chosen: FileSettings['chosen'],
): Described {
  if (isUtf16(head)) {
    return {
      state: 'failed',
      code: 'encoding',
      message:
        'It is UTF-16 text, and data sets are read as UTF-8: convert it, for example with iconv -f UTF-16 -t UTF-8.',
    };
  }
  const hasBom = head.length >= 3 && head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  const text = head.toString('utf8', hasBom ? 3 : 0);
  const guess = service.detectContainer(text, isWhole, hints.fileName ?? '');
  const container = guess.container ?? (chosen ? 'jsonl' : undefined);
  if (container === undefined) {
    // A cut first line may look like no JSON: decide only when there is more than one line, or all.
    return isWhole || text.includes('\n') ? { state: 'no-data-set' } : { state: 'more' };
  }
  const records = firstRecords(head.subarray(hasBom ? 3 : 0), isWhole, container);
  const most = container === 'object' ? maxRecordBytes : mostHeadBytes;
  if (records.length < voters && !isWhole && head.length < most) return { state: 'more' };
  return { state: 'described', format: service.recognize(records, container, hints, chosen), hasBom };
}

/** Texts of the first records that are complete in `bytes`. */
function firstRecords(bytes: Buffer, isWhole: boolean, container: Container): string[] {
  if (container === 'object') return isWhole ? [bytes.toString('utf8').trim()] : [];
  const texts: string[] = [];
  const sink: RecordSink = {
    record: (text) => {
      if (texts.length < voters) texts.push(text);
    },
    tooLong: () => undefined,
  };
  const splitter = container === 'jsonl' ? new LineSplitter(sink) : new ElementSplitter(sink);
  for (let from = 0; from < bytes.length && texts.length < voters; from += firstHeadBytes) {
    splitter.window.append(bytes.subarray(from, from + firstHeadBytes));
    splitter.scan();
  }
  if (isWhole && texts.length < voters) splitter.end();
  return texts;
}

/** A byte order mark of UTF-16, or the zeros that ASCII has in it. */
function isUtf16(head: Buffer): boolean {
  if (head.length < 2) return false;
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
  const looked = Math.min(head.length & ~1, 64);
  if (looked < 8) return false;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < looked; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  return (even > looked * 0.4 && odd === 0) || (odd > looked * 0.4 && even === 0);
}

/** Name and folders of a path, as formats want them, nearest folder first; and the mapping that was found for it. */
export function hintsOf(path: string, mapping?: Mapping): FileHints {
  const parts = path.split(/[\\/]/).filter((part) => part !== '' && part !== '.' && part !== '..');
  const fileName = parts.pop();
  return { fileName, folders: parts.reverse().slice(0, 8), mapping };
}
