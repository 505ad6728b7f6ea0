import Hls, { ErrorDetails, ErrorTypes, Events, type ErrorData, type LevelDetails } from 'hls.js';
import type { PlaybackSource } from '../playback';
import { SECOND, type Micros } from '../protocol';
import { Backoff } from '../timeline-client';
import { playlistAddress, type Stretch } from './addresses';
import { captureStart, type TimedSegment } from './capture-times';
import { configurationOf, isAbsence, isRefusal, recoverMedia } from './library';
import { MediaRecovery } from './media-recovery';

/** What a stretch tells while it loads and plays. */
export interface StretchListener {
  /** The first media playlist is here: {@link LoadedStretch.startAt} or {@link LoadedStretch.hold} may be called. */
  ready(stretch: LoadedStretch): void;
  received(bytes: number): void;
  /** The server answers. */
  reached(): void;
  /** The server does not answer, or not well; loading goes on by itself. */
  failing(attempt: number): void;
  /** The server has nothing of this stretch. */
  absent(): void;
  refused(): void;
  unsupported(codec: string): void;
}

/** Live is caught up at this rate at most, so that voices keep their pitch. */
const CATCH_UP = 1.1;
const MOST_BUFFER_SECONDS = 60;
const EMPTY = [ErrorDetails.LEVEL_EMPTY_ERROR, ErrorDetails.MANIFEST_PARSING_ERROR];

/**
 * One multivariant playlist in the media element: the live one, or one of the past. Retries with growing waits what the
 * network fails, recovers the decoder, and gives up by itself only what the server refuses or does not have. Lets the
 * media element go with {@link close}.
 */
export class LoadedStretch {
  private readonly hls: Hls;
  private readonly backoff = new Backoff();
  private readonly recovery = new MediaRecovery();
  private readonly address: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private current: LevelDetails | undefined;
  private attempt = 0;
  private isFetching = false;
  private isHeld = false;

  /** The library aborts what is on its way to elsewhere, and does not say so. */
  private readonly seeking = () => {
    this.isFetching = false;
  };

  constructor(
    readonly stretch: Stretch,
    source: PlaybackSource,
    private readonly video: HTMLVideoElement,
    private readonly listener: StretchListener,
  ) {
    this.address = playlistAddress(source.base, source.device, stretch, source.credential);
    this.hls = new Hls({
      ...configurationOf(source.credential),
      lowLatencyMode: true,
      maxLiveSyncPlaybackRate: CATCH_UP,
      maxMaxBufferLength: MOST_BUFFER_SECONDS,
      cmcd: { sessionId: source.session, contentId: source.device, useHeaders: false },
    });
    this.listen();
    // Before the library listens, too, so that what it loads for the seek comes behind.
    video.addEventListener('seeking', this.seeking);
    this.hls.attachMedia(video);
    this.hls.loadSource(this.address);
  }

  /** Address of the media playlist that is played, with its revision. */
  get playlist(): string | undefined {
    return this.current?.url;
  }

  get segments(): readonly TimedSegment[] {
    return this.current?.fragments ?? [];
  }

  /** End of the newest segment or part. */
  get end(): Micros | undefined {
    const last = this.segments.at(-1);
    const start = last === undefined ? undefined : captureStart(last);
    if (last === undefined || start === undefined) return undefined;
    const edge = Math.max(this.current?.partEnd ?? 0, last.start + last.duration);
    return Math.round(start + (edge - last.start) * SECOND);
  }

  get codec(): string | undefined {
    const level = this.hls.levels[this.hls.currentLevel] ?? this.hls.levels[0];
    return level?.videoCodec ?? level?.audioCodec;
  }

  /** Whether there are pictures; true until it is known. */
  get hasPictures(): boolean {
    const { levels } = this.hls;
    return levels.length === 0 || levels.some((level) => level.videoCodec !== undefined || level.width > 0);
  }

  get framesPerSecond(): number | undefined {
    return (this.hls.levels[this.hls.loadLevel] ?? this.hls.levels[0])?.frameRate;
  }

  get hasSound(): boolean {
    return this.hls.audioTracks.length > 0 || this.hls.levels.some((level) => level.audioCodec !== undefined);
  }

  /** Where live playing should be, in the media element's time (s). */
  get livePosition(): number | undefined {
    return this.hls.liveSyncPosition ?? undefined;
  }

  /** Frames later than live should be. */
  get lateness(): Micros {
    const { latency, targetLatency } = this.hls;
    return targetLatency === null ? 0 : (latency - targetLatency) * SECOND;
  }

  /** Whether playing keeps close to live by itself; otherwise the rate is the viewer's. */
  set keepsUp(keeps: boolean) {
    this.hls.config.maxLiveSyncPlaybackRate = keeps ? CATCH_UP : 1;
  }

  /** Loads from a position (s) of the media element's time. */
  startAt(position: number): void {
    this.hls.startLoad(position);
  }

  /** Loads at the media element's position once more, unless something is on its way or it is held. */
  loadAgain(): void {
    const isIdle = !this.isFetching && !this.isHeld && this.current !== undefined;
    if (isIdle) this.hls.startLoad(this.video.currentTime);
  }

  /** Loads nothing for the time being. */
  hold(): void {
    this.isHeld = true;
    this.hls.stopLoad();
  }

  /** Ends a hold; the media element is going to another position (s) of what it plays. */
  goOnAt(position: number): void {
    if (this.isHeld) this.hls.startLoad(position);
    this.isHeld = false;
  }

  /** Tries at once what failed. */
  retry(): void {
    clearTimeout(this.timer);
    if (this.current === undefined) this.hls.loadSource(this.address);
    else this.hls.startLoad();
  }

  close(): void {
    clearTimeout(this.timer);
    this.video.removeEventListener('seeking', this.seeking);
    this.hls.destroy();
  }

  private listen(): void {
    const { hls } = this;
    hls.on(Events.LEVEL_UPDATED, (_, { details }) => this.playlistLoaded(details));
    hls.on(Events.FRAG_LOADING, () => (this.isFetching = true));
    hls.on(Events.FRAG_LOADED, (_, { payload }) => {
      this.isFetching = false;
      this.reached();
      this.listener.received(payload.byteLength);
    });
    hls.on(Events.ERROR, (_, error) => this.failed(error));
  }

  private playlistLoaded(details: LevelDetails): void {
    const isFirst = this.current === undefined;
    this.current = details;
    this.reached();
    if (isFirst) this.listener.ready(this);
  }

  private reached(): void {
    this.attempt = 0;
    this.backoff.reset();
    this.listener.reached();
  }

  private failed(error: ErrorData): void {
    this.isFetching = false;
    if (error.details === ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR) {
      this.listener.unsupported(codecsIn(error));
    } else if (isRefusal(error)) {
      this.hls.stopLoad();
      this.listener.refused();
    } else if (this.current === undefined && (isAbsence(error) || EMPTY.includes(error.details))) {
      this.hls.stopLoad();
      this.listener.absent();
    } else if (error.type === ErrorTypes.NETWORK_ERROR) {
      this.networkFailed(error.fatal);
    } else if (error.fatal) {
      this.recover(error);
    }
  }

  /** The library retries what is not fatal. */
  private networkFailed(isFatal: boolean): void {
    this.attempt++;
    this.listener.failing(this.attempt);
    if (!isFatal) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.retry(), this.backoff.next());
  }

  private recover(error: ErrorData): void {
    if (!recoverMedia(this.hls, error, this.recovery)) this.networkFailed(true);
    else if (!this.video.paused) void this.video.play().catch(() => undefined);
  }
}

function codecsIn(error: ErrorData): string {
  return /\["([^"]+)"/.exec(error.reason ?? '')?.[1] ?? 'a codec that it lacks';
}
