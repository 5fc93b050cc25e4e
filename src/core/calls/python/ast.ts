/**
 * The tree of a Python expression, with places: offsets (UTF-16 units, half-open) in the text that was read. Names of kinds
 * as in Python's `ast` module. Nothing is evaluated.
 */

/** Where a node stands. */
interface At {
  readonly start: number;
  readonly end: number;
}

/** A constant's value: `bigint` for an integer, `number` for a float, so that the two stay apart. */
export type ConstantValue =
  | { readonly is: 'str'; readonly text: string; readonly isUnicodePrefixed: boolean }
  | { readonly is: 'bytes'; readonly text: string }
  | { readonly is: 'int'; readonly value: bigint }
  | { readonly is: 'float'; readonly value: number }
  /** The imaginary part. */
  | { readonly is: 'complex'; readonly value: number }
  | { readonly is: 'bool'; readonly value: boolean }
  | { readonly is: 'none' }
  | { readonly is: 'ellipsis' };

export type UnaryOperator = '-' | '+' | '~' | 'not';
export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '@' | '**' | '<<' | '>>' | '&' | '|' | '^';

/** A named argument; `name` is absent for `**value`. */
export interface KeywordNode extends At {
  readonly name: string | undefined;
  readonly value: ExpressionNode;
}

/** `for target in iterable if test …`. */
export interface ComprehensionPart {
  readonly target: ExpressionNode;
  readonly iterable: ExpressionNode;
  readonly tests: readonly ExpressionNode[];
  readonly isAsync: boolean;
}

export type ExpressionNode = At &
  (
    | { readonly kind: 'Constant'; readonly constant: ConstantValue }
    /** Its source text is kept, not its parts. */
    | { readonly kind: 'JoinedStr'; readonly source: string }
    | { readonly kind: 'Name'; readonly id: string }
    | { readonly kind: 'Attribute'; readonly value: ExpressionNode; readonly attribute: string }
    | { readonly kind: 'Subscript'; readonly value: ExpressionNode; readonly slice: ExpressionNode }
    | {
        readonly kind: 'Slice';
        readonly lower: ExpressionNode | undefined;
        readonly upper: ExpressionNode | undefined;
        readonly step: ExpressionNode | undefined;
      }
    | CallParts
    | { readonly kind: 'List' | 'Tuple' | 'Set'; readonly elements: readonly ExpressionNode[] }
    /** A key that is absent stands for `**value`. */
    | {
        readonly kind: 'Dict';
        readonly keys: readonly (ExpressionNode | undefined)[];
        readonly values: readonly ExpressionNode[];
      }
    | { readonly kind: 'UnaryOp'; readonly operator: UnaryOperator; readonly operand: ExpressionNode }
    | {
        readonly kind: 'BinOp';
        readonly operator: BinaryOperator;
        readonly left: ExpressionNode;
        readonly right: ExpressionNode;
      }
    | { readonly kind: 'BoolOp'; readonly operator: 'and' | 'or'; readonly values: readonly ExpressionNode[] }
    | {
        readonly kind: 'Compare';
        readonly left: ExpressionNode;
        readonly operators: readonly string[];
        readonly comparators: readonly ExpressionNode[];
      }
    | {
        readonly kind: 'IfExp';
        readonly test: ExpressionNode;
        readonly body: ExpressionNode;
        readonly orElse: ExpressionNode;
      }
    /** `parameters` is its source text. */
    | { readonly kind: 'Lambda'; readonly parameters: string; readonly body: ExpressionNode }
    | { readonly kind: 'NamedExpr'; readonly target: string; readonly value: ExpressionNode }
    | { readonly kind: 'Starred' | 'Await'; readonly value: ExpressionNode }
    | { readonly kind: 'Yield'; readonly isFrom: boolean; readonly value: ExpressionNode | undefined }
    | {
        readonly kind: 'ListComp' | 'SetComp' | 'GeneratorExp' | 'DictComp';
        readonly element: ExpressionNode;
        /** The value of `key: value`; only of `DictComp`. */
        readonly value: ExpressionNode | undefined;
        readonly parts: readonly ComprehensionPart[];
      }
  );

interface CallParts {
  readonly kind: 'Call';
  readonly function: ExpressionNode;
  readonly positional: readonly ExpressionNode[];
  readonly keywords: readonly KeywordNode[];
}

/** A call, as a node of the tree. */
export type CallNode = Extract<ExpressionNode, { kind: 'Call' }>;
