/** What a test program counted. */
export interface Results {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const mark = 'CALLSMITH-RESULTS ';

/** The one line by which tests that run inside an editor tell the outside what they counted. */
export const formatResults = (results: Results): string => mark + JSON.stringify(results);

/** The results in a line of output, or undefined when the line is another one. */
export function parseResults(line: string): Results | undefined {
  const at = line.indexOf(mark);
  if (at < 0) return undefined;
  return JSON.parse(line.slice(at + mark.length)) as Results;
}
