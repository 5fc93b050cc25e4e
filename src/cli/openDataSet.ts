/** A data set that a command reads, opened with the words for what is wrong with it. */
import { relative } from 'node:path';
import type { FileContext } from '../core/rules/types.ts';
import type { Service } from '../core/service.ts';
import { openForCheck } from '../node/checkFile.ts';
import { hintsOf } from '../node/describeFile.ts';
import { type Io, UserError } from './io.ts';

/** How a path reads in sentences: from the folder that the person is in. */
export function nameOf(path: string, { cwd }: Pick<Io, 'cwd'>): string {
  return relative(cwd, path) || path;
}

/**
 * What is known of a data set.
 * @param path absolute
 * @param as the format that `--as` gives
 * @throws UserError when it cannot be read, or is no data set
 */
export function openDataSet(
  service: Service,
  path: string,
  as: string | undefined,
  io: Pick<Io, 'cwd'>,
): FileContext {
  const name = nameOf(path, io);
  const opened = openForCheck(service, path, {
    chosen: as === undefined ? undefined : { id: as, by: 'flag' },
  });
  if (opened.state === 'failed') throw new UserError(`${name}: ${opened.failure.message}`);
  if (opened.state === 'no-data-set') throw new UserError(`${name} is no data set.`);
  return service.contextOf(opened.format, hintsOf(path), {}, [], {});
}

/** The same, for a command that can only use samples. @throws UserError when the file holds something else */
export function openSamples(
  service: Service,
  path: string,
  as: string | undefined,
  io: Pick<Io, 'cwd'>,
): FileContext & { readonly format: NonNullable<FileContext['format']> } {
  const file = openDataSet(service, path, as, io);
  const { format, kind } = file;
  if (!format || kind !== 'samples')
    throw new UserError(`${nameOf(path, io)} holds no samples to train on; --as names another format.`);
  return { ...file, format };
}
