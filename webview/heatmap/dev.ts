/** The editor's side of the page, for dev.html and tests: what is posted is kept, messages come as text. */
import type { FromHeatmap, ToHeatmap } from '../../src/protocol/heatmap.ts';

/** What tests and the console see as `scripted`. */
export interface ScriptedEditor {
  readonly posted: FromHeatmap[];
  /** Content that the security policy refused. */
  readonly refused: string[];
  readonly errors: string[];
  /** Gives the page a message; typed arrays in it are written as `{ $array, base64 }`. */
  receive(message: string): void;
  /** A message that was read from its text. */
  read(message: string): ToHeatmap;
  setTheme(kind: string): void;
}

type Theme = Readonly<Record<string, string>>;

const fonts = {
  'font-family': 'system-ui, "DejaVu Sans", sans-serif',
  'font-size': '13px',
  'editor-font-family': '"DejaVu Sans Mono", monospace',
  'editor-font-size': '13px',
};

/** What VS Code's own themes set, as far as the page uses it. */
const themes: Readonly<Record<string, Theme>> = {
  'vscode-dark': {
    foreground: '#cccccc',
    descriptionForeground: '#9d9d9d',
    focusBorder: '#0078d4',
    'editor-background': '#1f1f1f',
    'editor-foreground': '#cccccc',
    'widget-border': '#313131',
    'panel-border': '#2b2b2b',
    'input-background': '#313131',
    'input-foreground': '#cccccc',
    'input-placeholderForeground': '#989898',
    'input-border': '#3c3c3c',
    'dropdown-background': '#313131',
    'dropdown-border': '#3c3c3c',
    'dropdown-foreground': '#cccccc',
    'button-background': '#0078d4',
    'button-foreground': '#ffffff',
    'button-hoverBackground': '#026ec1',
    'button-border': 'rgba(255, 255, 255, 0.07)',
    'button-secondaryBackground': '#313131',
    'button-secondaryForeground': '#cccccc',
    'button-secondaryHoverBackground': '#3c3c3c',
    'checkbox-background': '#313131',
    'checkbox-border': '#3c3c3c',
    'checkbox-foreground': '#cccccc',
    'list-hoverBackground': '#2a2d2e',
    'progressBar-background': '#0078d4',
    'editorWarning-foreground': '#cca700',
  },
  'vscode-light': {
    foreground: '#3b3b3b',
    descriptionForeground: '#3b3b3b',
    focusBorder: '#005fb8',
    'editor-background': '#ffffff',
    'editor-foreground': '#3b3b3b',
    'widget-border': '#e5e5e5',
    'panel-border': '#e5e5e5',
    'input-background': '#ffffff',
    'input-foreground': '#3b3b3b',
    'input-placeholderForeground': '#767676',
    'input-border': '#cecece',
    'dropdown-background': '#ffffff',
    'dropdown-border': '#cecece',
    'dropdown-foreground': '#3b3b3b',
    'button-background': '#005fb8',
    'button-foreground': '#ffffff',
    'button-hoverBackground': '#0258a8',
    'button-border': 'rgba(0, 0, 0, 0.1)',
    'button-secondaryBackground': '#e5e5e5',
    'button-secondaryForeground': '#3b3b3b',
    'button-secondaryHoverBackground': '#cccccc',
    'checkbox-background': '#f8f8f8',
    'checkbox-border': '#cecece',
    'checkbox-foreground': '#3b3b3b',
    'list-hoverBackground': '#f2f2f2',
    'progressBar-background': '#005fb8',
    'editorWarning-foreground': '#bf8803',
  },
  'vscode-high-contrast': {
    foreground: '#ffffff',
    descriptionForeground: 'rgba(255, 255, 255, 0.7)',
    focusBorder: '#f38518',
    contrastBorder: '#6fc3df',
    contrastActiveBorder: '#f38518',
    'editor-background': '#000000',
    'editor-foreground': '#ffffff',
    'input-background': '#000000',
    'input-foreground': '#ffffff',
    'input-placeholderForeground': 'rgba(255, 255, 255, 0.7)',
    'input-border': '#6fc3df',
    'dropdown-background': '#000000',
    'dropdown-border': '#6fc3df',
    'dropdown-foreground': '#ffffff',
    'button-background': '#000000',
    'button-foreground': '#ffffff',
    'button-border': '#6fc3df',
    'button-secondaryForeground': '#ffffff',
    'checkbox-background': '#000000',
    'checkbox-border': '#6fc3df',
    'checkbox-foreground': '#ffffff',
    'progressBar-background': '#6fc3df',
    'editorWarning-foreground': '#ffd370',
  },
  'vscode-high-contrast-light': {
    foreground: '#292929',
    descriptionForeground: 'rgba(41, 41, 41, 0.7)',
    focusBorder: '#006bbd',
    contrastBorder: '#0f4a85',
    contrastActiveBorder: '#006bbd',
    'editor-background': '#ffffff',
    'editor-foreground': '#292929',
    'input-background': '#ffffff',
    'input-foreground': '#292929',
    'input-placeholderForeground': 'rgba(41, 41, 41, 0.7)',
    'input-border': '#0f4a85',
    'dropdown-background': '#ffffff',
    'dropdown-border': '#0f4a85',
    'dropdown-foreground': '#292929',
    'button-background': '#0f4a85',
    'button-foreground': '#ffffff',
    'button-hoverBackground': '#0f4a85',
    'button-border': '#0f4a85',
    'button-secondaryBackground': '#ffffff',
    'button-secondaryForeground': '#292929',
    'checkbox-background': '#ffffff',
    'checkbox-border': '#0f4a85',
    'checkbox-foreground': '#292929',
    'progressBar-background': '#0f4a85',
    'editorWarning-foreground': '#895503',
  },
};

const kept = 'kept state';
const scripted: ScriptedEditor = {
  posted: [],
  refused: [],
  errors: [],
  receive(message) {
    window.postMessage(scripted.read(message), '*');
  },
  read(message) {
    return JSON.parse(message, (_, value: unknown) => readArray(value)) as ToHeatmap;
  },
  setTheme(kind) {
    const root = document.documentElement;
    root.removeAttribute('style');
    for (const [name, value] of Object.entries({ ...fonts, ...themes[kind] }))
      root.style.setProperty(`--vscode-${name}`, value);
    const apply = () => {
      document.body.dataset['vscodeThemeKind'] = kind;
      document.body.className = kind;
    };
    if (document.body) apply();
    else document.addEventListener('DOMContentLoaded', apply);
  },
};

function readArray(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$array' in value)) return value;
  const { $array: name, base64 } = value as unknown as { $array: string; base64: string };
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const makers: Readonly<Record<string, new (buffer: ArrayBuffer) => ArrayBufferView>> = {
    Uint8Array,
    Uint16Array,
    Uint32Array,
    Float32Array,
  };
  return new makers[name]!(bytes.buffer);
}

Object.assign(window, {
  scripted,
  acquireVsCodeApi: () => ({
    postMessage: (message: FromHeatmap) => scripted.posted.push(message),
    getState: () => JSON.parse(sessionStorage.getItem(kept) ?? 'null') ?? undefined,
    setState: (state: unknown) => sessionStorage.setItem(kept, JSON.stringify(state)),
  }),
});
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
  scripted.refused.push(`${violatedDirective} ${blockedURI} ${sample}`),
);
window.addEventListener('error', ({ message }) => scripted.errors.push(message));
window.addEventListener('unhandledrejection', ({ reason }) => scripted.errors.push(String(reason)));

const wanted = new URLSearchParams(location.search);
scripted.setTheme(wanted.get('theme') ?? 'vscode-dark');
// A test gives its own messages.
if (!wanted.has('scripted')) {
  void fetch('messages.json')
    .then((response) => response.json())
    .then((messages: string[]) => messages.forEach((message) => scripted.receive(message)));
}
