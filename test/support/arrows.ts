// Reads the imports of the sources and says which of them point the wrong way.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import ts from 'typescript';

/** Source texts by their path from the repository's root, with forward slashes. */
export type Sources = ReadonlyMap<string, string>;

/** npm packages that core may use: they run anywhere and reach nothing outside. */
const corePackages = new Set([
  'jsonc-parser',
  're2js',
  'fastest-levenshtein',
  '@xmldom/xmldom',
  'web-tree-sitter',
  '@huggingface/tokenizers',
]);

/** Folders of ours that each folder may import from, itself aside. Faces (cli, server, vscode, webview) are in no list. */
const mayImport: Record<string, readonly string[]> = {
  core: [],
  protocol: ['core'],
  backends: ['core'],
  node: ['core', 'protocol'],
  workers: ['core', 'protocol', 'node'],
  server: ['core', 'protocol', 'node', 'backends'],
  cli: ['core', 'protocol', 'node', 'backends', 'workers'],
  vscode: ['core', 'protocol', 'node', 'backends'],
  webview: ['core', 'protocol'],
};

/** Single files that may do what their folder may not, with the reason. */
const exceptions: Record<string, readonly string[]> = {
  // The composition root of the command line starts the language server (`callsmith lsp`).
  'src/cli/main.ts': ['server'],
};

/** The only file of src/vscode that may reach src/node or Node itself. */
const vscodePorts = 'src/vscode/ports.node.ts';
/** The only file that may import the webview toolkit, which is no longer maintained upstream. */
const toolkitFile = 'webview/controls.ts';
const toolkit = '@vscode/webview-ui-toolkit';

/** Packages that one folder alone may use, with that folder. */
const ownPackages: Readonly<Record<string, string>> = {
  // Requests to models go through the port, so that limits, keys and the log hold for each of them.
  openai: 'backends',
};

/** Folders whose code runs in Node. */
const nodeFolders = new Set(['node', 'workers', 'server', 'cli']);
/** Entries that run where Node is not, with everything that they reach. */
const webEntries = ['src/vscode/extension.web.ts', 'src/workers/sweep.web.ts'];

/** Every TypeScript and JavaScript source below src/ and webview/. */
export function readSources(root: string): Sources {
  const sources = new Map<string, string>();
  for (const folder of ['src', 'webview'].filter((name) => existsSync(path.join(root, name)))) {
    for (const entry of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(ts|mts|js|mjs)$/.test(entry)) continue;
      const file = path.posix.join(folder, entry.split(path.sep).join('/'));
      sources.set(file, readFileSync(path.join(root, file), 'utf8'));
    }
  }
  return sources;
}

/** One import: a file of this repository by its path from the root, or something else as it is written. */
interface Import {
  readonly target: string;
  readonly isOurs: boolean;
}

/** What one file imports, types included. */
function importsOf(file: string, text: string): Import[] {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  return importedFiles.map(({ fileName }) => {
    const isOurs = fileName.startsWith('.');
    return { target: isOurs ? path.posix.join(path.posix.dirname(file), fileName) : fileName, isOurs };
  });
}

/** The layer of a file: `core` for src/core/..., `webview` for webview/...; undefined for what is no source of ours. */
function layerOf(file: string): string | undefined {
  const [first, second, third] = file.split('/');
  if (first === 'webview') return 'webview';
  return first === 'src' && third !== undefined ? second : undefined;
}

/** The package of a bare specifier: `@a/b` of `@a/b/c`. */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** What is wrong with one import, in words; undefined when nothing is. */
function judge(file: string, { target, isOurs }: Import): string | undefined {
  const layer = layerOf(file);
  if (layer === undefined) return 'src holds folders only';
  const allowed = mayImport[layer];
  if (allowed === undefined)
    return `the folder "${layer}" has no arrows yet; give it its place in test/support/arrows.ts`;
  if (isOurs) {
    const to = layerOf(target);
    if (to === undefined) return 'nothing in src or webview imports from outside them';
    if (to === layer) return undefined;
    if (layer === 'vscode' && to === 'node' && file !== vscodePorts)
      return `only ${vscodePorts} may import src/node`;
    if (allowed.includes(to) || exceptions[file]?.includes(to)) return undefined;
    return `${layer} may not import ${to}`;
  }
  const name = packageOf(target);
  if (name === 'vscode') return layer === 'vscode' ? undefined : 'only src/vscode may import "vscode"';
  if (isBuiltin(target)) {
    return nodeFolders.has(layer) || file === vscodePorts
      ? undefined
      : `${layer} may not import a part of Node`;
  }
  if (name === toolkit)
    return file === toolkitFile ? undefined : `only ${toolkitFile} may import the toolkit`;
  const owner = ownPackages[name];
  if (owner !== undefined && owner !== layer) return `only src/${owner} may import the package ${name}`;
  if (layer === 'core' && !corePackages.has(name)) return `core may not import the package ${name}`;
  return undefined;
}

/** Whether a file does nothing but pass on what other files export. */
function isBarrel(file: string, text: string): boolean {
  const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const passesOn = (statement: ts.Statement): boolean => ts.isExportDeclaration(statement);
  return statements.some(passesOn) && statements.every((one) => passesOn(one) || ts.isImportDeclaration(one));
}

/** Groups of files that import each other in a circle (strongly connected components; Tarjan's algorithm). */
function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const cycles: string[][] = [];
  const visit = (file: string): void => {
    order.set(file, order.size);
    low.set(file, order.get(file)!);
    stack.push(file);
    onStack.add(file);
    for (const next of graph.get(file) ?? []) {
      if (!graph.has(next)) continue;
      if (!order.has(next)) visit(next);
      if (onStack.has(next)) low.set(file, Math.min(low.get(file)!, low.get(next)!));
    }
    if (low.get(file) !== order.get(file)) return;
    const group = stack.splice(stack.indexOf(file));
    for (const member of group) onStack.delete(member);
    if (group.length > 1 || graph.get(file)?.includes(file)) cycles.push(group.sort());
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return cycles;
}

/** Everything that a file reaches through imports, itself included. */
function reachableFrom(entry: string, graph: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set([entry]);
  for (const file of reached) for (const next of graph.get(file) ?? []) reached.add(next);
  return reached;
}

/** Every import that points the wrong way, every cycle and every barrel, each as one sentence that names the files. */
export function findBrokenArrows(sources: Sources): string[] {
  const broken: string[] = [];
  const graph = new Map<string, readonly string[]>();
  for (const [file, text] of sources) {
    const imports = importsOf(file, text);
    graph.set(
      file,
      imports.map(({ target }) => target),
    );
    for (const one of imports) {
      const wrong = judge(file, one);
      if (wrong !== undefined) broken.push(`${file} imports ${one.target}: ${wrong}.`);
    }
    if (isBarrel(file, text)) broken.push(`${file} only passes on exports; import from where things are.`);
  }
  for (const cycle of findCycles(graph)) broken.push(`${cycle.join(', ')} import each other in a circle.`);
  for (const entry of webEntries.filter((file) => sources.has(file))) {
    for (const file of reachableFrom(entry, graph)) {
      if (layerOf(file) === 'node' || isBuiltin(file))
        broken.push(`${entry} runs where Node is not, and reaches ${file}.`);
    }
  }
  return broken;
}
