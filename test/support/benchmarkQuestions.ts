/** What tools/buildBenchmarks.mjs takes from a benchmark's files: hashes of what its users say, and of its tools. */
import { detectContainer, splitRecords } from '../../src/core/container.ts';
import { isLongEnough, questionHash, toolHash } from '../../src/core/dataset/benchmarks.ts';
import { liftRecord } from '../../src/core/formats/lift.ts';
import { formatById } from '../../src/core/formats/index.ts';
import { readRecord } from '../../src/core/record/record.ts';
import { isObject, type JsonValue } from '../../src/core/json.ts';

/** Hashes, each once. */
export interface BenchmarkHashes {
  readonly questions: Set<number>;
  readonly tools: Set<number>;
}

/** Adds what a file of a benchmark holds. Files of tool definitions give tools, those of samples both. */
export function addFile(into: BenchmarkHashes, formatId: string, fileName: string, text: string): void {
  const { container } = detectContainer(text, true, fileName);
  const format = formatById(formatId)!;
  for (const { start, end } of splitRecords(text, container ?? 'jsonl')) {
    const { value } = readRecord(text.slice(start, end));
    if (!isObject(value)) continue;
    if (typeof value.name === 'string' && 'parameters' in value) {
      addTool(into, value.name, value.parameters);
      continue;
    }
    const { sample } = liftRecord(value, format, { fileName });
    for (const { role, texts } of sample.turns) {
      if (role !== 'user') continue;
      for (const { text: said } of texts) if (isLongEnough(said)) into.questions.add(questionHash(said));
    }
    for (const { name, parameters } of sample.tools ?? []) addTool(into, name, parameters);
  }
}

function addTool(into: BenchmarkHashes, name: string | undefined, parameters: JsonValue | undefined): void {
  const hash = toolHash(name, parameters);
  if (hash !== undefined) into.tools.add(hash);
}

/** Hashes as the generated file holds them: 48 bits each, sorted, as base64. */
export function packHashes(hashes: Set<number>): string {
  const sorted = [...hashes].sort((a, b) => a - b);
  const bytes = Buffer.alloc(sorted.length * 6);
  sorted.forEach((hash, i) => bytes.writeUIntBE(hash, i * 6, 6));
  return bytes.toString('base64');
}
