// `object.name`, read and written.
import type { Range } from '../range.ts';
import { bind, classMember, libraryBase, lineage } from './classes.ts';
import type { Evaluation } from './evaluation.ts';
import { libraryName } from './imports.ts';
import { join } from './join.ts';
import { dictionaryMethods } from './methods/dictionaries.ts';
import { listMethods, setMethods, tupleMethods } from './methods/sequences.ts';
import { stringMethods } from './methods/strings.ts';
import {
  type ClassValue,
  type FunctionValue,
  type InstanceValue,
  type LibraryCall,
  type Operations,
  type SuperValue,
  string,
  unknown,
  type Value,
} from './value.ts';

export function getAttribute(evaluation: Evaluation, object: Value, name: string, range: Range): Value {
  switch (object.kind) {
    case 'module':
      return libraryName(evaluation, `${object.name}.${name}`, range);
    case 'function':
      return name === '__name__' ? string(lastPart(object.name)) : libraryName(evaluation, `${object.name}.${name}`, range);
    case 'object':
      return operationsAttribute(evaluation, object.type as Operations<typeof object>, object.type.name, object, name, range);
    case 'array':
      return operationsAttribute(evaluation, evaluation.names.arrays ?? {}, 'array', object, name, range);
    case 'instance':
      return instanceAttribute(evaluation, object, name, range);
    case 'class':
      return classAttribute(object, name, range);
    case 'super':
      return superAttribute(evaluation, object, name, range);
    case 'choice':
      return choiceAttribute(evaluation, object.options, name, range);
    case 'unknown':
      if (object.name === undefined) return object;
      // A folder that has no row itself may hold names that have.
      return object.name.includes('(')
        ? unknown(`the value of ${object.name}.${name} is not known`, range, `${object.name}.${name}`)
        : libraryName(evaluation, `${object.name}.${name}`, range);
    case 'string':
      return method(stringMethods, object, name, range);
    case 'list':
      return method(listMethods, object, name, range);
    case 'tuple':
      return method(tupleMethods, object, name, range);
    case 'dictionary':
      return method(dictionaryMethods, object, name, range);
    case 'set':
      return method(setMethods, object, name, range);
    case 'closure':
      return name === '__name__' ? string(object.definition.name) : unknown(`a function's ${name} is not known`, range);
    case 'integer':
    case 'float':
    case 'boolean': {
      const { arrays } = evaluation.names;
      const scalar = arrays?.fromNumber?.(object, evaluation);
      if (!arrays || !scalar || name === 'real') return name === 'real' ? object : unknown(`a number has no ${name}`, range);
      return operationsAttribute(evaluation, arrays, 'number', scalar, name, range);
    }
    default:
      return unknown(`a ${object.kind} has no ${name}`, range);
  }
}

export function setAttribute(evaluation: Evaluation, object: Value, name: string, value: Value): void {
  switch (object.kind) {
    case 'instance': {
      const { native } = object;
      if (native?.kind === 'object') native.type.setAttribute?.(native as never, name, value, evaluation);
      evaluation.touch(object);
      object.attributes.set(name, value);
      return;
    }
    case 'class':
      evaluation.touch(object);
      object.members.set(name, value);
      return;
    case 'object':
      object.type.setAttribute?.(object as never, name, value, evaluation);
      return;
    case 'array':
      evaluation.names.arrays?.setAttribute?.(object, name, value, evaluation);
      return;
    case 'choice':
      evaluation.underCondition(object.unknown, () => {
        for (const option of object.options) setAttribute(evaluation, option, name, value);
      });
      return;
    default:
  }
}

function operationsAttribute<V extends Value>(
  evaluation: Evaluation,
  operations: Operations<V>,
  typeName: string,
  object: V,
  name: string,
  range: Range,
): Value {
  const found = operations.methods && Object.hasOwn(operations.methods, name) ? operations.methods[name] : undefined;
  if (found) return libraryMethod(`${typeName}.${name}`, (args, context) => found(object, args, context));
  return operations.attribute?.(object, name, evaluation) ?? unknown(`the ${name} of this ${lastPart(typeName)} is not known`, range);
}

function instanceAttribute(evaluation: Evaluation, instance: InstanceValue, name: string, range: Range): Value {
  const own = instance.attributes.get(name);
  if (own) return own;
  const member = classMember(instance.class, name);
  if (member?.kind === 'closure') {
    if (member.decoration === 'property') return evaluation.call(bind(member, instance), []);
    if (member.decoration === 'static') return member;
    return bind(member, member.decoration === 'class' ? instance.class : instance);
  }
  if (member) return member;
  if (name === '__class__') return instance.class;
  if (instance.native) return getAttribute(evaluation, instance.native, name, range);
  if (name === '__init__') return libraryInitializer(instance, instance.class);
  const inherited = lineage(instance.class).find(({ kind }) => kind === 'function' || kind === 'unknown');
  const place = inherited ? `${instance.class.name} inherits from a class that is not read here` : `${instance.class.name} has no ${name}`;
  return unknown(`the attribute ${name} is not known: ${place}`, range);
}

function classAttribute(of: ClassValue, name: string, range: Range): Value {
  const member = classMember(of, name);
  if (member?.kind === 'closure' && member.decoration === 'class') return bind(member, of);
  if (member) return member;
  if (name === '__name__') return string(of.name);
  const base = libraryBase(of);
  // `Base.__init__(self, …)` in the old manner: the first argument is the instance.
  if (name === '__init__' && base) {
    return libraryMethod(`${base.name}.__init__`, (args, context) => {
      const [self, ...positional] = args.positional;
      if (self?.kind === 'instance') initializeNative(self, base.call({ ...args, positional }, context), context);
      return { kind: 'none' };
    });
  }
  return unknown(`the class ${of.name} has no ${name}`, range);
}

function superAttribute(evaluation: Evaluation, { class: after, self }: SuperValue, name: string, range: Range): Value {
  const of = self.kind === 'instance' ? self.class : self.kind === 'class' ? self : null;
  const member = of && classMember(of, name, after);
  if (member?.kind === 'closure') return member.decoration === 'static' ? member : bind(member, self);
  if (member) return member;
  if (self.kind !== 'instance') return unknown(`the inherited ${name} is not known`, range);
  if (name === '__init__') return libraryInitializer(self, after);
  return self.native ? getAttribute(evaluation, self.native, name, range) : unknown(`the inherited ${name} is not known`, range);
}

/** `super().__init__` where the base is a library's class: makes the native part. */
function libraryInitializer(instance: InstanceValue, of: ClassValue): Value {
  const base = libraryBase(of);
  if (!base) return libraryMethod('object.__init__', () => ({ kind: 'none' }));
  return libraryMethod(`${base.name}.__init__`, (args, context) => {
    initializeNative(instance, base.call({ ...args, range: instance.range }, context), context);
    return { kind: 'none' };
  });
}

export function initializeNative(instance: InstanceValue, native: Value, context: { touch(value: InstanceValue): void }): void {
  context.touch(instance);
  instance.native = native;
}

function choiceAttribute(evaluation: Evaluation, options: readonly Value[], name: string, range: Range): Value {
  // None and unknowns are set aside: a program that goes on to use the attribute has one of the others.
  const candidates = options.filter(({ kind }) => kind !== 'none' && kind !== 'unknown');
  const [first, ...others] = (candidates.length > 0 ? candidates : options).map((option) => getAttribute(evaluation, option, name, range));
  const reason = unknown('which of several objects this is is not known', range);
  return first ? others.reduce((joined, value) => join(joined, value, reason), first) : reason;
}

type MethodTable<V> = Readonly<Record<string, (self: V, ...rest: Parameters<LibraryCall>) => Value>>;

function method<V>(table: MethodTable<V>, object: V, name: string, range: Range): Value {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  return found ? libraryMethod(name, (args, context) => found(object, args, context)) : unknown(`the method ${name} is not known`, range);
}

function libraryMethod(name: string, call: LibraryCall): FunctionValue {
  return { kind: 'function', name, call };
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
