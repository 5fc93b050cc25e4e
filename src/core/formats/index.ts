/** The table of formats. Order is precedence: the first that is certain of an entry has its vote (formats.md, section 2). */
import { acebench } from './acebench.ts';
import { apiBank } from './apiBank.ts';
import { bfcl } from './bfcl.ts';
import { funreason } from './funreason.ts';
import { glaive } from './glaive.ts';
import { hammer } from './hammer.ts';
import { hermes } from './hermes.ts';
import { nestful } from './nestful.ts';
import { rlla } from './rlla.ts';
import { sealTools } from './sealTools.ts';
import { toolace } from './toolace.ts';
import { toolbench } from './toolbench.ts';
import { toolN1 } from './toolN1.ts';
import type { Format, FormatId } from './types.ts';
import { when2call } from './when2call.ts';
import { xlam } from './xlam.ts';

export const formats: readonly Format[] = [
  // Prompts and benchmarks whose marks no chat format has.
  when2call,
  funreason,
  sealTools,
  toolbench,
  hermes,
  glaive,
  toolace,
  xlam,
  bfcl,
  acebench,
  toolN1,
  hammer,
  rlla,
  nestful,
  apiBank,
];

const byId = new Map<FormatId, Format>(formats.map((format) => [format.id, format]));

/** The format of that id; `undefined` for `plain` and unknown ids. */
export function formatById(id: FormatId): Format | undefined {
  return byId.get(id);
}
