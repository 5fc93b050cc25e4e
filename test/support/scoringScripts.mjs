// @ts-check
// What the test server answers when it is asked for the log-probabilities of a prompt, as vLLM and servers with OpenAI's
// older completions do. Tokens are cut anew by a fixed rule, so that characters beyond ASCII lie in several of them. The
// log-probability of token i is `logprobOf(i)`. Models beginning with "score" are played here; the others are faults of
// modelServer.mjs.

/** @typedef {{ body: any, path: string, authorization: string | undefined }} Asked */
/** @typedef {{ status: number, body: unknown, type?: string }} Answered */

/** Log-probability of token i of a prompt. @param {number} i */
export const logprobOf = (i) => -((i % 7) + 1) / 8;

const encoder = new TextEncoder();

/** Tokens of a text, as bytes: short words, and characters beyond ASCII cut behind their second byte. @param {string} text */
export function cut(text) {
  /** @type {Uint8Array[]} */
  const tokens = [];
  for (const piece of text.match(/<\|[a-z_]+\|>| ?[A-Za-z]{1,4}|[^]/gu) ?? []) {
    const bytes = encoder.encode(piece);
    if (bytes[0] !== undefined && bytes[0] < 0x80) {
      tokens.push(bytes);
      continue;
    }
    const first = bytes.length === 2 ? 1 : 2;
    tokens.push(bytes.subarray(0, first));
    for (let at = first; at < bytes.length; at++) tokens.push(bytes.subarray(at, at + 1));
  }
  return tokens;
}

/** As ChatML, the most common of templates. @param {any} body */
export function render(body) {
  /** @param {any} message */
  const inner = ({ role, content, reasoning_content, tool_calls }) => {
    const thought = reasoning_content ? `<think>\n${reasoning_content}\n</think>\n\n` : '';
    const calls = (tool_calls ?? [])
      .map((/** @type {any} */ { function: { name, arguments: given } }) => {
        const json = JSON.stringify(JSON.parse(given), undefined, 1)
          .replace(/\n\s*/g, '')
          .replace(/,"/g, ', "');
        return `\n<tool_call>\n{"name": "${name}", "arguments": ${json}}\n</tool_call>`;
      })
      .join('');
    return `<|im_start|>${role}\n${thought}${content}${calls}`;
  };
  const tools = body.tools ? `# Tools\n${JSON.stringify(body.tools)}\n` : '';
  const texts = body.messages.map(inner);
  const open = texts.pop();
  const end = body.continue_final_message ? '' : '<|im_end|>\n';
  return `${tools}${texts.map((/** @type {string} */ text) => `${text}<|im_end|>\n`).join('')}${open}${end}`;
}

const seen = (/** @type {number} */ b) =>
  (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || (b >= 174 && b <= 255);
let next = 256;
const alphabet = Array.from({ length: 256 }, (_, b) => String.fromCharCode(seen(b) ? b : next++));

/** How a model's server names tokens. @type {Record<string, (tokens: Uint8Array[], i: number) => string>} */
const namings = {
  // vLLM since 0.12: nothing, and the whole character with the last of its tokens.
  late: (tokens, i) => {
    const token = /** @type {Uint8Array} */ (tokens[i]);
    if (token.length > 0 && Number(token[0]) < 0x80) return lossy(token);
    let from = i;
    while (Number(tokens[from]?.[0]) < 0xc0) from--;
    const joined = lossy(Buffer.concat(tokens.slice(from, i + 1)));
    return joined.includes('\ufffd') ? '' : joined;
  },
  // Before, each token for itself.
  holes: (tokens, i) => lossy(/** @type {Uint8Array} */ (tokens[i])),
  // Versions in between, the tokenizer's own names.
  names: (tokens, i) => Array.from(/** @type {Uint8Array} */ (tokens[i]), (byte) => alphabet[byte]).join(''),
  // OpenAI's older models.
  bytes: (tokens, i) => {
    const text = lossy(/** @type {Uint8Array} */ (tokens[i]));
    if (!text.includes('\ufffd')) return text;
    const hex = Array.from(
      /** @type {Uint8Array} */ (tokens[i]),
      (byte) => `\\x${byte.toString(16).padStart(2, '0')}`,
    );
    return `bytes:${hex.join('')}`;
  },
};

/** @param {Uint8Array} bytes */
const lossy = (bytes) => new TextDecoder().decode(bytes);

/** @param {string} text @param {string} naming */
function promptLogprobs(text, naming) {
  const tokens = cut(text);
  const ids = tokens.map((_, i) => 1000 + ((i * 37) % 500));
  const list = tokens.map((_, i) => {
    if (i === 0) return null;
    const own = { logprob: logprobOf(i), rank: 2 + (i % 3), decoded_token: namings[naming]?.(tokens, i) };
    return { [String(ids[i])]: own, 7: { logprob: -0.01, rank: 1, decoded_token: ' likely' } };
  });
  return { prompt_logprobs: list, prompt_token_ids: ids };
}

/** @param {string} text @param {string} naming @param {number} written tokens that the model wrote behind the text */
function echoed(text, naming, written) {
  const tokens = cut(text);
  const names = tokens.map((_, i) => namings[naming]?.(tokens, i) ?? '');
  const logprobs = tokens.map((_, i) => (i === 0 ? null : logprobOf(i)));
  if (written > 0) {
    names.push(' more');
    logprobs.push(-0.5);
  }
  return {
    text: `${text}${written > 0 ? ' more' : ''}`,
    index: 0,
    finish_reason: 'length',
    logprobs: { tokens: names, token_logprobs: logprobs, text_offset: names.map(() => 0) },
  };
}

/** @param {number} input @param {number} output */
const usage = (input, output) => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
});

/** @param {number} status @param {string} message @returns {Answered} */
const refuse = (status, message) => ({ status, body: { error: { message, code: status } } });

/**
 * What a model that begins with "score" answers; `undefined` where there is no such model.
 * @param {Asked} asked
 * @returns {Answered | undefined}
 */
export function score({ body, path, authorization }) {
  const isChat = path.endsWith('/chat/completions');
  /** @param {string} text @param {string} naming */
  const vllm = (text, naming) => {
    const { prompt_logprobs, prompt_token_ids } = promptLogprobs(text, naming);
    const written = {
      index: 0,
      message: { role: 'assistant', content: ' more' },
      text: ' more',
      finish_reason: 'length',
    };
    const counted = { usage: usage(prompt_token_ids.length, 1) };
    return isChat
      ? { status: 200, body: { choices: [written], prompt_logprobs, prompt_token_ids, ...counted } }
      : { status: 200, body: { choices: [{ ...written, prompt_logprobs, prompt_token_ids }], ...counted } };
  };
  const nothing = () => ({
    status: 200,
    body: {
      choices: [
        {
          index: 0,
          text: ' more',
          message: { role: 'assistant', content: ' more' },
          logprobs: { tokens: [' more'], token_logprobs: [-0.5] },
        },
      ],
      usage: usage(isChat ? 20 : cut(body.prompt).length, 1),
    },
  });
  const echo = () => {
    const written = Math.min(body.max_tokens, 1);
    return {
      status: 200,
      body: {
        choices: [echoed(body.prompt, 'bytes', written)],
        usage: usage(cut(body.prompt).length, written),
      },
    };
  };
  switch (body.model) {
    case 'score':
      return body.echo ? echo() : vllm(isChat ? render(body) : body.prompt, 'late');
    case 'score-holes':
      return vllm(isChat ? render(body) : body.prompt, 'holes');
    case 'score-names':
      return vllm(isChat ? render(body) : body.prompt, 'names');
    // A template that leaves thoughts out.
    case 'score-other-text':
      return vllm(render(body).replace(/<think>[^]*?<\/think>\s*/g, ''), 'late');
    // A template that sets texts anew: there is no place at which they could go on.
    case 'score-no-continue':
      if (isChat && body.continue_final_message)
        return refuse(400, 'continue_final_message is set but the final message does not appear in the chat');
      return vllm(isChat ? render(body) : body.prompt, 'late');
    case 'score-echo':
      if (isChat || !body.echo) return refuse(400, 'Unknown member: prompt_logprobs');
      return echo();
    case 'score-echo-one':
      if (isChat) return refuse(404, 'Not Found');
      if (!body.echo) return refuse(422, 'Extra inputs are not permitted: prompt_logprobs');
      return body.max_tokens === 0 ? refuse(400, 'max_tokens must be at least 1, got 0.') : echo();
    // As Ollama: it takes the request and leaves out what it does not know.
    case 'score-ignored':
      return nothing();
    // As llama.cpp.
    case 'score-no-echo':
      return body.echo ? refuse(500, 'Only no echo is supported') : nothing();
    case 'score-secret':
      return refuse(400, `Not for ${authorization}: ${JSON.stringify(body.messages ?? body.prompt)}`);
    case 'score-odd':
      return {
        status: 200,
        body: { prompt_logprobs: [null, { 5: { logprob: 'high', decoded_token: 'a' } }] },
      };
    default:
      return undefined;
  }
}
