// The run that Layerscope conducts or shows: one at a time. Starts it, controls it, tells whoever shows it.
import type { Disposable } from '../protocol/channel.ts';
import { Emitter } from '../protocol/emitter.ts';
import type { RunControl } from '../protocol/engine.ts';
import type { EpochRecord, Frame } from '../protocol/frame.ts';
import type { ObservedRun } from '../runs/restored-run.ts';
import { type EngineConnection, Run, type RunRequest } from '../runs/run.ts';
import type { DataChoice } from './data-choice.ts';
import type { DefinitionTarget } from './definition-target.ts';

/** Where a run came from: plain data, kept with it. */
export interface RunOrigin {
  readonly target: DefinitionTarget;
  /** Of the definition that it trains. */
  readonly fingerprint: string;
  /** Of the numbers that the source passes to `fit`; `null` where the run has other data, or too much to compare. */
  readonly dataFingerprint: string | null;
  readonly data: DataChoice;
  /** Whether the source states the plan, or a person took the default. */
  readonly plan: 'source' | 'default';
}

export interface CurrentRun {
  readonly run: ObservedRun;
  readonly origin: RunOrigin;
}

/** Milliseconds that a run may take to end. */
const endPatience = 3_000;

export function registerTraining(context: { readonly subscriptions: Disposable[] }, log: { warn(message: string): void }): Training {
  const training = new Training((message) => log.warn(message));
  context.subscriptions.push(training);
  return training;
}

export class Training implements Disposable {
  readonly #changes = new Emitter<CurrentRun | null>();
  readonly #statuses = new Emitter<CurrentRun>();
  readonly #frames = new Emitter<Frame>();
  readonly #epochs = new Emitter<EpochRecord>();
  readonly #warn: (message: string) => void;
  #current: CurrentRun | null = null;
  #subscriptions: Disposable[] = [];

  /** Another run is shown from now on. */
  readonly onRun = this.#changes.event;
  /** Status, staleness, end or findings of the current run changed. */
  readonly onStatus = this.#statuses.event;
  readonly onFrame = this.#frames.event;
  readonly onEpoch = this.#epochs.event;

  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  get current(): CurrentRun | null {
    return this.#current;
  }

  /** The current run if it trains, or trained, this definition. */
  runOf(uri: { toString(): string }, definition: string): CurrentRun | undefined {
    const target = this.#current?.origin.target;
    return target?.uri === uri.toString() && target.definition === definition ? (this.#current ?? undefined) : undefined;
  }

  /** Starts a run in place of the current one. Rejects with a message for people when it cannot start; the current one then stays. */
  async start(request: RunRequest, engine: EngineConnection, origin: RunOrigin): Promise<void> {
    this.show({ run: await Run.start(request, engine), origin });
  }

  /** Shows this run from now on. The one before is let go, stopped if it goes on. */
  show(current: CurrentRun): void {
    for (const subscription of this.#subscriptions.splice(0)) subscription.dispose();
    this.#current?.run.dispose();
    this.#current = current;
    const changed = () => this.#statuses.fire(current);
    const { run } = current;
    this.#subscriptions = [
      run.onStatus(changed),
      run.onFindings(changed),
      run.onFrame((frame) => this.#frames.fire(frame)),
      run.onEpoch((record) => this.#epochs.fire(record)),
    ];
    this.#changes.fire(current);
  }

  /**
   * Stops the current run and waits until it has ended: an engine takes one run at a time. One that is in the middle of a
   * long step and does not stop in time is ended with its engine.
   */
  async end(patience = endPatience): Promise<void> {
    const run = this.#current?.run;
    if (!run?.active) return;
    await new Promise<void>((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        subscription.dispose();
        resolve();
      };
      const timer = setTimeout(finish, patience);
      const subscription = run.onStatus(() => run.active || finish());
      // An engine that cannot be asked any more has ended too.
      run.control('stop').catch(finish);
    });
    run.giveUp(`The engine did not stop within ${patience / 1_000} s and was ended.`);
  }

  /** Never rejects: nobody waits for it but the person, who sees the status. What goes wrong is logged. */
  control(action: RunControl): Promise<void> {
    return this.#logged(`"${action}" had no effect`, this.#current?.run.control(action));
  }

  /** Never rejects, likewise. */
  chooseSample(sample: number): Promise<void> {
    return this.#logged(`Sample ${sample} could not be shown`, this.#current?.run.chooseSample(sample));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions.splice(0)) subscription.dispose();
    this.#current?.run.dispose();
    for (const emitter of [this.#changes, this.#statuses, this.#frames, this.#epochs]) emitter.dispose();
  }

  async #logged(failure: string, work: Promise<void> | undefined): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#warn(`${failure}: ${error instanceof Error ? error.message : error}`);
    }
  }
}
