/** Messages of Harmony in a text: headers, bodies and what ends them. */
import { describe, expect, it } from 'vitest';
import { looksLikeHarmony, maxHarmonyMessages, splitHarmony } from '../../../src/core/calls/harmony.ts';

/** Each message in a line: role, recipient, channel, type; its body; what ends it. */
function split(text: string): string[] {
  return splitHarmony(text).map(({ role, recipient, channel, contentType, body, stop, start, end }) => {
    const words = [role?.text, recipient && `to ${recipient.text}`, channel, contentType].filter(Boolean);
    for (const word of [role, recipient]) if (word) expect(text.slice(word.start, word.end)).toBe(word.text);
    expect(start).toBeLessThanOrEqual(body.start);
    expect(body.end).toBeLessThanOrEqual(end);
    return `${words.join(' ')}: ${text.slice(body.start, body.end)} (${stop ?? 'open'})`;
  });
}

describe('messages of Harmony', () => {
  it('with recipients in the role or in the channel, and types with and without their mark', () => {
    const text =
      '<|start|>user<|message|>Line 4?<|end|><|start|>assistant<|channel|>analysis<|message|>Look.<|end|>' +
      '<|start|>assistant<|channel|>commentary to=functions.tram <|constrain|>json<|message|>{"line":4}<|call|>' +
      '<|start|>functions.tram to=assistant<|channel|>commentary<|message|>3<|end|>' +
      '<|start|>assistant to=functions.tram<|channel|>commentary json<|message|>{}<|call|>' +
      '<|start|>assistant<|channel|>commentary to=functions.tram<|constrain|>json<|message|>{}<|call|>' +
      '<|start|>assistant<|channel|>final<|message|>In 3.<|return|>';
    expect(split(text)).toEqual([
      'user: Line 4? (end)',
      'assistant analysis: Look. (end)',
      'assistant to functions.tram commentary json: {"line":4} (call)',
      'functions.tram to assistant commentary: 3 (end)',
      'assistant to functions.tram commentary json: {} (call)',
      'assistant to functions.tram commentary json: {} (call)',
      'assistant final: In 3. (return)',
    ]);
  });

  it('the prompt for an answer is none, and an answer may begin inside its header', () => {
    expect(split('<|start|>user<|message|>Hi<|end|><|start|>assistant')).toEqual(['user: Hi (end)']);
    expect(
      split('<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Ho'),
    ).toEqual(['analysis: Hm. (end)', 'assistant final: Ho (open)']);
  });

  it('a message that is never ended goes to the next', () => {
    expect(split('<|start|>user<|message|>Hi<|start|>assistant<|channel|>final<|message|>Ho<|end|>')).toEqual(
      ['user: Hi (open)', 'assistant final: Ho (end)'],
    );
  });

  it('a name behind the role is not the role', () => {
    expect(split('<|start|>user:ada<|message|>Hi<|end|>')).toEqual(['user: Hi (end)']);
  });

  it('marks in a body are its text', () => {
    expect(split('<|start|>user<|message|>a <|message|> b <|channel|> c<|end|>')).toEqual([
      'user: a <|message|> b <|channel|> c (end)',
    ]);
  });

  it('other text is none', () => {
    expect(splitHarmony('<|im_start|>user\nHi<|im_end|>')).toEqual([]);
    expect(looksLikeHarmony('<|start_header_id|>user<|end_header_id|>')).toBe(false);
  });

  it('hostile text ends soon, and what is kept is bounded', () => {
    for (const part of [
      '<|start|>',
      '<|message|>',
      '<|start|>a<|message|>',
      '<|channel|>',
      '<|start|>' + 'a '.repeat(9),
      '<|end|>',
    ]) {
      const before = performance.now();
      expect(splitHarmony(part.repeat(100_000)).length).toBeLessThanOrEqual(maxHarmonyMessages);
      expect(performance.now() - before).toBeLessThan(2000);
    }
  });
});
