/** `callsmith answers`: are calls right? Judges models' outputs, or a data set's own calls, against the expected ones. */
import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { isObject } from '../../core/json.ts';
import { judge, type AnswerCase } from '../../core/check/evaluate.ts';
import { readCase } from '../../core/check/cases.ts';
import { loadCodeDecoders } from '../../core/check/codeAnswers.ts';
import type { CodeDecoders } from '../../core/check/decode.ts';
import type { ReferenceCall } from '../../core/check/fair.ts';
import {
  caseOf,
  indexAnswers,
  indexOutputs,
  readSample,
  type RowIndex,
} from '../../core/check/answerFiles.ts';
import { fairSwitches, isSwitchId, type Profile, type ProfileName } from '../../core/check/profiles.ts';
import { faultsOf, readReferences, toolsByName } from '../../core/check/reference.ts';
import { StrengthTest } from '../../core/check/strength.ts';
import { fileContext } from '../../core/check.ts';
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
import { openDataSet } from '../openDataSet.ts';
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
    const tools = toolsByName(functions);
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
      this.#fail(error instanceof UserError ? error.message : `${name}: ${failureOf(error).message}`);
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
    const { answers: answersFile, outputs: outputsFile, strength } = this.#flags;
    if (answersFile === undefined && outputsFile === undefined && !strength)
      throw new UserError(
        `${name} is a data set: say with --answers FILE what is expected, with --outputs FILE what a model answered, or both.`,
      );
    const file = openDataSet(this.#service, path, this.#flags.as, this.#io);
    const expected =
      answersFile === undefined
        ? undefined
        : this.#index(answersFile, 'answers', (records, context) => indexAnswers(records, context));
    const outputs =
      outputsFile === undefined
        ? undefined
        : this.#index(outputsFile, 'outputs', (records) => indexOutputs(records));
    let order = 0;
    for (const { text, line } of recordsOf(path, file.container)) {
      // A record that is no sample has its row in the other files all the same.
      const place = order++;
      const sample = readSample(text, file);
      if (!sample) continue;
      const id = sample.id ?? String(line);
      const answer = expected?.rowOf(sample.id, place);
      const output = outputs?.rowOf(sample.id, place)?.output;
      const where = sample.id === undefined ? `${name}:${line}` : `${name}:${line}: ${id}`;
      if (expected && !answer) this.#warn(`${where} has no answer in ${answersFile}; it is left out.`);
      else if (outputs && !output) this.#warn(`${where} has no output in ${outputsFile}; it is left out.`);
      else {
        const made = caseOf(sample, this.#service.checker.tools, answer, output);
        if (made) yield { id, line, ...made };
        else this.#warn(`${where}: its calls cannot be read; callsmith check says why.`);
      }
    }
  }

  /** Reads a file beside the data set; what cannot be read of it is told. */
  #index<Row>(
    given: string,
    what: string,
    read: (records: Iterable<FileRecord>, file: FileContext) => RowIndex<Row>,
  ): RowIndex<Row> {
    const path = resolve(this.#io.cwd, given);
    let index: RowIndex<Row>;
    try {
      const opened = openForCheck(this.#service, path, {});
      if (opened.state === 'failed') throw new UserError(`${given}: ${opened.failure.message}`);
      const isDataSet = opened.state === 'described';
      const container = isDataSet ? opened.format.container : 'jsonl';
      const file = isDataSet
        ? this.#service.contextOf(opened.format, hintsOf(path), {}, [], {})
        : fileContext('plain', 'other', 'jsonl');
      index = read(recordsOf(path, container), file);
    } catch (error) {
      throw error instanceof UserError ? error : new UserError(`${given}: ${failureOf(error).message}`);
    }
    for (const { line, message } of index.unread) this.#warn(`${given}:${line}: ${message}`);
    if (index.size === 0) throw new UserError(`${given} holds no ${what}.`);
    return index;
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
