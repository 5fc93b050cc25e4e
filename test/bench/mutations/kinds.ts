/**
 * The kinds of damage that the mutation bench does to real samples. Each writes into the record and marks where the
 * finding must stand (rules.md, "Place"); the code is known because the kind made the fault.
 */
import { isObject, own, type JsonValue } from '../../../src/core/json.ts';
import type { FileContext, RuleCode } from '../../../src/core/rules/types.ts';
import type { Sample } from '../../../src/core/sample.ts';
import type { Path } from '../../../src/core/text/path.ts';
import type { Random } from '../support/random.ts';
import {
  argumentsOf,
  type Declared,
  type DeclaredTool,
  declaredTool,
  type ToolCall,
  toolCalls,
} from './declared.ts';
import { type Make, mark, pythonLiteral, rewrite, type Written } from './rewrite.ts';

/** A real sample that may be damaged. */
export interface Site {
  readonly text: string;
  readonly sample: Sample;
  readonly file: FileContext;
  readonly random: Random;
  /** Codes of what the record has already. */
  readonly codes: ReadonlySet<string>;
}

export interface Mutation {
  readonly kind: string;
  readonly code: RuleCode;
  /** Codes of other findings that the damage rightly causes, with the reason in the kind's comment. */
  readonly consequences?: readonly RuleCode[];
  /** The damaged record, its finding's place marked; `undefined` when the sample has nothing to damage that way. */
  apply(site: Site): string | undefined;
}

const strange = 'zq_unheard_of';

/** JSON or Python text of a value. */
function print(value: JsonValue, written: Written): string {
  if (written === 'json') return JSON.stringify(value);
  if (written === 'text') return typeof value === 'string' ? value : JSON.stringify(value);
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return pythonLiteral(value);
  if (Array.isArray(value)) return `[${value.map((item) => print(item, written)).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const members = Object.entries(value).map(
    ([key, item]) => `${pythonLiteral(key)}: ${print(item, written)}`,
  );
  return `{${members.join(', ')}}`;
}

const writeMarked = (value: JsonValue) => (_old: string, written: Written) => mark(print(value, written));

/** The sample's calls in an order that differs from sample to sample. */
function shuffled<T>(list: readonly T[], random: Random): T[] {
  const from = random.below(Math.max(1, list.length));
  return [...list.slice(from), ...list.slice(0, from)];
}

/** The first result that is not `undefined`. */
function first<T, R>(list: readonly T[], make: (item: T) => R | undefined): R | undefined {
  for (const item of list) {
    const made = make(item);
    if (made !== undefined) return made;
  }
  return undefined;
}

/** Damages one call. */
function ofCall(
  kind: string,
  code: RuleCode,
  apply: (site: Site, call: ToolCall) => string | undefined,
  consequences?: readonly RuleCode[],
): Mutation {
  return {
    kind,
    code,
    consequences,
    apply: (site) => first(shuffled(toolCalls(site.sample), site.random), (call) => apply(site, call)),
  };
}

interface Argument {
  readonly name: string;
  readonly value: JsonValue;
  readonly declared: Declared;
  readonly path: Path;
}

/** Writes another value for an argument, as one that breaks its schema; the whole value is the place. */
function ofValue(
  kind: string,
  code: RuleCode,
  other: (argument: Argument, random: Random) => JsonValue | undefined,
  consequences?: readonly RuleCode[],
): Mutation {
  return ofCall(
    kind,
    code,
    ({ text, sample, random }, call) =>
      first(shuffled([...argumentsOf(call)], random), (argument) => {
        // A reference stands for a value of any type.
        if (sample.references && typeof argument.value === 'string') return undefined;
        const value = other(argument, random);
        return value === undefined ? undefined : rewrite(text, argument, writeMarked(value));
      }),
    consequences,
  );
}

/** Damages the declaration of a tool. */
function ofTool(
  kind: string,
  code: RuleCode,
  apply: (site: Site, tool: DeclaredTool) => string | undefined,
  consequences?: readonly RuleCode[],
): Mutation {
  return {
    kind,
    code,
    consequences,
    apply(site) {
      const tools = (site.sample.tools ?? []).map(declaredTool).filter((tool) => tool !== undefined);
      return first(shuffled(tools, site.random), (tool) => apply(site, tool));
    },
  };
}

/** Adds a keyword to the schema of an argument that the argument's value then breaks. */
function ofKeyword(
  kind: string,
  keyword: (value: JsonValue) => Record<string, JsonValue> | undefined,
): Mutation {
  return ofCall(kind, 'call.schema-violation', ({ text, sample, random }, call) =>
    first(shuffled([...argumentsOf(call)], random), ({ value, declared, path }) => {
      // Another call of the tool would break it as well.
      const calls = sample.turns.flatMap((turn) => turn.calls);
      if (calls.filter((other) => other.name === call.call.name).length > 1) return undefined;
      const added = declared.type && declared.schema.enum === undefined ? keyword(value) : undefined;
      if (!added || sample.references || !fitsType(value, declared.type!)) return undefined;
      // A native map may be turned into a schema by one member too many: only known keywords are added.
      const marked = rewrite(text, { path }, (old) => mark(old));
      return marked === undefined
        ? undefined
        : rewrite(marked, { path: declared.path }, (_old, written) =>
            print({ ...declared.schema, ...added }, written),
          );
    }),
  );
}

function fitsType(value: JsonValue, type: string): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    default:
      return typeof value === type;
  }
}

/** The text of an assistant's turn with tags of thought, whole, with its path. */
function assistantTexts(sample: Sample): { path: Path }[] {
  const found: { path: Path }[] = [];
  for (const turn of sample.turns) {
    if (turn.role !== 'assistant') continue;
    for (const { path } of [...turn.thoughts, ...turn.texts]) {
      const at = path.findIndex((step) => typeof step === 'object');
      const whole = at < 0 ? path : path.slice(0, at);
      if (!found.some((other) => other.path.join('/') === whole.join('/'))) found.push({ path: whole });
    }
  }
  return found;
}

/** Changes the decoded text of an assistant's turn that holds exactly one thought in tags. */
function ofThought(kind: string, change: (text: string) => string | undefined): Mutation {
  return {
    kind,
    code: 'thought.unbalanced',
    // What follows a broken thought is read as thought, or the other way round: calls in it come and go.
    consequences: ['call.not-parsable', 'call.ungrounded-value'],
    apply: ({ text, sample, codes }) =>
      codes.has('thought.unbalanced')
        ? undefined
        : first(assistantTexts(sample), ({ path }) =>
            rewrite(text, { path }, (old, written) => {
              if (written !== 'json' || !old.startsWith('"')) return undefined;
              const inner = JSON.parse(old) as string;
              if (inner.split('<think>').length !== 2 || inner.split('</think>').length !== 2)
                return undefined;
              const now = change(inner);
              return now === undefined ? undefined : JSON.stringify(now);
            }),
          ),
  };
}

/** Replaces the whole line. */
function ofLine(kind: string, code: RuleCode, make: (site: Site) => string | undefined): Mutation {
  return {
    kind,
    code,
    apply(site) {
      const made = site.file.container === 'jsonl' ? make(site) : undefined;
      return made === undefined ? undefined : mark(made);
    },
  };
}

const isNumeric = (declared: Declared) => declared.type === 'integer' || declared.type === 'number';

/** The JSON string of arguments at hand, as one text. */
function ofArgumentsText(
  kind: string,
  code: RuleCode,
  change: (inner: string, given: JsonValue) => string,
): Mutation {
  return ofCall(kind, code, ({ text, sample }, { call, arguments: given }) => {
    if (call.encoding !== 'json-string' || sample.unreadable.length > 0) return undefined;
    return rewrite(text, { path: call.argumentsPath }, (old, written) =>
      written === 'json' && old.startsWith('"')
        ? mark(JSON.stringify(change(JSON.parse(old) as string, given)))
        : undefined,
    );
  });
}

/** Every kind, in the order of the table. */
export const mutations: readonly Mutation[] = [
  {
    kind: 'rename the function',
    code: 'call.unknown-function',
    apply({ text, sample, random }) {
      const { tools } = sample;
      if (!tools || tools.some((def) => def.name === undefined) || sample.unreadable.length > 0)
        return undefined;
      const calls = sample.turns
        .flatMap((turn) => turn.calls)
        .filter((call) => call.name !== undefined && !call.gathers);
      return first(shuffled(calls, random), (call) =>
        rewrite(text, call.namePlace, (old) =>
          mark(/^["']/.test(old) ? `${old.slice(0, -1)}_${strange}${old.slice(-1)}` : `${old}_${strange}`),
        ),
      );
    },
  },
  // The call stays as it is, its tool goes by another name.
  ofCall('rename the tool', 'call.unknown-function', ({ text, sample }, { call, tool: { def } }) => {
    if (sample.tools!.some((other) => other.name === undefined) || sample.unreadable.length > 0)
      return undefined;
    const named = sample.tools!.filter((other) => other.name === def.name).length;
    const calls = sample.turns
      .flatMap((turn) => turn.calls)
      .filter((other) => other.name === def.name).length;
    if (named > 1 || calls > 1) return undefined;
    const marked = rewrite(text, call.namePlace, (old) => mark(old));
    return (
      marked &&
      rewrite(marked, { path: [...def.path, def.nameKey] }, (_old, written) => print(strange, written))
    );
  }),
  ofCall(
    'drop a required argument',
    'call.missing-argument',
    ({ text, random }, { call, arguments: given, tool }) =>
      first(shuffled(tool.required, random), (name) => {
        if (!Object.hasOwn(given, name)) return undefined;
        const rest = Object.fromEntries(Object.entries(given).filter(([key]) => key !== name));
        const marked = rewrite(text, call.namePlace, (old) => mark(old));
        // The marks make the text longer in which name and arguments stand together.
        return marked && replaceArguments(marked, call.argumentsPath, rest, mark('').length);
      }),
  ),
  ofCall('add an unknown argument', 'call.unknown-argument', ({ text }, { call, arguments: given, tool }) => {
    if (!tool.isClosed) return undefined;
    return rewriteObject(text, call.argumentsPath, 0, (old, written) => {
      const members = Object.entries(given).map(([key, value]) => member(key, value, written, old));
      members.push(addedMember(strange, 1, written, old));
      return around(members, old);
    });
  }),
  ofCall(
    'misspell an argument',
    'call.unknown-argument',
    ({ text, random }, call) => {
      if (!call.tool.isClosed) return undefined;
      return first(shuffled([...argumentsOf(call)], random), ({ name, path }) =>
        call.tool.required.includes(name) || call.tool.properties.has(`${name}x`)
          ? undefined
          : rewrite(text, { path, at: 'key' }, (old) =>
              mark(/^["']/.test(old) ? `${old.slice(0, -1)}x${old.slice(-1)}` : `${old}x`),
            ),
      );
      // An argument that is required without a mark of it (xLAM: it has no default) is missing then.
    },
    ['call.missing-argument', 'call.ungrounded-value', 'call.unit-or-date'],
  ),
  // Other tools still declare theirs, so this one takes none: every argument of its calls is unknown.
  ofCall(
    'take the parameters off the tool',
    'call.unknown-argument',
    ({ text, sample }, { call, arguments: given, tool: { def } }) => {
      const key = Object.keys(given)[0];
      const isOneOfMany = sample.tools!.some((other) => other !== def && isObject(other.parameters));
      if (key === undefined || !isOneOfMany || def.required !== undefined) return undefined;
      const marked = rewrite(text, { path: [...call.argumentsPath, key], at: 'key' }, (old) => mark(old));
      if (marked === undefined) return undefined;
      return rewrite(marked, { path: def.path }, (old, written) => {
        const value = written === 'json' ? (JSON.parse(old) as JsonValue) : undefined;
        if (!isObject(value) || !Object.hasOwn(value, def.parametersKey)) return undefined;
        const rest = Object.entries(value).filter(([member]) => member !== def.parametersKey);
        // Anything else with members could hold parameters.
        return rest.every(([, item]) => typeof item !== 'object')
          ? JSON.stringify(Object.fromEntries(rest))
          : undefined;
      });
    },
    ['call.unknown-argument', 'call.ungrounded-value', 'call.unit-or-date'],
  ),
  ofValue(
    'text for a number',
    'call.wrong-type',
    ({ value, declared }) => (isNumeric(declared) && typeof value === 'number' ? String(value) : undefined),
    ['call.ungrounded-value', 'call.unit-or-date'],
  ),
  ofValue('number for a text', 'call.wrong-type', ({ value, declared }) =>
    declared.type === 'string' && typeof value === 'string' ? 7 : undefined,
  ),
  ofValue('fraction for an integer', 'call.wrong-type', ({ value, declared }) =>
    declared.type === 'integer' && typeof value === 'number' ? 2.5 : undefined,
  ),
  ofValue('text for a boolean', 'call.wrong-type', ({ value, declared }) =>
    declared.type === 'boolean' && typeof value === 'boolean' ? String(value) : undefined,
  ),
  ofValue('scalar for an array', 'call.wrong-type', ({ value, declared }) =>
    declared.type === 'array' && Array.isArray(value) ? 7 : undefined,
  ),
  // A list of one is also how benchmarks note accepted answers.
  ofValue(
    'array for a scalar',
    'call.wrong-type',
    ({ value, declared }) =>
      declared.type !== 'array' && declared.type !== undefined && typeof value !== 'object'
        ? [value]
        : undefined,
    ['call.optional-marker', 'call.ungrounded-value'],
  ),
  ofValue(
    'object for a scalar',
    'call.wrong-type',
    ({ value, declared }) =>
      declared.type !== 'object' && declared.type !== undefined && typeof value !== 'object'
        ? { value }
        : undefined,
    ['call.ungrounded-value'],
  ),
  ofValue('value outside the enum', 'call.not-in-enum', ({ value, declared }) =>
    declared.type === 'string' &&
    typeof value === 'string' &&
    Array.isArray(declared.schema.enum) &&
    declared.schema.enum.includes(value)
      ? `${value}?!`
      : undefined,
  ),
  ofValue('null for a value', 'call.null-argument', ({ declared }) => {
    const allowed = declared.schema.enum;
    return declared.type === undefined || (Array.isArray(allowed) && allowed.includes(null))
      ? undefined
      : null;
  }),
  ofKeyword('number over the maximum', (value) =>
    typeof value === 'number' ? { maximum: value - 1 } : undefined,
  ),
  ofKeyword('text too long', (value) =>
    typeof value === 'string' && value.length > 1 ? { maxLength: 1 } : undefined,
  ),
  ofKeyword('text against the pattern', (value) =>
    typeof value === 'string' && !value.startsWith('~') ? { pattern: '^~[0-9]{3}$' } : undefined,
  ),
  ofKeyword('array too short', (value) =>
    Array.isArray(value) ? { minItems: value.length + 1 } : undefined,
  ),
  // Either encoding is twice JSON; a text without any structure of its own is only a string.
  ofArgumentsText('encode the arguments twice', 'call.double-encoded', (inner) => JSON.stringify(inner)),
  ofArgumentsText('cut the arguments off', 'call.not-parsable', (inner) =>
    inner.slice(0, inner.lastIndexOf('}')),
  ),
  ofArgumentsText('arguments as a Python dict', 'call.not-parsable', (_inner, given) =>
    print(given, 'python').replace(/^\{\}$/, "{'a': 1}"),
  ),
  ofCall('take the name off the call', 'call.not-parsable', ({ text, file }, { call }) => {
    const last = call.namePlace.path.at(-1);
    const parent = call.namePlace.path.slice(0, -1);
    if (
      call.namePlace.at === 'key' ||
      typeof last !== 'string' ||
      call.encoding !== 'object' ||
      file.format?.id === 'rlla'
    )
      return undefined;
    const whole = call.path;
    if (whole.length !== parent.length) return undefined;
    return rewrite(text, { path: whole }, (old, written) => {
      if (written !== 'json') return undefined;
      const value = JSON.parse(old) as JsonValue;
      if (!isObject(value)) return undefined;
      const rest = Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key === last ? strange : key, item]),
      );
      return mark(JSON.stringify(rest));
    });
  }),
  ofTool(
    'foreign type word',
    'tool.foreign-type',
    ({ text, random }, tool) =>
      first(shuffled([...tool.properties.values()], random), ({ path, type }) =>
        type === undefined
          ? undefined
          : rewrite(text, { path: [...path, 'type'] }, writeMarked('quaternion')),
      ),
    // Defaults and enum values are weighed against another type, or none.
    ['tool.schema-smell'],
  ),
  ofTool('unknown name in required', 'tool.required-misplaced', ({ text }, tool) => {
    if (!tool.requiredPath || !isObject(tool.def.parameters)) return undefined;
    const names = own(tool.def.parameters, 'required') as JsonValue[];
    return rewrite(
      text,
      { path: tool.requiredPath },
      (_old, written) =>
        `[${[...names.map((name) => print(name, written)), mark(print(strange, written))].join(', ')}]`,
    );
  }),
  ofTool('required inside properties', 'tool.required-misplaced', ({ text }, tool) => {
    if (!tool.requiredPath || tool.properties.has('required')) return undefined;
    const list = own(tool.def.parameters as { [key: string]: JsonValue }, 'required') as JsonValue[];
    if (list.length === 0) return undefined;
    return rewrite(text, { path: tool.propertiesPath }, (old, written) => {
      if (written !== 'json') return undefined;
      return `${old.slice(0, old.lastIndexOf('}'))}${tool.properties.size > 0 ? ', ' : ''}${mark('"required"')}: ${JSON.stringify(list)}}`;
    });
  }),
  ofTool('keyword with a value of another kind', 'tool.invalid-schema', ({ text, random }, tool) => {
    if (!tool.isSchema) return undefined;
    return first(shuffled([...tool.properties.values()], random), ({ path, schema, type }) =>
      type === undefined || schema.minLength !== undefined
        ? undefined
        : rewrite(text, { path }, (old, written) =>
            written === 'json' && old.endsWith('}') && Object.keys(schema).length > 0
              ? `${old.slice(0, -1)}, "minLength": ${mark('"many"')}}`
              : undefined,
          ),
    );
  }),
  ofTool('default outside the enum', 'tool.schema-smell', ({ text, random }, tool) =>
    first(shuffled([...tool.properties.values()], random), ({ path, schema, type }) =>
      type !== 'string' || !Array.isArray(schema.enum) || schema.default === undefined || !tool.isSchema
        ? undefined
        : rewrite(text, { path: [...path, 'default'] }, writeMarked(strange)),
    ),
  ),
  ofTool(
    'parameters without the schema around them',
    'tool.bare-parameter-map',
    ({ text, file }, tool) => {
      const { def } = tool;
      if (
        !tool.isSchema ||
        file.format?.native?.parameterMap ||
        tool.properties.size === 0 ||
        !isObject(def.parameters)
      )
        return undefined;
      const inside = own(def.parameters, 'properties')!;
      if (
        ![...tool.properties.values()].every(
          ({ type, schema }) => type !== undefined && typeof schema.description === 'string',
        )
      )
        return undefined;
      return rewrite(text, { path: [...def.path, def.parametersKey], at: 'member' }, (old, written) => {
        if (written !== 'json') return undefined;
        const key = old.slice(0, old.indexOf('"', 1) + 1);
        return `${mark(key)}: ${JSON.stringify(inside)}`;
      });
      // What is required cannot be said in a map: arguments that were optional are missing. Parameters may be named like keywords.
    },
    [
      'call.missing-argument',
      'tool.bare-parameter-map',
      'tool.schema-smell',
      'tool.foreign-type',
      'tool.required-misplaced',
    ],
  ),
  ofTool('duplicate tool name', 'tool.duplicate-name', ({ text, sample }, { def }) => {
    const listPath = def.path.at(-1) === 'function' ? def.path.slice(0, -2) : def.path.slice(0, -1);
    if (typeof def.path[listPath.length] !== 'number' || sample.unreadable.length > 0) return undefined;
    if (!sample.tools!.every((other) => other.path.length === def.path.length)) return undefined;
    const copy = { [def.nameKey]: strange, description: 'A copy', [def.parametersKey]: {} };
    return rewrite(text, { path: listPath }, (old, written) => {
      if (!old.startsWith('[') || !old.endsWith(']') || old.length < 3) return undefined;
      const printed = print(copy, written).replace(print(strange, written), () =>
        mark(print(def.name!, written)),
      );
      return `${old.slice(0, -1)}, ${def.path.at(-1) === 'function' ? wrapped(printed, written) : printed}]`;
    });
  }),
  ofTool('tools cut off', 'tool.not-parsable', ({ text, sample }, { def }) => {
    // Only where the tools are a string of JSON: a step into it follows the path of that string.
    if (
      !sample.toolsPath ||
      sample.toolsPath.some((step) => typeof step === 'object') ||
      def.path.some((step) => typeof step === 'object')
    )
      return undefined;
    return rewrite(text, { path: sample.toolsPath }, (old, written) => {
      if (written !== 'json' || !old.startsWith('"')) return undefined;
      const inner = JSON.parse(old) as string;
      return mark(JSON.stringify(inner.slice(0, inner.lastIndexOf('}'))));
    });
  }),
  ofTool('tool without a name', 'tool.not-parsable', ({ text }, { def }) =>
    rewrite(text, { path: def.path }, (old, written) => {
      if (written !== 'json') return undefined;
      const value = JSON.parse(old) as JsonValue;
      if (!isObject(value) || !Object.hasOwn(value, def.nameKey) || Object.hasOwn(value, 'function'))
        return undefined;
      return mark(JSON.stringify({ ...value, [def.nameKey]: 7 }));
    }),
  ),
  {
    kind: 'reference to nothing',
    code: 'call.dangling-reference',
    apply({ text, sample, random }) {
      if (!sample.references) return undefined;
      const name = sample.references === 'nestful' ? '$var97.result$' : 'API_call_97';
      const calls = sample.turns.flatMap((turn) => turn.calls);
      return first(shuffled(calls, random), ({ arguments: given, argumentsPath, gathers }) => {
        const key = isObject(given) && !gathers ? Object.keys(given)[0] : undefined;
        return key === undefined
          ? undefined
          : rewrite(text, { path: [...argumentsPath, key] }, writeMarked(name));
      });
    },
  },
  {
    kind: 'positional argument',
    code: 'call.unportable-syntax',
    // Without its name the argument is not there.
    consequences: ['call.missing-argument'],
    apply({ text, sample, file }) {
      if (file.format?.native?.callNotes?.includes('positional-argument')) return undefined;
      return first(
        sample.turns.flatMap((turn) => turn.calls),
        ({ arguments: given, argumentsPath }) => {
          const key = isObject(given) ? Object.keys(given)[0] : undefined;
          if (
            key === undefined ||
            !argumentsPath.some((step) => typeof step === 'object' && step.as === 'python-calls')
          )
            return undefined;
          return rewrite(text, { path: [...argumentsPath, key], at: 'member' }, (old) => {
            const value = /^\w+\s*=\s*([^]*)$/.exec(old)?.[1];
            return value === undefined ? undefined : mark(value);
          });
        },
      );
    },
  },
  ofThought('thought never closed', (text) =>
    text.replace('</think>', '').replace('<think>', () => mark('<think>')),
  ),
  ofThought('thought closed twice', (text) => text.replace('</think>', () => `</think>${mark('</think>')}`)),
  ofThought('thought never opened', (text) =>
    text.replace('<think>', '').replace('</think>', () => mark('</think>')),
  ),
  ofThought('empty thought', (text) =>
    text.replace(/<think>[^]*<\/think>/, () => `${mark('<think>')}\n</think>`),
  ),
  ofLine('cut the line off', 'record.not-json', ({ text, random }) =>
    text.slice(0, Math.max(2, random.below(text.length - 1))),
  ),
  ofLine('single quotes in the line', 'record.not-json', ({ text }) =>
    text.replace('"', "'").replace('"', "'"),
  ),
  ofLine('comma before the end', 'record.not-json', ({ text }) =>
    text.endsWith('}') ? `${text.slice(0, -1)},}` : undefined,
  ),
  ofLine('the line in a list', 'record.not-json', ({ text, file }) =>
    file.format?.arrays ? undefined : `[${text}]`,
  ),
  ofLine('placeholder', 'record.placeholder', ({ random }) =>
    random.pick(['<PLACEHOLDER ROW>', '...', '   ', '']),
  ),
  ofLine('the same key twice', 'record.duplicate-key', ({ text }) => {
    const key = /^\{\s*("(?:[^"\\]|\\.)*"\s*:)/.exec(text)?.[1];
    return key === undefined ? undefined : text.replace('{', () => `{${key} 1, `);
  }),
  {
    kind: 'the same argument twice',
    code: 'record.duplicate-key',
    apply: ({ text, sample, codes, file }) => {
      if (codes.has('record.duplicate-key') || file.container !== 'jsonl') return undefined;
      const made = first(toolCalls(sample), ({ call, arguments: given }) => {
        const key = Object.keys(given)[0];
        return key === undefined
          ? undefined
          : rewriteObject(text, call.argumentsPath, 0, (old, written) =>
              written === 'json' && old.startsWith('{')
                ? `{${JSON.stringify(key)}: 1, ${old.slice(1)}`
                : undefined,
            );
      });
      return made && mark(made);
    },
  },
];

function wrapped(printed: string, written: Written): string {
  return `{${print('type', written)}: ${print('function', written)}, ${print('function', written)}: ${printed}}`;
}

/** Arguments written anew: as a JSON object, in the string they stand in, or between the brackets of a call. */
function replaceArguments(
  text: string,
  path: Path,
  given: { [key: string]: JsonValue },
  grown: number,
): string | undefined {
  return rewriteObject(text, path, grown, (old, written) =>
    around(
      Object.entries(given).map(([key, value]) => member(key, value, written, old)),
      old,
    ),
  );
}

/** As `rewrite`, but where a string of JSON stands, in that string. */
function rewriteObject(text: string, path: Path, grown: number, make: Make): string | undefined {
  return rewrite(text, { path, grown }, (old, written) => {
    if (written === 'text') return undefined;
    if (written !== 'json' || !old.startsWith('"')) return make(old, written);
    const inner = make(JSON.parse(old) as string, 'json');
    return inner === undefined ? undefined : JSON.stringify(inner);
  });
}

function member(key: string, value: JsonValue, written: Written, old: string): string {
  if (isCallText(old)) return `${key}=${print(value, written)}`;
  return `${print(key, written)}: ${print(value, written)}`;
}

function addedMember(key: string, value: JsonValue, written: Written, old: string): string {
  if (isCallText(old)) return `${mark(key)}=${print(value, written)}`;
  return `${mark(print(key, written))}: ${print(value, written)}`;
}

/** The bench's reader gives the whole call for the arguments of a call. */
function isCallText(old: string): boolean {
  return /^[\w.]+\(/.test(old);
}

function around(members: readonly string[], old: string): string | undefined {
  if (isCallText(old)) return `${old.slice(0, old.indexOf('('))}(${members.join(', ')})`;
  return old.startsWith('{') ? `{${members.join(', ')}}` : undefined;
}
