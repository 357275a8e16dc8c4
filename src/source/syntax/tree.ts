// The small language that every source language is read into: expressions and statements with their ranges. It says what a
// text means, not how it is spelled: parentheses, comments and operators' spellings are gone. Whatever a parser cannot express
// in it is `opaque`, which evaluates to an unknown.
import type { BinaryOperator, CompareOperator, UnaryOperator } from '../evaluate/value.ts';
import type { Range } from '../range.ts';

export type Expression = { readonly range: Range } & (
  | { readonly kind: 'none' | 'ellipsis' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'integer' | 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  /** An f-string or JavaScript's template: text and values in turn. */
  | { readonly kind: 'format'; readonly parts: readonly (string | FormatPart)[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'attribute'; readonly object: Expression; readonly name: string }
  | { readonly kind: 'subscript'; readonly object: Expression; readonly index: Expression }
  | { readonly kind: 'slice'; readonly start: Expression | null; readonly stop: Expression | null; readonly step: Expression | null }
  | { readonly kind: 'call'; readonly callee: Expression; readonly arguments: readonly Argument[] }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'boolean operation'; readonly operator: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  /** `a < b < c`: one operand more than operators. */
  | { readonly kind: 'compare'; readonly operators: readonly CompareOperator[]; readonly operands: readonly Expression[] }
  | { readonly kind: 'conditional'; readonly test: Expression; readonly consequence: Expression; readonly otherwise: Expression }
  | { readonly kind: 'list' | 'tuple' | 'set'; readonly elements: readonly Expression[] }
  /** `key: null` is `**value`. */
  | { readonly kind: 'dictionary'; readonly entries: readonly { readonly key: Expression | null; readonly value: Expression }[] }
  | {
      readonly kind: 'comprehension';
      readonly makes: 'list' | 'set' | 'dictionary' | 'generator';
      /** The value of a dictionary's entry; the element otherwise. */
      readonly element: Expression;
      readonly key: Expression | null;
      readonly clauses: readonly ComprehensionClause[];
    }
  | { readonly kind: 'starred'; readonly value: Expression }
  | { readonly kind: 'lambda'; readonly definition: FunctionDefinition }
  /** `(name := value)` */
  | { readonly kind: 'named'; readonly name: string; readonly value: Expression }
  /** Something that has no place in this language, in words: `a yield expression`. Its parts are evaluated for their effects. */
  | { readonly kind: 'opaque'; readonly what: string; readonly parts: readonly Expression[] }
);

export type ExpressionKind = Expression['kind'];

export interface FormatPart {
  readonly value: Expression;
  /** What follows the colon, `''` for nothing; null when it is itself computed. */
  readonly specification: string | null;
  /** `!r`, `!s`, `!a`. */
  readonly conversion: string;
}

/** `plain` value, `name=value`, `*value`, `**value`. */
export interface Argument {
  readonly kind: 'plain' | 'keyword' | 'elements' | 'entries';
  readonly name: string;
  readonly value: Expression;
}

export type ComprehensionClause =
  | { readonly kind: 'for'; readonly target: Expression; readonly iterable: Expression }
  | { readonly kind: 'if'; readonly test: Expression };

export interface Parameter {
  readonly name: string;
  readonly kind: 'plain' | 'elements' | 'entries';
  /** After `*`: cannot be passed by position. */
  readonly keywordOnly: boolean;
  readonly default: Expression | null;
}

export interface FunctionDefinition {
  /** `lambda` for one without a name. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** A lambda's body is one return. */
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  /** It holds a yield or is asynchronous: a call gives an unknown. */
  readonly suspends: boolean;
  readonly range: Range;
}

export type Statement = { readonly range: Range } & (
  | { readonly kind: 'expression'; readonly value: Expression }
  /** `a = b = value`: several targets. A target is a name, attribute, subscript, starred, or tuple or list of targets. */
  | { readonly kind: 'assignment'; readonly targets: readonly Expression[]; readonly value: Expression }
  | { readonly kind: 'augmented assignment'; readonly target: Expression; readonly operator: BinaryOperator; readonly value: Expression }
  | { readonly kind: 'if'; readonly test: Expression; readonly consequence: readonly Statement[]; readonly otherwise: readonly Statement[] }
  | {
      readonly kind: 'for';
      readonly target: Expression;
      readonly iterable: Expression;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  | { readonly kind: 'while'; readonly test: Expression; readonly body: readonly Statement[]; readonly otherwise: readonly Statement[] }
  | { readonly kind: 'break' | 'continue' | 'pass' }
  | { readonly kind: 'return'; readonly value: Expression | null }
  | { readonly kind: 'raise'; readonly value: Expression | null }
  | {
      readonly kind: 'try';
      readonly body: readonly Statement[];
      readonly handlers: readonly { readonly name: string | null; readonly body: readonly Statement[] }[];
      readonly otherwise: readonly Statement[];
      readonly finally: readonly Statement[];
    }
  | {
      readonly kind: 'with';
      readonly items: readonly { readonly value: Expression; readonly target: Expression | null }[];
      readonly body: readonly Statement[];
    }
  | { readonly kind: 'assert'; readonly test: Expression }
  | { readonly kind: 'delete'; readonly targets: readonly Expression[] }
  | { readonly kind: 'global' | 'nonlocal'; readonly names: readonly string[] }
  | { readonly kind: 'function'; readonly definition: FunctionDefinition }
  | {
      readonly kind: 'class';
      readonly name: string;
      readonly bases: readonly Argument[];
      readonly body: readonly Statement[];
      readonly decorators: readonly Expression[];
    }
  /** `import a.b` binds `a`, `import a.b as c` binds `c` to `a.b`. */
  | { readonly kind: 'import'; readonly modules: readonly { readonly name: string; readonly alias: string | null }[] }
  /** `from module import name as alias`; `names: null` is `*`. A relative module begins with dots. */
  | {
      readonly kind: 'import from';
      readonly module: string;
      readonly names: readonly { readonly name: string; readonly alias: string | null; readonly range: Range }[] | null;
    }
);

export type StatementKind = Statement['kind'];

/** A parsed text: its statements in order, a notebook's cells one after the other. */
export interface SourceTree {
  readonly statements: readonly Statement[];
}
