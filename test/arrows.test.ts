// The arrows of the house that the compiler cannot see (src/README.md has the map).
import { describe, expect, it } from 'vitest';
import { findBrokenArrows, readSources } from './support/arrows.ts';

describe('the sources', () => {
  const sources = readSources('.');

  it('are found', () => {
    expect([...sources.keys()]).toContain('src/core/text/span.ts');
  });

  it('import along the arrows only, without cycles and without barrels', () => {
    expect(findBrokenArrows(sources)).toEqual([]);
  });
});

describe('a wrong arrow is found:', () => {
  const one = (file: string, text: string): string[] => findBrokenArrows(new Map([[file, text]]));

  it.each([
    ['src/core/a.ts', `import * as vscode from 'vscode';`, 'only src/vscode may import "vscode"'],
    ['src/core/a.ts', `import type { Uri } from 'vscode';`, 'only src/vscode may import "vscode"'],
    ['src/core/a/b.ts', `import { readFile } from 'node:fs/promises';`, 'core may not import a part of Node'],
    ['src/core/a.ts', `const fs = await import('fs');`, 'core may not import a part of Node'],
    ['src/core/a.ts', `import Ajv from 'ajv';`, 'core may not import the package ajv'],
    ['src/core/a.ts', `import { x } from '../node/x.ts';`, 'core may not import node'],
    [
      'src/core/a.ts',
      `export { x } from '../protocol/x.ts'; export const y = 1;`,
      'core may not import protocol',
    ],
    [
      'src/core/a.ts',
      `import { x } from '../../test/x.ts';`,
      'nothing in src or webview imports from outside them',
    ],
    ['src/core/a.ts', `import { x } from '../backends/x.ts';`, 'core may not import backends'],
    ['src/core/a.ts', `import OpenAI from 'openai';`, 'only src/backends may import the package openai'],
    [
      'src/vscode/a.ts',
      `import { Stream } from 'openai/streaming';`,
      'only src/backends may import the package openai',
    ],
    ['src/backends/a.ts', `import fs from 'node:fs';`, 'backends may not import a part of Node'],
    ['src/backends/a.ts', `import * as vscode from 'vscode';`, 'only src/vscode may import "vscode"'],
    ['src/backends/a.ts', `import { x } from '../node/x.ts';`, 'backends may not import node'],
    ['src/cli/a.ts', `import { x } from '../vscode/x.ts';`, 'cli may not import vscode'],
    ['src/cli/check.ts', `import { x } from '../server/x.ts';`, 'cli may not import server'],
    ['src/server/a.ts', `import { x } from '../cli/x.ts';`, 'server may not import cli'],
    ['src/vscode/a.ts', `import { x } from '../../webview/x.ts';`, 'vscode may not import webview'],
    [
      'src/vscode/a.ts',
      `import { x } from '../node/x.ts';`,
      'only src/vscode/ports.node.ts may import src/node',
    ],
    ['src/vscode/a.ts', `import path from 'node:path';`, 'vscode may not import a part of Node'],
    ['webview/a.ts', `import { x } from '../src/vscode/x.ts';`, 'webview may not import vscode'],
    [
      'webview/a.ts',
      `import { x } from '@vscode/webview-ui-toolkit';`,
      'only webview/controls.ts may import the toolkit',
    ],
    ['src/workers/a.ts', `import { x } from '../cli/x.ts';`, 'workers may not import cli'],
    ['src/novel/a.ts', `import { x } from '../core/x.ts';`, 'the folder "novel" has no arrows yet'],
  ])('%s: %s', (file, text, reason) => {
    const broken = one(file, text);
    expect(broken).toHaveLength(1);
    expect(broken[0]).toContain(`${file} imports`);
    expect(broken[0]).toContain(reason);
  });

  it('a cycle, also of types and also through several files', () => {
    const sources = new Map([
      ['src/core/a.ts', `import type { B } from './b.ts'; export const a = 1;`],
      ['src/core/b.ts', `import { c } from './c.ts'; export type B = typeof c;`],
      ['src/core/c.ts', `export const c = (await import('./a.ts')).a;`],
      ['src/core/d.ts', `import { c } from './c.ts'; export const d = c;`],
    ]);
    expect(findBrokenArrows(sources)).toEqual([
      'src/core/a.ts, src/core/b.ts, src/core/c.ts import each other in a circle.',
    ]);
  });

  it('a barrel, but not a table that also exports something of its own', () => {
    expect(one('src/core/index.ts', `export * from './a.ts'; export { b } from './b.ts';`)).toEqual([
      'src/core/index.ts only passes on exports; import from where things are.',
    ]);
    expect(one('src/core/index.ts', `import { a } from './a.ts'; export const table = [a];`)).toEqual([]);
  });

  it('Node behind a web entry, however far', () => {
    const sources = new Map([
      ['src/vscode/extension.web.ts', `import { x } from './x.ts'; export const activate = x;`],
      ['src/vscode/x.ts', `import { y } from './ports.node.ts'; export const x = y;`],
      ['src/vscode/ports.node.ts', `import { z } from '../node/z.ts'; import 'node:fs'; export const y = z;`],
      ['src/node/z.ts', `export const z = 1;`],
    ]);
    expect(findBrokenArrows(sources)).toEqual([
      'src/vscode/extension.web.ts runs where Node is not, and reaches src/node/z.ts.',
      'src/vscode/extension.web.ts runs where Node is not, and reaches node:fs.',
    ]);
  });
});

describe('a right arrow is let pass:', () => {
  it.each([
    ['src/core/a.ts', `import { parseTree } from 'jsonc-parser'; import { x } from './x.ts';`],
    [
      'src/cli/main.ts',
      `import { x } from '../server/x.ts'; import fs from 'node:fs'; import { Command } from 'commander';`,
    ],
    [
      'src/vscode/ports.node.ts',
      `import { x } from '../node/x.ts'; import fs from 'node:fs'; import * as vscode from 'vscode';`,
    ],
    [
      'webview/controls.ts',
      `import { x } from '@vscode/webview-ui-toolkit'; import type { M } from '../src/protocol/m.ts';`,
    ],
    ['src/backends/a.ts', `import OpenAI from 'openai'; import type { B } from '../core/model/b.ts';`],
    ['src/core/a.ts', `// import fs from 'node:fs'\nexport const text = "import 'vscode'";`],
  ])('%s: %s', (file, text) => {
    expect(findBrokenArrows(new Map([[file, text]]))).toEqual([]);
  });
});
