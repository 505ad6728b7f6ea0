import { SECOND, type Micros } from '../protocol';

/** What to do about the distance to the newest frame. */
export type Pace =
  { readonly kind: 'rate'; readonly rate: number } | { readonly kind: 'jump'; readonly behind: Micros };

const LEAST: Micros = 0.1 * SECOND;
const MOST: Micros = 1.2 * SECOND;
const CALM: Micros = 10 * SECOND;

/**
 * Keeps the live picture close behind the newest frame. Small distances are closed by playing a little faster, which
 * nobody notices; large ones by a jump. The wanted distance grows when the picture ran dry and shrinks in calm times.
 */
export class LivePacer {
  private wanted: Micros = 0.15 * SECOND;
  private changed: Micros = 0;

  /** Distance to the newest frame that is aimed at. */
  get target(): Micros {
    return this.wanted;
  }

  /** The picture ran dry at a time of the page's ticks. */
  ranDry(ticks: Micros): void {
    this.wanted = Math.min(MOST, this.wanted * 1.5);
    this.changed = ticks;
  }

  /**
   * @param behind distance from what is shown to the newest frame
   * @param starting whether live has just begun, when a jump disturbs nobody
   */
  decide(behind: Micros, starting: boolean, ticks: Micros): Pace {
    if (ticks - this.changed > CALM) {
      this.wanted = Math.max(LEAST, this.wanted * 0.9);
      this.changed = ticks;
    }
    const excess = behind - this.wanted;
    if (excess > (starting ? 0.25 : 3) * SECOND) return { kind: 'jump', behind: this.wanted };
    if (excess > 0.8 * SECOND) return { kind: 'rate', rate: 1.25 };
    if (excess > 0.15 * SECOND) return { kind: 'rate', rate: 1.08 };
    if (excess < -0.1 * SECOND) return { kind: 'rate', rate: 0.95 };
    return { kind: 'rate', rate: 1 };
  }
}
