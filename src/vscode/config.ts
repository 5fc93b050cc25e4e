/** `callsmith.config.json` in the editor: the nearest one above a file counts, as on the command line. */
import * as vscode from 'vscode';
import { type Baseline, parseBaseline, pathFrom } from '../core/baseline.ts';
import {
  type Config,
  configFileName,
  configuredFormat,
  type ConfiguredFormat,
  configuredTargets,
  isExcluded,
  maxConfigLength,
  parseConfig,
  suppressedIn,
  tooLongConfig,
} from '../core/config.ts';
import {
  cardName,
  licenceBytes,
  licenceNames,
  licenceOfCard,
  licenceOfText,
  type StatedLicence,
} from '../core/dataset/licence.ts';
import {
  type DatasetInfo,
  datasetInfoName,
  datasetMapping,
  parseDatasetInfo,
} from '../core/formats/datasetInfo.ts';
import type { Mapping } from '../core/formats/mapping.ts';
import type { Severities } from '../core/rules/types.ts';
import type { SuppressSettings } from '../core/suppress.ts';
import type { TargetId } from '../core/targets/types.ts';
import type { ReadSmallFile } from './smallFiles.ts';

/** How far up a configuration is looked for. */
const maxLevels = 20;

export interface FoundConfig {
  readonly folder: vscode.Uri;
  readonly config: Config;
  /** Of `config.baseline`, with the folder that its paths are relative to. */
  readonly baseline?: { readonly folder: vscode.Uri; readonly files: Baseline };
}

/** Larger files are no list of data sets. */
const mostInfoBytes = 8 * 1024 * 1024;

/** A baseline of a million findings is shorter. */
const mostBaselineBytes = 256 * 1024 * 1024;

/**
 * Finds, reads and watches configurations, and shows what is wrong with them in Problems; and the `dataset_info.json` of
 * LLaMA-Factory, which may say where a file keeps its parts.
 */
export class ConfigReader implements vscode.Disposable {
  readonly #known = new Map<string, Promise<FoundConfig | 'none' | 'broken'>>();
  readonly #infos = new Map<string, Promise<DatasetInfo>>();
  readonly #problems = vscode.languages.createDiagnosticCollection('callsmith config');
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  /** A configuration, or a `dataset_info.json`, was written, created or deleted. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly log: vscode.LogOutputChannel,
    private readonly read: ReadSmallFile,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher(`**/${configFileName}`);
    const forget = (uri: vscode.Uri) => {
      this.#known.delete(parent(uri).toString());
      this.#problems.delete(uri);
      this.#changed.fire();
    };
    // A baseline is written by the command line, under whatever name the configuration gives it.
    const baselines = vscode.workspace.createFileSystemWatcher('**/*baseline*.json');
    const infoWatcher = vscode.workspace.createFileSystemWatcher(`**/${datasetInfoName}`);
    const forgetInfo = (uri: vscode.Uri) => {
      this.#infos.delete(parent(uri).toString());
      this.#changed.fire();
    };
    this.#subscriptions = [
      watcher,
      baselines,
      baselines.onDidChange(() => this.refresh()),
      baselines.onDidCreate(() => this.refresh()),
      baselines.onDidDelete(() => this.refresh()),
      infoWatcher,
      infoWatcher.onDidChange(forgetInfo),
      infoWatcher.onDidCreate(forgetInfo),
      infoWatcher.onDidDelete(forgetInfo),
      this.#problems,
      this.#changed,
      watcher.onDidChange(forget),
      watcher.onDidCreate(forget),
      watcher.onDidDelete(forget),
    ];
  }

  /** Reads everything anew: a configuration was changed by ourselves, perhaps where nothing is watched. */
  refresh(): void {
    this.#known.clear();
    this.#changed.fire();
  }

  /** The configuration for a file; `undefined` when there is none, or the nearest one is broken. */
  async for(uri: vscode.Uri): Promise<FoundConfig | undefined> {
    if (uri.scheme === 'untitled') return undefined;
    const folders = foldersAbove(uri);
    // All are asked for at once: one after the other, the answers of a remote machine would add up.
    for (const reading of folders.map((folder) => this.#read(folder))) {
      const config = await reading;
      if (config === 'broken') return undefined;
      if (config !== 'none') return config;
    }
    return undefined;
  }

  /**
   * The same, from disk: for who is about to write. What is known may be older, by the time that a watcher takes to tell, or
   * for good where nothing is watched.
   */
  fromDisk(uri: vscode.Uri): Promise<FoundConfig | undefined> {
    for (const folder of foldersAbove(uri)) this.#known.delete(folder.toString());
    return this.for(uri);
  }

  /** What the card and the licence file beside a file say; see core/dataset/licence.ts. */
  async licencesOf(uri: vscode.Uri): Promise<readonly StatedLicence[]> {
    const folder = parent(uri);
    const cards = [folder, parent(folder)].map(
      (at) => [vscode.Uri.joinPath(at, cardName), licenceOfCard] as const,
    );
    const files = licenceNames.map((name) => [vscode.Uri.joinPath(folder, name), licenceOfText] as const);
    const stated: StatedLicence[] = [];
    const read = [...cards, ...files].map(
      async ([file, licenceOf]) => [file, licenceOf(await this.#readHead(file))] as const,
    );
    for (const [file, licence] of await Promise.all(read)) {
      const name = file.path.split('/').at(-1)!;
      if (licence !== undefined && !stated.some((one) => one.file === name))
        stated.push({ file: name, licence });
    }
    return stated;
  }

  /** `''` when there is none; what cannot be read says nothing of a licence either. */
  async #readHead(uri: vscode.Uri): Promise<string> {
    const file = await this.read(uri, 16 * licenceBytes);
    return file.kind === 'read' ? new TextDecoder().decode(file.bytes.subarray(0, licenceBytes)) : '';
  }

  /** What a `dataset_info.json` beside a file, or in the folder above, says of it. */
  async mappingFor(uri: vscode.Uri): Promise<Mapping | undefined> {
    if (uri.scheme === 'untitled') return undefined;
    const folder = parent(uri);
    const names = uri.path.split('/').slice(-2);
    const [here, above] = await Promise.all([this.#info(folder), this.#info(parent(folder))]);
    return datasetMapping(here, names.at(-1)!) ?? datasetMapping(above, names.join('/'));
  }

  #info(folder: vscode.Uri): Promise<DatasetInfo> {
    const key = folder.toString();
    let reading = this.#infos.get(key);
    if (!reading) this.#infos.set(key, (reading = this.#readInfo(folder)));
    return reading;
  }

  #read(folder: vscode.Uri): Promise<FoundConfig | 'none' | 'broken'> {
    const key = folder.toString();
    let reading = this.#known.get(key);
    if (!reading) {
      reading = this.#readFolder(folder);
      this.#known.set(key, reading);
    }
    return reading;
  }

  async #readFolder(folder: vscode.Uri): Promise<FoundConfig | 'none' | 'broken'> {
    const uri = vscode.Uri.joinPath(folder, configFileName);
    const file = await this.read(uri, maxConfigLength);
    switch (file.kind) {
      case 'none':
        return 'none';
      case 'no-file':
        this.log.warn(`${uri.path}: not a file`);
        return 'broken';
      case 'too-long':
        this.#report(uri, [{ message: tooLongConfig, range: new vscode.Range(0, 0, 0, 1) }]);
        return 'broken';
      case 'failed':
        // Worth a line in the log, and counts as none.
        this.log.debug(`${uri.path}: ${String(file.error)}`);
        return 'none';
    }
    const { config, problems } = parseConfig(new TextDecoder().decode(file.bytes));
    this.#report(
      uri,
      problems.map(({ message, line, column, span }) => {
        const start = new vscode.Position(line - 1, column - 1);
        const range = new vscode.Range(start, start.translate(0, Math.max(1, span.end - span.start)));
        return { message, range };
      }),
    );
    if (!config) return 'broken';
    return { folder, config, baseline: await this.#readBaseline(folder, config) };
  }

  #report(uri: vscode.Uri, found: readonly { message: string; range: vscode.Range }[]): void {
    this.#problems.set(
      uri,
      found.map(({ message, range }) => {
        const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
        diagnostic.source = 'callsmith';
        return diagnostic;
      }),
    );
  }

  async #readBaseline(folder: vscode.Uri, { baseline }: Config): Promise<FoundConfig['baseline']> {
    if (baseline === undefined) return undefined;
    const uri = vscode.Uri.joinPath(folder, baseline);
    const file = await this.read(uri, mostBaselineBytes);
    if (file.kind !== 'read') {
      const why = file.kind === 'failed' ? String(file.error) : file.kind;
      this.log.warn(`${uri.path}: the baseline could not be read, so everything is told (${why})`);
      return undefined;
    }
    const files = parseBaseline(new TextDecoder().decode(file.bytes));
    if (files) return { folder: parent(uri), files };
    this.log.warn(`${uri.path}: it is no baseline, so everything is told`);
    return undefined;
  }

  /** It is another program's file: one that cannot be read says nothing. Mostly there is none. */
  async #readInfo(folder: vscode.Uri): Promise<DatasetInfo> {
    const file = await this.read(vscode.Uri.joinPath(folder, datasetInfoName), mostInfoBytes);
    return file.kind === 'read' ? parseDatasetInfo(new TextDecoder().decode(file.bytes)) : { sets: [] };
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

/** What a configuration says of a file's format. */
export function formatIn(found: FoundConfig, uri: vscode.Uri): ConfiguredFormat | undefined {
  return configuredFormat(found.config, relativePath(found, uri));
}

/** The targets that a configuration sets for a file; `undefined` when it says nothing of them. */
export function targetsIn(found: FoundConfig, uri: vscode.Uri): readonly TargetId[] | undefined {
  return configuredTargets(found.config, relativePath(found, uri));
}

/** The configuration says that the file is not to be checked. */
export function isExcludedIn(found: FoundConfig, uri: vscode.Uri): boolean {
  return isExcluded(found.config, relativePath(found, uri));
}

/** Severities set for a file: those of the configuration over those of the settings. */
export function severitiesIn(found: FoundConfig | undefined, settings: Severities): Severities {
  return found ? { ...settings, ...found.config.rules } : settings;
}

/** What is not told of a file: suppressed by the configuration, or known to its baseline. */
export function suppressIn(found: FoundConfig | undefined, uri: vscode.Uri): SuppressSettings {
  if (!found) return {};
  const suppress = suppressedIn(found.config, relativePath(found, uri));
  const { baseline } = found;
  return {
    ...(suppress.length > 0 && { suppress }),
    ...(baseline && { baseline: baseline.files.get(pathFrom(baseline.folder.path, uri.path)) ?? {} }),
  };
}

/** The file's path from the folder, with `/`. */
export function relativePath({ folder }: { readonly folder: vscode.Uri }, uri: vscode.Uri): string {
  const base = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  return uri.path.startsWith(base) ? uri.path.slice(base.length) : uri.path;
}

/** The file's folder, and those above it. */
function foldersAbove(uri: vscode.Uri): vscode.Uri[] {
  const folders = [parent(uri)];
  for (let level = 1; level < maxLevels; level++) {
    const above = parent(folders.at(-1)!);
    if (above.path === folders.at(-1)!.path) break;
    folders.push(above);
  }
  return folders;
}

function parent(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(uri, '..');
}
