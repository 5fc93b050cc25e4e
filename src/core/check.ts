/**
 * Checking one record: read, lift, prepare the tools, run the rules, and only then turn the places of what was found
 * into offsets. Everything here is relative to the record, so a result stays valid when lines above it change.
 */
import { formatById } from './formats/index.ts';
import { canLift, liftRecord } from './formats/lift.ts';
import type { FileHints, Format } from './formats/types.ts';
import { ColumnReader } from './dataset/columns.ts';
import { FactReader, type RecordFacts } from './dataset/facts.ts';
import { isPossibleAt, rebaseFix } from './record/fixEdits.ts';
import { isObject } from './json.ts';
import { createLocator, type KnownText, type Locator } from './record/locate.ts';
import { readRecord, type RecordText } from './record/record.ts';
import { rebase } from './rules/rebase.ts';
import type {
  CallSubject,
  FactsSubject,
  FileContext,
  Finding,
  FixDraft,
  OncePerFile,
  Problem,
  RecordSubject,
  Report,
  Rule,
  RuleCode,
  Severities,
  Severity,
  ToolSubject,
  Where,
} from './rules/types.ts';
import type { Call, Sample, ToolDef } from './sample.ts';
import type { PreparedTool, SchemaError, ToolCache } from './schema/types.ts';
import { type FindingFilter, recordIdOf } from './suppress.ts';
import { targetsOf } from './targets/index.ts';
import type { TargetProfile } from './targets/types.ts';
import { type Path, toPointer } from './text/path.ts';
import { textHash } from './text/textHash.ts';

/** Findings told for one record before the rest is only counted. */
export const maxProblemsPerRecord = 200;

/** Errors of one call's arguments that are looked at; more add nothing a person could read. */
const maxErrorsPerCall = 50;

/** A finding that is told once per file; the file's summary adds the counts up and tells it at the first place. */
export interface OnceFact {
  readonly code: RuleCode;
  readonly key: string;
  readonly severity: Severity;
  readonly count: number;
  readonly where: Where;
}

/** What makes two facts of a file the same finding. */
export function factKey(fact: {
  readonly code: RuleCode;
  readonly severity: Severity;
  readonly key: string;
}): string {
  return `${fact.code} ${fact.severity} ${fact.key}`;
}

/** What checking one record gave; all offsets are `recordOffset`s. */
export interface CheckedRecord {
  /** Ordered by place. */
  readonly problems: readonly Problem[];
  readonly once: readonly OnceFact[];
  /** How many findings were left out because of `maxProblemsPerRecord`. */
  readonly omitted: number;
  /** How many findings are not told because they are suppressed or known to a baseline; absent: none. */
  readonly dropped?: number;
  /** The record held a sample (it counts as one in summaries). */
  readonly isSample: boolean;
  /** What rules that compare records keep of it; present when it was asked for and the file is one of samples. */
  readonly facts?: RecordFacts;
}

/** Which rules to run: `fast` at a keystroke, `all` otherwise. */
export type Phase = 'fast' | 'all';

/** Checks records one by one and keeps prepared tools between them. */
export interface Checker {
  /** `withFacts` asks for `CheckedRecord.facts`; they cost about half of what reading the record's JSON does. */
  check(text: string, file: FileContext, phase?: Phase, withFacts?: boolean): CheckedRecord;
  readonly tools: ToolCache;
}

/** What the tool rules of a set say of a tool, as it is declared in a format. */
interface ToolFindings {
  readonly rules: RuleSet;
  readonly format: Format;
  readonly targets: readonly TargetProfile[];
  readonly nameKey: string;
  readonly hasDescription: boolean;
  readonly isStrict: boolean;
  readonly findings: readonly { readonly rule: Rule; readonly finding: Finding }[];
}

type ToolFindingsCache = WeakMap<PreparedTool, ToolFindings[]>;

/** Makes a checker; it keeps prepared tools between records, so make one and use it for as long as possible. */
export function createChecker(rules: readonly Rule[], tools: ToolCache): Checker {
  const toolFindings: ToolFindingsCache = new WeakMap();
  const facts = new FactReader(new ColumnReader());
  const always = phasesOf(rules.filter((rule) => !rule.needsTarget));
  const withTargets = phasesOf(rules);
  return {
    tools,
    check(text, file, phase = 'all', withFacts = false) {
      const phases = file.targets && file.targets.length > 0 ? withTargets : always;
      return checkRecord(text, file, phases[phase], tools, toolFindings, withFacts ? facts : undefined);
    },
  };
}

function phasesOf(rules: readonly Rule[]): Readonly<Record<Phase, RuleSet>> {
  return { fast: ruleSet(rules.filter((rule) => rule.phase === 'fast')), all: ruleSet(rules) };
}

interface RuleSet {
  readonly record: readonly Rule[];
  readonly tool: readonly Rule[];
  readonly call: readonly Rule[];
  readonly facts: readonly Rule[];
}

function ruleSet(rules: readonly Rule[]): RuleSet {
  return {
    record: rules.filter((rule) => rule.checkRecord),
    tool: rules.filter((rule) => rule.checkTool),
    call: rules.filter((rule) => rule.checkCall),
    facts: rules.filter((rule) => rule.checkFacts),
  };
}

function checkRecord(
  text: string,
  file: FileContext,
  rules: RuleSet,
  tools: ToolCache,
  toolFindings: ToolFindingsCache,
  factReader: FactReader | undefined,
): CheckedRecord {
  const record = readRecord(text);
  const collected = new Collector(record, file);
  let sample: Sample | undefined;
  let duplicateTexts: readonly Path[] = [];
  const { format } = file;
  if (format && record.value !== undefined && canLift(record.value, format)) {
    const hints: FileHints = { fileName: file.fileName, folders: file.folders, mapping: file.mapping };
    try {
      const lifted = liftRecord(record.value, format, hints, record.nestedKeys);
      sample = lifted.sample;
      duplicateTexts = lifted.duplicateTexts;
      collected.known = {
        hasUniqueKeys: !record.hasDuplicateKeys && duplicateTexts.length === 0,
        jsonTexts: lifted.jsonTexts,
      };
    } catch (error) {
      collected.crash(`the reader of format ${format.id}`, error);
    }
  }
  collected.checkRecord(rules.record, { record, file, sample, duplicateTexts });
  let facts: RecordFacts | undefined;
  if (sample && format) {
    const prepared = checkSample(record, sample, format, file, rules, tools, toolFindings, collected);
    if (factReader && file.kind === 'samples') {
      facts = factReader.read(record.value!, sample, prepared);
      const { questions, toolHashes } = factReader;
      collected.checkFacts(rules.facts, { file, sample, questions, toolHashes });
    }
  }
  return collected.finish(sample !== undefined, facts);
}

function checkSample(
  record: RecordText,
  sample: Sample,
  format: Format,
  file: FileContext,
  rules: RuleSet,
  tools: ToolCache,
  toolFindings: ToolFindingsCache,
  collected: Collector,
): readonly PreparedTool[] {
  const { kind, targets = noTargets } = file;
  const byName = new Map<string, { def: ToolDef; prepared: PreparedTool }>();
  const preparedTools: PreparedTool[] = [];
  for (const def of sample.tools ?? []) {
    const prepared = prepare(def, tools);
    preparedTools.push(prepared);
    if (def.name !== undefined && !byName.has(def.name)) byName.set(def.name, { def, prepared });
    for (const { rule, finding } of findingsOfTool(
      def,
      prepared,
      format,
      targets,
      rules,
      toolFindings,
      collected,
    )) {
      collected.add(rule, finding, def.path, true);
    }
  }
  const memo = new Map<object, unknown>();
  for (const turn of sample.turns) {
    for (const call of turn.calls) {
      const tool = call.name === undefined ? undefined : byName.get(call.name);
      const errors = tool && !call.acceptedAnswers ? argumentErrors(call, tool.prepared) : noErrors;
      const subject: CallSubject = {
        record,
        sample,
        preparedTools,
        memo,
        turn,
        call,
        tool,
        errors,
        kind,
        format,
        targets,
      };
      collected.checkCall(rules.call, subject);
    }
  }
  return preparedTools;
}

const noErrors: readonly SchemaError[] = [];

function argumentErrors(call: Call, prepared: PreparedTool): readonly SchemaError[] {
  if (call.arguments === undefined) return noErrors;
  return prepared.validator.isValid(call.arguments)
    ? noErrors
    : prepared.validator.errors(call.arguments, maxErrorsPerCall);
}

/** The prepared form of a definition, from the cache where an equal one was seen before. */
export function prepare(def: ToolDef, tools: ToolCache): PreparedTool {
  return tools.get(def.name ?? '', {
    parameters: def.parameters,
    required: def.required,
    shape: def.shape,
    parametersKey: def.parametersKey,
  });
}

/** What the tool rules say of a definition: computed once for all the samples that repeat it. */
function findingsOfTool(
  def: ToolDef,
  prepared: PreparedTool,
  format: Format,
  targets: readonly TargetProfile[],
  rules: RuleSet,
  cache: ToolFindingsCache,
  collected: Collector,
): ToolFindings['findings'] {
  let known = cache.get(prepared);
  if (!known) cache.set(prepared, (known = []));
  const { nameKey } = def;
  const hasDescription = def.description !== undefined && /\S/.test(def.description);
  const isStrict = isObject(def.raw) && def.raw.strict === true;
  for (const entry of known) {
    if (
      entry.rules === rules &&
      entry.format === format &&
      entry.targets === targets &&
      entry.isStrict === isStrict &&
      entry.hasDescription === hasDescription &&
      entry.nameKey === nameKey
    )
      return entry.findings;
  }
  const findings: { rule: Rule; finding: Finding }[] = [];
  const subject: ToolSubject = {
    prepared,
    nameKey,
    parametersKey: def.parametersKey,
    hasDescription,
    parameters: def.parameters,
    isStrict,
    format,
    targets,
  };
  for (const rule of rules.tool) {
    try {
      rule.checkTool!(subject, (finding) => void findings.push({ rule, finding }));
    } catch (error) {
      collected.crash(`the rule ${rule.code}`, error);
    }
  }
  known.push({ rules, format, targets, nameKey, hasDescription, isStrict, findings });
  return findings;
}

interface Found {
  readonly code: RuleCode;
  readonly severity: Severity;
  readonly finding: Finding;
  readonly base: Path;
  readonly habit: boolean;
}

/** Gathers findings of one record and locates them at the end, in one go. */
class Collector {
  readonly #record: RecordText;
  #found: Found[] = [];
  readonly #once = new Map<string, { fact: OnceFact; count: number }>();
  readonly #crashes: string[] = [];
  readonly #severities: Severities | undefined;
  readonly #filter: FindingFilter | undefined;
  #hash: string | undefined;
  readonly #tellsEach: ReadonlySet<string> | undefined;
  /** What lifting found out about the text, so that locating need not find it out again. */
  known: KnownText | undefined;
  /** The rule that reports now: one function serves all rules, since a closure for each would cost more than most rules. */
  #running: Rule | undefined;
  readonly #report: Report = (finding) => this.add(this.#running!, finding, rootPath, false);

  constructor(record: RecordText, file: FileContext) {
    this.#record = record;
    this.#severities = file.severities;
    this.#filter = file.filter;
    this.#tellsEach = file.tellsEach;
  }

  checkRecord(rules: readonly Rule[], subject: RecordSubject): void {
    for (const rule of rules) {
      this.#running = rule;
      try {
        rule.checkRecord!(subject, this.#report);
      } catch (error) {
        this.crash(`the rule ${rule.code}`, error);
      }
    }
  }

  checkFacts(rules: readonly Rule[], subject: FactsSubject): void {
    for (const rule of rules) {
      this.#running = rule;
      try {
        rule.checkFacts!(subject, this.#report);
      } catch (error) {
        this.crash(`the rule ${rule.code}`, error);
      }
    }
  }

  checkCall(rules: readonly Rule[], subject: CallSubject): void {
    for (const rule of rules) {
      this.#running = rule;
      try {
        rule.checkCall!(subject, this.#report);
      } catch (error) {
        this.crash(`the rule ${rule.code}`, error);
      }
    }
  }

  add(rule: Rule, finding: Finding, base: Path, isTool: boolean): void {
    const set = this.#severities?.[rule.code];
    if (set === 'off') return;
    const once = finding.oncePerFile;
    if (once && !this.#tellsEach?.has(rule.code)) this.#addOnce(rule, finding, once, base, set);
    else {
      const habit = finding.habit ?? isTool;
      const severity = set ?? once?.severity ?? rule.severity;
      this.#found.push({ code: rule.code, severity, finding, base, habit });
    }
  }

  #addOnce(rule: Rule, finding: Finding, once: OncePerFile, base: Path, set: Severity | undefined): void {
    const key = `${rule.code} ${once.key}`;
    const known = this.#once.get(key);
    if (known) {
      known.count++;
      return;
    }
    const where = rebase(finding.where, base);
    const severity = set ?? once.severity ?? rule.severity;
    this.#once.set(key, { fact: { code: rule.code, key: once.key, severity, count: 1, where }, count: 1 });
  }

  /** A crash is our bug; it must show, and must not hide the other findings. */
  crash(who: string, error: unknown): void {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.#crashes.push(
      `Callsmith could not finish checking this record: ${who} failed (${reason}). Please report it.`,
    );
  }

  /** When there are too many, errors come before warnings and hints: what decides an exit status is never left out. */
  #kept(): readonly Found[] {
    if (this.#found.length <= maxProblemsPerRecord) return this.#found;
    const rank: Record<Severity, number> = { error: 0, warning: 1, hint: 2 };
    return this.#found.toSorted((a, b) => rank[a.severity] - rank[b.severity]).slice(0, maxProblemsPerRecord);
  }

  /** Takes out what is suppressed or known to a baseline; how many that were. */
  #drop(): number | undefined {
    const filter = this.#filter;
    if (!filter || this.#found.length === 0) return undefined;
    const before = this.#found.length;
    this.#found = this.#found.filter((found) => !this.#isDropped(filter, found));
    return before - this.#found.length || undefined;
  }

  #isDropped(filter: FindingFilter, { code, finding, base }: Found): boolean {
    this.#hash ??= textHash(this.#record.text);
    const where = rebase(finding.where, base);
    const pointer = 'span' in where ? '' : toPointer(where.path);
    const id = filter.usesIds ? recordIdOf(this.#record.value) : undefined;
    return filter.drops({ code, recordHash: this.#hash, pointer }, id);
  }

  finish(isSample: boolean, facts: RecordFacts | undefined): CheckedRecord {
    const once = [...this.#once.values()].map(({ fact, count }) => ({ ...fact, count }));
    const dropped = this.#drop();
    if (this.#found.length === 0 && this.#crashes.length === 0)
      return { problems: noProblems, once, omitted: 0, dropped, isSample, facts };
    const locator = createLocator(this.#record.text, this.#record.value !== undefined, this.known);
    const kept = this.#kept();
    const problems: Problem[] = kept.map(({ code, severity, finding, base, habit }) => {
      const where = rebase(finding.where, base);
      return {
        code,
        severity,
        message: finding.message,
        span: locateSpan(locator, where),
        pointer: 'span' in where ? undefined : toPointer(where.path),
        related: (finding.related ?? []).map((r) => ({
          span: locateSpan(locator, rebase(r.where, base)),
          message: r.message,
        })),
        fixes: fixesOf(finding)
          .filter((fix) => isPossibleAt(fix, base))
          .map((fix) => rebaseFix(fix, base)),
        habit,
        ...(finding.oncePerFile && { once: finding.oncePerFile }),
      };
    });
    for (const message of this.#crashes) {
      problems.push({
        code: 'record.check-failed',
        severity: 'error',
        message,
        span: { start: 0, end: this.#record.text.length },
        pointer: '',
        related: [],
        fixes: [],
        habit: false,
      });
    }
    problems.sort(byPlace);
    return { problems, once, omitted: this.#found.length - kept.length, dropped, isSample, facts };
  }
}

const rootPath: Path = [];
const noTargets: readonly TargetProfile[] = [];
const noProblems: readonly Problem[] = [];

/** Fixes that were asked for: a tool's findings are told again for every sample that repeats the tool. */
const madeFixes = new WeakMap<Finding, readonly FixDraft[]>();

function fixesOf(finding: Finding): readonly FixDraft[] {
  if (!finding.lazyFixes) return finding.fixes ?? [];
  let fixes = madeFixes.get(finding);
  if (!fixes) madeFixes.set(finding, (fixes = finding.lazyFixes()));
  return fixes;
}

/** Order of findings everywhere: by place, then code, then words. */
export function byPlace(a: Problem, b: Problem): number {
  return (
    a.span.start - b.span.start ||
    a.span.end - b.span.end ||
    (a.code < b.code ? -1 : a.code > b.code ? 1 : 0) ||
    (a.message < b.message ? -1 : a.message > b.message ? 1 : 0)
  );
}

function locateSpan(locator: Locator, where: Where): Problem['span'] {
  return 'span' in where ? where.span : locator.locate(where).span;
}

/** Offsets of a fact's place in the text of its record. */
export function locateFact(recordText: string, where: Where): Problem['span'] {
  if ('span' in where) return where.span;
  return createLocator(recordText, readRecord(recordText).value !== undefined).locate(where).span;
}

/** Offsets of several places in the text of a record, read once. */
export function locateAll(recordText: string, wheres: readonly Where[]): Problem['span'][] {
  const locator = createLocator(recordText, readRecord(recordText).value !== undefined);
  return wheres.map((where) => locateSpan(locator, where));
}

/** The file context for a format id; `plain` and unknown ids check records only. */
export function fileContext(
  formatId: string,
  kind: FileContext['kind'],
  container: FileContext['container'],
  hints: FileHints = {},
  targets: readonly string[] = [],
): FileContext {
  const format = formatById(formatId, hints.mapping);
  return { container, kind, format, ...hints, targets: targetsOf(targets) };
}
