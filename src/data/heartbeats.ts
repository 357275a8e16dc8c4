// Traces like an electrocardiogram's: sums of bumps for the P wave, the QRS complex and the T wave, after the shapes that
// textbooks draw. Not a model of a heart; two classes that a one-dimensional convolution tells apart.
import { normal, type Random, uniform } from '../network/random.ts';

/** Values of one trace: a beat and a half at 125 a second. */
export const heartbeatLength = 187;

interface Bump {
  /** Seconds from the R peak. */
  readonly at: number;
  readonly width: number;
  readonly height: number;
}

const regular: readonly Bump[] = [
  { at: -0.2, width: 0.025, height: 0.15 },
  { at: -0.03, width: 0.01, height: -0.12 },
  { at: 0, width: 0.011, height: 1 },
  { at: 0.035, width: 0.012, height: -0.22 },
  { at: 0.25, width: 0.045, height: 0.28 },
];

/** Without a P wave, wide, with an inverted T wave: a ventricular beat. */
const premature: readonly Bump[] = [
  { at: -0.02, width: 0.035, height: 0.85 },
  { at: 0.07, width: 0.04, height: -0.45 },
  { at: 0.27, width: 0.06, height: -0.25 },
];

/** Writes one trace. The second beat comes early and wide when `isPremature`. */
export function drawHeartbeat(random: Random, isPremature: boolean, noise: number, into: Float32Array): void {
  const first = 0.3 + 0.1 * uniform(random);
  const interval = (isPremature ? 0.55 : 0.8) + 0.1 * uniform(random);
  const scale = 0.9 + 0.2 * uniform(random);
  const [drift, phase] = [0.05 * normal(random), 2 * Math.PI * uniform(random)];
  const beats = [
    { peak: first, bumps: regular },
    { peak: first + interval, bumps: isPremature ? premature : regular },
  ];
  for (let place = 0; place < into.length; place++) {
    const time = (place * 1.5) / into.length;
    let value = drift * Math.sin((2 * Math.PI * time) / 1.5 + phase) + noise * normal(random);
    for (const { peak, bumps } of beats) {
      for (const { at, width, height } of bumps) value += scale * height * Math.exp(-0.5 * ((time - peak - at) / width) ** 2);
    }
    into[place] = value;
  }
}
