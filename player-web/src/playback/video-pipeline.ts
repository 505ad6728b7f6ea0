import type { FrameView, Micros } from '../protocol';
import { Formats, videoDecoderConfig, type KnownFormat } from './formats';
import { PresentationQueue, type Picture } from './presentation-queue';
import type { Unsupported } from './states';
import { TrackChoice } from './track-choice';

/** A decoded picture and the frame that it comes from. */
export interface VideoPicture extends Picture<VideoFrame> {
  readonly day: number;
  readonly run: number;
  readonly counter: number;
}

/** What became of an offered frame. */
export type Offer = 'taken' | 'full' | 'left-out';

interface Pending {
  readonly day: number;
  readonly run: number;
  readonly counter: number;
  readonly duration: Micros;
}

const CAPACITY = 14;
const MAX_FAILURES = 3;

/**
 * Decodes one video track into the presentation queue. Takes frames only while decoder and queue have room; after a
 * hole, a seek or a decoder error it waits for a key frame, so that no picture is built on missing ones.
 */
export class VideoPipeline {
  readonly queue = new PresentationQueue<VideoFrame, VideoPicture>(CAPACITY);
  readonly formats: Formats<VideoDecoderConfig>;
  private decoder: VideoDecoder | undefined;
  private format: KnownFormat<VideoDecoderConfig> | undefined;
  private readonly pending = new Map<Micros, Pending>();
  private readonly choice = new TrackChoice();
  private needsKey = true;
  private reorders = false;
  private failures = 0;
  private problem: Unsupported | undefined;
  private left = 0;

  /** @param progressed called when a picture arrived or room was made */
  constructor(private readonly progressed: () => void) {
    this.formats = new Formats(
      videoDecoderConfig,
      async (config) => (await VideoDecoder.isConfigSupported(config)).supported === true,
      progressed,
    );
  }

  /** The track that is shown. */
  get track(): number | undefined {
    return this.choice.track;
  }

  /** Codec in use. */
  get codec(): string | undefined {
    return this.format?.configuration.format.codec;
  }

  /** Why nothing can be shown. */
  get unsupported(): Unsupported | undefined {
    return this.problem;
  }

  /** Pictures that were left out because there was no time to show them or a picture before them was missing. */
  get leftOut(): number {
    return this.left;
  }

  /** Whether pictures are still in the decoder. */
  get isDecoding(): boolean {
    return this.pending.size > 0;
  }

  offer(frame: FrameView, skipToKey: boolean): Offer {
    const format = this.formats.of(frame);
    if (!this.isShown(frame, format)) return 'left-out';
    if (frame.isEncrypted) {
      this.problem = { what: 'end-to-end encrypted video (this page holds no key)' };
      return 'left-out';
    }
    if (skipToKey && !frame.isSync) this.needsKey = true;
    if (this.needsKey && !frame.isSync) {
      this.left++;
      return 'left-out';
    }
    if (this.queue.isFull(this.pending.size)) return 'full';
    if (format?.support === 'checking') return 'full';
    if (format === undefined || format.support === 'unsupported') {
      if (format !== undefined) this.problem = lacking(format.configuration.format.codec);
      return 'left-out';
    }
    this.problem = undefined;
    this.decode(frame, format);
    return 'taken';
  }

  private isShown(frame: FrameView, format: KnownFormat<VideoDecoderConfig> | undefined): boolean {
    const { track, timeMicros, isSync } = frame;
    const checking = format === undefined || format.support === 'checking';
    const isSupported = checking ? undefined : format.support === 'supported';
    const group = format?.configuration.format.renditionGroup;
    return this.choice.shows({ track, timeMicros, isSync, isSupported, group });
  }

  /** What follows does not continue what came before: shows what is in the decoder, then waits for a key frame. */
  breakHere(): void {
    this.needsKey = true;
    this.flush();
  }

  /** Makes the decoder give out what it holds back. */
  flush(): void {
    const decoder = this.decoder;
    if (decoder === undefined || decoder.state !== 'configured' || this.pending.size === 0) return;
    this.needsKey = true;
    const flushed = [...this.pending.keys()];
    decoder.flush().then(
      () => {
        for (const pts of flushed) this.pending.delete(pts);
        this.progressed();
      },
      () => undefined,
    );
  }

  /** Forgets everything for another position. */
  seek(target: Micros | undefined): void {
    this.pending.clear();
    this.choice.seek();
    this.queue.seek(target);
    this.needsKey = true;
    this.problem = undefined;
    this.closeDecoder();
  }

  close(): void {
    this.seek(undefined);
  }

  private decode(frame: FrameView, format: KnownFormat<VideoDecoderConfig>): void {
    const pts = frame.presentationMicros;
    if (frame.compositionOffsetMicros !== 0 && !this.reorders) this.reorders = true;
    if (this.decoder === undefined || this.decoder.state === 'closed' || format !== this.format) {
      if (!frame.isSync) {
        this.needsKey = true;
        this.left++;
        return;
      }
      this.openDecoder(format);
    }
    this.needsKey = false;
    const { day, run, counter, durationMicros } = frame;
    this.pending.set(pts, { day, run, counter, duration: durationMicros });
    this.decoder?.decode(
      new EncodedVideoChunk({
        type: frame.isSync ? 'key' : 'delta',
        timestamp: pts,
        duration: durationMicros,
        data: frame.body,
      }),
    );
  }

  private openDecoder(format: KnownFormat<VideoDecoderConfig>): void {
    if (this.decoder?.state === 'configured' && this.pending.size > 0) {
      const old = this.decoder;
      old.flush().then(
        () => old.close(),
        () => undefined,
      );
    } else {
      this.closeDecoder();
    }
    const decoder = new VideoDecoder({
      output: (picture) => this.decoded(decoder, picture),
      error: () => this.failed(decoder),
    });
    decoder.configure({ ...format.decoder, optimizeForLatency: !this.reorders });
    this.decoder = decoder;
    this.format = format;
  }

  private decoded(decoder: VideoDecoder, frame: VideoFrame): void {
    const origin = this.pending.get(frame.timestamp);
    if (origin === undefined) {
      frame.close();
      return;
    }
    this.pending.delete(frame.timestamp);
    if (decoder === this.decoder) this.failures = 0;
    const { duration, ...position } = origin;
    const end = duration > 0 ? frame.timestamp + duration : undefined;
    this.queue.push({ pts: frame.timestamp, end, frame, ...position });
    this.progressed();
  }

  private failed(decoder: VideoDecoder): void {
    if (decoder !== this.decoder) return;
    this.failures++;
    this.left += this.pending.size;
    this.pending.clear();
    this.needsKey = true;
    this.decoder = undefined;
    if (this.failures >= MAX_FAILURES) {
      this.problem = { ...lacking(this.codec), what: `${this.codec ?? 'video'} (the decoder gave up)` };
    }
    this.progressed();
  }

  private closeDecoder(): void {
    const decoder = this.decoder;
    this.decoder = undefined;
    if (decoder !== undefined && decoder.state !== 'closed') decoder.close();
  }
}

function lacking(codec: string | undefined): Unsupported {
  return codec === undefined ? { what: 'an unnamed codec' } : { what: codec, codec };
}
