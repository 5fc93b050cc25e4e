/** A table of any length of which only the rows in sight exist. Arrows, Page, Home and End move; Enter opens; Space chooses. */
import { el, setAttribute } from './dom.ts';

export interface GridColumn<Row> {
  readonly header: string;
  /** What it is, where the header is short. */
  readonly words?: string;
  text(row: Row): string;
  readonly kind?: 'number' | 'text' | 'code';
}

export interface GridOptions<Row> {
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  onOpen(row: Row): void;
  /** The active row became another one, by keyboard. */
  onMove?(row: Row): void;
  /** Rows can be chosen. */
  onChoose?(row: Row): void;
  /** Tells a row in new rows: the active row stays so when rows are renewed under it. */
  keyOf?(row: Row): unknown;
}

const rowHeight = 26;
let grids = 0;

export class VirtualGrid<Row> {
  readonly element: HTMLElement;
  readonly #body: HTMLElement;
  readonly #id = `grid-${++grids}`;
  readonly #shown = new Map<number, HTMLElement>();
  readonly #resize: ResizeObserver;
  #rows: readonly Row[] = [];
  #isChosen: (row: Row) => boolean = () => false;
  #isCurrent: (row: Row) => boolean = () => false;
  #active = 0;

  constructor(private readonly options: GridOptions<Row>) {
    const { columns, label, onChoose } = options;
    const cells = columns.map(({ header, words, kind }) =>
      el('div', { role: 'columnheader', class: `cell cell-${kind ?? 'text'}`, title: words }, header),
    );
    if (onChoose) cells.unshift(el('div', { role: 'columnheader', class: 'cell cell-choice' }, '✓'));
    this.#body = el('div', { role: 'rowgroup', class: 'grid-body' });
    this.element = el(
      'div',
      {
        class: 'grid',
        role: 'grid',
        tabindex: 0,
        'aria-label': label,
        'aria-colcount': cells.length,
        'aria-multiselectable': onChoose ? 'true' : undefined,
      },
      el(
        'div',
        { role: 'rowgroup', class: 'grid-head' },
        el('div', { role: 'row', class: 'row', 'aria-rowindex': 1 }, ...cells),
      ),
      this.#body,
    );
    this.element.addEventListener('scroll', () => this.#draw());
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.#body.addEventListener('click', (event) => this.#onClick(event));
    this.#resize = new ResizeObserver(() => this.#draw());
    this.#resize.observe(this.element);
  }

  dispose(): void {
    this.#resize.disconnect();
  }

  set(rows: readonly Row[], isChosen?: (row: Row) => boolean, isCurrent?: (row: Row) => boolean): void {
    const isSame = rows === this.#rows;
    const { keyOf } = this.options;
    const before = this.#rows[this.#active];
    this.#rows = rows;
    this.#isChosen = isChosen ?? (() => false);
    this.#isCurrent = isCurrent ?? (() => false);
    if (!isSame) {
      const kept = keyOf && before !== undefined ? keyOf(before) : undefined;
      const at = keyOf && kept !== undefined ? rows.findIndex((row) => keyOf(row) === kept) : -1;
      this.#active = at >= 0 ? at : Math.max(0, rows.findIndex(this.#isCurrent));
      this.#body.style.height = `${rows.length * rowHeight}px`;
      this.element.setAttribute('aria-rowcount', String(rows.length + 1));
    }
    this.#clear();
    this.#draw();
  }

  #clear(): void {
    this.#shown.clear();
    this.#body.replaceChildren();
  }

  #draw(): void {
    const headHeight = this.#body.offsetTop;
    const from = Math.max(0, Math.floor(this.element.scrollTop / rowHeight) - 4);
    const inSight = Math.ceil((this.element.clientHeight - headHeight) / rowHeight) + 8;
    const to = Math.min(this.#rows.length, from + Math.max(inSight, 8));
    for (const [index, element] of this.#shown) {
      if (index >= from && index < to) continue;
      element.remove();
      this.#shown.delete(index);
    }
    for (let index = from; index < to; index++) {
      if (this.#shown.has(index)) continue;
      const element = this.#rowElement(index);
      this.#shown.set(index, element);
      // In reading order, for those who go through it without seeing it.
      const next = [...this.#shown].find(([other]) => other === index + 1)?.[1];
      this.#body.insertBefore(element, next ?? null);
    }
    const active = this.#shown.get(this.#active);
    setAttribute(this.element, 'aria-activedescendant', active?.id);
  }

  #rowElement(index: number): HTMLElement {
    const row = this.#rows[index]!;
    const { columns, onChoose } = this.options;
    const cells = columns.map((column) =>
      el('div', { role: 'gridcell', class: `cell cell-${column.kind ?? 'text'}` }, column.text(row)),
    );
    const isChosen = this.#isChosen(row);
    if (onChoose)
      cells.unshift(el('div', { role: 'gridcell', class: 'cell cell-choice' }, isChosen ? '☑' : '☐'));
    const isActive = index === this.#active;
    const isCurrent = this.#isCurrent(row);
    const element = el(
      'div',
      {
        id: `${this.#id}-${index}`,
        role: 'row',
        class: `row${isActive ? ' active' : ''}${isCurrent ? ' current' : ''}`,
        'aria-rowindex': index + 2,
        'aria-selected': onChoose ? String(isChosen) : isCurrent ? 'true' : undefined,
      },
      ...cells,
    );
    element.style.top = `${index * rowHeight}px`;
    return element;
  }

  #onClick(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    const id = target.closest<HTMLElement>('.grid-body > .row')?.id;
    if (!id) return;
    const index = Number(id.slice(id.lastIndexOf('-') + 1));
    const row = this.#rows[index];
    if (row === undefined) return;
    this.#moveTo(index, false);
    const isChoice = target.closest('.cell-choice') !== null || event.ctrlKey || event.metaKey;
    if (isChoice && this.options.onChoose) this.options.onChoose(row);
    else this.options.onOpen(row);
  }

  #onKey(event: KeyboardEvent): void {
    const row = this.#rows[this.#active];
    if (row === undefined) return;
    const page = Math.max(1, Math.floor(this.element.clientHeight / rowHeight) - 2);
    const last = this.#rows.length - 1;
    const moves: Record<string, number> = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + page,
      PageUp: this.#active - page,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to !== undefined) this.#moveTo(Math.max(0, Math.min(last, to)), true);
    else if (event.key === 'Enter') this.options.onOpen(row);
    else if (event.key === ' ' && this.options.onChoose) this.options.onChoose(row);
    else return;
    event.preventDefault();
  }

  #moveTo(index: number, isTold: boolean): void {
    const before = this.#active;
    this.#active = index;
    for (const changed of new Set([before, index])) {
      this.#shown.get(changed)?.remove();
      this.#shown.delete(changed);
    }
    const top = index * rowHeight;
    const { scrollTop, clientHeight } = this.element;
    const room = clientHeight - this.#body.offsetTop;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + rowHeight > scrollTop + room) this.element.scrollTop = top + rowHeight - room;
    this.#draw();
    if (isTold && before !== index) this.options.onMove?.(this.#rows[index]!);
  }
}
