import { expect, test } from 'vitest';
import { Emitter } from '../protocol/emitter.ts';
import type { ObservedRun } from '../runs/restored-run.ts';
import { type RunOrigin, Training } from './training.ts';

const origin: RunOrigin = {
  target: { uri: 'file:///model.py', definition: 'model' },
  fingerprint: '',
  dataFingerprint: null,
  data: { kind: 'source' },
  plan: 'source',
};

test('a run whose engine does not answer is given up, so that the next can begin', async () => {
  const { training, givenUp } = train(() => new Promise<never>(() => {}));
  await training.end(20);
  expect(givenUp).toEqual(['The engine did not stop within 0.02 s and was ended.']);
});

test('a control that an engine refuses is logged, and nobody is left with a rejection', async () => {
  const { training, logged } = train(() => Promise.reject(new Error('The engine has gone.')));
  await training.control('pause');
  await training.chooseSample(3);
  expect(logged).toEqual(['"pause" had no effect: The engine has gone.', 'Sample 3 could not be shown: The engine has gone.']);
});

/** Training with a run whose engine answers everything so. */
function train(answer: () => Promise<never>) {
  const givenUp: string[] = [];
  const logged: string[] = [];
  const training = new Training((message) => logged.push(message));
  const event = new Emitter<never>().event;
  const run: Partial<ObservedRun> = {
    active: true,
    onStatus: event,
    onFindings: event,
    onFrame: event,
    onEpoch: event,
    control: answer,
    chooseSample: answer,
    giveUp: (reason) => givenUp.push(reason),
  };
  training.show({ run: run as ObservedRun, origin });
  return { training, givenUp, logged };
}
