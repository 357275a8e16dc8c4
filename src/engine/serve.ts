// An engine behind a channel: answers the host's requests with one run at a time. The same in a Node worker thread and in
// a browser worker; only the port and the backends differ.
import { Channel, type Port } from '../protocol/channel.ts';
import type { BackendName, EngineToHost, HostToEngine, RunSpecification, RunStart } from '../protocol/engine.ts';
import { Run } from './run.ts';
import type { Kernels } from './tfjs/kernels.ts';

/** A backend that may run here. */
export interface EngineBackend {
  readonly name: BackendName;
  /** The device's name; `null` where it cannot run. */
  detect(allowSoftwareAdapter: boolean): Promise<string | null>;
  open(): Promise<Kernels>;
}

/** `backends`: best first. */
export function serveEngine(port: Port, backends: readonly EngineBackend[]): Channel<EngineToHost, HostToEngine> {
  const opened = new Map<BackendName, Kernels>();
  let run: Run | null = null;
  let running = false;

  const channel: Channel<EngineToHost, HostToEngine> = new Channel(port, {
    async backends({ allowSoftwareAdapter }) {
      const found = await Promise.all(
        backends.map(async (backend) => ({ name: backend.name, device: await backend.detect(allowSoftwareAdapter) })),
      );
      return found.flatMap(({ name, device }) => (device === null ? [] : [{ name, device }]));
    },
    start,
    control: (control) => theRun().control(control),
    checkpoint: () => theRun().checkpoint(),
    chooseSample: (sample) => theRun().chooseSample(sample),
    predict: (input) => theRun().predict(input),
  });
  return channel;

  async function start(specification: RunSpecification): Promise<RunStart> {
    if (running) throw new Error('A run is going on here; stop it before starting another.');
    running = true;
    run?.dispose();
    try {
      const kernels = await open(specification.backend);
      const started = new Run(kernels, specification, {
        frame: (frame) => channel.emit('frame', frame, [frame.numbers.buffer as ArrayBuffer, frame.trail.buffer as ArrayBuffer]),
        epoch: (record) => channel.emit('epoch', record),
        end(summary) {
          running = false;
          channel.emit('end', summary);
        },
      });
      run = started;
      void kernels.lost?.then((reason) => started.fail(reason));
      // After this answer has been sent.
      setTimeout(() => void started.conduct(), 0);
      return started.start;
    } catch (error) {
      running = false;
      throw error;
    }
  }

  async function open(name: BackendName): Promise<Kernels> {
    const known = opened.get(name);
    if (known) return known;
    const backend = backends.find((candidate) => candidate.name === name);
    if (!backend)
      throw new Error(`The backend ${name} does not run here; there is ${backends.map((candidate) => candidate.name).join(', ')}.`);
    const kernels = await backend.open();
    opened.set(name, kernels);
    void kernels.lost?.then(() => opened.delete(name));
    return kernels;
  }

  function theRun(): Run {
    if (!run) throw new Error('No run has been started.');
    return run;
  }
}
