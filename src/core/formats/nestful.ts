/**
 * NESTFUL (formats.md 4.33): nested calls in `output`, each with a `label` by which later ones refer to its result,
 * `$var1.field$`. `var_result` gathers the results and is no tool.
 */
import type { JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Call, Turn } from '../sample.ts';
import type { Path } from '../text/path.ts';
import { liftCallObject } from './calls.ts';
import { columnTurn, makeTurn } from './plainTurns.ts';
import { liftTools, type ToolKeys, withRequiredFlags } from './tools.ts';
import type { Format, LiftContext } from './types.ts';

const toolKeys: ToolKeys = { parameters: ['parameters', 'query_parameters', 'arguments'] };
const gathering = 'var_result';

export const nestful: Format = {
  id: 'nestful',
  title: 'NESTFUL',
  summary: 'input and output; output is a list of calls with labels and references such as $var1.field$.',
  docs: {
    tools: '`tools`: a list in one of three shapes',
    calls: '`output`: a list of `{name, arguments, label}`; arguments may refer to results, `$var1.field$`',
    thoughts: 'none',
    marks: '`input` with an `output` whose calls have labels',
  },
  native: {
    parameterMap: true,
    requiredFlags: true,
    typeWords: ['string', 'number', 'integer', 'boolean', 'enum', 'array', 'object'],
  },
  recognize(entry) {
    const { input, output } = entry;
    if (typeof input !== 'string' || !Object.hasOwn(entry, 'output')) return undefined;
    if (typeof output === 'string') {
      return output.startsWith('[') && output.includes('"label"')
        ? { kind: 'samples', strength: 'certain' }
        : undefined;
    }
    return Array.isArray(output) && output.length > 0 && output.some(isNestedCall) && output.every(isCall)
      ? { kind: 'samples', strength: 'certain' }
      : undefined;
  },
  lift(entry, context) {
    const turns: Turn[] = [];
    const input = columnTurn('user', 'input', own(entry, 'input'));
    if (input) turns.push(input);
    const output = own(entry, 'output');
    const list = typeof output === 'string' ? context.parseJson(output, ['output'], 'calls') : output;
    turns.push(makeTurn('assistant', 'output', ['output'], { calls: liftCalls(list, ['output'], context) }));
    return {
      tools: withRequiredFlags(liftTools(own(entry, 'tools'), ['tools'], context, toolKeys)),
      toolsPath: ['tools'],
      turns,
      unreadable: [],
      references: 'nestful',
    };
  },
};

function isCall(value: JsonValue): boolean {
  return isObject(value) && Object.hasOwn(value, 'name') && Object.hasOwn(value, 'arguments');
}

function isNestedCall(value: JsonValue): boolean {
  return isObject(value) && (Object.hasOwn(value, 'label') || value.name === gathering);
}

function liftCalls(list: JsonValue | undefined, path: Path, context: LiftContext): Call[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) {
    context.unreadable({ what: 'calls', path, reason: 'shape', detail: 'a list of calls is expected here' });
    return [];
  }
  return list.map((item, i) => {
    const call = liftCallObject(item, [...path, i], context);
    const label = isObject(item) ? own(item, 'label') : undefined;
    if (call.name === gathering) return { ...call, gathers: true };
    return typeof label === 'string' ? { ...call, produces: [label.replaceAll('$', '')] } : call;
  });
}
