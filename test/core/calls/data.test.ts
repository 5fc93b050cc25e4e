/**
 * The readers on published data, when it is at hand: the folder named by CALLSMITH_DATA, or ../shared/data beside the
 * repository. Counts are those of the files at the commits that the folder's INDEX.md names; when the data grows,
 * look at the new calls and raise the numbers.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPythonCallList } from '../../../src/core/calls/findPythonCalls.ts';
import { readJsonSequence } from '../../../src/core/calls/jsonText.ts';
import { parsePythonCalls } from '../../../src/core/calls/pythonCalls.ts';
import { readPythonLiteral } from '../../../src/core/calls/pythonLiteral.ts';
import { findTaggedCalls } from '../../../src/core/calls/tagged.ts';
import { splitThoughts } from '../../../src/core/calls/thoughts.ts';

const root = process.env['CALLSMITH_DATA'] ?? '../shared/data';
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const lines = (path: string) =>
  text(path)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe.skipIf(!existsSync(root))(
  'published data (skipped when no data folder is there: set CALLSMITH_DATA)',
  () => {
    it('every ground-truth call of BFCL multi-turn is read without a note other than for positional arguments', () => {
      let calls = 0;
      for (const file of readdirSync(join(root, 'bfcl/possible_answer')).filter((name) =>
        name.includes('multi_turn'),
      )) {
        for (const row of lines(join('bfcl/possible_answer', file))) {
          for (const call of (row['ground_truth'] as string[][]).flat()) {
            const list = parsePythonCalls(call);
            expect(list?.calls.length, call).toBe(1);
            expect(list!.complete, call).toBe(true);
            const odd = list!.notes.filter((note) => note.kind !== 'positional-argument');
            expect(odd, call).toEqual([]);
            expect(findPythonCallList(call), call).toBeDefined();
            calls++;
          }
        }
      }
      expect(calls).toBeGreaterThan(1000);
    });

    it('every call of ToolRL is read, and none inside a thought', () => {
      const rows = JSON.parse(text('toolrl/dataset/rlla_4k_raw/rlla_sft.json')) as { output: string }[];
      let tags = 0;
      for (const { output } of rows) {
        expect(splitThoughts(output).problems, output).toEqual([]);
        const answer = output.slice(output.lastIndexOf('</think>'));
        const found = findTaggedCalls(output);
        expect(found.length, output).toBe(answer.split('<tool_call>').length - 1);
        for (const call of found) expect(call.errors, output.slice(call.start, call.end)).toEqual([]);
        tags += found.length;
      }
      expect([rows.length, tags > 300]).toEqual([400, true]);
    });

    it('every answer of Hammer is one fenced list', () => {
      for (const file of ['hammer/test/hammer/apibank_l1.json', 'hammer/test/hammer2.1/apibank_l2.json']) {
        for (const { output } of JSON.parse(text(file)) as { output: string }[]) {
          const found = findTaggedCalls(output);
          expect(
            found.map((call) => [call.tag, call.node?.kind, call.errors]),
            output,
          ).toEqual([['fence', 'array', []]]);
        }
      }
    });

    it('every answer of the Seal-Tools fine-tuning file is a Python literal', () => {
      const rows = JSON.parse(
        text('sealtools/Seal-Tools_Dataset/dataset_for_finetune/test_out_domain.json'),
      ) as {
        conversations: { from: string; value: string }[];
      }[];
      for (const row of rows) {
        const { value } = row.conversations.at(-1)!;
        const { node, complete, notes } = readPythonLiteral(value);
        expect([node?.kind, complete, notes], value).toEqual(['array', true, []]);
      }
      expect(rows.length).toBeGreaterThan(100);
    });

    it('every last turn of RoTBench is one action with JSON input', () => {
      const rows = JSON.parse(text('rotbench/Third_Turn/clean.json')) as {
        conversations: { from: string; value: string | string[] }[];
      }[];
      for (const row of rows) {
        for (const value of [row.conversations.at(-1)!.value].flat()) {
          expect(
            findTaggedCalls(value).map((call) => call.language),
            value,
          ).toEqual(['react']);
        }
      }
    });

    it('the quoted Glaive rows: tools one after the other, one call', () => {
      const [row] = lines('quoted/glaive_v2_raw.jsonl');
      const system = row!['system'] as string;
      const tools = readJsonSequence(system, system.indexOf('{'));
      expect([tools.node!.elements!.length, tools.errors]).toEqual([1, []]);
      const calls = findTaggedCalls(row!['chat'] as string);
      expect(calls.map((call) => [call.node!.value, call.errors])).toEqual([
        [{ name: 'calculate_median', arguments: { numbers: [5, 2, 9, 1, 7, 4, 6, 3, 8] } }, []],
      ]);
    });
  },
);
