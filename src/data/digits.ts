// Digits drawn with a pen: each is a few strokes in the unit square, bent a little differently every time, rendered as the
// distance of a pixel from the nearest stroke. Recognisable to people and to small networks; no picture of anyone's hand.
import { normal, type Random, uniform } from '../network/random.ts';

/** Width and height in pixels. */
export const digitSize = 28;

type Point = readonly [x: number, y: number];
/** Points that the pen goes through, x to the right and y down. */
type Stroke = readonly Point[];

/** Writes the image of a digit, `[28, 28]` from 0 (paper) to 1 (ink). `noise`: deviation of grey added to every pixel. */
export function drawDigit(random: Random, digit: number, noise: number, into: Float32Array): void {
  const strokes = distorted(random, glyphs[digit] ?? []);
  const thickness = 0.045 + 0.03 * uniform(random);
  const distances = distancesTo(strokes, thickness + 2 / digitSize);
  for (const [place, distance] of distances.entries()) {
    // The edge of a stroke fades over one pixel and a half.
    const ink = Math.max(0, Math.min(1, 0.5 - ((distance - thickness) * digitSize) / 1.5));
    into[place] = Math.max(0, Math.min(1, ink + noise * normal(random)));
  }
}

/** Distance of every pixel from the nearest stroke; where it is beyond `reach`, any number above that. */
function distancesTo(strokes: readonly Stroke[], reach: number): Float32Array {
  const distances = new Float32Array(digitSize * digitSize).fill(1);
  const pixels = (low: number, high: number) =>
    [Math.max(0, Math.floor((low - reach) * digitSize)), Math.min(digitSize - 1, Math.ceil((high + reach) * digitSize))] as const;
  for (const stroke of strokes) {
    for (const [index, to] of stroke.entries()) {
      const from = stroke[index - 1];
      if (!from) continue;
      const [left, right] = pixels(Math.min(from[0], to[0]), Math.max(from[0], to[0]));
      const [top, bottom] = pixels(Math.min(from[1], to[1]), Math.max(from[1], to[1]));
      for (let row = top; row <= bottom; row++) {
        for (let column = left; column <= right; column++) {
          const place = row * digitSize + column;
          const distance = distanceToSegment(from, to, (column + 0.5) / digitSize, (row + 0.5) / digitSize);
          if (distance < (distances[place] as number)) distances[place] = distance;
        }
      }
    }
  }
  return distances;
}

/** Shift, size, slant and a little bend of every point. */
function distorted(random: Random, strokes: readonly Stroke[]): readonly Stroke[] {
  const spread = (width: number) => (2 * uniform(random) - 1) * width;
  const [shiftX, shiftY, scaleX, scaleY] = [spread(0.08), spread(0.06), 1 + spread(0.15), 1 + spread(0.12)];
  const slant = spread(0.2);
  return strokes.map((stroke) =>
    stroke.map(([x, y]): Point => {
      const [bentX, bentY] = [x - 0.5 + 0.012 * normal(random), y - 0.5 + 0.012 * normal(random)];
      return [0.5 + shiftX + scaleX * bentX - slant * bentY, 0.5 + shiftY + scaleY * bentY];
    }),
  );
}

function distanceToSegment([fromX, fromY]: Point, [toX, toY]: Point, x: number, y: number): number {
  const [alongX, alongY] = [toX - fromX, toY - fromY];
  const length = alongX * alongX + alongY * alongY;
  const part = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - fromX) * alongX + (y - fromY) * alongY) / length));
  const [offX, offY] = [x - fromX - part * alongX, y - fromY - part * alongY];
  return Math.sqrt(offX * offX + offY * offY);
}

/** Part of an ellipse around (x, y), angles in degrees clockwise from the right. */
function arc(x: number, y: number, radiusX: number, radiusY: number, from: number, to: number): Stroke {
  const steps = Math.max(4, Math.ceil(Math.abs(to - from) / 20));
  return Array.from({ length: steps + 1 }, (_, step): Point => {
    const angle = ((from + ((to - from) * step) / steps) * Math.PI) / 180;
    return [x + radiusX * Math.cos(angle), y + radiusY * Math.sin(angle)];
  });
}

const glyphs: readonly (readonly Stroke[])[] = [
  [arc(0.5, 0.5, 0.2, 0.3, 0, 360)],
  [
    [
      [0.38, 0.3],
      [0.52, 0.2],
      [0.52, 0.8],
    ],
  ],
  [[...arc(0.49, 0.36, 0.18, 0.16, 195, 395), [0.32, 0.8], [0.7, 0.8]]],
  [[...arc(0.47, 0.35, 0.18, 0.15, 205, 440), ...arc(0.47, 0.65, 0.2, 0.16, 280, 510)]],
  [
    [
      [0.55, 0.2],
      [0.3, 0.6],
      [0.72, 0.6],
    ],
    [
      [0.6, 0.42],
      [0.6, 0.82],
    ],
  ],
  [[[0.67, 0.2], [0.37, 0.2], [0.35, 0.46], ...arc(0.48, 0.61, 0.2, 0.19, 235, 515)]],
  [
    [
      [0.6, 0.2],
      [0.42, 0.38],
      [0.33, 0.6],
    ],
    arc(0.5, 0.63, 0.18, 0.17, 0, 360),
  ],
  [
    [
      [0.3, 0.2],
      [0.7, 0.2],
      [0.45, 0.8],
    ],
  ],
  [arc(0.5, 0.35, 0.15, 0.15, 0, 360), arc(0.5, 0.65, 0.19, 0.16, 0, 360)],
  [
    arc(0.5, 0.37, 0.18, 0.17, 0, 360),
    [
      [0.68, 0.38],
      [0.64, 0.6],
      [0.52, 0.8],
    ],
  ],
];
