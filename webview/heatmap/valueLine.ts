/** The line below the text: what is known of the token under the pointer or the keyboard. Only the latter is read aloud. */
import { el, setText } from '../dom.ts';
import { t } from '../words.ts';
import { tokenFacts } from './describe.ts';
import type { Heat } from './heat.ts';

export class ValueLine {
  readonly element: HTMLElement;
  readonly #shown = el('div', { class: 'facts-line' });
  readonly #spoken = el('div', { class: 'spoken', role: 'status', 'aria-live': 'polite' });
  readonly #says = el('div', { class: 'says', role: 'status' });
  #key: readonly unknown[] = [];

  constructor() {
    this.element = el('footer', {}, this.#shown, this.#says, this.#spoken);
  }

  update(heat: Heat, token: number | undefined, hover: number | undefined): void {
    const key = [heat, token, hover];
    if (key.every((part, i) => part === this.#key[i])) return;
    this.#key = key;
    const shown = hover ?? token;
    if (shown === undefined) {
      this.#shown.replaceChildren(
        el(
          'span',
          { class: 'muted' },
          t('Point at a token, or go to it with the arrow keys, to see its numbers.'),
        ),
      );
    } else {
      this.#shown.replaceChildren(
        ...tokenFacts(heat, shown).map(([what, words], i) =>
          el(
            'span',
            { class: 'fact' },
            ...(what === '' || i < 2 ? [] : [el('span', { class: 'what' }, `${what} `)]),
            el('span', { class: i === 0 ? 'token' : 'words' }, words),
          ),
        ),
      );
    }
    if (token !== undefined && hover === undefined)
      setText(
        this.#spoken,
        tokenFacts(heat, token)
          .map(([what, words], i) => (i < 2 || what === '' ? words : `${what} ${words}`))
          .join(', '),
      );
  }

  /** A sentence on what just happened, or why it did not. */
  say(sentence: string): void {
    setText(this.#says, sentence);
  }
}
