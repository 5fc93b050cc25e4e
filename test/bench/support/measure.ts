/**
 * Comparing by CPU time in one process: the variants take turns, so that a busy machine slows all of them alike, and
 * the median of each counts. Times are for ratios; absolute figures mean nothing on a shared machine.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** CPU milliseconds (user and system) that `run` takes. */
export function cpuMs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Medians of CPU milliseconds, by name; every variant runs `rounds` times, after one round that does not count. */
export function compareCpu<Name extends string>(
  variants: Readonly<Record<Name, () => void>>,
  rounds: number,
): Record<Name, number> {
  const names = Object.keys(variants) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    // Each round begins with another variant: who runs first after a collection has it easier.
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + Math.max(round, 0)) % names.length]!;
      (globalThis as { gc?: () => void }).gc?.();
      const ms = cpuMs(variants[name]);
      if (round >= 0) times.get(name)!.push(ms);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name)!)])) as Record<Name, number>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** One line of the table in docs/performance.md. */
export interface Row {
  /** The number in the list of targets; absent for what is only told. */
  readonly target?: number;
  readonly what: string;
  readonly measured: number;
  /** How the figure reads: `4.0x`, `1/20,000`. */
  readonly shown: string;
  /** The bound: `most` or `least` it may be; absent for what is only told. */
  readonly gate?: { readonly most: number } | { readonly least: number };
  readonly aim?: { readonly most: number } | { readonly least: number };
  readonly note?: string;
}

/** Gathers rows, prints them, and says in the end whether all gates hold. */
export class Report {
  readonly #rows: Row[] = [];
  constructor(private readonly name: string) {}

  add(row: Row): void {
    this.#rows.push(row);
    const verdict = row.gate ? (holds(row.measured, row.gate) ? 'ok  ' : 'MISS') : '    ';
    const aim = row.aim ? (holds(row.measured, row.aim) ? ', aim met' : `, aim ${bound(row.aim)}`) : '';
    const gate = row.gate ? ` (gate ${bound(row.gate)}${aim})` : '';
    console.log(
      `${verdict} ${row.target === undefined ? '  ' : String(row.target).padStart(2)} ${row.what}: ${row.shown}${gate}`,
    );
    if (row.note) console.log(`        ${row.note}`);
  }

  /** Writes the rows for `npm run bench -- --write` and sets the exit code: 1 when a gate was missed. */
  finish(): void {
    const folder = join('dist', 'bench', 'rows');
    mkdirSync(folder, { recursive: true });
    const machine = `${availableParallelism()} cores, Node ${process.versions.node}`;
    writeFileSync(join(folder, `${this.name}.json`), JSON.stringify({ machine, rows: this.#rows }));
    const missed = this.#rows.filter((row) => row.gate && !holds(row.measured, row.gate));
    if (missed.length > 0) process.exitCode = 1;
  }
}

function holds(measured: number, limit: { most: number } | { least: number }): boolean {
  return 'most' in limit ? measured <= limit.most : measured >= limit.least;
}

function bound(limit: { most: number } | { least: number }): string {
  return 'most' in limit ? `≤ ${limit.most}` : `≥ ${limit.least}`;
}

/** `2.34x`. */
export function times(ratio: number): string {
  return `${ratio >= 100 ? Math.round(ratio) : ratio.toPrecision(3)}x`;
}

/** Ends the run with an error: what was to be proven does not hold, so no time would mean anything. */
export function prove(holdsTrue: boolean, what: string): void {
  if (!holdsTrue) throw new Error(`Not proven, so nothing is measured: ${what}`);
  console.log(`proven: ${what}`);
}
