/** One JSON document: what each file is, its findings with related places, what could not be checked, the totals. */
import type { SweepFailure } from '../../core/sweep/types.ts';
import { plainFinding, type Reporter, type ReporterOptions, totalsOf } from './types.ts';

export function createJsonReporter({ out }: ReporterOptions): Reporter {
  const failures: SweepFailure[] = [];
  let files = 0;
  let findingsInFile = 0;
  const closeFile = async () => {
    if (files > 0) await out.write(findingsInFile > 0 ? '\n    ]}' : ']}');
  };
  return {
    async file({ path, format, entries, samples }) {
      await closeFile();
      const { container, kind, id, decidedBy, vote } = format;
      const about = { path, container, kind, format: id, decidedBy, share: vote.share, entries, samples };
      await out.write(files === 0 ? '{"files": [\n' : ',\n');
      await out.write(`  ${JSON.stringify(about).slice(0, -1)},"findings":[`);
      files++;
      findingsInFile = 0;
    },
    async findings(path, findings) {
      for (const finding of findings) {
        const { path: _, ...own } = plainFinding(path, finding);
        const { related, count = 1, recordHash } = finding;
        const text = JSON.stringify({ ...own, count, recordHash, related });
        await out.write(`${findingsInFile++ === 0 ? '' : ','}\n    ${text}`);
      }
    },
    failed(failure) {
      failures.push(failure);
      return Promise.resolve();
    },
    async end(summary) {
      await closeFile();
      await out.write(files === 0 ? '{"files": []' : '\n]');
      const { skipped, omitted, dropped } = summary;
      const totals = { ...totalsOf(summary), skipped, omitted, dropped };
      await out.write(`,\n"failures": ${JSON.stringify(failures)},\n"summary": ${JSON.stringify(totals)}}\n`);
    },
  };
}
