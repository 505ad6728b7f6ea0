import { framesOf, FrameType, type FrameView, type Micros } from '../protocol';
import type { Gap, Healed, Info, ServerMessage, Source } from '../timeline-client';
import type { AudioPipeline } from './audio-pipeline';
import { Inbox } from './inbox';
import { PAGE_TICKS } from './media-clock';
import type { Timed } from './states';
import { timedOf } from './timed-frames';
import type { VideoPipeline } from './video-pipeline';

/** What the intake passes on at once. */
export interface IntakeListener {
  event(timed: Timed): void;
  notice(text: string): void;
  /** Frames are missing here, or nothing was recorded. */
  gap(gap: Gap): void;
  /** Frames that were missing have come. */
  healed(healed: Healed): void;
}

/**
 * Takes what the connection delivers: configurations go to the decoders, frames and notices into the inbox in their
 * order, and what the server says of itself is remembered.
 */
export class Intake {
  readonly inbox = new Inbox();
  /** The server's first word on the device. */
  info: Info | undefined;
  source: Source = 'live';
  /** Frames that the server left out for this viewer. */
  skipped = 0;
  bytes = 0;
  /** Newest presentation time received since the position was taken. */
  newest: Micros | undefined;
  /** The page's ticks when frames last arrived. */
  arrived: Micros = PAGE_TICKS();
  private clockOffset: Micros = 0;

  constructor(
    private readonly video: VideoPipeline,
    private readonly audio: AudioPipeline,
    private readonly listener: IntakeListener,
  ) {}

  /** The server's clock, as far as one message told it. */
  get serverNow(): Micros {
    return Date.now() * 1000 + this.clockOffset;
  }

  /** Newest capture time known to be recorded. */
  get liveEdge(): Micros | undefined {
    const told = this.info?.lastFrameAt ?? this.info?.last;
    return this.newest === undefined ? told : Math.max(this.newest, told ?? this.newest);
  }

  /** Forgets what waits, for another position. */
  begin(live: boolean): void {
    this.inbox.clear();
    this.arrived = PAGE_TICKS();
    if (live) this.newest = undefined;
  }

  message(message: ServerMessage): void {
    switch (message.type) {
      case 'info':
        this.info = message;
        this.clockOffset = message.now - Date.now() * 1000;
        break;
      case 'config': {
        const { day, run, track, number, format, record, kind } = message;
        const formats =
          kind === 'audio' ? this.audio.formats : kind === 'video' ? this.video.formats : undefined;
        formats?.add(day, run, track, number, { format, record });
        break;
      }
      case 'position':
        this.source = message.source;
        break;
      case 'gap':
        this.listener.gap(message);
        this.inbox.push({ kind: 'gap', gap: message });
        break;
      case 'live':
        this.inbox.push({ kind: 'live' });
        break;
      case 'end':
        this.inbox.push({ kind: 'end', reason: message.reason });
        break;
      case 'skipped':
        this.skipped += message.frames;
        this.listener.notice(`The connection is slow: ${message.frames} frames were left out`);
        break;
      case 'error':
        this.listener.notice(message.detail === '' ? message.code : message.detail);
        break;
      case 'healed':
        this.listener.healed(message);
        break;
    }
  }

  frames(message: Uint8Array): void {
    this.arrived = PAGE_TICKS();
    this.bytes += message.length;
    try {
      for (const frame of framesOf(message)) this.frame(frame);
    } catch (error) {
      this.listener.notice(`The server sent bytes that are no frame: ${(error as Error).message}`);
    }
  }

  private frame(frame: FrameView): void {
    switch (frame.type) {
      case FrameType.CONFIGURATION:
        this.video.formats.addFrame(frame);
        this.audio.formats.addFrame(frame);
        break;
      case FrameType.EVENT:
        this.listener.event(timedOf(frame));
        break;
      case FrameType.VIDEO:
      case FrameType.AUDIO:
      case FrameType.TELEMETRY:
        this.newest = Math.max(this.newest ?? -Infinity, frame.presentationMicros);
        this.inbox.push({ kind: 'frame', frame });
        break;
    }
  }
}
