// A small line of one figure over a run, as an SVG image for a hover. Pure.

export interface SparklineStyle {
  /** CSS colour of the line. */
  readonly colour: string;
  readonly width: number;
  readonly height: number;
}

/** Points beyond what a hundred pixels can show are left out. */
const pointLimit = 120;

/**
 * The series as a `data:` URI of an SVG, scaled to its own range; gaps where a value is `null` or not finite.
 * `logarithmic` draws log₁₀ of positive values. Undefined for fewer than two points.
 */
export function sparkline(series: readonly (number | null)[], style: SparklineStyle, logarithmic = false): string | undefined {
  const values = thin(series.map((value) => scale(value, logarithmic)));
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return undefined;
  const { colour, width, height } = style;
  const [minimum, maximum] = [Math.min(...known), Math.max(...known)];
  // A line that never moves runs through the middle.
  const range = maximum - minimum;
  const place = (value: number) => (range === 0 ? height / 2 : height - 1.5 - ((value - minimum) / range) * (height - 3));
  let path = '';
  let pen = 'M';
  values.forEach((value, index) => {
    if (value === null) {
      pen = 'M';
      return;
    }
    path += `${pen}${round(1 + (index / (values.length - 1)) * (width - 4))} ${round(place(value))}`;
    pen = 'L';
  });
  const last = known.at(-1) ?? 0;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.25" stroke-linejoin="round"/>` +
    `<circle cx="${width - 3}" cy="${round(place(last))}" r="1.75" fill="${colour}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg).replaceAll('(', '%28').replaceAll(')', '%29')}`;
}

function scale(value: number | null, logarithmic: boolean): number | null {
  if (value === null || !Number.isFinite(value)) return null;
  if (!logarithmic) return value;
  return value > 0 ? Math.log10(value) : null;
}

/** Evenly chosen, the last one always among them. */
function thin<T>(values: readonly T[]): readonly T[] {
  if (values.length <= pointLimit) return values;
  const step = (values.length - 1) / (pointLimit - 1);
  return Array.from({ length: pointLimit }, (_, index) => values[Math.round(index * step)] as T);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
