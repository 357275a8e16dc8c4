// Names and what they hold, as Python scopes them: a function's own, the enclosing functions', the module's.
// Class bodies are scopes that the functions inside them do not see.
import type { ClassValue, UnknownValue, Value } from './value.ts';

export interface Scope {
  readonly kind: 'scope';
  readonly of: 'module' | 'function' | 'class' | 'comprehension';
  variables: Map<string, Value>;
  /** The next scope that a lookup asks. */
  readonly parent: Scope | null;
  /** Names that `global` or `nonlocal` sends elsewhere. */
  readonly redirected: Map<string, Scope>;
  /** Number of calls below the module: 0 at module level. */
  readonly depth: number;
  /** The function, class or module. */
  readonly name: string;
  /** In a method: where `super()` starts. */
  readonly method: { readonly owner: ClassValue; readonly self: Value } | null;
  /** Values that the function may have returned already, under a condition that is not known. */
  readonly possibleReturns: Value[];
  /** A module from which everything was imported without saying what. */
  star: UnknownValue | null;
}

export function createScope(
  of: Scope['of'],
  name: string,
  parent: Scope | null,
  depth = parent?.depth ?? 0,
  method: Scope['method'] = parent?.method ?? null,
): Scope {
  return { kind: 'scope', of, name, variables: new Map(), parent, redirected: new Map(), depth, method, possibleReturns: [], star: null };
}

/** What `name` holds; undefined when no scope has it. */
export function lookUp(scope: Scope, name: string): Value | undefined {
  const redirected = scope.redirected.get(name);
  if (redirected) return redirected.variables.get(name);
  for (let current: Scope | null = scope; current; current = current.parent) {
    if (current.of === 'class' && current !== scope) continue;
    const value = current.variables.get(name);
    if (value) return value;
  }
  return undefined;
}

/** The scope that an assignment to `name` writes. */
export function assignmentScope(scope: Scope, name: string): Scope {
  return scope.redirected.get(name) ?? scope;
}

export function moduleScope(scope: Scope): Scope {
  let current = scope;
  while (current.parent) current = current.parent;
  return current;
}

/** The function or module around a comprehension. */
export function functionScope(scope: Scope): Scope {
  let current = scope;
  while (current.of === 'comprehension' && current.parent) current = current.parent;
  return current;
}
