// A whole text: its statements in order, then the functions and classes that nobody used, with unknown arguments.

import type { Excerpts } from '../syntax/excerpts.ts';
import type { Statement } from '../syntax/tree.ts';
import { positionalArguments } from './arguments.ts';
import { type BudgetLimits, defaultLimits } from './budget.ts';
import { Evaluation } from './evaluation.ts';
import { collectImports } from './imports.ts';
import { mentionedNames } from './mentions.ts';
import type { Names } from './names.ts';
import { createScope } from './scope.ts';
import { type ClassValue, type ClosureValue, type InstanceValue, string, unknown, type Value } from './value.ts';

/** Evaluates the statements of one text. Never throws for what a text may hold. */
export function evaluateProgram(
  statements: readonly Statement[],
  names: Names,
  excerpts: Excerpts,
  limits: BudgetLimits = defaultLimits,
): Evaluation {
  const evaluation = new Evaluation(names, limits, excerpts);
  const scope = createScope('module', '', null);
  scope.variables.set('__name__', string('__main__'));
  collectImports(evaluation, statements);
  // A module that raises or returns at its top still has the rest written below: an editor shows that too.
  for (const statement of statements) evaluation.execute([statement], scope);
  evaluation.uncalled = true;
  for (const value of inOrderOfUse(evaluation)) {
    if (value.kind === 'closure') tryClosure(evaluation, value);
    else if (value.kind === 'class') tryClass(evaluation, value);
  }
  return evaluation;
}

/** What nobody used, those first that no other function mentions: `main` before the builders that it calls. */
function inOrderOfUse({ defined }: Evaluation): readonly Value[] {
  const mentioned = defined.map((value) => new Set(functionsOf(value).flatMap(({ definition }) => [...mentionedNames(definition.body)])));
  const isUsed = (value: Value, index: number) => mentioned.some((names, other) => other !== index && names.has(nameOf(value)));
  const used = defined.filter(isUsed);
  return [...defined.filter((value) => !used.includes(value)), ...used];
}

function tryClosure(evaluation: Evaluation, closure: ClosureValue): void {
  const { definition } = closure;
  if (evaluation.called.has(definition) || definition.suspends) return;
  evaluation.callWith(closure, positionalArguments(unknownArguments(closure), definition.range));
}

/** Methods that nobody called and that make models themselves are tried on an instance with unknown arguments. */
function tryClass(evaluation: Evaluation, of: ClassValue): void {
  const methods = functionsOf(of).filter(({ definition }) => !evaluation.called.has(definition));
  const { constructors } = evaluation.names;
  const makers = methods.filter(({ definition }) => [...mentionedNames(definition.body)].some((name) => constructors.has(name)));
  if (makers.length === 0) return;
  const initializer = of.members.get('__init__');
  const args = initializer?.kind === 'closure' ? unknownArguments(initializer).slice(1) : [];
  const made = evaluation.callWith(of, positionalArguments(args, of.range));
  const instance: Value = made.kind === 'instance' ? made : emptyInstance(of);
  for (const method of makers) {
    if (evaluation.called.has(method.definition) || method.definition.suspends) continue;
    const [, ...others] = unknownArguments(method);
    const self = method.decoration === 'static' ? [] : [method.decoration === 'class' ? of : instance];
    const rest = method.decoration === 'static' ? unknownArguments(method) : others;
    evaluation.callWith(method, positionalArguments([...self, ...rest], method.definition.range));
  }
}

/** One unknown a parameter without a default, up to the first that has one. */
function unknownArguments({ definition }: ClosureValue): readonly Value[] {
  const values: Value[] = [];
  for (const { name, kind, keywordOnly, default: fallback } of definition.parameters) {
    if (kind !== 'plain' || keywordOnly || fallback) break;
    values.push(unknown(`nothing in this file calls ${definition.name}, so its parameter ${name} is not known`, definition.range));
  }
  return values;
}

function emptyInstance(of: ClassValue): InstanceValue {
  return { kind: 'instance', class: of, attributes: new Map(), native: null, range: of.range };
}

function functionsOf(value: Value): readonly ClosureValue[] {
  if (value.kind === 'closure') return [value];
  return value.kind === 'class' ? [...value.members.values()].filter((member) => member.kind === 'closure') : [];
}

function nameOf(value: Value): string {
  if (value.kind === 'closure') return value.definition.name;
  return value.kind === 'class' ? value.name : '';
}
