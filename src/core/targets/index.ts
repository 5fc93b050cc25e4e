/** The table of targets. A new one is one entry here and its data in a file of its kind. */
import { closest } from '../rules/words.ts';
import { anthropic } from './anthropic.ts';
import { bfcl, funreason } from './callLists.ts';
import { gemini } from './gemini.ts';
import { mistral } from './mistral.ts';
import { azure, openai } from './openai.ts';
import { fireworks, together } from './services.ts';
import { axolotl, llamafactory, msSwift, trl } from './trainers.ts';
import type { TargetId, TargetProfile } from './types.ts';

export const targets: readonly TargetProfile[] = [
  openai,
  azure,
  together,
  fireworks,
  mistral,
  gemini,
  anthropic,
  trl,
  llamafactory,
  msSwift,
  axolotl,
  bfcl,
  funreason,
];

const byId = new Map<string, TargetProfile>(targets.map((target) => [target.id, target]));

/** The target of that id; `undefined` when there is none. */
export function targetById(id: string): TargetProfile | undefined {
  return byId.get(id);
}

/** True for ids of targets. */
export function isTargetId(id: unknown): id is TargetId {
  return typeof id === 'string' && byId.has(id);
}

const chosen = new Map<string, readonly TargetProfile[]>([['', []]]);

/**
 * The targets of these ids, in the table's order, each once; unknown ids are left out. Equal choices give the same
 * list, so that what was worked out for one can be kept by it.
 */
export function targetsOf(ids: Iterable<string> = []): readonly TargetProfile[] {
  const wanted = new Set(ids);
  const found = targets.filter((target) => wanted.has(target.id));
  const key = found.map((target) => target.id).join(',');
  const known = chosen.get(key);
  if (known) return known;
  chosen.set(key, found);
  return found;
}

/** What to say of an id that is none: the nearest one, or all of them. */
export function unknownTarget(id: string): string {
  const ids = targets.map((target) => target.id);
  const meant = closest(id, ids);
  return `There is no target "${id.slice(0, 40)}"; ${meant ? `did you mean "${meant}"?` : `write one of ${ids.join(', ')}.`}`;
}
