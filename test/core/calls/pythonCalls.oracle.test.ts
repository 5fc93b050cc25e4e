/**
 * The reader against Python's own `ast`: every name, value and place of several hundred random call lists. The fixture
 * is written by test/support/pythonCallsOracle.py; run that again after changing what it generates.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePythonCalls } from '../../../src/core/calls/pythonCalls.ts';
import type { ValueNode } from '../../../src/core/text/valueNode.ts';

type OracleNode = [kind: string, start: number, end: number, content: unknown];
type OracleCall = [
  name: string,
  start: number,
  end: number,
  keywords: [string, OracleNode][],
  positional: OracleNode[],
];
interface OracleRow {
  text: string;
  calls: OracleCall[];
}

const rows = readFileSync(new URL('fixtures/pythonCalls.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as OracleRow);

/** A value node in the shape of the fixture. */
function shape(node: ValueNode): OracleNode {
  if (node.kind === 'object') {
    const members = node.members!.map((member) => [
      member.key,
      member.keyStart,
      member.keyEnd,
      shape(member.node),
    ]);
    return ['object', node.start, node.end, members];
  }
  if (node.kind === 'array') return ['array', node.start, node.end, node.elements!.map(shape)];
  const value = typeof node.value === 'number' && !Number.isFinite(node.value) ? 'inf' : node.value;
  return [node.kind, node.start, node.end, value];
}

describe('Python call lists, compared with ast', () => {
  it('has a fixture worth the name', () => {
    expect(rows.length).toBeGreaterThanOrEqual(500);
  });

  it('reads every case as ast does', () => {
    for (const row of rows) {
      const list = parsePythonCalls(row.text);
      const read = list?.calls.map((call) => [
        call.name,
        call.start,
        call.end,
        call.arguments.members!.map((member) => [member.key, shape(member.node)]),
        call.positional.map(shape),
      ]);
      expect(read, row.text).toEqual(row.calls);
      expect(list!.complete, `${row.text}\n${JSON.stringify(list!.notes)}`).toBe(true);
    }
  });
});
