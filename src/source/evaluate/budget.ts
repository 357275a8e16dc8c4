// How much one reading may cost. When any of it is used up, evaluation goes on as unknown and ends soon after.

export interface BudgetLimits {
  /** Expressions and statements evaluated, in all. */
  readonly steps: number;
  /** Steps inside one outermost loop; a longer one is left as unknown. */
  readonly loopSteps: number;
  /** Expressions, statements and calls inside each other: what the stack of the smallest worker holds. */
  readonly depth: number;
  /** Elements of one list, string or range that is walked. */
  readonly elements: number;
  readonly milliseconds: number;
}

export const defaultLimits: BudgetLimits = { steps: 500_000, loopSteps: 120_000, depth: 420, elements: 100_000, milliseconds: 2_500 };

/** What an operation on an array costs, in steps: about as long as so many expressions. */
export const arraySteps = 25;

export class Budget {
  readonly limits: BudgetLimits;
  readonly #until: number;
  #steps = 0;
  depth = 0;
  /** Why evaluation stopped; null while it goes on. */
  exhausted: string | null = null;

  constructor(limits: BudgetLimits) {
    this.limits = limits;
    this.#until = performance.now() + limits.milliseconds;
  }

  get steps(): number {
    return this.#steps;
  }

  /** Takes steps; false when they are used up. */
  spend(steps: number): boolean {
    if (this.exhausted !== null) return false;
    const before = this.#steps;
    this.#steps += steps;
    if (this.#steps > this.limits.steps)
      this.exhausted = `reading this text takes more than ${this.limits.steps.toLocaleString('en-US')} steps`;
    // The clock is asked every 1,024 steps.
    else if (before >> 10 !== this.#steps >> 10 && performance.now() > this.#until) {
      this.exhausted = `reading this text takes longer than ${this.limits.milliseconds / 1000} s`;
    }
    return this.exhausted === null;
  }
}
