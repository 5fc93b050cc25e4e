/** The baseline of a run of `callsmith check`: which one holds, and gathering the findings for a new one. */
import { dirname, resolve } from 'node:path';
import { baselineFileName } from '../core/baseline.ts';
import { findingIdentity, type KnownFindings } from '../core/suppress.ts';
import type { SweepFinding } from '../core/sweep/types.ts';
import { type FoundBaseline, pathInBaseline, readBaseline, saveBaseline } from '../node/baselineFile.ts';
import type { ConfigFinder } from '../node/configFiles.ts';
import { UserError } from './io.ts';

export interface BaselineFlags {
  readonly baseline?: string;
  readonly writeBaseline?: boolean;
}

/** The baseline that was given by flag. @throws UserError when it cannot be read. */
export function givenBaseline(flags: BaselineFlags, cwd: string): FoundBaseline | undefined {
  if (flags.baseline === undefined) return undefined;
  const found = readBaseline(resolve(cwd, flags.baseline));
  if (typeof found === 'string') throw new UserError(`${flags.baseline}: ${found}`);
  return found;
}

/** Gathers the findings of a run, file by file, and writes them. */
export class BaselineWriter {
  /** By baseline path, then by data file. */
  readonly #baselines = new Map<string, Map<string, Map<string, string[]>>>();
  #findings = 0;

  constructor(
    private readonly flags: BaselineFlags,
    private readonly cwd: string,
    private readonly configs: ConfigFinder,
  ) {}

  /** A file was checked, perhaps without findings. */
  file(path: string): void {
    this.#of(path);
  }

  add(path: string, findings: readonly SweepFinding[]): void {
    const known = this.#of(path);
    for (const finding of findings) {
      const list = known.get(finding.code);
      if (list) list.push(findingIdentity(finding));
      else known.set(finding.code, [findingIdentity(finding)]);
      this.#findings++;
    }
  }

  /** Writes what was gathered; what older baselines say of files that were not checked stays. Paths of the baselines. */
  save(): { readonly paths: readonly string[]; readonly findings: number } {
    for (const [path, files] of this.#baselines) {
      const before = readBaseline(path);
      const merged = new Map<string, KnownFindings>(typeof before === 'string' ? [] : before.files);
      for (const [file, known] of files) merged.set(file, Object.fromEntries(known));
      saveBaseline(path, merged);
    }
    return { paths: [...this.#baselines.keys()], findings: this.#findings };
  }

  #of(path: string): Map<string, string[]> {
    const baseline = this.#baselineFor(path);
    let files = this.#baselines.get(baseline);
    if (!files) this.#baselines.set(baseline, (files = new Map()));
    const name = pathInBaseline(dirname(baseline), path);
    let known = files.get(name);
    if (!known) files.set(name, (known = new Map()));
    return known;
  }

  /** The one given, else the one of the file's configuration, else one beside where the command runs. */
  #baselineFor(path: string): string {
    if (this.flags.baseline !== undefined) return resolve(this.cwd, this.flags.baseline);
    const found = this.configs.forFolder(dirname(path));
    return found?.config.baseline !== undefined
      ? resolve(found.folder, found.config.baseline)
      : resolve(this.cwd, baselineFileName);
  }
}
