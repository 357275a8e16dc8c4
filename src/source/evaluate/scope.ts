// Names and what they hold, as Python scopes them: a function's own, the enclosing functions', the module's, the built-ins'.
// Class bodies are scopes that the functions inside them do not see.
import type { Value } from './value.ts';

export interface Scope {
  readonly kind: 'module' | 'function' | 'class' | 'comprehension';
  variables: Map<string, Value>;
  /** The next scope that a lookup asks. */
  readonly parent: Scope | null;
  readonly module: Scope | null;
  /** Names that `global` or `nonlocal` sends elsewhere. */
  readonly redirected: Map<string, Scope>;
  /** Number of calls below the module: 0 at module level. */
  readonly depth: number;
  /** For a function: its name. */
  readonly name: string;
}

export function createScope(kind: Scope['kind'], parent: Scope | null, name: string, depth: number): Scope {
  // A class body is skipped by the functions inside it.
  return { kind, variables: new Map(), parent, module: parent ? (parent.module ?? parent) : null, redirected: new Map(), depth, name };
}

/** What `name` holds; undefined when no scope has it. */
export function lookUp(scope: Scope, name: string): Value | undefined {
  const redirected = scope.redirected.get(name);
  if (redirected) return redirected.variables.get(name);
  for (let current: Scope | null = scope; current; current = current.parent) {
    if (current.kind === 'class' && current !== scope) continue;
    const value = current.variables.get(name);
    if (value) return value;
  }
  return undefined;
}

/** The scope that an assignment to `name` writes. */
export function scopeOfAssignment(scope: Scope, name: string): Scope {
  return scope.redirected.get(name) ?? scope;
}
