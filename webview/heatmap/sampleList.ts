/** The samples of the run, hard ones first, to be gone through and put into the hard pool. */
import { numberText, percentText, valueText } from '../../src/core/heat/valueText.ts';
import type { HeatListRow } from '../../src/protocol/heatmap.ts';
import {
  button,
  type Button,
  select,
  type Select,
  textField,
  type TextField,
  waitingRing,
} from '../controls.ts';
import { el, setText, show } from '../dom.ts';
import { VirtualGrid } from '../virtualGrid.ts';
import { t } from '../words.ts';
import { listRows } from './order.ts';
import type { ListChoice, ListOrder, PageState } from './state.ts';

export interface SampleListEvents {
  onChoice(change: Partial<ListChoice>): void;
  onOpen(key: string): void;
  onChoose(key: string): void;
  onHard(keys: readonly string[]): void;
}

const optional = (value: number | undefined, text: (value: number) => string) =>
  value === undefined || Number.isNaN(value) ? '–' : text(value);

export class SampleList {
  readonly element: HTMLElement;
  readonly #grid: VirtualGrid<HeatListRow>;
  readonly #order: Select;
  readonly #tool: Select;
  readonly #text: TextField;
  readonly #hard: Button;
  readonly #note = el('p', { class: 'note' });
  readonly #count = el('span', { class: 'muted', role: 'status' });
  readonly #waiting = el('p', { class: 'waiting' }, waitingRing(), t('Reading the samples of the run …'));
  #key: readonly unknown[] = [];
  #rows: readonly HeatListRow[] = [];
  #tools: readonly string[] = [];
  #chosen: ReadonlySet<string> = new Set();

  constructor(events: SampleListEvents) {
    this.#order = select(t('Order'), (value) => events.onChoice({ order: value as ListOrder }));
    this.#tool = select(t('Function'), (tool) => events.onChoice({ tool }));
    this.#text = textField(t('Find'), t('id, line or function'), (text) => events.onChoice({ text }));
    this.#hard = button(t('Add to hard pool'), () => events.onHard([...this.#chosen]), 'primary');
    this.#grid = new VirtualGrid<HeatListRow>({
      label: t('Samples of the run. Enter opens one, Space chooses it.'),
      columns: [
        { header: t('line'), text: ({ line }) => optional(line, String), kind: 'number' },
        { header: t('sample'), text: (row) => [row.id ?? row.key.slice(0, 8), ...marks(row)].join(' ') },
        { header: t('functions'), text: ({ tools }) => tools.join(', ') },
        { header: t('call loss'), text: ({ lossCall }) => optional(lossCall, numberText), kind: 'number' },
        {
          header: t('learnt'),
          words: t('By how much the call loss fell from the first visit to the last'),
          text: ({ drop }) => optional(drop, (value) => valueText('loss', value, true)),
          kind: 'number',
        },
        {
          header: t('share'),
          words: t('The call’s share of the sample’s loss at the last visit'),
          text: ({ callShare }) => optional(callShare, percentText),
          kind: 'number',
        },
        {
          header: t('unusual'),
          words: t(
            'How far the call loss lies from what is usual in this run, in robust standard deviations',
          ),
          text: ({ anomaly }) => optional(anomaly, (value) => numberText(value)),
          kind: 'number',
        },
      ],
      onOpen: ({ key }) => events.onOpen(key),
      onChoose: ({ key }) => events.onChoose(key),
      keyOf: ({ key }) => key,
    });
    this.element = el(
      'section',
      { class: 'pane', 'aria-label': t('Samples of the run') },
      el('div', { class: 'pane-head' }, el('h2', {}, t('Samples of the run')), this.#count),
      el(
        'div',
        { class: 'pane-head' },
        this.#order.element,
        this.#tool.element,
        this.#text.element,
        this.#hard.element,
      ),
      this.#note,
      this.#waiting,
      this.#grid.element,
    );
  }

  dispose(): void {
    this.#grid.dispose();
  }

  update({ list, listChoice, chosen }: PageState, current: string | undefined): void {
    const key = [list, listChoice, chosen, current];
    if (key.every((part, i) => part === this.#key[i]) && this.#key.length > 0) return;
    const isNewList = list !== this.#key[0];
    const isNewChoice = listChoice !== this.#key[1];
    this.#key = key;
    this.#chosen = chosen;
    show(this.#waiting, list === undefined);
    show(this.#grid.element, list !== undefined);
    setText(this.#note, list?.note ?? '');
    show(this.#note, list?.note !== undefined);
    if (isNewList) this.#tools = [...new Set((list?.rows ?? []).flatMap(({ tools }) => tools))].sort();
    if (isNewList || isNewChoice) this.#rows = listRows(list?.rows ?? [], listChoice);
    this.#order.setChoices(
      [
        { value: 'loss', label: t('highest call loss') },
        { value: 'drop', label: t('least learnt') },
        { value: 'share', label: t('largest call share') },
        { value: 'anomaly', label: t('most unusual') },
        { value: 'line', label: t('as in the data set') },
      ],
      listChoice.order,
    );
    this.#tool.setChoices(
      [{ value: '', label: t('all') }, ...this.#tools.map((tool) => ({ value: tool, label: tool }))],
      listChoice.tool,
    );
    this.#text.setValue(listChoice.text);
    setText(this.#count, list ? t('{0} of {1}', this.#rows.length, list.rows.length) : '');
    this.#hard.setLabel(chosen.size > 0 ? t('Add {0} to hard pool', chosen.size) : t('Add to hard pool'));
    this.#hard.setEnabled(chosen.size > 0);
    this.#grid.set(
      this.#rows,
      (row) => chosen.has(row.key),
      (row) => row.key === current,
    );
  }
}

/** What is particular about a sample. */
function marks({ hard, stale, line }: HeatListRow): string[] {
  return [
    hard ? t('(hard pool)') : undefined,
    line === undefined ? t('(not in the data set any more)') : stale ? t('(edited since)') : undefined,
  ].filter((mark) => mark !== undefined);
}
