// Python's `round`: to the nearest, half to even, decided on the exact decimal value of the double.

/** `round(value, places)`; `places` may be negative. */
export function roundNumber(value: number, places: number): number {
  if (!Number.isFinite(value) || Math.abs(places) > 100) return value;
  if (places <= 0) {
    const unit = 10 ** -places;
    return halfEven(value / unit) * unit;
  }
  // toFixed decides on the exact value too, but halves away from zero; an exact half needs at most a few binary digits.
  const scaled = value * 10 ** places;
  const isExactHalf = Math.abs(scaled % 1) === 0.5 && scaled / 10 ** places === value && isDyadic(value, places);
  return isExactHalf ? halfEven(scaled) / 10 ** places : Number(value.toFixed(places));
}

function halfEven(value: number): number {
  const floor = Math.floor(value);
  const fraction = value - floor;
  if (fraction !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** True when `value` has no more than `places + 1` decimal digits exactly. */
function isDyadic(value: number, places: number): boolean {
  const digits = Math.min(100, places + 40);
  return /^-?\d+\.\d*?0*$/.test(value.toFixed(digits)) && value.toFixed(digits).replace(/0+$/, '').split('.')[1]?.length === places + 1;
}
