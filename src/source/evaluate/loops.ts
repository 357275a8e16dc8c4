// Loops. A known one unrolls within the budget; one that is not known, or longer, runs its body once and leaves everything that
// it changed as a join of before and after.
import type { Statement } from '../syntax/tree.ts';
import { type Completion, normal } from './completion.ts';
import type { Evaluation } from './evaluation.ts';
import { noChanges } from './journal.ts';
import { truth } from './operators.ts';
import type { Scope } from './scope.ts';
import { assignTarget } from './targets.ts';
import { type UnknownValue, unknown, type Value } from './value.ts';

type For = Extract<Statement, { kind: 'for' }>;
type While = Extract<Statement, { kind: 'while' }>;

export function executeFor(evaluation: Evaluation, statement: For, scope: Scope): Completion {
  const elements = evaluation.iterate(evaluation.evaluate(statement.iterable, scope));
  if ('kind' in elements) return once(evaluation, statement, scope, unknownElement(evaluation, statement));
  let at = 0;
  return unrolled(evaluation, statement, scope, () => {
    const element = elements[at++];
    if (!element) return false;
    assignTarget(evaluation, statement.target, element, scope);
    return true;
  });
}

export function executeWhile(evaluation: Evaluation, statement: While, scope: Scope): Completion {
  return unrolled(evaluation, statement, scope, () => truth(evaluation, evaluation.evaluate(statement.test, scope)));
}

interface Unrolling {
  readonly result: Completion;
  /** Set when the loop was left before its end: what it changed is then not known. */
  readonly blur: UnknownValue | null;
}

/** Runs the body while `next` is true; from where `next` is null, the loop is one of unknown length. */
function unrolled(evaluation: Evaluation, statement: For | While, scope: Scope, next: () => boolean | null): Completion {
  const { uncertain, isInLoop } = evaluation;
  const unroll = () => run(evaluation, statement, scope, next);
  // What a loop inside another has changed is blurred with the outer's.
  const completion = isInLoop ? unroll().result : evaluation.inLoop(() => evaluation.journal.attemptOpen(unroll));
  evaluation.uncertain = uncertain;
  return completion;
}

function run(evaluation: Evaluation, statement: For | While, scope: Scope, next: () => boolean | null): Unrolling {
  const { budget, uncertain } = evaluation;
  for (;;) {
    const goesOn = next();
    if (goesOn === null) return { result: once(evaluation, statement, scope, null), blur: null };
    if (!goesOn) return { result: evaluation.execute(statement.otherwise, scope), blur: null };
    if (!budget.spend(1) || evaluation.isLoopTooLong()) {
      return { result: normal, blur: unknown('this loop is longer than Layerscope follows', statement.range) };
    }
    const result = evaluation.execute(statement.body, scope);
    if (result.kind === 'break') return { result: normal, blur: null };
    if (result.kind === 'return' || result.kind === 'raise') return { result, blur: null };
    // `while True` that may have been left by now: how often it runs is not known.
    if (statement.kind === 'while' && evaluation.uncertain !== uncertain) {
      return { result: normal, blur: loopUnknown(evaluation, statement) };
    }
  }
}

/** The body once, under the condition that it runs at all. */
function once(evaluation: Evaluation, statement: For | While, scope: Scope, element: Value | null): Completion {
  const { journal } = evaluation;
  const reason = loopUnknown(evaluation, statement);
  const { result, changes } = journal.attempt(() =>
    evaluation.underCondition(reason, () => {
      if (element && statement.kind === 'for') assignTarget(evaluation, statement.target, element, scope);
      return evaluation.execute(statement.body, scope);
    }),
  );
  // `while True` runs at least once, and a loop that returns is there to return.
  if (result.kind === 'return') scope.possibleReturns.push(result.value);
  journal.applyEither(changes, noChanges, reason);
  return normal;
}

function loopUnknown(evaluation: Evaluation, statement: For | While): UnknownValue {
  const decides = statement.kind === 'for' ? statement.iterable : statement.test;
  return unknown(`how often the loop over \`${evaluation.excerpt(decides.range)}\` runs is not known`, decides.range);
}

function unknownElement(evaluation: Evaluation, { iterable }: For): Value {
  return unknown(`the elements of \`${evaluation.excerpt(iterable.range)}\` are not known`, iterable.range);
}
