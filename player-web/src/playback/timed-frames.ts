import { Codec, FrameType, type FrameView, type Micros } from '../protocol';
import type { Timed } from './states';

const MAX_WAITING = 5_000;

/** Reads a telemetry or event frame; a body that is not JSON is named instead of shown. */
export function timedOf(frame: FrameView): Timed {
  const { day, run, counter, track } = frame;
  const kind = frame.type === FrameType.EVENT ? 'event' : 'telemetry';
  return { kind, time: frame.presentationMicros, day, run, counter, track, body: bodyOf(frame) };
}

function bodyOf(frame: FrameView): unknown {
  if (frame.isEncrypted) return 'end-to-end encrypted';
  const text = () => new TextDecoder().decode(frame.body);
  if (frame.codec === Codec.UTF8_TEXT) return text();
  if (frame.codec !== Codec.JSON) return `${frame.bodyLength} bytes`;
  try {
    return JSON.parse(text());
  } catch {
    return 'unreadable JSON';
  }
}

/** Telemetry that waits until the clock reaches its time. Beyond 5000 the oldest are given out early. */
export class TimedFrames {
  private waiting: Timed[] = [];

  push(timed: Timed): void {
    let at = this.waiting.length;
    while (at > 0 && (this.waiting[at - 1] as Timed).time > timed.time) at--;
    this.waiting.splice(at, 0, timed);
  }

  /** Time of the next waiting one. */
  get next(): Micros | undefined {
    return this.waiting[0]?.time;
  }

  /** Takes those whose time has come, in order. */
  take(time: Micros): Timed[] {
    let count = Math.max(0, this.waiting.length - MAX_WAITING);
    while (count < this.waiting.length && (this.waiting[count] as Timed).time <= time) count++;
    return this.waiting.splice(0, count);
  }

  clear(): void {
    this.waiting = [];
  }
}
