/** Finding data sets: files as named, and what folders hold. */
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { baselineFileName } from '../core/baseline.ts';
import { configFileName, configuredFormat, configuredTargets, isExcluded } from '../core/config.ts';
import { type CancellationToken, throwIfCancelled } from '../core/ports.ts';
import type { Severities } from '../core/rules/types.ts';
import type { FileSettings, SweepFailure } from '../core/sweep/types.ts';
import { failureOf } from './checkFile.ts';
import type { FoundBaseline } from './baselineFile.ts';
import { type ConfigFinder, pathInConfig, suppressFor } from './configFiles.ts';
import type { SweepInput } from './sweep.ts';

const dataFile = /\.(?:jsonl|ndjson|json)$/i;
const passedFolders = new Set(['node_modules', '__pycache__']);
/** Recorded runs: the lines in them are no samples. */
const recordedRun = /\.cstrace$/i;
/** Files whose names say that they are no data sets. */
const passedFiles = new Set([
  configFileName,
  baselineFileName,
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]);

export interface FoundFiles {
  /** Each once, in no promised order (a sweep puts them in order). */
  readonly inputs: readonly SweepInput[];
  readonly failures: readonly SweepFailure[];
  /** Files passed over because of their name or a configuration. */
  readonly skipped: number;
}

export interface WalkOptions {
  /** Settings that win over configurations. */
  readonly flagFormat?: string;
  readonly flagTargets?: readonly string[];
  /** Settings that configurations win over. */
  readonly settingFormat?: string;
  readonly settingSeverities?: Severities;
  readonly settingTargets?: readonly string[];
  readonly configs: ConfigFinder;
  /** A baseline instead of those that configurations name. */
  readonly baseline?: FoundBaseline;
}

/**
 * The data sets at `paths`, relative to `base`. Folders are walked: `.jsonl`, `.ndjson` and `.json` files, no hidden
 * ones, no `node_modules`, nothing of recorded runs (`*.cstrace`); links to files are followed, links to folders are not.
 * @throws CancelledError
 */
export async function findDataFiles(
  paths: readonly string[],
  base: string,
  options: WalkOptions,
  token?: CancellationToken,
): Promise<FoundFiles> {
  const inputs = new Map<string, SweepInput>();
  const failures: SweepFailure[] = [];
  let skipped = 0;
  const add = (path: string, name: string, size: number, named: boolean) => {
    if (inputs.get(path)?.named) return;
    inputs.set(path, { path, name, size, named, settings: settingsFor(path, options) });
  };
  const walk = async (folder: string, name: string): Promise<void> => {
    throwIfCancelled(token);
    const entries = await readdir(folder, { withFileTypes: true });
    const found = options.configs.forFolder(folder);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.') || entry.name.includes('\n')) continue;
      const path = join(folder, entry.name);
      const childName =
        name === '' ? entry.name : name.endsWith('/') ? name + entry.name : `${name}/${entry.name}`;
      if (entry.isDirectory()) {
        if (passedFolders.has(entry.name) || recordedRun.test(entry.name)) continue;
        if (found && isExcluded(found.config, pathInConfig(found, path))) continue;
        await walk(path, childName).catch((error: unknown) => {
          throwIfCancelled(token);
          failures.push({ path: childName, ...failureOf(error) });
        });
        continue;
      }
      if (!dataFile.test(entry.name)) continue;
      if (passedFiles.has(entry.name) || (found && isExcluded(found.config, pathInConfig(found, path)))) {
        skipped++;
        continue;
      }
      try {
        const { size, ...stats } = await statFile(path);
        if (stats.isFile) add(path, childName, size, false);
      } catch (error) {
        failures.push({ path: childName, ...failureOf(error) });
      }
    }
  };
  for (const given of paths) {
    throwIfCancelled(token);
    const path = resolve(base, given);
    const name = displayName(given);
    try {
      const stats = await stat(path);
      if (stats.isDirectory()) await walk(path, name === '.' ? '' : name);
      else add(path, name, stats.isFile() ? stats.size : 0, true);
    } catch (error) {
      throwIfCancelled(token);
      failures.push({ path: name, ...failureOf(error) });
    }
  }
  return { inputs: [...inputs.values()], failures, skipped };
}

async function statFile(path: string): Promise<{ size: number; isFile: boolean }> {
  const stats = await stat(path);
  return { size: stats.size, isFile: stats.isFile() };
}

/** As the person wrote it, with `/`, without a trailing one. */
function displayName(given: string): string {
  const name = sep === '/' ? given : given.split(sep).join('/');
  return name.length > 1 ? name.replace(/^\.\/(?=.)/, '').replace(/\/+$/, '') || '/' : name;
}

/** What holds for a file: flag over configuration over setting, for each of format, severities and targets. */
export function settingsFor(path: string, options: WalkOptions): FileSettings {
  const found = options.configs.forFolder(dirname(path));
  const configured = found && configuredFormat(found.config, pathInConfig(found, path));
  const { flagFormat, settingFormat, settingSeverities } = options;
  const chosen: FileSettings['chosen'] = flagFormat
    ? { id: flagFormat, by: 'flag' }
    : configured
      ? { id: configured.format, by: 'config' }
      : settingFormat
        ? { id: settingFormat, by: 'setting' }
        : undefined;
  const severities = found ? { ...settingSeverities, ...found.config.rules } : settingSeverities;
  const targets =
    options.flagTargets ??
    (found && configuredTargets(found.config, pathInConfig(found, path))) ??
    options.settingTargets;
  // A mapping of the configuration counts only where its format was chosen.
  const mapping = chosen?.by === 'config' ? configured?.mapping : undefined;
  const licences = options.configs.licencesIn(dirname(path));
  return {
    chosen,
    severities,
    targets,
    mapping: mapping ?? options.configs.mappingFor(path),
    ...(licences.length > 0 && { licences }),
    ...suppressFor(found, path, options.baseline),
  };
}
