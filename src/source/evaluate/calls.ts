// Calls: of the source's functions with their parameters bound, of classes, of a library's rows.
import type { FunctionDefinition, Parameter } from '../syntax/tree.ts';
import type { Arguments } from './arguments.ts';
import { initializeNative } from './attributes.ts';
import { arraySteps } from './budget.ts';
import { classMember, instanceMethod, libraryBase, lineage } from './classes.ts';
import { hashedDictionary } from './containers.ts';
import type { Evaluation } from './evaluation.ts';
import { join } from './join.ts';
import { createScope, type Scope } from './scope.ts';
import { type ClassValue, type ClosureValue, elementsOf, type InstanceValue, none, string, tuple, unknown, type Value } from './value.ts';

export function callValue(evaluation: Evaluation, callee: Value, args: Arguments): Value {
  switch (callee.kind) {
    case 'function':
      evaluation.spend(args.positional.some(({ kind }) => kind === 'array') ? arraySteps : 4);
      return callee.call(args, evaluation);
    case 'closure':
      return callClosure(evaluation, callee, args, null);
    case 'bound':
      if (callee.callee.kind === 'closure') return callClosure(evaluation, callee.callee, args, callee.self);
      return callee.callee.call({ ...args, positional: [callee.self, ...args.positional] }, evaluation);
    case 'class':
      return instantiate(evaluation, callee, args);
    case 'instance': {
      const method = instanceMethod(callee, '__call__');
      if (method) return evaluation.callWith(method, args);
      if (callee.native) return evaluation.callWith(callee.native, args);
      return unknown(`what calling this ${callee.class.name} gives is not known`, args.range);
    }
    case 'object':
      return (
        callee.type.call?.(callee as never, args, evaluation) ??
        unknown(`what calling this ${callee.type.name} gives is not known`, args.range)
      );
    case 'choice':
      return callEach(evaluation, callee.options, args, callee.unknown);
    case 'unknown':
      handOver(evaluation, callee.name ?? null, args);
      if (callee.name === undefined) return callee;
      return unknown(`what ${callee.name} gives is not known`, args.range, `${callee.name}()`);
    default:
      return unknown(`a ${callee.kind} cannot be called`, args.range);
  }
}

export function createClosure(
  evaluation: Evaluation,
  definition: FunctionDefinition,
  scope: Scope,
  owner: ClassValue | null,
  decoration: ClosureValue['decoration'] = 'none',
): ClosureValue {
  const defaults = new Map<string, Value>();
  for (const parameter of definition.parameters) {
    if (parameter.default) defaults.set(parameter.name, evaluation.evaluate(parameter.default, scope));
  }
  return { kind: 'closure', definition, scope, defaults, owner, decoration };
}

/** Tells objects that a function which is not read has them now. */
function handOver(evaluation: Evaluation, name: string | null, { positional, keywords, range }: Arguments): void {
  for (const value of [...positional, ...keywords.values()]) {
    for (const part of elementsOf(value) ?? [value]) {
      const object = part.kind === 'instance' ? part.native : part;
      if (object?.kind === 'object') object.type.handed?.(object, { name, range }, evaluation);
    }
  }
}

function callEach(evaluation: Evaluation, options: readonly Value[], args: Arguments, reason: Extract<Value, { kind: 'unknown' }>): Value {
  const results = evaluation.underCondition(reason, () => options.map((option) => evaluation.callWith(option, args)));
  const [first, ...others] = results;
  return first ? others.reduce((joined, value) => join(joined, value, reason), first) : reason;
}

function callClosure(evaluation: Evaluation, closure: ClosureValue, args: Arguments, self: Value | null): Value {
  const { definition, owner } = closure;
  evaluation.called.add(definition);
  // A function that calls itself under a condition that is not known would be followed without end.
  if (evaluation.uncertain && evaluation.running.has(definition)) {
    return unknown(`how deep ${definition.name} calls itself is not known`, args.range);
  }
  if (definition.suspends) return unknown(`what the generator or coroutine ${definition.name} gives is not known`, args.range);
  const positional = self ? [self, ...args.positional] : args.positional;
  const instance = self ?? positional[0];
  const method = owner && instance ? { owner, self: instance } : closure.scope.method;
  const scope = createScope('function', definition.name, closure.scope, evaluation.callDepth + 1, method);
  bindParameters(closure, { ...args, positional }, scope);
  const { functionName } = evaluation;
  evaluation.functionName = definition.name;
  const isOutermost = !evaluation.running.has(definition);
  evaluation.running.add(definition);
  evaluation.callDepth++;
  const completion = evaluation.execute(definition.body, scope);
  evaluation.callDepth--;
  if (isOutermost) evaluation.running.delete(definition);
  evaluation.functionName = functionName;
  if (completion.kind === 'raise') return unknown(`${definition.name} raises an exception here`, args.range);
  const last = completion.kind === 'return' ? completion.value : none;
  const reason = unknown(`which value ${definition.name} returns depends on a condition that is not known`, args.range);
  return scope.possibleReturns.reduce((joined, value) => join(joined, value, reason), last);
}

function bindParameters(closure: ClosureValue, args: Arguments, scope: Scope): void {
  const { parameters } = closure.definition;
  const positional = [...args.positional];
  const keywords = new Map(args.keywords);
  for (const parameter of parameters) {
    if (parameter.kind === 'elements') {
      scope.variables.set(parameter.name, tuple(positional.splice(0), args.rest));
    } else if (parameter.kind === 'entries') {
      const entries = [...keywords].map(([name, value]) => [string(name), value] as const);
      scope.variables.set(parameter.name, hashedDictionary(entries, args.rest));
    } else {
      scope.variables.set(parameter.name, argumentFor(closure, parameter, positional, keywords, args));
    }
  }
}

function argumentFor(
  closure: ClosureValue,
  parameter: Parameter,
  positional: Value[],
  keywords: Map<string, Value>,
  args: Arguments,
): Value {
  const passed = parameter.keywordOnly ? undefined : positional.shift();
  if (passed) return passed;
  const named = keywords.get(parameter.name);
  if (named) {
    keywords.delete(parameter.name);
    return named;
  }
  const fallback = closure.defaults.get(parameter.name);
  if (args.rest) return args.rest;
  return fallback ?? unknown(`the parameter ${parameter.name} of ${closure.definition.name} is not given a value`, args.range);
}

function instantiate(evaluation: Evaluation, of: ClassValue, args: Arguments): Value {
  const instance: InstanceValue = { kind: 'instance', class: of, attributes: new Map(), native: null, range: args.range };
  const initializer = instanceMethod(instance, '__init__');
  const base = libraryBase(of);
  if (initializer) {
    evaluation.callWith(initializer, args);
    // A class that forgets `super().__init__()` or is read without it still is what it inherits from.
    if (base && !instance.native)
      initializeNative(instance, base.call({ ...args, positional: [], keywords: new Map() }, evaluation), evaluation);
  } else if (base) {
    initializeNative(instance, base.call(args, evaluation), evaluation);
  } else if (lineage(of).every(({ kind }) => kind === 'class')) {
    // A dataclass or named tuple: its arguments are its attributes.
    for (const [name, value] of args.keywords) instance.attributes.set(name, value);
  }
  const called = classMember(of, '__call__');
  if (called?.kind === 'closure' && libraryBase(of)) evaluation.called.add(called.definition);
  return instance;
}
