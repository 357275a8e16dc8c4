// Imports, and the names of libraries that they bring.
import type { Range } from '../range.ts';
import type { Statement } from '../syntax/tree.ts';
import type { Evaluation } from './evaluation.ts';
import { moduleScope, type Scope } from './scope.ts';
import { unknown, type Value } from './value.ts';

/** What a dotted name of a library is; an unknown that keeps its name where no library has a row for it. */
export function libraryName({ names }: Evaluation, name: string, range: Range): Value {
  const canonical = names.canonical(name);
  const found = names.find(canonical);
  if (found) return found;
  const reason = names.isKnownRoot(canonical)
    ? `Layerscope does not know ${canonical} yet`
    : `the module ${canonical.split('.', 1)[0]} is not read here`;
  return unknown(reason, range, canonical);
}

/** A name that Python itself brings. */
export function importedBuiltin({ names }: Evaluation, name: string): Value | undefined {
  return names.find(`builtins.${name}`);
}

type ImportStatement = Extract<Statement, { kind: 'import' | 'import from' }>;

/** Names that a statement binds, without binding them; `null` for the names of a star. */
export function importedNames(evaluation: Evaluation, statement: ImportStatement): readonly (readonly [string, () => Value])[] {
  const { range } = statement;
  if (statement.kind === 'import') {
    return statement.modules.map(({ name, alias }) => {
      const bound = alias ?? name.split('.', 1)[0] ?? name;
      return [bound, () => libraryName(evaluation, alias === null ? bound : name, range)] as const;
    });
  }
  const { module, names } = statement;
  if (names)
    return names.map(
      ({ name, alias, range: place }) => [alias ?? name, () => libraryName(evaluation, `${module}.${name}`, place)] as const,
    );
  const canonical = evaluation.names.canonical(module);
  const members = evaluation.names.members(canonical);
  return members.map((member) => [member, () => libraryName(evaluation, `${canonical}.${member}`, range)] as const);
}

export function executeImport(evaluation: Evaluation, statement: ImportStatement, scope: Scope): void {
  for (const [name, value] of importedNames(evaluation, statement)) evaluation.assign(scope, name, value());
  if (
    statement.kind === 'import from' &&
    statement.names === null &&
    !evaluation.names.isKnownRoot(evaluation.names.canonical(statement.module))
  ) {
    const home = moduleScope(scope);
    home.star ??= unknown(`it may come from \`from ${statement.module} import *\`, which is not read here`, statement.range);
  }
}

/** Remembers every import of the text, for names that are used before or without it. */
export function collectImports(evaluation: Evaluation, statements: readonly Statement[], depth = 0): void {
  if (depth > 20) return;
  for (const statement of statements) {
    if (statement.kind === 'import' || statement.kind === 'import from') {
      for (const [name, value] of importedNames(evaluation, statement)) {
        if (!evaluation.lateImports.has(name)) evaluation.lateImports.set(name, value);
      }
    }
    for (const inner of innerStatements(statement)) collectImports(evaluation, inner, depth + 1);
  }
}

function innerStatements(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case 'if':
      return [statement.consequence, statement.otherwise];
    case 'try':
      return [statement.body, ...statement.handlers.map(({ body }) => body), statement.otherwise, statement.finally];
    case 'with':
    case 'for':
    case 'while':
    case 'class':
      return [statement.body];
    default:
      return [];
  }
}
