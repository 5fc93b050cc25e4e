/** What rules that depend on targets share: which targets a finding is for, in words and in keys. */
import type { Format } from '../formats/types.ts';
import { targetsOf } from '../targets/index.ts';
import type { TargetProfile } from '../targets/types.ts';

/** `For Mistral, `, `For OpenAI and Azure OpenAI, `: how a message that depends on targets begins. */
export function forTargets(targets: readonly TargetProfile[]): string {
  return `For ${titlesOf(targets)}, `;
}

/** `OpenAI, Azure OpenAI and Together`. */
export function titlesOf(targets: readonly TargetProfile[]): string {
  const titles = targets.map((target) => target.title);
  return titles.length < 2
    ? (titles[0] ?? '')
    : `${titles.slice(0, -1).join(', ')} and ${titles[titles.length - 1]}`;
}

/** The target reads records of this format, or their shape, as they are. */
export function takes(target: TargetProfile, format: Format | undefined): boolean {
  return format !== undefined && target.formats.includes(format.id);
}

/** What targets say of one thing. */
export interface Said {
  readonly words: string;
  readonly targets: readonly TargetProfile[];
}

/** Groups targets by what each says; those that say nothing are left out. In the order of the first of each group. */
export function groupSaid(
  targets: readonly TargetProfile[],
  say: (target: TargetProfile) => string | undefined,
): readonly Said[] {
  let groups: Map<string, TargetProfile[]> | undefined;
  for (const target of targets) {
    const words = say(target);
    if (words === undefined) continue;
    groups ??= new Map();
    const group = groups.get(words);
    if (group) group.push(target);
    else groups.set(words, [target]);
  }
  return groups ? [...groups].map(([words, group]) => ({ words, targets: group })) : nobody;
}

const nobody: readonly Said[] = [];

/** The key of a finding told once per file: the targets, then what else tells it from others. */
export function targetKey(targets: readonly TargetProfile[], rest: string): string {
  return `${targets.map((target) => target.id).join(',')} ${rest}`;
}

/** Reads a key made by {@link targetKey}. */
export function fromTargetKey(key: string): {
  readonly targets: readonly TargetProfile[];
  readonly rest: string;
} {
  const space = key.indexOf(' ');
  return { targets: targetsOf(key.slice(0, space).split(',')), rest: key.slice(space + 1) };
}

const patterns = new Map<string, RegExp>();

/** True when the text matches the pattern of a target's data. */
export function matches(pattern: string, text: string): boolean {
  let known = patterns.get(pattern);
  if (!known) patterns.set(pattern, (known = new RegExp(pattern)));
  return known.test(text);
}
