// Keeps the current run where it outlives its host, so that a reloaded window still has its history.
// The description with the initial weights is written once, what changes at most every second.
import type { Disposable } from '../protocol/channel.ts';
import type { RunView } from '../protocol/dashboard.ts';
import { decodeRunView, encodeRunView } from '../protocol/report.ts';
import type { ObservedRun } from './restored-run.ts';

/** A folder for a few small files. */
export interface Storage {
  /** Undefined when there is no such file. */
  read(name: string): Promise<string | undefined>;
  /** Whole or not at all. */
  write(name: string, text: string): Promise<void>;
}

/** What belongs to a run beside its view: plain data that whoever keeps it understands. */
export interface KeptRun<Origin> {
  readonly view: RunView;
  readonly origin: Origin;
}

const startFile = 'run-start.json';
const progressFile = 'run-progress.json';
/** Milliseconds between two writes of a run that goes on. */
const interval = 1_000;
/** Writing must not take more than this part of the time: large runs are written less often. */
const share = 0.05;

const noWeights = { step: 0, weights: [] };

export class RunStore<Origin> implements Disposable {
  readonly #storage: Storage;
  readonly #failed: (error: unknown) => void;
  #subscriptions: Disposable[] = [];
  #run: ObservedRun | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #writing: Promise<void> = Promise.resolve();
  #pause = interval;

  /** `failed` is told when a write fails; the run goes on. */
  constructor(storage: Storage, failed: (error: unknown) => void) {
    this.#storage = storage;
    this.#failed = failed;
  }

  /** Keeps this run from now on, in place of the one before. */
  keep(run: ObservedRun, origin: Origin): void {
    this.#release();
    this.#run = run;
    this.#pause = interval;
    this.#write(async () => {
      const start = encodeRunView({ ...run.view(), history: { losses: [], rows: [], epochs: [], latest: null } });
      await this.#storage.write(startFile, `{"origin":${JSON.stringify(origin)},"view":${start}}`);
      await this.#storage.write(progressFile, progressText(run));
    });
    const soon = () => this.#writeSoon(this.#pause);
    // The end is written at once: the window may close.
    const changed = () => (run.active ? soon() : void this.flush());
    this.#subscriptions = [run.onFrame(soon), run.onEpoch(soon), run.onFindings(changed), run.onStatus(changed)];
  }

  /** The run that was kept last; undefined when there is none, or none that can be read. */
  async load(): Promise<KeptRun<Origin> | undefined> {
    const [start, progress] = await Promise.all([this.#storage.read(startFile), this.#storage.read(progressFile)]);
    if (start === undefined || progress === undefined) return undefined;
    try {
      // Both are what encodeRunView wrote, within an object that holds more.
      const { origin, view } = decodeRunView(start) as unknown as KeptRun<Origin>;
      const changed = decodeRunView(progress);
      if (changed.run.id !== view.run.id) return undefined;
      return { origin, view: { ...changed, run: view.run } };
    } catch (error) {
      this.#failed(error);
      return undefined;
    }
  }

  /** Writes what is not written yet. */
  flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const run = this.#run;
    if (run) this.#write(() => this.#storage.write(progressFile, this.#measured(run)));
    return this.#writing;
  }

  dispose(): void {
    this.#release();
  }

  #writeSoon(delay: number): void {
    this.#timer ??= setTimeout(() => void this.flush(), delay);
  }

  /** One write after the other. */
  #write(work: () => Promise<void>): void {
    this.#writing = this.#writing.then(work).catch((error: unknown) => this.#failed(error));
  }

  #measured(run: ObservedRun): string {
    const began = performance.now();
    const text = progressText(run);
    this.#pause = Math.max(interval, (performance.now() - began) / share);
    return text;
  }

  #release(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    for (const subscription of this.#subscriptions.splice(0)) subscription.dispose();
    this.#run = null;
  }
}

/** Without the initial weights, which the first file holds. */
function progressText(run: ObservedRun): string {
  const view = run.view();
  return encodeRunView({ ...view, run: { ...view.run, start: { ...view.run.start, initial: noWeights } } });
}
