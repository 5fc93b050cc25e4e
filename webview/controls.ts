/**
 * The controls of pages, and the only file that knows the webview toolkit. It is not maintained any more upstream: what it
 * gives is taken for buttons, check boxes, text fields and the waiting ring alone, each behind a function here; everything
 * else is a standard element.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { el, setAttribute } from './dom.ts';

provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeCheckbox(),
  vsCodeProgressRing(),
  vsCodeTextField(),
);

/** What may be switched off. */
export interface Control {
  readonly element: HTMLElement;
  setEnabled(isEnabled: boolean): void;
}

function toolkit(name: string, attributes: Readonly<Record<string, string>>): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function enabling(element: HTMLElement): (isEnabled: boolean) => void {
  return (isEnabled) => setAttribute(element, 'disabled', !isEnabled);
}

export interface Button extends Control {
  setLabel(label: string): void;
  /** Of a button that stays pressed. */
  setPressed(isPressed: boolean): void;
}

export function button(
  label: string,
  onClick: () => void,
  kind: 'primary' | 'secondary' = 'secondary',
): Button {
  const element = toolkit('vscode-button', { appearance: kind });
  element.textContent = label;
  element.addEventListener('click', () => {
    if (!element.hasAttribute('disabled')) onClick();
  });
  return {
    element,
    setEnabled: enabling(element),
    setLabel(text) {
      if (element.textContent !== text) element.textContent = text;
    },
    // The toolkit passes it on to the button inside.
    setPressed: (isPressed) => element.setAttribute('aria-pressed', String(isPressed)),
  };
}

export interface Checkbox extends Control {
  setChecked(isChecked: boolean): void;
}

export function checkbox(label: string, onChange: (isChecked: boolean) => void): Checkbox {
  const element = toolkit('vscode-checkbox', {}) as HTMLElement & { checked: boolean };
  element.textContent = label;
  let isSetting = false;
  element.addEventListener('change', () => {
    if (!isSetting) onChange(element.checked);
  });
  return {
    element,
    setEnabled: enabling(element),
    setChecked(isChecked) {
      if (element.checked === isChecked) return;
      isSetting = true;
      element.checked = isChecked;
      isSetting = false;
    },
  };
}

export interface TextField extends Control {
  setValue(value: string): void;
}

export function textField(label: string, placeholder: string, onInput: (value: string) => void): TextField {
  const element = toolkit('vscode-text-field', { placeholder }) as HTMLElement & { value: string };
  element.textContent = label;
  element.addEventListener('input', () => onInput(element.value));
  return {
    element,
    setEnabled: enabling(element),
    setValue(value) {
      if (element.value !== value) element.value = value;
    },
  };
}

export function waitingRing(): HTMLElement {
  return toolkit('vscode-progress-ring', { 'aria-hidden': 'true' });
}

let labels = 0;

function labelled(label: string, control: HTMLElement, ...more: readonly HTMLElement[]): HTMLElement {
  control.id = `control-${++labels}`;
  return el('span', { class: 'field' }, el('label', { for: control.id }, label), control, ...more);
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** Shown, but not to be chosen: why not. */
  readonly off?: string | undefined;
}

export interface Select extends Control {
  setChoices(choices: readonly Choice[], value: string): void;
}

export function select(label: string, onChange: (value: string) => void): Select {
  const control = el('select');
  control.addEventListener('change', () => onChange(control.value));
  let shown = '';
  return {
    element: labelled(label, control),
    setEnabled: enabling(control),
    setChoices(choices, value) {
      const key = JSON.stringify(choices);
      if (key !== shown) {
        shown = key;
        control.replaceChildren(
          ...choices.map((one) =>
            el(
              'option',
              { value: one.value, disabled: one.off !== undefined, title: one.off },
              one.off === undefined ? one.label : `${one.label} – ${one.off}`,
            ),
          ),
        );
      }
      if (control.value !== value) control.value = value;
    },
  };
}

export interface Slider extends Control {
  /** @param text what the value means, for those who hear it */
  setValue(value: number, text: string): void;
  setRange(min: number, max: number, step: number): void;
}

export function slider(label: string, onInput: (value: number) => void): Slider {
  const control = el('input', { type: 'range' });
  const output = el('span', { class: 'value', 'aria-hidden': 'true' });
  control.addEventListener('input', () => onInput(control.valueAsNumber));
  return {
    element: labelled(label, control, output),
    setEnabled: enabling(control),
    setValue(value, text) {
      if (control.valueAsNumber !== value) control.value = String(value);
      control.setAttribute('aria-valuetext', text);
      if (output.textContent !== text) output.textContent = text;
    },
    setRange(min, max, step) {
      for (const [name, value] of Object.entries({ min, max, step })) setAttribute(control, name, value);
    },
  };
}

export interface NumberField extends Control {
  setValue(value: number | undefined): void;
  /** What stands in it while it is empty. */
  setPlaceholder(text: string): void;
}

/** A number, or none; what is no number counts as none. */
export function numberField(
  label: string,
  placeholder: string,
  onInput: (value: number | undefined) => void,
): NumberField {
  const control = el('input', { type: 'number', step: 'any', placeholder });
  control.addEventListener('input', () =>
    onInput(
      control.value === '' || !Number.isFinite(control.valueAsNumber) ? undefined : control.valueAsNumber,
    ),
  );
  return {
    element: labelled(label, control),
    setEnabled: enabling(control),
    setValue(value) {
      if (document.activeElement === control) return;
      const text = value === undefined ? '' : String(value);
      if (control.value !== text) control.value = text;
    },
    setPlaceholder(text) {
      if (control.placeholder !== text) control.placeholder = text;
    },
  };
}
