/** Lifted samples as text, for tests that read like documents. */
import { formatById, formats } from '../../src/core/formats/index.ts';
import { liftRecord } from '../../src/core/formats/lift.ts';
import type { FileHints } from '../../src/core/formats/types.ts';
import { recognizeEntry } from '../../src/core/formats/vote.ts';
import { isObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import type { Sample, Turn } from '../../src/core/sample.ts';
import { toPointer } from '../../src/core/text/path.ts';

/** Lifts a record's text with the format of that id. */
export function liftText(recordText: string, id: string, hints: FileHints = {}): Sample {
  const format = formatById(id);
  if (!format) throw new Error(`no format ${id}`);
  return liftRecord(JSON.parse(recordText) as JsonObject, format, hints).sample;
}

/**
 * A sample in short lines: `tool name {parameters}`, `role: "text"`, `  thought "…"`, `  call name {arguments} #id`,
 * `  result "…" #id`, `unreadable what at pointer: reason`.
 */
export function describeSample(sample: Sample): string[] {
  const lines = (sample.tools ?? []).map((tool) => `tool ${tool.name} ${parameterNames(tool.parameters)}`);
  if (sample.tools === undefined) lines.push('no tools');
  for (const turn of sample.turns) lines.push(...describeTurn(turn));
  for (const { what, path, reason } of sample.unreadable) {
    lines.push(`unreadable ${what} at ${toPointer(path)}: ${reason}`);
  }
  return lines;
}

function parameterNames(parameters: JsonValue | undefined): string {
  if (!isObject(parameters)) return String(parameters);
  const properties = isObject(parameters.properties) ? parameters.properties : parameters;
  return `{${Object.keys(properties).join(', ')}}`;
}

function describeTurn(turn: Turn): string[] {
  const lines = [`${turn.role}: ${turn.texts.map((run) => JSON.stringify(run.text)).join(' ')}`.trimEnd()];
  for (const thought of turn.thoughts) lines.push(`  thought ${JSON.stringify(thought.text)}`);
  for (const fault of turn.thoughtFaults ?? []) lines.push(`  thought is ${fault.kind}`);
  for (const call of turn.calls) {
    lines.push(
      `  call ${call.name} ${JSON.stringify(call.arguments)}${call.id === undefined ? '' : ` #${call.id}`}`,
    );
  }
  for (const result of turn.results) {
    lines.push(
      `  result ${JSON.stringify(result.content)}${result.id === undefined ? '' : ` #${result.id}`}`,
    );
  }
  return lines;
}

/** The format that is certain of the row; the first that it fits weakly, with a question mark; `plain`. */
export function recognized(row: JsonValue, hints: FileHints = {}): string {
  const fits = recognizeEntry(row, formats, hints);
  const certain = fits.find((fit) => fit.recognition.strength === 'certain');
  if (certain) return `${certain.format.id} ${certain.recognition.kind}`;
  return fits[0] ? `${fits[0].format.id} ${fits[0].recognition.kind}?` : 'plain';
}
