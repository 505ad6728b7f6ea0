import { SECOND, type FrameView, type Micros } from '../protocol';
import { audioDecoderConfig, Formats, type KnownFormat } from './formats';
import { PAGE_TICKS, type MediaClock } from './media-clock';

const LATE: Micros = 0.05 * SECOND;
const MAX_WAITING = 200;
const LEAST_RATE = 0.5;
const MOST_RATE = 2;

/**
 * Decodes one audio track and schedules it on the audio device, whose time then drives the clock. Silent until
 * {@link unmute}, which a browser allows only from a click or a key press.
 */
export class AudioPipeline {
  readonly formats: Formats<AudioDecoderConfig>;
  private context: AudioContext | undefined;
  private gain: GainNode | undefined;
  private decoder: AudioDecoder | undefined;
  private format: KnownFormat<AudioDecoderConfig> | undefined;
  /** Decoded before the clock ran. */
  private waiting: AudioData[] = [];
  private readonly scheduled = new Set<AudioBufferSourceNode>();
  private chosenTrack: number | undefined;
  private isMuted = true;
  private loudness = 1;

  constructor(private readonly clock: MediaClock) {
    this.formats = new Formats(
      audioDecoderConfig,
      async (config) => (await AudioDecoder.isConfigSupported(config)).supported === true,
      () => undefined,
    );
  }

  get muted(): boolean {
    return this.isMuted;
  }

  /** Whether the stream has sound. */
  get present(): boolean {
    return this.chosenTrack !== undefined;
  }

  /** 0 to 1. */
  set volume(volume: number) {
    this.loudness = Math.min(1, Math.max(0, volume));
    if (this.gain !== undefined) this.gain.gain.value = this.loudness;
  }

  /** How much later the ear gets what is scheduled for now. */
  get outputLatency(): Micros {
    return this.paces ? (this.context?.outputLatency ?? 0) * SECOND : 0;
  }

  /** Makes sound; the clock follows the audio device as soon as that runs. */
  async unmute(): Promise<void> {
    this.isMuted = false;
    if (this.context === undefined) {
      this.context = new AudioContext({ latencyHint: 'interactive' });
      this.gain = this.context.createGain();
      this.gain.gain.value = this.loudness;
      this.gain.connect(this.context.destination);
    }
    await this.context.resume();
    this.choosePace();
  }

  mute(): void {
    this.isMuted = true;
    this.seek();
    this.choosePace();
  }

  /** Takes a frame if it can be heard; never holds the others up. */
  offer(frame: FrameView): void {
    this.chosenTrack ??= frame.track;
    if (frame.track !== this.chosenTrack || frame.isEncrypted || this.isMuted) return;
    if (this.clock.rate < LEAST_RATE || this.clock.rate > MOST_RATE) return;
    const format = this.formats.of(frame);
    if (format?.support !== 'supported') return;
    if (this.decoder === undefined || this.decoder.state === 'closed' || format !== this.format) {
      this.openDecoder(format);
    }
    this.decoder?.decode(
      new EncodedAudioChunk({
        type: 'key',
        timestamp: frame.presentationMicros,
        duration: frame.durationMicros,
        data: frame.body,
      }),
    );
  }

  /** Schedules what was decoded before the clock ran. */
  tick(): void {
    if (this.waiting.length === 0 || !this.clock.running) return;
    const due = this.waiting;
    this.waiting = [];
    due.forEach((data) => this.schedule(data));
  }

  /** Stops what is heard and forgets what was decoded. */
  seek(): void {
    this.silence();
    this.waiting.forEach((data) => data.close());
    this.waiting = [];
    if (this.decoder !== undefined && this.decoder.state !== 'closed') this.decoder.close();
    this.decoder = undefined;
  }

  /** Holds the sound where it is; with it the audio device's time. */
  pause(): void {
    void this.context?.suspend();
    this.clock.use(PAGE_TICKS);
  }

  async resume(): Promise<void> {
    if (this.isMuted || this.context === undefined) return;
    await this.context.resume();
    this.choosePace();
  }

  /** The clock made a jump: what is scheduled no longer fits. */
  silence(): void {
    for (const node of this.scheduled) node.stop();
    this.scheduled.clear();
  }

  close(): void {
    this.seek();
    this.clock.use(PAGE_TICKS);
    void this.context?.close();
    this.context = undefined;
  }

  private get paces(): boolean {
    return !this.isMuted && this.present && this.context?.state === 'running';
  }

  private readonly audioTicks = (): Micros => (this.context?.currentTime ?? 0) * SECOND;

  private choosePace(): void {
    this.clock.use(this.paces ? this.audioTicks : PAGE_TICKS);
  }

  private openDecoder(format: KnownFormat<AudioDecoderConfig>): void {
    this.seek();
    const decoder = new AudioDecoder({
      output: (data) => this.decoded(data),
      error: () => {
        if (decoder === this.decoder) this.decoder = undefined;
      },
    });
    decoder.configure(format.decoder);
    this.decoder = decoder;
    this.format = format;
  }

  private decoded(data: AudioData): void {
    if (this.clock.running) {
      this.schedule(data);
      return;
    }
    this.waiting.push(data);
    if (this.waiting.length > MAX_WAITING) this.waiting.shift()?.close();
  }

  private schedule(data: AudioData): void {
    const { context, gain } = this;
    const rate = this.clock.rate;
    const delay = (data.timestamp - this.clock.now) / rate;
    if (context === undefined || gain === undefined || this.isMuted || delay < -LATE) {
      data.close();
      return;
    }
    this.choosePace();
    const buffer = context.createBuffer(data.numberOfChannels, data.numberOfFrames, data.sampleRate);
    for (let channel = 0; channel < data.numberOfChannels; channel++) {
      const samples = new Float32Array(data.numberOfFrames);
      data.copyTo(samples, { planeIndex: channel, format: 'f32-planar' });
      buffer.copyToChannel(samples, channel);
    }
    data.close();
    const node = context.createBufferSource();
    node.buffer = buffer;
    node.playbackRate.value = rate;
    node.connect(gain);
    node.onended = () => this.scheduled.delete(node);
    this.scheduled.add(node);
    node.start(Math.max(context.currentTime, context.currentTime + delay / SECOND));
  }
}
