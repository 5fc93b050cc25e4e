/** What the colours mean: the ramp with the values at its ends and in its middle, which are the same in the whole run. */
import { levelCount, middleLevel, positionOf, valueAt } from '../../src/core/heat/levels.ts';
import { heatReasons } from '../../src/core/heat/measureTable.ts';
import { strengthOf } from '../../src/core/heat/ramps.ts';
import { valueText } from '../../src/core/heat/valueText.ts';
import { el, setText, show } from '../dom.ts';
import { t } from '../words.ts';
import type { Heat } from './heat.ts';
import { type Look, rampColours } from './look.ts';

export class Legend {
  readonly element: HTMLElement;
  readonly #words = el('p', { class: 'measure-words' });
  readonly #canvas = el('canvas', { class: 'ramp', 'aria-hidden': 'true' });
  readonly #ticks = el('div', { class: 'ticks' });
  readonly #reason = el('p', { class: 'note' });
  readonly #rest = el('p', { class: 'muted rest' });
  #shown = '';

  constructor() {
    this.element = el(
      'section',
      { class: 'legend', 'aria-label': t('What the colours mean') },
      this.#words,
      el('div', { class: 'ramp-box' }, this.#canvas, this.#ticks),
      this.#rest,
      this.#reason,
    );
  }

  update(heat: Heat, look: Look): void {
    const { measure, minus, view, domain, kind, reason, message } = heat;
    const hasStraddles = message.sample.straddles.includes(1);
    setText(
      this.#words,
      minus
        ? t('Change of {0}: blue went down, orange went up.', t(measure.name))
        : kind === 'diverging'
          ? t('{0} Blue is less, orange is more.', t(measure.words))
          : t(measure.words),
    );
    setText(this.#reason, reason ? t(heatReasons[reason].words) : '');
    show(this.#reason, reason !== undefined);
    const key = JSON.stringify([
      measure.id,
      view.scaling,
      view.threshold,
      domain,
      look.key,
      kind,
      hasStraddles,
      devicePixelRatio,
    ]);
    if (key === this.#shown) return;
    this.#shown = key;
    this.#paint(heat, look);
    const texts = this.#tickTexts(heat);
    this.#ticks.replaceChildren(...texts.map((text) => el('span', {}, text)));
    const rest = [
      view.scaling === 'rank'
        ? t('By order within this sample: colours cannot be compared between samples.')
        : t('In {0}; the same colours in the whole run.', t(measure.unit)),
      ...(hasStraddles ? [t('Hatched: a token that reaches over a border of segments.')] : []),
    ];
    setText(this.#rest, rest.join(' '));
  }

  #tickTexts({ measure, minus, view, domain, kind }: Heat): string[] {
    if (view.scaling === 'rank')
      return kind === 'diverging' ? [t('least'), t('none'), t('most')] : [t('lowest'), t('highest')];
    const { scaling } = view;
    const text = (position: number) =>
      valueText(
        measure.id,
        valueAt(domain, scaling as 'linear' | 'log', position),
        minus !== undefined && position !== 0,
      );
    if (kind === 'diverging') return [`≤ ${text(-1)}`, text(0), `≥ ${text(1)}`];
    return [text(0), text(0.5), `≥ ${text(1)}`];
  }

  #paint({ kind, view, domain, minus }: Heat, look: Look): void {
    const [width, height] = [264, 12];
    const scale = devicePixelRatio;
    this.#canvas.width = width * scale;
    this.#canvas.height = height * scale;
    const context = this.#canvas.getContext('2d')!;
    context.scale(scale, scale);
    const colours = rampColours(look, kind);
    const step = width / levelCount;
    for (let level = 1; level <= levelCount; level++) {
      if (isBelow(level, kind, view.threshold, view.scaling, domain, minus !== undefined)) continue;
      const x = (level - 1) * step;
      if (!look.isForced) {
        context.fillStyle = colours[level]!;
        context.fillRect(x, 0, step + 0.5, height);
      }
      if (!look.isContrast) continue;
      const thick = Math.max(1, Math.round(strengthOf(level, kind) * 6));
      context.fillStyle = look.foreground;
      context.fillRect(
        x,
        kind === 'diverging' && level < middleLevel ? 0 : height - thick,
        step + 0.5,
        thick,
      );
    }
  }
}

/** Is a step of the ramp never drawn, because its values lie below the threshold? */
function isBelow(
  level: number,
  kind: Heat['kind'],
  threshold: number | undefined,
  scaling: Heat['view']['scaling'],
  domain: Heat['domain'],
  isDifference: boolean,
): boolean {
  if (threshold === undefined || scaling === 'rank') return false;
  const position =
    kind === 'diverging' ? (level - middleLevel) / (middleLevel - 1) : (level - 1) / (levelCount - 1);
  const at = positionOf(domain, scaling)(threshold);
  return isDifference ? Math.abs(position) < at : position < at;
}
