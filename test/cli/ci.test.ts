/** docs/ci.md, done on a repository of the examples: the files that it shows are written as they stand there and run. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCli, type Folder, makeFolder } from '../support/cli.ts';

let repository: Folder;
let bin: Folder;
let built: Awaited<ReturnType<typeof buildCli>>;
const page = readFileSync('docs/ci.md', 'utf8');

/** The files that the page shows, by name. */
function filesOfPage(): Map<string, string> {
  return new Map(
    [...page.matchAll(/<!-- file: (\S+) -->\n\n```\w+\n([\s\S]*?)```/g)].map((match) => [
      match[1]!,
      match[2]!,
    ]),
  );
}

function git(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd: repository.path,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${bin.path}:${process.env['PATH']}`,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@example.org',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example.org',
    },
  });
  return { status, output: stdout + stderr };
}

beforeAll(async () => {
  built = await buildCli();
  bin = makeFolder({ callsmith: `#!/bin/sh\nexec "${process.execPath}" "${built.cli}" "$@"\n` });
  chmodSync(join(bin.path, 'callsmith'), 0o755);
  repository = makeFolder();
  cpSync('examples', join(repository.path, 'data'), { recursive: true });
  for (const [name, content] of filesOfPage()) repository.write(name, content);
  chmodSync(join(repository.path, '.githooks/pre-commit'), 0o755);
  git('init', '--quiet');
  git('add', '--all');
  expect(git('commit', '--quiet', '--message', 'examples').status).toBe(0);
  git('config', 'core.hooksPath', '.githooks');
}, 60_000);
afterAll(() => {
  repository.remove();
  bin.remove();
  built.remove();
});

const file = (name: string) => join(repository.path, name);

describe('the hook of docs/ci.md', () => {
  it('refuses a commit with a mistake, and says what it is', () => {
    writeFileSync(file('data/new.jsonl'), readFileSync(file('data/openai.jsonl')));
    git('add', '--all');
    const { status, output } = git('commit', '--message', 'new');
    expect(status).not.toBe(0);
    expect(output).toContain('call.wrong-type');
    expect(output).toContain('new.jsonl');
  });

  it('looks at what is staged, not at the working tree', () => {
    const [right] = readFileSync(file('data/openai.jsonl'), 'utf8').split('\n');
    writeFileSync(file('data/new.jsonl'), `${right}\n`);
    git('add', '--all');
    writeFileSync(file('data/new.jsonl'), '{"half');
    expect(git('commit', '--message', 'right')).toMatchObject({ status: 0 });
    git('checkout', '--', 'data/new.jsonl');
  });

  it('lets a commit without data sets through', () => {
    writeFileSync(file('notes.txt'), 'words');
    mkdirSync(file('web'), { recursive: true });
    writeFileSync(file('web/package.json'), '{"name": "x"}');
    git('add', '--all');
    expect(git('commit', '--message', 'notes')).toMatchObject({ status: 0 });
  });
});

describe('the workflow of docs/ci.md', () => {
  const steps = [
    ...(filesOfPage().get('.github/workflows/datasets.yml') ?? '').matchAll(/run: (callsmith .*)/g),
  ].map((match) => match[1]!);

  const sh = (command: string) =>
    spawnSync('sh', ['-c', command], {
      cwd: repository.path,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${bin.path}:${process.env['PATH']}` },
    });

  it('annotates and fails, and leaves a SARIF report with the same findings', () => {
    expect(steps).toHaveLength(2);
    const annotated = sh(steps[0]!);
    expect(annotated.status).toBe(1);
    const errors = annotated.stdout.split('\n').filter((line) => line.startsWith('::error ')).length;
    expect(errors).toBeGreaterThan(5);
    expect(sh(steps[1]!).status).toBe(0);
    const sarif = JSON.parse(readFileSync(file('callsmith.sarif'), 'utf8')) as {
      version: string;
      runs: { results: { level: string; partialFingerprints: Record<string, string> }[] }[];
    };
    const results = sarif.runs[0]!.results;
    expect(sarif.version).toBe('2.1.0');
    expect(results.filter(({ level }) => level === 'error')).toHaveLength(errors);
    const prints = results.map(({ partialFingerprints }) => Object.values(partialFingerprints)[0]);
    expect(new Set(prints).size).toBeGreaterThan(errors / 2);
  });
});
