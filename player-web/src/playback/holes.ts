import { SECOND, type Micros } from '../protocol';
import type { Gap, Healed } from '../timeline-client';
import type { Hole } from './states';

/** A missing stretch shorter than this is passed over without a word. */
const SHORT: Micros = 0.6 * SECOND;

/** The pictures around an asked time, as far as they are decoded. */
export interface Neighbours {
  /** Time of the first picture (or sample): the last one not after the asked time, if there is one. */
  readonly first: Micros | undefined;
  /** End of that picture, if the device told it. */
  readonly firstEnd: Micros | undefined;
  readonly newest: Micros | undefined;
}

/** The hole at an asked time, or undefined if a picture's time contains it. */
export function holeAt(
  asked: Micros,
  { first, firstEnd, newest }: Neighbours,
  gaps: readonly Gap[],
): Hole | undefined {
  const isBefore = first !== undefined && first <= asked;
  const gap = gaps.find((known) => known.from <= asked && asked < known.to);
  const isCovered = isBefore && (firstEnd === undefined ? gap === undefined : firstEnd > asked);
  if (isCovered) return undefined;
  const after = [first, newest].find((time) => time !== undefined && time > asked);
  return {
    asked,
    before: gap?.from ?? (isBefore ? firstEnd : undefined),
    after: gap?.to ?? after,
    reason: gap?.reason ?? 'no-recording',
  };
}

/** Whether frames that came late lie within a hole. */
export function isIn(hole: Hole, healed: Pick<Healed, 'from' | 'to'>): boolean {
  const { asked, before = asked, after = asked } = hole;
  return healed.to >= before && healed.from <= after;
}

/** Whether frames that came late lie in a gap that the playhead has yet to reach. */
export function isAhead(now: Micros, gaps: readonly Gap[], healed: Pick<Healed, 'from' | 'to'>): boolean {
  return gaps.some((gap) => gap.to > now && healed.to >= gap.from && healed.from <= gap.to);
}

/** Whether a hole is over so soon that playing just goes on behind it. */
export function isShort(hole: Hole): hole is Hole & { readonly after: Micros } {
  return hole.after !== undefined && hole.after - hole.asked < SHORT;
}

/** What a stretch without pictures is called that playing went over. */
export function skippedInWords(micros: Micros, gap: Pick<Gap, 'reason'> | undefined): string {
  const why = gap?.reason === 'missing' ? 'frames are missing' : 'nothing was recorded';
  return `Skipped ${lengthInWords(micros)}: ${why}`;
}

/** A length of time as people say it. */
export function lengthInWords(micros: Micros): string {
  const seconds = Math.max(0, Math.round(micros / SECOND));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}
