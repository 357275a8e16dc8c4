// Does a piece of a tree mention one of some names? A plain walk over the tree's data, cheap enough to ask of every function.

/** True when a name or attribute in `tree` is one of `names`. */
export function mentions(tree: unknown, names: ReadonlySet<string>): boolean {
  const pending: unknown[] = [tree];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (typeof part !== 'object' || part === null) continue;
    if ('kind' in part && 'name' in part && typeof part.name === 'string' && names.has(part.name)) return true;
    for (const [key, value] of Object.entries(part)) if (key !== 'range' && typeof value === 'object') pending.push(value ?? undefined);
  }
  return false;
}
