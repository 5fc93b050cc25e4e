/** `callsmith.config.json`: what a folder says about how its data sets are checked. Comments and trailing commas are fine. */
import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { validateConfig } from './config.generated.js';
import { formats } from './formats/index.ts';
import { type Mapping, mappingOf, mappedId, type RawMapping } from './formats/mapping.ts';
import type { FormatId } from './formats/types.ts';
import { matchesGlob } from './glob.ts';
import { rules } from './rules/index.ts';
import { closest } from './rules/words.ts';
import type { RuleCode, Severities } from './rules/types.ts';
import type { Suppression } from './suppress.ts';
import { lineOf, lineStarts } from './sweep/textPosition.ts';
import { isTargetId, unknownTarget } from './targets/index.ts';
import type { TargetId } from './targets/types.ts';
import type { Span } from './text/span.ts';

/** The name that is looked for in a file's folder and the folders above. */
export const configFileName = 'callsmith.config.json';

/** A longer configuration (UTF-16 units, or bytes on disk) is not read: it may come from a folder that nobody looked at. */
export const maxConfigLength = 4_000_000;

/** What is told about a longer one. */
export const tooLongConfig = 'The configuration is over 4 MB, and is not read.';

/** More levels than any configuration has; the reader below is recursive, and must not run out of stack. */
const maxDepth = 20;

/** What a configuration says of a file's format: an id, and where that is `mapped`, where its parts stand. */
export interface ConfiguredFormat {
  readonly format: FormatId;
  readonly mapping?: Mapping;
}

/** A configuration file that could be read; patterns are relative to its folder. */
export interface Config {
  readonly format?: FormatId;
  readonly targets?: readonly TargetId[];
  readonly files: readonly ({
    readonly include: readonly string[];
    readonly targets?: readonly TargetId[];
    /** Paths relative to the configuration's folder and inside it; `*` stands for the data set's file name. */
    readonly answers?: string;
    readonly outputs?: string;
  } & Partial<ConfiguredFormat>)[];
  readonly rules: Severities;
  readonly exclude: readonly string[];
  readonly suppress: readonly SuppressEntry[];
  /** Path of the baseline, relative to the configuration's folder and inside it. */
  readonly baseline?: string;
}

/** Findings that are not told. */
export interface SuppressEntry {
  /** Patterns; absent: all files. */
  readonly files?: readonly string[];
  readonly codes: readonly string[];
  readonly ids?: readonly string[];
  readonly hashes?: readonly string[];
  /** Where the entry stands in the configuration, from 1. */
  readonly line: number;
}

/** Something in a configuration that does not hold. */
export interface ConfigProblem {
  readonly message: string;
  /** `docOffset`s in the configuration's text. */
  readonly span: Span;
  /** From 1, in UTF-16 units. */
  readonly line: number;
  readonly column: number;
}

/** A configuration, as far as it could be read. */
export interface ParsedConfig {
  /** What could be read; absent when there is a problem that leaves its meaning open. */
  readonly config: Config | undefined;
  readonly problems: readonly ConfigProblem[];
}

/** Reads the text of a configuration file. Never throws. */
export function parseConfig(text: string): ParsedConfig {
  const problems: ConfigProblem[] = [];
  if (text.length > maxConfigLength) {
    problems.push({ message: tooLongConfig, span: { start: 0, end: 0 }, line: 1, column: 1 });
    return { config: undefined, problems };
  }
  const source = text.charCodeAt(0) === 0xfeff ? ' ' + text.slice(1) : text;
  const starts = lineStarts(source);
  const report = (message: string, start: number, end: number) => {
    const line = lineOf(starts, start);
    problems.push({ message, span: { start, end }, line: line + 1, column: start - starts[line]! + 1 });
  };
  const tooDeep = findTooDeep(source);
  if (tooDeep !== undefined) {
    report('The configuration is nested too deep here.', tooDeep, tooDeep + 1);
    return { config: undefined, problems };
  }
  const errors: ParseError[] = [];
  const root = parseTree(source, errors, { allowTrailingComma: true, disallowComments: false });
  if (!root) {
    report('The configuration is empty; write {} or remove the file.', 0, source.length);
    return { config: undefined, problems };
  }
  for (const error of errors.slice(0, 20)) {
    const words = printParseErrorCode(error.error)
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase();
    report(`The configuration is not JSON here: ${words}.`, error.offset, error.offset + error.length);
  }
  if (errors.length > 0) return { config: undefined, problems };
  const value = valueOf(root) as RawConfig;
  if (!validateConfig(value)) {
    for (const error of validateConfig.errors ?? []) {
      // The alternatives of an anyOf; it tells them together.
      if (error.keyword === 'required' && error.schemaPath.includes('/anyOf/')) continue;
      const path = pathOf(root, error.instancePath);
      const unknown =
        error.keyword === 'additionalProperties' ? String(error.params.additionalProperty) : undefined;
      const node = findNodeAtLocation(root, unknown === undefined ? path : [...path, unknown]) ?? root;
      const place = unknown !== undefined && node.parent ? node.parent.children![0]! : node;
      report(wordsOf(error, path, unknown), place.offset, place.offset + place.length);
    }
    return { config: undefined, problems };
  }
  const { entries, names } = {
    entries: value.files ?? [],
    names: new Set(formats.map((f) => f.id)).add('plain'),
  };
  const checkFormat = (id: string | undefined, path: (string | number)[]) => {
    if (id === undefined || names.has(id)) return;
    const node = findNodeAtLocation(root, path) ?? root;
    const meant = closest(id, [...names]);
    report(
      `There is no format "${id.slice(0, 40)}"; ${meant ? `did you mean "${meant}"?` : `write one of ${[...names].join(', ')}.`}`,
      node.offset,
      node.offset + node.length,
    );
  };
  const checkTargets = (ids: readonly string[] | undefined, path: (string | number)[]) => {
    ids?.forEach((id, i) => {
      if (isTargetId(id)) return;
      const node = findNodeAtLocation(root, [...path, i]) ?? root;
      report(unknownTarget(id), node.offset, node.offset + node.length);
    });
  };
  checkFormat(value.format, ['format']);
  checkTargets(value.targets, ['targets']);
  entries.forEach((entry, i) => {
    checkFormat(entry.format, ['files', i, 'format']);
    checkTargets(entry.targets, ['files', i, 'targets']);
    for (const key of ['answers', 'outputs'] as const) {
      const path = entry[key];
      if (path === undefined || isInside(path)) continue;
      const node = findNodeAtLocation(root, ['files', i, key]) ?? root;
      report(`"${key}" must be a path below this folder.`, node.offset, node.offset + node.length);
    }
    if (entry.format === undefined || entry.mapping === undefined) return;
    const node = findNodeAtLocation(root, ['files', i]) ?? root;
    const message = `"files.${i}" has both "format" and "mapping"; keep one of them.`;
    report(message, node.offset, node.offset + node.length);
  });
  const codes = new Set<string>(rules.map((rule) => rule.code));
  for (const code of Object.keys(value.rules ?? {})) {
    if (codes.has(code) || codes.size === 0) continue;
    const node = findNodeAtLocation(root, ['rules', code])?.parent?.children?.[0] ?? root;
    const meant = closest(code, [...codes]);
    report(
      `There is no rule "${code.slice(0, 60)}"; ${meant ? `did you mean "${meant}"?` : 'docs/rules lists them all.'}`,
      node.offset,
      node.offset + node.length,
    );
  }
  (value.suppress ?? []).forEach((entry, i) =>
    entry.codes.forEach((code, j) => {
      const isArea = /^[a-z]+\.\*$/.test(code) && [...codes].some((one) => one.startsWith(code.slice(0, -1)));
      if (codes.has(code) || isArea) return;
      const node = findNodeAtLocation(root, ['suppress', i, 'codes', j]) ?? root;
      const meant = closest(code, [...codes]);
      report(
        `There is no rule "${code.slice(0, 60)}"; ${meant ? `did you mean "${meant}"?` : 'write a code, or an area such as "call.*".'}`,
        node.offset,
        node.offset + node.length,
      );
    }),
  );
  const { baseline } = value;
  if (baseline !== undefined && !isInside(baseline)) {
    const node = findNodeAtLocation(root, ['baseline']) ?? root;
    report('"baseline" must be a path below this folder.', node.offset, node.offset + node.length);
  }
  if (problems.length > 0) return { config: undefined, problems };
  const lineAt = (path: (string | number)[]) =>
    lineOf(starts, findNodeAtLocation(root, path)?.offset ?? 0) + 1;
  return {
    config: {
      format: value.format,
      targets: value.targets?.filter(isTargetId),
      files: entries.map(({ include, format, mapping, targets, answers, outputs }) => ({
        include: typeof include === 'string' ? [include] : include,
        format: mapping ? mappedId : format,
        ...(mapping && { mapping: mappingOf(mapping) }),
        targets: targets?.filter(isTargetId),
        ...(answers !== undefined && { answers }),
        ...(outputs !== undefined && { outputs }),
      })),
      rules: (value.rules ?? {}) as Severities,
      exclude: value.exclude ?? [],
      suppress: (value.suppress ?? []).map(({ files, codes: which, ids, hashes }, i) => ({
        files: typeof files === 'string' ? [files] : files,
        codes: which,
        ids: ids?.map(String),
        hashes,
        line: lineAt(['suppress', i]),
      })),
      baseline,
    },
    problems,
  };
}

/** What the configuration says of a file's format; `path` is relative to the configuration's folder, with `/`. */
export function configuredFormat(config: Config, path: string): ConfiguredFormat | undefined {
  for (const { format, mapping } of [...entriesFor(config, path), config as Partial<ConfiguredFormat>])
    if (format !== undefined) return { format, ...(mapping && { mapping }) };
  return undefined;
}

/** The targets that the configuration sets for a file; `undefined` when it says nothing of them. */
export function configuredTargets(config: Config, path: string): readonly TargetId[] | undefined {
  return entriesFor(config, path).find(({ targets }) => targets !== undefined)?.targets ?? config.targets;
}

/** Where the expected answers, or a model's outputs, of a file stand, relative to the configuration's folder. */
export function configuredRows(
  config: Config,
  path: string,
  what: 'answers' | 'outputs',
): string | undefined {
  const pattern = entriesFor(config, path).find((entry) => entry[what] !== undefined)?.[what];
  return pattern?.replaceAll('*', path.slice(path.lastIndexOf('/') + 1));
}

function entriesFor(config: Config, path: string): Config['files'] {
  return config.files.filter(({ include }) => include.some((pattern) => matchesGlob(pattern, path)));
}

/** The configuration passes over this file or folder when a folder is checked. */
export function isExcluded(config: Config, path: string): boolean {
  return config.exclude.some((pattern) => matchesGlob(pattern, path));
}

/** What the configuration suppresses in a file; `path` is relative to the configuration's folder, with `/`. */
export function suppressedIn(config: Config, path: string): Suppression[] {
  return config.suppress.flatMap(({ files, codes, ids, hashes }, entry) =>
    files === undefined || files.some((pattern) => matchesGlob(pattern, path))
      ? [{ entry, codes, ids, hashes }]
      : [],
  );
}

/** A relative path that does not leave its folder. */
function isInside(path: string): boolean {
  return path !== '' && !/^(?:[/\\]|[A-Za-z]:)/.test(path) && !path.split(/[/\\]/).includes('..');
}

/** A severity map from settings: entries with unknown words are left out; unknown codes do no harm. */
export function asSeverities(value: Readonly<Record<string, unknown>>): Severities {
  const words: ReadonlySet<unknown> = new Set(['off', 'hint', 'warning', 'error']);
  const kept: Partial<Record<RuleCode, 'off' | 'hint' | 'warning' | 'error'>> = {};
  for (const [code, word] of Object.entries(value)) {
    if (words.has(word)) kept[code as RuleCode] = word as 'off' | 'hint' | 'warning' | 'error';
  }
  return kept;
}

/** Offset of the first bracket that opens a level too many; brackets in strings and comments do not count. */
function findTooDeep(source: string): number | undefined {
  const closers: string[] = [];
  for (const { 0: token, index } of source.matchAll(
    /"(?:\\.|[^"\\\n])*"?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[[\]{}]/g,
  )) {
    if (token === '[' || token === '{') {
      if (closers.push(token === '[' ? ']' : '}') > maxDepth) return index;
    } else if (token === closers.at(-1)) closers.pop();
  }
  return undefined;
}

/** What the schema lets through. */
interface RawConfig {
  readonly format?: string;
  readonly targets?: readonly string[];
  readonly files?: readonly {
    readonly include: string | string[];
    readonly format?: string;
    readonly mapping?: RawMapping;
    readonly targets?: readonly string[];
    readonly answers?: string;
    readonly outputs?: string;
  }[];
  readonly rules?: Readonly<Record<string, string>>;
  readonly exclude?: readonly string[];
  readonly suppress?: readonly {
    readonly files?: string | string[];
    readonly codes: readonly string[];
    readonly ids?: readonly (string | number)[];
    readonly hashes?: readonly string[];
  }[];
  readonly baseline?: string;
}

/** The node's value; `__proto__` stays a plain key. */
function valueOf(node: Node): unknown {
  switch (node.type) {
    case 'array':
      return (node.children ?? []).map(valueOf);
    case 'object': {
      const entries = (node.children ?? []).map((member) => {
        const [key, value] = member.children ?? [];
        return [key!.value as string, value ? valueOf(value) : null] as const;
      });
      return Object.fromEntries(entries);
    }
    default:
      return node.value as unknown;
  }
}

/** The steps of a JSON pointer, numbers where the node at hand is an array. */
function pathOf(root: Node, pointer: string): (string | number)[] {
  const path: (string | number)[] = [];
  for (const raw of pointer.split('/').slice(1)) {
    const step = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(findNodeAtLocation(root, path)?.type === 'array' ? Number(step) : step);
  }
  return path;
}

interface SchemaFinding {
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

function wordsOf(
  error: SchemaFinding,
  path: readonly (string | number)[],
  unknown: string | undefined,
): string {
  const what = path.length === 0 ? 'The configuration' : `"${path.join('.')}"`;
  switch (error.keyword) {
    case 'additionalProperties':
      return `${what} has no "${unknown}"; remove it, or look for a slip in its name.`;
    case 'required':
      return `${what} needs "${String(error.params.missingProperty)}".`;
    case 'anyOf':
      return `${what} needs "format", "mapping" or "targets".`;
    case 'enum':
      return path.includes('callsInText')
        ? `${what} must be "tags", "fence", "react" or "python".`
        : `${what} must be "off", "hint", "warning" or "error".`;
    case 'oneOf':
      return path.includes('roles')
        ? `${what} must be a role word or a list of them.`
        : `${what} must be a pattern or a list of patterns.`;
    default:
      return `${what} must be of type ${[error.params.type].flat().join(' or ')}.`;
  }
}
