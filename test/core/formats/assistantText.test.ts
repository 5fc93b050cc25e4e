/** What is found in the text of an assistant's turn. */
import { describe, expect, test } from 'vitest';
import type { CallSyntax } from '../../../src/core/formats/callSyntax.ts';
import { liftAssistantText } from '../../../src/core/formats/text.ts';
import type { LiftContext } from '../../../src/core/formats/types.ts';
import { createLocator } from '../../../src/core/record/locate.ts';
import { readNested } from '../../../src/core/record/record.ts';
import type { Unreadable } from '../../../src/core/sample.ts';
import { type Path, toPointer } from '../../../src/core/text/path.ts';

function lift(text: string, calls?: readonly CallSyntax[]) {
  const unreadable: Unreadable[] = [];
  const context: LiftContext = {
    hints: {},
    unreadable: (item) => void unreadable.push(item),
    duplicateKeys: () => undefined,
    parseJson(inner, path, what) {
      const nested = readNested(inner);
      if (nested.ok) return nested.value;
      unreadable.push({ what, path, reason: nested.reason, detail: 'it is not JSON' });
      return undefined;
    },
  };
  const found = liftAssistantText(text, ['t'], context, calls && { calls });
  const locator = createLocator(JSON.stringify({ t: text }), true);
  const at = (path: Path) => {
    const { layer, inLayer, exact } = locator.locate({ path });
    return exact ? layer.text.slice(inLayer.start, inLayer.end) : undefined;
  };
  return { ...found, unreadable, at };
}

describe('prose', () => {
  test('plain text is one run: the string itself', () => {
    expect(lift('Just text, a < b.').texts).toEqual([{ path: ['t'], text: 'Just text, a < b.' }]);
    expect(lift('').texts).toEqual([]);
  });

  test('what stands between thoughts and calls, without the blank stretches', () => {
    const found = lift(
      '<think>A</think>\n\nOne\n<tool_call>{"name":"f","arguments":{}}</tool_call>\n\n<tool_call>{"name":"g","arguments":{}}</tool_call> Two',
    );
    expect(found.texts.map((run) => run.text)).toEqual(['One', 'Two']);
    expect(found.texts.map((run) => found.at(run.path))).toEqual(['One', 'Two']);
    expect(found.calls.map((call) => toPointer(call.namePlace.path))).toEqual(['/t/0/name', '/t/1/name']);
  });
});

describe('thoughts', () => {
  test.each([
    ['<think>A</think> B', ['A'], []],
    ['A</think> B', ['A'], ['orphan']],
    ['<think>A</think>B</think> C', ['A', 'B'], ['closed-twice']],
    ['<think>A', ['A'], ['unclosed']],
    ['<think> </think> B', [' '], ['empty']],
  ])('%s', (text, thoughts, faults) => {
    const found = lift(text);
    expect(found.thoughts.map((thought) => thought.text)).toEqual(thoughts);
    expect(found.thoughts.map((thought) => found.at(thought.path))).toEqual(thoughts);
    expect(found.thoughtFaults.map((fault) => fault.kind)).toEqual(faults);
    for (const fault of found.thoughtFaults) expect(found.at(fault.path)).toMatch(/^<\/?think>$/);
  });

  test('calls in a thought are no calls', () => {
    expect(lift('<think><tool_call>{"name":"f"}</tool_call></think>Done').calls).toEqual([]);
  });
});

describe('calls', () => {
  test('only the ways that are asked for', () => {
    const fenced = '```json\n[{"name": "f", "arguments": {"a": 1}}]\n```';
    expect(lift(fenced).calls).toEqual([]);
    expect(lift(fenced, ['fence']).calls.map((call) => call.name)).toEqual(['f']);
    const react = 'Thought: x\nAction: f\nAction Input: {"a": 1}';
    expect(lift(react).calls).toEqual([]);
    expect(lift(react, ['react']).calls.map((call) => call.arguments)).toEqual([{ a: 1 }]);
    const python = '<think>x</think>[f(a=1), g(b="2")]';
    expect(lift(python).calls).toEqual([]);
    expect(lift(python, ['python']).calls.map((call) => call.name)).toEqual(['f', 'g']);
  });

  test('arguments as a string of JSON, and as a string of a string', () => {
    const found = lift('<tool_call>{"name":"f","arguments":"{\\"a\\": 1}"}</tool_call>');
    expect(found.calls[0]).toMatchObject({ arguments: { a: 1 }, encoding: 'json-string' });
    expect(found.at([...found.calls[0]!.argumentsPath, 'a'])).toBe('1');
    const twice = lift('<tool_call>{"name":"f","arguments":"\\"{}\\""}</tool_call>');
    expect(twice.calls[0]!.arguments).toBeUndefined();
    expect(twice.unreadable.map((item) => item.reason)).toEqual(['double-encoded']);
  });

  test('a broken call is told and not lifted; an open tag is told, its call is lifted', () => {
    const broken = lift('<tool_call>{"name": "f", "arguments": {</tool_call>');
    expect(broken.calls).toEqual([]);
    expect(broken.unreadable).toMatchObject([{ what: 'calls', reason: 'not-json' }]);
    const open = lift('<tool_call>{"name": "f", "arguments": {}}');
    expect(open.calls.map((call) => call.name)).toEqual(['f']);
    expect(open.unreadable).toMatchObject([{ what: 'calls', detail: 'its tag is never closed' }]);
  });

  test('a broken Python list is told once, and the calls before the break are kept', () => {
    const found = lift('[f(a=1), g(b=]', ['python']);
    expect(found.calls.map((call) => call.name)).toEqual(['f']);
    expect(found.unreadable).toMatchObject([{ what: 'calls', reason: 'not-calls' }]);
  });

  test('notes stand at their call, with their place', () => {
    const found = lift('[sort("x"), f(a=true)]', ['python']);
    expect(found.calls.map((call) => call.notes?.map((note) => note.kind))).toEqual([
      ['positional-argument'],
      ['json-literal'],
    ]);
    expect(found.calls.flatMap((call) => call.notes!.map((note) => found.at(note.path)))).toEqual([
      '"x"',
      'true',
    ]);
  });
});

test('hostile text ends soon', () => {
  const size = 60_000;
  for (const text of [
    '<think>',
    '</think>',
    '<tool_call>',
    '<functioncall>',
    '```\n[',
    '[f(',
    'Action:\n',
    '<function=',
  ]) {
    const found = lift(text.repeat(size / text.length), ['tags', 'fence', 'react', 'python']);
    expect(found.texts.length).toBeLessThan(size);
  }
}, 20_000);
