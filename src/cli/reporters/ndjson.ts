/** One finding a line, the totals in the last: made for pipes and shards. */
import { plainFinding, type Reporter, type ReporterOptions, totalsOf } from './types.ts';

export function createNdjsonReporter({ out }: ReporterOptions): Reporter {
  return {
    file: () => Promise.resolve(),
    async findings(path, findings) {
      for (const finding of findings) await out.write(JSON.stringify(plainFinding(path, finding)) + '\n');
    },
    failed: () => Promise.resolve(),
    async end(summary) {
      await out.write(JSON.stringify({ summary: totalsOf(summary) }) + '\n');
    },
  };
}
