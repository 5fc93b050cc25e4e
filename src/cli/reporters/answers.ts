/** How verdicts on answers are told: a table and the first wrong ones for people, a line each for programs. */
import type { Judgement } from '../../core/check/evaluate.ts';
import type { Profile } from '../../core/check/profiles.ts';
import type { MutationCount, StrengthTest } from '../../core/check/strength.ts';
import type { BufferedOutput } from '../io.ts';
import { plural, visible, type Paint } from '../terminal.ts';

export type ReportFormat = 'pretty' | 'ndjson';

/** Wrong answers that are told one by one. */
const mostTold = 20;

interface Options {
  readonly out: BufferedOutput;
  readonly format: ReportFormat;
  readonly paint: Paint;
  readonly profile: Profile;
}

export class AnswersReport {
  readonly #options: Options;
  readonly #errors = new Map<string, number>();
  total = 0;
  valid = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  async verdict(
    where: { readonly id: string; readonly line: number; readonly file: string },
    { verdict, findings }: Judgement,
  ): Promise<void> {
    this.total++;
    if (verdict.valid) this.valid++;
    else this.#errors.set(verdict.errorType, (this.#errors.get(verdict.errorType) ?? 0) + 1);
    const { out, format, paint } = this.#options;
    if (format === 'ndjson') {
      const line = verdict.valid
        ? { id: where.id, valid: true, error_type: null, path: [], message: null }
        : {
            id: where.id,
            valid: false,
            error_type: verdict.errorType,
            path: verdict.path,
            message: verdict.message,
          };
      await out.write(JSON.stringify(line) + '\n');
      return;
    }
    const wrong = this.total - this.valid;
    if (verdict.valid || wrong > mostTold) return;
    const place = `${visible(where.file)}:${where.line}`;
    const more =
      findings.length > 1 ? paint('dim', ` (and ${plural(findings.length - 1, 'difference')} more)`) : '';
    await out.write(
      `${paint('underline', place)}  ${paint('bold', visible(where.id))}  ${visible(verdict.message)}${more}  ${paint('dim', verdict.errorType)}\n`,
    );
  }

  async end(strength: StrengthTest | undefined): Promise<void> {
    const { out, format, paint, profile } = this.#options;
    if (strength) return this.#strength(strength);
    if (format === 'ndjson' || this.total === 0) return;
    const wrong = this.total - this.valid;
    if (wrong > mostTold)
      await out.write(paint('dim', `… and ${(wrong - mostTold).toLocaleString('en-US')} more\n`));
    if (wrong > 0) await out.write('\n');
    const share = ((100 * this.valid) / this.total).toFixed(1);
    await out.write(
      `${paint('bold', `${this.valid.toLocaleString('en-US')} of ${plural(this.total, 'answer')} right`)} (${share} %), profile ${profileInWords(profile)}\n`,
    );
    const errors = [...this.#errors].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const width = Math.max(0, ...errors.map(([, count]) => String(count).length));
    for (const [type, count] of errors) await out.write(`  ${String(count).padStart(width)}  ${type}\n`);
  }

  async #strength(strength: StrengthTest): Promise<void> {
    const { out, format, paint, profile } = this.#options;
    const table = strength.table();
    if (format === 'ndjson') {
      for (const { id, isHarmless, mutants, passed, example } of table) {
        const line = { mutation: id, harmless: isHarmless, mutants, passed, example: example ?? null };
        await out.write(JSON.stringify(line) + '\n');
      }
      return;
    }
    const { mutated, unfit } = strength.cases;
    await out.write(
      `${paint('bold', plural(mutated, 'answer'))} mutated, profile ${profileInWords(profile)}${unfit > 0 ? `; ${plural(unfit, 'answer')} left out, because the profile calls the reference itself wrong` : ''}\n\n`,
    );
    await this.#rows(
      'Wrong answers that were let through',
      table.filter(({ isHarmless }) => !isHarmless),
      ({ passed }) => passed,
    );
    await this.#rows(
      'Right answers that were refused',
      table.filter(({ isHarmless }) => isHarmless),
      ({ mutants, passed }) => mutants - passed,
    );
  }

  async #rows(
    title: string,
    rows: readonly MutationCount[],
    bad: (row: MutationCount) => number,
  ): Promise<void> {
    if (rows.length === 0) return;
    const { out, paint } = this.#options;
    await out.write(`${paint('bold', title)}\n`);
    const width = Math.max(...rows.map((row) => `${bad(row)} of ${row.mutants}`.length));
    const names = Math.max(...rows.map(({ id }) => id.length));
    let sum = 0;
    let all = 0;
    for (const row of rows) {
      const count = bad(row);
      sum += count;
      all += row.mutants;
      const cells = `  ${`${count} of ${row.mutants}`.padStart(width)}  ${row.id.padEnd(names)}  ${row.title}`;
      const example = row.example === undefined ? '' : paint('dim', ` (${visible(row.example)})`);
      await out.write(`${count > 0 ? paint('yellow', cells) : cells}${example}\n`);
    }
    await out.write(`  ${`${sum} of ${all}`.padStart(width)}  in all\n\n`);
  }
}

function profileInWords({ name, off }: Profile): string {
  return off.size === 0 ? name : `${name} without ${[...off].join(', ')}`;
}
