// Python's expressions → the expression language. One entry a node type of the grammar.
import type { BinaryOperator, CompareOperator, UnaryOperator } from '../evaluate/value.ts';
import type { Range } from '../range.ts';
import type { SyntaxNode } from './parser.ts';
import { numberValue, stringValue, withoutEscapes } from './python-strings.ts';
import type { Argument, ComprehensionClause, Expression, FormatPart, FunctionDefinition, Parameter } from './tree.ts';

/** The text under conversion. */
export interface PythonText {
  readonly text: string;
  range(node: SyntaxNode): Range;
}

type Convert = (node: SyntaxNode, source: PythonText) => Expression;

/** Any expression; a node that is none of Python's expressions becomes opaque. */
export function toExpression(node: SyntaxNode, source: PythonText): Expression {
  const convert = converters[node.type];
  return convert ? convert(node, source) : opaque(node, source, `this ${node.type.replaceAll('_', ' ')}`);
}

export function isExpression(node: SyntaxNode): boolean {
  return Object.hasOwn(converters, node.type);
}

export function opaque(node: SyntaxNode, source: PythonText, what: string): Expression {
  return {
    kind: 'opaque',
    what,
    parts: children(node)
      .filter(isExpression)
      .map((child) => toExpression(child, source)),
    range: source.range(node),
  };
}

/** Named children that are not comments or errors. */
export function children(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.filter(({ named, type }) => named && type !== 'comment' && type !== 'ERROR' && type !== 'line_continuation');
}

export function field(node: SyntaxNode, name: string): SyntaxNode | undefined {
  return node.children.find((child) => child.field === name);
}

export function textOf(node: SyntaxNode | undefined, source: PythonText): string {
  return node ? source.text.slice(node.start, node.end) : '';
}

const binaryOperators: ReadonlySet<string> = new Set<BinaryOperator>(['+', '-', '*', '/', '//', '%', '**', '@', '<<', '>>', '&', '|', '^']);

export function binaryOperator(text: string): BinaryOperator | null {
  return binaryOperators.has(text) ? (text as BinaryOperator) : null;
}

const converters: Readonly<Record<string, Convert>> = {
  identifier: (node, source) => ({ kind: 'name', name: textOf(node, source), range: source.range(node) }),
  // Words that the grammar reads as keywords of Python 2 or of newer Pythons.
  keyword_identifier: (node, source) => ({ kind: 'name', name: textOf(node, source), range: source.range(node) }),
  dotted_name: (node, source) => dottedName(children(node), source, source.range(node)),
  integer: number,
  float: number,
  true: (node, source) => ({ kind: 'boolean', value: true, range: source.range(node) }),
  false: (node, source) => ({ kind: 'boolean', value: false, range: source.range(node) }),
  none: (node, source) => ({ kind: 'none', range: source.range(node) }),
  ellipsis: (node, source) => ({ kind: 'ellipsis', range: source.range(node) }),
  string: stringLiteral,
  concatenated_string: concatenatedString,
  parenthesized_expression: (node, source) => {
    const [inner] = children(node);
    return inner ? toExpression(inner, source) : opaque(node, source, 'these empty parentheses');
  },
  attribute: (node, source) => {
    const object = field(node, 'object');
    const name = field(node, 'attribute');
    if (!object || !name) return opaque(node, source, 'this attribute');
    return { kind: 'attribute', object: toExpression(object, source), name: textOf(name, source), range: source.range(node) };
  },
  subscript,
  slice,
  call,
  unary_operator: (node, source) => {
    const operand = field(node, 'argument');
    if (!operand) return opaque(node, source, 'this operation');
    const operator = textOf(field(node, 'operator'), source) as UnaryOperator;
    return { kind: 'unary', operator, operand: toExpression(operand, source), range: source.range(node) };
  },
  not_operator: (node, source) => {
    const operand = field(node, 'argument');
    if (!operand) return opaque(node, source, 'this operation');
    return { kind: 'unary', operator: 'not', operand: toExpression(operand, source), range: source.range(node) };
  },
  binary_operator: (node, source) => {
    const [left, right, operator] = [field(node, 'left'), field(node, 'right'), binaryOperator(textOf(field(node, 'operator'), source))];
    if (!left || !right || !operator) return opaque(node, source, 'this operation');
    return { kind: 'binary', operator, left: toExpression(left, source), right: toExpression(right, source), range: source.range(node) };
  },
  boolean_operator: (node, source) => {
    const [left, right] = [field(node, 'left'), field(node, 'right')];
    if (!left || !right) return opaque(node, source, 'this condition');
    const operator = textOf(field(node, 'operator'), source) === 'or' ? 'or' : 'and';
    return {
      kind: 'boolean operation',
      operator,
      left: toExpression(left, source),
      right: toExpression(right, source),
      range: source.range(node),
    };
  },
  comparison_operator: comparison,
  conditional_expression: (node, source) => {
    const [consequence, test, otherwise] = children(node).map((child) => toExpression(child, source));
    if (!consequence || !test || !otherwise) return opaque(node, source, 'this conditional expression');
    return { kind: 'conditional', consequence, test, otherwise, range: source.range(node) };
  },
  list: elements('list'),
  list_pattern: elements('list'),
  tuple: elements('tuple'),
  expression_list: elements('tuple'),
  pattern_list: elements('tuple'),
  tuple_pattern: elements('tuple'),
  set: elements('set'),
  dictionary,
  list_comprehension: comprehension('list'),
  set_comprehension: comprehension('set'),
  dictionary_comprehension: comprehension('dictionary'),
  generator_expression: comprehension('generator'),
  list_splat: starred,
  list_splat_pattern: starred,
  lambda: (node, source) => {
    const body = field(node, 'body');
    const range = source.range(node);
    const definition: FunctionDefinition = {
      name: 'lambda',
      parameters: toParameters(field(node, 'parameters'), source),
      body: body ? [{ kind: 'return', value: toExpression(body, source), range: source.range(body) }] : [],
      decorators: [],
      suspends: false,
      range,
    };
    return { kind: 'lambda', definition, range };
  },
  named_expression: (node, source) => {
    const value = field(node, 'value');
    if (!value) return opaque(node, source, 'this assignment');
    return { kind: 'named', name: textOf(field(node, 'name'), source), value: toExpression(value, source), range: source.range(node) };
  },
  await: (node, source) => opaque(node, source, 'an awaited value'),
  yield: (node, source) => opaque(node, source, 'a yielded value'),
};

export function toParameters(node: SyntaxNode | undefined, source: PythonText): readonly Parameter[] {
  const parameters: Parameter[] = [];
  let keywordOnly = false;
  for (const child of node ? children(node) : []) {
    if (child.type === 'keyword_separator') keywordOnly = true;
    const parameter = toParameter(child, keywordOnly, source);
    if (!parameter) continue;
    parameters.push(parameter);
    if (parameter.kind === 'elements') keywordOnly = true;
  }
  return parameters;
}

function toParameter(node: SyntaxNode, keywordOnly: boolean, source: PythonText): Parameter | null {
  const value = field(node, 'value');
  switch (node.type) {
    case 'identifier':
      return { name: textOf(node, source), kind: 'plain', keywordOnly, default: null };
    case 'default_parameter':
    case 'typed_default_parameter':
      return { name: textOf(field(node, 'name'), source), kind: 'plain', keywordOnly, default: value ? toExpression(value, source) : null };
    case 'typed_parameter': {
      const [inner] = children(node);
      return inner ? toParameter(inner, keywordOnly, source) : null;
    }
    case 'list_splat_pattern':
      return { name: textOf(children(node)[0], source), kind: 'elements', keywordOnly: false, default: null };
    case 'dictionary_splat_pattern':
      return { name: textOf(children(node)[0], source), kind: 'entries', keywordOnly: false, default: null };
    case 'tuple_pattern':
      // Python 2 unpacks in the parameter list.
      return { name: textOf(node, source), kind: 'plain', keywordOnly, default: null };
    default:
      return null;
  }
}

export function toArguments(node: SyntaxNode | undefined, source: PythonText): readonly Argument[] {
  if (!node) return [];
  if (node.type === 'generator_expression') return [{ kind: 'plain', name: '', value: toExpression(node, source) }];
  return children(node).flatMap((child): Argument[] => {
    const [inner] = children(child);
    switch (child.type) {
      case 'keyword_argument': {
        const value = field(child, 'value');
        return value ? [{ kind: 'keyword', name: textOf(field(child, 'name'), source), value: toExpression(value, source) }] : [];
      }
      case 'list_splat':
        return inner ? [{ kind: 'elements', name: '', value: toExpression(inner, source) }] : [];
      case 'dictionary_splat':
        return inner ? [{ kind: 'entries', name: '', value: toExpression(inner, source) }] : [];
      default:
        return isMissing(child) ? [] : [{ kind: 'plain', name: '', value: toExpression(child, source) }];
    }
  });
}

function isMissing(node: SyntaxNode): boolean {
  return node.start === node.end;
}

function dottedName(parts: readonly SyntaxNode[], source: PythonText, range: Range): Expression {
  const [first, ...others] = parts;
  let result: Expression = { kind: 'name', name: textOf(first, source), range };
  for (const part of others) result = { kind: 'attribute', object: result, name: textOf(part, source), range };
  return result;
}

function number(node: SyntaxNode, source: PythonText): Expression {
  const value = numberValue(textOf(node, source));
  return value ? { ...value, range: source.range(node) } : opaque(node, source, `the number ${textOf(node, source).slice(0, 40)}`);
}

function stringLiteral(node: SyntaxNode, source: PythonText): Expression {
  const range = source.range(node);
  if (node.children.some(({ type }) => type === 'interpolation')) return { kind: 'format', parts: formatParts(node, source), range };
  const raw = textOf(node, source);
  const value = stringValue(raw);
  if (value === null) return opaque(node, source, 'a bytes literal');
  // An f-string without values still writes `{{` for a brace.
  const isFormat = /^[a-zA-Z]*[fF]/.test(raw);
  return { kind: 'string', value: isFormat ? value.replaceAll('{{', '{').replaceAll('}}', '}') : value, range };
}

function formatParts(node: SyntaxNode, source: PythonText): readonly (string | FormatPart)[] {
  const isRaw = /^[a-zA-Z]*[rR]/.test(textOf(node, source).slice(0, 3));
  return node.children.flatMap((child): (string | FormatPart)[] => {
    if (child.type === 'interpolation') {
      const value = field(child, 'expression');
      if (!value) return [];
      const specification = field(child, 'format_specifier');
      const isComputed = specification?.children.some(({ type }) => type === 'format_expression' || type === 'interpolation');
      return [
        {
          value: toExpression(value, source),
          specification: isComputed ? null : textOf(specification, source).slice(1),
          conversion: textOf(field(child, 'type_conversion'), source),
        },
      ];
    }
    if (child.type !== 'string_content') return [];
    const content = textOf(child, source).replaceAll('{{', '{').replaceAll('}}', '}');
    return [isRaw ? content : withoutEscapes(content)];
  });
}

function concatenatedString(node: SyntaxNode, source: PythonText): Expression {
  const range = source.range(node);
  const parts = children(node).map((child) => toExpression(child, source));
  if (parts.every((part) => part.kind === 'string')) return { kind: 'string', value: parts.map(({ value }) => value).join(''), range };
  if (parts.some(({ kind }) => kind === 'opaque')) return opaque(node, source, 'a bytes literal');
  return {
    kind: 'format',
    parts: parts.flatMap((part) => (part.kind === 'format' ? part.parts : part.kind === 'string' ? [part.value] : [])),
    range,
  };
}

function subscript(node: SyntaxNode, source: PythonText): Expression {
  const object = field(node, 'value');
  const indices = node.children.filter((child) => child.field === 'subscript').map((child) => toExpression(child, source));
  const [first] = indices;
  if (!object || !first) return opaque(node, source, 'this subscript');
  const range = source.range(node);
  // `a[1,]` and `a[1, 2]` are tuples; the comma tells the first from `a[1]`.
  const isTuple = indices.length > 1 || node.children.some(({ type }) => type === ',');
  const index: Expression = isTuple ? { kind: 'tuple', elements: indices, range } : first;
  return { kind: 'subscript', object: toExpression(object, source), index, range };
}

function slice(node: SyntaxNode, source: PythonText): Expression {
  const bounds: (Expression | null)[] = [null, null, null];
  let at = 0;
  for (const child of node.children) {
    if (child.type === ':') at++;
    else if (child.named && child.type !== 'comment' && at < 3) bounds[at] = toExpression(child, source);
  }
  const [start = null, stop = null, step = null] = bounds;
  return { kind: 'slice', start, stop, step, range: source.range(node) };
}

function call(node: SyntaxNode, source: PythonText): Expression {
  const callee = field(node, 'function');
  if (!callee) return opaque(node, source, 'this call');
  return {
    kind: 'call',
    callee: toExpression(callee, source),
    arguments: toArguments(field(node, 'arguments'), source),
    range: source.range(node),
  };
}

function comparison(node: SyntaxNode, source: PythonText): Expression {
  const operands = children(node).map((child) => toExpression(child, source));
  const operators = node.children
    .filter((child) => child.field === 'operators')
    .map((child) => textOf(child, source).replace(/\s+/g, ' ').replace('<>', '!=') as CompareOperator);
  if (operands.length !== operators.length + 1) return opaque(node, source, 'this comparison');
  return { kind: 'compare', operators, operands, range: source.range(node) };
}

function elements(kind: 'list' | 'tuple' | 'set'): Convert {
  return (node, source) => ({
    kind,
    elements: children(node)
      .filter((child) => !isMissing(child))
      .map((child) => toExpression(child, source)),
    range: source.range(node),
  });
}

function starred(node: SyntaxNode, source: PythonText): Expression {
  const [inner] = children(node);
  return inner ? { kind: 'starred', value: toExpression(inner, source), range: source.range(node) } : opaque(node, source, 'this star');
}

function dictionary(node: SyntaxNode, source: PythonText): Expression {
  const entries = children(node).flatMap((child) => {
    const value = child.type === 'pair' ? field(child, 'value') : children(child)[0];
    if (!value) return [];
    const key = child.type === 'pair' ? field(child, 'key') : undefined;
    return [{ key: key ? toExpression(key, source) : null, value: toExpression(value, source) }];
  });
  return { kind: 'dictionary', entries, range: source.range(node) };
}

function comprehension(makes: 'list' | 'set' | 'dictionary' | 'generator'): Convert {
  return (node, source) => {
    const body = field(node, 'body');
    const element = body?.type === 'pair' ? field(body, 'value') : body;
    const key = body?.type === 'pair' ? field(body, 'key') : undefined;
    const clauses = node.children.flatMap((child) => toClause(child, source));
    if (!element || clauses.length === 0) return opaque(node, source, 'this comprehension');
    return {
      kind: 'comprehension',
      makes,
      element: toExpression(element, source),
      key: key ? toExpression(key, source) : null,
      clauses,
      range: source.range(node),
    };
  };
}

function toClause(node: SyntaxNode, source: PythonText): readonly ComprehensionClause[] {
  const [inner] = children(node);
  if (node.type === 'if_clause' && inner) return [{ kind: 'if', test: toExpression(inner, source) }];
  const [target, iterable] = [field(node, 'left'), field(node, 'right')];
  if (node.type !== 'for_in_clause' || !target || !iterable) return [];
  return [{ kind: 'for', target: toExpression(target, source), iterable: toExpression(iterable, source) }];
}
