/** The files beside a data set that Check Answer reads: expected answers, and a model's outputs. */
import * as vscode from 'vscode';
import type { RowIndex } from '../core/check/answerFiles.ts';
import { indexAnswers, indexOutputs, type ExpectedAnswer } from '../core/check/answerFiles.ts';
import { detectContainer, splitRecords } from '../core/container.ts';
import type { OutputRow } from '../core/check/outputs.ts';
import { configuredRows } from '../core/config.ts';
import type { Service } from '../core/service.ts';
import { type ConfigReader, relativePath } from './config.ts';
import { hintsOf, type Session } from './session.ts';
import { UserError } from './run.ts';
import type { ReadSmallFile } from './smallFiles.ts';

/** Larger files are for the command line. */
const mostBytes = 64 * 1024 * 1024;

/** Where the leaderboard keeps the answers of a file of questions. */
const usualFolders = ['possible_answer', 'possible_answers'];

/** Rows of a file, with its name for sentences. */
export interface NamedRows<Row> {
  readonly name: string;
  readonly rows: RowIndex<Row>;
}

export interface FilesOfDataSet {
  readonly expected?: NamedRows<ExpectedAnswer>;
  readonly outputs?: NamedRows<OutputRow>;
}

interface Cached {
  readonly stamp: string;
  readonly rows: RowIndex<unknown>;
}

/** Reads them, and keeps what was read for as long as the files on disk stay the same. */
export class AnswerFiles {
  readonly #cache = new Map<string, Cached>();

  constructor(
    private readonly service: Service,
    private readonly configs: ConfigReader,
    private readonly read: ReadSmallFile,
  ) {}

  /** @throws UserError for a file that the configuration names and that cannot be read. */
  async of(session: Session): Promise<FilesOfDataSet> {
    const { uri } = session.document;
    if (session.document.isUntitled) return {};
    const answers = (await this.#configured(uri, 'answers')) ?? (await this.#usual(uri));
    const outputs = await this.#configured(uri, 'outputs');
    return {
      ...(answers && {
        expected: await this.#rows(uri, answers, 'answers', (records, place) => {
          const hints = hintsOf(place);
          const texts = records.slice(0, 50).map(({ text }) => text);
          const format = this.service.recognize(texts, 'jsonl', hints);
          return indexAnswers(records, this.service.contextOf(format, hints));
        }),
      }),
      ...(outputs && {
        outputs: await this.#rows(uri, outputs, 'outputs', (records) => indexOutputs(records)),
      }),
    };
  }

  async #configured(uri: vscode.Uri, what: 'answers' | 'outputs'): Promise<vscode.Uri | undefined> {
    const found = await this.configs.for(uri);
    const path = found && configuredRows(found.config, relativePath(found, uri), what);
    return path === undefined ? undefined : vscode.Uri.joinPath(found!.folder, path);
  }

  async #usual(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    for (const folder of usualFolders) {
      const place = vscode.Uri.joinPath(uri, '..', folder, name);
      if ((await stampOf(place)) !== undefined) return place;
    }
    return undefined;
  }

  async #rows<Row>(
    dataSet: vscode.Uri,
    uri: vscode.Uri,
    what: 'answers' | 'outputs',
    index: (records: { text: string; line: number }[], place: vscode.Uri) => RowIndex<Row>,
  ): Promise<NamedRows<Row>> {
    const name = relativePath({ folder: vscode.Uri.joinPath(dataSet, '..') }, uri);
    const key = `${what} ${uri.toString()}`;
    const stamp = await stampOf(uri);
    const known = this.#cache.get(key);
    if (known && stamp !== undefined && known.stamp === stamp)
      return { name, rows: known.rows as RowIndex<Row> };
    const file = await this.read(uri, mostBytes);
    if (file.kind !== 'read') {
      const why =
        file.kind === 'too-long'
          ? vscode.l10n.t('it is over 64 MB; use callsmith answers on the command line')
          : file.kind === 'none'
            ? vscode.l10n.t('there is no such file')
            : vscode.l10n.t('it cannot be read');
      throw new UserError(
        vscode.l10n.t('{0}, which the configuration names: {1}.', vscode.workspace.asRelativePath(uri), why),
      );
    }
    const records = recordsIn(new TextDecoder().decode(file.bytes), name);
    const rows = index(records, uri);
    if (stamp !== undefined) this.#cache.set(key, { stamp, rows });
    return { name, rows };
  }
}

/** What changes when the file does; `undefined` when there is none. */
async function stampOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { mtime, size } = await vscode.workspace.fs.stat(uri);
    return `${mtime} ${size}`;
  } catch {
    // No file, or none that can be asked about: reading it tells why.
    return undefined;
  }
}

/** The records of a text: the elements of an array, or its lines. */
function recordsIn(text: string, name: string): { text: string; line: number }[] {
  const { container } = detectContainer(text, true, name);
  let line = 1;
  let at = 0;
  return splitRecords(text, container === 'array' ? 'array' : 'jsonl')
    .map(({ start, end }) => {
      for (; at < start; at++) if (text.charCodeAt(at) === 10) line++;
      return { text: text.slice(start, end), line };
    })
    .filter((record) => record.text.trim() !== '');
}
