/** The segments of a training sample: codes in a trace's token table and in the labels of a trainer. */

/** Names of the segments by their codes 0 to 6. `think` has its tags; `struct` is what ends the turn. */
export const segmentNames = ['prompt', 'think', 'call', 'answer', 'struct', 'tool', 'other'] as const;
/** Name of a segment. */
export type SegmentName = (typeof segmentNames)[number];

/** Bit of a code in `tok.segment` that says that the token covers characters of several segments. */
export const straddleBit = 0x80;

/** Code of the thought. */
export const thinkCode = 1;

/** The code without the straddle bit. */
export function segmentCode(value: number): number {
  return value & 0x7f;
}

/** True for a token of the thought (`L_think` of the loss); `value` may carry the straddle bit. */
export function isThink(value: number): boolean {
  return (value & 0x7f) === thinkCode;
}

/** True for a token of the result: call, answer and struct (`L_result` of the loss). */
export function isResult(value: number): boolean {
  const code = value & 0x7f;
  return code >= 2 && code <= 4;
}
