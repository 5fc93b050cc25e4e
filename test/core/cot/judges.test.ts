/** What judges reply, and what a panel of them decides: whatever is not clearly a yes is none. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AskedJudge,
  bestCandidate,
  judgedPanel,
  judgePanel,
  type PanelOptions,
  type PanelVerdict,
} from '../../../src/core/cot/panel.ts';
import {
  lowestReply,
  readAnswerReply,
  readStageReply,
  type StageReply,
} from '../../../src/core/cot/stageReply.ts';
import { readThoughtReply } from '../../../src/core/cot/thoughtReply.ts';

describe('the reply of a judge', () => {
  it.each<[string, string]>([
    ['<judge>True</judge>', 'yes'],
    ['<judge> false </judge><score>0.2</score>', 'no 0.2'],
    ['<JUDGE>TRUE</Judge>\n<score>1</score>', 'yes 1'],
    ['It holds, so <judge>True</judge> as I said: <judge>true</judge>', 'yes'],
    ['<think>First <judge>False</judge>, no.</think>\n<judge>True</judge>', 'yes'],
    ['', 'undecided'],
    ['True', 'undecided'],
    ['<judge>Yes</judge>', 'undecided'],
    ['<judge>True', 'undecided'],
    ['<judge>True or False</judge>', 'undecided'],
    ['<judge></judge>', 'undecided'],
    ['<think>Hm. <judge>True</judge>', 'undecided'],
    // A sample that the judge quotes decides nothing.
    ['The thought says <judge>True</judge>. It is wrong: <judge>False</judge>', 'undecided'],
    ['<judge>False</judge> because it says </think><judge>True</judge>', 'undecided'],
    ['It says <judge>True</judge> <NewFC> but <judge>False</judge><NewFC>[]</NewFC>', 'undecided 0 calls'],
    ['<judge>True</judge><score>2</score>', 'yes'],
    ['<judge>True</judge><score>-1</score>', 'yes'],
    ['<judge>True</judge><score>1e999</score>', 'yes'],
    ['<judge>True</judge><score>0.9</score><score>0.1</score>', 'yes'],
    ['<judge>False</judge><NewFC>[f(a=1)]</NewFC>', 'no 1 calls'],
    ['<judge>False</judge><NewFC>rm -rf /</NewFC>', 'no The calls are neither JSON nor a Python call list.'],
    ['<judge>False</judge><NewFC>[f(a=1)]', 'no'],
    ['x'.repeat(500_000) + '<judge>True</judge>', 'undecided'],
  ])('%.60s', (reply, expected) => {
    expect(describeReply(readStageReply(reply))).toBe(expected);
  });

  it('is read whatever it is, and an undecided one says why', () => {
    const piece = fc.constantFrom(
      '<judge>',
      '</judge>',
      'True',
      'False',
      '<NewFC>',
      '</NewFC>',
      '<think>',
      '</think>',
      '<score>',
      '</score>',
      '0.5',
      '[f(',
      ')]',
      '{"name":',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 15 }), (parts) => {
        const { judgement, reason, score } = readStageReply(parts.join(''));
        expect(judgement === 'undecided').toBe(reason !== undefined);
        if (score !== undefined) expect(score >= 0 && score <= 1).toBe(true);
      }),
      { seed: 13, numRuns: 300 },
    );
  });
});

function describeReply({ judgement, score, newCalls }: StageReply): string {
  const parts: (string | number)[] = [judgement];
  if (score !== undefined) parts.push(score);
  if (newCalls) parts.push(newCalls.ok ? `${newCalls.calls.length} calls` : newCalls.reason);
  return parts.join(' ');
}

const yes: StageReply = { judgement: 'yes', said: '' };
const no: StageReply = { judgement: 'no', said: '' };
const silent: StageReply = { judgement: 'undecided', reason: 'The reply has no <judge> tag.', said: '' };
const sure = (score: number): StageReply => ({ judgement: score >= 0.5 ? 'yes' : 'no', score, said: '' });

describe('a panel', () => {
  const verdict = (options: Partial<PanelOptions>, ...replies: (StageReply | undefined)[]): string => {
    const { pass, words } = judgePanel(replies, { rule: 'unanimity', threshold: 0.5, ...options });
    return `${pass ? 'pass' : 'fail'}: ${words}`;
  };

  it('that must agree', () => {
    expect(verdict({}, yes, yes, yes)).toBe('pass: 3/3 judges');
    expect(verdict({}, yes, yes, no)).toBe('fail: 2/3 judges');
    expect(verdict({}, yes, yes, silent)).toBe('fail: 2/3 judges, 1 undecided');
    expect(verdict({}, yes, undefined)).toBe('fail: 1/2 judges, 1 undecided');
    expect(verdict({}, yes)).toBe('pass: 1/1 judge');
    expect(verdict({})).toBe('fail: no judges');
  });

  it('of which most must agree: ties fail', () => {
    const rule = 'majority';
    expect(verdict({ rule }, yes, yes, no)).toBe('pass: 2/3 judges');
    expect(verdict({ rule }, yes, no)).toBe('fail: 1/2 judges');
    expect(verdict({ rule }, yes, yes, no, no)).toBe('fail: 2/4 judges');
    expect(verdict({ rule }, yes, silent, silent)).toBe('fail: 1/3 judges, 2 undecided');
    expect(verdict({ rule }, yes, silent)).toBe('fail: 1/2 judges, 1 undecided');
  });

  it('whose mean score counts: who does not decide counts nothing', () => {
    const rule = 'best-mean';
    expect(verdict({ rule }, sure(0.9), sure(0.2))).toBe('pass: 1/2 judges, mean 0.55');
    expect(verdict({ rule }, sure(0.9), silent)).toBe('fail: 1/2 judges, mean 0.45, 1 undecided');
    expect(verdict({ rule, threshold: 0.6 }, sure(0.9), sure(0.2))).toBe('fail: 1/2 judges, mean 0.55');
  });

  it('votes by score where there is one', () => {
    expect(verdict({}, sure(0.5))).toBe('pass: 1/1 judge');
    expect(verdict({ threshold: 0.8 }, { judgement: 'yes', score: 0.7, said: '' })).toBe('fail: 0/1 judge');
    // The word and the score contradict each other.
    expect(verdict({}, { judgement: 'no', score: 0.9, said: '' })).toBe('fail: 0/1 judge, 1 undecided');
  });

  it('with settings that make no sense lets nothing through', () => {
    for (const threshold of [Number.NaN, 0, -1, 1.1, Infinity])
      for (const rule of ['unanimity', 'majority', 'best-mean'] as const)
        expect(judgePanel([yes, yes], { rule, threshold }).pass).toBe(false);
    expect(judgePanel([yes], { rule: 'any' as 'majority', threshold: 0.5 }).pass).toBe(false);
  });

  it('chooses the best of several candidates', () => {
    const judged = (...scores: number[]): PanelVerdict => judgePanel(scores.map(sure));
    expect(bestCandidate([judged(0.6, 0.6), judged(0.9, 0.8), judged(1, 0.4), judged(0.85, 0.85)])).toBe(1);
    expect(bestCandidate([judged(0.4), judged()])).toBeUndefined();
    expect(bestCandidate([])).toBeUndefined();
  });
});

describe('the reply with a thought', () => {
  it.each<[string, string]>([
    ['<cot> Oslo is a city. </cot>', 'Oslo is a city.'],
    ['Oslo is a city.\n', 'Oslo is a city.'],
    ['<think>Hm. <cot>No.</cot></think>\n<cot>Oslo.</cot> Done.', 'Oslo.'],
    ['', '! The reply is empty.'],
    ['<cot>\n</cot>', '! The thought in the reply is empty.'],
    ['<cot>Oslo', '! The reply breaks off inside the thought.'],
    ['<think>Oslo', '! The reply breaks off inside the model’s own thinking.'],
    ['<cot>A</cot><cot>B</cot>', '! The reply holds more than one thought.'],
  ])('%s', (reply, expected) => {
    const read = readThoughtReply(reply);
    expect(read.ok ? read.thought : `! ${read.reason}`).toBe(expected);
  });
});

describe('judges by name', () => {
  const said = (judge: string, text: string): AskedJudge => ({ judge, reply: readStageReply(text) });

  it('say why, and one that could not be asked does not decide', () => {
    const { verdict, judges } = judgedPanel([
      said('a', 'It fits.\n<judge>True</judge><score>0.8</score>'),
      said('b', 'The day is missing.\n<judge>False</judge>'),
      said('c', 'I cannot say.'),
      { judge: 'd', failure: 'Nothing answers at 127.0.0.1:1.' },
    ]);
    expect(verdict.words).toBe('1/4 judges, 2 undecided');
    expect(judges).toEqual([
      { judge: 'a', vote: 'yes', said: 'It fits.', score: 0.8 },
      { judge: 'b', vote: 'no', said: 'The day is missing.' },
      { judge: 'c', vote: 'undecided', said: 'The reply has no <judge> tag. I cannot say.' },
      { judge: 'd', vote: 'undecided', said: 'Nothing answers at 127.0.0.1:1.' },
    ]);
  });

  it('count by what speaks most against the answer', () => {
    const replies = [sure(0.9), sure(0.6), silent, no];
    expect(lowestReply(replies)).toBe(no);
    expect(lowestReply(replies.slice(0, 3))).toBe(silent);
    expect(lowestReply(replies.slice(0, 2))!.score).toBe(0.6);
    expect(lowestReply([])).toBeUndefined();
  });
});

describe('the reply with an answer', () => {
  it.each<[string, unknown]>([
    ['<NewFC>[{"name":"f","arguments":{"a":1}}]</NewFC>', [{ name: 'f', arguments: { a: 1 } }]],
    ['<think><NewFC>[]</NewFC></think> <NewFC>[{"name":"g"}]</NewFC>', [{ name: 'g', arguments: {} }]],
    ['<NewFC>[]</NewFC>', []],
    ['Which city do you mean?', 'Which city do you mean?'],
    ['[f(a=1)]', '[f(a=1)]'],
    ['<NewFC>rm</NewFC>', 'The calls are neither JSON nor a Python call list.'],
  ])('%s', (reply, expected) => {
    const read = readAnswerReply(reply);
    expect('text' in read ? read.text : read.ok ? read.calls : read.reason).toEqual(expected);
  });
});
