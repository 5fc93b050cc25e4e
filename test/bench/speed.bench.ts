/**
 * `npm run bench [-- --lines N --write --gigabytes N]`: how fast checking is, as ratios in one run (CPU time, alternating
 * repetitions). First the findings are proven equal to a plain reference. Fails when a gate is missed or findings differ.
 */
import { execFile, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { buildSync } from 'esbuild';
import { parseTree } from 'jsonc-parser';
import type * as JsonService from 'vscode-json-languageservice';
import type { ASTNode } from 'vscode-json-languageservice';
import { createDocumentModel } from '../../src/core/document.ts';
import { createLocator } from '../../src/core/record/locate.ts';
import { rules } from '../../src/core/rules/index.ts';
import { createService, type Service } from '../../src/core/service.ts';
import { sweepFiles } from '../../src/node/sweep.ts';
import { generate, generateLines, type GenerateOptions } from './support/generate.ts';
import { alternate, cpuOf, isMet, median, ratio, type Row } from './speed/measure.ts';
import { comparedCodes, Reference } from './speed/reference.ts';

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '4000' },
    repetitions: { type: 'string', default: '7' },
    gigabytes: { type: 'string', default: '0.25' },
    write: { type: 'boolean', default: false },
    sweep: { type: 'string' },
    threads: { type: 'string', default: '1' },
    check: { type: 'string' },
    rules: { type: 'string', default: 'all' },
  },
});
// Its module build cannot be loaded by Node, its CommonJS build has no names for import.
const { getLanguageService, TextDocument } = createRequire(import.meta.url)(
  'vscode-json-languageservice',
) as typeof JsonService;
const count = Number(values.lines);
const repetitions = Number(values.repetitions);
const rows: Row[] = [];
const shapes = ['xlam', 'chat'] as const;
type Shape = (typeof shapes)[number];
const poolOf: Record<Shape, number> = { xlam: 3_673, chat: 20_000 };
const options = (shape: Shape, more: Partial<GenerateOptions> = {}): GenerateOptions => ({
  seed: 1,
  shape,
  pool: poolOf[shape],
  ...more,
});
const times = (value: number) => `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)}x`;

function add(row: Row): void {
  rows.push(row);
  const gate = row.gate ? ('most' in row.gate ? `≤ ${row.gate.most}` : `≥ ${row.gate.least}`) : '';
  console.log(
    `${isMet(row) ? 'ok  ' : 'MISS'} ${row.target.padEnd(3)} ${row.what.padEnd(66)} ${row.shown.padStart(10)}  ${gate}${row.note ? `  (${row.note})` : ''}`,
  );
}

/** The texts of a line's strings that hold tools, calls and arguments as JSON. */
function nestedTexts(line: string): string[] {
  const row = JSON.parse(line) as {
    tools?: unknown;
    answers?: unknown;
    messages?: { tool_calls?: { function: { arguments: string } }[] }[];
  };
  const texts: string[] = [];
  if (typeof row.tools === 'string') texts.push(row.tools);
  if (typeof row.answers === 'string') texts.push(row.answers);
  for (const message of row.messages ?? []) {
    for (const call of message.tool_calls ?? []) texts.push(call.function.arguments);
  }
  return texts;
}

/** JSON.parse of a line and of the strings of JSON in it that hold tools, calls and arguments: the floor. */
function parseAll(lines: readonly string[]): void {
  for (const line of lines) {
    const row = JSON.parse(line) as {
      tools: unknown;
      answers?: string;
      messages?: { tool_calls?: { function: { arguments: string } }[] }[];
    };
    if (row.answers !== undefined) {
      JSON.parse(row.tools as string);
      JSON.parse(row.answers);
    } else
      for (const message of row.messages!)
        for (const call of message.tool_calls ?? []) JSON.parse(call.function.arguments);
  }
}

function contextOf(service: Service, lines: readonly string[]) {
  return service.contextOf(service.recognize(lines, 'jsonl'));
}

function checkAll(service: Service, lines: readonly string[], context: ReturnType<typeof contextOf>): number {
  let found = 0;
  for (const line of lines) found += service.check(line, context).problems.length;
  return found;
}

/** Every line of every shape, found as the reference finds it: the proof that the times below are of the same work. */
function prove(shape: Shape, lines: readonly string[]): void {
  const service = createService();
  const context = contextOf(service, lines);
  const reference = new Reference();
  let findings = 0;
  for (const [i, line] of lines.entries()) {
    const told = service
      .check(line, context)
      .problems.filter(({ code }) => comparedCodes.has(code))
      .map(({ code, span }) => `${code}@${span.start}-${span.end}`);
    const ours = [...new Set(told)].sort();
    const wanted = reference.findings(line);
    findings += wanted.length;
    if (ours.join() === wanted.join()) continue;
    console.log(
      `${shape}, line ${i}: found ${ours.join(', ') || 'nothing'}; the reference ${wanted.join(', ') || 'nothing'}\n${line}`,
    );
    process.exit(1);
  }
  console.log(
    `${shape}: ${findings} findings in ${lines.length} lines, codes and ranges equal to the reference`,
  );
}

async function compareThroughput(shape: Shape, lines: readonly string[]): Promise<void> {
  const service = createService();
  const context = contextOf(service, lines);
  const reference = new Reference();
  const json = getLanguageService({});
  const work = await alternate(
    {
      floor: () => parseAll(lines),
      ours: () => checkAll(service, lines, context),
      ajv: () => ajvAll(reference, lines),
      json: () => languageServiceAll(json, lines),
    },
    repetitions,
  );
  const perLine = (median(work.ours) * 1e6) / lines.length;
  const floor = ratio(work.ours, work.floor);
  add({
    target: '1',
    what: `${shape}: full validation against JSON.parse of line and nested`,
    value: floor,
    shown: times(floor),
    gate: { most: 4 },
    aim: '≤ 2.5x',
    note: `${perLine.toFixed(0)} µs a line here`,
  });
  const peer = ratio(work.json, work.ours);
  add({
    target: '4',
    what: `${shape}: vscode-json-languageservice, per line and nested arguments`,
    value: peer,
    shown: times(peer),
    gate: { least: 1.3 },
    aim: '≥ 2x',
  });
  const ajv = ratio(work.ajv, work.ours);
  add({
    target: '-',
    what: `${shape}: JSON.parse and cached ajv, verdicts only, no positions`,
    value: ajv,
    shown: times(ajv),
    gate: undefined,
    aim: 'beside',
  });
  await comparePython(shape);
}

/** What rules that compare records keep of each: made in sweeps and after a pause in typing, not at a keystroke. */
async function compareFacts(shape: Shape, lines: readonly string[]): Promise<void> {
  const service = createService();
  const context = contextOf(service, lines);
  const all = (withFacts: boolean) => {
    for (const line of lines) service.check(line, context, 'all', withFacts);
  };
  const work = await alternate(
    { floor: () => parseAll(lines), without: () => all(false), with: () => all(true) },
    repetitions,
  );
  const value = (median(work.with) - median(work.without)) / median(work.floor);
  add({
    target: '13',
    what: `${shape}: facts for duplicates, conflicts, columns against JSON.parse`,
    value,
    shown: times(value),
    gate: { most: 1.5 },
    aim: '≤ 0.8x',
    note: `${((value * median(work.floor) * 1e6) / lines.length).toFixed(1)} µs a line here`,
  });
}

/** Comparing the records of an open document anew, after an edit and a pause. */
async function comparePause(): Promise<void> {
  const lines = generateLines(20_000, options('xlam'));
  // One in ten is a copy of the one before.
  for (let i = 10; i < lines.length; i += 10) lines[i] = lines[i - 1]!;
  const service = createService();
  const model = createDocumentModel(
    { lineCount: lines.length, lineAt: (line: number) => lines[line]! },
    service.checker,
    contextOf(service, lines),
  );
  const clock = { now: () => performance.now() };
  while (!model.checkSome('all', 1_000, clock));
  const work = await alternate(
    {
      pause: () => {
        for (let i = 0; i < 20; i++) {
          model.change(i * 37, 1, 1);
          while (!model.checkSome('all', 1_000, clock));
        }
      },
    },
    repetitions,
  );
  const value = (median(work.pause) * 1000) / 20;
  add({
    target: '-',
    what: 'after a pause: 20,000 records with 2,000 copies, compared anew',
    value,
    shown: `${value.toFixed(1)} ms`,
    gate: undefined,
    aim: '< 8 ms',
  });
}

/** Verdicts alone, warm: its compiling (0.7 ms a schema) is in the rounds that do not count. */
function ajvAll(reference: Reference, lines: readonly string[]): number {
  let wrong = 0;
  for (const line of lines) {
    const { schemas, calls } = partsOf(line);
    for (const { name, given } of calls) if (!reference.compiled(schemas.get(name)!)(given)) wrong++;
  }
  return wrong;
}

interface Parts {
  readonly schemas: Map<string, Record<string, unknown>>;
  readonly calls: { name: string; text: string | undefined; given: unknown }[];
  readonly answers: string | undefined;
}

function partsOf(line: string): Parts {
  type Tool = { name: string; parameters: Record<string, unknown> };
  type Call = { function: { name: string; arguments: string } };
  const row = JSON.parse(line) as {
    tools: string | { function: Tool }[];
    answers: string;
    messages: { tool_calls?: Call[] }[];
  };
  const tools =
    typeof row.tools === 'string'
      ? (JSON.parse(row.tools) as Tool[])
      : row.tools.map((tool) => tool.function);
  const calls =
    typeof row.tools === 'string'
      ? (JSON.parse(row.answers) as { name: string; arguments: unknown }[]).map(
          ({ name, arguments: given }) => ({ name, text: undefined, given }),
        )
      : row.messages
          .flatMap((message) => message.tool_calls ?? [])
          .map(({ function: { name, arguments: text } }) => ({
            name,
            text,
            given: JSON.parse(text) as unknown,
          }));
  return {
    schemas: new Map(tools.map(({ name, parameters }) => [name, parameters])),
    calls,
    answers: typeof row.tools === 'string' ? row.answers : undefined,
  };
}

/** A document for the line and for each string of calls in it, and one for each call's arguments with the tool's schema. */
async function languageServiceAll(
  service: ReturnType<typeof getLanguageService>,
  lines: readonly string[],
): Promise<number> {
  let problems = 0;
  for (const line of lines) {
    const document = TextDocument.create('file:///line.json', 'json', 1, line);
    problems += service.parseJSONDocument(document).root ? 0 : 1;
    const { schemas, calls, answers } = partsOf(line);
    const texts = answers === undefined ? calls.map(({ text }) => text!) : argumentTexts(service, answers);
    for (const [i, { name }] of calls.entries()) {
      const nested = TextDocument.create('file:///arguments.json', 'json', 1, texts[i]!);
      const parsed = service.parseJSONDocument(nested);
      problems += (await service.doValidation(nested, parsed, {}, schemas.get(name)!)).length;
    }
  }
  return problems;
}

function argumentTexts(service: ReturnType<typeof getLanguageService>, answers: string): string[] {
  const { root: list } = service.parseJSONDocument(
    TextDocument.create('file:///answers.json', 'json', 1, answers),
  ) as { root?: ASTNode };
  return (list?.children ?? []).map((call) => {
    const properties = call.type === 'object' ? call.properties : [];
    const node = properties.find(({ keyNode }) => keyNode.value === 'arguments')?.valueNode;
    return node ? answers.slice(node.offset, node.offset + node.length) : '{}';
  });
}

async function comparePython(shape: Shape): Promise<void> {
  const python = '/usr/bin/python3';
  const missing = !existsSync(python) || spawnSync(python, ['-c', 'import jsonschema']).status !== 0;
  const lines = generateLines(count * (shape === 'xlam' ? 5 : 2), options(shape));
  const peers = [
    {
      target: '2',
      mode: 'cached',
      peer: 'Python json and cached jsonschema',
      least: 1.5,
      aim: '≥ 2x',
      share: 1,
    },
    {
      target: '3',
      mode: 'validate',
      peer: 'Python json and jsonschema.validate',
      least: 15,
      aim: '≥ 30x',
      share: 40,
    },
  ];
  for (const { target, mode, peer, least, aim, share } of peers) {
    if (missing) {
      const note =
        'needs /usr/bin/python3 with Debian’s python3-jsonschema: apt-get install python3-jsonschema';
      add({
        target,
        what: `${shape}: ${peer}`,
        value: undefined,
        shown: 'skipped',
        gate: { least },
        aim,
        note,
      });
      continue;
    }
    // The slow peer, which keeps nothing from call to call, gets fewer of the lines; times are compared per line.
    const some = lines.slice(0, Math.ceil(lines.length / share));
    const folder = mkdtempSync(join(tmpdir(), 'callsmith-bench-'));
    const [file, theirs] = [join(folder, 'lines.jsonl'), join(folder, 'some.jsonl')];
    writeFileSync(file, `${lines.join('\n')}\n`);
    writeFileSync(theirs, `${some.join('\n')}\n`);
    const script = join(root, 'test/bench/speed/peers.py');
    const ratios = { same: [] as number[], full: [] as number[] };
    // Each in a process of its own, beginning with an empty cache of schemas.
    for (let i = 0; i < 3; i++) {
      const { stdout, stderr, status } = spawnSync(python, [script, theirs, mode], { encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
      const cpu = ((JSON.parse(stdout) as { cpu: number }).cpu * lines.length) / some.length;
      ratios.same.push(cpu / checkInChild(file, 'same'));
      ratios.full.push(cpu / checkInChild(file, 'all'));
    }
    rmSync(folder, { recursive: true, force: true });
    const value = median(ratios.same);
    add({ target, what: `${shape}: ${peer}, same work`, value, shown: times(value), gate: { least }, aim });
    const full = median(ratios.full);
    const what = `${shape}: ${peer}, against all rules`;
    add({ target: '-', what, value: full, shown: times(full), gate: undefined, aim: 'beside' });
  }
}

/** CPU seconds of checking a file's lines in a Node of its own; a round before, which compiles the code, does not count. */
function checkInChild(file: string, which: 'same' | 'all'): number {
  const args = [fileURLToPath(import.meta.url), '--check', file, '--rules', which];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return (JSON.parse(stdout) as { cpu: number }).cpu;
}

async function checkHere(file: string, which: string): Promise<{ cpu: number }> {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  // Python compares arguments with schemas; so do these rules, and they say where.
  const some = which === 'same' ? rules.filter(({ code }) => comparedCodes.has(code)) : rules;
  const context = contextOf(createService(), lines);
  const rounds: number[] = [];
  for (let i = 0; i < 4; i++)
    rounds.push(await cpuOf(() => checkAll(createService({ rules: some }), lines, context)));
  return { cpu: median(rounds.slice(1)) };
}

async function compareDistinct(): Promise<void> {
  const recurring = generateLines(count, options('xlam'));
  const distinct = generateLines(count, options('xlam', { pool: 0 }));
  const service = createService();
  const context = contextOf(service, recurring);
  // A service for each repetition: distinct tools must be new every time.
  const work = await alternate(
    {
      recurring: () => checkAll(service, recurring, context),
      distinct: () => checkAll(createService(), distinct, context),
    },
    repetitions,
  );
  const value = ratio(work.distinct, work.recurring);
  add({
    target: '5',
    what: 'all tools distinct against recurring ones, per line',
    value,
    shown: times(value),
    gate: { most: 5 },
    aim: '≤ 3x',
  });
}

/** Editing in a document of 20,000 lines, as the editor's session does it: the model gets single lines, never the text. */
async function compareKeystroke(): Promise<void> {
  const lines = generateLines(20_000, options('xlam'));
  const service = createService();
  const context = contextOf(service, lines);
  let reads = 0;
  const source = { lineCount: lines.length, lineAt: (line: number) => (reads++, lines[line]!) };
  const model = createDocumentModel(source, service.checker, context);
  const clock = { now: () => performance.now() };
  const whole = await cpuOf(() => {
    while (!model.checkSome('fast', 1_000, clock));
  });
  const edited = Array.from({ length: 500 }, (_, i) => i * 37);
  reads = 0;
  const work = await alternate(
    {
      key: () => {
        for (const line of edited) {
          model.change(line, 1, 1);
          model.check(line, 'fast');
        }
      },
      floor: () => parseAll(edited.map((line) => lines[line]!)),
    },
    repetitions * 3,
  );
  const perKey = reads / ((repetitions * 3 + 2) * edited.length);
  const value = ratio(work.key, work.floor);
  add({
    target: '8',
    what: 'keystroke: re-checking the line against JSON.parse of it and nested',
    value,
    shown: times(value),
    gate: { most: 10 },
    aim: '≤ 3x',
    note: `${perKey.toFixed(1)} lines read a keystroke, the whole text 0 times`,
  });
  const share = whole / (median(work.key) / edited.length);
  add({
    target: '9',
    what: 'validating the 20,000-line file against one keystroke',
    value: share,
    shown: times(share),
    gate: { least: 2_000 },
    aim: '≥ 20,000x',
  });
}

async function compareLocate(): Promise<void> {
  for (const shape of shapes) {
    const lines = generateLines(count, options(shape, { wrong: 1 })).slice(0, 1_000);
    const service = createService();
    const context = contextOf(service, lines);
    const places = lines.flatMap((line) => {
      const found = service
        .check(line, context)
        .problems.find(({ code, pointer }) => code === 'call.wrong-type' && pointer);
      if (!found) return [];
      const path = found
        .pointer!.split('/')
        .slice(1)
        .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
      // What the check knows anyway when it has a finding: the nested texts that it has parsed.
      const known = { hasUniqueKeys: true, jsonTexts: nestedTexts(line) };
      return [{ line, path, known }];
    });
    const work = await alternate(
      {
        ours: () =>
          places.forEach(({ line, path, known }) => createLocator(line, true, known).locate({ path })),
        trees: () =>
          places.forEach(({ line, path }) => {
            parseTree(line);
            const row = JSON.parse(line) as {
              answers?: string;
              messages: { tool_calls: { function: { arguments: string } }[] }[];
            };
            parseTree(
              row.answers ?? row.messages[Number(path[1])]!.tool_calls[Number(path[3])]!.function.arguments,
            );
          }),
      },
      repetitions,
    );
    const value = ratio(work.ours, work.trees);
    add({
      target: '10',
      what: `${shape}: range of a finding against parseTree of line and nested`,
      value,
      shown: times(value),
      gate: { most: 0.3 },
      aim: '≤ 0.1x',
      note: `${places.length} findings`,
    });
  }
}

const root = process.cwd();

function inTemp<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'callsmith-bench-'));
  const end = () => rmSync(folder, { recursive: true, force: true });
  const result = work(folder);
  if (result instanceof Promise) return result.finally(end) as T;
  end();
  return result;
}

/** A file of about that many bytes. Default: records in turn from a batch, so that tools and whole records recur. */
async function writeFile(path: string, bytes: number, lines = batches()): Promise<void> {
  const stream = createWriteStream(path);
  for (let written = 0; written < bytes;) {
    const line = `${lines.next().value}\n`;
    written += Buffer.byteLength(line);
    if (!stream.write(line)) await new Promise<void>((resolve) => stream.once('drain', () => resolve()));
  }
  await new Promise<void>((resolve) => stream.end(() => resolve()));
}

function* batches(): Generator<string, never> {
  const batch = generateLines(20_000, options('xlam'));
  for (;;) yield* batch;
}

interface SweepResult {
  readonly wall: number;
  readonly firstFindings: number;
  readonly peakBytes: number;
  readonly heapBytes: number;
}

/** A sweep in a Node of its own, so that its memory is its own. */
function sweepInChild(file: string, threads: number): SweepResult {
  const options = { encoding: 'utf8', maxBuffer: 1e8 } as const;
  const { stdout, stderr, status } = spawnSync(process.execPath, sweepArguments(file, threads), options);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as SweepResult;
}

function sweepArguments(file: string, threads: number): string[] {
  return ['--expose-gc', fileURLToPath(import.meta.url), '--sweep', file, '--threads', String(threads)];
}

async function sweepHere(path: string, threads: number): Promise<SweepResult> {
  const workerPath = join(root, 'dist/worker.js');
  const start = performance.now();
  let first = 0;
  const sink = {
    file: () => undefined,
    findings: () => undefined,
    skipped: () => undefined,
    failed: (failure: { message: string }) => {
      throw new Error(failure.message);
    },
    progress: ({ counts }: { counts: { error: number; warning: number } }) => {
      if (first === 0 && counts.error + counts.warning > 0) first = performance.now() - start;
    },
  };
  await sweepFiles(
    [{ path, size: statSync(path).size, named: true }],
    { threads, workerPath, workersFrom: 0 },
    sink as never,
  );
  const wall = performance.now() - start;
  (globalThis as { gc?: () => void }).gc?.();
  return {
    wall,
    firstFindings: first,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    heapBytes: process.memoryUsage().heapUsed,
  };
}

/**
 * Two workers against one on a file of 1 GB, and beside it what the machine gives at best: two processes at the same time,
 * of one worker each, for a half of the file each.
 */
async function compareThreads(folder: string): Promise<void> {
  const whole = join(folder, 'whole.jsonl');
  const halves = [join(folder, 'first.jsonl'), join(folder, 'second.jsonl')] as const;
  const lines = generate(options('xlam'));
  for (const half of halves) await writeFile(half, 0.5e9, lines);
  await concatenate(halves, whole);
  const two: number[] = [];
  const apart: number[] = [];
  for (let i = 0; i < 3; i++) {
    const one = sweepInChild(whole, 1).wall;
    two.push(one / sweepInChild(whole, 2).wall);
    const walls = (await Promise.all(halves.map((half) => sweepBeside(half)))).map(({ wall }) => wall);
    apart.push(one / Math.max(...walls));
  }
  for (const file of [whole, ...halves]) rmSync(file);
  const isIdle = availableParallelism() > 1;
  add({
    target: '7',
    what: 'two workers against one, 1 GB, wall time, best of three',
    value: Math.max(...two),
    shown: times(Math.max(...two)),
    gate: isIdle ? { least: 1.5 } : undefined,
    aim: '≥ 1.8x',
    note: 'wants an idle machine',
  });
  const most = Math.max(...apart);
  const what = 'two processes, a half each, against one: what the machine gives';
  add({ target: '-', what, value: most, shown: times(most), gate: undefined, aim: 'beside' });
}

/** As `sweepInChild` with one worker, without waiting for its end. */
function sweepBeside(file: string): Promise<SweepResult> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, sweepArguments(file, 1), { maxBuffer: 1e8 }, (error, stdout) =>
      error ? reject(error) : resolve(JSON.parse(stdout) as SweepResult),
    );
  });
}

async function concatenate(parts: readonly string[], path: string): Promise<void> {
  for (const part of parts) await pipeline(createReadStream(part), createWriteStream(path, { flags: 'a' }));
}

async function compareSweeps(): Promise<void> {
  buildSync({
    entryPoints: [join(root, 'src/workers/sweep.node.ts')],
    outfile: join(root, 'dist/worker.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  await inTemp(async (folder) => {
    const small = join(folder, 'small.jsonl');
    const ten = join(folder, 'ten.jsonl');
    await writeFile(small, 25e6);
    await writeFile(ten, 250e6);
    const heap = sweepInChild(ten, 1).heapBytes / sweepInChild(small, 1).heapBytes;
    add({
      target: '11',
      what: 'heap after ten times the lines, tools the same',
      value: heap,
      shown: times(heap),
      gate: { most: 1.2 },
      aim: '≤ 1.05x',
    });
    rmSync(ten);
    await compareThreads(folder);
    const big = join(folder, 'big.jsonl');
    await writeFile(big, Number(values.gigabytes) * 1e9);
    const { size } = statSync(big);
    const result = sweepInChild(big, 1);
    const isFull = Number(values.gigabytes) >= 2;
    const value = result.peakBytes / size;
    add({
      target: '11',
      what: `peak memory of a ${(size / 1e9).toFixed(2)} GB file, against the file`,
      value,
      shown: `${(result.peakBytes / 1e6).toFixed(0)} MB`,
      gate: isFull ? { most: 0.4 } : undefined,
      aim: '≤ 0.4x of 2 GB',
      note: isFull ? times(value) : 'gate with --gigabytes 2',
    });
    add({
      target: '14',
      what: `first findings of that file`,
      value: result.firstFindings,
      shown: `${result.firstFindings.toFixed(0)} ms`,
      gate: undefined,
      aim: '< 300 ms',
    });
  });
}

function writeTable(): void {
  const cell = (row: Row) => {
    const gate = row.gate
      ? 'most' in row.gate
        ? `≤ ${row.gate.most}x`
        : `≥ ${row.gate.least.toLocaleString('en')}x`
      : '';
    return `| ${row.target} | ${row.what} | ${row.shown} | ${gate} | ${row.aim} | ${row.note ?? ''} |`;
  };
  const text = `# Speed

Written by \`npm run bench -- --write\`. Ratios of CPU time in alternating repetitions of one process, the median of ${repetitions}; before
anything is timed, all findings about arguments (codes and ranges) are proven equal to a plain reference, jsonc-parser
with positions and ajv. Lines are generated (seed 1): xLAM-like rows and chats, ${count.toLocaleString('en')} of each, 2 % of the calls wrong,
text of several scripts. Python and we run in a process each, ours after a round that does not count. The number of a row is its target; rows of peers say how many times longer the peer takes.

Machine: ${availableParallelism()} cores, Node ${process.versions.node}, V8 ${process.versions.v8}, shared with other work.

| target | what | measured | gate | aim | note |
| --- | --- | --- | --- | --- | --- |
${rows.map(cell).join('\n')}
`;
  writeFileSync(join(root, 'docs/performance.md'), text);
  console.log('docs/performance.md is written');
}

if (values.check !== undefined) {
  console.log(JSON.stringify(await checkHere(values.check, values.rules)));
} else if (values.sweep !== undefined) {
  console.log(JSON.stringify(await sweepHere(values.sweep, Number(values.threads))));
} else {
  for (const shape of shapes) prove(shape, generateLines(count, options(shape)));
  for (const shape of shapes)
    prove(shape, generateLines(Math.ceil(count / 4), options(shape, { seed: 2, wrong: 1 })));
  for (const shape of shapes) await compareThroughput(shape, generateLines(count, options(shape)));
  await compareDistinct();
  await compareKeystroke();
  for (const shape of shapes) await compareFacts(shape, generateLines(count, options(shape)));
  await comparePause();
  await compareLocate();
  await compareSweeps();
  if (values.write) writeTable();
  const missed = rows.filter((row) => !isMet(row)).length;
  console.log(`${rows.length} rows, ${missed} gates missed`);
  process.exitCode = missed > 0 ? 1 : 0;
}
