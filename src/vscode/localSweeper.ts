/**
 * Checking texts in the extension host's own thread, in pieces small enough for others to come in between: for files
 * that no worker of ours can read and no browser is there to start one (virtual workspaces on the desktop).
 */
import * as vscode from 'vscode';
import type { Service } from '../core/service.ts';
import type { FileSettings } from '../core/sweep/types.ts';
import { TextSweep } from '../core/sweep/textSweep.ts';
import type { FromSweepWorker } from '../protocol/sweep.ts';
import type { TextSweeper } from './ports.web.ts';
import { nextTurn } from './run.ts';

/** Of the text, in UTF-16 units: a piece takes some milliseconds to check. */
const pieceLength = 64 * 1024;

export class LocalSweeper implements TextSweeper {
  #stopped: Error | undefined;

  constructor(private readonly service: Service) {}

  async check(
    path: string,
    text: string,
    settings: FileSettings,
    skipPlainJson: boolean,
    take: (message: FromSweepWorker) => void,
  ): Promise<void> {
    const folders = path.split('/').filter((name) => name !== '');
    const fileName = folders.pop();
    const mayPassOver = skipPlainJson && /\.json$/i.test(path);
    const task = 0;
    const sweep = new TextSweep(this.service, { fileName, folders: folders.reverse() }, settings, {});
    for (let from = 0; from === 0 || from < text.length; from += pieceLength) {
      if (this.#stopped) throw this.#stopped;
      const last = from + pieceLength >= text.length;
      for (const swept of sweep.push(text.slice(from, from + pieceLength), last)) {
        if (swept.type === 'part') take({ type: 'part', task, part: swept.part });
        else if (swept.type === 'no-data-set') {
          const message = vscode.l10n.t('it is no data set: neither lines of JSON nor a JSON document');
          take(
            mayPassOver
              ? { type: 'skipped', task }
              : { type: 'failed', task, failure: { code: 'not-a-data-set', message } },
          );
        } else if (mayPassOver && swept.format.id === 'plain' && swept.format.decidedBy === 'vote') {
          take({ type: 'skipped', task });
          return;
        } else take({ type: 'opened', task, format: swept.format, size: text.length, inRanges: false });
      }
      await nextTurn();
    }
  }

  stop(error: Error): void {
    this.#stopped ??= error;
  }
}
