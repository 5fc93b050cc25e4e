/** The theme as the page's drawings need it: canvas and curves cannot read style sheets. */
import { cssColour, type HeatTheme, rampOf } from '../../src/core/heat/ramps.ts';

export interface Look {
  readonly theme: HeatTheme;
  /** Colours are not to be relied on: levels are drawn as thickness too. */
  readonly isContrast: boolean;
  /** The system replaces colours: levels are drawn as thickness alone. */
  readonly isForced: boolean;
  readonly foreground: string;
  readonly muted: string;
  readonly background: string;
  readonly stale: string;
  readonly grid: string;
  readonly fontFamily: string;
  /** By codes of segments. */
  readonly segments: readonly string[];
  readonly alpha: string;
  /** Changes whenever anything of it does. */
  readonly key: string;
}

const kinds: Readonly<Record<string, HeatTheme>> = {
  'vscode-light': 'light',
  'vscode-dark': 'dark',
  'vscode-high-contrast': 'high-contrast',
  'vscode-high-contrast-light': 'high-contrast-light',
};

export function readLook(): Look {
  const { body } = document;
  const isForced = matchMedia('(forced-colors: active)').matches;
  const kind = kinds[body.dataset['vscodeThemeKind'] ?? ''];
  const theme = kind ?? (matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark');
  const style = getComputedStyle(body);
  const read = (name: string, system: string) =>
    isForced ? system : style.getPropertyValue(name).trim() || system;
  const thought = read('--thought', 'CanvasText');
  const call = read('--call', 'CanvasText');
  const answer = read('--answer', 'CanvasText');
  const end = read('--end', 'CanvasText');
  const look = {
    theme,
    isContrast: isForced || theme.startsWith('high-contrast'),
    isForced,
    foreground: read('--fg', 'CanvasText'),
    muted: read('--muted', 'CanvasText'),
    background: read('--bg', 'Canvas'),
    stale: read('--stale', 'GrayText'),
    grid: read('--line', 'CanvasText'),
    fontFamily: style.fontFamily || 'sans-serif',
    segments: ['transparent', thought, call, answer, end, 'transparent', 'transparent'],
    alpha: read('--alpha', 'CanvasText'),
  };
  return { ...look, key: JSON.stringify(look) };
}

/** The ramp as CSS colours, by level. */
export function rampColours({ theme }: Look, kind: 'sequential' | 'diverging'): readonly string[] {
  return rampOf(theme, kind).colours.map(cssColour);
}

/** Tells when the theme, its fonts or the zoom changed. @returns stops it */
export function watchLook(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-kind'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  const queries = ['(forced-colors: active)', '(prefers-color-scheme: light)'].map((query) =>
    matchMedia(query),
  );
  for (const query of queries) query.addEventListener('change', onChange);
  document.fonts.addEventListener('loadingdone', onChange);
  let stopZoom = () => undefined as void;
  const watchZoom = () => {
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const changed = () => {
      watchZoom();
      onChange();
    };
    query.addEventListener('change', changed, { once: true });
    stopZoom = () => query.removeEventListener('change', changed);
  };
  watchZoom();
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener('change', onChange);
    document.fonts.removeEventListener('loadingdone', onChange);
    stopZoom();
  };
}
