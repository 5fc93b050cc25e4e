/** Replies of a model server that were kept in a file, for samples that are scored without asking anyone. */
import type { TrainerRow } from '../core/export/trainerRow.ts';
import { isObject, type JsonValue, own } from '../core/json.ts';
import { readScores } from '../core/trace/scored.ts';
import { type MessageScores, scoringRequests } from '../core/trace/scoredSample.ts';
import { failureOf } from '../node/checkFile.ts';
import { recordsOf } from '../node/records.ts';
import { UserError } from './io.ts';

interface Reply {
  readonly line: number;
  readonly text: string;
}

/** The replies of a file, by the samples' ids or in their order. */
export class ScoredReplies {
  readonly #byId = new Map<string, Reply[]>();
  readonly #inOrder: Reply[] = [];
  #next = 0;

  /**
   * @param path of JSON lines: replies with log-probabilities, as `core/trace/scored.ts` reads them
   * @param name as the person wrote it
   * @throws UserError when it cannot be read
   */
  constructor(
    path: string,
    private readonly name: string,
  ) {
    try {
      for (const reply of recordsOf(path, 'jsonl')) {
        const id = idOf(reply.text);
        if (id === undefined) this.#inOrder.push(reply);
        else this.#byId.set(id, [...(this.#byId.get(id) ?? []), reply]);
      }
    } catch (error) {
      throw new UserError(`${name}: ${failureOf(error).message} Give replies of a server, as JSON lines.`);
    }
  }

  /** The scores of a sample's answers, or why there are none. A sample takes as many replies as it has answers. */
  of(row: TrainerRow): MessageScores[] | string {
    const answers = scoringRequests(row, '');
    const own = row.id === null ? undefined : this.#byId.get(row.id);
    const replies = own ?? this.#inOrder.slice(this.#next, this.#next + answers.length);
    if (!own) this.#next += answers.length;
    if (replies.length !== answers.length)
      return `${this.name} has ${replies.length} replies for its ${answers.length} answers.`;
    const scored: MessageScores[] = [];
    for (const [i, { line, text }] of replies.entries()) {
      const value = parsed(text);
      const scores = value === undefined ? 'It is no JSON.' : readScores(value);
      if (typeof scores === 'string') return `line ${line} of ${this.name}: ${scores}`;
      scored.push({ message: answers[i]!.message, scores, mode: 'given' });
    }
    return scored;
  }
}

/** What a batch calls its request; other ids (`chatcmpl-…`) are the reply's own. */
function idOf(text: string): string | undefined {
  const value = parsed(text);
  const id = isObject(value) ? (own(value, 'custom_id') ?? own(value, 'sample_id')) : undefined;
  return typeof id === 'string' ? id : undefined;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
