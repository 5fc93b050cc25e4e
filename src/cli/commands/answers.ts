/** `callsmith answers`: are calls right? Judges models' outputs, or a data set's own calls, against the expected ones. */
import { readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { isObject, type JsonObject } from '../../core/json.ts';
import { judge, type AnswerCase } from '../../core/check/evaluate.ts';
import { readCase } from '../../core/check/cases.ts';
import { loadCodeDecoders } from '../../core/check/codeAnswers.ts';
import type { CodeDecoders } from '../../core/check/decode.ts';
import type { ReferenceCall } from '../../core/check/fair.ts';
import { dictOf } from '../../core/check/fairValues.ts';
import { idOf, readOutputRow, type OutputRow } from '../../core/check/outputs.ts';
import { fairSwitches, isSwitchId, type Profile, type ProfileName } from '../../core/check/profiles.ts';
import { readPythonJson } from '../../core/check/pythonJsonValue.ts';
import { faultsOf, readReferences } from '../../core/check/reference.ts';
import {
  categoryOf,
  decodedOf,
  lastCalls,
  possibleAnswers,
  referencesOf,
  toolsOf,
} from '../../core/check/sampleAnswers.ts';
import { StrengthTest } from '../../core/check/strength.ts';
import { PythonDict, type PythonValue } from '../../core/calls/python/values.ts';
import { liftRecord } from '../../core/formats/lift.ts';
import { throwIfCancelled } from '../../core/ports.ts';
import { readRecord } from '../../core/record/record.ts';
import { closest } from '../../core/rules/words.ts';
import type { FileContext } from '../../core/rules/types.ts';
import { createService, type Service } from '../../core/service.ts';
import { failureOf, openForCheck } from '../../node/checkFile.ts';
import { hintsOf } from '../../node/describeFile.ts';
import { recordsOf, type FileRecord } from '../../node/records.ts';
import { AnswersReport, type ReportFormat } from '../reporters/answers.ts';
import { BufferedOutput, exitStatus, type Io, UserError } from '../io.ts';
import { createPaint, visible } from '../terminal.ts';

export interface AnswersFlags {
  readonly profile: ProfileName;
  readonly without?: readonly string[];
  readonly answers?: string;
  readonly outputs?: string;
  readonly as?: string;
  readonly format: ReportFormat;
  readonly strength?: boolean;
  readonly failUnder?: number;
  readonly color?: boolean;
}

/** A case that is ready to be judged. */
interface Ready {
  readonly id: string;
  readonly line: number;
  readonly input: AnswerCase;
  readonly references: readonly ReferenceCall[] | undefined;
}

/**
 * Runs the command; the exit status.
 * @throws UserError, CancelledError, OutputClosedError
 */
export async function answers(paths: readonly string[], flags: AnswersFlags, io: Io): Promise<number> {
  if (paths.length === 0)
    throw new UserError('Name a file: cases, or a data set (with --answers, --outputs, or both).');
  if (paths.length > 1 && (flags.answers !== undefined || flags.outputs !== undefined))
    throw new UserError('--answers and --outputs go with one file; give one at a time.');
  const profile = profileOf(flags);
  const out = new BufferedOutput(io.stdout);
  const report = new AnswersReport({
    out,
    format: flags.format,
    paint: createPaint(io, io.stdout, flags.color),
    profile,
  });
  const run = new AnswersRun(io, flags, profile, report);
  for (const path of paths) await run.file(path);
  await report.end(flags.strength ? run.strength : undefined);
  await out.flush();
  for (const warning of run.warnings) await io.stderr.write(`callsmith: ${visible(warning)}\n`);
  if (run.failures > 0) return exitStatus.couldNotRun;
  const { valid, total } = report;
  return flags.failUnder !== undefined && total > 0 && valid / total < flags.failUnder
    ? exitStatus.findings
    : exitStatus.ok;
}

function profileOf({ profile, without = [] }: AnswersFlags): Profile {
  if (without.length > 0 && profile === 'bfcl')
    throw new UserError('--without turns off deviations of the profile fair; bfcl has none.');
  for (const id of without) {
    if (isSwitchId(id)) continue;
    const ids = fairSwitches.map((one) => one.id);
    const near = closest(id, ids);
    throw new UserError(
      `"${id}" is no deviation of fair${near ? `; did you mean ${near}?` : '.'} They are ${ids.join(', ')}.`,
    );
  }
  return { name: profile, off: new Set(without.filter(isSwitchId)) };
}

/** Most sentences of one kind on the standard error. */
const mostWarnings = 20;

class AnswersRun {
  readonly #io: Io;
  readonly #flags: AnswersFlags;
  readonly #profile: Profile;
  readonly #report: AnswersReport;
  readonly #service: Service = createService();
  readonly strength: StrengthTest;
  readonly warnings: string[] = [];
  failures = 0;
  #warned = 0;
  #code: CodeDecoders | undefined;

  constructor(io: Io, flags: AnswersFlags, profile: Profile, report: AnswersReport) {
    this.#io = io;
    this.#flags = flags;
    this.#profile = profile;
    this.#report = report;
    this.strength = new StrengthTest(profile);
  }

  /** Judges all cases of a file. */
  async file(path: string): Promise<void> {
    const name = relative(this.#io.cwd, resolve(this.#io.cwd, path)) || path;
    let count = 0;
    for (const ready of this.#cases(resolve(this.#io.cwd, path), name)) {
      throwIfCancelled(this.#io.token);
      await this.#judge(name, ready);
      if (++count % 2000 === 0) await new Promise((go) => setImmediate(go));
    }
    if (count === 0 && this.failures === 0) this.#fail(`${name}: there is nothing in it to be judged.`);
  }

  async #judge(name: string, { id, line, input, references }: Ready): Promise<void> {
    if (input.language !== 'python') await this.#loadCode();
    const judgement = judge(input, this.#profile, this.#code);
    if (references) this.#faults(name, line, id, input, references);
    if (this.#flags.strength) {
      if (references) this.strength.add(id, input, references);
    } else await this.#report.verdict({ id, line, file: name }, judgement);
  }

  #faults(
    name: string,
    line: number,
    id: string,
    { functions }: AnswerCase,
    references: readonly ReferenceCall[],
  ): void {
    const tools = new Map<unknown, PythonDict>();
    for (const tool of Array.isArray(functions) ? functions : []) {
      const dict = dictOf(tool);
      if (dict) tools.set(dict.get('name'), dict);
    }
    const marked = references.filter(({ lists }) => lists);
    for (const { message } of faultsOf(marked, (tool) => tools.get(tool)))
      this.#warn(`${name}:${line}: ${id}: call.unsatisfiable-reference: ${message}`);
  }

  async #loadCode(): Promise<void> {
    const folder = this.#io.grammarFolder;
    if (this.#code || folder === undefined) return;
    const read = (file: string) => readFileSync(join(folder, file));
    this.#code = await loadCodeDecoders({
      engine: read('web-tree-sitter.wasm'),
      java: read('tree-sitter-java.wasm'),
      javascript: read('tree-sitter-javascript.wasm'),
    });
  }

  #warn(message: string): void {
    this.#warned++;
    if (this.#warned <= mostWarnings) this.warnings.push(message);
    else if (this.#warned === mostWarnings + 1) this.warnings.push('more like these are not told.');
  }

  #fail(message: string): void {
    this.failures++;
    this.warnings.push(message);
  }

  *#cases(path: string, name: string): Generator<Ready> {
    try {
      const opened = openForCheck(this.#service, path, {});
      const [first] = opened.state === 'described' ? recordsOf(path, opened.format.container) : [];
      if (first && isCase(first.text)) yield* this.#givenCases(path, name);
      else if (opened.state === 'described') yield* this.#dataSet(path, name);
      else if (opened.state === 'failed') this.#fail(`${name}: ${opened.failure.message}`);
      else this.#fail(`${name}: It is no file of JSON lines, arrays or objects.`);
    } catch (error) {
      this.#fail(`${name}: ${failureOf(error).message}`);
    }
  }

  /** Lines that hold a case each. */
  *#givenCases(path: string, name: string): Generator<Ready> {
    for (const { text, line } of recordsOf(path, 'jsonl')) {
      const read = readCase(text, String(line));
      if (!read.ok) {
        this.#fail(`${name}:${line}: ${read.message}`);
        continue;
      }
      const { id } = read.case;
      yield { id, line, input: read.case, references: readReferences(read.case.answers) };
    }
  }

  /** Samples; what is expected stands in them or in the answers, what is judged in them or in the outputs. */
  *#dataSet(path: string, name: string): Generator<Ready> {
    const file = this.#contextOf(path);
    const expected = this.#flags.answers === undefined ? undefined : this.#answersFile(this.#flags.answers);
    const outputs = this.#flags.outputs === undefined ? undefined : this.#outputsFile(this.#flags.outputs);
    if (!expected && !outputs && !this.#flags.strength)
      throw new UserError(
        `${name} is a data set: say with --answers FILE what is expected, with --outputs FILE what a model answered, or both.`,
      );
    let order = 0;
    for (const record of recordsOf(path, file.container)) {
      const { line } = record;
      const sample = this.#lift(record, file);
      if (!sample) continue;
      const id = sample.id ?? String(line);
      const calls = lastCalls(sample.sample);
      const answer = expected ? (expected.byId.get(id) ?? expected.inOrder[order]) : undefined;
      const given = outputs ? (outputs.byId.get(id) ?? outputs.inOrder[order]) : undefined;
      order++;
      if (expected && !answer) {
        this.#warn(`${name}:${line}: ${id} has no answer in ${this.#flags.answers}; it is left out.`);
        continue;
      }
      if (outputs && !given) {
        this.#warn(`${name}:${line}: ${id} has no output in ${this.#flags.outputs}; it is left out.`);
        continue;
      }
      const references = answer?.references ?? referencesOf(calls);
      if (!references) {
        this.#warn(`${name}:${line}: ${id}: its calls cannot be read; callsmith check says why.`);
        continue;
      }
      yield {
        id,
        line,
        references,
        input: {
          category: categoryOf(references),
          language: 'python',
          underscoreToDot: false,
          functions: sample.functions ?? toolsOf(sample.sample, this.#service.checker.tools),
          answers: answer?.answers ?? possibleAnswers(references),
          references,
          output: given?.output ?? { decoded: decodedOf(calls) },
        },
      };
    }
  }

  #contextOf(path: string): FileContext {
    const chosen = this.#flags.as === undefined ? undefined : ({ id: this.#flags.as, by: 'flag' } as const);
    const opened = openForCheck(this.#service, path, { chosen });
    if (opened.state === 'failed') throw new UserError(`${basename(path)}: ${opened.failure.message}`);
    if (opened.state === 'no-data-set') throw new UserError(`${basename(path)} is no data set.`);
    return this.#service.contextOf(opened.format, hintsOf(path), {}, [], {});
  }

  #lift({ text }: FileRecord, file: FileContext) {
    const { value } = readRecord(text);
    if (!isObject(value) || !file.format) return undefined;
    const { sample } = liftRecord(value, file.format, file);
    // Numbers of the leaderboard's files keep what they are: 1 is no 1.0.
    const exact = file.format.id === 'bfcl' ? dictOf(readPythonJson(text)?.value) : undefined;
    const functions = exact?.get('function');
    return {
      sample,
      id: idIn(value),
      functions: functions === undefined ? undefined : listOfTools(functions),
      exact,
    };
  }

  #answersFile(given: string) {
    const path = resolve(this.#io.cwd, given);
    const file = this.#contextOf(path);
    const byId = new Map<string, { answers?: PythonValue; references: ReferenceCall[] }>();
    const inOrder: { answers?: PythonValue; references: ReferenceCall[] }[] = [];
    for (const record of recordsOf(path, file.container)) {
      const lifted = this.#lift(record, file);
      const truth = lifted?.exact?.get('ground_truth');
      const answers = truth === undefined ? undefined : truth;
      const references =
        (answers && readReferences(answers)) ?? (lifted && referencesOf(lastCalls(lifted.sample)));
      if (!references) {
        this.#warn(`${given}:${record.line}: this answer cannot be read; it is left out.`);
        continue;
      }
      const answer = { answers, references };
      if (lifted?.id === undefined) inOrder.push(answer);
      else byId.set(lifted.id, answer);
    }
    if (byId.size + inOrder.length === 0) throw new UserError(`${given} holds no answers.`);
    return { byId, inOrder };
  }

  #outputsFile(given: string) {
    const path = resolve(this.#io.cwd, given);
    const byId = new Map<string, OutputRow>();
    const inOrder: OutputRow[] = [];
    try {
      const opened = openForCheck(this.#service, path, {});
      const container = opened.state === 'described' ? opened.format.container : 'jsonl';
      for (const { text, line } of recordsOf(path, container)) {
        const row = readOutputRow(text);
        if (typeof row === 'string') this.#warn(`${given}:${line}: ${row}`);
        else if (row.id === undefined) inOrder.push(row);
        else byId.set(row.id, row);
      }
    } catch (error) {
      throw new UserError(`${given}: ${failureOf(error).message}`);
    }
    if (byId.size + inOrder.length === 0) throw new UserError(`${given} holds no outputs.`);
    return { byId, inOrder };
  }
}

/** A line in the shape of the cases: what is expected and what was answered stand in it. */
function isCase(text: string): boolean {
  const { value } = readRecord(text);
  return (
    isObject(value) &&
    typeof value.category === 'string' &&
    Object.hasOwn(value, 'functions') &&
    (Object.hasOwn(value, 'output_text') || Object.hasOwn(value, 'decoded'))
  );
}

function idIn(value: JsonObject): string | undefined {
  const flat = Object.entries(value).filter(([, item]) => typeof item === 'string' || Number.isInteger(item));
  return idOf(
    PythonDict.of(
      flat.map(([key, item]) => [key, typeof item === 'number' ? BigInt(item) : (item as string)]),
    ),
  );
}

function listOfTools(functions: PythonValue): PythonValue {
  return Array.isArray(functions) ? functions : [functions];
}
