// A run that nobody conducts any more: read back after its host was gone. It shows what was kept and can do nothing.

import type { Finding } from '../diagnose/finding.ts';
import type { Disposable } from '../protocol/channel.ts';
import type { RunDescription, RunStatus, RunView } from '../protocol/dashboard.ts';
import { Emitter } from '../protocol/emitter.ts';
import type { RunEnd } from '../protocol/engine.ts';
import type { Checkpoint, EpochRecord, Frame } from '../protocol/frame.ts';
import { RunHistory } from './history.ts';
import type { Run } from './run.ts';

/** What whoever shows a run needs of it, whether it goes on or was restored. */
export type ObservedRun = Pick<
  Run,
  | 'description'
  | 'history'
  | 'onFrame'
  | 'onEpoch'
  | 'onStatus'
  | 'onFindings'
  | 'status'
  | 'active'
  | 'stale'
  | 'end'
  | 'findings'
  | 'control'
  | 'chooseSample'
  | 'giveUp'
  | 'markStale'
  | 'setFindings'
  | 'view'
  | 'dispose'
> & { checkpoint(): Promise<Checkpoint | null> };

export class RestoredRun implements ObservedRun, Disposable {
  readonly description: RunDescription;
  readonly history: RunHistory;
  readonly status: RunStatus;
  readonly active = false;
  readonly end: RunEnd | null;
  readonly #summary: RunView['summary'];
  readonly #statuses = new Emitter<RunStatus>();
  readonly #findingLists = new Emitter<readonly Finding[]>();
  #stale: boolean;
  #findings: readonly Finding[];

  readonly onFrame = new Emitter<Frame>().event;
  readonly onEpoch = new Emitter<EpochRecord>().event;
  readonly onStatus = this.#statuses.event;
  readonly onFindings = this.#findingLists.event;

  /** A run that had not ended when it was kept was interrupted. */
  constructor({ run, status, stale, history, findings, end, summary }: RunView) {
    this.description = run;
    this.history = new RunHistory(run.network, run.start.layout, run.start.windowSamples, run.plan.batchSize);
    this.history.restore(history);
    this.status = status === 'running' || status === 'paused' || status === 'starting' ? 'interrupted' : status;
    this.end = end;
    this.#summary = summary;
    this.#stale = stale;
    this.#findings = findings;
  }

  get stale(): boolean {
    return this.#stale;
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  async control(): Promise<void> {}

  async chooseSample(): Promise<void> {}

  giveUp(): void {}

  /** Only what frames hold was kept of the weights. */
  async checkpoint(): Promise<null> {
    return null;
  }

  markStale(stale: boolean): void {
    if (stale === this.#stale) return;
    this.#stale = stale;
    this.#statuses.fire(this.status);
  }

  setFindings(findings: readonly Finding[]): void {
    this.#findings = findings;
    this.#findingLists.fire(findings);
  }

  view(): RunView {
    const { description, status, stale, history, findings, end } = this;
    return { run: description, status, stale, history: history.snapshot(), findings, end, summary: this.#summary };
  }

  dispose(): void {
    this.#statuses.dispose();
    this.#findingLists.dispose();
  }
}
