/** Curves of the whole run: losses of thought and call, and α, with the shown visit marked. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { numberText } from '../../src/core/heat/valueText.ts';
import type { HeatStep } from '../../src/protocol/heatmap.ts';
import { el, setText, show } from '../dom.ts';
import { t } from '../words.ts';
import type { Heat } from './heat.ts';
import type { Look } from './look.ts';

const height = 150;
/** Steps are whole. */
const stepIncrements = [1, 2, 5]
  .flatMap((digit) => Array.from({ length: 8 }, (_, i) => digit * 10 ** i))
  .sort((a, b) => a - b);

export class Curves {
  readonly element: HTMLDetailsElement;
  readonly #box = el('div', { class: 'plot' });
  readonly #key = el('p', { class: 'plot-key' });
  readonly #words = el('p', { class: 'muted plot-words' });
  readonly #resize: ResizeObserver;
  #plot: uPlot | undefined;
  #shown: { readonly steps: readonly HeatStep[]; readonly look: string } | undefined;
  #step: number | undefined;
  #look: Look | undefined;
  #isSetting = false;

  constructor(onToggle: (isShown: boolean) => void) {
    this.element = el(
      'details',
      { class: 'curves' },
      el('summary', {}, t('How the run went')),
      this.#key,
      this.#box,
      this.#words,
    );
    this.element.addEventListener('toggle', () => {
      if (!this.#isSetting) onToggle(this.element.open);
    });
    this.#resize = new ResizeObserver(() => {
      const width = this.#box.clientWidth;
      if (this.#plot && width > 0 && width !== this.#plot.width) this.#plot.setSize({ width, height });
    });
    this.#resize.observe(this.#box);
  }

  dispose(): void {
    this.#resize.disconnect();
    this.#plot?.destroy();
  }

  update({ message, visit }: Heat, look: Look, areShown: boolean): void {
    const { steps } = message.run;
    show(this.element, steps.length > 1);
    this.#isSetting = true;
    this.element.open = areShown;
    this.#isSetting = false;
    if (!areShown || steps.length < 2) return;
    this.#look = look;
    if (steps !== this.#shown?.steps || look.key !== this.#shown.look) {
      this.#shown = { steps, look: look.key };
      this.#step = visit.step;
      this.#draw(steps, look);
      setText(this.#words, wordsOf(steps));
    } else if (visit.step !== this.#step) {
      this.#step = visit.step;
      this.#plot?.redraw(false);
    }
  }

  #draw(steps: readonly HeatStep[], look: Look): void {
    this.#plot?.destroy();
    const column = (value: (step: HeatStep) => number | undefined) =>
      steps.map((step) => value(step) ?? null);
    const [thought, call] = [look.segments[1]!, look.segments[2]!];
    const axis = {
      stroke: look.foreground,
      grid: { show: !look.isContrast, stroke: look.grid, width: 1 },
      ticks: { stroke: look.grid, width: 1 },
      font: `11px ${look.fontFamily}`,
    };
    const line = (label: string, stroke: string, dash: number[], scale = 'y') => ({
      label,
      stroke,
      dash,
      width: 2,
      scale,
      spanGaps: true,
      points: { show: steps.length < 30 },
    });
    this.#plot = new uPlot(
      {
        width: Math.max(200, this.#box.clientWidth),
        height,
        cursor: { show: false },
        legend: { show: false },
        scales: {
          x: { time: false },
          y: { range: (_, _low, high) => [0, high > 0 ? high * 1.05 : 1] },
          alpha: { range: [0, 1] },
        },
        axes: [
          { ...axis, size: 30, incrs: stepIncrements },
          { ...axis, size: 44 },
          { ...axis, size: 40, side: 1, scale: 'alpha', grid: { show: false } },
        ],
        series: [
          { label: t('step') },
          line(t('thought loss'), thought, [8, 4]),
          line(t('call loss'), call, []),
          line('α', look.alpha, [2, 3], 'alpha'),
        ],
        hooks: { draw: [(plot) => this.#mark(plot)] },
      },
      [
        steps.map(({ step }) => step),
        column(({ lossThink }) => lossThink),
        column(({ lossCall }) => lossCall),
        column(({ alpha }) => alpha),
      ],
      this.#box,
    );
    this.#plot.root.setAttribute('aria-hidden', 'true');
    const item = (name: string, text: string) =>
      el(
        'span',
        { class: `key-item key-${name}` },
        el('span', { class: 'swatch', 'aria-hidden': 'true' }),
        text,
      );
    this.#key.replaceChildren(
      item('think', t('thought loss (nats)')),
      item('call', t('call loss (nats)')),
      item('alpha', t('α, the share of the thought (right)')),
      item('mark', t('the visit that is shown')),
    );
  }

  /** A line at the step that is shown. */
  #mark({ ctx, bbox, valToPos }: uPlot): void {
    if (this.#step === undefined || !this.#look) return;
    const x = valToPos(this.#step, 'x', true);
    if (x < bbox.left - 1 || x > bbox.left + bbox.width + 1) return;
    ctx.save();
    ctx.strokeStyle = this.#look.foreground;
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.restore();
  }
}

/** The curves in a sentence. */
function wordsOf(steps: readonly HeatStep[]): string {
  const ends = (value: (step: HeatStep) => number | undefined): [string, string] => {
    const known = steps.map(value).filter((one) => one !== undefined);
    return [numberText(known[0] ?? NaN), numberText(known.at(-1) ?? NaN)];
  };
  const [think, call, alpha] = [
    ends(({ lossThink }) => lossThink),
    ends(({ lossCall }) => lossCall),
    ends(({ alpha }) => alpha),
  ];
  return t(
    '{0} steps: thought loss from {1} to {2}, call loss from {3} to {4}, α from {5} to {6}.',
    steps.length,
    think[0],
    think[1],
    call[0],
    call[1],
    alpha[0],
    alpha[1],
  );
}
