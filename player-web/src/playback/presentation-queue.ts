import type { Micros } from '../protocol';

/** A decoded picture waiting for its time. */
export interface Picture<F extends { close(): void }> {
  readonly pts: Micros;
  /** End of its time on screen, or undefined where the device gave no duration. */
  readonly end: Micros | undefined;
  readonly frame: F;
}

/**
 * Decoded pictures in order of presentation. Owns them: a picture is closed here, or by who takes it. Decoded pictures
 * are a scarce resource of the platform, so the feeder stops at {@link isFull}; nothing is lost by that.
 *
 * While seeking, pictures before the asked time are closed as soon as a later one that is still not after it arrives,
 * so that the first picture to be taken is the one whose time contains the asked time.
 */
export class PresentationQueue<F extends { close(): void }, P extends Picture<F> = Picture<F>> {
  private pictures: P[] = [];
  private target: Micros | undefined;
  private last: Micros = -Infinity;

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.pictures.length;
  }

  /** @param decoding pictures that are in the decoder and will arrive here */
  isFull(decoding: number): boolean {
    return this.pictures.length + decoding >= this.capacity;
  }

  /** Presentation time of the next picture. */
  get next(): Micros | undefined {
    return this.pictures[0]?.pts;
  }

  get newest(): Micros | undefined {
    return this.pictures.at(-1)?.pts;
  }

  /** End of the first picture, if known. */
  get firstEnd(): Micros | undefined {
    return this.pictures[0]?.end;
  }

  /** Empties the queue for another position. @param target the asked time; undefined takes whatever comes first */
  seek(target: Micros | undefined): void {
    this.pictures.forEach((picture) => picture.frame.close());
    this.pictures = [];
    this.target = target;
    this.last = -Infinity;
  }

  push(picture: P): void {
    if (picture.pts <= this.last) {
      picture.frame.close();
      return;
    }
    let at = this.pictures.length;
    while (at > 0 && (this.pictures[at - 1] as P).pts > picture.pts) at--;
    this.pictures.splice(at, 0, picture);
    const target = this.target;
    if (target === undefined) return;
    while (this.pictures.length > 1 && (this.pictures[1] as P).pts <= target) {
      (this.pictures.shift() as P).frame.close();
    }
  }

  /** Whether the picture of the asked time is here, so that playing can start. Always true when not seeking. */
  get isSettled(): boolean {
    if (this.target === undefined) return true;
    const first = this.pictures[0];
    if (first === undefined) return false;
    return this.pictures.length > 1 || first.pts > this.target || (first.end ?? -Infinity) > this.target;
  }

  /** The seek is over; pictures are taken by time from now on. */
  settle(): void {
    this.target = undefined;
  }

  /** Takes the newest picture whose time has come and closes those before it; the caller closes what it gets. */
  take(time: Micros): P | undefined {
    let due: P | undefined;
    while (this.pictures.length > 0 && (this.pictures[0] as P).pts <= time) {
      due?.frame.close();
      due = this.pictures.shift();
    }
    if (due !== undefined) this.last = due.pts;
    return due;
  }
}
