import { SECOND, type Micros } from '../protocol';

/** A seek for which nothing comes for so long has been forgotten by the library. */
const PATIENCE: Micros = 3 * SECOND;

/** Tells when a seek is to be asked for once more: nothing was received for a while, and the element still seeks. */
export class StuckSeek {
  private since: Micros | undefined;

  /**
   * True once per {@link PATIENCE}.
   * @param heard when bytes came last @param ticks now, both of the page's clock
   */
  isDue(isSeeking: boolean, heard: Micros, ticks: Micros): boolean {
    if (!isSeeking) {
      this.since = undefined;
      return false;
    }
    this.since = Math.max(this.since ?? ticks, heard);
    if (ticks - this.since < PATIENCE) return false;
    this.since = ticks;
    return true;
  }
}
