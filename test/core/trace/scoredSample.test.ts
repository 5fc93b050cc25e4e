/** Samples that a server scored: what is asked, where the tokens stand, what they count as. */
import { describe, expect, it } from 'vitest';
import { trainerRow, type TrainerRow } from '../../../src/core/export/trainerRow.ts';
import { createService } from '../../../src/core/service.ts';
import type { ServerScores } from '../../../src/core/trace/scored.ts';
import { scoredSample, scoringRequests } from '../../../src/core/trace/scoredSample.ts';
import type { TraceSample } from '../../../src/core/trace/run.ts';
import { exampleText, sourceOf } from '../../support/cot.ts';
import { cut, logprobOf, render } from '../../support/scoringScripts.mjs';

const { checker } = createService();

function rowOf(text: string, format: string): TrainerRow {
  const row = trainerRow(sourceOf(text, format), checker.tools, { dataset: 'a.jsonl', line: 3, id: 'x' });
  if (typeof row === 'string') throw new Error(row);
  return row;
}

/** As the test server answers: the template's text, cut by its rule. */
function serverScores(prompt: string): ServerScores {
  const tokens = cut(prompt).map((bytes, i) => ({
    text: new TextDecoder().decode(bytes),
    bytes: [...bytes],
    logprob: i === 0 ? undefined : logprobOf(i),
  }));
  return { source: 'vllm-prompt-logprobs', tokens };
}

/** What is sent, as the test server reads it. */
function wire({ messages }: { readonly messages: TrainerRow['messages'] }): unknown[] {
  return messages.map(({ tool_calls, ...rest }) => ({
    ...rest,
    ...(tool_calls && {
      tool_calls: tool_calls.map((call) => {
        const called = call.function as { name: string; arguments: unknown };
        return { function: { name: called.name, arguments: JSON.stringify(called.arguments) } };
      }),
    }),
  }));
}

function scored(row: TrainerRow, change: (prompt: string) => string = (prompt) => prompt) {
  const all = scoringRequests(row, 'm').map(({ message, request }) => ({
    message,
    mode: 'chat' as const,
    scores: serverScores(change(render({ messages: wire(request) }))),
  }));
  return scoredSample(row, all, 0.7);
}

function sampleOf(row: TrainerRow): TraceSample {
  const sample = scored(row);
  if (typeof sample === 'string') throw new Error(sample);
  return sample;
}

/** Text of the tokens of a segment. */
const segmentText = ({ text, starts, lengths, segments }: TraceSample, code: number): string =>
  [...segments]
    .map((one, i) => (one === code ? text.slice(starts[i], starts[i]! + lengths[i]!) : ''))
    .join('');

const record = JSON.stringify({
  messages: [
    { role: 'system', content: 'Tools: [{"name":"f","parameters":{"type":"dict","properties":{}}}]' },
    { role: 'user', content: 'Go: [f(a=1)]' },
    { role: 'assistant', content: '<think>\nОдин call.\n</think>\n\n[f(a=1)]' },
  ],
});

const answer = '<think>\nОдин call.\n</think>\n\n[f(a=1)]';

describe('an answer that is one text', () => {
  const row = rowOf(record, 'funreason');
  const sample = sampleOf(row);

  it('is asked for with what stands before it', () => {
    expect(scoringRequests(row, 'm', 'chat')).toEqual([
      { message: 2, request: { model: 'm', messages: row.messages, tools: [], mode: 'chat' } },
    ]);
  });

  it('has its tokens in thought, call and between', () => {
    expect(sample.text).toBe(
      [...row.messages.slice(0, 2).map(({ content }) => content), answer].join('\n\n'),
    );
    expect(sample.starts[0]).toBe(sample.text.length - answer.length);
    expect(segmentText(sample, 1)).toBe('<think>\nОдин call.\n</think>');
    expect(segmentText(sample, 2)).toBe('[f(a=1)]');
    expect(segmentText(sample, 4)).toBe('\n\n');
    expect(sample.straddles.some((bit) => bit > 0)).toBe(false);
  });

  it('has the log-probabilities of the answer, not of the same words before it', () => {
    const prompt = cut(render({ messages: wire(row) }));
    const [visit] = sample.visits;
    const own = sample.starts.length;
    // Behind the answer stand <|im_end|> and a line break.
    const from = prompt.length - 2 - own;
    expect([...visit!.logprobs]).toEqual(
      Array.from({ length: own }, (_, i) => Math.fround(logprobOf(from + i))),
    );
  });

  it('weighs as SSB does, and its losses add up', () => {
    const [{ weights, logprobs, scalars }] = sample.visits as [TraceSample['visits'][number]];
    const of = (isThink: boolean) =>
      [...weights!].filter((_, i) => (sample.segments[i] === 1) === isThink).reduce((a, b) => a + b, 0);
    expect(of(true)).toBeCloseTo(0.7, 5);
    expect(of(false)).toBeCloseTo(0.3, 5);
    const loss = [...weights!].reduce((sum, weight, i) => sum - weight * logprobs[i]!, 0);
    expect(loss).toBeCloseTo(0.7 * scalars.loss_think! + 0.3 * scalars.loss_call!, 5);
    expect(scalars.n_think! + scalars.n_call!).toBe(sample.starts.length);
  });

  it('leads back to the record', () => {
    expect(sample.meta).toMatchObject({
      line: 3,
      id: 'x',
      map: [['/messages/2/content', 0, sample.text.length - answer.length, answer.length]],
      scored: { source: 'vllm-prompt-logprobs', mode: 'chat' },
    });
    expect(sample.render.lineSha).toBe(row.line_sha);
  });

  it('is found by its parts where the template sets it anew', () => {
    const anew = scored(row, (prompt) => prompt.replace('</think>\n\n[', '</think>\n['));
    if (typeof anew === 'string') throw new Error(anew);
    expect(segmentText(anew, 1)).toBe('<think>\nОдин call.\n</think>');
    const from = anew.text.length - answer.length;
    expect(anew.meta.map).toEqual([
      ['/messages/2/content', 0, from, 27],
      ['/messages/2/content', 29, from + 29, 8],
    ]);
  });

  it('of which the server scored another one is an error with words', () => {
    expect(scored(row, (prompt) => prompt.replace('Один', 'Одна'))).toMatch(
      /^The text of message 3: The server scored another text: it differs from the sample's at character 11, near /,
    );
  });

  it('gives tokens that reach over its borders no probability', () => {
    const scores = serverScores('x[f(a=1)]y');
    const joined = { text: '', bytes: [...Buffer.from('x[')], logprob: -1 };
    const tokens = [joined, ...scores.tokens.slice(2)];
    const short = rowOf(record.replace('<think>\\nОдин call.\\n</think>\\n\\n', ''), 'funreason');
    const one = scoredSample(short, [{ message: 2, mode: 'plain', scores: { source: 'plain', tokens } }]);
    if (typeof one === 'string') throw new Error(one);
    expect(one.straddles[0]).toBe(1);
    expect(one.visits[0]!.logprobs[0]).toBeNaN();
    expect(one.visits[0]!.scalars.loss_call).not.toBeNaN();
  });
});

describe('an answer of values', () => {
  const calls = [{ type: 'function', function: { name: 'f', arguments: { a: 1, b: { c: ['x', 'y'] } } } }];
  const tools = [
    { type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } },
  ];
  const values = JSON.stringify({
    messages: [
      { role: 'user', content: 'Go.' },
      { role: 'assistant', reasoning_content: ' One call. ', content: '', tool_calls: calls },
      { role: 'tool', content: '3' },
      { role: 'assistant', content: 'It is 3.' },
    ],
    tools,
  });

  it('is asked for turn by turn, and found as the template writes it', () => {
    const row = rowOf(values, 'hf');
    const asked = scoringRequests(row, 'm');
    expect(asked.map(({ message, request }) => [message, request.messages.length])).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(asked[0]!.request.tools).toHaveLength(1);
    const sample = sampleOf(row);
    expect(segmentText(sample, 1).trim()).toBe('One call.');
    expect(segmentText(sample, 3)).toBe('It is 3.');
    const call = '{"name": "f", "arguments": {"a": 1, "b": {"c": ["x", "y"]}}}';
    expect(JSON.parse(segmentText(sample, 2))).toEqual(JSON.parse(call));
    expect((sample.meta.map as unknown[][]).map(([pointer]) => pointer)).toEqual([
      '/messages/1/reasoning_content',
      '/messages/1/tool_calls/0',
      '/messages/3/content',
    ]);
  });

  it('that the template leaves out is an error with words', () => {
    const words = scored(rowOf(values, 'hf'), (prompt) => prompt.replace(/<think>[^]*?<\/think>/, ''));
    expect(words).toMatch(/^The thought of message 2: The server scored another text/);
  });
});

it.each([
  ['funreason', 'examples/funreason.jsonl'],
  ['hf', 'examples/hf.jsonl'],
  ['hermes', 'examples/hermes.jsonl'],
])('every example of %s can be scored', (format, file) => {
  const lines = exampleText(file.slice('examples/'.length)).trimEnd().split('\n');
  let count = 0;
  for (const line of lines) {
    let row: TrainerRow;
    try {
      row = rowOf(line, format);
    } catch {
      continue;
    }
    const sample = scored(row);
    expect(typeof sample === 'string' ? sample : '').toBe('');
    count++;
  }
  expect(count).toBeGreaterThan(0);
});
