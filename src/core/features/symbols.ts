/** The outline of a record: sample → tools and turns → calls. */
import type { Call, Sample, Turn } from '../sample.ts';
import { isObject } from '../json.ts';
import type { Span } from '../text/span.ts';
import type { RecordView } from './view.ts';

/** What a symbol of the outline stands for. */
export type SymbolKind = 'sample' | 'tools' | 'tool' | 'turn' | 'call';

/** A node of the outline of one record. */
export interface RecordSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  /** Short, beside the name: role, number of calls. */
  readonly detail: string;
  /** The whole (`recordOffset`s), and the part to select when chosen; the second lies in the first. */
  readonly span: Span;
  readonly selection: Span;
  readonly children: readonly RecordSymbol[];
}

const maxChildren = 500;

/** The symbols of one record; `ordinal` is its 1-based number in the file, where it is one of several. */
export function symbolsOf(view: RecordView, ordinal: number | undefined): RecordSymbol {
  const { sample } = view;
  const whole: Span = { start: 0, end: view.text.length };
  const children: RecordSymbol[] = [];
  const tools = toolSymbols(view);
  if (tools) children.push(tools);
  for (const turn of sample.turns.slice(0, maxChildren)) {
    const symbol = turnSymbol(view, turn);
    if (symbol) children.push(symbol);
  }
  return {
    kind: 'sample',
    name: ordinal === undefined ? sampleTitle(sample) : `${ordinal}: ${sampleTitle(sample)}`,
    detail: sampleDetail(sample),
    span: whole,
    selection: { start: 0, end: Math.min(1, whole.end) },
    children: nest(children, whole),
  };
}

/** The first thing the user says, or the first call: what a person would recognise the sample by. */
export function sampleTitle(sample: Sample): string {
  const asked = sample.turns.find(
    (turn) => turn.role === 'user' && turn.texts.some((run) => run.text.trim() !== ''),
  );
  if (asked) return cut(asked.texts.find((run) => run.text.trim() !== '')!.text, 60);
  const call = sample.turns.flatMap((turn) => turn.calls)[0];
  if (call?.name) return `${call.name}(…)`;
  const tool = sample.tools?.[0]?.name;
  return tool ? `tool ${tool}` : 'sample';
}

function sampleDetail(sample: Sample): string {
  const calls = sample.turns.reduce((n, turn) => n + turn.calls.length, 0);
  const parts: string[] = [];
  if (sample.tools) parts.push(count(sample.tools.length, 'tool'));
  parts.push(count(calls, 'call'));
  return parts.join(', ');
}

function toolSymbols(view: RecordView): RecordSymbol | undefined {
  const { tools, toolsPath } = view.sample;
  if (!tools || tools.length === 0 || !toolsPath) return undefined;
  const span = view.spanOf({ path: toolsPath });
  if (!span) return undefined;
  const children: RecordSymbol[] = [];
  for (const def of tools.slice(0, maxChildren)) {
    const whole = view.spanOf({ path: def.path });
    if (!whole) continue;
    const selection = view.spanOf({ path: [...def.path, def.nameKey] });
    children.push({
      kind: 'tool',
      name: def.name ?? '(no name)',
      detail: cut(def.description ?? '', 60),
      span: whole,
      selection: selection && inside(selection, whole) ? selection : whole,
      children: [],
    });
  }
  return {
    kind: 'tools',
    name: 'tools',
    detail: String(tools.length),
    span,
    selection: span,
    children: nest(children, span),
  };
}

function turnSymbol(view: RecordView, turn: Turn): RecordSymbol | undefined {
  const span = view.spanOf({ path: turn.path });
  if (!span) return undefined;
  const calls = turn.calls
    .slice(0, maxChildren)
    .map((call) => callSymbol(view, call))
    .filter((symbol) => symbol !== undefined);
  const said = turn.texts.find((run) => run.text.trim() !== '')?.text ?? '';
  const role = turn.rolePath ? view.spanOf({ path: turn.rolePath }) : undefined;
  const detail = said !== '' ? cut(said, 60) : turn.results.length > 0 ? 'result' : '';
  return {
    kind: 'turn',
    name: turn.rawRole,
    detail,
    span,
    selection: role && inside(role, span) ? role : span,
    children: nest(calls, span),
  };
}

function callSymbol(view: RecordView, call: Call): RecordSymbol | undefined {
  const name = view.spanOf(call.namePlace);
  const whole = view.spanOf({ path: call.path }) ?? name;
  if (!whole) return undefined;
  const span = name
    ? { start: Math.min(whole.start, name.start), end: Math.max(whole.end, name.end) }
    : whole;
  const given = isObject(call.arguments) ? Object.keys(call.arguments).join(', ') : '';
  return {
    kind: 'call',
    name: call.name ?? '(no name)',
    detail: cut(`(${given})`, 60),
    span,
    selection: name ?? span,
    children: [],
  };
}

/** Children must lie in their parent, or VS Code rejects the outline: what does not is left out. */
function nest(children: readonly RecordSymbol[], parent: Span): RecordSymbol[] {
  return children.filter((child) => inside(child.span, parent));
}

function inside(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

function cut(text: string, length: number): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > length ? `${flat.slice(0, length - 1)}…` : flat;
}
