/** The parts of a sample as text for a prompt. */
import type { Sample } from '../sample.ts';
import type { AnswerStep } from './thoughtPlace.ts';

/** Longest part, in UTF-16 units; the beginning and the end of a longer one stay. */
const mostCharacters = 60_000;

/** The tools as JSON, one a line. */
export function toolsText({ tools }: Sample): string {
  if (!tools) return '(none are declared)';
  if (tools.length === 0) return '(there are none)';
  return shortened(
    tools
      .map(({ name, description, parameters }) => JSON.stringify({ name, description, parameters }))
      .join('\n'),
  );
}

/** The conversation in front of an answer, a line with the speaker before each turn; thoughts are left out. */
export function conversationText({ turns }: Sample, step: AnswerStep): string {
  const said = turns.slice(0, step.first).flatMap((turn) => {
    const parts = [
      ...turn.texts.map(({ text }) => text.trim()),
      ...turn.calls.map(({ name = '', arguments: given = {} }) => `call: ${name} ${JSON.stringify(given)}`),
      ...turn.results.map(
        ({ content }) => `result: ${typeof content === 'string' ? content : JSON.stringify(content)}`,
      ),
    ].filter((text) => text !== '');
    return parts.length === 0 ? [] : [`[${turn.role}]\n${parts.join('\n')}`];
  });
  return shortened(said.join('\n\n'));
}

/** The answer: its calls, one a line, and what it says. */
export function answerText({ calls, text }: AnswerStep): string {
  const lines = calls.map(({ name = '', arguments: given = {} }) => `${name} ${JSON.stringify(given)}`);
  return shortened([...lines, text.trim()].filter((line) => line !== '').join('\n'));
}

function shortened(text: string): string {
  if (text.length <= mostCharacters) return text;
  const half = mostCharacters / 2;
  return `${text.slice(0, half)}\n[… ${text.length - mostCharacters} characters left out …]\n${text.slice(-half)}`;
}
