/** The heatmap's page: takes messages, keeps one state, and lets each part of the page show it. */
import type { FromHeatmap, ToHeatmap } from '../../src/protocol/heatmap.ts';
import { button, waitingRing } from '../controls.ts';
import { el, setText, show } from '../dom.ts';
import { openEditor } from '../editor.ts';
import { setWords, t } from '../words.ts';
import { toCsv } from './csv.ts';
import { Curves } from './curves.ts';
import { visitText } from './describe.ts';
import { type Heat, heatOf } from './heat.ts';
import './heatmap.css';
import { firstShown } from './layout.ts';
import { Legend } from './legend.ts';
import { type Look, readLook, watchLook } from './look.ts';
import { drawPicture, mostLinesOfPng, type Picture, pictureOf, toSvg } from './picture.ts';
import { SampleList } from './sampleList.ts';
import {
  type Action,
  initialState,
  isSample,
  type KeptState,
  keptOf,
  type PageState,
  reduce,
} from './state.ts';
import { StepBar } from './stepBar.ts';
import { Summary } from './summary.ts';
import { TextView } from './textView.ts';
import { TokenTable } from './tokenTable.ts';
import { Toolbar } from './toolbar.ts';
import { ValueLine } from './valueLine.ts';

const editor = openEditor<FromHeatmap, KeptState>();
const post = (message: FromHeatmap) => editor.postMessage(message);

let state = initialState(editor.getState());
let look: Look = readLook();
let heat: Heat | undefined;
let heatKey: readonly unknown[] = [];
let page = createPage();
let frame = 0;

function dispatch(action: Action): void {
  const next = reduce(state, action);
  if (next === state) return;
  const before = state;
  state = next;
  if (next.view !== before.view && isSample(next.shown)) tellView();
  frame ||= requestAnimationFrame(render);
}

/** Of the current state; the same object while nothing that it depends on has changed. */
function currentHeat(): Heat | undefined {
  const { shown, view, compare } = state;
  if (!isSample(shown)) return undefined;
  const key = [shown.sample, shown.run, view, view.minus?.run === 'other' ? compare : undefined];
  if (heat && key.every((part, i) => part === heatKey[i])) {
    // Only what is said around the sample changed.
    if (heat.message !== shown) heat = { ...heat, message: shown };
    return heat;
  }
  heatKey = key;
  return (heat = heatOf(shown, view, compare));
}

function render(): void {
  frame = 0;
  editor.setState(keptOf(state));
  page.render();
}

/** The editor paints the same where it is asked to; it need not know every step of a slider. */
const tellView = delayed(() => post({ type: 'view', view: state.view }), 150);

function delayed(act: () => void, milliseconds: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  };
}

/** Everything that is on the page. Made anew when the language becomes known. */
function createPage() {
  const valueLine = new ValueLine();
  const summary = new Summary((id) => post({ type: 'action', id }));
  const reveal = (token: number, isGoing: boolean) => {
    if (!isSample(state.shown)) return;
    const { sample } = state.shown;
    if (!sample.linked[token]) {
      valueLine.say(t('This token is not in the data set: the chat template writes it.'));
      return;
    }
    valueLine.say('');
    const start = sample.starts[token]!;
    post({ type: 'reveal', start, end: start + sample.lengths[token]!, focus: isGoing });
  };
  const text = new TextView({
    onToken: (token) => dispatch({ type: 'token', token }),
    onHover: (token) => dispatch({ type: 'hover', token }),
    onReveal: reveal,
  });
  const goTo = (token: number) => {
    dispatch({ type: 'token', token });
    if (text.isFolded(token)) dispatch({ type: 'prompt', isShown: true });
    requestAnimationFrame(() => text.scrollTo(token));
  };
  const steps = new StepBar({
    onVisit: (visit) => dispatch({ type: 'view', change: visitChange(visit) }),
    onPlay: (isPlaying) => dispatch({ type: 'play', isPlaying }),
  });
  const curves = new Curves((areShown) => dispatch({ type: 'curves', areShown }));
  const legend = new Legend();
  const toolbar = new Toolbar({
    onView: (change) => dispatch({ type: 'view', change }),
    onCompare(run) {
      dispatch({ type: 'compare', run });
      post({ type: 'compare', run });
    },
    onPane(pane) {
      dispatch({ type: 'pane', pane });
      if (pane === 'samples' && !state.list) post({ type: 'list' });
    },
    onInText(isOn) {
      post({ type: 'in-text', isOn });
    },
    onHard() {
      if (isSample(state.shown)) post({ type: 'hard-pool', keys: [state.shown.sample.key] });
    },
    onSave: (kind) => void save(kind, valueLine),
  });
  const table = new TokenTable({
    onOrder: (order) => dispatch({ type: 'table-order', order }),
    onOpen(token) {
      goTo(token);
      reveal(token, false);
    },
    onMove: goTo,
  });
  const list = new SampleList({
    onChoice: (change) => dispatch({ type: 'list-choice', change }),
    onOpen: (key) => post({ type: 'open', key }),
    onChoose: (key) => dispatch({ type: 'choose', key }),
    onHard: (keys) => post({ type: 'hard-pool', keys }),
  });

  const fold = button('', () => dispatch({ type: 'prompt', isShown: !state.isPromptShown }));
  fold.element.classList.add('fold');
  const busyWords = el('span');
  const busy = el('div', { class: 'busy', role: 'status', hidden: true }, waitingRing(), busyWords);
  const nothing = el('section', { class: 'nothing', hidden: true });
  const content = el(
    'div',
    { class: 'content', hidden: true },
    summary.element,
    toolbar.element,
    el('div', { class: 'run-row' }, steps.element, legend.element),
    curves.element,
    el(
      'div',
      { class: 'stage' },
      el('div', { class: 'text-column' }, fold.element, text.element, valueLine.element),
      table.element,
      list.element,
    ),
  );
  const root = el('main', { class: 'page' }, busy, nothing, content);
  document.body.replaceChildren(root);
  let shownNothing: unknown;
  let shownMessage: unknown;

  return {
    text,
    goTo,
    render(): void {
      const { shown, busy: words } = state;
      show(busy, words !== undefined || shown === undefined);
      setText(busyWords, words ?? t('Waiting for the editor …'));
      show(content, isSample(shown));
      show(nothing, shown !== undefined && !isSample(shown));
      if (shown && !isSample(shown) && shown !== shownNothing) {
        shownNothing = shown;
        nothing.replaceChildren(
          el('h1', {}, shown.title),
          ...shown.words.map((paragraph) => el('p', {}, paragraph)),
          el(
            'div',
            { class: 'group' },
            ...shown.actions.map(
              ({ id, label }, i) =>
                button(label, () => post({ type: 'action', id }), i === 0 ? 'primary' : 'secondary').element,
            ),
          ),
        );
      }
      const now = currentHeat();
      if (!now) return;
      const { message } = now;
      const isNew = message !== shownMessage;
      shownMessage = message;
      const paintText = () => {
        if (isNew) text.setSample(message);
        text.setPromptShown(state.isPromptShown);
        text.setHeat(now, look);
        text.setMarks(state);
        text.flush();
      };
      // While the layout stays as it is, nothing has to be laid out before the colours change.
      if (!isNew) paintText();
      show(table.element, state.pane === 'tokens');
      show(list.element, state.pane === 'samples');
      summary.update(now);
      toolbar.update(now, state);
      steps.update(now, state.isPlaying);
      legend.update(now, look);
      curves.update(now, look, state.areCurvesShown);
      if (isNew) paintText();
      const { lines, isShown } = text.prompt;
      show(fold.element, lines > 0);
      fold.setLabel(
        isShown
          ? t('Fold the {0} lines above the question', lines)
          : t('Show {0} more lines above: instructions and functions, which are not trained', lines),
      );
      valueLine.update(now, state.token, state.hover);
      if (state.pane === 'tokens') table.update(now, state.tableOrder, state.token);
      if (state.pane === 'samples') list.update(state, message.sample.key);
    },
    dispose(): void {
      for (const part of [text, steps, curves, table, list]) part.dispose();
    },
  };
}

/** Another visit; a difference from that very visit would be nothing. */
function visitChange(visit: number): Partial<PageState['view']> {
  const { minus } = state.view;
  return minus?.run === 'same' && minus.visit === visit ? { visit, minus: undefined } : { visit };
}

async function save(kind: 'png' | 'svg' | 'csv', valueLine: ValueLine): Promise<void> {
  const now = currentHeat();
  if (!now) return;
  const name = `${fileName(`${now.message.title} ${now.measure.id}`)}.${kind}`;
  let bytes: Uint8Array;
  if (kind === 'csv') bytes = new TextEncoder().encode(toCsv(now));
  else if (kind === 'svg') bytes = new TextEncoder().encode(toSvg(picture(now, Infinity)));
  else {
    const canvas = el('canvas');
    drawPicture(picture(now, mostLinesOfPng), canvas);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) {
      valueLine.say(t('The picture could not be made; SVG has no limit of size.'));
      return;
    }
    bytes = new Uint8Array(await blob.arrayBuffer());
  }
  post({ type: 'save', kind, name, bytes });
}

function picture(now: Heat, mostLines: number): Picture {
  const { sample, run } = { sample: now.message.sample, run: now.message.run };
  const first = state.isPromptShown ? 0 : (sample.starts[firstShown(sample)] ?? 0);
  const lineStart = sample.text.lastIndexOf('\n', first - 1) + 1;
  return pictureOf(now, {
    theme: look.theme,
    title: now.message.title,
    subtitle: [t(now.measure.name), run.name, visitText(now.visit)].join(' · '),
    mostLines,
    from: lineStart,
    rest: (lines) => t('… and {0} more lines', lines),
  });
}

/** Without what file systems do not take. */
function fileName(title: string): string {
  return title.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '');
}

window.addEventListener('message', ({ data }: MessageEvent<ToHeatmap>) => {
  if (data.type === 'words') {
    setWords(data.words);
    page.dispose();
    page = createPage();
    heat = undefined;
    frame ||= requestAnimationFrame(render);
    return;
  }
  const before = state;
  dispatch({ type: 'message', message: data });
  if (data.type === 'cursor' && state.lit && state.token !== undefined) {
    const { token } = state;
    if (before.lit?.start !== state.lit.start || before.lit.end !== state.lit.end) page.goTo(token);
  }
  if (data.type !== 'sample') return;
  // What the page keeps over a reload, but the editor does not.
  if (state.compareRun !== undefined && !state.compare) post({ type: 'compare', run: state.compareRun });
  if (state.pane === 'samples' && !state.list) post({ type: 'list' });
});

watchLook(() => {
  const next = readLook();
  page.text.forget();
  if (next.key === look.key) return;
  look = next;
  frame ||= requestAnimationFrame(render);
});

render();
post({ type: 'ready', reference: editor.getState()?.reference });
