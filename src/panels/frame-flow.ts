// What a dashboard gets of a run that goes on: the newest frame only, and no more than a few that it has not drawn yet.
// Training never waits. What a frame that is left out alone tells, the losses of its steps and the epochs, goes with the next.
import type { EpochRecord, Frame } from '../protocol/frame.ts';

/** Losses and epochs that may gather while frames are left out; beyond, the whole run is sent anew. */
const gatherLimit = 20_000;
/** Frames under way at a time: with one, a dashboard at the far end of a slow line would show few. */
const underWayLimit = 3;

export interface DashboardEnd {
  sendFrame(frame: Frame): void;
  sendEpochs(records: readonly EpochRecord[]): void;
  /** The whole run, because too much was left out. */
  sendAll(): void;
}

export class FrameFlow {
  readonly #dashboard: DashboardEnd;
  #waiting: Frame | null = null;
  /** Of the frames that were left out and of the one that waits. */
  #trails: Float32Array[] = [];
  #losses = 0;
  #epochs: EpochRecord[] = [];
  #overflowed = false;
  /** Steps of the frames that were sent and not drawn. */
  #underWay: readonly number[] = [];
  #visible: boolean;

  constructor(dashboard: DashboardEnd, visible: boolean) {
    this.#dashboard = dashboard;
    this.#visible = visible;
  }

  /** Sends the frame, or keeps it until it can be drawn. */
  offer(frame: Frame): void {
    if (this.#overflowed) return;
    this.#waiting = frame;
    this.#trails.push(frame.trail);
    this.#losses += frame.trail.length;
    this.#bound();
    this.#next();
  }

  /** Keeps the epoch until the next frame goes. */
  offerEpoch(record: EpochRecord): void {
    if (this.#overflowed) return;
    this.#epochs.push(record);
    this.#bound();
  }

  /** Sends the epochs that wait, whether or not a frame does. */
  flushEpochs(): void {
    if (this.#epochs.length > 0) this.#dashboard.sendEpochs(this.#epochs);
    this.#epochs = [];
  }

  /** The frame of this step was drawn, and with it all before. */
  drawn(step: number): void {
    this.#underWay = this.#underWay.filter((sent) => sent > step);
    this.#next();
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    // What was sent to a view that was hidden meanwhile may never be drawn.
    this.#underWay = [];
    this.#next();
  }

  /** The dashboard was sent the whole run: what waited is in it. */
  reset(): void {
    this.#clear();
    this.#epochs = [];
    this.#overflowed = false;
    this.#underWay = [];
  }

  #next(): void {
    if (this.#underWay.length >= underWayLimit || !this.#visible) return;
    if (this.#overflowed) {
      this.reset();
      this.#dashboard.sendAll();
      return;
    }
    if (!this.#waiting) return;
    const frame = this.#trails.length > 1 ? { ...this.#waiting, trail: joined(this.#trails, this.#losses) } : this.#waiting;
    this.#clear();
    this.#underWay = [...this.#underWay, frame.step];
    this.flushEpochs();
    this.#dashboard.sendFrame(frame);
  }

  #bound(): void {
    if (this.#losses + this.#epochs.length <= gatherLimit) return;
    this.#clear();
    this.#epochs = [];
    this.#overflowed = true;
  }

  #clear(): void {
    this.#waiting = null;
    this.#trails = [];
    this.#losses = 0;
  }
}

function joined(trails: readonly Float32Array[], length: number): Float32Array {
  const whole = new Float32Array(length);
  let start = 0;
  for (const trail of trails) {
    whole.set(trail, start);
    start += trail.length;
  }
  return whole;
}
