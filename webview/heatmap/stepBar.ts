/** Which visit is shown: a slider over the times that the sample was trained, which can be played. */
import { button, type Button, slider, type Slider } from '../controls.ts';
import { el, setText, show } from '../dom.ts';
import { t } from '../words.ts';
import { visitText } from './describe.ts';
import type { Heat } from './heat.ts';

export interface StepEvents {
  onVisit(visit: number): void;
  onPlay(isPlaying: boolean): void;
}

/** A visit is shown so long while playing. */
const millisecondsAVisit = 900;

export class StepBar {
  readonly element: HTMLElement;
  readonly #play: Button;
  readonly #slider: Slider;
  readonly #text = el('span', { class: 'visit-text' });
  readonly #stills = matchMedia('(prefers-reduced-motion: reduce)');
  #timer: ReturnType<typeof setInterval> | undefined;
  #isPlaying = false;
  #heat: Heat | undefined;

  constructor(private readonly events: StepEvents) {
    this.#play = button(t('Play'), () => events.onPlay(!this.#isPlaying));
    this.#slider = slider(t('Visit'), (value) => {
      events.onPlay(false);
      events.onVisit(value - 1);
    });
    this.element = el('div', { class: 'steps' }, this.#slider.element, this.#play.element, this.#text);
  }

  update(heat: Heat, isPlaying: boolean): void {
    this.#heat = heat;
    const { visits } = heat.message.sample;
    const { visit } = heat.view;
    const many = visits.length > 1;
    show(this.#slider.element, many);
    // Those who want less motion go from visit to visit themselves.
    show(this.#play.element, many && !this.#stills.matches);
    if (many) {
      this.#slider.setRange(1, visits.length, 1);
      this.#slider.setValue(visit + 1, t('{0} of {1}', visit + 1, visits.length));
    }
    setText(this.#text, visitText(heat.visit));
    this.#play.setLabel(isPlaying ? t('Stop') : t('Play'));
    if (isPlaying === this.#isPlaying) return;
    this.#isPlaying = isPlaying;
    clearInterval(this.#timer);
    if (!isPlaying) return;
    if (visit === visits.length - 1) this.events.onVisit(0);
    this.#timer = setInterval(() => this.#next(), millisecondsAVisit);
  }

  #next(): void {
    const { view, message } = this.#heat!;
    if (view.visit + 1 < message.sample.visits.length) this.events.onVisit(view.visit + 1);
    else this.events.onPlay(false);
  }

  dispose(): void {
    clearInterval(this.#timer);
  }
}
