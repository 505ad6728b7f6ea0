import type { PlaybackSource } from '../playback';
import type { Micros } from '../protocol';

const EVERY_MILLIS = 10_000;

/** When the device sent its newest frame; asked for every ten seconds, since a playlist of the past does not tell. */
export class LastFrame {
  time: Micros | undefined;
  /** Whether there was an answer. */
  isKnown = false;
  private readonly timer: ReturnType<typeof setInterval>;

  constructor(private readonly source: Pick<PlaybackSource, 'lastFrameAt'>) {
    void this.ask();
    this.timer = setInterval(() => void this.ask(), EVERY_MILLIS);
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async ask(): Promise<void> {
    const time = await this.source.lastFrameAt().catch(() => undefined);
    if (time === undefined) return;
    this.time = Math.max(time, this.time ?? time);
    this.isKnown = true;
  }
}
