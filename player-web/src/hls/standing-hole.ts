import type { Hole } from '../playback';
import { SECOND, type Micros } from '../protocol';

/** So often is asked again what is known of a stretch. */
const AGAIN: Micros = 0.5 * SECOND;

/** The hole in which the playhead stands. What is missing in it may become known later than that nothing is there. */
export class StandingHole {
  private lookedAt = -Infinity;

  constructor(
    private hole: Hole,
    private readonly around: (time: Micros) => { readonly reason: string },
  ) {}

  get asked(): Micros {
    return this.hole.asked;
  }

  get after(): Micros | undefined {
    return this.hole.after;
  }

  /** @param ticks of the page's clock */
  known(ticks: Micros): Hole {
    if (this.hole.reason === 'no-recording' && ticks - this.lookedAt >= AGAIN) {
      this.lookedAt = ticks;
      const { reason } = this.around(this.hole.asked);
      if (reason !== this.hole.reason) this.hole = { ...this.hole, reason };
    }
    return this.hole;
  }
}
