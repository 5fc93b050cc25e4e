/** The tokens as a table: the same numbers for those who do not see colours, or want the largest first. */
import { lossAt, weightsOf } from '../../src/core/heat/tokenValues.ts';
import { numberText, percentText, valueText } from '../../src/core/heat/valueText.ts';
import { select, type Select } from '../controls.ts';
import { el, setText } from '../dom.ts';
import { VirtualGrid } from '../virtualGrid.ts';
import { t } from '../words.ts';
import { probabilityText, segmentName, tokenText } from './describe.ts';
import type { Heat } from './heat.ts';
import { tableOrder } from './order.ts';
import type { TableOrder } from './state.ts';

export interface TokenTableEvents {
  onOrder(order: TableOrder): void;
  /** Enter or a click on a row; `isGoing`: to it, in the editor. */
  onOpen(token: number): void;
  onMove(token: number): void;
}

export class TokenTable {
  readonly element: HTMLElement;
  readonly #grid: VirtualGrid<number>;
  readonly #order: Select;
  readonly #title = el('h2');
  #heat: Heat | undefined;
  #weights: ReturnType<typeof weightsOf> | undefined;
  #key: readonly unknown[] = [];
  #rows: readonly number[] = [];

  constructor(events: TokenTableEvents) {
    this.#order = select(t('Order'), (value) => events.onOrder(value as TableOrder));
    this.#grid = new VirtualGrid<number>({
      label: t('Tokens of the sample'),
      columns: [
        { header: t('place'), text: (token) => String(token + 1), kind: 'number' },
        { header: t('token'), text: (token) => tokenText(this.#heat!.message.sample, token), kind: 'code' },
        { header: t('segment'), text: (token) => segmentName(this.#heat!.message.sample.segments[token]!) },
        { header: t('shown'), text: (token) => this.#valueText(token), kind: 'number' },
        {
          header: t('p'),
          text: (token) => probabilityText(lossAt(this.#heat!.visit, token)),
          kind: 'number',
        },
        { header: t('loss'), text: (token) => numberText(lossAt(this.#heat!.visit, token)), kind: 'number' },
        { header: t('weight'), text: (token) => percentText(this.#weights!.weights[token]!), kind: 'number' },
        {
          header: t('× SFT'),
          text: (token) => valueText('ratio', this.#weights!.weights[token]! / this.#weights!.sft),
          kind: 'number',
        },
      ],
      onOpen: events.onOpen,
      onMove: events.onMove,
    });
    this.element = el(
      'section',
      { class: 'pane', 'aria-label': t('Token table') },
      el('div', { class: 'pane-head' }, this.#title, this.#order.element),
      this.#grid.element,
    );
  }

  dispose(): void {
    this.#grid.dispose();
  }

  update(heat: Heat, order: TableOrder, token: number | undefined): void {
    this.#order.setChoices(
      [
        { value: 'value', label: t('largest first') },
        { value: 'place', label: t('as in the text') },
      ],
      order,
    );
    const key = [heat, order, token];
    if (key.every((part, i) => part === this.#key[i])) return;
    if (heat !== this.#key[0] || order !== this.#key[1]) {
      this.#heat = heat;
      this.#weights = weightsOf(heat.message.sample, heat.visit, heat.view.alpha);
      this.#rows = tableOrder(heat, order);
      const { measure, minus } = heat;
      setText(
        this.#title,
        minus ? t('Tokens by change of {0}', t(measure.name)) : t('Tokens by {0}', t(measure.name)),
      );
    }
    this.#key = key;
    this.#grid.set(this.#rows, undefined, (row) => row === token);
  }

  #valueText(token: number): string {
    const { measure, values, minus } = this.#heat!;
    return valueText(measure.id, values[token]!, minus !== undefined);
  }
}
