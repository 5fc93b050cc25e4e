/** Hints in the midst of a record, shown as [hint]. */
import { describe, expect, it } from 'vitest';
import { type HintOptions, inlayHints } from '../../../src/core/features/inlayHints.ts';
import { offsetOf, view } from '../../support/features.ts';
import { formatRecords, pythonRecord } from '../../support/formatRecords.ts';

const nothing: HintOptions = { names: false, types: false, lengths: false };
const whole = { start: 0, end: Infinity };

/** The text from the first hint's surroundings to the last's, with the hints in it. */
function withHints(format: string, text: string, options: Partial<HintOptions>): string {
  const hints = inlayHints(view(format, text), { ...nothing, ...options }, whole);
  if (hints.length === 0) return '';
  let shown = '';
  let from = Math.max(0, hints[0]!.at - 12);
  for (const { at, label } of hints) {
    shown += `${text.slice(from, at)}[${label}]`;
    from = at;
  }
  return shown + text.slice(from, from + 8);
}

describe('hints', () => {
  it('name positional arguments in the order of the schema', () => {
    expect(withHints('toolace', pythonRecord, { names: true })).toBe(String.raw`get_weather([city:]\"Oslo\"`);
  });

  it('tell the types of arguments in front of their values, at any depth of escaping', () => {
    expect(withHints('openai', formatRecords.openai!, { types: true })).toBe(
      String.raw`:"{\"city\":[string]\"Oslo\",\"days\":[integer]3}"}}]},`,
    );
    expect(withHints('toolace', pythonRecord, { types: true })).toBe(
      String.raw`slo\", days=[integer]3), get_weather(city=[string]'Rome')]`,
    );
  });

  it('tell the lengths of thoughts and calls behind them', () => {
    expect(withHints('toolace', pythonRecord, { lengths: true })).toBe(
      String.raw`ather twice.[4 words]</think>\n[get_weather(\"Oslo\", days=3)[27 characters], get_weather(city='Rome')[24 characters]]"}]}`,
    );
    expect(withHints('hf', formatRecords.hf!, { lengths: true })).toMatch(/get_weather\.\[3 words\]"/);
  });

  it('have tooltips that say how much of the turn is thought and how much is calls', () => {
    const hints = inlayHints(view('toolace', pythonRecord), { ...nothing, lengths: true }, whole);
    expect(hints.map(({ tooltip }) => tooltip())).toEqual([
      'This thought has 4 words, 30 characters. Of its turn, 37 % is thought and 63 % is calls.',
      'This call has 27 characters. Of its turn, 37 % is thought and 63 % is calls.',
      'This call has 24 characters. Of its turn, 37 % is thought and 63 % is calls.',
    ]);
  });

  it('are only made for the part that is asked for', () => {
    const text = pythonRecord;
    const at = offsetOf(text, '</think>');
    const options: HintOptions = { names: true, types: true, lengths: true };
    const labels = inlayHints(view('toolace', text), options, { start: 0, end: at }).map(
      ({ label }) => label,
    );
    expect(labels).toEqual(['4 words']);
  });

  it('say nothing of tools that the sample does not have', () => {
    expect(withHints('bfcl', formatRecords.bfcl!, { names: true, types: true })).toBe('');
  });
});
