// One evaluation of one text: its budget, its journal, its state, and the way from each part of the evaluator to the others.
// What the parts do stands in their own files.
import type { Range, Unknown } from '../range.ts';
import type { Expression, FunctionDefinition, Statement } from '../syntax/tree.ts';
import { type Arguments, positionalArguments } from './arguments.ts';
import { getAttribute, setAttribute } from './attributes.ts';
import { Budget, type BudgetLimits } from './budget.ts';
import { callValue } from './calls.ts';
import { type Completion, normal } from './completion.ts';
import { evaluateExpression } from './expressions.ts';
import { iterate } from './iteration.ts';
import { Journal, type StateCell } from './journal.ts';
import type { EvaluationContext, StateKey } from './library.ts';
import type { Names } from './names.ts';
import { binaryOperation } from './operators.ts';
import type { Scope } from './scope.ts';
import { executeAll } from './statements.ts';
import { getItem } from './subscripts.ts';
import { type ArrayValue, type MutableValue, type UnknownValue, unknown, type Value } from './value.ts';

export class Evaluation implements EvaluationContext {
  readonly names: Names;
  readonly budget: Budget;
  readonly journal: Journal;
  /** Functions that were called at least once. */
  readonly called = new Set<FunctionDefinition>();
  /** Functions whose calls have not ended yet. */
  readonly running = new Set<FunctionDefinition>();
  /** Functions and classes in the order in which the text defines them. */
  readonly defined: Value[] = [];
  /** Imports anywhere in the text, for names that are used before them. */
  readonly lateImports = new Map<string, () => Value>();
  range: Range;
  uncertain: UnknownValue | null = null;
  uncalled = false;
  functionName: string | null = null;
  /** Calls of the source's functions inside each other. */
  callDepth = 0;
  /** Where the budget ran out. */
  stopped: Unknown | null = null;
  readonly #excerpt: (range: Range) => string;
  /** Steps after which the outermost loop is left; null outside of loops. */
  #loopLimit: number | null = null;
  #loopAllowance: number;
  #isHalved = false;
  readonly #cells = new Map<object, StateCell>();

  constructor(names: Names, limits: BudgetLimits, excerpt: (range: Range) => string) {
    this.names = names;
    this.budget = new Budget(limits);
    this.#loopAllowance = limits.loopSteps;
    this.journal = new Journal((steps) => this.budget.spend(steps));
    this.#excerpt = excerpt;
    this.range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  }

  evaluate(expression: Expression, scope: Scope): Value {
    const { budget } = this;
    if (!budget.spend(1)) return this.#stop(expression.range);
    if (budget.depth >= budget.limits.depth) return unknown('it is nested deeper than Layerscope follows', expression.range);
    budget.depth++;
    const value = evaluateExpression(this, expression, scope);
    budget.depth--;
    return value;
  }

  execute(statements: readonly Statement[], scope: Scope): Completion {
    const { budget } = this;
    if (budget.depth >= budget.limits.depth) return normal;
    budget.depth++;
    const completion = executeAll(this, statements, scope);
    budget.depth--;
    return completion;
  }

  callWith(callee: Value, args: Arguments): Value {
    const { budget, range, uncertain } = this;
    if (!budget.spend(2)) return this.#stop(args.range);
    if (budget.depth >= budget.limits.depth) return unknown('its calls are nested deeper than Layerscope follows', args.range);
    budget.depth++;
    this.range = args.range;
    const value = callValue(this, callee, args);
    this.range = range;
    this.uncertain = uncertain;
    budget.depth--;
    return value;
  }

  /** Runs `run` knowing that it only happens under a condition that is not known. */
  underCondition<T>(condition: UnknownValue, run: () => T): T {
    const { uncertain } = this;
    this.uncertain = condition;
    const result = run();
    this.uncertain = uncertain;
    return result;
  }

  /** Runs a loop: the outermost has an allowance of steps, which those inside share. */
  inLoop<T>(run: () => T): T {
    if (this.#loopLimit !== null) return run();
    this.#loopLimit = this.budget.steps + this.#loopAllowance;
    this.#isHalved = false;
    const result = run();
    this.#loopLimit = null;
    return result;
  }

  get isInLoop(): boolean {
    return this.#loopLimit !== null;
  }

  /** True once the outermost loop has used its allowance. The next gets half: a text with one loop too long has more of them. */
  isLoopTooLong(): boolean {
    if (this.#loopLimit === null || this.budget.steps <= this.#loopLimit) return false;
    if (!this.#isHalved) this.#loopAllowance = Math.max(1_000, this.#loopAllowance >> 1);
    this.#isHalved = true;
    return true;
  }

  touch(value: MutableValue): void {
    this.journal.touch(value);
  }

  assign(scope: Scope, name: string, value: Value): void {
    this.journal.touchName(scope, name);
    scope.variables.set(name, value);
  }

  /** Tells an object what it is called. */
  nameObject(value: Value, name: string, depth: number): void {
    const object = value.kind === 'instance' ? value.native : value;
    if (object?.kind === 'object') object.type.assigned?.(object, name, depth, this);
  }

  excerpt(range: Range): string {
    return this.#excerpt(range);
  }

  unknown(reason: string, range: Range = this.range): UnknownValue {
    return unknown(reason, range);
  }

  spend(steps: number): boolean {
    return this.budget.spend(steps);
  }

  read<T>(key: StateKey<T>): T {
    return this.#cell(key).value as T;
  }

  write<T>(key: StateKey<T>, value: T): void {
    const cell = this.#cell(key);
    this.journal.touch(cell);
    cell.value = value;
  }

  call(callee: Value, positional: readonly Value[]): Value {
    return this.callWith(callee, positionalArguments(positional, this.range));
  }

  iterate(value: Value): readonly Value[] | UnknownValue {
    return iterate(this, value);
  }

  attribute(value: Value, name: string): Value {
    return getAttribute(this, value, name, this.range);
  }

  item(value: Value, index: Value): Value {
    return getItem(this, value, index, this.range);
  }

  setAttribute(value: Value, name: string, newValue: Value): void {
    setAttribute(this, value, name, newValue);
  }

  arrayLength(value: ArrayValue): Value {
    return this.names.arrays?.length?.(value, this) ?? this.unknown('the length of this array is not known');
  }

  arrayNumber(value: ArrayValue): Value {
    return this.names.arrays?.number?.(value, this) ?? this.unknown('the number in this array is not known');
  }

  binary(operator: '+' | '-' | '*' | '/' | '//' | '%' | '**' | '@', left: Value, right: Value): Value {
    return binaryOperation(this, operator, left, right, this.range);
  }

  #cell<T>(key: StateKey<T>): StateCell {
    const existing = this.#cells.get(key);
    if (existing) return existing;
    // A cell's value is only ever read through the key that wrote it.
    const cell: StateCell = { kind: 'cell', key: key as unknown as StateKey<unknown>, value: key.initial() };
    this.#cells.set(key, cell);
    return cell;
  }

  #stop(range: Range): UnknownValue {
    const reason = this.budget.exhausted ?? 'reading stopped';
    this.stopped ??= { reason, range };
    return unknown(reason, range);
  }
}
