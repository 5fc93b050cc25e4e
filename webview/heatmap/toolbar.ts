/** What is painted and how: measure, scaling, threshold, α, what to compare with, and what to do with it. */
import { availableMeasures } from '../../src/core/heat/tokenValues.ts';
import { heatReasons, measureOf } from '../../src/core/heat/measureTable.ts';
import type { MeasureId, ScalingId } from '../../src/core/heat/measures.ts';
import { numberText } from '../../src/core/heat/valueText.ts';
import type { FromHeatmap, HeatView } from '../../src/protocol/heatmap.ts';
import {
  button,
  type Button,
  checkbox,
  type Checkbox,
  type Choice,
  numberField,
  type NumberField,
  select,
  type Select,
  slider,
  type Slider,
} from '../controls.ts';
import { el, setText, show } from '../dom.ts';
import { t } from '../words.ts';
import { visitName } from './describe.ts';
import type { Heat } from './heat.ts';
import type { Pane, PageState, SampleMessage } from './state.ts';

export interface ToolbarEvents {
  onView(change: Partial<HeatView>): void;
  onCompare(run: string | undefined): void;
  onPane(pane: Pane): void;
  onInText(isOn: boolean): void;
  onHard(): void;
  onSave(kind: Extract<FromHeatmap, { type: 'save' }>['kind']): void;
}

export class Toolbar {
  readonly element: HTMLElement;
  readonly #measure: Select;
  readonly #scaling: Select;
  readonly #threshold: NumberField;
  readonly #alpha: Slider;
  readonly #alphaReset: Button;
  readonly #against: Select;
  readonly #run: Select;
  readonly #compareNote = el('p', { class: 'note' });
  readonly #panes: Readonly<Record<'tokens' | 'samples', Button>>;
  readonly #inText: Checkbox;
  readonly #hard: Button;
  #message: SampleMessage | undefined;
  #unit = 1;

  constructor(events: ToolbarEvents) {
    this.#measure = select(t('Colour by'), (value) => events.onView({ measure: value as MeasureId }));
    this.#scaling = select(t('Scale'), (value) => events.onView({ scaling: value as ScalingId }));
    this.#threshold = numberField(t('Colour only from'), t('all'), (threshold) =>
      events.onView({ threshold: threshold === undefined ? undefined : threshold / this.#unit }),
    );
    this.#alpha = slider(t('What if α were'), (value) => events.onView({ alpha: value / 100 }));
    this.#alpha.setRange(0, 100, 1);
    this.#alphaReset = button(t('As trained'), () => events.onView({ alpha: undefined }));
    this.#against = select(t('Compare with'), (value) => events.onView({ minus: minusOf(value) }));
    this.#run = select(t('of run'), (value) => events.onCompare(value === '' ? undefined : value));
    const toggle = (pane: 'tokens' | 'samples', label: string) =>
      button(label, () => events.onPane(this.#pane === pane ? 'none' : pane));
    this.#panes = {
      tokens: toggle('tokens', t('Token table')),
      samples: toggle('samples', t('Samples of the run')),
    };
    this.#inText = checkbox(t('Paint in the editor'), events.onInText);
    this.#hard = button(t('Add to hard pool'), events.onHard);
    const saving = (['png', 'svg', 'csv'] as const).map((kind) =>
      button(kind.toUpperCase(), () => events.onSave(kind)),
    );
    const group = (...controls: readonly { readonly element: HTMLElement }[]) =>
      el('div', { class: 'group' }, ...controls.map(({ element }) => element));
    const save = el(
      'span',
      { class: 'field', role: 'group', 'aria-label': t('Save as') },
      el('span', {}, t('Save as')),
      ...saving.map(({ element }) => element),
    );
    const more = el(
      'details',
      { class: 'more' },
      el('summary', {}, t('Scale, α, comparing, saving')),
      el(
        'div',
        {},
        group(this.#scaling, this.#threshold),
        group(this.#alpha, this.#alphaReset),
        group(this.#against, this.#run),
        el('div', { class: 'group' }, this.#hard.element, this.#inText.element),
        save,
      ),
    );
    // Where there is room everything is open; where there is not, the text comes first.
    const narrow = matchMedia('(width < 700px)');
    more.open = !narrow.matches;
    narrow.addEventListener('change', () => (more.open = !narrow.matches));
    this.element = el(
      'section',
      { class: 'toolbar', 'aria-label': t('What is shown') },
      group(this.#measure),
      group(this.#panes.tokens, this.#panes.samples),
      more,
      this.#compareNote,
    );
  }

  #pane: Pane = 'none';

  update(heat: Heat, state: PageState): void {
    const { message, view, visit } = heat;
    const { sample, others, run } = message;
    if (message.sample !== this.#message?.sample) {
      this.#message = message;
      this.#measures = availableMeasures(sample).map(({ measure, missing }) => ({
        value: measure.id,
        label: t(measure.name),
        off: missing && t(heatReasons[missing].words),
      }));
    }
    this.#measure.setChoices(this.#measures, view.measure);
    this.#scaling.setChoices(
      [
        { value: 'linear', label: t('linear') },
        { value: 'log', label: t('logarithmic') },
        { value: 'rank', label: t('by order') },
      ],
      view.scaling,
    );
    // Shares are read, and entered, in percent.
    this.#unit = measureOf(view.measure).form === 'percent' ? 100 : 1;
    this.#threshold.setPlaceholder(this.#unit === 100 ? t('all (in %)') : t('all'));
    this.#threshold.setValue(
      view.threshold === undefined ? undefined : Number((view.threshold * this.#unit).toPrecision(9)),
    );
    const alpha = view.alpha ?? visit.alpha;
    this.#alpha.setValue(Math.round(alpha * 100), numberText(alpha));
    this.#alphaReset.setEnabled(view.alpha !== undefined);
    const isOther = state.compareRun !== undefined;
    const visits = isOther ? (state.compare?.visits ?? []) : sample.visits;
    const choices: Choice[] = [{ value: '', label: t('nothing') }];
    visits.forEach((one, i) => {
      if (isOther || i !== view.visit)
        choices.push({ value: `${isOther ? 'other' : 'same'} ${i}`, label: visitName(one, i) });
    });
    this.#against.setChoices(choices, view.minus ? `${view.minus.run} ${view.minus.visit}` : '');
    this.#against.setEnabled(choices.length > 1);
    show(this.#run.element, others.length > 0);
    this.#run.setChoices(
      [
        { value: '', label: t('this run') },
        ...others.map(({ id, name }) => ({ value: id, label: name })),
      ].filter(({ value }) => value !== run.id),
      state.compareRun ?? '',
    );
    setText(this.#compareNote, state.compare?.reason ?? '');
    show(this.#compareNote, state.compare?.reason !== undefined);
    this.#pane = state.pane;
    this.#panes.tokens.setPressed(state.pane === 'tokens');
    this.#panes.samples.setPressed(state.pane === 'samples');
    // A preview has no other samples.
    show(this.#panes.samples.element, sample.origin === 'run' || sample.origin === 'scored');
    this.#hard.setLabel(message.isHard ? t('In the hard pool') : t('Add to hard pool'));
    this.#hard.setEnabled(!message.isHard);
    this.#inText.setChecked(message.inText);
  }

  #measures: Choice[] = [];
}

function minusOf(value: string): HeatView['minus'] {
  const [run, visit] = value.split(' ');
  return run === 'same' || run === 'other' ? { run, visit: Number(visit) } : undefined;
}
