/** Every id of the extension. A test compares this file with package.json, titles included. */

export const extensionId = 'callsmith.callsmith';

/** Languages whose documents hold one record a line. */
export const lineLanguages = ['jsonl'] as const;

export const commands = {
  checkFile: 'callsmith.check.file',
  checkFolder: 'callsmith.check.folder',
  clearResults: 'callsmith.check.clear',
  pickFormat: 'callsmith.format.pick',
  pickTargets: 'callsmith.target.pick',
  showStatus: 'callsmith.status.show',
  openRule: 'callsmith.rule.open',
  nextProblem: 'callsmith.problem.next',
  openAsJsonl: 'callsmith.language.useJsonl',
  showLog: 'callsmith.log.show',
  installCli: 'callsmith.cli.install',
} as const;

export const settings = {
  section: 'callsmith',
  enabled: 'validate.enabled',
  format: 'validate.format',
  rules: 'validate.rules',
  targets: 'validate.targets',
  threads: 'sweep.threads',
} as const;

/** Scheme of the read-only documents that hold the rules' pages. */
export const ruleScheme = 'callsmith-rule';

/** Keys of what is remembered for a workspace. */
export const memory = {
  /** Format picked for a file, by uri. */
  pickedFormats: 'callsmith.pickedFormats',
  /** Targets picked for the workspace; absent: configuration and setting decide. */
  pickedTargets: 'callsmith.pickedTargets',
  /** Uris for which the switch to `jsonl` was offered already. */
  offeredJsonl: 'callsmith.offeredJsonl',
} as const;
