// Python's statements → the expression language. What cannot be parsed is left out, statement by statement: an editor's text
// is half-written most of the time.
import type { Range } from '../range.ts';
import type { SyntaxNode } from './parser.ts';
import {
  binaryOperator,
  children,
  field,
  isExpression,
  opaque,
  type PythonText,
  textOf,
  toArguments,
  toExpression,
  toParameters,
} from './python-expressions.ts';
import type { Expression, FunctionDefinition, Statement } from './tree.ts';

type Convert = (node: SyntaxNode, source: PythonText) => readonly Statement[];

/** The statements of a module or block, in order. */
export function toStatements(node: SyntaxNode | undefined, source: PythonText): readonly Statement[] {
  return node ? node.children.flatMap((child) => toStatement(child, source)) : [];
}

function toStatement(node: SyntaxNode, source: PythonText): readonly Statement[] {
  const convert = converters[node.type];
  if (convert) return convert(node, source);
  if (node.named && isExpression(node) && node.start < node.end) {
    return [{ kind: 'expression', value: toExpression(node, source), range: source.range(node) }];
  }
  return [];
}

const converters: Readonly<Record<string, Convert>> = {
  // What stands whole inside a broken part is still read.
  ERROR: toStatements,
  block: toStatements,
  expression_statement: expressionStatement,
  assignment,
  augmented_assignment: augmentedAssignment,
  if_statement: (node, source) => [ifStatement(node, source)],
  for_statement: (node, source) => {
    const [target, iterable] = [field(node, 'left'), field(node, 'right')];
    if (!target || !iterable) return toStatements(field(node, 'body'), source);
    return [
      {
        kind: 'for',
        target: toExpression(target, source),
        iterable: toExpression(iterable, source),
        body: toStatements(field(node, 'body'), source),
        otherwise: elseBody(node, source),
        range: source.range(node),
      },
    ];
  },
  while_statement: (node, source) => {
    const test = field(node, 'condition');
    if (!test) return [];
    const body = toStatements(field(node, 'body'), source);
    return [{ kind: 'while', test: toExpression(test, source), body, otherwise: elseBody(node, source), range: source.range(node) }];
  },
  break_statement: (node, source) => [{ kind: 'break', range: source.range(node) }],
  continue_statement: (node, source) => [{ kind: 'continue', range: source.range(node) }],
  pass_statement: (node, source) => [{ kind: 'pass', range: source.range(node) }],
  return_statement: (node, source) => [{ kind: 'return', value: firstExpression(node, source), range: source.range(node) }],
  raise_statement: (node, source) => [{ kind: 'raise', value: firstExpression(node, source), range: source.range(node) }],
  try_statement: tryStatement,
  with_statement: withStatement,
  assert_statement: (node, source) => {
    const test = firstExpression(node, source);
    return test ? [{ kind: 'assert', test, range: source.range(node) }] : [];
  },
  delete_statement: (node, source) => {
    const targets = children(node)
      .map((child) => toExpression(child, source))
      .flatMap((target) => (target.kind === 'tuple' ? target.elements : [target]));
    return [{ kind: 'delete', targets, range: source.range(node) }];
  },
  global_statement: (node, source) => [{ kind: 'global', names: names(node, source), range: source.range(node) }],
  nonlocal_statement: (node, source) => [{ kind: 'nonlocal', names: names(node, source), range: source.range(node) }],
  function_definition: (node, source) => [functionDefinition(node, [], source)],
  class_definition: (node, source) => [classDefinition(node, [], source)],
  decorated_definition: (node, source) => {
    const decorators = children(node)
      .filter(({ type }) => type === 'decorator')
      .flatMap((decorator) => children(decorator).map((child) => toExpression(child, source)));
    const definition = field(node, 'definition');
    if (!definition) return [];
    return [
      definition.type === 'class_definition'
        ? classDefinition(definition, decorators, source)
        : functionDefinition(definition, decorators, source),
    ];
  },
  import_statement: (node, source) => [
    {
      kind: 'import',
      modules: node.children.filter((child) => child.field === 'name').map((child) => importedName(child, source)),
      range: source.range(node),
    },
  ],
  import_from_statement: importFrom,
  print_statement: (node, source) => {
    const parts = children(node).map((child) => (child.type === 'chevron' ? opaque(child, source, 'a file') : toExpression(child, source)));
    const range = source.range(node);
    return [{ kind: 'expression', value: { kind: 'opaque', what: 'a print statement', parts, range }, range }];
  },
  match_statement: matchStatement,
};

function expressionStatement(node: SyntaxNode, source: PythonText): readonly Statement[] {
  const parts = children(node);
  const [first] = parts;
  if (parts.length === 1 && first) return toStatement(first, source);
  return parts.flatMap((part) => toStatement(part, source));
}

function assignment(node: SyntaxNode, source: PythonText): readonly Statement[] {
  const targets: Expression[] = [];
  let current: SyntaxNode | undefined = node;
  while (current?.type === 'assignment') {
    const target = field(current, 'left');
    if (target) targets.push(toExpression(target, source));
    current = field(current, 'right');
  }
  // `name: int` declares without a value.
  if (!current) return [];
  return [{ kind: 'assignment', targets, value: toExpression(current, source), range: source.range(node) }];
}

function augmentedAssignment(node: SyntaxNode, source: PythonText): readonly Statement[] {
  const [target, value] = [field(node, 'left'), field(node, 'right')];
  const operator = binaryOperator(textOf(field(node, 'operator'), source).replace(/=$/, ''));
  if (!target || !value || !operator) return [];
  return [
    {
      kind: 'augmented assignment',
      target: toExpression(target, source),
      operator,
      value: toExpression(value, source),
      range: source.range(node),
    },
  ];
}

/** `elif` chains become nested ifs, from the last to the first. */
function ifStatement(node: SyntaxNode, source: PythonText): Statement {
  const alternatives = node.children.filter((child) => child.field === 'alternative');
  let otherwise: readonly Statement[] = [];
  for (const alternative of alternatives.toReversed()) {
    if (alternative.type === 'else_clause') otherwise = toStatements(field(alternative, 'body'), source);
    else otherwise = [branch(alternative, otherwise, source)];
  }
  return branch(node, otherwise, source);
}

function branch(node: SyntaxNode, otherwise: readonly Statement[], source: PythonText): Statement {
  const test = field(node, 'condition');
  return {
    kind: 'if',
    test: test ? toExpression(test, source) : opaque(node, source, 'this condition'),
    consequence: toStatements(field(node, 'consequence'), source),
    otherwise,
    range: source.range(node),
  };
}

function elseBody(node: SyntaxNode, source: PythonText): readonly Statement[] {
  const alternative = field(node, 'alternative');
  return alternative ? toStatements(field(alternative, 'body'), source) : [];
}

function tryStatement(node: SyntaxNode, source: PythonText): readonly Statement[] {
  const clause = (type: string) => node.children.find((child) => child.type === type);
  const body = (clauseNode: SyntaxNode | undefined) =>
    toStatements(clauseNode && (field(clauseNode, 'body') ?? clauseNode.children.find(({ type }) => type === 'block')), source);
  const handlers = node.children
    .filter(({ type }) => type === 'except_clause' || type === 'except_group_clause')
    .map((handler) => {
      const pattern = children(handler).find(({ type }) => type === 'as_pattern');
      const alias = pattern && field(pattern, 'alias');
      return { name: alias ? textOf(alias, source) : null, body: body(handler) };
    });
  return [
    {
      kind: 'try',
      body: toStatements(field(node, 'body'), source),
      handlers,
      otherwise: body(clause('else_clause')),
      finally: body(clause('finally_clause')),
      range: source.range(node),
    },
  ];
}

function withStatement(node: SyntaxNode, source: PythonText): readonly Statement[] {
  const clause = node.children.find(({ type }) => type === 'with_clause');
  const items = (clause ? children(clause) : []).flatMap((item) => {
    const value = field(item, 'value');
    if (!value) return [];
    const [inner] = children(value);
    if (value.type !== 'as_pattern' || !inner) return [{ value: toExpression(value, source), target: null }];
    const alias = field(value, 'alias');
    const target = alias && children(alias)[0];
    return [{ value: toExpression(inner, source), target: target ? toExpression(target, source) : null }];
  });
  return [{ kind: 'with', items, body: toStatements(field(node, 'body'), source), range: source.range(node) }];
}

function functionDefinition(node: SyntaxNode, decorators: readonly Expression[], source: PythonText): Statement {
  const range = source.range(node);
  const body = field(node, 'body');
  const definition: FunctionDefinition = {
    name: textOf(field(node, 'name'), source),
    parameters: toParameters(field(node, 'parameters'), source),
    body: toStatements(body, source),
    decorators,
    suspends: node.children.some(({ type }) => type === 'async') || (body !== undefined && yields(body)),
    range,
  };
  return { kind: 'function', definition, range };
}

function yields(node: SyntaxNode): boolean {
  return node.children.some(
    (child) => child.type === 'yield' || (child.type !== 'function_definition' && child.type !== 'lambda' && yields(child)),
  );
}

function classDefinition(node: SyntaxNode, decorators: readonly Expression[], source: PythonText): Statement {
  return {
    kind: 'class',
    name: textOf(field(node, 'name'), source),
    bases: toArguments(field(node, 'superclasses'), source),
    body: toStatements(field(node, 'body'), source),
    decorators,
    range: source.range(node),
  };
}

function importFrom(node: SyntaxNode, source: PythonText): readonly Statement[] {
  const module = textOf(field(node, 'module_name'), source).replace(/\s/g, '');
  const isStar = node.children.some(({ type }) => type === 'wildcard_import');
  const imported = node.children
    .filter((child) => child.field === 'name')
    .map((child) => ({ ...importedName(child, source), range: source.range(child) }));
  return [{ kind: 'import from', module, names: isStar ? null : imported, range: source.range(node) }];
}

function importedName(node: SyntaxNode, source: PythonText): { readonly name: string; readonly alias: string | null } {
  if (node.type !== 'aliased_import') return { name: textOf(node, source).replace(/\s/g, ''), alias: null };
  return { name: textOf(field(node, 'name'), source).replace(/\s/g, ''), alias: textOf(field(node, 'alias'), source) };
}

/**
 * Cases as ifs: literals are comparisons, `_` and a single name are the rest, any other pattern is a condition that cannot be
 * known; a guard is one more condition.
 */
function matchStatement(node: SyntaxNode, source: PythonText): readonly Statement[] {
  const subjectNode = field(node, 'subject');
  const subject = subjectNode ? toExpression(subjectNode, source) : opaque(node, source, 'this match');
  const clauses = (field(node, 'body')?.children ?? []).filter(({ type }) => type === 'case_clause');
  let otherwise: readonly Statement[] = [];
  for (const clause of clauses.toReversed()) {
    const range = source.range(clause);
    const patterns = children(clause).filter(({ type }) => type === 'case_pattern');
    const [pattern] = patterns;
    const capture = patterns.length === 1 && pattern ? capturedName(pattern, source) : null;
    const written = toStatements(field(clause, 'consequence'), source);
    const guardNode = field(clause, 'guard');
    const guard = guardNode ? firstExpression(guardNode, source) : null;
    if (capture === '_' && !guard) {
      otherwise = written;
    } else if (capture !== null && capture !== '_' && !guard) {
      otherwise = [{ kind: 'assignment', targets: [{ kind: 'name', name: capture, range }], value: subject, range }, ...written];
    } else {
      const literals = patterns.length === 1 && pattern ? literalsOf(pattern, source) : null;
      const fits: Expression | null =
        capture === '_'
          ? null
          : literals
            ? comparison(subject, literals, range)
            : { kind: 'opaque', what: 'this pattern', parts: [], range };
      const test: Expression | null =
        fits && guard ? { kind: 'boolean operation', operator: 'and', left: fits, right: guard, range } : (fits ?? guard);
      if (test) otherwise = [{ kind: 'if', test, consequence: written, otherwise, range }];
    }
  }
  return otherwise;
}

/** The name that takes whatever comes; null for any other pattern. */
function capturedName(pattern: SyntaxNode, source: PythonText): string | null {
  const text = textOf(pattern, source).trim();
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text) && !/^(None|True|False)$/.test(text) ? text : null;
}

/** `"a"`, `-1`, `1 | 2`; null where one of them is no literal. */
function literalsOf(pattern: SyntaxNode, source: PythonText): readonly Expression[] | null {
  const [inner, ...others] = pattern.children;
  const [number] = others;
  if (inner?.type === '-' && number && others.length === 1 && /^(integer|float)$/.test(number.type)) {
    return [{ kind: 'unary', operator: '-', operand: toExpression(number, source), range: source.range(pattern) }];
  }
  if (!inner || others.length > 0) return null;
  const nodes = inner.type === 'union_pattern' ? children(inner) : [inner];
  const isLiteral = nodes.length > 0 && nodes.every(({ type }) => /^(string|integer|float|true|false|none)$/.test(type));
  const isWhole = inner.type !== 'union_pattern' || inner.children.every(({ named, type }) => named || type === '|');
  return isLiteral && isWhole ? nodes.map((literal) => toExpression(literal, source)) : null;
}

function comparison(subject: Expression, literals: readonly Expression[], range: Range): Expression {
  const equal = (literal: Expression): Expression => ({ kind: 'compare', operators: ['=='], operands: [subject, literal], range });
  const [first, ...others] = literals.map(equal);
  const any = (left: Expression, right: Expression): Expression => ({ kind: 'boolean operation', operator: 'or', left, right, range });
  return first ? others.reduce(any, first) : { kind: 'opaque', what: 'this pattern', parts: [], range };
}

function firstExpression(node: SyntaxNode, source: PythonText): Expression | null {
  const inner = children(node).find(isExpression);
  return inner ? toExpression(inner, source) : null;
}

function names(node: SyntaxNode, source: PythonText): readonly string[] {
  return children(node).map((child) => textOf(child, source));
}
