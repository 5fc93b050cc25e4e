/** A lifted sample in a few readable lines, for tests that are read as documents. */
import type { Sample } from '../../src/core/sample.ts';
import { toPointer } from '../../src/core/text/path.ts';

/** Tools, then one line for each turn and what it holds, then what could not be read. */
export function outline(sample: Sample): string[] {
  const lines: string[] = [];
  lines.push(
    `tools: ${sample.tools ? sample.tools.map((tool) => tool.name ?? '?').join(', ') || '(none)' : '(not declared)'}`,
  );
  for (const turn of sample.turns) {
    lines.push(`${turn.role}: ${turn.texts.map((run) => JSON.stringify(run.text)).join(' + ')}`.trimEnd());
    for (const thought of turn.thoughts) lines.push(`  thought ${JSON.stringify(thought.text)}`);
    for (const fault of turn.thoughtFaults ?? []) lines.push(`  fault ${fault.kind}`);
    for (const call of turn.calls) {
      const notes = call.notes ? ` [${call.notes.map((note) => note.kind).join(', ')}]` : '';
      const produces = call.produces ? ` -> ${call.produces.join(', ')}` : '';
      lines.push(`  call ${call.name ?? '?'} ${JSON.stringify(call.arguments)}${produces}${notes}`);
    }
    for (const result of turn.results) lines.push(`  result ${JSON.stringify(result.content)}`);
  }
  for (const item of sample.unreadable)
    lines.push(`unreadable ${item.what} at ${toPointer(item.path)}: ${item.reason}`);
  return lines;
}
