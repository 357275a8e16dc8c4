// Which names a piece of a tree mentions: a plain walk over the tree's data.

/** All names and attributes in `tree`. */
export function mentionedNames(tree: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const pending: unknown[] = [tree];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (typeof part !== 'object' || part === null) continue;
    if ('name' in part && typeof part.name === 'string') names.add(part.name);
    for (const [key, value] of Object.entries(part)) if (key !== 'range' && typeof value === 'object') pending.push(value ?? undefined);
  }
  return names;
}
