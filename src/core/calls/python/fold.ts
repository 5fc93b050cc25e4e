/**
 * Arithmetic of constants (`60 * 24`, `'a' + 'b'`), folded as Python computes it. Names and calls are refused, and so is what
 * would grow without bound: nothing of the data is ever run.
 */
import type { BinaryOperator, ExpressionNode, UnaryOperator } from './ast.ts';
import { formatPercent } from './percentFormat.ts';
import {
  PythonBytes,
  PythonComplex,
  PythonDict,
  PythonError,
  PythonTuple,
  contains,
  orderOfNumbers,
  pythonEquals,
  subscript,
  typeName,
  type PythonValue,
} from './values.ts';

/** Elements, characters, or bits of an integer; more are not computed. */
const maxSize = 100_000;
const maxDepth = 200;

/** The value of an expression of constants. @throws PythonError for everything else. */
export function foldConstant(node: ExpressionNode, depth = 0): PythonValue {
  if (depth > maxDepth) throw new PythonError('MemoryError', 'the expression is nested too deep');
  const inner = (child: ExpressionNode) => foldConstant(child, depth + 1);
  switch (node.kind) {
    case 'Constant':
      if (node.constant.is === 'ellipsis') throw new PythonError('TypeError', 'no arithmetic with ...');
      return constantValue(node.constant);
    case 'List':
      return node.elements.map(inner);
    case 'Tuple':
      return new PythonTuple(node.elements.map(inner));
    case 'Dict':
      return PythonDict.of(
        node.values.map((value, i) => [inner(keyOf(node.keys[i])), inner(value)] as const),
      );
    case 'UnaryOp':
      return unary(node.operator, inner(node.operand));
    case 'BinOp':
      return arithmetic(node.operator, inner(node.left), inner(node.right));
    case 'BoolOp': {
      let value: PythonValue = null;
      for (const child of node.values) {
        value = inner(child);
        if (isTrue(value) === (node.operator === 'or')) return value;
      }
      return value;
    }
    case 'IfExp':
      return inner(isTrue(inner(node.test)) ? node.body : node.orElse);
    case 'Compare':
      return compareChain(inner(node.left), node.operators, node.comparators, inner);
    case 'Subscript':
      return subscript(inner(node.value), inner(node.slice));
    case 'Name':
      throw new PythonError('NameError', `name '${node.id}' is not defined`);
    default:
      throw new PythonError('NameError', `${node.kind} is not computed`);
  }
}

function keyOf(key: ExpressionNode | undefined): ExpressionNode {
  if (!key) throw new PythonError('NameError', '** is not computed');
  return key;
}

/** A constant as a value; `...` is its three dots. */
export function constantValue(
  constant: Extract<ExpressionNode, { kind: 'Constant' }>['constant'],
): PythonValue {
  switch (constant.is) {
    case 'str':
      return constant.text;
    case 'bytes':
      return new PythonBytes(constant.text);
    case 'int':
    case 'float':
    case 'bool':
      return constant.value;
    case 'complex':
      return new PythonComplex(0, constant.value);
    case 'none':
      return null;
    case 'ellipsis':
      return '...';
  }
}

export function isTrue(value: PythonValue): boolean {
  if (value === null) return false;
  if (typeof value !== 'object') return Boolean(value) || Number.isNaN(value);
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof PythonTuple) return value.items.length > 0;
  if (value instanceof PythonDict) return value.size > 0;
  return value instanceof PythonBytes ? value.text !== '' : value.real !== 0 || value.imaginary !== 0;
}

/** Python's unary operators. */
export function unary(operator: UnaryOperator, operand: PythonValue): PythonValue {
  if (operator === 'not') return !isTrue(operand);
  const value = typeof operand === 'boolean' ? BigInt(operand) : operand;
  if (typeof value === 'bigint') return operator === '-' ? -value : operator === '~' ? ~value : value;
  if (operator !== '~') {
    if (typeof value === 'number') return operator === '-' ? -value : value;
    if (value instanceof PythonComplex)
      return operator === '-' ? new PythonComplex(-value.real, -value.imaginary) : value;
  }
  throw new PythonError('TypeError', `bad operand type for unary ${operator}: '${typeName(operand)}'`);
}

function arithmetic(operator: BinaryOperator, left: PythonValue, right: PythonValue): PythonValue {
  const [a, b] = [asNumber(left), asNumber(right)];
  if (a !== undefined && b !== undefined) {
    if (
      typeof left === 'boolean' &&
      typeof right === 'boolean' &&
      (operator === '&' || operator === '|' || operator === '^')
    )
      return (integers(operator, a as bigint, b as bigint) as bigint) === 1n;
    if (typeof a === 'bigint' && typeof b === 'bigint') return integers(operator, a, b);
    if (typeof a !== 'object' && typeof b !== 'object') return floats(operator, toFloat(a), toFloat(b));
    return complexes(operator, toComplex(a), toComplex(b));
  }
  if (operator === '%' && typeof left === 'string') return bounded(formatPercent(left, right));
  if (operator === '+') {
    if (typeof left === 'string' && typeof right === 'string') return bounded(left + right);
    if (Array.isArray(left) && Array.isArray(right)) return bounded([...left, ...right]);
    if (left instanceof PythonTuple && right instanceof PythonTuple)
      return new PythonTuple(bounded([...left.items, ...right.items]));
    if (left instanceof PythonBytes && right instanceof PythonBytes)
      return new PythonBytes(bounded(left.text + right.text));
  }
  if (operator === '*') {
    if (typeof b === 'bigint') return repeat(left, b);
    if (typeof a === 'bigint') return repeat(right, a);
  }
  if (operator === '|' && left instanceof PythonDict && right instanceof PythonDict)
    return PythonDict.of([...left.entries(), ...right.entries()]);
  throw new PythonError('TypeError', `unsupported operand type(s) for ${operator}`);
}

function repeat(value: PythonValue, times: bigint): PythonValue {
  const count = times < 0n ? 0 : times > BigInt(maxSize) ? Infinity : Number(times);
  const many = <T extends { length: number }>(piece: T, made: () => T): T => {
    if (piece.length * count > maxSize || (piece.length === 0 && count === Infinity))
      throw new PythonError('MemoryError', 'the value is too large');
    return made();
  };
  if (typeof value === 'string') return many(value, () => value.repeat(count));
  if (Array.isArray(value)) return many(value, () => Array.from({ length: count }, () => value).flat(1));
  if (value instanceof PythonTuple)
    return new PythonTuple(many(value.items, () => Array.from({ length: count }, () => value.items).flat(1)));
  if (value instanceof PythonBytes) return new PythonBytes(many(value.text, () => value.text.repeat(count)));
  throw new PythonError('TypeError', `can't multiply '${typeName(value)}'`);
}

function bounded<T extends { length: number }>(value: T): T {
  if (value.length > maxSize) throw new PythonError('MemoryError', 'the value is too large');
  return value;
}

type Numeric = bigint | number | PythonComplex;

function asNumber(value: PythonValue): Numeric | undefined {
  if (typeof value === 'boolean') return BigInt(value);
  return typeof value === 'bigint' || typeof value === 'number' || value instanceof PythonComplex
    ? value
    : undefined;
}

function toFloat(value: bigint | number): number {
  const float = Number(value);
  if (typeof value === 'bigint' && !Number.isFinite(float))
    throw new PythonError('OverflowError', 'int too large to convert to float');
  return float;
}

function toComplex(value: Numeric): PythonComplex {
  return value instanceof PythonComplex ? value : new PythonComplex(toFloat(value), 0);
}

function bits(value: bigint): number {
  return value.toString(16).length * 4;
}

function integers(operator: BinaryOperator, a: bigint, b: bigint): PythonValue {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      if (bits(a) + bits(b) > maxSize) break;
      return a * b;
    case '/':
      if (b === 0n) throw new PythonError('ZeroDivisionError', 'division by zero');
      return divide(a, b);
    case '//':
      return floorDivide(a, b);
    case '%':
      return a - floorDivide(a, b) * b;
    case '**':
      if (b < 0n) return floats('**', toFloat(a), toFloat(b));
      if (a !== 0n && a !== 1n && a !== -1n && BigInt(bits(a)) * b > BigInt(maxSize)) break;
      return a ** b;
    case '<<':
      if (b < 0n) throw new PythonError('ValueError', 'negative shift count');
      if (b > BigInt(maxSize)) break;
      return a << b;
    case '>>':
      if (b < 0n) throw new PythonError('ValueError', 'negative shift count');
      return a >> b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '@':
      throw new PythonError('TypeError', 'unsupported operand type(s) for @');
  }
  throw new PythonError('MemoryError', 'the value is too large');
}

function floorDivide(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new PythonError('ZeroDivisionError', 'integer division or modulo by zero');
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** Correctly rounded, also for integers beyond 2^53. */
function divide(a: bigint, b: bigint): number {
  const [x, y] = [Number(a), Number(b)];
  if (Number.isSafeInteger(x) && Number.isSafeInteger(y)) return x / y;
  // 64 bits of quotient and a sticky bit are enough for a double.
  const [n, d] = [a < 0n ? -a : a, b < 0n ? -b : b];
  const shift = Math.max(0, 66 - (n.toString(2).length - d.toString(2).length));
  const scaled = n << BigInt(shift);
  const quotient = (scaled / d) | (scaled % d === 0n ? 0n : 1n);
  const value = Number(quotient) / 2 ** shift;
  if (!Number.isFinite(value))
    throw new PythonError('OverflowError', 'integer division result too large for a float');
  return a < 0n !== b < 0n ? -value : value;
}

function floats(operator: BinaryOperator, a: number, b: number): PythonValue {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0) throw new PythonError('ZeroDivisionError', 'float division by zero');
      return a / b;
    case '//':
    case '%': {
      if (b === 0) throw new PythonError('ZeroDivisionError', 'float modulo');
      let rest = a % b;
      let quotient = (a - rest) / b;
      if (rest !== 0 && b < 0 !== rest < 0) {
        rest += b;
        quotient -= 1;
      } else if (rest === 0) rest = b < 0 ? -0 : 0;
      return operator === '%'
        ? rest
        : Math.floor(quotient + 0.5 * Number(quotient - Math.floor(quotient) > 0.5));
    }
    case '**': {
      if (a === 0 && b < 0)
        throw new PythonError('ZeroDivisionError', '0.0 cannot be raised to a negative power');
      if (a < 0 && !Number.isInteger(b))
        throw new PythonError('ValueError', 'a complex power is not computed');
      const power = a ** b;
      if (!Number.isFinite(power) && Number.isFinite(a) && Number.isFinite(b))
        throw new PythonError('OverflowError', 'Result too large');
      return a === 1 ? 1 : power;
    }
    default:
      throw new PythonError('TypeError', `unsupported operand type(s) for ${operator}: 'float'`);
  }
}

function complexes(operator: BinaryOperator, a: PythonComplex, b: PythonComplex): PythonValue {
  switch (operator) {
    case '+':
      return new PythonComplex(a.real + b.real, a.imaginary + b.imaginary);
    case '-':
      return new PythonComplex(a.real - b.real, a.imaginary - b.imaginary);
    case '*':
      return new PythonComplex(
        a.real * b.real - a.imaginary * b.imaginary,
        a.real * b.imaginary + a.imaginary * b.real,
      );
    case '/': {
      const norm = b.real ** 2 + b.imaginary ** 2;
      if (norm === 0) throw new PythonError('ZeroDivisionError', 'complex division by zero');
      return new PythonComplex(
        (a.real * b.real + a.imaginary * b.imaginary) / norm,
        (a.imaginary * b.real - a.real * b.imaginary) / norm,
      );
    }
    default:
      throw new PythonError('TypeError', `unsupported operand type(s) for ${operator}: 'complex'`);
  }
}

function compareChain(
  first: PythonValue,
  operators: readonly string[],
  comparators: readonly ExpressionNode[],
  inner: (node: ExpressionNode) => PythonValue,
): boolean {
  let left = first;
  for (const [i, operator] of operators.entries()) {
    const right = inner(comparators[i]!);
    if (!compareOnce(operator, left, right)) return false;
    left = right;
  }
  return true;
}

function compareOnce(operator: string, a: PythonValue, b: PythonValue): boolean {
  switch (operator) {
    case '==':
      return pythonEquals(a, b);
    case '!=':
      return !pythonEquals(a, b);
    case 'in':
      return contains(b, a);
    case 'not in':
      return !contains(b, a);
    case 'is':
      return a === b;
    case 'is not':
      return a !== b;
  }
  const order = orderOf(a, b);
  return operator === '<'
    ? order < 0
    : operator === '<='
      ? order <= 0
      : operator === '>'
        ? order > 0
        : order >= 0;
}

function orderOf(a: PythonValue, b: PythonValue): number {
  const [x, y] = [asNumber(a), asNumber(b)];
  if (x !== undefined && y !== undefined && typeof x !== 'object' && typeof y !== 'object')
    return orderOfNumbers(x, y);
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  throw new PythonError('TypeError', `'${typeName(a)}' and '${typeName(b)}' have no order`);
}
