/**
 * How soon a person sees the first squiggle and the first lens after the first text of a file, in a real VS Code window, seen
 * from its page: files of 20,000 and of 20 lines, with Callsmith and with an extension that does next to nothing, whose times
 * are VS Code's own waits. Wants an idle machine.
 *
 *   npm run bench:editor [-- --vscode floor]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import type { Page } from 'playwright-core';
import { createService } from '../../src/core/service.ts';
import type { VscodeName } from '../../tools/lib/vscodeServer.mjs';
import { Workbench } from '../support/workbench.ts';
import { generate } from './support/generate.ts';

const { values } = parseArgs({
  options: { vscode: { type: 'string', default: 'current' }, rounds: { type: 'string', default: '5' } },
});
const rounds = Number(values.rounds);
const kinds = ['short', 'long'] as const;
type Kind = (typeof kinds)[number];
const hints = { fileName: 'a.jsonl', folders: [] };
const longLines = 20_000;
const shortLines = 20;

/** Milliseconds from the first drawn text of the file. */
interface Sight {
  readonly squiggle: number;
  readonly lens: number;
}

/** Watches the page frame by frame until the file's text, a lens and a squiggle have been drawn. */
function watch(page: Page, tab: string): Promise<Sight> {
  return page.evaluate(
    (name) =>
      new Promise<{ squiggle: number; lens: number }>((resolve, reject) => {
        const begin = performance.now();
        let text: number | undefined;
        let squiggle: number | undefined;
        let lens: number | undefined;
        const look = (): void => {
          const now = performance.now();
          const isOpen = document.querySelector('.tab.active')?.textContent?.includes(name) === true;
          if (isOpen && document.querySelector('.editor-instance .view-line span span')) text ??= now;
          if (text !== undefined) {
            if (document.querySelector('.editor-instance .cdr[class*="squiggly-"]')) squiggle ??= now;
            const words = document.querySelector('.editor-instance .codelens-decoration')?.textContent ?? '';
            if (words.includes('Edit')) lens ??= now;
          }
          if (text !== undefined && squiggle !== undefined && lens !== undefined)
            resolve({ squiggle: squiggle - text, lens: lens - text });
          else if (now - begin > 60_000)
            reject(new Error(`not seen in a minute: ${JSON.stringify({ text, squiggle, lens })}`));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    tab,
  );
}

/** Types into the first line and says how long each key took until its character was drawn, in milliseconds. */
async function type(workbench: Workbench, keys: number): Promise<number[]> {
  const { page } = workbench;
  await workbench.goTo(1, 2);
  const times: number[] = [];
  for (let key = 0; key < keys; key++) {
    const drawn = page.evaluate(
      (typed) =>
        new Promise<number | undefined>((resolve) => {
          let pressed: number | undefined;
          addEventListener('keydown', () => (pressed = performance.now()), { capture: true, once: true });
          const begin = performance.now();
          const look = (): void => {
            const lines = document.querySelectorAll('.editor-instance .view-line');
            const isDrawn = [...lines].some((line) => line.textContent.includes(typed));
            if (isDrawn && pressed !== undefined) resolve(performance.now() - pressed);
            else if (performance.now() - begin > 3_000) resolve(undefined);
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }),
      'x'.repeat(key + 1),
    );
    await page.keyboard.press('x');
    const time = await drawn;
    if (time !== undefined) times.push(time);
    await page.waitForTimeout(120);
  }
  if (times.length < keys / 2) throw new Error(`only ${times.length} of ${keys} keys were drawn`);
  return times;
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

const scratch = mkdtempSync(path.join(tmpdir(), 'callsmith-editor-bench-'));
const workspace = path.join(scratch, 'workspace');
mkdirSync(workspace);
const lines: string[] = [];
// Short ones: above 20 MB VS Code draws no lenses for anybody (editor.largeFileOptimizations).
for (const line of generate({ seed: 1, shape: 'xlam', pool: 3_673, wrong: 0.3 })) {
  if (line.length < 1_000) lines.push(line);
  if (lines.length === longLines) break;
}
// Each beginning is another one, and the first of its lines is wrong: VS Code keeps a document for a while after it is closed.
const service = createService();
const context = service.contextOf(
  service.recognize(lines.slice(0, 50), 'jsonl', hints, undefined),
  hints,
  {},
  [],
  {},
);
const starts = lines.flatMap((line, i) =>
  service.check(line, context, 'all').problems.length > 0 ? [i] : [],
);
for (let round = 0; round <= rounds; round++) {
  const start = starts[round * 5]!;
  const turned = [...lines.slice(start), ...lines.slice(0, start)];
  writeFileSync(path.join(workspace, `long-${round}.jsonl`), `${turned.join('\n')}\n`);
  writeFileSync(path.join(workspace, `short-${round}.jsonl`), `${turned.slice(0, shortLines).join('\n')}\n`);
}

/** The least that an extension can do: one finding and the lenses of 300 lines, at once and without a look at the text. */
async function packControl(): Promise<string> {
  const folder = path.join(scratch, 'control');
  mkdirSync(folder);
  const manifest = {
    name: 'control',
    publisher: 'callsmith-bench',
    version: '0.0.1',
    engines: { vscode: '^1.100.0' },
    main: './extension.js',
    activationEvents: ['onLanguage:jsonl'],
    contributes: { configurationDefaults: { '[jsonl]': { 'editor.wordWrap': 'on' } } },
  };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    path.join(folder, 'extension.js'),
    `const vscode = require('vscode');
exports.activate = ({ subscriptions }) => {
  const findings = vscode.languages.createDiagnosticCollection('control');
  const open = ({ uri, languageId }) => {
    if (languageId === 'jsonl') findings.set(uri, [new vscode.Diagnostic(new vscode.Range(0, 1, 0, 9), 'control')]);
  };
  vscode.workspace.textDocuments.forEach(open);
  subscriptions.push(findings, vscode.workspace.onDidOpenTextDocument(open), vscode.languages.registerCodeLensProvider('jsonl', {
    provideCodeLenses: ({ lineCount }) => Array.from({ length: 3 * Math.min(300, lineCount) }, (_, i) =>
      new vscode.CodeLens(new vscode.Range(i / 3 | 0, 0, i / 3 | 0, 0), { title: 'Edit', command: '' })),
  }));
};
`,
  );
  const packagePath = path.join(scratch, 'control.vsix');
  await createVSIX({
    cwd: folder,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: true,
  });
  return packagePath;
}

interface Measured extends Record<Kind, Sight[]> {
  /** Of keys typed into the last long file. */
  keys: number[];
}

/** Opens one file after the other with this extension, and types into the last one. */
async function measure(vsix: string | undefined): Promise<Measured> {
  const seen: Measured = { short: [], long: [], keys: [] };
  const workbench = await Workbench.open({
    workspace,
    vsix,
    vscode: values.vscode as VscodeName,
    // A window in a browser asks before it opens a file of more than 10 MB.
    settings: { 'workbench.editorLargeFileConfirmation': 1024 },
  });
  try {
    for (const kind of kinds) {
      // Round 0 starts the extension and warms the window up.
      for (let round = 0; round <= rounds; round++) {
        const name = `${kind}-${round}.jsonl`;
        const [sight] = await Promise.all([watch(workbench.page, name), workbench.openFile(name)]);
        if (round > 0) seen[kind].push(sight);
        // Until the whole file is checked, so that the next one has the machine for itself.
        await workbench.page.waitForTimeout(kind === 'long' ? 10_000 : 1_000);
        if (kind === 'long' && round === rounds) seen.keys = await type(workbench, 60);
        else await workbench.runCommand('View: Close All Editors');
      }
    }
  } finally {
    await workbench.close();
  }
  return seen;
}

try {
  const control = await measure(await packControl());
  const ours = await measure(undefined);
  console.log(`VS Code ${values.vscode}, milliseconds from the first drawn text, medians of ${rounds}:`);
  for (const kind of kinds) {
    for (const what of ['squiggle', 'lens'] as const) {
      const [mine, least] = [ours, control].map((seen) => median(seen[kind].map((sight) => sight[what])));
      const all = ours[kind].map((sight) => Math.round(sight[what])).join(', ');
      console.log(
        `${kind === 'long' ? longLines : shortLines} lines, first ${what}: ${Math.round(mine!)} (${all}); ` +
          `with an extension that does nothing ${Math.round(least!)}: ${Math.round(mine! - least!)} more`,
      );
    }
  }
  const high = (keys: readonly number[]) => [...keys].sort((a, b) => a - b)[Math.floor(keys.length * 0.95)]!;
  const words = ({ keys }: Measured) =>
    `${median(keys).toFixed(1)} (95 of 100 below ${high(keys).toFixed(1)})`;
  console.log(
    `${longLines} lines, from a key to its character: ${words(ours)}; with the other one ${words(control)}`,
  );
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
