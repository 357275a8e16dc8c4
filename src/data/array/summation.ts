// Sums of neighbouring numbers in the order in which NumPy adds them, so that they come out the same to the last bit.

/** NumPy's pairwise summation (loops_utils.h): eight accumulators in blocks of up to 128, halves above. */
export function pairwiseSum(values: Float64Array, start: number, count: number): number {
  if (count < 8) {
    let total = -0;
    for (let index = 0; index < count; index++) total += values[start + index] as number;
    return total;
  }
  if (count > 128) {
    const half = Math.floor(count / 2) - (Math.floor(count / 2) % 8);
    return pairwiseSum(values, start, half) + pairwiseSum(values, start + half, count - half);
  }
  const r = values.slice(start, start + 8);
  const whole = count - (count % 8);
  for (let index = 8; index < whole; index += 8) {
    for (let lane = 0; lane < 8; lane++) r[lane] = (r[lane] as number) + (values[start + index + lane] as number);
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = r;
  let total = a + b + (c + d) + (e + f + (g + h));
  for (let index = whole; index < count; index++) total += values[start + index] as number;
  return total;
}

/** The same in float32. */
export function pairwiseSum32(values: Float64Array, start: number, count: number): number {
  const round = Math.fround;
  if (count < 8) {
    let total = -0;
    for (let index = 0; index < count; index++) total = round(total + (values[start + index] as number));
    return total;
  }
  if (count > 128) {
    const half = Math.floor(count / 2) - (Math.floor(count / 2) % 8);
    return round(pairwiseSum32(values, start, half) + pairwiseSum32(values, start + half, count - half));
  }
  const r = Float32Array.from(values.subarray(start, start + 8));
  const whole = count - (count % 8);
  for (let index = 8; index < whole; index += 8) {
    for (let lane = 0; lane < 8; lane++) r[lane] = (r[lane] as number) + (values[start + index + lane] as number);
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = r;
  let total = round(round(round(a + b) + round(c + d)) + round(round(e + f) + round(g + h)));
  for (let index = whole; index < count; index++) total = round(total + (values[start + index] as number));
  return total;
}
