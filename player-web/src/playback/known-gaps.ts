import type { Micros } from '../protocol';
import type { Gap, Healed } from '../timeline-client';
import { isAhead, isIn } from './holes';
import type { Hole } from './states';

/** Where playing stands when frames come late. */
export interface Standing {
  readonly seeking: boolean;
  readonly live: boolean;
  readonly hole: Hole | undefined;
  readonly now: Micros;
  /** Gaps that wait with the frames around them. */
  readonly waiting: readonly Gap[];
}

const MOST_GAPS = 8;
const MOST_HEALED = 16;

/** The gaps told since a position was asked for, and what has come late meanwhile. */
export class KnownGaps {
  all: readonly Gap[] = [];
  private meanwhile: readonly Healed[] = [];

  clear(): void {
    this.all = this.meanwhile = [];
  }

  add(gap: Gap): void {
    this.all = [...this.all.slice(1 - MOST_GAPS), gap];
  }

  between(now: Micros, next: Micros): Gap | undefined {
    return this.all.find((known) => known.to > now && known.from < next);
  }

  /** @returns where to look again, since the playhead stands in the hole that healed or would pass over it */
  healed(healed: Healed, { seeking, live, hole, now, waiting }: Standing): Micros | undefined {
    // An answer that is on its way may be older than these frames: see healedIn.
    if (seeking) this.meanwhile = [...this.meanwhile.slice(1 - MOST_HEALED), healed];
    else if (hole !== undefined) return isIn(hole, healed) ? hole.asked : undefined;
    else if (!live && isAhead(now, [...this.all, ...waiting], healed)) return now;
    return undefined;
  }

  /** Whether frames of a hole came while its position was being looked for. */
  healedIn(hole: Hole): boolean {
    return this.meanwhile.some((healed) => isIn(hole, healed));
  }
}
