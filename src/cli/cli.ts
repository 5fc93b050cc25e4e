/** The command line: reads the arguments, runs a command, and answers with an exit status. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { quirks } from '../backends/quirks.ts';
import { fairSwitches } from '../core/check/profiles.ts';
import { CancelledError } from '../core/ports.ts';
import { defaultAlpha } from '../core/ssb/shares.ts';
import { answers, type AnswersFlags } from './commands/answers.ts';
import { check, type CheckFlags } from './commands/check.ts';
import { type ExportFlags, exportRows } from './commands/export.ts';
import { type FormatsFlags, listFormats } from './commands/formats.ts';
import { listRules } from './commands/rules.ts';
import { score, type ScoreFlags } from './commands/score.ts';
import { listTargets } from './commands/targets.ts';
import { trace, type TraceFlags } from './commands/trace.ts';
import { type WeightsFlags, weights } from './commands/weights.ts';
import { exitStatus, type Io, OutputClosedError, UserError } from './io.ts';
import { visible } from './terminal.ts';

const examples = `
Examples:
  callsmith check data                 every data set in the folder
  callsmith check train.jsonl --as hf  one file, its format given
  zcat shard.jsonl.gz | callsmith check --stdin --format ndjson
  callsmith formats data               what each file is taken for
  callsmith answers data.jsonl --outputs model.jsonl
                                       which of a model's calls are right, and why not
  callsmith rules call.wrong-type      why a rule is there, with an example`;

const statuses = `
Exit status:
  0  no error
  1  an error, or more warnings than --max-warnings
  2  something could not be checked`;

const switchesHelp = `
Deviations of fair from the official checker:
${fairSwitches.map(({ id, fair }) => `  ${id.padEnd(20)} ${fair}`).join('\n')}`;

const serverKinds = Object.keys(quirks);

/** Runs the command line. Never throws: every outcome is an exit status, told on `io`. */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  let status: number = exitStatus.ok;
  const written: Promise<void>[] = [];
  const program = new Command('callsmith')
    .description('Checks data sets that teach language models to call functions.')
    .version(io.version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'Show the help of a command.')
    .exitOverride()
    .showHelpAfterError('(callsmith --help shows the commands)')
    .addHelpText('after', examples)
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error: /, 'callsmith: ')),
      writeOut: (text) => void written.push(io.stdout.write(text)),
      writeErr: (text) => void written.push(io.stderr.write(text)),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
    });
  const noColor = () => new Option('--no-color', 'no colours, also where the terminal has them');
  program
    .command('check')
    .showHelpAfterError('(callsmith check --help shows its flags)')
    .description('Check every sample against the tools of its own line.')
    .argument('[paths...]', 'files and folders; the current folder when none is given')
    .option('--stdin', 'read the data set from the standard input')
    .option('--stdin-name <path>', 'what to call it in findings; configurations near this path count')
    .addOption(
      new Option('--format <reporter>', 'how to report')
        .choices(['pretty', 'json', 'ndjson', 'sarif', 'github'])
        .default('pretty'),
    )
    .option('--as <format>', 'take all files for this format (callsmith formats --list names them)')
    .option(
      '--target <ids>',
      'check for these targets, too; several with commas, or give the flag again (callsmith targets)',
      targetIds,
    )
    .option('--max-warnings <n>', 'exit with 1 when there are more warnings than this', wholeNumber(0))
    .option('--threads <n>', 'how many threads check; by default the processors, at most 4', wholeNumber(1))
    .option('--baseline <file>', 'tell only findings that this file does not hold; beats the configuration')
    .option(
      '--write-baseline',
      'write the findings to the baseline (of --baseline, the configuration, or callsmith.baseline.json) instead of telling them',
    )
    .option('--fix', 'first mend what is certain, in the files themselves; then report what is left')
    .option('--fix-code <code>', 'mend findings of this rule only; may be given several times', collected)
    .option('--dry-run', 'with --fix: print the changes as a diff and write nothing')
    .option('--quiet', 'report errors only (all are counted)')
    .option('--all', 'tell every finding at each of its places; without it, 20 of a file')
    .addOption(noColor())
    .addHelpText('after', statuses)
    .action(async (paths: string[], flags: CheckFlags) => {
      status = await check(paths, flags, io);
    });
  program
    .command('answers')
    .showHelpAfterError('(callsmith answers --help shows its flags)')
    .description(
      'Judge answers: the outputs of a model, or the calls of a data set, against the expected calls.',
    )
    .argument('<files...>', 'cases, or a data set')
    .option(
      '--answers <file>',
      'what is expected, by id or in the order of the samples; without it, the calls of the samples',
    )
    .option(
      '--outputs <file>',
      'what a model answered, by id or in order; without it, the calls of the samples are judged',
    )
    .addOption(
      new Option('--profile <name>', 'how strict: fair, or bfcl as the official checker')
        .choices(['fair', 'bfcl'])
        .default('fair'),
    )
    .option('--without <ids>', 'turn off these deviations of fair from bfcl; several with commas', targetIds)
    .option('--as <format>', 'take the data set for this format (callsmith formats --list names them)')
    .addOption(
      new Option('--format <reporter>', 'how to report').choices(['pretty', 'ndjson']).default('pretty'),
    )
    .option(
      '--strength',
      'change the expected calls in many ways and tell which changes the profile lets through',
    )
    .option(
      '--fail-under <share>',
      'exit with 1 when fewer answers are right than this share, such as 0.95',
      shareOf,
    )
    .addOption(noColor())
    .addHelpText('after', switchesHelp)
    .action(async (paths: string[], flags: AnswersFlags) => {
      status = await answers(paths, flags, io);
    });
  program
    .command('export')
    .showHelpAfterError('(callsmith export --help shows its flags)')
    .description('Write samples of any format as rows that the Python package callsmith_trainer reads.')
    .argument('<files...>', 'data sets')
    .option('--for-trainer', 'messages, tools, the places of thoughts and calls, and hashes, a line each')
    .option('--as <format>', 'take the data set for this format (callsmith formats --list names them)')
    .option('--out <file>', 'write to this file instead of the standard output')
    .action(async (paths: string[], flags: ExportFlags) => {
      status = await exportRows(paths, flags, io);
    });
  program
    .command('weights')
    .showHelpAfterError('(callsmith weights --help shows its flags)')
    .description('Tell how the SSB loss would weigh thoughts and results of a data set, without a run.')
    .argument('<files...>', 'data sets')
    .option('--alpha <share>', 'the share of the thought, from 0 to 1', shareOf, defaultAlpha)
    .option('--tokenizer <file>', 'the tokenizer.json of the model; without it, counts are estimates')
    .option('--loss-scale <file>', "compare with the weights of ms-swift's loss_scale settings")
    .option(
      '--mask <file>',
      'compare with what a trainer masked: its tokenized rows (input_ids with labels, completion_mask or assistant_masks), in the order of the samples',
    )
    .option(
      '--axolotl [roles]',
      'compare with what Axolotl would learn by train and train_detail of the messages, else by roles_to_train',
    )
    .option('--as <format>', 'take the data set for this format (callsmith formats --list names them)')
    .addOption(
      new Option('--format <reporter>', 'how to report').choices(['pretty', 'ndjson']).default('pretty'),
    )
    .action(async (paths: string[], flags: WeightsFlags) => {
      status = await weights(paths, flags, io);
    });
  program
    .command('score')
    .showHelpAfterError('(callsmith score --help shows its flags)')
    .description(
      'Ask a model server how well its model predicts the answers of a data set, token by token, without a run.',
    )
    .argument('<files...>', 'data sets')
    .option('--base-url <url>', 'the server, such as http://127.0.0.1:8000/v1; else CALLSMITH_BASE_URL')
    .option('--model <name>', 'the model as its server names it; not needed where it has only one')
    .addOption(
      new Option('--kind <kind>', 'the kind of server, where the address does not tell').choices(serverKinds),
    )
    .option('--key-variable <name>', 'the environment variable with the key', 'CALLSMITH_API_KEY')
    .addOption(
      new Option(
        '--mode <mode>',
        "chat: with the model's own template; plain: the texts alone; without it, chat where the server can",
      ).choices(['chat', 'plain']),
    )
    .option(
      '--replies <file>',
      "read a server's replies from JSON lines (OpenAI's logprobs, also of a batch; vLLM's prompt_logprobs) and ask nobody",
    )
    .option('--lines <ranges>', 'only records that begin on these lines, such as 1-20,35', lineRanges)
    .option('--alpha <share>', 'the share of the thought in the weights, from 0 to 1', shareOf, defaultAlpha)
    .option('--as <format>', 'take the data set for this format (callsmith formats --list names them)')
    .addOption(
      new Option('--format <reporter>', 'how to report').choices(['pretty', 'ndjson']).default('pretty'),
    )
    .action(async (paths: string[], flags: ScoreFlags) => {
      status = await score(paths, flags, io);
    });
  program
    .command('trace')
    .showHelpAfterError('(callsmith trace --help shows its flags)')
    .description(
      'Tell what a run recorded by callsmith_trainer holds, and how the samples of a data set went in it.',
    )
    .argument('<run>', 'the .cstrace folder')
    .option('--data <file>', 'the data set: which of its samples are in the run, hard ones first')
    .option('--as <format>', 'take the data set for this format (callsmith formats --list names them)')
    .addOption(
      new Option('--format <reporter>', 'how to report').choices(['pretty', 'ndjson']).default('pretty'),
    )
    .action(async (path: string, flags: TraceFlags) => {
      status = await trace(path, flags, io);
    });
  program
    .command('formats')
    .showHelpAfterError('(callsmith formats --help shows its flags)')
    .description('Tell what each file is taken for, and by which share of its first records.')
    .argument('[paths...]', 'files and folders; the current folder when none is given')
    .option('--list', 'list the formats there are, with the ids that --as takes')
    .addOption(
      new Option('--format <reporter>', 'how to report').choices(['pretty', 'ndjson']).default('pretty'),
    )
    .addOption(noColor())
    .action(async (paths: string[], flags: FormatsFlags) => {
      status = await listFormats(paths, flags, io);
    });
  program
    .command('rules')
    .showHelpAfterError('(callsmith rules --help shows its flags)')
    .description('List the rules, or show the page of one.')
    .argument('[code]', 'a rule, such as call.wrong-type')
    .addOption(noColor())
    .action(async (code: string | undefined, flags: { color?: boolean }) => {
      status = await listRules(code, flags, io);
    });
  program
    .command('targets')
    .description('List the targets that --target knows, or show what one takes.')
    .argument('[id]', 'a target, such as mistral')
    .addOption(noColor())
    .action(async (id: string | undefined, flags: { color?: boolean }) => {
      status = await listTargets(id, flags, io);
    });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    await Promise.all(written);
    return status;
  } catch (error) {
    return await funnel(error, io, written);
  }
}

/** The one place that decides what a person sees of an error. */
async function funnel(error: unknown, io: Io, written: readonly Promise<void>[]): Promise<number> {
  try {
    await Promise.all(written);
    if (error instanceof OutputClosedError) return exitStatus.outputClosed;
    if (error instanceof CommanderError) {
      // Commander has told it; help and version are no errors.
      return error.exitCode === 0 ? exitStatus.ok : exitStatus.couldNotRun;
    }
    if (error instanceof CancelledError) {
      await io.stderr.write('callsmith: stopped before the end; the findings so far are not complete.\n');
      return exitStatus.interrupted;
    }
    if (error instanceof UserError) {
      await io.stderr.write(`callsmith: ${visible(error.message)}\n`);
      return exitStatus.couldNotRun;
    }
    const reason = error instanceof Error ? error.message : String(error);
    await io.stderr.write(`callsmith: It failed (${visible(reason)}). Please report this.\n`);
    if (io.env.CALLSMITH_DEBUG && error instanceof Error) await io.stderr.write(`${error.stack ?? ''}\n`);
    return exitStatus.couldNotRun;
  } catch (closed) {
    if (closed instanceof OutputClosedError) return exitStatus.outputClosed;
    throw closed;
  }
}

function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Gathers ids of a flag that may be repeated and may hold several. */
function targetIds(text: string, before: readonly string[] = []): readonly string[] {
  const ids = text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  return [...before, ...ids];
}

function shareOf(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('It must be a number from 0 to 1.');
  return value;
}

function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d{1,9}$/.test(text) || value < least)
      throw new InvalidArgumentError(`It must be a whole number from ${least} on.`);
    return value;
  };
}

/** Reads `1-20,35`: ranges of lines, both ends in them. */
function lineRanges(text: string): readonly (readonly [from: number, to: number])[] {
  return text.split(',').map((range) => {
    const found = /^\s*(\d{1,9})(?:\s*-\s*(\d{1,9}))?\s*$/.exec(range);
    const from = Number(found?.[1]);
    const to = Number(found?.[2] ?? found?.[1]);
    if (!found || from < 1 || to < from)
      throw new InvalidArgumentError('It must be lines such as 1-20,35, counted from 1.');
    return [from, to] as const;
  });
}
