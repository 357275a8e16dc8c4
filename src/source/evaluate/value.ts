// What an expression can be worth to the evaluator. Every value is honest: what is not known is `unknown` with a reason and a
// place, never a guess. Values with identity (lists, dictionaries, instances, objects, arrays) change in place, and only after
// `context.touch(value)`, so that both sides of an unknown condition can be tried and joined (see journal.ts).
import type { LazyArray } from '../../data/array/array.ts';
import type { View } from '../../data/array/view.ts';
import type { Range } from '../range.ts';
import type { FunctionDefinition } from '../syntax/tree.ts';
import type { Arguments } from './arguments.ts';
import type { EvaluationContext } from './library.ts';
import type { Scope } from './scope.ts';

export type Value =
  | NoneValue
  | BooleanValue
  | IntegerValue
  | FloatValue
  | StringValue
  | EllipsisValue
  | ListValue
  | TupleValue
  | DictionaryValue
  | SetValue
  | RangeValue
  | SliceValue
  | ArrayValue
  | ModuleValue
  | FunctionValue
  | ClosureValue
  | BoundValue
  | ClassValue
  | InstanceValue
  | SuperValue
  | ObjectValue
  | ChoiceValue
  | UnknownValue;

/** What can change in place. */
export type MutableValue = ListValue | DictionaryValue | SetValue | ArrayMemory | ClassValue | InstanceValue | ObjectValue;

export interface NoneValue {
  readonly kind: 'none';
}

export interface BooleanValue {
  readonly kind: 'boolean';
  readonly value: boolean;
}

/** A safe integer: arithmetic that leaves ±2⁵³ is unknown. */
export interface IntegerValue {
  readonly kind: 'integer';
  readonly value: number;
}

export interface FloatValue {
  readonly kind: 'float';
  readonly value: number;
}

export interface StringValue {
  readonly kind: 'string';
  readonly value: string;
}

export interface EllipsisValue {
  readonly kind: 'ellipsis';
}

export interface ListValue {
  readonly kind: 'list';
  elements: Value[];
  /** Set when an unknown number of further elements follows. */
  rest: UnknownValue | null;
}

export interface TupleValue {
  readonly kind: 'tuple';
  readonly elements: readonly Value[];
  readonly rest: UnknownValue | null;
}

export interface DictionaryEntry {
  readonly key: Value;
  readonly value: Value;
}

export interface DictionaryValue {
  readonly kind: 'dictionary';
  /** By `hashKey(key)`, in order of insertion. */
  entries: Map<string, DictionaryEntry>;
  /** Set when there may be further entries. */
  rest: UnknownValue | null;
}

export interface SetValue {
  readonly kind: 'set';
  /** By `hashKey(element)`. */
  elements: Map<string, Value>;
  rest: UnknownValue | null;
}

export interface RangeValue {
  readonly kind: 'range';
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}

/** `start:stop:step` inside a subscript; what is left out is none. */
export interface SliceValue {
  readonly kind: 'slice';
  readonly start: Value;
  readonly stop: Value;
  readonly step: Value;
}

/** An array of numbers whose elements are computed only when someone asks. What it can do stands in the array library. */
export interface ArrayValue {
  readonly kind: 'array';
  readonly memory: ArrayMemory;
  /** The part of the memory that this array shows. */
  readonly view: View;
  /** The call or operation that made it. */
  readonly range: Range;
}

/** Numbers that several arrays may show parts of, as NumPy's views do. A write replaces `array`, after `context.touch(memory)`. */
export interface ArrayMemory {
  readonly kind: 'memory';
  array: LazyArray;
}

/** A library's module, by its canonical dotted name. */
export interface ModuleValue {
  readonly kind: 'module';
  readonly name: string;
}

export type LibraryCall = (args: Arguments, context: EvaluationContext) => Value;

/** A function or class of a library. Its attributes are the rows under its dotted name. */
export interface FunctionValue {
  readonly kind: 'function';
  /** Canonical dotted name: `keras.layers.Dense`. */
  readonly name: string;
  readonly call: LibraryCall;
}

/** A function or lambda of the source. */
export interface ClosureValue {
  readonly kind: 'closure';
  readonly definition: FunctionDefinition;
  readonly scope: Scope;
  /** Defaults as evaluated at the definition, by parameter name. */
  readonly defaults: ReadonlyMap<string, Value>;
  /** The class whose body holds it, for `super()`. */
  readonly owner: ClassValue | null;
  readonly decoration: 'none' | 'static' | 'class' | 'property';
}

/** A method taken from its object. */
export interface BoundValue {
  readonly kind: 'bound';
  readonly self: Value;
  readonly callee: ClosureValue | FunctionValue;
}

/** A class of the source. */
export interface ClassValue {
  readonly kind: 'class';
  readonly name: string;
  readonly bases: readonly Value[];
  members: Map<string, Value>;
  readonly range: Range;
}

/** An instance of a class of the source. */
export interface InstanceValue {
  readonly kind: 'instance';
  readonly class: ClassValue;
  attributes: Map<string, Value>;
  /** What a library's base class made of it: the Sequential inside an instance of `class Mine(Sequential)`. */
  native: Value | null;
  readonly range: Range;
}

export interface SuperValue {
  readonly kind: 'super';
  /** Lookup goes on after this class. */
  readonly class: ClassValue;
  readonly self: Value;
}

/** A thing of a library: a layer, a model, an optimizer. Its `type` says what it can do; its `state` is replaced, never changed. */
export interface ObjectValue<State = unknown> {
  readonly kind: 'object';
  readonly type: ObjectType;
  state: State;
  /** The call that made it. */
  readonly range: Range;
}

/** One of several objects, where an unknown condition decides. Calls and attributes go to each. */
export interface ChoiceValue {
  readonly kind: 'choice';
  readonly options: readonly Value[];
  readonly unknown: UnknownValue;
}

export interface UnknownValue {
  readonly kind: 'unknown';
  /** One clause for people, without a full stop: `the length of x_train is not known`. */
  readonly reason: string;
  readonly range: Range;
  /** Dotted name where it is a name of a library without a row: `tensorflow.keras.losses.Tversky`. */
  readonly name?: string;
}

/**
 * What objects of one type can do. Whatever is absent makes an unknown. The evaluator asks an operand's type before it says
 * that an operation is unknown. `V` is `ObjectValue<State>`, or `ArrayValue` for the array library.
 */
export interface Operations<V> {
  /** Methods by name: bound to the object when they are taken from it. */
  readonly methods?: Readonly<Record<string, (self: V, args: Arguments, context: EvaluationContext) => Value>>;
  /** Attributes that are not methods. `undefined`: it has none of this name. */
  attribute?(self: V, name: string, context: EvaluationContext): Value | undefined;
  setAttribute?(self: V, name: string, value: Value, context: EvaluationContext): void;
  call?(self: V, args: Arguments, context: EvaluationContext): Value;
  /** `self[index]`; several indices come as a tuple, `a:b` as a slice. */
  item?(self: V, index: Value, context: EvaluationContext): Value;
  setItem?(self: V, index: Value, value: Value, context: EvaluationContext): void;
  length?(self: V, context: EvaluationContext): Value;
  iterate?(self: V, context: EvaluationContext): readonly Value[] | UnknownValue;
  unary?(operator: UnaryOperator, self: V, context: EvaluationContext): Value;
  /** At least one side is of this type. `undefined`: not an operation of this type, the other side may know it. */
  binary?(operator: BinaryOperator, left: Value, right: Value, context: EvaluationContext): Value | undefined;
  compare?(operator: CompareOperator, left: Value, right: Value, context: EvaluationContext): Value | undefined;
  /** `self += value` in place. False: not in place, the evaluator then assigns `self + value`. */
  augment?(operator: BinaryOperator, self: V, value: Value, context: EvaluationContext): boolean;
  /** `bool(self)`; null when unknown. */
  truth?(self: V, context: EvaluationContext): boolean | null;
  /** `float(self)`, `int(self)`, `round(self)`: an integer, a float, or unknown. */
  number?(self: V, context: EvaluationContext): Value;
  /** `str(self)`; null when unknown. */
  text?(self: V): string | null;
  /** A plain number as one of these: NumPy's scalars, which are held as plain numbers, have an array's methods. */
  fromNumber?(value: IntegerValue | FloatValue | BooleanValue, context: EvaluationContext): V;
  /** `isinstance(self, name)` for a library class; null when unknown. */
  isInstance?(self: V, name: string): boolean | null;
}

export interface ObjectType<State = unknown> extends Operations<ObjectValue<State>> {
  /** For people and for isinstance: `keras.Sequential`. */
  readonly name: string;
  /** A variable or attribute of this name was given the object, `depth` calls below the module. */
  assigned?(self: ObjectValue<State>, name: string, depth: number, context: EvaluationContext): void;
  /** Given to `call`, a function that is not read and may change it. */
  handed?(self: ObjectValue<State>, call: { readonly name: string | null; readonly range: Range }, context: EvaluationContext): void;
  /** What an object is after an unknown condition that left it `left` or `right`. Absent: it goes on as `left`. */
  join?(left: State, right: State, unknown: UnknownValue): State;
}

export interface DefinedObjectType<State> {
  readonly type: ObjectType;
  create(state: State, range: Range): ObjectValue<State>;
  is(value: Value | null | undefined): value is ObjectValue<State>;
}

/** Keeps an object type's own state type inside its file: makes objects of it and tells them from others. */
export function defineObjectType<State>(type: ObjectType<State>): DefinedObjectType<State> {
  const erased = type as unknown as ObjectType;
  return {
    type: erased,
    create: (state, range) => ({ kind: 'object', type: erased, state, range }),
    is: (value): value is ObjectValue<State> => value?.kind === 'object' && value.type === erased,
  };
}

export type UnaryOperator = '-' | '+' | '~' | 'not';
export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '@' | '<<' | '>>' | '&' | '|' | '^';
export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'is' | 'is not';

export const none: NoneValue = { kind: 'none' };
export const ellipsis: EllipsisValue = { kind: 'ellipsis' };
const yes: BooleanValue = { kind: 'boolean', value: true };
const no: BooleanValue = { kind: 'boolean', value: false };

export function boolean(value: boolean): BooleanValue {
  return value ? yes : no;
}

/** `value` must be a safe integer. */
export function integer(value: number): IntegerValue {
  return { kind: 'integer', value };
}

export function float(value: number): FloatValue {
  return { kind: 'float', value };
}

export function string(value: string): StringValue {
  return { kind: 'string', value };
}

export function list(elements: Value[], rest: UnknownValue | null = null): ListValue {
  return { kind: 'list', elements, rest };
}

export function tuple(elements: readonly Value[], rest: UnknownValue | null = null): TupleValue {
  return { kind: 'tuple', elements, rest };
}

export function unknown(reason: string, range: Range, name?: string): UnknownValue {
  return name === undefined ? { kind: 'unknown', reason, range } : { kind: 'unknown', reason, range, name };
}

/** The number of an integer, float or boolean; undefined for anything else. */
export function numberOf(value: Value | undefined): number | undefined {
  switch (value?.kind) {
    case 'integer':
    case 'float':
      return value.value;
    case 'boolean':
      return value.value ? 1 : 0;
    default:
      return undefined;
  }
}

/** The elements of a list or tuple of known length; undefined for anything else. */
export function elementsOf(value: Value | undefined): readonly Value[] | undefined {
  return (value?.kind === 'list' || value?.kind === 'tuple') && !value.rest ? value.elements : undefined;
}
