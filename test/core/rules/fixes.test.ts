/** Every fix that any rule offers: its finding is gone, none has come, all other text is as it was. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyFix, withEdits } from '../../../src/core/record/edit.ts';
import { readRecord } from '../../../src/core/record/record.ts';
import { fixKindOf, fixKinds, fixTableMarkdown } from '../../../src/core/rules/fixTable.ts';
import {
  argumentsEncodingFix,
  mistralId,
  numberedId,
  pairingFix,
  renumberingFix,
} from '../../../src/core/rules/idFixes.ts';
import { rules } from '../../../src/core/rules/index.ts';
import type { FixDraft } from '../../../src/core/rules/types.ts';
import { createService, type Service } from '../../../src/core/service.ts';
import { mutate } from '../../bench/mutations/run.ts';
import { dataFiles, exampleFiles, type RecordFile } from '../../bench/support/samples.ts';
import { hasData, noData } from '../../support/dataFiles.ts';
import { fixAllFault, fixOutcomes } from '../../support/fixOutcomes.ts';
import { liftText } from '../../support/samples.ts';
import { checkLine } from './support.ts';

const service = createService();
const everyCode = new Set<string>(rules.map(({ code }) => code));

/** What does not hold in these records, and which kinds of fixes were seen. */
function examine(files: Iterable<RecordFile>, perFile: number, kinds = new Set<string>()): string[] {
  const wrong: string[] = [];
  for (const { name, context, records } of files) {
    const step = Math.max(1, Math.ceil(records.length / perFile));
    for (let i = 0; i < records.length; i += step)
      wrong.push(...faultsOf(service, records[i]!, context, `${name}, record ${i + 1}`, kinds));
  }
  return wrong;
}

function faultsOf(
  use: Service,
  text: string,
  context: RecordFile['context'],
  where: string,
  kinds: Set<string>,
): string[] {
  const wrong: string[] = [];
  for (const { problem, fix, fault } of fixOutcomes(use, text, context)) {
    const kind = fixKindOf(problem.code, fix);
    kinds.add(kind ? `${kind.code} ${kind.title.source}` : '');
    if (!kind)
      wrong.push(
        `${where}: fixTable.ts has no line for ${problem.code} "${fix.title}" (${String(fix.safe)})`,
      );
    if (fault !== undefined) wrong.push(`${where}: ${problem.code} "${fix.title}": ${fault}`);
  }
  for (const codes of [undefined, everyCode]) {
    const { fault } = fixAllFault(use, text, context, codes);
    if (fault !== undefined) wrong.push(`${where}: all together: ${fault}`);
  }
  return wrong;
}

function* badExamples(): Generator<RecordFile> {
  for (const { code, docs } of rules) {
    const { format, bad, targets } = docs.example;
    if (bad.includes('\n')) continue;
    const file = service.recognize([bad], 'jsonl', {}, { id: format, by: 'flag' });
    const context = service.contextOf(file, {}, undefined, targets);
    yield { name: `example of ${code}`, formatId: format, context, records: [bad] };
  }
}

/** Every n-th of them. */
function* someOf<T>(all: Iterable<T>, n: number): Generator<T> {
  let i = 0;
  for (const one of all) if (i++ % n === 0) yield one;
}

/** Damaged records, a file each. */
function* damaged(files: Iterable<RecordFile>, perFile: number, seed: number): Generator<RecordFile> {
  const options = { seed, samplesPerFile: perFile, kindsPerSample: 8 };
  for (const { mutation, text, where, context, formatId } of mutate(service, files, options))
    yield { name: `${mutation.kind} in ${where}`, formatId, context, records: [text] };
}

describe('every fix holds what it promises', () => {
  it('in the bad examples of the rules', () => {
    expect(examine(badExamples(), 1)).toEqual([]);
  });

  it('in damaged good examples', () => {
    expect(examine(damaged(exampleFiles(service), 10, 5), 1)).toEqual([]);
  });

  it.skipIf(!hasData)(
    `in real samples, whole and damaged (${hasData ? 'seeded share' : noData})`,
    () => {
      const kinds = new Set<string>();
      expect(examine(someOf(dataFiles(service), 3), 1, kinds)).toEqual([]);
      expect(examine(damaged(someOf(dataFiles(service), 6), 1, 11), 1, kinds)).toEqual([]);
      expect(kinds.size).toBeGreaterThan(20);
    },
    60_000,
  );
});

describe('what is safe', () => {
  it('makes the good examples of these rules from the bad ones', () => {
    const same: string[] = [];
    for (const { name, context, records } of badExamples()) {
      const code = name.replace('example of ', '');
      const { good } = rules.find((rule) => rule.code === code)!.docs.example;
      for (const { problem, fix, text } of fixOutcomes(service, records[0]!, context))
        if (problem.code === code && fix.safe && text === good) same.push(code);
    }
    expect(same.sort()).toEqual([
      'call.arguments-encoding',
      'call.double-encoded',
      'call.not-parsable',
      'call.null-argument',
      'call.wrong-type',
      'record.not-json',
      'tool.bare-parameter-map',
      'tool.duplicate-name',
      'tool.foreign-type',
      'tool.invalid-schema',
      'turn.id-mismatch',
    ]);
  });

  it('is never a did-you-mean, a placeholder, or the loss of a value', () => {
    const guesses = [
      'call.unknown-function',
      'call.unknown-argument',
      'call.missing-argument',
      'call.not-in-enum',
    ];
    for (const { name, context, records } of badExamples()) {
      for (const { problem, fix } of fixOutcomes(service, records[0]!, context))
        if (guesses.includes(problem.code))
          expect([name, fix.title, fix.safe === true]).toEqual([name, fix.title, false]);
    }
  });
});

describe('the table of fixes', () => {
  it('is what docs/fixes.md says (else run "npm run bench:fixes -- --write")', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/fixes.md'), 'utf8');
    expect(page.startsWith(fixTableMarkdown('').trimEnd())).toBe(true);
  });

  it('names rules that there are', () => {
    for (const { code } of fixKinds) expect([code, everyCode.has(code)]).toEqual([code, true]);
  });
});

describe('dialects', () => {
  const tool = (parameters: string, more = '') =>
    `{"messages":[],"tools":[{"type":"function","function":{"name":"f","description":"F","parameters":${parameters}${more}}}]}`;
  /** The text after the safe fix of a finding of that code. */
  const safely = (text: string, code: string): string | undefined => {
    const problem = checkLine('openai', text).problems.find((one) => one.code === code);
    const fix = problem?.fixes.find(({ safe }) => safe);
    return fix && withEdits(text, applyFix(text, fix)!);
  };

  it.each([
    [
      'S2, with the list that the defaults imply',
      'tool.bare-parameter-map',
      '{"a": {"type": "string", "description": "A"}, "b": {"type": "integer", "description": "B", "default": 1.0}}',
      '',
      '{"type": "object", "properties": {"a": {"type": "string", "description": "A"}, "b": {"type": "integer", "description": "B", "default": 1.0}}, "required": ["a"]}',
    ],
    [
      'S3, without the flags',
      'tool.bare-parameter-map',
      '{"a": {"type": "string", "required": true}, "b": {"type": "string", "required": false}}',
      '',
      '{"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "required": ["a"]}',
    ],
    [
      'S4, with the list from beside it',
      'tool.bare-parameter-map',
      '{"a": {"type": "string"}, "b": {"type": "string"}}',
      ', "required": ["b"]',
      '{"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "required": ["b"]}',
    ],
    [
      'S7, from prose',
      'tool.bare-parameter-map',
      '{"a": "Required. string. The city", "b": "Optional. integer. Days"}',
      '',
      '{"type": "object", "properties": {"a": {"type": "string", "description": "The city"}, "b": {"type": "integer", "description": "Days"}}, "required": ["a"]}',
    ],
    [
      'truth values, all of the tool at once',
      'tool.required-misplaced',
      '{"type": "object", "properties": {"a": {"type": "string", "required": true}, "b": {"type": "object", "properties": {"c": {"type": "string", "required": true}}, "required": true}}}',
      '',
      '{"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "object", "properties": {"c": {"type": "string"}}, "required": ["c"]}}, "required": ["a", "b"]}',
    ],
    [
      'a union',
      'tool.foreign-type',
      '{"type": "object", "properties": {"a": {"type": "Union[str, List[int]]"}}}',
      '',
      '{"type": "object", "properties": {"a": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "integer"}}]}}}',
    ],
    [
      'a default inside the word',
      'tool.foreign-type',
      '{"type": "object", "properties": {"a": {"type": "int, default=5"}}}',
      '',
      '{"type": "object", "properties": {"a": {"type": "integer", "default": 5}}}',
    ],
    [
      'any',
      'tool.foreign-type',
      '{"type": "object", "properties": {"a": {"type": "any", "description": "A"}}}',
      '',
      '{"type": "object", "properties": {"a": {"description": "A"}}}',
    ],
    [
      'a word where a schema is wanted',
      'tool.foreign-type',
      '{"type": "object", "properties": {"a": "str"}}',
      '',
      '{"type": "object", "properties": {"a": {"type": "string"}}}',
    ],
  ])('%s', (_what, code, parameters, beside, wanted) => {
    const made = safely(tool(parameters, beside), code);
    expect(JSON.parse(made ?? 'null')).toEqual(JSON.parse(tool(wanted)));
    expect(made).toContain(parameters.includes('1.0') ? '1.0' : '"type"');
  });

  it('leaves "str, optional" in a map alone: without the mark the argument would be required', () => {
    const text = tool('{"a": {"type": "str, optional", "description": "A"}}');
    const problem = checkLine('openai', text).problems.find(({ code }) => code === 'tool.foreign-type');
    expect(problem!.fixes).toEqual([]);
    expect(safely(text, 'tool.bare-parameter-map')).toBeDefined();
  });
});

describe('ids', () => {
  const text = (ids: readonly string[], answers: readonly string[]) =>
    JSON.stringify({
      messages: [
        { role: 'user', content: 'Hi' },
        {
          role: 'assistant',
          tool_calls: ids.map((id) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } })),
        },
        ...answers.map((id, i) => ({ role: 'tool', tool_call_id: id, content: `result ${i}` })),
      ],
      tools: [],
    });
  const made = (line: string, fix: FixDraft | undefined) => fix && withEdits(line, applyFix(line, fix)!);
  const parts = (line: string) => [readRecord(line).value, liftText(line, 'openai')] as const;

  it('of results become those of their calls, in order where no id says it', () => {
    const line = text(['a', 'b'], ['b', 'x']);
    const fix = pairingFix(...parts(line));
    expect([made(line, fix), fix!.safe]).toEqual([text(['a', 'b'], ['b', 'a']), true]);
    expect(pairingFix(...parts(text(['a', 'b'], ['a', 'b'])))).toBeUndefined();
    // One result is missing: which call it answers is a guess.
    expect(pairingFix(...parts(text(['a', 'b'], ['x'])))!.safe).toBe(false);
  });

  it('are numbered, with their results', () => {
    const line = text(['x', 'x'], ['x', 'x']);
    const fix = renumberingFix(...parts(line), 'Number the ids', numberedId);
    expect(made(line, fix)).toBe(text(['call_1', 'call_2'], ['call_1', 'call_2']));
  });

  it('become nine letters and digits, the same every time and different in a sample', () => {
    const line = text(['call_1', 'call_2', 'abcdefgh1'], ['call_2', 'call_1', 'abcdefgh1']);
    const fix = renumberingFix(...parts(line), 'Write ids that Mistral takes', mistralId, true);
    const ids = liftText(made(line, fix)!, 'openai').turns[1]!.calls.map(({ id }) => id!);
    expect(ids[2]).toBe('abcdefgh1');
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9]{9}$/);
    expect(made(line, fix)).toBe(text(ids, [ids[1]!, ids[0]!, ids[2]!]));
    expect(made(made(line, fix)!, renumberingFix(...parts(made(line, fix)!), '', mistralId))).toBeUndefined();
  });

  it('arguments change between object and string without a change of their text', () => {
    const line =
      '{"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":{"a" : 1.0}}}]}]}';
    const call = (of: string) => liftText(of, 'openai').turns[0]!.calls[0]!;
    const asText = made(line, argumentsEncodingFix(call(line)))!;
    expect(asText).toBe(line.replace('{"a" : 1.0}', '"{\\"a\\" : 1.0}"'));
    expect(made(asText, argumentsEncodingFix(call(asText)))).toBe(line);
  });
});
