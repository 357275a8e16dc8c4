// Labels beside the ends of lines, moved apart so that none covers another. Pure.

/** Each item's `at`: as near its `y` as `spacing` between neighbours allows, within `top` and `bottom` while they fit. */
export function placeLabels<T extends { readonly y: number }>(
  items: readonly T[],
  spacing: number,
  top: number,
  bottom: number,
): readonly (T & { readonly at: number })[] {
  const room = items.length > 1 ? Math.min(spacing, (bottom - top) / (items.length - 1)) : spacing;
  const placed = items.toSorted((first, second) => first.y - second.y).map((item) => ({ ...item, at: Math.max(top, item.y) }));
  for (let index = 1; index < placed.length; index++) {
    const [above, here] = [placed[index - 1], placed[index]];
    if (above && here) here.at = Math.max(here.at, above.at + room);
  }
  let limit = bottom;
  for (const item of placed.toReversed()) {
    item.at = Math.min(item.at, limit);
    limit = item.at - room;
  }
  return placed;
}
