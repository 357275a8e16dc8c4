// Assignment to names, attributes, subscripts and patterns of them.
import type { Expression } from '../syntax/tree.ts';
import { setAttribute } from './attributes.ts';
import type { Evaluation } from './evaluation.ts';
import { assignmentScope, type Scope } from './scope.ts';
import { setItem } from './subscripts.ts';
import { list, unknown, type Value } from './value.ts';

export function assignTarget(evaluation: Evaluation, target: Expression, value: Value, scope: Scope): void {
  switch (target.kind) {
    case 'name': {
      const home = assignmentScope(scope, target.name);
      evaluation.assign(home, target.name, value);
      evaluation.nameObject(value, target.name, home.depth);
      return;
    }
    case 'attribute': {
      const object = evaluation.evaluate(target.object, scope);
      setAttribute(evaluation, object, target.name, value);
      evaluation.nameObject(value, target.name, scope.depth);
      return;
    }
    case 'subscript': {
      const object = evaluation.evaluate(target.object, scope);
      setItem(evaluation, object, evaluation.evaluate(target.index, scope), value);
      return;
    }
    case 'starred':
      assignTarget(evaluation, target.value, value, scope);
      return;
    case 'tuple':
    case 'list':
      assignPattern(evaluation, target.elements, value, scope);
      return;
    default:
  }
}

function assignPattern(evaluation: Evaluation, targets: readonly Expression[], value: Value, scope: Scope): void {
  const elements = evaluation.iterate(value);
  const known = 'kind' in elements ? null : elements;
  const star = targets.findIndex(({ kind }) => kind === 'starred');
  for (const [index, target] of targets.entries()) {
    if (!known) {
      assignTarget(evaluation, target, partOfUnknown(evaluation, value, target), scope);
    } else if (index === star) {
      const after = targets.length - star - 1;
      assignTarget(evaluation, target, list(known.slice(star, Math.max(star, known.length - after))), scope);
    } else {
      const at = star >= 0 && index > star ? known.length - (targets.length - index) : index;
      assignTarget(evaluation, target, known[at] ?? unknown('there are fewer values than names', target.range), scope);
    }
  }
}

function partOfUnknown(evaluation: Evaluation, value: Value, target: Expression): Value {
  if (value.kind === 'unknown') return value;
  return unknown(`what \`${evaluation.excerpt(target.range)}\` is given is not known`, target.range);
}
