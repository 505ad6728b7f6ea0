import { SECOND, type Micros } from '../protocol';

/** A live picture this much later than it should be is not caught up, but left. */
const TOO_LATE: Micros = 3.5 * SECOND;
/** The same in the first moments, when nobody is used to the pace yet: opening took its time. */
const LATE_AT_FIRST: Micros = 0.7 * SECOND;
const NEW: Micros = 3 * SECOND;

/** Whether live, which a slightly higher rate keeps close, is so late that it has to jump. */
export class LiveJumps {
  private since: Micros = -Infinity;

  /** Playing begins. @param ticks the page's, as below */
  begins(ticks: Micros): void {
    this.since = ticks;
  }

  isDue(lateness: Micros, ticks: Micros): boolean {
    return lateness > (ticks - this.since < NEW ? LATE_AT_FIRST : TOO_LATE);
  }
}
