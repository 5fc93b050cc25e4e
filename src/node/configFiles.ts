/** Finding configuration files: the nearest `callsmith.config.json` above a file counts. */
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import {
  configFileName,
  type Config,
  maxConfigLength,
  parseConfig,
  suppressedIn,
  tooLongConfig,
} from '../core/config.ts';
import type { StatedLicence } from '../core/dataset/licence.ts';
import {
  type DatasetInfo,
  datasetInfoName,
  datasetMapping,
  parseDatasetInfo,
} from '../core/formats/datasetInfo.ts';
import type { Mapping } from '../core/formats/mapping.ts';
import type { SuppressSettings } from '../core/suppress.ts';
import { type FoundBaseline, knownIn, readBaseline } from './baselineFile.ts';
import { readLicences } from './licenceFiles.ts';
import type { SweepFailure } from '../core/sweep/types.ts';

/** A configuration and the folder it holds for. */
export interface FoundConfig {
  readonly folder: string;
  readonly config: Config;
  /** Of `config.baseline`, when it could be read. */
  readonly baseline?: FoundBaseline;
}

export interface ConfigFinder {
  /** The configuration for files in this folder (an absolute path); `undefined` when there is none, or it is broken. */
  forFolder(folder: string): FoundConfig | undefined;
  /** What a folder's card and licence file say of the data in it; read once. */
  licencesIn(folder: string): readonly StatedLicence[];
  /** What a `dataset_info.json` beside a file, or in the folder above, says of it; `path` is absolute. */
  mappingFor(path: string): Mapping | undefined;
  /** What was wrong with the configurations that were found so far. */
  readonly failures: readonly SweepFailure[];
}

/** A finder that remembers what it has read: make one for a run. */
export function createConfigFinder(
  nameOf: (path: string) => string = (path) => path,
  options: { readonly readBaselines: boolean } = { readBaselines: true },
): ConfigFinder {
  const known = new Map<string, FoundConfig | undefined>();
  const failures: SweepFailure[] = [];
  const read = (folder: string): FoundConfig | 'none' | 'broken' => {
    const path = join(folder, configFileName);
    const fail = (message: string): 'broken' => {
      failures.push({ path: nameOf(path), code: 'configuration', message });
      return 'broken';
    };
    let text: string;
    try {
      // Looked at first: reading a pipe would wait for ever, and a huge file would fill the memory.
      const stats = statSync(path);
      if (!stats.isFile()) return fail('It is not a file; remove it or write a configuration in its place.');
      if (stats.size > maxConfigLength) return fail(tooLongConfig);
      text = readFileSync(path, 'utf8');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return 'none';
      return fail(`It could not be read (${String(error)}).`);
    }
    const { config, problems } = parseConfig(text);
    for (const { message, line, column } of problems) {
      failures.push({ path: `${nameOf(path)}:${line}:${column}`, code: 'configuration', message });
    }
    if (!config) return 'broken';
    if (config.baseline === undefined || !options.readBaselines) return { folder, config };
    const baseline = readBaseline(join(folder, config.baseline));
    if (typeof baseline !== 'string') return { folder, config, baseline };
    failures.push({ path: nameOf(join(folder, config.baseline)), code: 'configuration', message: baseline });
    return { folder, config };
  };
  const licences = new Map<string, readonly StatedLicence[]>();
  const infos = new Map<string, DatasetInfo>();
  const infoOf = (folder: string): DatasetInfo => {
    let info = infos.get(folder);
    if (!info) infos.set(folder, (info = readDatasetInfo(join(folder, datasetInfoName))));
    return info;
  };
  return {
    failures,
    licencesIn(folder) {
      let stated = licences.get(folder);
      if (!stated) licences.set(folder, (stated = readLicences(folder)));
      return stated;
    },
    mappingFor(path) {
      const folder = dirname(path);
      const name = basename(path);
      return (
        datasetMapping(infoOf(folder), name) ??
        datasetMapping(infoOf(dirname(folder)), `${basename(folder)}/${name}`)
      );
    },
    forFolder(folder) {
      const passed: string[] = [];
      let found: FoundConfig | undefined;
      for (let at = folder; ;) {
        if (known.has(at)) {
          found = known.get(at);
          break;
        }
        passed.push(at);
        const here = read(at);
        // A broken one is not replaced by one further up: it would be checked in a way nobody asked for.
        if (here !== 'none') {
          found = here === 'broken' ? undefined : here;
          break;
        }
        const above = dirname(at);
        if (above === at) break;
        at = above;
      }
      for (const at of passed) known.set(at, found);
      return found;
    },
  };
}

/** Larger files are no list of data sets. */
const mostInfoBytes = 8 * 1024 * 1024;

/** It is another program's file: one that cannot be read says nothing. */
function readDatasetInfo(path: string): DatasetInfo {
  try {
    const stats = statSync(path);
    // Reading a pipe would wait for ever.
    if (!stats.isFile() || stats.size > mostInfoBytes) return { sets: [] };
    return parseDatasetInfo(readFileSync(path, 'utf8'));
  } catch {
    // Mostly there is none; what is wrong with one is for LLaMA-Factory to tell.
    return { sets: [] };
  }
}

/** `path` as the configuration's patterns see it. */
export function pathInConfig(found: FoundConfig, path: string): string {
  const inside = relative(found.folder, path);
  return sep === '/' ? inside : inside.split(sep).join('/');
}

/** What is not told of a file: what its configuration suppresses, and what a baseline knows (`given` beats the configuration's). */
export function suppressFor(
  found: FoundConfig | undefined,
  path: string,
  given?: FoundBaseline,
): SuppressSettings {
  const suppress = found ? suppressedIn(found.config, pathInConfig(found, path)) : [];
  const baseline = given ?? found?.baseline;
  return {
    ...(suppress.length > 0 && { suppress }),
    ...(baseline && { baseline: knownIn(baseline, path) }),
  };
}
