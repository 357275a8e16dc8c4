// What each kind of expression is worth.
import type { Argument, Expression, FormatPart } from '../syntax/tree.ts';
import type { Arguments } from './arguments.ts';
import { getAttribute } from './attributes.ts';
import { createClosure } from './calls.ts';
import { hashedDictionary, hashedSet } from './containers.ts';
import type { Evaluation } from './evaluation.ts';
import { importedBuiltin } from './imports.ts';
import { join } from './join.ts';
import { noChanges } from './journal.ts';
import { binaryOperation, compareOperation, truth, unaryOperation } from './operators.ts';
import { assignmentScope, createScope, functionScope, lookUp, type Scope } from './scope.ts';
import { getItem } from './subscripts.ts';
import { assignTarget } from './targets.ts';
import { formatValue, textOf } from './text.ts';
import { boolean, ellipsis, float, integer, list, none, string, tuple, type UnknownValue, unknown, type Value } from './value.ts';

export function evaluateExpression(evaluation: Evaluation, expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'none':
      return none;
    case 'ellipsis':
      return ellipsis;
    case 'boolean':
      return boolean(expression.value);
    case 'integer':
      return integer(expression.value);
    case 'float':
      return float(expression.value);
    case 'string':
      return string(expression.value);
    case 'format':
      return formatted(evaluation, expression.parts, scope, expression);
    case 'name':
      return named(evaluation, expression.name, scope, expression);
    case 'attribute':
      return getAttribute(evaluation, evaluation.evaluate(expression.object, scope), expression.name, expression.range);
    case 'subscript':
      return getItem(
        evaluation,
        evaluation.evaluate(expression.object, scope),
        evaluation.evaluate(expression.index, scope),
        expression.range,
      );
    case 'slice': {
      const bound = (part: Expression | null): Value => (part ? evaluation.evaluate(part, scope) : none);
      return { kind: 'slice', start: bound(expression.start), stop: bound(expression.stop), step: bound(expression.step) };
    }
    case 'call':
      return call(evaluation, expression, scope);
    case 'unary':
      return unaryOperation(evaluation, expression.operator, evaluation.evaluate(expression.operand, scope), expression.range);
    case 'binary': {
      const left = evaluation.evaluate(expression.left, scope);
      return binaryOperation(evaluation, expression.operator, left, evaluation.evaluate(expression.right, scope), expression.range);
    }
    case 'boolean operation':
      return booleanOperation(evaluation, expression, scope);
    case 'compare':
      return comparison(evaluation, expression, scope);
    case 'conditional':
      return conditional(evaluation, expression, scope);
    case 'list':
    case 'tuple':
    case 'set': {
      const { elements, rest } = sequence(evaluation, expression.elements, scope);
      if (expression.kind === 'list') return list(elements, rest);
      return expression.kind === 'tuple' ? tuple(elements, rest) : hashedSet(elements, rest);
    }
    case 'dictionary':
      return dictionary(evaluation, expression, scope);
    case 'comprehension':
      return comprehension(evaluation, expression, scope);
    case 'starred':
      return evaluation.evaluate(expression.value, scope);
    case 'lambda':
      return createClosure(evaluation, expression.definition, scope, null);
    case 'named': {
      const value = evaluation.evaluate(expression.value, scope);
      const target = functionScope(scope);
      evaluation.assign(assignmentScope(target, expression.name), expression.name, value);
      return value;
    }
    case 'opaque':
      for (const part of expression.parts) evaluation.evaluate(part, scope);
      return unknown(`the value of ${expression.what} is not known`, expression.range);
    default:
      return expression satisfies never;
  }
}

export function callArguments(evaluation: Evaluation, written: readonly Argument[], scope: Scope, range: Expression['range']): Arguments {
  const positional: Value[] = [];
  const keywords = new Map<string, Value>();
  let rest: UnknownValue | null = null;
  for (const { kind, name, value: expression } of written) {
    const value = evaluation.evaluate(expression, scope);
    if (kind === 'plain') positional.push(value);
    else if (kind === 'keyword') keywords.set(name, value);
    else if (kind === 'elements') {
      const elements = evaluation.iterate(value);
      if ('kind' in elements) rest = unknown(`what \`*${evaluation.excerpt(expression.range)}\` passes is not known`, expression.range);
      else positional.push(...elements);
    } else if (value.kind === 'dictionary') {
      for (const { key, value: entry } of value.entries.values()) if (key.kind === 'string') keywords.set(key.value, entry);
      rest ??= value.rest;
    } else rest = unknown(`what \`**${evaluation.excerpt(expression.range)}\` passes is not known`, expression.range);
  }
  return { positional, keywords, rest, range };
}

function named(evaluation: Evaluation, name: string, scope: Scope, expression: Expression): Value {
  const value = lookUp(scope, name) ?? importedBuiltin(evaluation, name);
  if (value) return value;
  // A notebook's cells run in any order, and an example may leave its imports to a later block.
  const late = evaluation.lateImports.get(name);
  if (late) return late();
  let outer: Scope | null = scope;
  while (outer && !outer.star) outer = outer.parent;
  return outer?.star ?? unknown(`the name '${name}' is not defined in this file`, expression.range);
}

function call(evaluation: Evaluation, expression: Extract<Expression, { kind: 'call' }>, scope: Scope): Value {
  const { callee, arguments: written, range } = expression;
  if (callee.kind === 'name' && callee.name === 'super' && !lookUp(scope, 'super')) {
    const method = functionScope(scope).method;
    if (method) return { kind: 'super', class: method.owner, self: method.self };
  }
  const value = evaluation.evaluate(callee, scope);
  return evaluation.callWith(value, callArguments(evaluation, written, scope, range));
}

function booleanOperation(evaluation: Evaluation, expression: Extract<Expression, { kind: 'boolean operation' }>, scope: Scope): Value {
  const left = evaluation.evaluate(expression.left, scope);
  const holds = truth(evaluation, left);
  if (holds !== null) return holds === (expression.operator === 'or') ? left : evaluation.evaluate(expression.right, scope);
  const reason = unknown(`whether \`${evaluation.excerpt(expression.left.range)}\` holds is not known`, expression.left.range);
  const { result: right, changes } = evaluation.journal.attempt(() =>
    evaluation.underCondition(reason, () => evaluation.evaluate(expression.right, scope)),
  );
  evaluation.journal.applyEither(changes, noChanges, reason);
  // `unknown and False` is false, `unknown or True` is true.
  if (right.kind === 'boolean' && right.value === (expression.operator === 'or')) return right;
  return join(left, right, reason);
}

function comparison(evaluation: Evaluation, { operators, operands }: Extract<Expression, { kind: 'compare' }>, scope: Scope): Value {
  const [first, ...others] = operands;
  let left = first ? evaluation.evaluate(first, scope) : none;
  let result: Value = boolean(true);
  for (const [index, operand] of others.entries()) {
    const right = evaluation.evaluate(operand, scope);
    const holds = compareOperation(evaluation, operators[index] ?? '==', left, right, operand.range);
    if (others.length === 1) return holds;
    const isTrue = truth(evaluation, holds);
    if (isTrue === false) return boolean(false);
    if (isTrue === null) result = holds;
    left = right;
  }
  return result;
}

function conditional(evaluation: Evaluation, expression: Extract<Expression, { kind: 'conditional' }>, scope: Scope): Value {
  const { test, consequence, otherwise } = expression;
  const holds = truth(evaluation, evaluation.evaluate(test, scope));
  if (holds !== null) return evaluation.evaluate(holds ? consequence : otherwise, scope);
  const reason = unknown(`whether \`${evaluation.excerpt(test.range)}\` holds is not known`, test.range);
  const attempt = (side: Expression) =>
    evaluation.journal.attempt(() => evaluation.underCondition(reason, () => evaluation.evaluate(side, scope)));
  const left = attempt(consequence);
  const right = attempt(otherwise);
  evaluation.journal.applyEither(left.changes, right.changes, reason);
  return join(left.result, right.result, reason);
}

function sequence(
  evaluation: Evaluation,
  written: readonly Expression[],
  scope: Scope,
): { readonly elements: Value[]; readonly rest: UnknownValue | null } {
  const elements: Value[] = [];
  let rest: UnknownValue | null = null;
  for (const expression of written) {
    const value = evaluation.evaluate(expression, scope);
    if (expression.kind !== 'starred') elements.push(value);
    else {
      const inner = evaluation.iterate(value);
      if ('kind' in inner) rest = inner;
      else elements.push(...inner);
    }
  }
  return { elements, rest };
}

function dictionary(evaluation: Evaluation, expression: Extract<Expression, { kind: 'dictionary' }>, scope: Scope): Value {
  const pairs: (readonly [Value, Value])[] = [];
  let rest: UnknownValue | null = null;
  for (const { key, value } of expression.entries) {
    const inner = evaluation.evaluate(value, scope);
    if (key) pairs.push([evaluation.evaluate(key, scope), inner]);
    else if (inner.kind === 'dictionary') {
      for (const entry of inner.entries.values()) pairs.push([entry.key, entry.value]);
      rest ??= inner.rest;
    } else rest = unknown(`the entries of \`${evaluation.excerpt(value.range)}\` are not known`, value.range);
  }
  return hashedDictionary(pairs, rest);
}

function comprehension(evaluation: Evaluation, expression: Extract<Expression, { kind: 'comprehension' }>, outer: Scope): Value {
  const { makes, clauses, element, key } = expression;
  const scope = createScope('comprehension', outer.name, outer);
  const results: (readonly [Value, Value])[] = [];
  let rest: UnknownValue | null = null;
  const walk = (depth: number): void => {
    const clause = clauses[depth];
    if (!clause) {
      const keyValue = key ? evaluation.evaluate(key, scope) : none;
      results.push([keyValue, evaluation.evaluate(element, scope)]);
      return;
    }
    if (clause.kind === 'if') {
      const holds = truth(evaluation, evaluation.evaluate(clause.test, scope));
      if (holds === true) walk(depth + 1);
      else if (holds === null) {
        rest ??= unknown(`whether \`${evaluation.excerpt(clause.test.range)}\` holds is not known`, clause.test.range);
      }
      return;
    }
    const elements = evaluation.iterate(evaluation.evaluate(clause.iterable, scope));
    if ('kind' in elements) {
      rest ??= elements;
      return;
    }
    for (const value of elements) {
      if (!evaluation.spend(1)) break;
      if (evaluation.isLoopTooLong()) {
        rest ??= unknown('this loop is longer than Layerscope follows', expression.range);
        break;
      }
      assignTarget(evaluation, clause.target, value, scope);
      walk(depth + 1);
    }
  };
  evaluation.inLoop(() => walk(0));
  const values = results.map(([, value]) => value);
  if (makes === 'dictionary') return hashedDictionary(results, rest);
  return makes === 'set' ? hashedSet(values, rest) : list(values, rest);
}

function formatted(evaluation: Evaluation, parts: readonly (string | FormatPart)[], scope: Scope, expression: Expression): Value {
  let result = '';
  let missing: Value | null = null;
  for (const part of parts) {
    if (typeof part === 'string') {
      result += part;
      continue;
    }
    const value = evaluation.evaluate(part.value, scope);
    const text =
      part.conversion === '!r' ? textOf(value, true) : part.specification === null ? null : formatValue(value, part.specification);
    if (text === null) missing ??= value;
    else result += text;
  }
  if (!missing) return string(result);
  return missing.kind === 'unknown' ? missing : unknown('this text is not known', expression.range);
}
