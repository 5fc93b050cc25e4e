/** Values as people read them. */
import { measureOf, type ValueForm } from './measureTable.ts';
import type { MeasureId } from './measures.ts';

/** `0.31 %`, `0.12`, `×3.7`; a difference with its sign; `–` for NaN. */
export function valueText(measure: MeasureId, value: number, isDifference = false): string {
  if (Number.isNaN(value)) return '–';
  const { form } = measureOf(measure);
  const sign = isDifference ? (value < 0 ? '−' : '+') : value < 0 ? '−' : '';
  return `${sign}${formed(form, Math.abs(value), isDifference)}`;
}

function formed(form: ValueForm, value: number, isDifference: boolean): string {
  if (form === 'percent') return percentText(value);
  if (form === 'times') return isDifference ? numberText(value) : `×${numberText(value)}`;
  return numberText(value);
}

/** A share: 0.305 as `30.5 %`. */
export function percentText(share: number): string {
  return `${numberText(100 * share)} %`;
}

/** Three significant digits at most, two behind a leading 0. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 99.95) return String(Math.round(value));
  if (size >= 9.995) return trimmed(value.toFixed(1));
  if (size >= 0.01) return trimmed(value.toFixed(size < 0.1 ? 3 : 2));
  if (size >= 0.00001) return String(Number(value.toPrecision(2)));
  return value.toExponential(1);
}

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
