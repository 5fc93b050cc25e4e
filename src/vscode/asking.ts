/** Asking a model: requests of one piece of work, and what they took together. */
import pLimit from 'p-limit';
import * as vscode from 'vscode';
import { addUsage } from '../backends/usage.ts';
import type { ModelMessage, ModelReply, ModelUsage } from '../core/model/modelBackend.ts';
import type { ReadyModel } from './models.ts';
import { number, plural } from './words.ts';

/** Judges of several samples are many requests; a server, above all a local one, gets no more of them at a time. */
const mostAtOnce = 8;

/** The requests of one command. */
export class Asking {
  #usage: ModelUsage | undefined;
  /** US dollars; `undefined` once a model without a known price was asked. */
  #usd: number | undefined = 0;
  readonly #limit = pLimit(mostAtOnce);

  constructor(
    readonly ready: ReadyModel,
    readonly token: vscode.CancellationToken,
    /** Told how many characters of the reply have come. */
    private readonly onCharacters: (characters: number) => void = () => undefined,
  ) {}

  /**
   * Sends messages, as soon as not too many others are on their way, and waits for the whole reply.
   * @param model another model of the same server
   * @throws BackendError for everything that goes wrong, cancelling included
   */
  async ask(messages: readonly ModelMessage[], model = this.ready.model): Promise<ModelReply> {
    const reply = await this.#limit(() => this.#generate(messages, model));
    this.#usage = this.#usage ? addUsage(this.#usage, reply.usage) : reply.usage;
    this.#usd = reply.cost && this.#usd !== undefined ? this.#usd + reply.cost.usd : undefined;
    return reply;
  }

  #generate(messages: readonly ModelMessage[], model: string): Promise<ModelReply> {
    let characters = 0;
    return this.ready.backend.generate(
      { model, messages },
      (event) => {
        characters = event.kind === 'retry' ? 0 : characters + event.text.length;
        this.onCharacters(characters);
      },
      this.token,
    );
  }

  /** What all requests took, `1,240 tokens, $0.0021`; empty before the first reply. */
  get spent(): string {
    if (!this.#usage) return '';
    const { input, output, estimated } = this.#usage;
    const counted = plural(input + output, 'token');
    const tokens = estimated ? vscode.l10n.t('about {0}', counted) : counted;
    return this.#usd === undefined ? tokens : `${tokens}, $${dollars(this.#usd)}`;
  }
}

/** Two digits that say something: `1.50`, `0.0021`. */
function dollars(usd: number): string {
  return usd >= 0.1 || usd === 0 ? usd.toFixed(2) : usd.toPrecision(2);
}

/** A message for progress: `12 characters`. */
export function charactersWords(characters: number): string {
  return vscode.l10n.t('{0} characters', number(characters));
}
