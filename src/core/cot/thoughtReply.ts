/** Reading the reply to a prompt that asks for a thought. */

/** The thought, or why there is none, as a sentence. */
export type ThoughtReply =
  { readonly ok: true; readonly thought: string } | { readonly ok: false; readonly reason: string };

/**
 * The thought of a reply: what stands between `<cot>` and `</cot>` behind the model's own thinking, or all of it where
 * the model left the tags out. The text is not judged here; `guardThought` does that.
 */
export function readThoughtReply(reply: string): ThoughtReply {
  const close = reply.lastIndexOf('</think>');
  const answer = close < 0 ? reply : reply.slice(close + '</think>'.length);
  if (close < 0 && /^\s*<think>/.test(reply))
    return no('The reply breaks off inside the model’s own thinking.');
  const open = answer.indexOf('<cot>');
  if (open < 0) {
    const thought = answer.trim();
    return thought === '' ? no('The reply is empty.') : { ok: true, thought };
  }
  const start = open + '<cot>'.length;
  const end = answer.indexOf('</cot>', start);
  if (end < 0) return no('The reply breaks off inside the thought.');
  if (answer.includes('<cot>', start)) return no('The reply holds more than one thought.');
  const thought = answer.slice(start, end).trim();
  return thought === '' ? no('The thought in the reply is empty.') : { ok: true, thought };
}

function no(reason: string): ThoughtReply {
  return { ok: false, reason };
}
