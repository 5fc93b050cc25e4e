/** Timing by CPU, in alternating repetitions, so that what else the machine does hits all alike. */

/** CPU seconds of this process, all threads, until what `work` returns is settled. */
export async function cpuOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

/** CPU seconds of each, `repetitions` times in turn, after `warm` rounds that do not count. */
export async function alternate<K extends string>(
  works: Record<K, () => unknown>,
  repetitions: number,
  warm = 2,
): Promise<Record<K, number[]>> {
  const names = Object.keys(works) as K[];
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, number[]>;
  for (let i = -warm; i < repetitions; i++) {
    for (const name of names) {
      const seconds = await cpuOf(works[name]);
      if (i >= 0) times[name].push(seconds);
    }
  }
  return times;
}

/** The median of the ratios of each repetition. */
export function ratio(part: readonly number[], whole: readonly number[]): number {
  return median(part.map((seconds, i) => seconds / whole[i]!));
}

/** A row of the table. */
export interface Row {
  readonly target: string;
  readonly what: string;
  readonly value: number | undefined;
  /** As shown, with its unit. */
  readonly shown: string;
  /** `undefined` when there is no gate. */
  readonly gate: { readonly most: number } | { readonly least: number } | undefined;
  readonly aim: string;
  readonly note?: string;
}

export function isMet({ value, gate }: Row): boolean {
  if (!gate || value === undefined) return true;
  return 'most' in gate ? value <= gate.most : value >= gate.least;
}
