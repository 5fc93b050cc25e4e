/** Offers on an empty line: a whole sample of the file's format, with the tools of a neighbour or with an example. */
import { liftRecord } from '../../formats/lift.ts';
import { isObject, own, type JsonObject, type JsonValue } from '../../json.ts';
import { readRecord } from '../../record/record.ts';
import { isSpaced } from '../../record/editText.ts';
import type { FileContext } from '../../rules/types.ts';
import type { Sample } from '../../sample.ts';
import type { ToolCache } from '../../schema/types.ts';
import { prepare } from '../../check.ts';
import { schemasAt } from '../schemaWalk.ts';
import type { FormatShape } from '../shapes/shape.ts';
import { templateOf } from '../shapes/templates.ts';
import { callableTools, freshId } from './callItems.ts';
import type { Offer } from './item.ts';
import type { Piece } from './pieces.ts';
import { keywordPieces, objectPieces, type Style } from './writing.ts';

/** Neighbours longer than this lend nothing. */
const maxNeighbour = 200_000;

/** Whole samples. `neighbour`: the text of a record nearby. */
export function sampleOffers(
  file: FileContext,
  shape: FormatShape,
  tools: ToolCache,
  neighbour: string | undefined,
): Offer[] {
  const { format } = file;
  if (!format || file.kind === 'answers') return [];
  const lent = neighbour === undefined ? undefined : readNeighbour(neighbour, file);
  const style: Style = {
    language: 'json',
    spaced: neighbour !== undefined && isSpaced(neighbour),
    quote: '"',
  };
  const id = freshId(undefined, shape.calls[0], format.id);
  const offers: Offer[] = [];
  const names = lent ? callableTools({ ...lent.sample, turns: [] }) : [];
  if (lent && names.length > 0) {
    const def = names[0]!;
    const { schema } = prepare(def, tools).normalized;
    const isOne = names.length === 1;
    const roots = schemasAt(schema, []);
    const choices = names.slice(0, 30).map((tool) => tool.name!);
    const pieces = templateOf(format.id, {
      tools: lent.tools,
      neighbour: lent.entry,
      style,
      call: {
        name: isOne
          ? [def.name!]
          : [{ stop: def.name!, choices: choices.every(isPlain) ? choices : undefined, same: 'tool' }],
        arguments: isOne ? objectPieces(schema, roots, style) : ['{', { stop: '' }, '}'],
        keywords: isOne
          ? keywordPieces(schema, roots, { ...style, language: 'python', quote: "'" })
          : [{ stop: '' }],
        id,
      },
    });
    if (pieces) {
      offers.push({
        label: 'New sample with the same tools',
        kind: 'snippet',
        description: format.id,
        documentation: `A sample of ${format.title} with the tools of the neighbouring line.`,
        pieces,
      });
    }
  }
  const example: Piece[] = [{ stop: 'tool_name', same: 'tool' }];
  const pieces = templateOf(format.id, {
    tools: undefined,
    style,
    call: {
      name: example,
      arguments: [
        '{"',
        { stop: 'argument', same: 'argument' },
        style.spaced ? '": "' : '":"',
        { stop: 'value' },
        '"}',
      ],
      keywords: [{ stop: 'argument', same: 'argument' }, "='", { stop: 'value' }, "'"],
      id,
    },
  });
  if (pieces) {
    offers.push({
      label: 'New sample',
      kind: 'snippet',
      description: format.id,
      documentation: `A sample of ${format.title}: ${format.summary}`,
      pieces,
    });
  }
  return offers;
}

const isPlain = (name: string): boolean => /^[\w.-]{1,80}$/.test(name);

function readNeighbour(
  text: string,
  file: FileContext,
): { entry: JsonObject; sample: Sample; tools: JsonValue | undefined } | undefined {
  if (text.length > maxNeighbour || !file.format) return undefined;
  const { value } = readRecord(text);
  if (!isObject(value)) return undefined;
  const { sample } = liftRecord(value, file.format, { fileName: file.fileName, folders: file.folders });
  const tools = toolsOf(value, sample);
  return tools === undefined ? undefined : { entry: value, sample, tools };
}

/** The column, or the text, in which the record declares its tools. */
function toolsOf(entry: JsonObject, sample: Sample): JsonValue | undefined {
  let at: JsonValue | undefined = entry;
  for (const step of sample.toolsPath ?? sample.tools?.[0]?.path ?? []) {
    if (Array.isArray(at) && typeof step === 'number') at = at[step];
    else if (isObject(at) && typeof step === 'string') at = own(at, step);
    // Below a string the steps go on in its text: the string is what holds the tools.
    else break;
  }
  return sample.toolsPath !== undefined || typeof at === 'string' ? at : undefined;
}
