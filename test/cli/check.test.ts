/** `callsmith check` as a person and as a pipe see it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgressBar } from '../../src/cli/progressBar.ts';
import { chunksOf, cli, type Folder, makeFolder, memory, parseNdjson } from '../support/cli.ts';
import { otherRow, rightRow, unknownFunctionRow, wrongTypeRow } from '../support/toolSamples.ts';

let folder: Folder;
beforeAll(() => {
  folder = makeFolder({
    'data/good.jsonl': `${rightRow}\n`,
    'data/bad.jsonl': `${rightRow}\n${wrongTypeRow}\n${unknownFunctionRow}\n`,
    'data/deep/more.ndjson': `${wrongTypeRow}\n`,
    'data/array.json': JSON.stringify([JSON.parse(rightRow), JSON.parse(wrongTypeRow)], undefined, 2),
    'data/settings.json': '{"editor.fontSize": 12}',
    'data/package.json': '{"name": "x"}',
    'data/node_modules/x/bad.jsonl': wrongTypeRow,
    'data/run.cstrace/steps/a000-r00000.jsonl': wrongTypeRow,
    'data/.hidden/bad.jsonl': wrongTypeRow,
    'data/notes.txt': 'words',
    'empty/notes.txt': 'words',
    'blank.jsonl': '',
  });
});
afterAll(() => folder.remove());

const run = (...argv: string[]) => cli(argv, folder.path);

describe('exit status', () => {
  it('is 0 without errors, 1 with one', async () => {
    expect((await run('check', 'data/good.jsonl')).status).toBe(0);
    expect((await run('check', 'data/bad.jsonl')).status).toBe(1);
    expect((await run('check', 'blank.jsonl')).status).toBe(0);
  });

  it('is 1 for more warnings than --max-warnings, which has no limit by default', async () => {
    folder.write('warn.jsonl', `${rightRow}\u2028\n${rightRow}\n\n${rightRow}\n`);
    const all = await run('check', 'warn.jsonl', '--format', 'ndjson');
    const { warnings, errors } = parseNdjson(all.stdout).summary;
    expect([all.status, errors]).toEqual([1, 1]);
    folder.write('warn.jsonl', `${rightRow}\n\n\n${otherRow}\n`);
    const two = await run('check', 'warn.jsonl', '--format', 'ndjson');
    expect([two.status, parseNdjson(two.stdout).summary.warnings]).toEqual([0, 2]);
    expect((await run('check', 'warn.jsonl', '--max-warnings', '2')).status).toBe(0);
    expect((await run('check', 'warn.jsonl', '--max-warnings', '1')).status).toBe(1);
    expect((await run('check', 'warn.jsonl', '--max-warnings', '0', '--quiet')).status).toBe(1);
    expect(warnings).toBeGreaterThan(0);
  });

  it('is 2 for what could not be checked, with a sentence that says what to do, also when there are findings', async () => {
    const cases: [string[], RegExp][] = [
      [['check', 'gone.jsonl'], /^callsmith: gone\.jsonl: There is no such file: check the path\.\n$/],
      [['check', 'data/bad.jsonl', 'gone.jsonl'], /no such file/],
      [['check', 'empty'], /There is no \.jsonl, \.ndjson or \.json file in empty/],
      [['check', 'data/notes.txt'], /It is no data set/],
      [['check', 'data', '--as', 'xlan'], /no format "xlan"; did you mean "xlam"\?/],
      [
        ['check', 'data', '--as', 'parquet'],
        /no format "parquet"\. callsmith formats --list names them all\./,
      ],
      [['check', 'data', '--target', 'mistrl'], /no target "mistrl"; did you mean "mistral"\?/],
      [['check', 'data', '--target', 'openai,x'], /no target "x"; write one of openai, azure,/],
      [['targets', 'mistrl'], /did you mean "mistral"/],
      [['check', 'data', '--stdin'], /either paths or --stdin/],
      [['check', '--threads', '0'], /whole number from 1/],
      [['check', '--max-warnings', '-1'], /whole number from 0/],
      [['check', '--format', 'xml'], /Allowed choices are/],
      [['check', '--nope'], /unknown option/],
      [['chek'], /unknown command/],
      [['rules', 'call.wrong-typ'], /did you mean "call.wrong-type"/],
      [['rules', 'spelling'], /no rule "spelling"\. callsmith rules lists them all/],
    ];
    for (const [argv, words] of cases) {
      const { status, stderr } = await run(...argv);
      expect([argv, status, stderr]).toEqual([argv, 2, expect.stringMatching(words)]);
    }
  });

  it('is 0 for help and version', async () => {
    const help = await run('check', '--help');
    expect([help.status, help.stdout]).toEqual([0, expect.stringContaining('--max-warnings')]);
    expect(await run('--version')).toMatchObject({ status: 0, stdout: '9.9.9\n' });
  });

  it('is 130 when stopped', async () => {
    const stopped = await cli(['check', 'data'], folder.path, { token: { isCancellationRequested: true } });
    expect(stopped).toMatchObject({ status: 130, stderr: expect.stringContaining('not complete') as string });
  });
});

describe('ndjson', () => {
  it('has one finding a line with exactly the documented fields, and the totals last', async () => {
    const { stdout } = await run('check', 'data/bad.jsonl', '--format', 'ndjson');
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    const fields = [
      'path',
      'line',
      'column',
      'endLine',
      'endColumn',
      'code',
      'severity',
      'message',
      'pointer',
      'fixable',
    ];
    expect(lines.slice(0, -1).every((line) => Object.keys(line).join() === fields.join())).toBe(true);
    expect(lines.at(-1)).toEqual({ summary: { files: 1, samples: 3, errors: 2, warnings: 0, hints: 1 } });
  });

  it('places a finding in UTF-16 units from 1, the end exclusive, with a pointer into decoded strings', async () => {
    const { stdout } = await run('check', 'data/bad.jsonl', '--format', 'ndjson');
    const wrong = parseNdjson(stdout).findings.find((f) => f.code === 'call.wrong-type')!;
    expect(wrong).toMatchObject({
      path: 'data/bad.jsonl',
      line: 2,
      endLine: 2,
      severity: 'error',
      pointer: '/answers/0/arguments/days',
      fixable: true,
    });
    expect(wrongTypeRow.slice(wrong.column - 1, wrong.endColumn - 1)).toBe('\\"3\\"');
  });

  it('places findings of an array in the lines of the file', async () => {
    const { stdout } = await run('check', 'data/array.json', '--format', 'ndjson');
    const wrong = parseNdjson(stdout).findings.find((f) => f.code === 'call.wrong-type')!;
    const text = readFileSync(join(folder.path, 'data/array.json'), 'utf8').split('\n');
    expect(text[wrong.line - 1]!.slice(wrong.column - 1, wrong.endColumn - 1)).toBe('\\"3\\"');
    expect(wrong.line).toBeGreaterThan(5);
  });
});

describe('folders', () => {
  it('are walked for data sets; hidden folders, packages and other JSON are passed over and counted', async () => {
    const { stdout, status } = await run('check', 'data', '--format', 'json');
    const report = JSON.parse(stdout) as { files: { path: string }[]; summary: Record<string, number> };
    expect(status).toBe(1);
    expect(report.files.map((file) => file.path)).toEqual([
      'data/array.json',
      'data/bad.jsonl',
      'data/deep/more.ndjson',
      'data/good.jsonl',
    ]);
    expect(report.summary).toMatchObject({ files: 4, skipped: 2 });
  });

  it('give the same findings as the current folder and as files, each file once', async () => {
    const here = await cli(['check', '--format', 'ndjson'], join(folder.path, 'data'));
    const twice = await run('check', 'data', './data/bad.jsonl', 'data/', '--format', 'ndjson');
    const strip = (text: string) =>
      text.replaceAll('"path":"data/', '"path":"').replaceAll(' in data/', ' in ');
    expect(strip(twice.stdout)).toBe(here.stdout);
  });
});

describe('standard input', () => {
  it('is checked like a file, in any pieces', async () => {
    const text = `${rightRow}\n${wrongTypeRow}\n`;
    for (const size of [5, 100_000]) {
      const { status, stdout } = await cli(['check', '--stdin', '--format', 'ndjson'], folder.path, {
        stdin: chunksOf(text, size),
      });
      const { findings, summary } = parseNdjson(stdout);
      expect(status).toBe(1);
      expect(findings.filter((f) => f.severity === 'error')).toMatchObject([
        { path: '<stdin>', line: 2, code: 'call.wrong-type' },
      ]);
      expect(summary).toMatchObject({ files: 1, samples: 2, errors: 1 });
    }
  });

  it('may be empty, may have a name, may be no data set', async () => {
    const give = (text: string, ...argv: string[]) =>
      cli(['check', '--stdin', '--format', 'ndjson', ...argv], folder.path, { stdin: chunksOf(text) });
    expect(await give('')).toMatchObject({ status: 0 });
    const named = await give(wrongTypeRow, '--stdin-name', 'shards/7.jsonl');
    expect(parseNdjson(named.stdout).findings.every((f) => f.path === 'shards/7.jsonl')).toBe(true);
    expect(await give('only words\nof prose\n')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no data set') as string,
    });
  });
});

describe('configuration', () => {
  const formatOf = async (argv: string[], cwd: string) => {
    const { stdout } = await cli(['check', ...argv, '--format', 'json'], cwd);
    const report = JSON.parse(stdout) as {
      files: {
        path: string;
        format: string;
        decidedBy: string;
        findings: { code: string; severity: string }[];
      }[];
    };
    return report.files;
  };

  it('sets formats, severities and exclusions for its folder; --as beats it; the nearest counts', async () => {
    const own = makeFolder({
      'callsmith.config.json': `{
        // comments are fine
        "files": [{ "include": "plain/**", "format": "plain" }],
        "rules": { "call.wrong-type": "warning", "call.unknown-function": "off" },
        "exclude": ["old", "*.bak.jsonl"],
      }`,
      'a.jsonl': `${wrongTypeRow}\n${unknownFunctionRow}\n`,
      'plain/b.jsonl': wrongTypeRow,
      'old/c.jsonl': wrongTypeRow,
      'd.bak.jsonl': wrongTypeRow,
      'near/callsmith.config.json': '{}',
      'near/e.jsonl': wrongTypeRow,
    });
    try {
      const files = await formatOf([], own.path);
      expect(files.map((f) => [f.path, f.format, f.decidedBy])).toEqual([
        ['a.jsonl', 'xlam', 'vote'],
        ['near/e.jsonl', 'xlam', 'vote'],
        ['plain/b.jsonl', 'plain', 'config'],
      ]);
      const codes = (path: string) =>
        files
          .find((f) => f.path === path)!
          .findings.filter((f) => f.severity !== 'hint' && !f.code.startsWith('dataset.'))
          .map((f) => `${f.severity} ${f.code}`);
      expect(codes('a.jsonl')).toEqual(['warning call.wrong-type']);
      expect(codes('near/e.jsonl')).toEqual(['error call.wrong-type']);
      const flagged = await formatOf(['--as', 'xlam', 'plain'], own.path);
      expect(flagged).toMatchObject([{ format: 'xlam', decidedBy: 'flag' }]);
    } finally {
      own.remove();
    }
  });

  it('that is no file, or too long to be one of ours, is told and not waited for', async () => {
    const own = makeFolder({ 'a.jsonl': rightRow, 'long/a.jsonl': rightRow });
    try {
      execFileSync('mkfifo', [join(own.path, 'callsmith.config.json')]);
      execFileSync('mkfifo', [join(own.path, 'long/dataset_info.json')]);
      own.write('long/callsmith.config.json', `{}${' '.repeat(4_000_001)}`);
      expect(await cli(['check', 'a.jsonl', '--format', 'json'], own.path)).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('callsmith.config.json: It is not a file') as unknown,
      });
      expect(await cli(['check', 'long'], own.path)).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('The configuration is over 4 MB, and is not read.') as unknown,
      });
    } finally {
      own.remove();
    }
  });

  it('that does not hold is told with its place, and the exit status is 2', async () => {
    const own = makeFolder({ 'callsmith.config.json': '{\n  "format": "openia"\n}', 'a.jsonl': rightRow });
    try {
      const { status, stderr } = await cli(['check'], own.path);
      expect([status, stderr]).toEqual([
        2,
        'callsmith: ' +
          join(own.path, 'callsmith.config.json') +
          ':2:13: There is no format "openia"; did you mean "openai"?\n',
      ]);
    } finally {
      own.remove();
    }
  });
});

describe('for people', () => {
  it('groups by file, shows the piece of the line that is meant, and adds up', async () => {
    const { stdout } = await run('check', 'data/bad.jsonl', '--quiet');
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('data/bad.jsonl  xlam, 3 samples');
    expect(lines[1]).toMatch(
      /^ {2}2:\d+ +error +"days" is "3" \(string\); get_weather wants an integer\..*call\.wrong-type$/,
    );
    const under = lines[3]!.indexOf('~');
    expect(lines[2]!.slice(under, under + 5)).toBe('\\"3\\"');
    expect(lines[3]!.trim()).toBe('~~~~~');
    expect(stdout).toContain('1 file, 3 samples: 2 errors, 0 warnings, 1 hint\n');
    expect(lines.every((line) => line.length <= 160)).toBe(true);
  });

  it('shows the fault of a line that is not JSON, not its beginning', async () => {
    folder.write('broken.jsonl', `${rightRow}\n${rightRow.slice(0, -1)},}\n`);
    const { stdout } = await run('check', 'broken.jsonl', '--quiet');
    const [, head, text, mark] = stdout.split('\n') as [string, string, string, string];
    expect(head).toMatch(/^ {2}2:1 +error +This line is not JSON: .* record\.not-json$/);
    expect(mark.trim()).toBe('~');
    expect(text.slice(mark.indexOf('~'))).toBe(',}');
  });

  it('cuts files with very many findings short, unless all are asked for', async () => {
    folder.write('many.jsonl', `${wrongTypeRow}\n`.repeat(50));
    const short = await run('check', 'many.jsonl', '--quiet');
    expect(short.stdout).toContain('… and 30 more (--all shows them): 30 call.wrong-type');
    const all = await run('check', 'many.jsonl', '--quiet', '--all');
    expect(all.stdout.match(/call\.wrong-type/g)).toHaveLength(50);
  });

  it('keeps within a terminal, sentences wrapped under themselves and codes whole; a pipe gets a finding a line', async () => {
    folder.write('long.jsonl', `${unknownFunctionRow}\n${wrongTypeRow}\n\n`);
    const piped = await run('check', 'long.jsonl');
    for (const columns of [70, 80, 120]) {
      const terminal = memory(columns);
      await cli(['check', 'long.jsonl', '--no-color'], folder.path, { stdout: terminal.output });
      const lines = terminal.text().split('\n');
      expect(lines.filter((line) => line.length > columns)).toEqual([]);
      const unwrapped = terminal.text().replace(/\n {21}(?=\S)/g, ' ');
      for (const line of piped.stdout.split('\n').filter((line) => /^ {2}\d+:/.test(line)))
        expect(unwrapped.replace(/ +/g, ' ')).toContain(line.replace(/ +/g, ' '));
    }
  });

  it('says that nothing was checked, that a file is empty, that a format is not known', async () => {
    expect((await run('check', 'gone.jsonl')).stdout).toBe('Nothing was checked.\n');
    expect((await run('check', 'blank.jsonl')).stdout).toContain('\n1 file with nothing in it\n');
    expect((await run('check', 'data/settings.json')).stdout).toContain(
      '\n1 file of no known format: only its records were checked (--as names one)\n',
    );
  });

  it('begins every error with its name', async () => {
    for (const argv of [['check', '--nope'], ['chek'], ['check', 'gone.jsonl'], ['rules', 'x']])
      expect((await run(...argv)).stderr).toMatch(/^callsmith: /);
  });

  it('colours a terminal, not a pipe, and not against NO_COLOR', async () => {
    const terminal = memory(100);
    await cli(['check', 'data/bad.jsonl'], folder.path, { stdout: terminal.output });
    expect(terminal.text()).toContain('\x1b[31m');
    const silent = memory(100);
    await cli(['check', 'data/bad.jsonl'], folder.path, { stdout: silent.output, env: { NO_COLOR: '1' } });
    expect(silent.text()).not.toContain('\x1b');
    expect((await run('check', 'data/bad.jsonl')).stdout).not.toContain('\x1b');
  });

  it('lets no data set steer the terminal', async () => {
    folder.write('evil.jsonl', `${rightRow}\n{"a\x1b[2J\x1b]0;x\x07": \u202e\n`);
    const { stdout } = await run('check', 'evil.jsonl', '--all');
    expect(stdout).toContain('not-json');

    expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e]/);
  });

  it('keeps the mark under wide characters in place', async () => {
    const row = wrongTypeRow.replace('Oslo', '東京');
    folder.write('wide.jsonl', wrongTypeRow.replaceAll('Oslo', '東京東京') + row.slice(0, 0));
    const { stdout } = await run('check', 'wide.jsonl', '--quiet');
    const [, , text, mark] = stdout.split('\n') as [string, string, string, string];
    const wide = (s: string) => [...s].reduce((n, c) => n + (/[\u3000-\u9fff]/.test(c) ? 2 : 1), 0);
    expect(mark.indexOf('~')).toBe(wide(text.slice(0, text.indexOf('\\"3\\"'))));
  });
});

describe('GitHub', () => {
  it('gets workflow commands whose text cannot begin another one', async () => {
    const { stdout } = await run('check', 'data/bad.jsonl', '--format', 'github', '--quiet');
    const [first] = stdout.split('\n');
    expect(first).toMatch(
      /^::error file=data\/bad\.jsonl,line=2,endLine=2,col=\d+,endColumn=\d+,title=call\.wrong-type::"days" is "3"/,
    );
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('1 file, 3 samples: 2 errors, 0 warnings, 1 hint');
  });
});

describe('SARIF', () => {
  it('has the fields of 2.1.0 that code scanning reads', async () => {
    const { stdout } = await run('check', 'data', 'gone.jsonl', '--format', 'sarif');
    const log = JSON.parse(stdout) as {
      version: string;
      runs: {
        columnKind: string;
        tool: {
          driver: {
            name: string;
            rules: { id: string; helpUri: string; shortDescription: { text: string } }[];
          };
        };
        results: {
          ruleId: string;
          ruleIndex: number;
          level: string;
          partialFingerprints: Record<string, string>;
          locations: {
            physicalLocation: { artifactLocation: { uri: string }; region: Record<string, number> };
          }[];
        }[];
        invocations: {
          executionSuccessful: boolean;
          exitCode: number;
          toolExecutionNotifications: unknown[];
        }[];
      }[];
    };
    expect([log.version, log.runs.length, log.runs[0]!.columnKind]).toEqual(['2.1.0', 1, 'utf16CodeUnits']);
    const { tool, results, invocations } = log.runs[0]!;
    expect(results.length).toBeGreaterThan(3);
    for (const result of results) {
      expect(tool.driver.rules[result.ruleIndex]!.id).toBe(result.ruleId);
      expect(['error', 'warning', 'note']).toContain(result.level);
      const { artifactLocation, region } = result.locations[0]!.physicalLocation;
      expect(artifactLocation.uri).toMatch(/^data\/[a-z/]+\.(jsonl|json|ndjson)$/);
      expect(region.startLine! >= 1 && region.startColumn! >= 1 && region.endColumn! >= 1).toBe(true);
    }
    expect(
      tool.driver.rules.every((rule) => /^https:.*\.md$/.test(rule.helpUri) && rule.shortDescription.text),
    ).toBe(true);
    expect(invocations).toMatchObject([
      { executionSuccessful: false, exitCode: 2, toolExecutionNotifications: [{}] },
    ]);
  });

  it('counts the places of a finding that stands for many, and tells each with --all', async () => {
    const tool = {
      name: 'f',
      description: 'F',
      parameters: { type: 'object', properties: { a: { type: 'str' } } },
    };
    const row = JSON.stringify({
      messages: [{ role: 'user', content: 'Hi' }],
      tools: [{ type: 'function', function: tool }],
    });
    const rows = Array.from({ length: 30 }, (_, i) => row.replace('Hi', `Hi ${i}`));
    folder.write('habit.jsonl', rows.join('\n'));
    const told = async (...flags: string[]) => {
      const json = await run('check', 'habit.jsonl', '--as', 'openai', '--format', 'json', ...flags);
      const { files, summary } = JSON.parse(json.stdout) as {
        files: { findings: { count: number; message: string }[] }[];
        summary: { warnings: number };
      };
      const { findings } = files[0]!;
      return [findings.length, summary.warnings, findings[0]!.count, findings[0]!.message];
    };
    const message = '"str" is no type of JSON Schema; it is read as "string". Write "string".';
    expect(await told()).toEqual([
      1,
      1,
      30,
      `${message} The same at 30 places of this file, of which this is the first.`,
    ]);
    expect(await told('--all')).toEqual([30, 30, 1, message]);
    const sarif = await run('check', 'habit.jsonl', '--as', 'openai', '--format', 'sarif');
    const { runs } = JSON.parse(sarif.stdout) as {
      runs: [{ results: { occurrenceCount?: number; relatedLocations: unknown[] }[] }];
    };
    expect(runs[0].results.map((r) => [r.occurrenceCount, r.relatedLocations.length])).toEqual([[30, 5]]);
  });

  it('gives a finding the same fingerprint when lines move, and equal findings different ones', async () => {
    const prints = async (text: string) => {
      folder.write('moved.jsonl', text);
      const { stdout } = await run('check', 'moved.jsonl', '--format', 'sarif', '--quiet');
      const log = JSON.parse(stdout) as {
        runs: { results: { partialFingerprints: Record<string, string> }[] }[];
      };
      return log.runs[0]!.results.map((r) => r.partialFingerprints['callsmithFinding/v1']);
    };
    const [before] = await prints(`${wrongTypeRow}\n`);
    expect(await prints(`${rightRow}\n${rightRow}\n${wrongTypeRow}\n`)).toEqual([before]);
    expect(new Set(await prints(`${wrongTypeRow}\n${wrongTypeRow}\n`)).size).toBe(2);
  });
});

describe('progress', () => {
  const half = {
    bytes: 5e6,
    totalBytes: 1e7,
    files: 1,
    totalFiles: 2,
    counts: { error: 3, warning: 0, hint: 0 },
  };

  it('is drawn on a terminal after a moment, fits on its line, and is taken away', () => {
    const terminal = memory(70);
    let time = 0;
    const bar = createProgressBar(terminal.output, () => time);
    bar.show(half);
    expect(terminal.text()).toBe('');
    time = 1000;
    bar.show(half);
    const drawn = terminal.text().replace('\r\x1b[K', '');
    expect(drawn).toBe('[#####.....] 50%  1/2 files  3 errors  5 MB/s');
    bar.clear();
    expect(terminal.text().endsWith('\r\x1b[K')).toBe(true);
  });

  it('is never written into a file', async () => {
    expect((await run('check', 'data')).stderr).toBe('');
    const pipe = memory();
    createProgressBar(pipe.output, () => 1e6).show(half);
    expect(pipe.text()).toBe('');
  });
});
