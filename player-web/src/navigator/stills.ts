import { MINUTE, SECOND, type Micros } from '../protocol';

/** The server's answer to the question for a still: its picture, that there is none at the time, or that it makes none. */
export type StillAnswer = Blob | 'none' | 'never';

/** Waits so long for the pointer to rest before it asks. */
const REST_MILLIS = 90;
const KEPT = 120;
/** So long it is believed that there is no picture at a time. */
const NONE_MILLIS: number = MINUTE / 2 / 1000;

interface Kept {
  /** Undefined where there is no picture. */
  readonly address: string | undefined;
  readonly until: number;
}

/** What makes addresses of pictures and lets them go; the browser's own but in tests. */
export interface PictureAddresses {
  create(picture: Blob): string;
  revoke(address: string): void;
}

const BROWSER: PictureAddresses = {
  create: (picture) => URL.createObjectURL(picture),
  revoke: (address) => URL.revokeObjectURL(address),
};

/** Steps of time that share a still: two pixels wide or more, a power of two of seconds, so that zooming finds known ones. */
export function stillStep(microsPerPixel: Micros): Micros {
  return 2 ** Math.max(0, Math.ceil(Math.log2((2 * microsPerPixel) / SECOND))) * SECOND;
}

/**
 * Small pictures of the times that a pointer passes over. Asks for one at a time, when the pointer rests, and keeps the
 * last 120. A server that makes no pictures is asked no more. {@link close} lets all of them go.
 */
export class Stills {
  private readonly kept = new Map<Micros, Kept>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wanted: Micros | undefined;
  private asking = false;
  private isOver = false;

  constructor(
    private readonly ask: (time: Micros) => Promise<StillAnswer>,
    private readonly addresses: PictureAddresses = BROWSER,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * The picture of a time, if it is known; otherwise it is asked for, and the one of the step beside it stands in: times
   * pass under a pointer that rests on a live timeline. Undefined also where there is none.
   */
  of(time: Micros, step: Micros): string | undefined {
    const middle = Math.floor(time / step) * step + step / 2;
    const known = this.kept.get(middle);
    if (known !== undefined && this.now() < known.until) {
      this.wanted = undefined;
      return known.address;
    }
    if (!this.isOver && this.wanted !== middle) this.want(middle);
    return this.kept.get(middle - step)?.address ?? this.kept.get(middle + step)?.address;
  }

  /** Nothing is pointed at any more. */
  leave(): void {
    clearTimeout(this.timer);
    this.wanted = undefined;
  }

  close(): void {
    this.leave();
    this.isOver = true;
    for (const { address } of this.kept.values()) this.letGo(address);
    this.kept.clear();
  }

  private want(time: Micros): void {
    this.wanted = time;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.fetch(), REST_MILLIS);
  }

  private async fetch(): Promise<void> {
    const time = this.wanted;
    if (time === undefined || this.asking || this.isOver) return;
    this.asking = true;
    const answer = await this.ask(time).catch(() => 'none' as const);
    this.asking = false;
    if (this.isOver) return;
    if (answer === 'never') this.isOver = true;
    else this.keep(time, answer);
    if (this.wanted !== undefined && this.wanted !== time) void this.fetch();
  }

  private keep(time: Micros, answer: Blob | 'none'): void {
    const picture = answer === 'none' ? undefined : this.addresses.create(answer);
    this.letGo(this.kept.get(time)?.address);
    this.kept.delete(time);
    this.kept.set(time, {
      address: picture,
      until: picture === undefined ? this.now() + NONE_MILLIS : Infinity,
    });
    const [oldest] = this.kept;
    if (this.kept.size <= KEPT || oldest === undefined) return;
    this.letGo(oldest[1].address);
    this.kept.delete(oldest[0]);
  }

  private letGo(address: string | undefined): void {
    if (address !== undefined) this.addresses.revoke(address);
  }
}
