/** The files beside a data set that say something of its licence. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  cardName,
  licenceBytes,
  licenceNames,
  licenceOfCard,
  licenceOfText,
  type StatedLicence,
} from '../core/dataset/licence.ts';

/** What the card of a folder (or of the one above) and its licence file say. */
export function readLicences(folder: string): readonly StatedLicence[] {
  const stated: StatedLicence[] = [];
  const add = (path: string, licenceOf: (text: string) => string | undefined) => {
    const file = basename(path);
    const licence = stated.some((one) => one.file === file) ? undefined : licenceOf(readHead(path));
    if (licence !== undefined) stated.push({ file, licence });
  };
  add(join(folder, cardName), licenceOfCard);
  add(join(dirname(folder), cardName), licenceOfCard);
  for (const name of licenceNames) add(join(folder, name), licenceOfText);
  return stated;
}

/** The beginning of a file; `''` when there is none that can be read. */
function readHead(path: string): string {
  try {
    // Opening a pipe would wait for ever.
    if (!statSync(path).isFile()) return '';
    const handle = openSync(path, 'r');
    try {
      const bytes = Buffer.allocUnsafe(licenceBytes);
      return bytes.toString('utf8', 0, readSync(handle, bytes, 0, bytes.length, 0));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
    return '';
  }
}
