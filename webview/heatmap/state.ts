/** What the page knows and what the person chose. Pure: nothing here touches the page or the editor. */
import { availableMeasures } from '../../src/core/heat/tokenValues.ts';
import { measureOf } from '../../src/core/heat/measureTable.ts';
import type {
  HeatCompare,
  HeatListRow,
  HeatNothing,
  HeatView,
  ToHeatmap,
} from '../../src/protocol/heatmap.ts';

export type SampleMessage = Extract<ToHeatmap, { type: 'sample' }>;

export type Pane = 'none' | 'tokens' | 'samples';
export type TableOrder = 'value' | 'place';
export type ListOrder = 'loss' | 'drop' | 'share' | 'anomaly' | 'line';

export interface ListChoice {
  readonly order: ListOrder;
  readonly text: string;
  /** A function's name; empty: all. */
  readonly tool: string;
}

export interface PageState {
  readonly reference: unknown;
  readonly shown: SampleMessage | HeatNothing | undefined;
  /** Words on what is being waited for. */
  readonly busy: string | undefined;
  readonly view: HeatView;
  /** Before the first sample: the kept view is taken as it is. */
  readonly isViewKept: boolean;
  readonly compareRun: string | undefined;
  readonly compare: HeatCompare | undefined;
  /** The token that the keyboard stands on. */
  readonly token: number | undefined;
  readonly hover: number | undefined;
  readonly lit: { readonly start: number; readonly end: number } | undefined;
  readonly pane: Pane;
  readonly tableOrder: TableOrder;
  readonly list: { readonly rows: readonly HeatListRow[]; readonly note: string | undefined } | undefined;
  readonly listChoice: ListChoice;
  readonly chosen: ReadonlySet<string>;
  readonly isPromptShown: boolean;
  readonly areCurvesShown: boolean;
  readonly isPlaying: boolean;
}

/** What is kept over a reload: what the person chose, and where to find the rest again. */
export type KeptState = Pick<
  PageState,
  | 'reference'
  | 'view'
  | 'compareRun'
  | 'token'
  | 'pane'
  | 'tableOrder'
  | 'listChoice'
  | 'isPromptShown'
  | 'areCurvesShown'
>;

export type Action =
  | { readonly type: 'message'; readonly message: ToHeatmap }
  | { readonly type: 'view'; readonly change: Partial<HeatView> }
  | { readonly type: 'token'; readonly token: number | undefined }
  | { readonly type: 'hover'; readonly token: number | undefined }
  | { readonly type: 'pane'; readonly pane: Pane }
  | { readonly type: 'table-order'; readonly order: TableOrder }
  | { readonly type: 'list-choice'; readonly change: Partial<ListChoice> }
  | { readonly type: 'choose'; readonly key: string }
  | { readonly type: 'prompt'; readonly isShown: boolean }
  | { readonly type: 'curves'; readonly areShown: boolean }
  | { readonly type: 'play'; readonly isPlaying: boolean }
  | { readonly type: 'compare'; readonly run: string | undefined };

const firstView: HeatView = {
  measure: 'weight',
  scaling: 'linear',
  visit: 0,
  minus: undefined,
  threshold: undefined,
  alpha: undefined,
};

export function initialState(kept: KeptState | undefined): PageState {
  return {
    reference: undefined,
    shown: undefined,
    busy: undefined,
    view: firstView,
    compareRun: undefined,
    compare: undefined,
    token: undefined,
    hover: undefined,
    lit: undefined,
    pane: 'none',
    tableOrder: 'value',
    list: undefined,
    listChoice: { order: 'loss', text: '', tool: '' },
    chosen: new Set(),
    isPromptShown: false,
    areCurvesShown: false,
    isPlaying: false,
    ...kept,
    isViewKept: kept !== undefined,
  };
}

export function keptOf(state: PageState): KeptState {
  const { reference, view, compareRun, token, pane, tableOrder, listChoice, isPromptShown, areCurvesShown } =
    state;
  return { reference, view, compareRun, token, pane, tableOrder, listChoice, isPromptShown, areCurvesShown };
}

export function isSample(shown: PageState['shown']): shown is SampleMessage {
  return shown !== undefined && 'sample' in shown;
}

export function reduce(state: PageState, action: Action): PageState {
  switch (action.type) {
    case 'message':
      return taken(state, action.message);
    case 'view':
      return { ...state, view: changedView(state.view, action.change) };
    case 'token':
      return action.token === state.token ? state : { ...state, token: action.token, lit: undefined };
    case 'hover':
      return action.token === state.hover ? state : { ...state, hover: action.token };
    case 'pane':
      return { ...state, pane: action.pane };
    case 'table-order':
      return { ...state, tableOrder: action.order };
    case 'list-choice':
      return { ...state, listChoice: { ...state.listChoice, ...action.change } };
    case 'choose': {
      const chosen = new Set(state.chosen);
      if (!chosen.delete(action.key)) chosen.add(action.key);
      return { ...state, chosen };
    }
    case 'prompt':
      return { ...state, isPromptShown: action.isShown };
    case 'curves':
      return { ...state, areCurvesShown: action.areShown };
    case 'play':
      return { ...state, isPlaying: action.isPlaying };
    case 'compare':
      return {
        ...state,
        compareRun: action.run,
        compare: undefined,
        view: { ...state.view, minus: undefined },
      };
  }
}

/** Another measure brings the scaling that suits it and has no threshold in its unit yet. */
function changedView(view: HeatView, change: Partial<HeatView>): HeatView {
  if (change.measure === undefined || change.measure === view.measure) return { ...view, ...change };
  return { ...view, scaling: measureOf(change.measure).scaling, threshold: undefined, ...change };
}

function taken(state: PageState, message: ToHeatmap): PageState {
  switch (message.type) {
    case 'sample':
      return sampleTaken(state, message);
    case 'nothing':
      return {
        ...state,
        reference: message.reference,
        shown: message.nothing,
        busy: undefined,
        token: undefined,
        hover: undefined,
        lit: undefined,
        isPlaying: false,
      };
    case 'busy':
      return { ...state, busy: message.words };
    case 'compare': {
      const { compare } = message;
      const visits = compare?.visits.length ?? 0;
      const minus = visits > 0 ? { run: 'other' as const, visit: visits - 1 } : undefined;
      const kept = state.view.minus?.run === 'other' && state.view.minus.visit < visits;
      return {
        ...state,
        compare,
        compareRun: compare?.run.id,
        view: kept ? state.view : { ...state.view, minus },
      };
    }
    case 'list': {
      const known = new Set(message.rows.map(({ key }) => key));
      const chosen = new Set([...state.chosen].filter((key) => known.has(key)));
      return { ...state, list: { rows: message.rows, note: message.note }, chosen };
    }
    case 'cursor': {
      const token = message.span && isSample(state.shown) ? firstIn(state.shown, message.span) : undefined;
      return { ...state, lit: message.span, token: token ?? state.token };
    }
    case 'hard': {
      const keys = new Set(message.keys);
      const current = isSample(state.shown) ? state.shown.sample.key : undefined;
      const isHard = (row: HeatListRow) =>
        row.key === current ? message.isHard : keys.has(row.key) || row.hard;
      const list = state.list && {
        ...state.list,
        rows: state.list.rows.map((row) => (isHard(row) === row.hard ? row : { ...row, hard: isHard(row) })),
      };
      const shown = isSample(state.shown) ? { ...state.shown, isHard: message.isHard } : state.shown;
      const chosen = new Set([...state.chosen].filter((key) => !keys.has(key)));
      return { ...state, list, shown, chosen };
    }
    case 'in-text':
      return isSample(state.shown) ? { ...state, shown: { ...state.shown, inText: message.isOn } } : state;
    case 'words':
      return state;
  }
}

function sampleTaken(state: PageState, message: SampleMessage): PageState {
  const { sample, run } = message;
  const before = isSample(state.shown) ? state.shown : undefined;
  const isSame = before ? before.sample.key === sample.key : state.isViewKept;
  const isSameRun = before ? before.run.id === run.id : state.isViewKept;
  // Scores were asked for to see how well tokens are predicted.
  const isNewlyScored = sample.origin === 'scored' && before?.sample.origin !== 'scored' && !state.isViewKept;
  return {
    ...state,
    reference: message.reference,
    shown: message,
    busy: undefined,
    view:
      message.view ??
      fittingView(isNewlyScored ? changedView(state.view, { measure: 'loss' }) : state.view, message, isSame),
    isViewKept: false,
    // The visits of the other run were those of the sample before.
    compare: isSame && isSameRun ? state.compare : undefined,
    compareRun: isSameRun ? state.compareRun : undefined,
    token: isSame && (state.token ?? 0) < sample.starts.length ? state.token : undefined,
    hover: undefined,
    lit: isSame ? state.lit : undefined,
    list: isSameRun ? state.list : undefined,
    // A run that grows sends its sample anew.
    isPlaying: isSame && isSameRun && state.isPlaying,
  };
}

/** A view that this sample can be shown with. */
function fittingView(view: HeatView, { sample }: SampleMessage, isSame: boolean): HeatView {
  const last = sample.visits.length - 1;
  const missing = availableMeasures(sample).find(({ measure }) => measure.id === view.measure)?.missing;
  const { minus } = view;
  return {
    ...changedView(view, missing && missing !== 'noSupervised' ? { measure: 'weight' } : {}),
    visit: isSame ? Math.min(view.visit, last) : last,
    minus: minus && (minus.run === 'other' || minus.visit <= last) ? minus : undefined,
  };
}

function firstIn({ sample }: SampleMessage, span: { start: number; end: number }): number | undefined {
  const { starts, lengths } = sample;
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! + lengths[middle]! <= span.start) low = middle + 1;
    else high = middle;
  }
  return low < starts.length && starts[low]! < Math.max(span.end, span.start + 1) ? low : undefined;
}
