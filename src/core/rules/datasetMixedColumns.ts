/** dataset.mixed-columns: one column has values of several types. */
import { type Column, columnTypes } from '../dataset/columns.ts';
import { openaiLine } from './exampleLines.ts';
import type { FileSubject, Rule, ShapeUse } from './types.ts';
import { cut, grouped } from './words.ts';

const line = openaiLine({});
const toolsAsText = (() => {
  const record = JSON.parse(
    openaiLine({ user: 'And in Oslo tomorrow?', arguments: { city: 'Oslo', days: 1 } }),
  ) as {
    tools: unknown;
  };
  return JSON.stringify({ ...record, tools: JSON.stringify(record.tools) });
})();

export const datasetMixedColumns: Rule = {
  code: 'dataset.mixed-columns',
  severity: 'warning',
  title: 'Column with values of several types',
  phase: 'slow',
  docs: {
    why: 'Loaders that make a table of the records (Hugging Face datasets, and the trainers that read with it) give each column one type. Where it is text in some records and a list in others, loading stops with a cast error, often hours after the upload, or the column is filled with nothing.\n\nColumns of the records themselves are told as a warning, those of the objects in their lists (`messages[].content`) as a hint, because services that take JSON as it is do not mind them. Null counts as no value. The rarer type is told, once per file, at its first place.',
    example: {
      format: 'openai',
      bad: `${line}\n${openaiLine({ user: 'And in Bergen?', arguments: { city: 'Bergen' } })}\n${toolsAsText}`,
      good: `${line}\n${openaiLine({ user: 'And in Bergen?', arguments: { city: 'Bergen' } })}`,
    },
    source:
      'Ranks 26 and 27 of the survey: datasets#7322, #6460, gorilla#371, axolotl#3136; viewer pages of tool data sets that show a CastError.',
  },
  checkFile(subject, report) {
    for (const { column, uses } of mixedColumns(subject)) {
      const name = column.member === undefined ? column.key : `${column.key}[].${column.member}`;
      const [usual, ...others] = uses;
      for (const other of others) {
        report({
          at: { shape: other.shape, column: other.column },
          message:
            `\`${cut(name, 60)}\` is ${typeWords[other.type]} ${records(other.count)}, but ${typeWords[usual!.type]} ${records(usual!.count)}; ` +
            'loaders of tables, such as Hugging Face datasets, want one type for a column.',
          severity: column.member === undefined ? undefined : 'hint',
          key: `${name} ${other.type}`,
        });
      }
    }
  },
};

interface TypeUse {
  readonly type: keyof typeof columnTypes;
  count: number;
  readonly shape: ShapeUse;
  readonly column: Column;
}

/** Columns with more than one type, null aside; types by how many records have them. */
function mixedColumns({ shapes }: FileSubject): { column: Column; uses: TypeUse[] }[] {
  const columns = new Map<string, { column: Column; uses: Map<string, TypeUse> }>();
  for (const shape of shapes) {
    for (const column of shape.columns) {
      const name = `${column.key}\n${column.member ?? ''}`;
      let known = columns.get(name);
      if (!known) columns.set(name, (known = { column, uses: new Map() }));
      for (const type of types) {
        if ((column.types & columnTypes[type]) === 0) continue;
        const use = known.uses.get(type);
        if (use) use.count += shape.count;
        else known.uses.set(type, { type, count: shape.count, shape, column });
      }
    }
  }
  return [...columns.values()]
    .filter(({ uses }) => uses.size > 1)
    .map(({ column, uses }) => ({ column, uses: [...uses.values()].sort((a, b) => b.count - a.count) }));
}

const types = ['string', 'number', 'boolean', 'list', 'object'] as const;

const typeWords: Readonly<Record<keyof typeof columnTypes, string>> = {
  null: 'null',
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  list: 'a list',
  object: 'an object',
};

function records(count: number): string {
  return `in ${grouped(count)} ${count === 1 ? 'record' : 'records'}`;
}
