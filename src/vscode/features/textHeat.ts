/** The page's colours on the sample's own text in the editor: the same measure, step and scale, the same colours. */
import * as vscode from 'vscode';
import { domainOf, levelCount, levelsOf } from '../../core/heat/levels.ts';
import { cssColour, type HeatTheme, rampOf, strengthOf } from '../../core/heat/ramps.ts';
import type { HeatSample, HeatVisit } from '../../core/heat/heatSample.ts';
import { differenceOf, valuesOf } from '../../core/heat/tokenValues.ts';
import type { HeatView } from '../../protocol/heatmap.ts';
import { recordAt } from '../sampleDocuments.ts';
import type { HeatmapPanel } from './heatmapPanel.ts';

export class TextHeat implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable[];
  /** By theme and kind of ramp; the index is the level. */
  readonly #types = new Map<string, vscode.TextEditorDecorationType[]>();
  #painted: { readonly editor: vscode.TextEditor; readonly types: vscode.TextEditorDecorationType[] }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly panel: HeatmapPanel) {
    this.#subscriptions = [
      panel.onDidChange(() => this.#later()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#later()),
      vscode.window.onDidChangeActiveColorTheme(() => this.#later()),
    ];
  }

  #later(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#paint();
    }, 30);
  }

  #paint(): void {
    const old = this.#painted;
    this.#painted = [];
    const ranges = this.panel.isInText ? this.#ranges() : undefined;
    if (ranges)
      for (const editor of vscode.window.visibleTextEditors) {
        if (editor.document !== ranges.document) continue;
        ranges.types.forEach((type, level) => editor.setDecorations(type, ranges.byLevel[level] ?? []));
        this.#painted.push({ editor, types: ranges.types });
      }
    for (const { editor, types } of old)
      if (!this.#painted.some((one) => one.editor === editor && one.types === types))
        for (const type of types) editor.setDecorations(type, []);
  }

  #ranges() {
    const { shown, view } = this.panel;
    if (!shown || 'nothing' in shown.result || !shown.result.links) return undefined;
    const { sample, links, run } = shown.result;
    const record = recordAt(shown.session, shown.record.index);
    // Edited a moment ago: the page asks for the new state, and this comes after it.
    if (!record || record.text !== shown.record.text) return undefined;
    const chosen = view ?? firstView(sample);
    const { values, isDifference } = shownValues(sample, chosen, this.panel.compared?.visits ?? []);
    const domain = domainOf(chosen.measure, run.bounds, isDifference);
    const levels = levelsOf(values, domain, chosen.scaling, chosen.threshold);
    const types = this.#typesOf(themeOf(), domain.centre === undefined ? 'sequential' : 'diverging');
    const byLevel: vscode.Range[][] = types.map(() => []);
    const { starts, lengths, linked } = sample;
    for (let i = 0; i < starts.length;) {
      const level = levels[i]!;
      let j = i + 1;
      let end = starts[i]! + lengths[i]!;
      // Neighbours of one colour are one range.
      while (j < starts.length && levels[j] === level && linked[j] === linked[i] && starts[j] === end)
        end = starts[j]! + lengths[j++]!;
      if (level > 0 && linked[i]) {
        const span = links.toRecord({ start: starts[i]!, end });
        if (span) byLevel[level]!.push(record.toRange(span));
      }
      i = j;
    }
    return { document: shown.session.document, types, byLevel };
  }

  #typesOf(theme: HeatTheme, kind: 'sequential' | 'diverging'): vscode.TextEditorDecorationType[] {
    const name = `${theme} ${kind}`;
    let types = this.#types.get(name);
    if (!types) {
      const { colours, text } = rampOf(theme, kind);
      const isContrast = theme.startsWith('high-contrast');
      types = Array.from({ length: levelCount + 1 }, (_, level) => {
        const thickness = Math.round(3 * strengthOf(level, kind));
        return vscode.window.createTextEditorDecorationType({
          backgroundColor: cssColour(colours[level]!),
          color: cssColour(text),
          rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
          // Where colours alone must not tell: the more, the thicker.
          ...(isContrast && thickness > 0 && { textDecoration: `underline solid ${thickness}px` }),
        });
      });
      this.#types.set(name, types);
    }
    return types;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const types of this.#types.values()) for (const type of types) type.dispose();
    for (const one of this.#subscriptions) one.dispose();
  }
}

/** Before the page has said how it shows the sample. */
function firstView({ visits, origin }: HeatSample): HeatView {
  return {
    measure: origin === 'scored' ? 'loss' : 'weight',
    scaling: 'linear',
    visit: visits.length - 1,
    minus: undefined,
    threshold: undefined,
    alpha: undefined,
  };
}

/** The values that the page paints; no difference as long as it is not known what is taken away. */
function shownValues(
  sample: HeatSample,
  view: HeatView,
  others: readonly HeatVisit[],
): { readonly values: Float32Array; readonly isDifference: boolean } {
  const { measure, minus, alpha } = view;
  const visit = sample.visits[view.visit] ?? sample.visits.at(-1)!;
  const shown = valuesOf(sample, visit, measure, alpha);
  const other = minus && (minus.run === 'same' ? sample.visits : others)[minus.visit];
  if (!other) return { values: shown.values, isDifference: false };
  const otherAlpha = minus.run === 'other' ? undefined : alpha;
  const { values } = differenceOf(shown, valuesOf(sample, other, measure, otherAlpha));
  return { values, isDifference: true };
}

function themeOf(): HeatTheme {
  switch (vscode.window.activeColorTheme.kind) {
    case vscode.ColorThemeKind.Light:
      return 'light';
    case vscode.ColorThemeKind.HighContrast:
      return 'high-contrast';
    case vscode.ColorThemeKind.HighContrastLight:
      return 'high-contrast-light';
    default:
      return 'dark';
  }
}
