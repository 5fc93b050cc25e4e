/** What a target takes, as Markdown: docs/targets.md, the command line and the editor show it. */
import type { Dated, TargetProfile } from './types.ts';

/** One target: its facts, each with where and when it was read. */
export function targetMarkdown(target: TargetProfile, level = '#'): string {
  const rows = factsOf(target).map(
    ({ what, says, from }) => `| ${what} | ${cell(says)} | [${from.checked}](${from.source}) |`,
  );
  return [
    `${level} ${target.title} (\`${target.id}\`)`,
    target.summary,
    `A sample it does not take: ${target.badSample}. Formats it reads: ${codes(target.formats)}. Read on ${target.checked}: <${target.source}>.`,
    ['| What | Takes | Read |', '| --- | --- | --- |', ...rows].join('\n'),
    '',
  ].join('\n\n');
}

/** The page of all targets. */
export function targetsMarkdown(targets: readonly TargetProfile[]): string {
  const rows = targets.map(
    ({ id, title, summary, checked }) =>
      `| [\`${id}\`](#${anchor(title, id)}) | ${cell(summary)} | ${checked} |`,
  );
  return [
    '# Targets',
    'What trainers, services and benchmarks take, as dated data: their rules move, so each fact says when and where it was read. The rules marked T in [the list of rules](rules/README.md) compare samples with it, and are silent until a target is chosen: in the editor from the status item, with the setting `callsmith.validate.targets`, with `targets` in `callsmith.config.json`, or with `callsmith check --target ID`. Several at once are fine; a finding names those it is for.',
    'Rules about turns and calls apply to the formats that a target reads; rules about tools apply to all formats. This page is written from the data.',
    ['| Target | What it is | Read |', '| --- | --- | --- |', ...rows].join('\n'),
    ...targets.map((target) => targetMarkdown(target, '##').trimEnd()),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function anchor(title: string, id: string): string {
  return `${title} (${id})`
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}

interface Fact {
  readonly what: string;
  readonly says: string;
  readonly from: Dated;
}

function factsOf(target: TargetProfile): Fact[] {
  const facts: Fact[] = [];
  const add = (what: string, from: Dated | undefined, says: string | undefined | false) => {
    if (from && says) facts.push({ what, says, from });
  };
  const { roles, calls, names, ids, schema, strict, length, count, content, thoughts } = target;
  if (roles) {
    add('roles', roles, roles.known && codes(roles.known));
    add('system turn', roles, roles.system && systemWords[roles.system]);
    add('first turn', roles, roles.first?.join(', '));
    add('last turn', roles, roles.last?.join(', '));
    const after = Object.entries(roles.after ?? {}).map(
      ([role, next]) => `after ${role}: ${next.join(' or ')}`,
    );
    add('order', roles, after.join('; '));
    add('results in a row', roles, roles.mergesResultsIn && `one turn in ${codes(roles.mergesResultsIn)}`);
    add('results of a turn', roles, roles.resultsTogether && 'together in the next turn');
    add('answers', roles, roles.needsAssistant && 'at least one turn of the assistant');
    add(
      'turns',
      roles,
      roles.minTurns !== undefined && `at least ${roles.minTurns}, the system\'s not counted`,
    );
  }
  if (calls) {
    const keys = [calls.argumentsKey, ...(calls.otherKeys ?? [])];
    add('call', calls, `\`${calls.nameKey}\` and ${keys.map((key) => `\`${key}\``).join(' or ')}`);
    add('arguments', calls, argumentWords[calls.argumentsAs]);
  }
  add('tool names', names, names?.words);
  if (ids) {
    const more = [ids.required && 'needed', ids.unique && 'no two alike in a sample'].filter(Boolean);
    add('ids of calls', ids, [ids.words, ...more].join('; '));
  }
  if (schema) {
    add('keywords of a schema', schema, schema.known && codes(schema.known));
    add('parameters', schema, schema.rootObject && 'of type `object` at the root');
    add('not at the root', schema, schema.refusedAtRoot && codes(schema.refusedAtRoot));
    add('types', schema, schema.types && typeWords[schema.types]);
    add('enums', schema, schema.enums && enumWords[schema.enums]);
    add('arrays', schema, schema.itemsRequired && 'with `items`');
    add('properties', schema, schema.needsProperties && 'always there');
    add('description', schema, schema.needsDescription && 'needed, and parameters, too');
    add('parameter names', schema, schema.parameterNames?.words);
    add('free of this', schema, schema.freeKey && `what stands under \`${schema.freeKey}\``);
  }
  if (strict) {
    add(
      'strict: true',
      strict,
      `an object at the root, every property required, \`additionalProperties: false\`; up to ${strict.maxProperties} properties, ${strict.maxDepth} levels, ${strict.maxEnumValues} enum values; not ${codes(strict.refused)}; with fine-tuned models, not ${codes(strict.refusedWhenTuned)} either`,
    );
  }
  add('tokens of a sample', length, length && `up to ${length.maxTokens.toLocaleString('en-US')}`);
  add('samples', count, count && sampleWords(count.minSamples, count.maxSamples));
  if (content) {
    const where = content.besideCallsIn ? ` in ${codes(content.besideCallsIn)}` : '';
    add('text beside calls', content, content.besideCalls && `${content.besideCalls}${where}`);
    const key = content.withThoughtKey;
    add(
      'text beside calls',
      content,
      key !== undefined && `not together with \`${key}\` (template of gpt-oss)`,
    );
    const blank = content.needsText ? `; not empty for ${content.needsText.join(' and ')}` : '';
    add('content', content, content.needsContent && `needed in turns without calls${blank}`);
  }
  if (thoughts) {
    const kept =
      thoughts.keptKeys.length > 0 ? `kept under ${codes(thoughts.keptKeys)}` : 'no key of its own is kept';
    const history = thoughts.dropsHistory ? '; common templates drop those before the last question' : '';
    add('thoughts', thoughts, kept + history);
  }
  for (const weight of target.weights ?? []) {
    const on = weight.roles ? `, on ${weight.roles.join(' and ')} only` : '';
    add(`\`${weight.key}\``, weight, valueWords[weight.values] + on);
  }
  return facts;
}

const systemWords = {
  first: 'only first',
  one: 'only one',
  column: 'in a column of its own, not among the messages',
} as const;
const argumentWords = {
  string: 'a string of JSON',
  object: 'an object',
  either: 'an object or a string of JSON',
} as const;
const typeWords = {
  'json-schema': "JSON Schema's",
  'one-type': "JSON Schema's, in any case, one and no list",
} as const;
const enumWords = { 'string-type': 'only for strings', strings: 'of strings only' } as const;
const valueWords = {
  'zero-or-one': '0 or 1',
  boolean: 'true or false',
  'not-negative': 'from 0 on',
} as const;

function sampleWords(least: number | undefined, most: number | undefined): string | undefined {
  const words = [
    least !== undefined && `at least ${least.toLocaleString('en-US')}`,
    most !== undefined && `at most ${most.toLocaleString('en-US')}`,
  ].filter(Boolean);
  return words.length > 0 ? words.join(', ') : undefined;
}

function codes(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
