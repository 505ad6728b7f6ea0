import type { Micros } from '../protocol';

/** A steady count of µs from some start; only differences mean anything. */
export type Ticks = () => Micros;

/** Ticks of the page: right whenever no audio is heard. */
export const PAGE_TICKS: Ticks = () => performance.now() * 1000;

/**
 * The capture time that is to be seen and heard now. It runs on the ticks of whoever sets the pace (the audio device
 * while sound is heard, else the page) and never jumps when the pace-maker changes.
 */
export class MediaClock {
  private media: Micros = 0;
  private anchor: Micros = 0;
  private isRunning = false;
  private speed = 1;

  constructor(private ticks: Ticks = PAGE_TICKS) {}

  get now(): Micros {
    return this.isRunning ? this.media + (this.ticks() - this.anchor) * this.speed : this.media;
  }

  get running(): boolean {
    return this.isRunning;
  }

  get rate(): number {
    return this.speed;
  }

  /** Moves to a time; a running clock goes on from there. */
  set(time: Micros): void {
    this.media = time;
    this.anchor = this.ticks();
  }

  start(): void {
    if (this.isRunning) return;
    this.anchor = this.ticks();
    this.isRunning = true;
  }

  stop(): void {
    this.media = this.now;
    this.isRunning = false;
  }

  setRate(rate: number): void {
    if (rate === this.speed) return;
    this.set(this.now);
    this.speed = rate;
  }

  /** Changes the pace-maker without a jump. */
  use(ticks: Ticks): void {
    if (ticks === this.ticks) return;
    const now = this.now;
    this.ticks = ticks;
    this.set(now);
  }
}
