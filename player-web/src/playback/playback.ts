import type { Micros } from '../protocol';
import type { Info } from '../timeline-client';
import type { PlaybackState, Shown } from './states';

/** Sound of what is played; silent until {@link unmute}, which a browser allows only from a click or a key press. */
export interface Sound {
  readonly muted: boolean;
  /** Whether the stream has sound. */
  readonly present: boolean;
  unmute(): Promise<void>;
  mute(): void;
}

/** What the details panel tells. */
export interface PlaybackDetails {
  readonly codec: string | undefined;
  /** Where the frames come from: `live`, `buffer` or `archive`. */
  readonly source: string;
  /** How they come, and why so where that is not the usual way. */
  readonly transport: string;
  /** Received since the beginning. */
  readonly bytes: number;
  /** Pictures that were not shown for want of time. */
  readonly leftOut: number;
  /** The server's first word on the device, where the transport has one. */
  readonly recorded: Info | undefined;
}

/**
 * One device's stream being played, live or past, whatever way it comes. Owns its connections, decoders and decoded
 * pictures until {@link close}. Driven by {@link tick}, which the page calls at every repaint, or a few times a second
 * while hidden. All times are capture times.
 */
export interface Playback {
  readonly isLive: boolean;
  readonly isPaused: boolean;
  readonly rate: number;
  /** Capture time under the playhead. */
  readonly time: Micros | undefined;
  /** The picture on screen. */
  readonly shown: Shown | undefined;
  /** The server's clock, as far as it is known. */
  readonly serverNow: Micros;
  /** Newest capture time known to be recorded. */
  readonly liveEdge: Micros | undefined;
  /** From capture to the screen, for the picture that is shown. */
  readonly delay: Micros | undefined;
  /** Whether something is playing and none of it is a picture. */
  readonly isWithoutPicture: boolean;
  readonly details: PlaybackDetails;
  readonly current: PlaybackState;
  readonly sound: Sound;

  play(): void;
  pause(): void;
  /** Shows exactly the picture whose time contains the given one, and goes on from there unless paused. */
  seek(time: Micros): void;
  goLive(): void;
  /** One picture forward; pauses. */
  step(): void;
  /** 0.25 to 16; live knows only 1, so that another rate leaves live. */
  setRate(rate: number): void;
  /** Tries to connect at once. */
  retry(): void;
  /** The archive may hold more than it did: plays that from here on, if it matters. */
  lookAgain(): void;
  close(): void;
  /** Shows what is due. */
  tick(): void;
}
