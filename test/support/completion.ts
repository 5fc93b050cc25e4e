/** Completion as a test reads it: text with the cursor in it, in; labels and the text that accepting one gives, out. */
import { completeAt, type CompletionContext } from '../../src/core/features/completion/complete.ts';
import type { CompletionItem } from '../../src/core/features/completion/item.ts';
import { type Signature, signatureAt } from '../../src/core/features/signature.ts';
import type { FileContext } from '../../src/core/rules/types.ts';
import { fileContext } from '../../src/core/check.ts';
import { createToolCache } from '../../src/core/schema/toolCache.ts';

const tools = createToolCache();

/** Stands for the cursor in the texts of tests. */
export const cursor = '|';

/** The text without the cursor, and where the cursor was. */
export function takeCursor(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf(cursor);
  if (offset < 0 || marked.includes(cursor, offset + 1))
    throw new Error(`one ${cursor} is wanted: ${marked}`);
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

/** What completion offers at a cursor. */
export interface Offered {
  readonly labels: string[];
  readonly items: readonly CompletionItem[];
  /** The text after accepting the offer of that label; stops hold what they hold at first. */
  accept(label: string): string;
  /** What is inserted for that label, as a snippet. */
  snippet(label: string): string;
  item(label: string): CompletionItem;
}

/** Completion in a record of that format. */
export function offeredIn(format: string, marked: string, context: CompletionContext = {}): Offered {
  const { text, offset } = takeCursor(marked);
  return offeredAt(text, offset, fileContext(format, 'samples', 'jsonl'), context);
}

/** Completion at an offset. */
export function offeredAt(
  text: string,
  offset: number,
  file: FileContext,
  context: CompletionContext = {},
): Offered {
  const { items } = completeAt(text, offset, file, tools, context);
  const item = (label: string) => {
    const found = items.find((one) => one.label === label);
    if (!found) throw new Error(`${label} is not among ${items.map((one) => one.label).join(', ')}`);
    return found;
  };
  return {
    labels: items.map((one) => one.label),
    items,
    item,
    accept: (label) => accepted(text, item(label)),
    snippet: (label) => item(label).insertion.snippet ?? item(label).insertion.plain,
  };
}

/** The text after accepting an item. */
export function accepted(text: string, { replaced, insertion }: CompletionItem): string {
  return text.slice(0, replaced.start) + insertion.plain + text.slice(replaced.end);
}

/** The signature in a record of that format, as one line with the active parameter in angle quotes. */
export function signatureIn(format: string, marked: string): string | undefined {
  const { text, offset } = takeCursor(marked);
  const found = signatureAt(text, offset, fileContext(format, 'samples', 'jsonl'), tools);
  return found && describeSignature(found);
}

function describeSignature({ label, parameters, active }: Signature): string {
  const parameter = active === undefined ? undefined : parameters[active];
  if (!parameter) return label;
  const { start, end } = parameter;
  return `${label.slice(0, start)}«${label.slice(start, end)}»${label.slice(end)}`;
}
