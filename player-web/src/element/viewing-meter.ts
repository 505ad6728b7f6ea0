import type { PlaybackState } from '../playback';

/** How a viewing went since it was last asked for. Times in ms. */
export interface ViewingFigures {
  /** From opening to the first picture; only the first time. */
  readonly startupMillis?: number;
  /** How often a picture that played had to wait for more. */
  readonly stalls: number;
  readonly stallMillis: number;
  readonly playedMillis: number;
}

const STALLED = ['buffering', 'reconnecting'];

/** Measures one viewing by its states: start-up, stalls, time played. A wait before the first picture is no stall. */
export class ViewingMeter {
  private readonly openedAt: number;
  private since: number;
  private kind: PlaybackState['kind'] = 'loading';
  private startup: number | undefined;
  private startupTold = false;
  private isPlaying = false;
  private isStalled = false;
  private stalls = 0;
  private stallMillis = 0;
  private playedMillis = 0;

  /** @param now ms of a steady clock */
  constructor(private readonly now: () => number) {
    this.openedAt = this.since = now();
  }

  pictureShown(): void {
    this.startup ??= this.now() - this.openedAt;
  }

  state(kind: PlaybackState['kind']): void {
    this.count();
    const stalls = STALLED.includes(kind) && (this.isPlaying || this.isStalled);
    if (stalls && !this.isStalled) this.stalls++;
    this.isStalled = stalls;
    this.isPlaying = kind === 'playing';
    this.kind = kind;
  }

  /** What there is to tell, and begins anew; undefined if nothing happened. */
  take(): ViewingFigures | undefined {
    this.count();
    const { stalls, stallMillis, playedMillis, startup } = this;
    const isNew = startup !== undefined && !this.startupTold;
    if (!isNew && stalls === 0 && stallMillis === 0 && playedMillis === 0) return undefined;
    this.startupTold ||= isNew;
    this.stalls = this.stallMillis = this.playedMillis = 0;
    const figures = { stalls, stallMillis: Math.round(stallMillis), playedMillis: Math.round(playedMillis) };
    return isNew ? { startupMillis: Math.round(startup), ...figures } : figures;
  }

  private count(): void {
    const now = this.now();
    if (this.kind === 'playing') this.playedMillis += now - this.since;
    if (this.isStalled) this.stallMillis += now - this.since;
    this.since = now;
  }
}
