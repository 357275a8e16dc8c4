// Runs in the page under test: starts the engine's worker and speaks the engine protocol with it, through the real channel.
import { Channel } from '../../src/protocol/channel.ts';
import type { EngineToHost, HostToEngine, RunSpecification, RunStart, RunSummary } from '../../src/protocol/engine.ts';
import type { EpochRecord, Frame } from '../../src/protocol/frame.ts';
import { decode, encode } from './plain.ts';

export interface PageRun {
  readonly start: RunStart;
  readonly frames: readonly Frame[];
  readonly epochs: readonly EpochRecord[];
  readonly summary: RunSummary;
}

type Requests = HostToEngine['requests'];

declare global {
  interface Window {
    /** Asks the engine; arguments and result as plain.ts writes them. */
    ask(name: string, parameters: string): Promise<string>;
    /** Starts a run and waits for its end. */
    train(specification: string): Promise<string>;
    /** What the engine has sent so far. */
    received(): string;
  }
}

const worker = new Worker('/webview/engine-worker.js');
const channel = new Channel<HostToEngine, EngineToHost>(
  {
    post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    listen(listener) {
      const handle = ({ data }: MessageEvent<unknown>) => listener(data);
      worker.addEventListener('message', handle);
      return { dispose: () => worker.removeEventListener('message', handle) };
    },
  },
  {},
);

let frames: Frame[] = [];
let epochs: EpochRecord[] = [];
let ends: RunSummary[] = [];
let ended: (summary: RunSummary) => void = () => {};
channel.on('frame', (frame) => frames.push(frame));
channel.on('epoch', (record) => epochs.push(record));
channel.on('end', (summary) => {
  ends.push(summary);
  ended(summary);
});

window.ask = async (name, parameters) => {
  if (name === 'start') [frames, epochs, ends] = [[], [], []];
  return encode(await channel.request(name as keyof Requests, decode(parameters) as never));
};

window.train = async (specification) => {
  [frames, epochs, ends] = [[], [], []];
  const over = new Promise<RunSummary>((resolve) => {
    ended = resolve;
  });
  const start = await channel.request('start', decode(specification) as RunSpecification);
  const summary = await over;
  return encode({ start, frames, epochs, summary } satisfies PageRun);
};

window.received = () => encode({ frames, epochs, ends });
