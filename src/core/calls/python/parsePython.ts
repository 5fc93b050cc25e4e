/**
 * Reads one Python expression as CPython 3.11 does with `ast.parse(text, mode="eval")`: the same texts are taken and the same
 * refused. Nothing is evaluated. Linear in the text; nesting is bounded.
 */
import type {
  BinaryOperator,
  CallNode,
  ComprehensionPart,
  ExpressionNode,
  KeywordNode,
  UnaryOperator,
} from './ast.ts';
import { numberConstant, stringPiece, type StringPiece } from './pythonConstants.ts';
import { PythonSyntaxError, PythonTokens } from './pythonTokens.ts';

/** Expressions inside expressions; far more than anybody writes. */
const maxDepth = 1_000;

/**
 * The tree of `text`, white space and comments around it left out.
 * @throws PythonSyntaxError when it is no expression of Python.
 */
export function parsePythonExpression(text: string): ExpressionNode {
  const half = /[\ud800-\udfff]/.test(text) ? text.search(/\p{Cs}/u) : -1;
  if (half >= 0) throw new PythonSyntaxError('half of a surrogate pair', half);
  return new Parser(text).read();
}

const binaryLevels: readonly (readonly BinaryOperator[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '//', '%', '@'],
];
const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=', 'in', 'is', 'not']);

class Parser {
  readonly #tokens: PythonTokens;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = new PythonTokens(text);
  }

  read(): ExpressionNode {
    const tokens = this.#tokens;
    const { start } = tokens;
    const first = this.#expression();
    if (tokens.isAt('end')) return first;
    const elements = [first];
    while (tokens.accept(',')) {
      if (tokens.isAt('end')) break;
      elements.push(this.#expression());
    }
    if (!tokens.isAt('end')) throw tokens.error(`"${tokens.text}" is not expected`);
    return { kind: 'Tuple', elements, start, end: tokens.lastEnd };
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > maxDepth) throw this.#tokens.error('expressions inside expressions, too deep');
    const value = read();
    this.#depth--;
    return value;
  }

  /** `expression`: conditional, lambda or below. */
  #expression(): ExpressionNode {
    // Most are one token; they need not go down through all the operators.
    if (this.#tokens.isAlone()) return this.#atom();
    const tokens = this.#tokens;
    if (++this.#depth > maxDepth) throw tokens.error('expressions inside expressions, too deep');
    const node = tokens.is('lambda') ? this.#lambda() : this.#conditional();
    this.#depth--;
    return node;
  }

  #conditional(): ExpressionNode {
    const tokens = this.#tokens;
    const body = this.#disjunction();
    if (!tokens.accept('if')) return body;
    const test = this.#disjunction();
    tokens.expect('else');
    const orElse = this.#expression();
    return { kind: 'IfExp', test, body, orElse, start: body.start, end: tokens.lastEnd };
  }

  /** `name := value`, or an expression. */
  #namedExpression(): ExpressionNode {
    const tokens = this.#tokens;
    const { start } = tokens;
    const first = this.#expression();
    if (!tokens.is(':=')) return first;
    if (first.kind !== 'Name' || first.start !== start)
      throw tokens.error('only a name can be given a value');
    tokens.next();
    const value = this.#expression();
    return { kind: 'NamedExpr', target: first.id, value, start, end: tokens.lastEnd };
  }

  #lambda(): ExpressionNode {
    const tokens = this.#tokens;
    const { start } = tokens;
    tokens.next();
    const from = tokens.start;
    let to = from;
    while (!tokens.is(':')) {
      if (!tokens.accept('/')) {
        if (!tokens.accept('**')) tokens.accept('*');
        if (tokens.isAt('name')) tokens.next();
        else if (!tokens.is(',')) throw tokens.error('the name of a parameter is expected');
        if (tokens.accept('=')) this.#expression();
      }
      to = tokens.lastEnd;
      if (!tokens.accept(',')) break;
    }
    tokens.expect(':');
    const body = this.#expression();
    const parameters = tokens.source.slice(from, Math.max(from, to));
    return { kind: 'Lambda', parameters, body, start, end: tokens.lastEnd };
  }

  #disjunction(): ExpressionNode {
    return this.#logical('or');
  }

  #logical(operator: 'and' | 'or'): ExpressionNode {
    const tokens = this.#tokens;
    const first = operator === 'or' ? this.#logical('and') : this.#inversion();
    if (tokens.kind !== 'keyword' || tokens.text !== operator) return first;
    const values = [first];
    while (tokens.accept(operator)) values.push(operator === 'or' ? this.#logical('and') : this.#inversion());
    return { kind: 'BoolOp', operator, values, start: first.start, end: tokens.lastEnd };
  }

  #inversion(): ExpressionNode {
    const tokens = this.#tokens;
    if (!tokens.is('not')) return this.#comparison();
    const { start } = tokens;
    tokens.next();
    const operand = this.#nested(() => this.#inversion());
    return { kind: 'UnaryOp', operator: 'not', operand, start, end: tokens.lastEnd };
  }

  #comparison(): ExpressionNode {
    const tokens = this.#tokens;
    const left = this.#binary(0);
    if (!comparisons.has(tokens.text) || tokens.kind === 'name' || tokens.kind === 'string') return left;
    const operators: string[] = [];
    const comparators: ExpressionNode[] = [];
    for (;;) {
      const operator = this.#comparisonOperator();
      if (operator === undefined) break;
      operators.push(operator);
      comparators.push(this.#binary(0));
    }
    if (operators.length === 0) return left;
    return { kind: 'Compare', left, operators, comparators, start: left.start, end: tokens.lastEnd };
  }

  #comparisonOperator(): string | undefined {
    const tokens = this.#tokens;
    const { text } = tokens;
    if (!comparisons.has(text) || !tokens.is(text)) return undefined;
    tokens.next();
    if (text === 'not') {
      tokens.expect('in');
      return 'not in';
    }
    return text === 'is' && tokens.accept('not') ? 'is not' : text;
  }

  #binary(level: number): ExpressionNode {
    const tokens = this.#tokens;
    const operators = binaryLevels[level];
    if (!operators) return this.#factor();
    let left = this.#binary(level + 1);
    while (tokens.kind === 'operator' && operators.includes(tokens.text as BinaryOperator)) {
      const operator = tokens.text as BinaryOperator;
      tokens.next();
      const right = this.#binary(level + 1);
      left = { kind: 'BinOp', operator, left, right, start: left.start, end: tokens.lastEnd };
    }
    return left;
  }

  #factor(): ExpressionNode {
    const tokens = this.#tokens;
    const { text, start } = tokens;
    if (tokens.kind === 'operator' && (text === '-' || text === '+' || text === '~')) {
      tokens.next();
      const operand = this.#nested(() => this.#factor());
      return { kind: 'UnaryOp', operator: text as UnaryOperator, operand, start, end: tokens.lastEnd };
    }
    const base = this.#awaited();
    if (!tokens.accept('**')) return base;
    const right = this.#nested(() => this.#factor());
    return { kind: 'BinOp', operator: '**', left: base, right, start, end: tokens.lastEnd };
  }

  #awaited(): ExpressionNode {
    const tokens = this.#tokens;
    if (!tokens.is('await')) return this.#primary();
    const { start } = tokens;
    tokens.next();
    const value = this.#primary();
    return { kind: 'Await', value, start, end: tokens.lastEnd };
  }

  #primary(): ExpressionNode {
    const tokens = this.#tokens;
    const { start } = tokens;
    let node = this.#atom();
    for (;;) {
      if (!tokens.isAt('operator')) return node;
      if (tokens.is('(')) node = this.#call(node, start);
      else if (tokens.accept('.')) {
        if (!tokens.isAt('name')) throw tokens.error('a name is expected behind the dot');
        const attribute = tokens.text;
        tokens.next();
        node = { kind: 'Attribute', value: node, attribute, start, end: tokens.lastEnd };
      } else if (tokens.accept('[')) {
        const slice = this.#slices();
        tokens.expect(']');
        node = { kind: 'Subscript', value: node, slice, start, end: tokens.lastEnd };
      } else return node;
    }
  }

  #call(callee: ExpressionNode, start: number): CallNode {
    const tokens = this.#tokens;
    tokens.next();
    const positional: ExpressionNode[] = [];
    const keywords: KeywordNode[] = [];
    let hasDoubleStar = false;
    while (!tokens.is(')')) {
      const at = tokens.start;
      if (tokens.accept('**')) {
        hasDoubleStar = true;
        keywords.push({ name: undefined, value: this.#expression(), start: at, end: tokens.lastEnd });
      } else if (tokens.accept('*')) {
        if (hasDoubleStar) throw tokens.error('"*" behind "**"');
        positional.push({ kind: 'Starred', value: this.#expression(), start: at, end: tokens.lastEnd });
      } else {
        const value = this.#namedExpression();
        if (tokens.is('=')) {
          if (value.kind !== 'Name' || value.start !== at)
            throw tokens.error('only a name stands before "="');
          tokens.next();
          keywords.push({ name: value.id, value: this.#expression(), start: at, end: tokens.lastEnd });
        } else if (keywords.length > 0) throw tokens.error('a positional argument behind a named one');
        else if (tokens.is('for') || tokens.is('async')) {
          if (positional.length > 0) throw tokens.error('a generator among arguments needs brackets');
          const parts = this.#comprehension();
          positional.push({ kind: 'GeneratorExp', element: value, value: undefined, parts, start: at, end: tokens.lastEnd }); // prettier-ignore
          if (!tokens.is(')')) throw tokens.error('a generator among arguments needs brackets');
        } else positional.push(value);
      }
      if (!tokens.accept(',')) break;
    }
    tokens.expect(')');
    return { kind: 'Call', function: callee, positional, keywords, start, end: tokens.lastEnd };
  }

  #slices(): ExpressionNode {
    const tokens = this.#tokens;
    const { start } = tokens;
    const isStarred = tokens.is('*');
    const first = this.#slice();
    if (!tokens.is(',') && !isStarred) return first;
    const elements = [first];
    while (tokens.accept(',')) {
      if (tokens.is(']')) break;
      elements.push(this.#slice());
    }
    return { kind: 'Tuple', elements, start, end: tokens.lastEnd };
  }

  #slice(): ExpressionNode {
    const tokens = this.#tokens;
    const { start } = tokens;
    if (tokens.accept('*')) return { kind: 'Starred', value: this.#binary(0), start, end: tokens.lastEnd };
    const lower = tokens.is(':') ? undefined : this.#namedExpression();
    if (lower && !tokens.is(':')) return lower;
    if (lower?.kind === 'NamedExpr') throw tokens.error('":" is not expected');
    tokens.expect(':');
    const ends = () => tokens.is(':') || tokens.is(']') || tokens.is(',');
    const upper = ends() ? undefined : this.#expression();
    const step = tokens.accept(':') && !ends() ? this.#expression() : undefined;
    return { kind: 'Slice', lower, upper, step, start, end: tokens.lastEnd };
  }

  #atom(): ExpressionNode {
    const tokens = this.#tokens;
    const { kind, text, start, end } = tokens;
    switch (kind) {
      case 'name':
        tokens.next();
        return { kind: 'Name', id: text, start, end };
      case 'number':
        tokens.next();
        return { kind: 'Constant', constant: numberConstant(text, start), start, end };
      case 'string':
        return this.#strings();
      case 'keyword':
        if (text === 'True' || text === 'False') {
          tokens.next();
          return { kind: 'Constant', constant: { is: 'bool', value: text === 'True' }, start, end };
        }
        if (text === 'None') {
          tokens.next();
          return { kind: 'Constant', constant: { is: 'none' }, start, end };
        }
        break;
      case 'operator':
        if (text === '(') return this.#round();
        if (text === '[') return this.#square();
        if (text === '{') return this.#curly();
        if (text === '...') {
          tokens.next();
          return { kind: 'Constant', constant: { is: 'ellipsis' }, start, end };
        }
        break;
      case 'end':
        throw tokens.error('a value is missing at the end');
    }
    throw tokens.error(`"${text}" is not expected`);
  }

  /** String literals beside each other are one string. */
  #strings(): ExpressionNode {
    const tokens = this.#tokens;
    const { start } = tokens;
    const pieces: StringPiece[] = [];
    while (tokens.isAt('string')) {
      pieces.push(stringPiece(tokens.text, tokens.start));
      tokens.next();
    }
    const end = tokens.lastEnd;
    const [first] = pieces;
    const text = pieces.length === 1 ? first!.text : pieces.map((piece) => piece.text).join('');
    if (pieces.some((piece) => piece.isBytes !== first!.isBytes))
      throw new PythonSyntaxError('bytes beside text', start);
    if (pieces.some((piece) => piece.isFormatted))
      return { kind: 'JoinedStr', source: tokens.source.slice(start, end), start, end };
    if (first!.isBytes) return { kind: 'Constant', constant: { is: 'bytes', text }, start, end };
    const constant = { is: 'str', text, isUnicodePrefixed: first!.isUnicodePrefixed } as const;
    return { kind: 'Constant', constant, start, end };
  }

  /** `(…)`: a tuple, a generator, or the value itself. */
  #round(): ExpressionNode {
    const tokens = this.#tokens;
    const { start } = tokens;
    tokens.next();
    if (tokens.accept(')')) return { kind: 'Tuple', elements: [], start, end: tokens.lastEnd };
    if (tokens.is('yield')) {
      const value = this.#yield();
      tokens.expect(')');
      return value;
    }
    const first = this.#starNamed();
    if (tokens.is('for') || tokens.is('async'))
      return this.#comprehensionNode('GeneratorExp', first, start, ')');
    if (tokens.is(',')) return this.#sequence('Tuple', first, start, ')');
    if (first.kind === 'Starred') throw tokens.error('"*" is not expected here');
    tokens.expect(')');
    return first;
  }

  #square(): ExpressionNode {
    const tokens = this.#tokens;
    const { start } = tokens;
    tokens.next();
    if (tokens.accept(']')) return { kind: 'List', elements: [], start, end: tokens.lastEnd };
    const first = this.#starNamed();
    if (tokens.is('for') || tokens.is('async')) return this.#comprehensionNode('ListComp', first, start, ']');
    return this.#sequence('List', first, start, ']');
  }

  #curly(): ExpressionNode {
    const tokens = this.#tokens;
    const { start } = tokens;
    tokens.next();
    if (tokens.accept('}')) return { kind: 'Dict', keys: [], values: [], start, end: tokens.lastEnd };
    if (!tokens.is('**')) {
      const first = this.#starNamed();
      if (tokens.is('for') || tokens.is('async'))
        return this.#comprehensionNode('SetComp', first, start, '}');
      if (!tokens.is(':')) return this.#sequence('Set', first, start, '}');
      if (first.kind === 'Starred' || first.kind === 'NamedExpr') throw tokens.error('":" is not expected');
      tokens.next();
      const value = this.#expression();
      if (tokens.is('for') || tokens.is('async')) {
        const parts = this.#comprehension();
        tokens.expect('}');
        return { kind: 'DictComp', element: first, value, parts, start, end: tokens.lastEnd };
      }
      return this.#dict([first], [value], start);
    }
    return this.#dict([], [], start);
  }

  #dict(keys: (ExpressionNode | undefined)[], values: ExpressionNode[], start: number): ExpressionNode {
    const tokens = this.#tokens;
    while (keys.length === 0 || tokens.accept(',')) {
      if (tokens.is('}')) break;
      if (tokens.accept('**')) {
        keys.push(undefined);
        values.push(this.#binary(0));
        continue;
      }
      keys.push(this.#expression());
      tokens.expect(':');
      values.push(this.#expression());
    }
    tokens.expect('}');
    return { kind: 'Dict', keys, values, start, end: tokens.lastEnd };
  }

  #starNamed(): ExpressionNode {
    const tokens = this.#tokens;
    const { start } = tokens;
    if (!tokens.accept('*')) return this.#namedExpression();
    return { kind: 'Starred', value: this.#binary(0), start, end: tokens.lastEnd };
  }

  #sequence(
    kind: 'List' | 'Tuple' | 'Set',
    first: ExpressionNode,
    start: number,
    closer: string,
  ): ExpressionNode {
    const tokens = this.#tokens;
    const elements = [first];
    while (tokens.accept(',')) {
      if (tokens.is(closer)) break;
      elements.push(this.#starNamed());
    }
    tokens.expect(closer);
    return { kind, elements, start, end: tokens.lastEnd };
  }

  #yield(): ExpressionNode {
    const tokens = this.#tokens;
    const { start } = tokens;
    tokens.next();
    const isFrom = tokens.accept('from');
    if (isFrom) return { kind: 'Yield', isFrom, value: this.#expression(), start, end: tokens.lastEnd };
    const at = tokens.start;
    if (tokens.is(')')) return { kind: 'Yield', isFrom, value: undefined, start, end: tokens.lastEnd };
    const starred = (): ExpressionNode => {
      const from = tokens.start;
      if (!tokens.accept('*')) return this.#expression();
      return { kind: 'Starred', value: this.#binary(0), start: from, end: tokens.lastEnd };
    };
    const elements = [starred()];
    if (!tokens.is(',') && elements[0]!.kind !== 'Starred')
      return { kind: 'Yield', isFrom, value: elements[0], start, end: tokens.lastEnd };
    while (tokens.accept(',')) {
      if (tokens.is(')')) break;
      elements.push(starred());
    }
    const value: ExpressionNode = { kind: 'Tuple', elements, start: at, end: tokens.lastEnd };
    return { kind: 'Yield', isFrom, value, start, end: tokens.lastEnd };
  }

  #comprehensionNode(
    kind: 'ListComp' | 'SetComp' | 'GeneratorExp',
    element: ExpressionNode,
    start: number,
    closer: string,
  ): ExpressionNode {
    const tokens = this.#tokens;
    if (element.kind === 'Starred') throw tokens.error('"*" is not expected in a comprehension');
    const parts = this.#comprehension();
    tokens.expect(closer);
    return { kind, element, value: undefined, parts, start, end: tokens.lastEnd };
  }

  #comprehension(): ComprehensionPart[] {
    const tokens = this.#tokens;
    const parts: ComprehensionPart[] = [];
    while (tokens.is('for') || tokens.is('async')) {
      const isAsync = tokens.accept('async');
      tokens.expect('for');
      const target = this.#targets();
      tokens.expect('in');
      const iterable = this.#disjunction();
      const tests: ExpressionNode[] = [];
      while (tokens.accept('if')) tests.push(this.#disjunction());
      parts.push({ target, iterable, tests, isAsync });
    }
    return parts;
  }

  #targets(): ExpressionNode {
    const tokens = this.#tokens;
    const { start } = tokens;
    const one = (): ExpressionNode => {
      const at = tokens.start;
      const node: ExpressionNode = tokens.accept('*')
        ? { kind: 'Starred', value: this.#binary(0), start: at, end: tokens.lastEnd }
        : this.#binary(0);
      if (!isTarget(node)) throw new PythonSyntaxError('this cannot be given a value', at);
      return node;
    };
    const first = one();
    if (!tokens.is(',')) return first;
    const elements = [first];
    while (tokens.accept(',')) {
      if (tokens.is('in')) break;
      elements.push(one());
    }
    return { kind: 'Tuple', elements, start, end: tokens.lastEnd };
  }
}

function isTarget(node: ExpressionNode): boolean {
  switch (node.kind) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      return true;
    case 'Starred':
      return isTarget(node.value);
    case 'Tuple':
    case 'List':
      return node.elements.every(isTarget);
    default:
      return false;
  }
}
