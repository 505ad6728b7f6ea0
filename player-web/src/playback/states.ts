import type { Micros } from '../protocol';
import type { Credential, Problem } from '../timeline-client';
import type { IntakeListener } from './intake';

/** What the viewer is shown; exactly one holds at any time. */
export type PlaybackState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'playing' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'buffering' }
  /** Live, but the camera sends nothing since the time (undefined: never seen). */
  | { readonly kind: 'silent'; readonly since: Micros | undefined }
  /** Frames are missing at the asked time. */
  | { readonly kind: 'hole'; readonly hole: Hole }
  /** The camera did not record at the asked time. */
  | { readonly kind: 'no-recording'; readonly hole: Hole }
  | ({ readonly kind: 'unsupported' } & Unsupported)
  | { readonly kind: 'reconnecting'; readonly attempt: number; readonly detail: string }
  | {
      readonly kind: 'error';
      readonly title: string;
      readonly detail: string;
      readonly trace: string | undefined;
    }
  | { readonly kind: 'refused' }
  | { readonly kind: 'ended' };

/** Why the picture cannot be shown. */
export interface Unsupported {
  /** In words. */
  readonly what: string;
  /** The codec that the page's decoder lacks, if that is the reason. */
  readonly codec?: string;
}

/** A stretch without pictures around an asked time, with the nearest pictures. */
export interface Hole {
  readonly asked: Micros;
  readonly before: Micros | undefined;
  readonly after: Micros | undefined;
  readonly reason: string;
}

/** The picture on screen. */
export interface Shown {
  readonly time: Micros;
  readonly end: Micros | undefined;
  readonly day: number;
  /** The frame that it comes from, where the transport tells it. */
  readonly run: number | undefined;
  readonly counter: number | undefined;
}

/** A telemetry sample or event as the device sent it. */
export interface Timed {
  readonly kind: 'telemetry' | 'event';
  readonly time: Micros;
  readonly day: number;
  readonly run: number;
  readonly counter: number;
  readonly track: number;
  /** Parsed JSON, or a text that says what the body is. */
  readonly body: unknown;
}

/** What a playback tells the page. */
export interface PlaybackListener extends IntakeListener {
  /** Draw now: the image may be gone afterwards. */
  picture(image: CanvasImageSource, width: number, height: number): void;
  state(state: PlaybackState): void;
  telemetry(timed: Timed): void;
}

/** Which device to watch, and how to reach its server. */
export interface PlaybackSource {
  readonly base: string;
  readonly device: string;
  readonly credential: Credential;
  /** Names this viewing in what is reported of it. */
  readonly session: string;
  diagnose(): Promise<Problem | undefined>;
  /** When the device sent its newest frame, as far as the archive and ingest know. */
  lastFrameAt(): Promise<Micros | undefined>;
  /** What is known to be recorded around a time at which nothing is. */
  around(time: Micros): { before: Micros | undefined; after: Micros | undefined; reason: string };
}
