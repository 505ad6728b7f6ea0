import { FrameType, type FrameView, type Micros } from '../protocol';
import type { Gap } from '../timeline-client';

/** What waits for its turn: frames, and the notices that stand between them. */
export type Item =
  | { readonly kind: 'frame'; readonly frame: FrameView }
  | { readonly kind: 'gap'; readonly gap: Gap }
  | { readonly kind: 'live' }
  | { readonly kind: 'end'; readonly reason: string };

/**
 * Frames received and not yet decoded, in order. The browser's WebSocket cannot be told to wait, so the bound works by
 * asking: above {@link isHigh} the server is told to pause, below {@link isLow} to go on; at the live end, where the
 * server does not wait, {@link dropToNewestKey} forgets what can no longer be shown in time.
 */
export class Inbox {
  private items: Item[] = [];
  private head = 0;
  private bytes = 0;

  constructor(
    private readonly maxBytes = 32 << 20,
    private readonly maxSpan: Micros = 8_000_000,
  ) {}

  get size(): number {
    return this.items.length - this.head;
  }

  push(item: Item): void {
    this.items.push(item);
    if (item.kind === 'frame') this.bytes += item.frame.bodyLength;
  }

  peek(): Item | undefined {
    return this.items[this.head];
  }

  shift(): void {
    const item = this.items[this.head];
    if (item === undefined) return;
    if (item.kind === 'frame') this.bytes -= item.frame.bodyLength;
    this.head++;
    if (this.head > 256) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
  }

  /** The gaps that wait. */
  get gaps(): Gap[] {
    return this.items.slice(this.head).flatMap((item) => (item.kind === 'gap' ? [item.gap] : []));
  }

  clear(): void {
    this.items = [];
    this.head = 0;
    this.bytes = 0;
  }

  get isHigh(): boolean {
    return this.bytes > this.maxBytes || this.span > this.maxSpan;
  }

  get isLow(): boolean {
    return this.bytes < this.maxBytes / 3 && this.span < this.maxSpan / 3;
  }

  /** Capture time between the first and the last waiting frame. */
  get span(): Micros {
    const first = this.frameFrom(this.head, 1);
    const last = this.frameFrom(this.items.length - 1, -1);
    return first === undefined || last === undefined ? 0 : Math.max(0, last.timeMicros - first.timeMicros);
  }

  /**
   * Forgets all video before the newest waiting key frame of a track and keeps the rest.
   *
   * @returns number of pictures left out; 0 if no later key frame waits
   */
  dropToNewestKey(track: number): number {
    let key = -1;
    for (let i = this.items.length - 1; i > this.head && key < 0; i--) {
      const item = this.items[i] as Item;
      if (item.kind === 'frame' && isVideo(item.frame, track) && item.frame.isSync) key = i;
    }
    if (key < 0) return 0;
    const before = this.items.slice(this.head, key);
    const kept = before.filter((item) => item.kind !== 'frame' || !isVideo(item.frame, track));
    this.items = [...kept, ...this.items.slice(key)];
    this.head = 0;
    this.bytes = this.items.reduce(
      (sum, item) => sum + (item.kind === 'frame' ? item.frame.bodyLength : 0),
      0,
    );
    return before.length - kept.length;
  }

  private frameFrom(start: number, step: 1 | -1): FrameView | undefined {
    for (let i = start; i >= this.head && i < this.items.length; i += step) {
      const item = this.items[i] as Item;
      if (item.kind === 'frame') return item.frame;
    }
    return undefined;
  }
}

function isVideo(frame: FrameView, track: number): boolean {
  return frame.type === FrameType.VIDEO && frame.track === track;
}
