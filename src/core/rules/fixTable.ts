/**
 * What the rules offer to mend, in words: docs/fixes.md is written from this table, and a test finds every fix that is
 * offered in it. A rule with fixes has its lines here.
 */
import type { FixDraft, RuleCode } from './types.ts';

/** How sure a fix is: made by fix-all; by fix-all only where the rule is named; only one by one. */
export type Certainty = 'safe' | 'on request' | 'guess';

/** One kind of fix of a rule. */
export interface FixKind {
  readonly code: RuleCode;
  /** What it does, for the table. */
  readonly does: string;
  /** Its titles in the light bulb. */
  readonly title: RegExp;
  /** What it can be, by what was found. */
  readonly certainty: readonly Certainty[];
}

/** How sure a fix that was offered is. */
export function certaintyOf({ safe, onRequest }: FixDraft): Certainty {
  return !safe ? 'guess' : onRequest ? 'on request' : 'safe';
}

const kind = (code: RuleCode, title: RegExp, does: string, ...certainty: Certainty[]): FixKind => ({
  code,
  does,
  title,
  certainty,
});

export const fixKinds: readonly FixKind[] = [
  kind('record.array-file', /^$/, 'Write each element of the array on a line (`check --fix`, and "Convert Array to JSON Lines" in the editor)', 'safe'),
  kind('record.duplicate-key', /^Keep one of the two$/, 'Take one of two equal members out', 'safe'),
  kind('record.duplicate-key', /^Keep the last, which/, 'Take all but the last out, where they differ', 'guess'),
  kind('record.encoding', /^Take the byte order mark out$/, 'Take the byte order mark out', 'safe'),
  kind('record.encoding', /^Write \\u2028/, 'Write U+2028 and U+2029 as escapes', 'safe'),
  kind('record.encoding', /^$/, 'Write LF for CR LF (`check --fix-code record.encoding`)', 'on request'),
  kind('record.encoding', /^Take the NUL characters out$/, 'Take NUL characters out', 'guess'),
  kind('record.not-json', /^(?:Write it as JSON|Take out what is no JSON)$/, 'Quotes, `True`, `None`, trailing commas, bare keys, comments, raw control characters', 'safe'),
  kind('record.not-json', /^Take the object out of the list$/, 'Take the one object out of a list', 'safe'),
  kind('record.not-json', /^Complete the JSON$/, 'Close what breaks off', 'guess'),
  kind('record.placeholder', /^Delete the blank line$/, 'Delete a blank line', 'safe'),
  kind('record.placeholder', /^Delete the line$/, 'Delete a line of words that stand for a row', 'guess'),
  kind('dataset.duplicate-sample', /^$/, 'Take a line out that is equal to one before it (`check --fix-code dataset.duplicate-sample`), or that holds the same sample (light bulb)', 'on request'),
  kind('tool.bare-parameter-map', /^Write a JSON Schema around/, 'Write a JSON Schema around a map of parameters (dialects S2, S3, S4, S7); on request where maps are the format’s way', 'safe', 'on request'),
  kind('tool.duplicate-name', /^Delete this copy$/, 'Delete a tool that is equal to one before it', 'safe'),
  kind('tool.foreign-type', /^(?:Write |Leave the type out)/, 'Write the JSON Schema for a type word (`dict`, `float`, `STRING`, `List[int]`, `"str, optional"`); on request where the word is the format’s own; a guess where the word is not known', 'safe', 'on request', 'guess'),
  kind('tool.invalid-schema', /^Write (?:-?\d|true|false)/, 'Take a number or a truth value out of its quotes', 'safe'),
  kind('tool.invalid-schema', /^Remove "/, 'Remove a keyword that has no valid value, or stands among the properties', 'safe', 'guess'),
  kind('tool.invalid-schema', /^Move it up/, 'Move a keyword from among the properties to where it belongs', 'safe', 'guess'),
  kind('tool.invalid-schema', /^Write "object"$/, 'Write `object` for another type of the arguments', 'guess'),
  kind('tool.not-parsable', /^(?:Write it as JSON|Take out what is no JSON)$/, 'As record.not-json, in the text of the tools', 'safe'),
  kind('tool.not-parsable', /^Complete the JSON$/, 'Close what breaks off', 'guess'),
  kind('tool.required-misplaced', /^(?:Write the list "required"|Write a JSON Schema around)/, 'Truth values as one list of names; on request where they are the format’s way', 'safe', 'on request'),
  kind('tool.required-misplaced', /^(?:Take "required": false out|Take it out)$/, 'Take a truth value out that says nothing', 'safe', 'on request'),
  kind('tool.required-misplaced', /^Move it /, 'Move the list from beside the parameters, or from among the properties, to where it is read', 'safe', 'on request'),
  kind('tool.required-misplaced', /^(?:Write "|Take ".*" out$)/, 'A declared name for one that is not, or without it', 'guess'),
  kind('tool.schema-smell', /^Write /, 'A default of the enum; enum values of the declared type', 'guess'),
  kind('call.dangling-reference', /^Refer to "/, 'Refer to a result that there is', 'guess'),
  kind('call.double-encoded', /^Take one layer of quotes off$/, 'Take one layer of quotes off', 'safe'),
  kind('call.missing-argument', /^Add (?:"|the )/, 'Add the argument, or all that are missing: the default, the first of the enum, or an empty value; safe where the schema takes one value only', 'safe', 'guess'),
  kind('call.not-in-enum', /^Write /, 'The allowed value that is equal as text (safe), or close in spelling', 'safe', 'guess'),
  kind('call.not-parsable', /^(?:Write it as JSON|Take out what is no JSON)$/, 'As record.not-json, in the text of the call', 'safe'),
  kind('call.not-parsable', /^Complete the JSON$/, 'Close what breaks off', 'guess'),
  kind('call.not-parsable', /^Add <\//, 'Add the closing tag behind a complete call', 'safe'),
  kind('call.null-argument', /^Leave /, 'Leave an optional argument out', 'safe'),
  kind('call.null-argument', /^Write /, 'Write an empty value', 'guess'),
  kind('call.optional-marker', /^(?:Leave the argument out|Write )/, 'Leave the argument out, or write one of the accepted values', 'guess'),
  kind('call.optional-marker', /^Take the "" out$/, 'Take a mark out that has no effect', 'safe'),
  kind('call.schema-violation', /^/, 'The bound for a number beyond it; one of two equal elements; what mends the closest alternative', 'guess'),
  kind('call.unknown-argument', /^Rename to "/, 'A declared name that is close', 'guess'),
  kind('call.unknown-argument', /^Remove "/, 'Remove it; safe where its value is null', 'safe', 'guess'),
  kind('call.unknown-function', /^Call "/, 'A tool of the sample whose name is close and that takes these arguments', 'guess'),
  kind('call.unportable-syntax', /^(?:Write (?:True|False|None|a list|the calls as one list)|Put the key in quotes|Keep the last)/, '`True` for `true`, a list for a set, quoted keys, one list around the calls, one of two equal arguments; on request where it is the format’s way', 'safe', 'on request', 'guess'),
  kind('call.unportable-syntax', /^(?:Put it in quotes|Delete the text|Write \w+=)/, 'Quotes around a bare word, the name in front of a positional argument, without the text behind the calls', 'guess'),
  kind('call.wrong-type', /^Write (?!a list|-?\d+ \()/, 'The same value in the wanted type: `"3"` as 3, `"true"` as true, 3 as `"3"`, JSON in a string as what it holds (safe); the one element of a list, `null`', 'safe', 'guess'),
  kind('call.wrong-type', /^Write a list with/, 'A list with the one value; safe where the schema says of what the list is', 'safe', 'guess'),
  kind('call.arguments-encoding', /^Write the arguments as /, 'Arguments as an object, or as a string of JSON, as the targets want them', 'safe'),
  kind('turn.id-format', /^Write new ids/, 'Ids of nine letters and digits for Mistral, the same at every run, for calls and their results', 'safe'),
  kind('turn.id-mismatch', /^Give the results/, 'The ids of their calls for the results; safe where every call has one result', 'safe', 'guess'),
  kind('turn.id-mismatch', /^Number the ids/, 'New ids for all calls and their results', 'guess'),
  kind('turn.not-parsable', /^(?:Write it as JSON|Take out what is no JSON)$/, 'As record.not-json, in the text of the turns', 'safe'),
  kind('turn.not-parsable', /^Complete the JSON$/, 'Close what breaks off', 'guess'),
  kind('thought.unbalanced', /^Delete <\//, 'Delete a closing tag; safe right behind another one', 'safe', 'guess'),
  kind('thought.unbalanced', /^(?:Add <|Delete <\w|Delete the empty)/, 'Add the missing tag, or delete the one that is there, or the empty thought', 'guess'),
]; // prettier-ignore

/** The kind that a fix of a rule is; `undefined` when the table lacks it. */
export function fixKindOf(code: RuleCode, fix: FixDraft): FixKind | undefined {
  return fixKinds.find(
    (one) =>
      one.code === code &&
      one.title.source !== '^$' &&
      one.title.test(fix.title) &&
      one.certainty.includes(certaintyOf(fix)),
  );
}

/** docs/fixes.md. */
export function fixTableMarkdown(measured: string): string {
  const rows = fixKinds.map(
    ({ code, does, certainty }) => `| [${code}](rules/${code}.md) | ${does} | ${certainty.join(', ')} |`,
  );
  return [
    '# Fixes',
    'Every fix changes the places it is about and nothing else: spelling of numbers, escapes, order of keys, line ends and ' +
      'the last line break stay. It works in JSON at any depth of strings, in Python calls, between tags and in ReAct ' +
      'text. A fix is offered when its finding is gone with it and no other has come.',
    '- **safe**: it says again what was said, or what alone can be right. Part of *Fix all safe problems in this file*, of the ' +
      'source action `source.fixAll.callsmith` (on save: `"editor.codeActionsOnSave": {"source.fixAll.callsmith": "explicit"}`) ' +
      'and of `callsmith check --fix`.\n' +
      '- **on request**: safe, but it changes the file’s own way of writing. Made for a whole file by *Fix all `code` in this ' +
      'file* and `callsmith check --fix-code CODE`.\n' +
      '- **guess**: for a person to choose, one place at a time. Never made for many.',
    `| Rule | Fix | |\n| --- | --- | --- |\n${rows.join('\n')}`,
    measured,
    '',
  ].join('\n\n').replace(/\n+$/, '\n'); // prettier-ignore
}
