/** Workflow commands: GitHub Actions shows them at the lines of a pull request. */
import type { Severity } from '../../core/rules/types.ts';
import type { Reporter, ReporterOptions } from './types.ts';
import { plural } from '../terminal.ts';

const levels: Record<Severity, string> = { error: 'error', warning: 'warning', hint: 'notice' };

export function createGithubReporter({ out }: ReporterOptions): Reporter {
  return {
    file: () => Promise.resolve(),
    async findings(path, findings) {
      for (const f of findings) {
        const file = `file=${property(path)},line=${f.line},endLine=${f.endLine}`;
        // Columns are only allowed where the finding is on one line; their end is inclusive there.
        const isOneLine = f.line === f.endLine;
        const columns = isOneLine ? `,col=${f.column},endColumn=${Math.max(f.column, f.endColumn - 1)}` : '';
        await out.write(
          `::${levels[f.severity]} ${file}${columns},title=${property(f.code)}::${data(f.message)}\n`,
        );
      }
    },
    async failed({ path, message }) {
      await out.write(`::error file=${property(path)}::${data(message)}\n`);
    },
    async end({ files, samples, counts }) {
      const found = [
        plural(counts.error, 'error'),
        plural(counts.warning, 'warning'),
        plural(counts.hint, 'hint'),
      ];
      await out.write(`${plural(files, 'file')}, ${plural(samples, 'sample')}: ${found.join(', ')}\n`);
    },
  };
}

/** Escapes of workflow commands: a message cannot begin a command of its own. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
