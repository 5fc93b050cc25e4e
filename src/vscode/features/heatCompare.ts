/** The sample that is shown, in another run: its visits, token by token. */
import * as vscode from 'vscode';
import { heatOfTrace } from '../../core/heat/fromTrace.ts';
import type { HeatSample } from '../../core/heat/heatSample.ts';
import { isFault } from '../../core/trace/fault.ts';
import type { HeatCompare } from '../../protocol/heatmap.ts';
import type { RunMatch } from '../traces.ts';

/** Of several texts of the record the one that was cut into the same tokens; without visits, and why, where there is none. */
export async function compareIn({ known, match }: RunMatch, shown: HeatSample): Promise<HeatCompare> {
  const run = { id: known.id, name: known.name };
  for (const key of match.keys.toReversed()) {
    const sample = await known.run.sample(key);
    if (isFault(sample)) return { run, visits: [], reason: `${sample.path}: ${sample.message}` };
    const heat = heatOfTrace(sample, known.run.manifest, known.run.steps, undefined);
    if (hasSameTokens(heat, shown)) return { run, visits: heat.visits, reason: undefined };
  }
  const reason = vscode.l10n.t(
    'The run "{0}" cut this sample into other tokens, so it cannot be compared token by token.',
    run.name,
  );
  return { run, visits: [], reason };
}

function hasSameTokens(a: HeatSample, b: HeatSample): boolean {
  return (
    a.text === b.text &&
    a.starts.length === b.starts.length &&
    a.starts.every((start, i) => start === b.starts[i] && a.lengths[i] === b.lengths[i])
  );
}
