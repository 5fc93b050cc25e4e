/** Python source for a tree, written as CPython 3.11's `ast.unparse` writes it. */
import type { ComprehensionPart, ConstantValue, ExpressionNode, KeywordNode } from './ast.ts';

/** How tightly an operator binds; names as in Python's grammar. */
const binds = {
  tuple: 1,
  yield: 2,
  test: 3,
  or: 4,
  and: 5,
  not: 6,
  compare: 7,
  bitOr: 8,
  bitXor: 9,
  bitAnd: 10,
  shift: 11,
  sum: 12,
  term: 13,
  factor: 14,
  power: 15,
  await: 16,
  atom: 17,
} as const;

const binary: Readonly<Record<string, number>> = {
  '|': binds.bitOr,
  '^': binds.bitXor,
  '&': binds.bitAnd,
  '<<': binds.shift,
  '>>': binds.shift,
  '+': binds.sum,
  '-': binds.sum,
  '*': binds.term,
  '/': binds.term,
  '//': binds.term,
  '%': binds.term,
  '@': binds.term,
  '**': binds.power,
};

/** Trees deeper than this are not printed (CPython's own recursion ends near there). */
const maxDepth = 900;

/**
 * The source of `node`.
 * @throws RangeError for a tree too deep to print.
 */
export function printPython(node: ExpressionNode): string {
  return print(node, binds.test, 0);
}

function print(node: ExpressionNode, outer: number, depth: number): string {
  if (depth > maxDepth) throw new RangeError('The expression is nested too deep.');
  const inner = (child: ExpressionNode, level: number) => print(child, level, depth + 1);
  const list = (children: readonly ExpressionNode[]) =>
    children.map((child) => inner(child, binds.test)).join(', ');
  const bracketed = (level: number, text: string) => (outer > level ? `(${text})` : text);
  switch (node.kind) {
    case 'Constant':
      return printConstant(node.constant);
    case 'JoinedStr':
      return node.source;
    case 'Name':
      return node.id;
    case 'Attribute': {
      const { value } = node;
      const gap =
        value.kind === 'Constant' && (value.constant.is === 'int' || value.constant.is === 'bool') ? ' ' : '';
      return `${inner(value, binds.atom)}${gap}.${node.attribute}`;
    }
    case 'Subscript': {
      const { slice } = node;
      const inside =
        slice.kind === 'Tuple' && slice.elements.length > 0
          ? items(slice.elements, list)
          : inner(slice, binds.test);
      return `${inner(node.value, binds.atom)}[${inside}]`;
    }
    case 'Slice': {
      const part = (child: ExpressionNode | undefined) => (child ? inner(child, binds.test) : '');
      return `${part(node.lower)}:${part(node.upper)}${node.step ? `:${part(node.step)}` : ''}`;
    }
    case 'Call': {
      const named = ({ name, value }: KeywordNode) =>
        name === undefined ? `**${inner(value, binds.test)}` : `${name}=${inner(value, binds.test)}`;
      const all = [...node.positional.map((child) => inner(child, binds.test)), ...node.keywords.map(named)];
      return `${inner(node.function, binds.atom)}(${all.join(', ')})`;
    }
    case 'List':
      return `[${list(node.elements)}]`;
    case 'Tuple':
      return outer > binds.tuple || node.elements.length === 0
        ? `(${items(node.elements, list)})`
        : items(node.elements, list);
    case 'Set':
      return `{${list(node.elements)}}`;
    case 'Dict': {
      const member = (key: ExpressionNode | undefined, value: ExpressionNode) =>
        key ? `${inner(key, binds.test)}: ${inner(value, binds.test)}` : `**${inner(value, binds.bitOr)}`;
      return `{${node.values.map((value, i) => member(node.keys[i], value)).join(', ')}}`;
    }
    case 'UnaryOp': {
      const isNot = node.operator === 'not';
      const level = isNot ? binds.not : binds.factor;
      return bracketed(level, `${node.operator}${isNot ? ' ' : ''}${inner(node.operand, level)}`);
    }
    case 'BinOp': {
      const level = binary[node.operator]!;
      const isRight = node.operator === '**';
      const left = inner(node.left, isRight ? level + 1 : level);
      return bracketed(level, `${left} ${node.operator} ${inner(node.right, isRight ? level : level + 1)}`);
    }
    case 'BoolOp': {
      const level = node.operator === 'and' ? binds.and : binds.or;
      const values = node.values.map((value, i) => inner(value, Math.min(level + 1 + i, binds.atom)));
      return bracketed(level, values.join(` ${node.operator} `));
    }
    case 'Compare': {
      const rest = node.operators.map(
        (operator, i) => ` ${operator} ${inner(node.comparators[i]!, binds.bitOr)}`,
      );
      return bracketed(binds.compare, `${inner(node.left, binds.bitOr)}${rest.join('')}`);
    }
    case 'IfExp': {
      const [body, test] = [inner(node.body, binds.or), inner(node.test, binds.or)];
      return bracketed(binds.test, `${body} if ${test} else ${inner(node.orElse, binds.test)}`);
    }
    case 'Lambda': {
      const head = node.parameters === '' ? 'lambda' : `lambda ${node.parameters}`;
      return bracketed(binds.test, `${head}: ${inner(node.body, binds.test)}`);
    }
    case 'NamedExpr':
      return bracketed(binds.tuple, `${node.target} := ${inner(node.value, binds.atom)}`);
    case 'Starred':
      return `*${inner(node.value, binds.bitOr)}`;
    case 'Await':
      return bracketed(binds.await, `await ${inner(node.value, binds.atom)}`);
    case 'Yield':
      return `(yield${node.isFrom ? ' from' : ''}${node.value ? ` ${inner(node.value, binds.atom)}` : ''})`;
    case 'GeneratorExp':
    case 'ListComp':
    case 'SetComp':
    case 'DictComp': {
      const [open, close] = node.kind === 'GeneratorExp' ? '()' : node.kind === 'ListComp' ? '[]' : '{}';
      const value = node.value ? `: ${inner(node.value, binds.test)}` : '';
      const parts = node.parts.map((part) => printPart(part, inner)).join('');
      return `${open}${inner(node.element, binds.test)}${value}${parts}${close}`;
    }
  }
}

function items(
  elements: readonly ExpressionNode[],
  list: (all: readonly ExpressionNode[]) => string,
): string {
  return elements.length === 1 ? `${list(elements)},` : list(elements);
}

function printPart(
  { target, iterable, tests, isAsync }: ComprehensionPart,
  inner: (child: ExpressionNode, level: number) => string,
): string {
  const head = `${isAsync ? ' async for' : ' for'} ${inner(target, binds.tuple)} in ${inner(iterable, binds.or)}`;
  return head + tests.map((test) => ` if ${inner(test, binds.or)}`).join('');
}

function printConstant(constant: ConstantValue): string {
  switch (constant.is) {
    case 'str':
      return `${constant.isUnicodePrefixed ? 'u' : ''}${quotePython(constant.text)}`;
    case 'bytes':
      return `b${quotePython(constant.text, true)}`;
    case 'int':
      return String(constant.value);
    case 'float':
      return printFloat(constant.value).replace('inf', '1e309');
    case 'complex':
      return `${printFloat(constant.value).replace(/\.0$/, '').replace('inf', '1e309')}j`;
    case 'bool':
      return constant.value ? 'True' : 'False';
    case 'none':
      return 'None';
    case 'ellipsis':
      return '...';
  }
}

/** A float as Python's `repr` writes it: the shortest digits that read back as the same number. */
export function printFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa, exponentText] = value.toExponential().split('e') as [string, string];
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 16) {
    const fixed = String(value).includes('e') ? value.toFixed(20).replace(/0+$/, '') : String(value);
    return fixed.includes('.') ? fixed : `${fixed}.0`;
  }
  const digits = String(Math.abs(exponent)).padStart(2, '0');
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`;
}

const shortEscapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};
const unprintable = /[\\\p{C}\p{Z}]/gu;

/** A text as Python's `repr` quotes it. */
export function quotePython(text: string, isBytes = false): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const pattern = isBytes ? /[\\\u0000-\u001f\u007f-\uffff]/g : unprintable;
  const escaped = text.replace(pattern, (char) => {
    if (char === ' ') return char;
    const short = shortEscapes[char];
    if (short !== undefined) return short;
    const code = char.codePointAt(0)!;
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code < 0x10000
      ? `\\u${code.toString(16).padStart(4, '0')}`
      : `\\U${code.toString(16).padStart(8, '0')}`;
  });
  return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}
