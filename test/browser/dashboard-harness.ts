// Runs in the page around the dashboard: plays the host over the same channel, and keeps what the dashboard sends.
import { Channel } from '../../src/protocol/channel.ts';
import type { DashboardToHost, HostToDashboard } from '../../src/protocol/dashboard.ts';
import type { Checkpoint, Frame } from '../../src/protocol/frame.ts';
import { decodeRunView } from '../../src/protocol/report.ts';

type HostEvents = HostToDashboard['events'];

/** Everything that the dashboard sent, in order. */
export interface Sent {
  readonly name: keyof DashboardToHost['events'];
  readonly payload: unknown;
}

const frame = document.querySelector('iframe') as HTMLIFrameElement;
const sent: Sent[] = [];
let checkpoint: Checkpoint | null = null;

const channel = new Channel<HostToDashboard, DashboardToHost>(
  {
    post: (message, transfer = []) => frame.contentWindow?.postMessage(message, '*', [...transfer]),
    listen(listener) {
      const receive = ({ data }: MessageEvent<unknown>) => listener(data);
      window.addEventListener('message', receive);
      return { dispose: () => window.removeEventListener('message', receive) };
    },
  },
  { checkpoint: () => checkpoint },
);
for (const name of ['ready', 'drawn', 'control', 'reveal', 'chooseSample', 'engine'] as const) {
  channel.on(name, (payload) => sent.push({ name, payload }));
}

const harness = {
  sent,
  show: (encoded: string | null) => channel.emit('show', encoded === null ? null : decodeRunView(encoded)),
  /** The latest frame of an encoded run. */
  frame: (encoded: string) => channel.emit('frame', decodeRunView(encoded).history.latest as Frame),
  emit: <K extends keyof HostEvents>(name: K, payload: HostEvents[K]) => channel.emit(name, payload),
  /** What a request for all weights is answered with: the initial weights of an encoded run, moved by `by`. */
  answerCheckpoint(encoded: string, by: number) {
    const { initial } = decodeRunView(encoded).run.start;
    checkpoint = { step: 1, weights: initial.weights.map((layer) => layer.map((values) => values.map((value) => value + by))) };
  },
  /** Sends `count` frames like `encoded`'s latest, each after the one before was drawn; milliseconds from sending to drawn. */
  async stream(encoded: string, count: number): Promise<readonly number[]> {
    const latest = decodeRunView(encoded).history.latest as Frame;
    const times: number[] = [];
    for (let index = 1; index <= count; index++) {
      const step = latest.step + index;
      const numbers = latest.numbers.map((value) => value * (1 + 0.1 * Math.sin(index)));
      const drawn = Promise.withResolvers<void>();
      const subscription = channel.on('drawn', () => drawn.resolve());
      const start = performance.now();
      channel.emit('frame', { ...latest, step, trail: new Float32Array([latest.loss]), numbers });
      await drawn.promise;
      subscription.dispose();
      times.push(performance.now() - start);
    }
    return times;
  },
};

export type Harness = typeof harness;

declare global {
  interface Window {
    harness: Harness;
  }
}
window.harness = harness;
