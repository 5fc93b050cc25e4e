/** Every id of the extension. A test compares this file with package.json, titles included. */

export const extensionId = 'callsmith.callsmith';

/** Languages whose documents hold one record a line. */
export const lineLanguages = ['jsonl'] as const;

export const commands = {
  checkFile: 'callsmith.check.file',
  checkFolder: 'callsmith.check.folder',
  clearResults: 'callsmith.check.clear',
  fixFile: 'callsmith.fix.file',
  toLines: 'callsmith.fix.toLines',
  pickFormat: 'callsmith.format.pick',
  pickTargets: 'callsmith.target.pick',
  showStatus: 'callsmith.status.show',
  openRule: 'callsmith.rule.open',
  nextProblem: 'callsmith.problem.next',
  suppressFinding: 'callsmith.finding.suppress',
  showProblem: 'callsmith.problem.show',
  checkAnswer: 'callsmith.answer.check',
  checkAnswers: 'callsmith.answer.checkFile',
  modelAnswer: 'callsmith.answer.askModel',
  regenerateThought: 'callsmith.thought.regenerate',
  regenerateAnswer: 'callsmith.answer.regenerate',
  editPrompt: 'callsmith.prompt.edit',
  acceptChange: 'callsmith.change.accept',
  rejectChange: 'callsmith.change.reject',
  retryChange: 'callsmith.change.retry',
  showWeights: 'callsmith.heat.show',
  paintHeat: 'callsmith.heat.paint',
  scoreSample: 'callsmith.heat.score',
  openRun: 'callsmith.trace.open',
  openDemoRun: 'callsmith.trace.openDemo',
  selectBackend: 'callsmith.backend.select',
  removeKey: 'callsmith.backend.removeKey',
  editSample: 'callsmith.sample.edit',
  newSample: 'callsmith.sample.new',
  showInFile: 'callsmith.sample.showInFile',
  nextSample: 'callsmith.sample.next',
  previousSample: 'callsmith.sample.previous',
  nextProblemSample: 'callsmith.sample.nextProblem',
  previousProblemSample: 'callsmith.sample.previousProblem',
  goToSample: 'callsmith.sample.goTo',
  renameInFile: 'callsmith.rename.inFile',
  openAsJsonl: 'callsmith.language.useJsonl',
  showLog: 'callsmith.log.show',
  report: 'callsmith.problem.report',
  installCli: 'callsmith.cli.install',
  getStarted: 'callsmith.start.show',
  openExample: 'callsmith.example.open',
} as const;

export const settings = {
  section: 'callsmith',
  enabled: 'validate.enabled',
  format: 'validate.format',
  rules: 'validate.rules',
  targets: 'validate.targets',
  threads: 'sweep.threads',
  codeLens: 'codeLens.enabled',
  answersProfile: 'answers.profile',
  answersWithout: 'answers.without',
  hintNames: 'inlayHints.argumentNames',
  hintTypes: 'inlayHints.argumentTypes',
  hintLengths: 'inlayHints.lengths',
} as const;

/** Below `callsmith.backend`; all machine-scoped, so that no folder can redirect what is sent. */
export const backendSettings = {
  area: 'backend',
  use: 'use',
  baseUrl: 'baseUrl',
  model: 'model',
  kind: 'kind',
  prices: 'prices',
  timeoutSeconds: 'timeoutSeconds',
  firstTokenSeconds: 'firstTokenSeconds',
  idleSeconds: 'idleSeconds',
  maxReplyCharacters: 'maxReplyCharacters',
  attempts: 'attempts',
} as const;

/** Below `callsmith.thought`. */
export const thoughtSettings = {
  area: 'thought',
  strategy: 'strategy',
  maxCharacters: 'maxCharacters',
  judgeModel: 'judgeModel',
} as const;

/** Below `callsmith.trace`. */
export const traceSettings = {
  area: 'trace',
  folders: 'folders',
  tokenizer: 'tokenizer',
} as const;

/** The heatmap's page. */
export const heatmapView = 'callsmith.heatmap';

/** Below `callsmith.judges`. */
export const judgeSettings = {
  area: 'judges',
  models: 'models',
  rule: 'rule',
  threshold: 'threshold',
} as const;

/** Scheme of the two sides in which what a model wrote is compared with what is there. */
export const changeScheme = 'callsmith-change';

/** The walkthrough in package.json. */
export const walkthroughId = 'getStarted';

/** Keys that `when` clauses of package.json ask for. */
export const contexts = {
  /** The active editor shows a data set. */
  isDataSet: 'callsmith.isDataSet',
} as const;

/** Scheme of the read-only documents that hold the rules' pages. */
export const ruleScheme = 'callsmith-rule';

/** Scheme, language and file extension of samples that are open by themselves. */
export const sampleScheme = 'callsmith-sample';
export const sampleLanguage = 'callsmith-sample';
export const sampleExtension = '.callsmith';

/** Keys of what is remembered for a workspace. */
export const memory = {
  /** Format picked for a file, by uri. */
  pickedFormats: 'callsmith.pickedFormats',
  /** Targets picked for the workspace; absent: configuration and setting decide. */
  pickedTargets: 'callsmith.pickedTargets',
  /** Origins that the person agreed to send samples to. */
  consentedHosts: 'callsmith.consentedHosts',
  /** The model of VS Code's that was picked. */
  pickedLanguageModel: 'callsmith.pickedLanguageModel',
  /** Uris for which the switch to `jsonl` was offered already. */
  offeredJsonl: 'callsmith.offeredJsonl',
  /** Folders of recorded runs that were opened by themselves. */
  openedRuns: 'callsmith.openedRuns',
  /** Where the records of open samples stand that were saved since, by the sample's uri. */
  sampleAddresses: 'callsmith.sampleAddresses',
} as const;
