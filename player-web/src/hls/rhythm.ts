import { SECOND, type Micros } from '../protocol';

const USUAL: Micros = 0.04 * SECOND;
/** Pictures that are further apart than this have something missing between them. */
export const LEAP: Micros = 1 * SECOND;

/** How far apart the pictures of a stream are, learnt from those that are seen one after the other. */
export class Rhythm {
  spacing: Micros = USUAL;

  /** Takes the distance from one picture to the next. */
  saw(distance: Micros): void {
    if (distance <= 0 || distance >= LEAP) return;
    // The screen may leave pictures out, so that the smallest distance is believed most.
    this.spacing = distance < this.spacing ? distance : (this.spacing * 7 + distance) / 8;
  }

  /** Begins anew with what the playlist says. @param framesPerSecond undefined or 0 where it does not */
  begin(framesPerSecond: number | undefined): void {
    this.spacing = framesPerSecond === undefined || framesPerSecond <= 0 ? USUAL : SECOND / framesPerSecond;
  }
}
