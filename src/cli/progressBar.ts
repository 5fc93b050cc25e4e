/** A bar on the error output of a terminal; silent everywhere else. */
import type { SweepProgress } from '../core/sweep/sink.ts';
import type { Output } from './io.ts';
import { plural } from './terminal.ts';

export interface ProgressBar {
  show(progress: SweepProgress): void;
  /** Takes the bar away, so that something else can be written. */
  clear(): void;
}

/** Shorter runs show no bar. */
const patienceMilliseconds = 400;

export function createProgressBar(output: Output, now: () => number = () => performance.now()): ProgressBar {
  if (!output.isTerminal) return { show: () => undefined, clear: () => undefined };
  const started = now();
  let isShown = false;
  // The bar is an ornament: when it cannot be written, the findings still can.
  const write = (text: string) => void output.write(text).catch(() => (isShown = false));
  return {
    show({ bytes, totalBytes, files, totalFiles, counts }) {
      const elapsed = now() - started;
      if (elapsed < patienceMilliseconds) return;
      isShown = true;
      const share = totalBytes > 0 ? Math.min(1, bytes / totalBytes) : undefined;
      const width = Math.max(10, Math.min(30, (output.columns ?? 80) - 60));
      const filled = share === undefined ? 0 : Math.round(share * width);
      const bar =
        share === undefined
          ? ''
          : `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${Math.floor(share * 100)}%  `;
      const speed = elapsed > 0 ? bytes / 1e6 / (elapsed / 1000) : 0;
      const text = `${bar}${files}/${plural(totalFiles, 'file')}  ${plural(counts.error, 'error')}  ${speed.toFixed(0)} MB/s`;
      write(`\r\x1b[K${text.slice(0, (output.columns ?? 80) - 1)}`);
    },
    clear() {
      if (!isShown) return;
      isShown = false;
      write('\r\x1b[K');
    },
  };
}
