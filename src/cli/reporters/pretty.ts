/** For people: grouped by file, with the piece of the line that is meant, and never a wall of text. */
import type { Excerpt, SweepFinding, SweptFile } from '../../core/sweep/types.ts';
import type { Severity } from '../../core/rules/types.ts';
import type { Style } from '../terminal.ts';
import { cutToWidth, displayWidth, plural, visible, wrapWords } from '../terminal.ts';
import type { Reporter, ReporterOptions } from './types.ts';

/** Findings shown of a file unless all are asked for. */
const shownPerFile = 20;

const styles: Record<Severity, Style> = { error: 'red', warning: 'yellow', hint: 'blue' };
const indent = '  ';

export function createPrettyReporter(options: ReporterOptions): Reporter {
  const { out, paint } = options;
  let current: SweptFile | undefined;
  let shown = 0;
  let left = new Map<string, number>();
  let plainFiles = 0;
  let emptyFiles = 0;
  let failed = 0;

  const closeFile = async () => {
    const hidden = [...left.values()].reduce((sum, count) => sum + count, 0);
    if (hidden > 0) {
      const codes = [...left].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      const list = codes.slice(0, 6).map(([code, count]) => `${count.toLocaleString('en-US')} ${code}`);
      if (codes.length > 6) list.push('…');
      await out.write(
        paint(
          'dim',
          `${indent}… and ${hidden.toLocaleString('en-US')} more (--all shows them): ${list.join(', ')}`,
        ) + '\n',
      );
    }
    if (shown > 0) await out.write('\n');
    left = new Map();
    shown = 0;
  };

  const open = async (file: SweptFile) => {
    const { id, decidedBy } = file.format;
    const by = decidedBy === 'vote' ? '' : ` (by ${decidedBy === 'flag' ? '--as' : decidedBy})`;
    const what = id === 'plain' ? `no known format${by}, only its records were checked` : `${id}${by}`;
    const count = plural(file.samples, 'sample');
    await out.write(`${paint('bold', visible(file.path))}  ${paint('dim', `${what}, ${count}`)}\n`);
  };

  return {
    async file(file) {
      await closeFile();
      current = file;
      if (file.entries === 0) emptyFiles++;
      else if (file.format.id === 'plain') plainFiles++;
    },
    async findings(_path, findings) {
      for (const finding of findings) {
        if (!options.all && shown >= shownPerFile) {
          left.set(finding.code, (left.get(finding.code) ?? 0) + 1);
          continue;
        }
        if (shown++ === 0 && current) await open(current);
        await out.write(describe(finding, options));
      }
    },
    failed() {
      // The message goes to the error output at once; here it only counts.
      failed++;
      return Promise.resolve();
    },
    async end(summary) {
      await closeFile();
      const { counts } = summary;
      const found = [
        paint(counts.error > 0 ? 'red' : 'dim', plural(counts.error, 'error')),
        paint(counts.warning > 0 ? 'yellow' : 'dim', plural(counts.warning, 'warning')),
        paint(counts.hint > 0 ? 'blue' : 'dim', plural(counts.hint, 'hint')),
      ];
      const total = `${plural(summary.files, 'file')}, ${plural(summary.samples, 'sample')}`;
      if (summary.files > 0 || failed === 0)
        await out.write(`${paint('bold', total)}: ${found.join(', ')}\n`);
      const notes: string[] = [];
      if (summary.skipped > 0)
        notes.push(`${plural(summary.skipped, 'file')} skipped (no data sets, or excluded)`);
      if (emptyFiles > 0) notes.push(`${plural(emptyFiles, 'file')} with nothing in it`);
      if (plainFiles > 0) {
        const whose = plainFiles === 1 ? 'its' : 'their';
        notes.push(
          `${plural(plainFiles, 'file')} of no known format: only ${whose} records were checked (--as names one)`,
        );
      }
      if (summary.omitted > 0)
        notes.push(`${plural(summary.omitted, 'finding')} counted, but not listed: too many in one place`);
      if (summary.dropped > 0)
        notes.push(`${plural(summary.dropped, 'finding')} not told: suppressed, or in the baseline`);
      if (failed > 0 && summary.files > 0) notes.push(`${plural(failed, 'file')} could not be checked`);
      else if (failed > 0) notes.push('Nothing was checked.');
      for (const note of notes) await out.write(paint('dim', note) + '\n');
    },
  };
}

function describe(finding: SweepFinding, { paint, columns, wrapAt }: ReporterOptions): string {
  const place = `${finding.line}:${finding.column}`.padEnd(9);
  const severity = finding.severity.padEnd(7);
  const head = `${indent}${place} ${paint(styles[finding.severity], severity)}  `;
  const at = `${indent}${place} ${severity}  `.length;
  const text = `${head}${sentence(visible(finding.message), finding.code, at, paint, wrapAt)}\n`;
  return finding.excerpt?.text ? text + frame(finding.excerpt, finding.severity, paint, columns) : text;
}

/** The message, then the code; on a terminal under itself where it needs several lines. `at`: the column it begins at. */
function sentence(
  message: string,
  code: string,
  at: number,
  paint: ReporterOptions['paint'],
  wrapAt: number | undefined,
): string {
  if (wrapAt === undefined) return `${message}  ${paint('dim', code)}`;
  const under = ' '.repeat(at);
  const text = wrapWords(message, wrapAt, under, at);
  const last = text.slice(text.lastIndexOf('\n') + 1);
  const width = displayWidth(last) + (last === text ? at : 0);
  const gap = width + 2 + code.length > wrapAt ? `\n${under}` : '  ';
  return text + gap + paint('dim', code);
}

/** The piece of the line, cut to the terminal's width around what is meant, and a line under it. */
function frame(
  excerpt: Excerpt,
  severity: Severity,
  paint: ReporterOptions['paint'],
  columns: number,
): string {
  const margin = `${indent}${indent}`;
  const room = Math.max(20, columns - margin.length - 3);
  const whole = visible(excerpt.text);
  // What is meant begins within the first third, so that what follows it can be read as well.
  let from = excerpt.start;
  for (let width = 0; from > 0; from--) {
    width += displayWidth(whole[from - 1]!);
    if (width > room / 3) break;
  }
  if (/[\udc00-\udfff]/.test(whole[from] ?? '')) from++;
  const cutBefore = from > 0 || excerpt.cutBefore ? '…' : '';
  const shown = cutToWidth(whole.slice(from), room - 2);
  const cutAfter = from + shown.length < whole.length || excerpt.cutAfter ? '…' : '';
  const end = Math.min(Math.max(excerpt.end, excerpt.start), from + shown.length);
  const before = displayWidth(cutBefore + whole.slice(from, excerpt.start));
  const under = Math.max(1, displayWidth(whole.slice(excerpt.start, end)));
  const line = `${margin}${paint('dim', cutBefore)}${shown}${paint('dim', cutAfter)}\n`;
  return `${line}${margin}${' '.repeat(before)}${paint(styles[severity], '~'.repeat(under))}\n`;
}
