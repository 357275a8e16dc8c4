// Which frames a dashboard gets: the newest only, and no more than a few that it has not drawn yet. Training never waits. Pure.
import type { Frame } from '../protocol/frame.ts';

/** Losses that may gather while frames are left out; beyond, the whole run is sent anew. */
const trailLimit = 20_000;
/** Frames under way at a time: with one, a dashboard at the far end of a slow line would show few. */
const underWayLimit = 3;

export class FrameFlow {
  readonly #send: (frame: Frame) => void;
  readonly #sendAll: () => void;
  #waiting: Frame | null = null;
  /** Of the frames that were left out and of the one that waits. */
  #trails: Float32Array[] = [];
  #losses = 0;
  #overflowed = false;
  /** Steps of the frames that were sent and not drawn. */
  #underWay: readonly number[] = [];
  #visible: boolean;

  /** `send` hands a frame to the dashboard, `sendAll` the whole run when too much was left out. */
  constructor(send: (frame: Frame) => void, sendAll: () => void, visible: boolean) {
    this.#send = send;
    this.#sendAll = sendAll;
    this.#visible = visible;
  }

  /** Sends the frame, or keeps it until it can be drawn. */
  offer(frame: Frame): void {
    if (this.#overflowed) return;
    this.#waiting = frame;
    this.#trails.push(frame.trail);
    this.#losses += frame.trail.length;
    if (this.#losses > trailLimit) {
      this.#clear();
      this.#overflowed = true;
    }
    this.#next();
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
    this.#overflowed = false;
    this.#underWay = [];
  }

  #next(): void {
    if (this.#underWay.length >= underWayLimit || !this.#visible) return;
    if (this.#overflowed) {
      this.reset();
      this.#sendAll();
      return;
    }
    if (!this.#waiting) return;
    const frame = this.#trails.length > 1 ? { ...this.#waiting, trail: joined(this.#trails, this.#losses) } : this.#waiting;
    this.#clear();
    this.#underWay = [...this.#underWay, frame.step];
    this.#send(frame);
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
