/** Made by tools/buildBenchmarks.mjs. */
export const benchmarkData: readonly {
  readonly format: string;
  readonly title: string;
  readonly source: string;
  readonly date: string;
  readonly licence: string;
  /** Sorted hashes of 48 bits, as base64. */
  readonly questions: string;
  readonly tools: string;
}[];
