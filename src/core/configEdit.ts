/** Writing a suppression into the text of a configuration: comments, order and layout of the rest stay as they are. */
import {
  applyEdits,
  findNodeAtLocation,
  type FormattingOptions,
  modify,
  type Node,
  parseTree,
} from 'jsonc-parser';

/** What is to be suppressed: one rule in one file, for one record unless all are meant. */
export interface NewSuppression {
  /** Path from the configuration's folder, with `/`. */
  readonly file: string;
  readonly code: string;
  /** The record's own id, or the hash of its content; without both, every record of the file. */
  readonly id?: string;
  readonly hash?: string;
}

/** A replacement in the text; offsets in UTF-16 units. */
export interface ConfigEdit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

const twoSpaces: FormattingOptions = { insertSpaces: true, tabSize: 2 };

/** The edits that add the suppression to `text`; an entry for the same rule and file takes it in. */
export function suppressEdits(text: string, added: NewSuppression): ConfigEdit[] {
  const formattingOptions = { ...twoSpaces, eol: text.includes('\r\n') ? '\r\n' : '\n' };
  const root = parseTree(text, [], { allowTrailingComma: true });
  const key = added.id !== undefined ? 'ids' : 'hashes';
  const value = added.id ?? added.hash;
  const entries = (root && findNodeAtLocation(root, ['suppress'])?.children) ?? [];
  const index = value === undefined ? -1 : entries.findIndex((entry) => takesIn(entry, added, key));
  const list = index >= 0 ? findNodeAtLocation(entries[index]!, [key])?.children : undefined;
  if (list && list.length > 0) return [addAfter(text, list.at(-1)!, JSON.stringify(value))];
  if (index >= 0)
    return modify(text, ['suppress', index, key, 0], value, { formattingOptions, isArrayInsertion: true });
  const entry = {
    files: escapeGlob(added.file),
    codes: [added.code],
    ...(value !== undefined && { [key]: [value] }),
    reason: '',
  };
  // By hand where there is one already: a formatter would lay out its neighbours anew.
  if (entries.length > 0) return [addAfter(text, entries.at(-1)!, oneLine(entry))];
  return modify(text, ['suppress', 0], entry, { formattingOptions, isArrayInsertion: true });
}

/** Adds an element after the last one of an array, on a line of its own when that one has one. */
function addAfter(text: string, last: Node, element: string): ConfigEdit {
  const offset = last.offset + last.length;
  const before = /(\r?\n)([ \t]*)$/.exec(text.slice(0, last.offset));
  return { offset, length: 0, content: before ? `,${before[1]}${before[2]}${element}` : `, ${element}` };
}

/** As people write short entries: `{ "codes": ["call.format"], "reason": "" }`. */
function oneLine(entry: Readonly<Record<string, unknown>>): string {
  const members = Object.entries(entry).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return `{ ${members.join(', ')} }`;
}

/** The text of a new configuration that holds the suppression. */
export function newConfigText(added: NewSuppression): string {
  return suppressedText('{}\n', added);
}

/** The text of a configuration with the suppression in it; a byte order mark stays. */
export function suppressedText(text: string, added: NewSuppression): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const json = text.slice(mark.length);
  return mark + applyEdits(json, suppressEdits(json, added));
}

/** The entry is for this rule and file alone, and names records in the same way. */
function takesIn(entry: Node, { file, code }: NewSuppression, key: 'ids' | 'hashes'): boolean {
  const only = (name: string) => {
    const node = findNodeAtLocation(entry, [name]);
    return node?.type === 'array' && node.children?.length === 1
      ? (node.children[0]!.value as unknown)
      : (node?.value as unknown);
  };
  const other = key === 'ids' ? 'hashes' : 'ids';
  return (
    only('files') === escapeGlob(file) &&
    only('codes') === code &&
    findNodeAtLocation(entry, [key])?.type === 'array' &&
    findNodeAtLocation(entry, [other]) === undefined
  );
}

/** A pattern that matches this path; a name in the configuration's own folder is anchored there. */
function escapeGlob(file: string): string {
  const plain = file.replace(/[*?{}]/g, '?');
  return plain.includes('/') ? plain : `./${plain}`;
}
