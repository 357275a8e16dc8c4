// Waiting for a state that no locator can express, without sleeping longer than it takes.
import { setTimeout as sleep } from 'node:timers/promises';

const interval = 100;

/** Reads again and again until the value is accepted, and returns it. Throws with what was read last. */
export async function until<T>(
  description: string,
  read: () => Promise<T> | T,
  accept: (value: T) => boolean,
  milliseconds = 30_000,
): Promise<T> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    if (performance.now() > end)
      throw new Error(`After ${milliseconds / 1000} s still not: ${description}. It was ${JSON.stringify(value)}.`);
    await sleep(interval);
  }
}
