import { expect, test } from 'vitest';
import { EngineRelay } from './engine-relay.ts';

test('a worker that dies is lost once, and the next message starts another', async () => {
  const { relay, workers, lost } = relayTo(async () => ({}));
  relay.receive('first');
  await settled();
  workers[0]?.onerror?.({ message: 'out of memory' });
  workers[0]?.onerror?.({ message: 'out of memory' });
  await settled();
  expect({ lost, ended: workers[0]?.ended }).toEqual({ lost: ['The engine in the dashboard failed: out of memory.'], ended: true });
  relay.receive('second');
  await settled();
  expect(workers.map(({ received }) => received)).toEqual([['first'], ['second']]);
});

test('a script that cannot be had is an engine lost, not a host that waits', async () => {
  const { relay, lost } = relayTo(() => Promise.reject(new Error('its script could not be loaded (404)')));
  relay.receive('first');
  relay.receive('second');
  await settled();
  expect(lost).toEqual(['The engine could not start in the dashboard: its script could not be loaded (404).']);
});

test('a worker that was told to end says nothing more', async () => {
  const { relay, workers, sent, lost } = relayTo(async () => ({}));
  relay.receive('start');
  await settled();
  workers[0]?.onmessage?.({ data: 'frame' });
  relay.dispose();
  await settled();
  workers[0]?.onmessage?.({ data: 'late' });
  workers[0]?.onerror?.({ message: 'ended' });
  expect({ sent, lost, ended: workers[0]?.ended }).toEqual({ sent: ['frame'], lost: [], ended: true });
});

/** What of a worker the relay touches. */
interface FakeWorker {
  readonly received: unknown[];
  ended: boolean;
  onmessage?: ((event: { data: unknown }) => void) | null;
  onerror?: (event: { message: string }) => void;
  postMessage(message: unknown): void;
  terminate(): void;
}

function relayTo(start: () => Promise<object>) {
  const workers: FakeWorker[] = [];
  const sent: unknown[] = [];
  const lost: string[] = [];
  const startWorker = async () => {
    await start();
    const worker: FakeWorker = {
      received: [],
      ended: false,
      postMessage(message) {
        this.received.push(message);
      },
      terminate() {
        this.ended = true;
      },
    };
    workers.push(worker);
    return worker as unknown as Worker;
  };
  const relay = new EngineRelay({ send: (message) => sent.push(message), lost: (reason) => lost.push(reason) }, startWorker);
  return { relay, workers, sent, lost };
}

function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
