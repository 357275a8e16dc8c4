// The editor's end of the thread that reads: one text at a time, the newest wins, and a thread that hangs is replaced.
import { Worker } from 'node:worker_threads';
import type { Dataset } from '../data/dataset.ts';
import { Channel, type Disposable, type Port } from '../protocol/channel.ts';
import type { CheckedReading, DataToRead, HostToReader, ReaderToHost, TextToRead } from './reader-protocol.ts';

/** Reading has a budget of its own, far below this; whoever needs longer hangs. */
const patience = 10_000;
/** Making the arrays of a data set may take longer than finding out that it can be done. */
const materializePatience = 60_000;

/** Open documents go before the scan of the workspace. */
export type Urgency = 'open' | 'background';

export interface ReadRequest {
  readonly source: TextToRead;
  readonly urgency: Urgency;
  /** A newer request with this key makes one that still waits void. */
  readonly key: string;
}

/** The text was not read because a newer one came. */
export class Superseded extends Error {
  constructor() {
    super('A newer text came.');
    this.name = 'Superseded';
  }
}

interface Job {
  readonly key: string | null;
  readonly urgency: Urgency;
  readonly patience: number;
  readonly name: string;
  work(channel: Channel<HostToReader, ReaderToHost>): Promise<void>;
  fail(error: Error): void;
}

interface Thread {
  readonly worker: Worker;
  readonly channel: Channel<HostToReader, ReaderToHost>;
}

export class Reader implements Disposable {
  readonly #workerPath: string;
  readonly #report: (message: string) => void;
  readonly #waiting: Job[] = [];
  #thread: Thread | null = null;
  #busy = false;
  #disposed = false;

  /** `workerPath`: the bundled reader-worker.cjs. `report` takes what a log should hold. */
  constructor(workerPath: string, report: (message: string) => void) {
    this.#workerPath = workerPath;
    this.#report = report;
  }

  /** Rejects with Superseded when a newer request of this key came first, else with an Error whose message is for people. */
  read({ source, urgency, key }: ReadRequest): Promise<CheckedReading> {
    for (const job of this.#waiting.filter((waiting) => waiting.key === key)) {
      this.#waiting.splice(this.#waiting.indexOf(job), 1);
      job.fail(new Superseded());
    }
    return this.#enqueue(key, urgency, patience, `Reading ${source.fileName}`, (channel) => channel.request('read', source));
  }

  materialize(source: TextToRead, definition: string): Promise<HostToReader['requests']['materialize']['result']> {
    const name = `Making the data of ${source.fileName}`;
    return this.#enqueue(null, 'open', materializePatience, name, (channel) => channel.request('materialize', { source, definition }));
  }

  /** Rejects with an Error whose message is for people. */
  readData(data: DataToRead): Promise<Dataset> {
    return this.#enqueue(null, 'open', materializePatience, `Reading ${data.name}`, (channel) => channel.request('readData', data));
  }

  dispose(): void {
    this.#disposed = true;
    for (const job of this.#waiting.splice(0)) job.fail(new Superseded());
    this.#stop('Layerscope was closed.');
  }

  #enqueue<T>(
    key: string | null,
    urgency: Urgency,
    patience: number,
    name: string,
    ask: (channel: Channel<HostToReader, ReaderToHost>) => Promise<T>,
  ): Promise<T> {
    return new Promise<T>((resolve, fail) => {
      this.#waiting.push({ key, urgency, patience, name, fail, work: async (channel) => resolve(await ask(channel)) });
      void this.#next();
    });
  }

  async #next(): Promise<void> {
    if (this.#busy || this.#disposed) return;
    const index = Math.max(
      0,
      this.#waiting.findIndex(({ urgency }) => urgency === 'open'),
    );
    const [job] = this.#waiting.splice(index, 1);
    if (!job) return;
    this.#busy = true;
    const timer = setTimeout(() => this.#stop(`${job.name} took longer than ${job.patience / 1000} s and was given up.`), job.patience);
    try {
      await job.work(this.#open().channel);
    } catch (error) {
      job.fail(error instanceof Error ? error : new Error(String(error)));
    } finally {
      clearTimeout(timer);
      this.#busy = false;
      void this.#next();
    }
  }

  #open(): Thread {
    if (this.#thread) return this.#thread;
    const worker = new Worker(this.#workerPath, { resourceLimits: { maxOldGenerationSizeMb: 1024 } });
    const thread: Thread = { worker, channel: new Channel(workerPort(worker), {}) };
    this.#thread = thread;
    const lost = (reason: string) => {
      if (this.#thread !== thread) return;
      this.#report(reason);
      this.#stop(reason);
    };
    worker.on('error', (error) => lost(`The reader failed: ${error.message}`));
    worker.on('exit', (code) => lost(`The reader ended with code ${code}.`));
    worker.unref();
    return thread;
  }

  /** The next job starts a new thread. */
  #stop(reason: string): void {
    const thread = this.#thread;
    this.#thread = null;
    thread?.channel.dispose(reason);
    void thread?.worker.terminate();
  }
}

function workerPort(worker: Worker): Port {
  return {
    post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    listen(listener) {
      worker.on('message', listener);
      return { dispose: () => worker.off('message', listener) };
    },
  };
}
