/** dataset.benchmark-overlap: the sample holds a question, or the tools, of a public benchmark. */
import { type Benchmark, benchmarks, toolHash, to48 } from '../dataset/benchmarks.ts';
import { openaiLine } from './exampleLines.ts';
import type { FactsSubject, Report, Rule } from './types.ts';
import { grouped } from './words.ts';

/** With fewer tools, or when fewer of them are a benchmark's, they are what everybody's examples have. */
const fewestTools = 3;
const leastShare = 0.8;

/** Formats in which benchmarks themselves are written: who checks a benchmark knows what it is. */
const ownFormats = new Set(['bfcl', 'acebench', 'when2call']);

export const datasetBenchmarkOverlap: Rule = {
  code: 'dataset.benchmark-overlap',
  severity: 'warning',
  title: 'Question or tools of a public benchmark',
  phase: 'slow',
  docs: {
    why: 'A model that was trained on the questions of a benchmark is measured by what it remembers. Leave such samples out of training data, or say so where you report the score.\n\nCompared are the turns of the user, word for word with letter case, spacing and the marks at the end aside, of at least 40 characters (15 in East Asian text); and, once per file, samples with three tools or more of which nearly all are tools of one benchmark, by their names and the names of their parameters. A question in other words is not found.\n\nThe list holds hashes of BFCL v4 (github.com/ShishirPatil/gorilla at 6ea5797, March 2026, Apache-2.0: 5,390 questions, 2,062 tools) and of ACEBench (github.com/ACEBench/ACEBench at e6db74b, August 2025, MIT: 2,591 questions, 3,208 tools). Files in the formats of benchmarks (`bfcl`, `acebench`, `when2call`) are not compared.',
    example: {
      format: 'openai',
      bad: openaiLine({
        user: 'Find the area of a triangle with a base of 10 units and height of 5 units.',
        tools: [
          {
            name: 'calculate_triangle_area',
            description: 'Area of a triangle',
            parameters: {
              type: 'object',
              properties: { base: { type: 'integer' }, height: { type: 'integer' } },
              required: ['base', 'height'],
            },
          },
        ],
        name: 'calculate_triangle_area',
        arguments: { base: 10, height: 5 },
      }),
      good: openaiLine({}),
    },
    source:
      'Rank 35 of the survey: the multi-turn tools of a public training set are those of BFCL; others advertise that they removed overlaps. The question of the example is BFCL’s first (Apache-2.0).',
  },
  fileMessage(key, count) {
    const title = benchmarks().find(({ format }) => format === key)?.title ?? key;
    return `The tools of ${grouped(count)} ${count === 1 ? 'sample are' : 'samples are'} those of the benchmark ${title}; a model trained on them knows its tools beforehand.`;
  },
  checkFacts(subject, report) {
    if (ownFormats.has(subject.file.format?.id ?? '')) return;
    for (const benchmark of benchmarks()) {
      for (const { hash, path } of subject.questions) {
        if (!benchmark.questions.has(to48(hash))) continue;
        report({
          where: { path },
          message: `This question is one of the benchmark ${benchmark.title} (as of ${benchmark.date}); take the sample out of training data.`,
        });
      }
      reportTools(subject, benchmark, report);
    }
  },
};

function reportTools({ sample }: FactsSubject, benchmark: Benchmark, report: Report): void {
  const { tools, toolsPath } = sample;
  if (!tools || tools.length < fewestTools) return;
  let allowed = Math.floor(tools.length * (1 - leastShare));
  for (const { name, parameters } of tools) {
    const hash = toolHash(name, parameters);
    if (hash !== undefined && benchmark.tools.has(hash)) continue;
    if (--allowed < 0) return;
  }
  report({
    where: { path: toolsPath ?? [] },
    message: `The tools are those of the benchmark ${benchmark.title}.`,
    oncePerFile: { key: benchmark.format },
  });
}
