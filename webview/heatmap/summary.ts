/** The head of the page: which sample this is, what the loss did to it in a sentence, and bars of the segments' shares. */
import type { SegmentSum } from '../../src/core/heat/segmentSums.ts';
import { checkSums } from '../../src/core/heat/segmentSums.ts';
import { percentText } from '../../src/core/heat/valueText.ts';
import { button } from '../controls.ts';
import { el, setText, show } from '../dom.ts';
import { t } from '../words.ts';
import { headline, lossSentence, segmentName } from './describe.ts';
import { type Heat, sumsOf } from './heat.ts';
import type { SampleMessage } from './state.ts';

export class Summary {
  readonly element: HTMLElement;
  readonly #title = el('h1');
  readonly #origin = el('span', { class: 'badge' });
  readonly #run = el('span', { class: 'muted' });
  readonly #notes = el('div', { class: 'notes' });
  readonly #actions = el('div', { class: 'group actions' });
  readonly #headline = el('p', { class: 'headline' });
  readonly #losses = el('p', { class: 'losses' });
  readonly #bars = el('div', { class: 'bars' });
  readonly #details = el('details', { class: 'facts' });
  #message: SampleMessage | undefined;

  /** @param act carries out one of the run's actions */
  constructor(private readonly act: (id: string) => void) {
    this.element = el(
      'header',
      {},
      el('div', { class: 'title' }, this.#title, this.#origin, this.#run),
      this.#notes,
      this.#actions,
      this.#headline,
      this.#losses,
      this.#bars,
      this.#details,
    );
  }

  update(heat: Heat): void {
    const { message } = heat;
    if (message !== this.#message) this.#setMessage(message);
    setText(this.#headline, headline(heat));
    const losses = lossSentence(heat) ?? '';
    setText(this.#losses, losses);
    show(this.#losses, losses !== '');
    this.#setBars(heat);
  }

  #setMessage(message: SampleMessage): void {
    this.#message = message;
    const { title, run, sample, staleNote } = message;
    setText(this.#title, title);
    const origins = {
      run: t('recorded run'),
      scored: t('scored by a model server'),
      preview: t('preview: token counts, no run'),
      estimate: t('estimate: characters, no tokenizer'),
    };
    setText(this.#origin, origins[sample.origin]);
    setText(this.#run, run.name);
    const notes = [run.note, staleNote, ...disagreements(message)].filter((note) => note !== undefined);
    this.#notes.replaceChildren(...notes.map((note) => el('p', { class: 'note' }, note)));
    show(this.#notes, notes.length > 0);
    const actions = run.actions ?? [];
    this.#actions.replaceChildren(
      ...actions.map(({ id, label }) => button(label, () => this.act(id), 'secondary').element),
    );
    show(this.#actions, actions.length > 0);
    const facts = run.facts.flatMap(([what, words]) => [el('dt', {}, what), el('dd', {}, words)]);
    const faults = run.faults.map((fault) => el('li', {}, fault));
    this.#details.replaceChildren(
      el(
        'summary',
        {},
        faults.length > 0 ? t('About this run, and what is wrong with it') : t('About this run'),
      ),
      el('dl', {}, ...facts),
      ...(faults.length > 0 ? [el('ul', {}, ...faults)] : []),
    );
    show(this.#details, facts.length + faults.length > 0);
  }

  #setBars({ sums, view, visit }: Heat): void {
    const { segments } = sums;
    const wasTrained = visit.step !== undefined;
    const rows = [
      bar(t('Weight, plain fine-tuning'), segments, (one) => one.sftWeight),
      bar(
        view.alpha !== undefined
          ? t('Weight, with another α')
          : wasTrained
            ? t('Weight, as trained')
            : t('Weight, under SSB'),
        segments,
        (one) => one.weight,
      ),
    ];
    if (segments.some(({ lossShare }) => !Number.isNaN(lossShare)))
      rows.push(
        bar(t('Loss, plain fine-tuning'), segments, (one) => one.sftLossShare, 'of-loss'),
        bar(
          view.alpha !== undefined
            ? t('Loss, with another α')
            : wasTrained
              ? t('Loss, as trained')
              : t('Loss, under SSB'),
          segments,
          (one) => one.lossShare,
          'of-loss',
        ),
      );
    this.#bars.replaceChildren(...rows.flat());
    show(this.#bars, segments.length > 0);
  }
}

/** A bar of shares; the parts say in words what their widths show. */
function bar(
  label: string,
  segments: readonly SegmentSum[],
  share: (one: SegmentSum) => number,
  name = 'of-weight',
): HTMLElement[] {
  const parts = segments.map((one) => {
    const text = `${segmentName(one.segment)} ${percentText(Math.round(share(one) * 1000) / 1000)}`;
    const part = el('span', { class: `part segment-${one.segment}`, title: text }, el('span', {}, text));
    part.style.flexGrow = String(Math.max(share(one), 0.0001));
    return part;
  });
  return [el('span', { class: `bar-label ${name}` }, label), el('span', { class: `bar ${name}` }, ...parts)];
}

/** Sums that are not what the trainer recorded are told, for then nothing here can be believed. */
function disagreements({ sample }: SampleMessage): string[] {
  const wrong = sample.visits.filter((visit) =>
    checkSums(sample, visit, sumsOf).some(({ isEqual }) => !isEqual),
  );
  if (wrong.length === 0) return [];
  return [
    t(
      'The sums of what is shown are not those that the trainer recorded, at {0} of {1} visits: the numbers of this sample are not reliable.',
      wrong.length,
      sample.visits.length,
    ),
  ];
}
