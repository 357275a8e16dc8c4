// Measures training without its pauses.
export class Stopwatch {
  #elapsed = 0;
  #since: number | null = null;

  /** Milliseconds. */
  get elapsed(): number {
    return this.#elapsed + (this.#since === null ? 0 : performance.now() - this.#since);
  }

  start(): void {
    this.#since ??= performance.now();
  }

  stop(): void {
    this.#elapsed = this.elapsed;
    this.#since = null;
  }
}
