/** What differs between two lists of calls, in words: `get_weather: city "Oslo" → "Bergen", + days 3`. */
import type { JsonValue } from '../json.ts';
import type { ArgumentChange, CallDiff } from './callDiff.ts';

/** Longest value that is shown whole, in UTF-16 units. */
const mostCharacters = 60;

/** One line for each call that changed, came or went, in the order of the new list; none when nothing did. */
export function callDiffLines({ changes, isReordered }: CallDiff): string[] {
  const lines = changes.flatMap((change): string[] => {
    switch (change.kind) {
      case 'same':
        return [];
      case 'added':
        return [`+ ${change.name ?? '(no name)'}`];
      case 'missing':
        return [`− ${change.name ?? '(no name)'}`];
      case 'changed': {
        const { oldName = '(no name)', newName = '(no name)' } = change;
        const name = oldName === newName ? newName : `${oldName} → ${newName}`;
        const values = change.arguments.map(argumentWords).join(', ');
        return [values === '' ? name : `${name}: ${values}`];
      }
    }
  });
  return lines.length === 0 && isReordered ? ['the same calls in another order'] : lines;
}

function argumentWords(change: ArgumentChange): string {
  const path = change.path
    .map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`))
    .join('');
  const name = path === '' ? '' : `${path} `;
  switch (change.kind) {
    case 'changed':
      return `${name}${valueText(change.old)} → ${valueText(change.new)}`;
    case 'added':
      return `+ ${name}${valueText(change.new)}`;
    case 'removed':
      return `− ${name}${valueText(change.old)}`;
  }
}

function valueText(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}
