// What each kind of statement does. Known conditions and loops run as Python runs them; where a condition is not known, both
// sides are tried and joined.
import type { Range } from '../range.ts';
import type { Expression, Statement } from '../syntax/tree.ts';
import { createClosure } from './calls.ts';
import { type Completion, normal } from './completion.ts';
import type { Evaluation } from './evaluation.ts';
import { executeImport } from './imports.ts';
import { join } from './join.ts';
import { executeFor, executeWhile } from './loops.ts';
import { binaryOperation, truth } from './operators.ts';
import { assignmentScope, createScope, lookUp, moduleScope, type Scope } from './scope.ts';
import { deleteItem, getItem, setItem } from './subscripts.ts';
import { assignTarget } from './targets.ts';
import { type ClassValue, type ClosureValue, none, unknown, type Value } from './value.ts';

/** Runs statements in order until one does not end normally. */
export function executeAll(evaluation: Evaluation, statements: readonly Statement[], scope: Scope): Completion {
  for (const statement of statements) {
    if (evaluation.budget.exhausted !== null) return normal;
    const completion = execute(evaluation, statement, scope);
    if (completion.kind !== 'normal') return completion;
  }
  return normal;
}

function execute(evaluation: Evaluation, statement: Statement, scope: Scope): Completion {
  switch (statement.kind) {
    case 'expression':
      evaluation.evaluate(statement.value, scope);
      return normal;
    case 'assignment': {
      const value = evaluation.evaluate(statement.value, scope);
      for (const target of statement.targets) assignTarget(evaluation, target, value, scope);
      return normal;
    }
    case 'augmented assignment':
      augment(evaluation, statement, scope);
      return normal;
    case 'if':
      return executeIf(evaluation, statement, scope);
    case 'for':
      return executeFor(evaluation, statement, scope);
    case 'while':
      return executeWhile(evaluation, statement, scope);
    case 'break':
    case 'continue':
      return { kind: statement.kind };
    case 'pass':
      return normal;
    case 'return':
      return { kind: 'return', value: statement.value ? evaluation.evaluate(statement.value, scope) : none };
    case 'raise':
      if (statement.value) evaluation.evaluate(statement.value, scope);
      return { kind: 'raise' };
    case 'try':
      return executeTry(evaluation, statement, scope);
    case 'with': {
      for (const { value, target } of statement.items) {
        const entered = enter(evaluation, evaluation.evaluate(value, scope));
        if (target) assignTarget(evaluation, target, entered, scope);
      }
      return evaluation.execute(statement.body, scope);
    }
    case 'assert':
      evaluation.evaluate(statement.test, scope);
      return normal;
    case 'delete':
      for (const target of statement.targets) deleteTarget(evaluation, target, scope);
      return normal;
    case 'global':
    case 'nonlocal':
      for (const name of statement.names) {
        scope.redirected.set(name, statement.kind === 'global' ? moduleScope(scope) : enclosing(scope, name));
      }
      return normal;
    case 'function':
      defineFunction(evaluation, statement, scope);
      return normal;
    case 'class':
      defineClass(evaluation, statement, scope);
      return normal;
    case 'import':
    case 'import from':
      executeImport(evaluation, statement, scope);
      return normal;
    default:
      return statement satisfies never;
  }
}

function executeIf(evaluation: Evaluation, statement: Extract<Statement, { kind: 'if' }>, scope: Scope): Completion {
  const { test, consequence, otherwise } = statement;
  const holds = truth(evaluation, evaluation.evaluate(test, scope));
  if (holds !== null) return evaluation.execute(holds ? consequence : otherwise, scope);
  const reason = conditionUnknown(evaluation, test);
  const attempt = (side: readonly Statement[]) =>
    evaluation.journal.attempt(() => evaluation.underCondition(reason, () => evaluation.execute(side, scope)));
  const left = attempt(consequence);
  const right = attempt(otherwise);
  const [first, second] = [left.result, right.result];
  if (first.kind === second.kind) {
    evaluation.journal.applyEither(left.changes, right.changes, reason);
    return first.kind === 'return' && second.kind === 'return' ? { kind: 'return', value: join(first.value, second.value, reason) } : first;
  }
  // One side leaves. What goes on is the other, from now on under the condition; a side that raises is taken not to happen.
  const stays = first.kind === 'normal' ? left : second.kind === 'normal' ? right : first.kind === 'raise' ? right : left;
  const leaves = stays === left ? right : left;
  evaluation.journal.apply(stays.changes);
  if (leaves.result.kind === 'raise') return stays.result;
  if (leaves.result.kind === 'return') scope.possibleReturns.push(leaves.result.value);
  if (stays.result.kind === 'normal') evaluation.uncertain = reason;
  return stays.result;
}

export function conditionUnknown(evaluation: Evaluation, test: Expression): Extract<Value, { kind: 'unknown' }> {
  return unknown(`whether \`${evaluation.excerpt(test.range)}\` holds is not known`, test.range);
}

function augment(evaluation: Evaluation, statement: Extract<Statement, { kind: 'augmented assignment' }>, scope: Scope): void {
  const { target, operator, value: written, range } = statement;
  const place = augmentedPlace(evaluation, target, scope);
  const before = place.read();
  const value = evaluation.evaluate(written, scope);
  evaluation.range = range;
  if (before.kind === 'list' && operator === '+') {
    evaluation.touch(before);
    const added = evaluation.iterate(value);
    if ('kind' in added) before.rest ??= added;
    else if (evaluation.spend(added.length)) for (const element of added) before.elements.push(element);
    return;
  }
  if (before.kind === 'array' && evaluation.names.arrays?.augment?.(operator, before, value, evaluation)) {
    // What a list of indices picks is a copy: it is written back, as Python does with every target.
    if (target.kind === 'subscript') place.write(before);
    return;
  }
  if (before.kind === 'object' && before.type.augment?.(operator, before as never, value, evaluation)) return;
  place.write(binaryOperation(evaluation, operator, before, value, range));
}

/** What `target += …` reads and writes; a subscript's object and index are evaluated once. */
function augmentedPlace(
  evaluation: Evaluation,
  target: Expression,
  scope: Scope,
): { readonly read: () => Value; readonly write: (value: Value) => void } {
  if (target.kind !== 'subscript') {
    return { read: () => evaluation.evaluate(target, scope), write: (value) => assignTarget(evaluation, target, value, scope) };
  }
  const object = evaluation.evaluate(target.object, scope);
  const index = evaluation.evaluate(target.index, scope);
  return { read: () => getItem(evaluation, object, index, target.range), write: (value) => setItem(evaluation, object, index, value) };
}

function executeTry(evaluation: Evaluation, statement: Extract<Statement, { kind: 'try' }>, scope: Scope): Completion {
  let completion = evaluation.execute(statement.body, scope);
  if (completion.kind === 'raise') {
    const [handler] = statement.handlers;
    if (handler?.name) evaluation.assign(scope, handler.name, unknown('the exception is not known', statement.range));
    completion = handler ? evaluation.execute(handler.body, scope) : completion;
  } else if (completion.kind === 'normal') completion = evaluation.execute(statement.otherwise, scope);
  const last = evaluation.execute(statement.finally, scope);
  return last.kind === 'normal' ? completion : last;
}

function enter(evaluation: Evaluation, value: Value): Value {
  if (value.kind === 'instance') {
    const entered = evaluation.call(evaluation.attribute(value, '__enter__'), []);
    return entered.kind === 'unknown' ? value : entered;
  }
  return value;
}

function deleteTarget(evaluation: Evaluation, target: Expression, scope: Scope): void {
  if (target.kind === 'subscript') {
    deleteItem(evaluation, evaluation.evaluate(target.object, scope), evaluation.evaluate(target.index, scope));
  } else if (target.kind === 'name') {
    const home = assignmentScope(scope, target.name);
    evaluation.journal.touchName(home, target.name);
    home.variables.delete(target.name);
  }
}

function enclosing(scope: Scope, name: string): Scope {
  for (let outer = scope.parent; outer; outer = outer.parent) if (outer.of === 'function' && outer.variables.has(name)) return outer;
  return scope;
}

function defineFunction(evaluation: Evaluation, statement: Extract<Statement, { kind: 'function' }>, scope: Scope): void {
  const { definition } = statement;
  const names = definition.decorators.map(decoratorName);
  const decoration: ClosureValue['decoration'] = names.includes('staticmethod')
    ? 'static'
    : names.includes('classmethod')
      ? 'class'
      : names.some((name) => name === 'property' || name === 'cached_property')
        ? 'property'
        : 'none';
  const closure = createClosure(evaluation, definition, scope, null, decoration);
  if (scope.of === 'module') evaluation.defined.push(closure);
  evaluation.assign(
    assignmentScope(scope, definition.name),
    definition.name,
    decorated(evaluation, definition.decorators, closure, scope, statement.range),
  );
}

/** The source's own decorators are called; a library's are taken to leave the function what it is. */
function decorated(evaluation: Evaluation, decorators: readonly Expression[], value: Value, scope: Scope, range: Range): Value {
  let result = value;
  for (const decorator of decorators.toReversed()) {
    const name = decoratorName(decorator);
    const callee = lookUp(scope, name.split('.', 1)[0] ?? '');
    if (callee?.kind !== 'closure' && callee?.kind !== 'class') continue;
    evaluation.range = range;
    const wrapped = evaluation.call(evaluation.evaluate(decorator, scope), [result]);
    if (wrapped.kind !== 'unknown') result = wrapped;
  }
  return result;
}

function decoratorName(decorator: Expression): string {
  if (decorator.kind === 'name') return decorator.name;
  if (decorator.kind === 'call') return decoratorName(decorator.callee);
  return decorator.kind === 'attribute' ? decorator.name : '';
}

function defineClass(evaluation: Evaluation, statement: Extract<Statement, { kind: 'class' }>, scope: Scope): void {
  const bases = statement.bases.filter(({ kind }) => kind === 'plain').map(({ value }) => evaluation.evaluate(value, scope));
  const body = createScope('class', statement.name, scope);
  evaluation.execute(statement.body, body);
  const value: ClassValue = { kind: 'class', name: statement.name, bases, members: new Map(), range: statement.range };
  for (const [name, member] of body.variables) {
    value.members.set(name, member.kind === 'closure' && member.scope === body ? { ...member, owner: value } : member);
  }
  if (scope.of === 'module') evaluation.defined.push(value);
  evaluation.assign(assignmentScope(scope, statement.name), statement.name, value);
}
