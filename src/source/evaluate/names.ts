// Dotted names → what the libraries say of them. Built once for a list of libraries.
import type { Library } from './library.ts';
import type { ArrayValue, Operations, Value } from './value.ts';

export interface Names {
  /** The one name under which rows stand: aliases replaced. */
  canonical(name: string): string;
  /** The row, or the module of that canonical name; undefined when there is neither. */
  find(name: string): Value | undefined;
  /** Does a library claim this name's first part? */
  isKnownRoot(name: string): boolean;
  /** Names directly under a module, for `import *`. */
  members(module: string): readonly string[];
  readonly arrays: Operations<ArrayValue> | null;
  readonly constructors: ReadonlySet<string>;
}

export function createNames(libraries: readonly Library[]): Names {
  const values = new Map<string, Value>();
  const children = new Map<string, Set<string>>();
  const aliases = new Map<string, string>();
  const roots = new Set<string>();
  const flat = libraries.flatMap((library) => library.flat ?? []).map((module) => `${module}.`);
  for (const library of libraries) {
    for (const root of library.roots) {
      roots.add(root);
      addModule(children, root);
    }
    for (const [from, to] of Object.entries(library.aliases ?? {})) {
      aliases.set(from, to);
      addModule(children, from);
    }
    for (const [name, row] of Object.entries(library.rows)) {
      values.set(name, typeof row === 'function' ? { kind: 'function', name, call: row } : row);
      addName(children, name);
    }
  }

  const canonical = (name: string): string => {
    let current = name;
    // Bounded: a wrong table must not hang a reading.
    for (let round = 0; round < 8; round++) {
      let replaced: string | null = null;
      for (let end = current.length; end > 0 && replaced === null; end = current.lastIndexOf('.', end - 1)) {
        const target = aliases.get(current.slice(0, end));
        if (target !== undefined) replaced = target + current.slice(end);
      }
      replaced ??= withoutFolders(current, flat, values);
      if (replaced === null || replaced === current) return current;
      current = replaced;
    }
    return current;
  };

  return {
    canonical,
    find: (name) => values.get(name) ?? (children.has(name) ? { kind: 'module', name } : undefined),
    isKnownRoot: (name) => roots.has(name.split('.', 1)[0] ?? ''),
    members: (module) => [...(children.get(module) ?? [])],
    arrays: libraries.find((library) => library.arrays)?.arrays ?? null,
    constructors: new Set(libraries.flatMap((library) => library.constructors ?? [])),
  };
}

/** `keras.layers.core.Dense` → `keras.layers.Dense`; null where there is no folder or no such row. */
function withoutFolders(name: string, flat: readonly string[], rows: ReadonlyMap<string, Value>): string | null {
  const module = flat.find((prefix) => name.startsWith(prefix));
  if (module === undefined) return null;
  const rest = name.slice(module.length);
  const folders = /^(?:[a-z_]\w*\.)+(?=[A-Za-z_])/.exec(rest)?.[0];
  const flattened = folders === undefined ? null : module + rest.slice(folders.length);
  return flattened !== null && rows.has(flattened) ? flattened : null;
}

function addName(children: Map<string, Set<string>>, name: string): void {
  const dot = name.lastIndexOf('.');
  if (dot < 0) return;
  const module = name.slice(0, dot);
  addModule(children, module);
  children.get(module)?.add(name.slice(dot + 1));
}

function addModule(children: Map<string, Set<string>>, module: string): void {
  if (children.has(module)) return;
  children.set(module, new Set());
  addName(children, module);
}
