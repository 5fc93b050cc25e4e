/** The table of formats. Order is precedence: the first that is certain of an entry has its vote (formats.md, section 2). */
import { acebench } from './acebench.ts';
import { apiBank } from './apiBank.ts';
import { apigenMt } from './apigenMt.ts';
import { bfcl } from './bfcl.ts';
import { fireworks } from './fireworks.ts';
import { funreason } from './funreason.ts';
import { gemini } from './gemini.ts';
import { glaive } from './glaive.ts';
import { glm } from './glm.ts';
import { hammer } from './hammer.ts';
import { harmony } from './harmony.ts';
import { hermes } from './hermes.ts';
import { nemotron } from './nemotron.ts';
import { nestful } from './nestful.ts';
import { rlla } from './rlla.ts';
import { sealTools } from './sealTools.ts';
import { stepRoles } from './stepRoles.ts';
import { together } from './together.ts';
import { toolace } from './toolace.ts';
import { toolbench } from './toolbench.ts';
import { toolN1 } from './toolN1.ts';
import { anthropic } from './anthropic.ts';
import { functiongemma } from './functiongemma.ts';
import { hf } from './hf.ts';
import { llamafactory } from './llamafactory.ts';
import { llamafactoryV1 } from './llamafactoryV1.ts';
import { mappedFormat } from './mapped.ts';
import type { Mapping } from './mapping.ts';
import { mcp } from './mcp.ts';
import { mistral } from './mistral.ts';
import { msSwift } from './msSwift.ts';
import { openai } from './openai.ts';
import { openaiLegacy } from './openaiLegacy.ts';
import { openaiResponses } from './openaiResponses.ts';
import { qwenAgent } from './qwenAgent.ts';
import { toolList } from './toolList.ts';
import type { Format, FormatId } from './types.ts';
import { when2call } from './when2call.ts';
import { xlam } from './xlam.ts';
import { xlam2 } from './xlam2.ts';

export const formats: readonly Format[] = [
  // Prompts and benchmarks whose marks no chat format has.
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
  // Conversations with messages, in marks of their own.
  openaiResponses,
  llamafactoryV1,
  functiongemma,
  mistral,
  gemini,
  harmony,
  stepRoles,
  nemotron,
  xlam2,
  // A row without a call fits all of these: it goes with its file, or else with the first.
  openai,
  together,
  fireworks,
  hf,
  glm,
  anthropic,
  msSwift,
  qwenAgent,
  openaiLegacy,
  apigenMt,
  llamafactory,
  // A row of its file without a call fits the formats above as well.
  when2call,

  // Files of tools.
  mcp,
  toolList,
];

const byId = new Map<FormatId, Format>(formats.map((format) => [format.id, format]));

/** The format of that id, which is the mapping's own where it has that id; `undefined` for `plain` and unknown ids. */
export function formatById(id: FormatId, mapping?: Mapping): Format | undefined {
  return mapping?.format === id ? mappedFormat(mapping) : byId.get(id);
}

/** The formats that entries of a file are asked about: a mapping for the file comes first. */
export function formatsFor(mapping: Mapping | undefined): readonly Format[] {
  if (!mapping) return formats;
  return [mappedFormat(mapping), ...formats.filter(({ id }) => id !== mapping.format)];
}
